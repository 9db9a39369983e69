// SPDX-License-Identifier: GPL-3.0-or-later
// Files that must be on the disk before somebody is told so.

#define _GNU_SOURCE /* renameat2() */

#include "config.h"

#include "ptn-files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static gboolean
fail (const char *path, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

gboolean
ptn_file_sync (const char *path, GError **error)
{
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  const int code = fd < 0 || fsync (fd) != 0 ? errno : 0;

  if (fd >= 0)
    close (fd);
  return code == 0 || fail (path, code, error);
}

static gboolean
sync_directory_of (const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  return ptn_file_sync (directory, error);
}

gboolean
ptn_file_publish (const char *from, const char *to, GError **error)
{
  /* Network file systems know only the first way, those of memory sticks only the second. */
  if (link (from, to) == 0)
    unlink (from);
  else if (errno == EEXIST || renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
    return fail (to, errno, error);
  return sync_directory_of (to, error);
}

gboolean
ptn_file_replace (const char *from, const char *to, GError **error)
{
  if (rename (from, to) != 0)
    return fail (to, errno, error);
  return sync_directory_of (to, error);
}
