// SPDX-License-Identifier: GPL-3.0-or-later
// One SQLite connection with its statements.

#include "config.h"

#include "ptn-db.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/ptn-quark.h"

#define BUSY_TIMEOUT_MS 10000

struct _PtnDb
{
  sqlite3    *handle;
  GHashTable *idle; /* SQL → GPtrArray of sqlite3_stmt that nobody uses just now */
  gboolean    writes;
};

struct _PtnStatement
{
  PtnDb        *db;
  sqlite3_stmt *handle;
  int           bind_fault; /* the first failed binding, reported by the first step */
};

PTN_DEFINE_QUARK ("ptn-db-error-quark", ptn_db_error_quark)

static PtnDbError
error_code (PtnDb *db, int rc)
{
  /* A virtual table that is interrupted while it is opened says only that it failed. */
  if (rc == SQLITE_ERROR && db->handle != NULL && sqlite3_is_interrupted (db->handle))
    return PTN_DB_ERROR_INTERRUPTED;
  switch (rc & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return PTN_DB_ERROR_CONSTRAINT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return PTN_DB_ERROR_BUSY;
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return PTN_DB_ERROR_FULL;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return PTN_DB_ERROR_CORRUPT;
    case SQLITE_INTERRUPT:
      return PTN_DB_ERROR_INTERRUPTED;
    default:
      return PTN_DB_ERROR_FAILED;
    }
}

static gboolean
fail (PtnDb *db, int rc, GError **error)
{
  g_set_error (error, PTN_DB_ERROR, error_code (db, rc), "%s",
               db->handle ? sqlite3_errmsg (db->handle) : sqlite3_errstr (rc));
  return FALSE;
}

static void
finalize_statements (gpointer statements)
{
  g_ptr_array_free (statements, TRUE);
}

static void
finalize_statement (gpointer handle)
{
  sqlite3_finalize (handle);
}

static gboolean
configure (PtnDb *db, GError **error)
{
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!db->writes)
    return ptn_db_exec (db, "PRAGMA query_only = ON", error);
  return ptn_db_exec (db,
                      "PRAGMA journal_mode = WAL;"
                      "PRAGMA synchronous = FULL;"
                      "PRAGMA foreign_keys = ON",
                      error);
}

/* SQLite gives its journal files the mode of the database. Only a new file may be opened here: to
 * close one that this process has open already drops SQLite's locks on it, and another process then
 * deletes the WAL under us. */
static void
create_private (const char *path)
{
  const int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    close (fd);
}

PtnDb *
ptn_db_open (const char *path, PtnDbMode mode, GError **error)
{
  g_autoptr (PtnDb) db = g_new0 (PtnDb, 1);
  int               rc;

  db->writes = mode == PTN_DB_WRITER;
  db->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statements);
  if (db->writes)
    create_private (path);
  /* A reader opens for writing too: it must be able to make the shared memory of the WAL. */
  rc = sqlite3_open_v2 (path, &db->handle,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (rc != SQLITE_OK)
    {
      fail (db, rc, error);
      g_prefix_error (error, _ ("%s cannot be opened: "), path);
      return NULL;
    }
  if (!configure (db, error))
    {
      g_prefix_error (error, _ ("%s cannot be used: "), path);
      return NULL;
    }
  return g_steal_pointer (&db);
}

void
ptn_db_close (PtnDb *db)
{
  if (db == NULL)
    return;
  g_clear_pointer (&db->idle, g_hash_table_unref);
  sqlite3_close_v2 (db->handle);
  g_free (db);
}

/* Runs the next migration. Another process may do so at the same time, so the version is read in
 * the same transaction. @version: (out): what the data has before. */
