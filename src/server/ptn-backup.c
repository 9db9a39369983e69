// SPDX-License-Identifier: GPL-3.0-or-later
// "backup FILE": a consistent copy of the database, also while a server writes to it.

#include "config.h"

#include "ptn-backup.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "ptn-command-line.h"
#include "ptn-data-dir.h"
#include "ptn-files.h"

static gboolean
refuse (GError **error, const char *file, const char *advice)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s %s", file, advice);
  return FALSE;
}

/* Beside @file and not under its name, so that what has that name is always whole. */
static gboolean
write_copy (PtnDb *db, const char *file, GError **error)
{
  g_autofree char *part = g_strconcat (file, ".XXXXXX", NULL);
  const int        fd = g_mkstemp_full (part, O_RDWR | O_CLOEXEC, 0600);
  const int        code = errno;

  if (fd < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", file,
                   g_strerror (code));
      return FALSE;
    }
  close (fd);
  if (ptn_db_backup (db, part, error) && ptn_file_sync (part, error) &&
      ptn_file_publish (part, file, error))
    return TRUE;
  g_unlink (part);
  return FALSE;
}

static gboolean
backup (PtnCommand *command, GError **error)
{
  const char      *file = command->words[0];
  g_autofree char *path = ptn_data_dir_database (command->data);

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    return refuse (error, file, "exists already. Give a name that nothing has yet.");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return refuse (error, path,
                   "does not exist: there is nothing to back up. Say with --data where the server "
                   "keeps its data.");
  command->lock = ptn_data_dir_lock (command->data, PTN_DATA_DIR_COMMAND, error);
  if (command->lock < 0)
    return FALSE;
  command->db = ptn_db_open (path, PTN_DB_WRITER, error);
  return command->db != NULL && write_copy (command->db, file, error);
}

int
ptn_backup_command (int argc, char **argv)
{
  g_auto (PtnCommand) command = PTN_COMMAND_INIT;
  g_autoptr (GError)  error = NULL;

  if (!ptn_command_parse (&command, "FILE", 1, NULL, argc, argv))
    return PTN_COMMAND_USAGE;
  if (!backup (&command, &error))
    return ptn_command_fail (error);
  g_print ("%s: written.\n", command.words[0]);
  return PTN_COMMAND_DONE;
}
