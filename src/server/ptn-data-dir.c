// SPDX-License-Identifier: GPL-3.0-or-later
// The server's data directory and its lock: two bytes of DIR/lock, one for whoever serves, one for
// whoever opens the database.

#define _GNU_SOURCE    /* locks of an open file description: they end with it and are not the whole \
                          process's */

#include "config.h"

#include "ptn-data-dir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/ptn-quark.h"

enum
{
  BYTE_SERVER,
  BYTE_DATABASE,
};

PTN_DEFINE_QUARK ("ptn-data-dir-error-quark", ptn_data_dir_error_quark)

static int
fail (const char *dir, GError **error)
{
  const int code = errno;

  g_set_error (error, PTN_DATA_DIR_ERROR, PTN_DATA_DIR_ERROR_FAILED,
               "The data directory %s cannot be used: %s. Give another one with --data, or correct "
               "its permissions.",
               dir, g_strerror (code));
  return -1;
}

static gboolean
lock_byte (int fd, short type, off_t byte)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

static gboolean
lock_for (int fd, PtnDataDirUse use)
{
  switch (use)
    {
    case PTN_DATA_DIR_SERVE:
      return lock_byte (fd, F_WRLCK, BYTE_SERVER) && lock_byte (fd, F_RDLCK, BYTE_DATABASE);
    case PTN_DATA_DIR_COMMAND:
      return lock_byte (fd, F_RDLCK, BYTE_DATABASE);
    case PTN_DATA_DIR_REPLACE:
      return lock_byte (fd, F_WRLCK, BYTE_SERVER) && lock_byte (fd, F_WRLCK, BYTE_DATABASE);
    default:
      g_assert_not_reached ();
    }
}

char *
ptn_data_dir_default (void)
{
  const char *state = g_getenv ("STATE_DIRECTORY");

  if (state != NULL && *state != '\0')
    return g_strdup (state);
  return g_build_filename (g_get_user_data_dir (), "portineria", "server", NULL);
}

char *
ptn_data_dir_database (const char *dir)
{
  return g_build_filename (dir, "portineria.db", NULL);
}

int
ptn_data_dir_lock (const char *dir, PtnDataDirUse use, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "lock", NULL);
  int              fd;

  if (g_mkdir_with_parents (dir, 0700) != 0)
    return fail (dir, error);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (dir, error);
  if (lock_for (fd, use))
    return fd;
  if (errno != EAGAIN && errno != EACCES)
    fail (dir, error);
  else
    g_set_error (error, PTN_DATA_DIR_ERROR, PTN_DATA_DIR_ERROR_IN_USE,
                 use == PTN_DATA_DIR_COMMAND
                     ? "The data in %s is being restored just now. Try again when that has ended."
                     : "%s is in use. Stop the portineria-server that works on it, or give another "
                       "directory with --data.",
                 dir);
  close (fd);
  return -1;
}