static gboolean
migrate_next (PtnDb *db, const char *const *migrations, gint64 *version, GError **error)
{
  g_autofree char *set_version = NULL;

  if (!ptn_db_begin (db, error) || !ptn_db_get_int (db, version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (*version >= g_strv_length ((char **) migrations))
    return ptn_db_commit (db, error);
  set_version = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, *version + 1);
  if (ptn_db_exec (db, migrations[*version], error) && ptn_db_exec (db, set_version, error))
    return ptn_db_commit (db, error);
  g_prefix_error (error, "migration %" G_GINT64_FORMAT ": ", *version + 1);
  return FALSE;
}

gboolean
ptn_db_migrate (PtnDb *db, const char *const *migrations, GError **error)
{
  const gint64 known = g_strv_length ((char **) migrations);
  gint64       version = 0;

  if (!ptn_db_get_int (db, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  while (version < known)
    if (!migrate_next (db, migrations, &version, error))
      {
        ptn_db_rollback (db);
        return FALSE;
      }
  if (version == known)
    return TRUE;
  g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_TOO_NEW,
               _ ("The data was written by a newer version of Portineria. Install that version "
                  "or a later one."));
  return FALSE;
}

gboolean
ptn_db_exec (PtnDb *db, const char *sql, GError **error)
{
  const int rc = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  return rc == SQLITE_OK || fail (db, rc, error);
}

static PtnStatement *
prepare (PtnDb *db, const char *sql, GError **error)
{
  GPtrArray    *idle = g_hash_table_lookup (db->idle, sql);
  PtnStatement *statement;
  sqlite3_stmt *handle = NULL;
  int           rc;

  if (idle != NULL && idle->len > 0)
    handle = g_ptr_array_steal_index_fast (idle, idle->len - 1);
  else if ((rc = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle,
                                     NULL)) != SQLITE_OK)
    {
      fail (db, rc, error);
      return NULL;
    }
  statement = g_new0 (PtnStatement, 1);
  statement->db = db;
  statement->handle = handle;
  return statement;
}

/* SQLite numbers $n by first appearance, so a parameter is looked up by its name. */
static int
parameter (PtnStatement *statement, int n)
{
  char name[16];
  int  index;

  g_snprintf (name, sizeof name, "$%d", n);
  index = sqlite3_bind_parameter_index (statement->handle, name);
  if (index == 0)
    statement->bind_fault = SQLITE_RANGE;
  return index;
}

static void
note (PtnStatement *statement, int rc)
{
  if (rc != SQLITE_OK && statement->bind_fault == SQLITE_OK)
    statement->bind_fault = rc;
}

void
ptn_statement_bind_int (PtnStatement *statement, int n, gint64 value)
{
  note (statement, sqlite3_bind_int64 (statement->handle, parameter (statement, n), value));
}

void
ptn_statement_bind_text (PtnStatement *statement, int n, const char *value)
{
  note (statement, sqlite3_bind_text (statement->handle, parameter (statement, n), value, -1,
                                      SQLITE_TRANSIENT));
}

void
ptn_statement_bind_blob (PtnStatement *statement, int n, gconstpointer data, gsize size)
{
  note (statement, sqlite3_bind_blob64 (statement->handle, parameter (statement, n), data, size,
                                        SQLITE_TRANSIENT));
}

void
ptn_statement_bind_uuid (PtnStatement *statement, int n, const PtnUuid *value)
{
  if (value == NULL || ptn_uuid_is_nil (value))
    note (statement, sqlite3_bind_null (statement->handle, parameter (statement, n)));
  else
    ptn_statement_bind_blob (statement, n, value->bytes, sizeof value->bytes);
}

static void
bind_all (PtnStatement *statement, const char *types, va_list values)
{
  for (int n = 1; types[n - 1] != '\0'; n++)
    switch (types[n - 1])
      {
      case 'i':
        ptn_statement_bind_int (statement, n, va_arg (values, gint64));
        break;
      case 't':
        ptn_statement_bind_text (statement, n, va_arg (values, const char *));
        break;
      case 'u':
        ptn_statement_bind_uuid (statement, n, va_arg (values, const PtnUuid *));
        break;
      case 'b':
        {
          GBytes       *bytes = va_arg (values, GBytes *);
          gsize         size = 0;
          gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

          ptn_statement_bind_blob (statement, n, data, size);
          break;
        }
      default:
        g_assert_not_reached ();
      }
}

static PtnStatement *
query_valist (PtnDb *db, GError **error, const char *sql, const char *types, va_list values)
{
  PtnStatement *statement = prepare (db, sql, error);

  if (statement != NULL)
    bind_all (statement, types, values);
  return statement;
}

gboolean
ptn_db_run (PtnDb *db, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (PtnStatement) statement = NULL;
  g_autoptr (GError)       fault = NULL;
  va_list                  values;

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL)
    return FALSE;
  while (ptn_statement_step (statement, &fault))
    ;
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

PtnStatement *
ptn_db_query (PtnDb *db, GError **error, const char *sql, const char *types, ...)
{
  PtnStatement *statement;
  va_list       values;

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
ptn_db_get_int (PtnDb *db, gint64 *out, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (PtnStatement) statement = NULL;
  va_list                  values;

  va_start (values, types);
  statement = query_valist (db, error, sql, types, values);
  va_end (values);
  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *out = ptn_statement_int (statement, 0);
  return TRUE;
}

gboolean
ptn_db_begin (PtnDb *db, GError **error)
{
  return ptn_db_exec (db, db->writes ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

gboolean
ptn_db_commit (PtnDb *db, GError **error)
{
  return ptn_db_exec (db, "COMMIT", error);
}

void
ptn_db_rollback (PtnDb *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

gint64
ptn_db_changes (PtnDb *db)
{
  return sqlite3_changes64 (db->handle);
}

gint64
ptn_db_last_rowid (PtnDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}

void
ptn_db_interrupt (PtnDb *db)
{
  sqlite3_interrupt (db->handle);
}

gboolean
ptn_db_backup (PtnDb *db, const char *path, GError **error)
{
  return ptn_db_run (db, error, "VACUUM INTO $1", "t", path);
}

gpointer
ptn_db_handle (PtnDb *db)
{
  return db->handle;
}

gboolean
ptn_statement_step (PtnStatement *statement, GError **error)
{
  const int rc = statement->bind_fault != SQLITE_OK ? statement->bind_fault
                                                    : sqlite3_step (statement->handle);

  if (rc == SQLITE_ROW)
    return TRUE;
  if (rc != SQLITE_DONE)
    fail (statement->db, rc, error);
  return FALSE;
}

void
ptn_statement_reset (PtnStatement *statement)
{
  sqlite3_reset (statement->handle);
}

void
ptn_statement_done (PtnStatement *statement)
{
  GHashTable *idle;
  const char *sql;
  GPtrArray  *same;

  if (statement == NULL)
    return;
  idle = statement->db->idle;
  sql = sqlite3_sql (statement->handle);
  same = g_hash_table_lookup (idle, sql);
  sqlite3_reset (statement->handle);
  sqlite3_clear_bindings (statement->handle);
  if (same == NULL)
    {
      same = g_ptr_array_new_with_free_func (finalize_statement);
      g_hash_table_insert (idle, g_strdup (sql), same);
    }
  g_ptr_array_add (same, statement->handle);
  g_free (statement);
}

gint64
ptn_statement_int (PtnStatement *statement, int column)
{
  return sqlite3_column_int64 (statement->handle, column);
}

gboolean
ptn_statement_is_null (PtnStatement *statement, int column)
{
  return sqlite3_column_type (statement->handle, column) == SQLITE_NULL;
}

const char *
ptn_statement_text (PtnStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement->handle, column);
}

gsize
ptn_statement_size (PtnStatement *statement, int column)
{
  return sqlite3_column_bytes (statement->handle, column);
}

gconstpointer
ptn_statement_blob (PtnStatement *statement, int column)
{
  return sqlite3_column_blob (statement->handle, column);
}

gboolean
ptn_statement_uuid (PtnStatement *statement, int column, PtnUuid *out)
{
  const void *data = sqlite3_column_blob (statement->handle, column);

  memset (out, 0, sizeof *out);
  if (data == NULL || sqlite3_column_bytes (statement->handle, column) != sizeof out->bytes)
    return FALSE;
  memcpy (out->bytes, data, sizeof out->bytes);
  return TRUE;
}
