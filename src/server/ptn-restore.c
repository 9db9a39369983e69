// SPDX-License-Identifier: GPL-3.0-or-later
// "restore FILE": a backup takes the database's place.
//
// The backup is copied into the data directory, checked and brought up to date there, and only then
// takes the database's name, in one step. The database that was there keeps its contents under
// another name. A desk has seen things that the restored database does not know: so every property
// begins an epoch that none of its desks can have heard of, and every session ends, so that desks
// learn at sign-in which of their operations the server still has.

#include "config.h"

#include "ptn-backup.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "ptn-audit.h"
#include "ptn-command-line.h"
#include "ptn-data-dir.h"
#include "ptn-files.h"
#include "ptn-schema.h"

static gboolean
refuse (GError **error, const char *file, const char *why)
{
  g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CORRUPT, "%s %s. Nothing was changed.", file, why);
  return FALSE;
}

static void
remove_database (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
copy (const char *file, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (file);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  return g_file_copy (source, target, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error) &&
         g_chmod (to, 0600) == 0;
}

/* What SQLite finds wrong in the whole of it. Returns: (transfer full): "ok" where nothing is */
static char *
find_damage (PtnDb *db)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) statement = ptn_db_query (db, &error, "PRAGMA integrity_check (1)", "");

  if (statement != NULL && ptn_statement_step (statement, &error))
    return g_strdup (ptn_statement_text (statement, 0));
  return g_strdup (error != NULL ? error->message : "it cannot be read");
}

static gboolean
check (const char *path, const char *file, GError **error)
{
  g_autoptr (PtnDb) db = ptn_db_open (path, PTN_DB_READER, NULL);
  g_autofree char  *damage = NULL;
  g_autofree char  *why = NULL;
  gint64            application;

  if (db == NULL || !ptn_db_get_int (db, &application, NULL, "PRAGMA application_id", ""))
    return refuse (error, file, "is not a database");
  if (application != PTN_SCHEMA_APPLICATION_ID)
    return refuse (error, file, "is not a backup of portineria-server");
  damage = find_damage (db);
  if (g_str_equal (damage, "ok"))
    return TRUE;
  why = g_strdup_printf ("is damaged (%s); restore an earlier backup", damage);
  return refuse (error, file, why);
}

/* An epoch above this backup's, and above any that was begun after it, here or on a machine that is
 * lost: counted epochs are small, and no two restores happen in one millisecond. */
static gboolean
begin_epoch (PtnDb *db, gint64 property, GError **error)
{
  return ptn_schema_new_epoch (db, property, error) &&
         ptn_db_run (db, error,
                     "UPDATE property_clock SET epoch = max (epoch, $2) WHERE property = $1", "ii",
                     property, ptn_clock_now ());
}

static gboolean
begin_anew (PtnDb *db, GError **error)
{
  g_autoptr (PtnStatement) properties = ptn_db_query (db, error,
                                                      "SELECT property, id FROM property", "");
  PtnAuditLine             line = { .at = ptn_clock_now (), .action = "restore", .digest = "" };
  g_autoptr (GError)       fault = NULL;

  if (properties == NULL || !ptn_db_run (db, error, "DELETE FROM session", ""))
    return FALSE;
  while (ptn_statement_step (properties, &fault))
    {
      const gint64 property = ptn_statement_int (properties, 0);

      ptn_statement_uuid (properties, 1, &line.subject);
      if (!begin_epoch (db, property, error) || !ptn_audit_append (db, property, &line, error))
        return FALSE;
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
prepare (const char *path, GError **error)
{
  g_autoptr (PtnDb) db = ptn_schema_open (path, error);

  if (db == NULL || !ptn_db_begin (db, error))
    return FALSE;
  if (begin_anew (db, error) && ptn_db_commit (db, error))
    return TRUE;
  ptn_db_rollback (db);
  return FALSE;
}

/* Keeps what is at @path, if anything, under the name @kept as well. What a crash left in the WAL
 * is first brought into the database; a WAL that cannot be, because the database is damaged, goes
 * with it: the restored one must not meet it. */
static gboolean
keep_old (const char *path, const char *kept, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL),
                  *kept_wal = g_strconcat (kept, "-wal", NULL);
  g_autofree char  *shm = g_strconcat (path, "-shm", NULL);
  g_autoptr (PtnDb) db = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  db = ptn_db_open (path, PTN_DB_WRITER, NULL);
  if (db != NULL)
    ptn_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);
  g_clear_pointer (&db, ptn_db_close);
  if (link (path, kept) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", kept,
                   g_strerror (errno));
      return FALSE;
    }
  g_rename (wal, kept_wal);
  g_unlink (shm);
  return TRUE;
}

static gboolean
swap (const char *staged, const char *path, char **kept, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char      *time = g_date_time_format (now, "%Y%m%dT%H%M%S.%fZ");
  g_autofree char      *name = g_strdup_printf ("%s.before-%s", path, time);

  if (!ptn_file_sync (staged, error) || !keep_old (path, name, error) ||
      !ptn_file_replace (staged, path, error))
    return FALSE;
  if (g_file_test (name, G_FILE_TEST_EXISTS))
    *kept = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
restore (PtnCommand *command, char **kept, GError **error)
{
  const char      *file = command->words[0];
  g_autofree char *path = ptn_data_dir_database (command->data);
  g_autofree char *staged = g_strconcat (path, ".restoring", NULL);

  command->lock = ptn_data_dir_lock (command->data, PTN_DATA_DIR_REPLACE, error);
  if (command->lock < 0)
    return FALSE;
  remove_database (staged); /* of a restore that was broken off */
  if (copy (file, staged, error) && check (staged, file, error) && prepare (staged, error) &&
      swap (staged, path, kept, error))
    return TRUE;
  remove_database (staged);
  return FALSE;
}

int
ptn_restore_command (int argc, char **argv)
{
  g_auto (PtnCommand) command = PTN_COMMAND_INIT;
  g_autofree char    *kept = NULL;
  g_autoptr (GError)  error = NULL;

  if (!ptn_command_parse (&command, "FILE", 1, NULL, argc, argv))
    return PTN_COMMAND_USAGE;
  if (!restore (&command, &kept, &error))
    return ptn_command_fail (error);
  g_print ("%s: restored. Everybody signs in again, and desks fetch everything anew.\n",
           command.words[0]);
  if (kept != NULL)
    g_print ("What was there before is kept as %s: delete it when it is no longer needed.\n", kept);
  return PTN_COMMAND_DONE;
}
