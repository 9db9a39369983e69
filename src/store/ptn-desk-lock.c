// SPDX-License-Identifier: GPL-3.0-or-later
// One desk at a time on one database: a second one would not hear of the first one's commits, and
// the outbox would have two senders.

#include "config.h"

#include "ptn-desk-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>

#include "ptn-outbox.h"

static void
explain (const char *file, int code, GError **error)
{
  if (code == EWOULDBLOCK)
    g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_IN_USE,
                         _ ("This folder is open in another Portineria. Work in that window, or "
                            "close it and try again."));
  else
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", file,
                 g_strerror (code));
}

int
ptn_desk_lock (const char *path, GError **error)
{
  g_autofree char *file = g_strconcat (path, ".lock", NULL);
  int              lock = open (file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock >= 0 && flock (lock, LOCK_EX | LOCK_NB) == 0)
    return lock;
  explain (file, errno, error);
  g_clear_fd (&lock, NULL);
  return -1;
}

/* Closing alone would leave it to a program that is just being started and has not let go of our
 * files yet. */
void
ptn_desk_unlock (int *lock)
{
  if (*lock >= 0)
    flock (*lock, LOCK_UN);
  g_clear_fd (lock, NULL);
}
