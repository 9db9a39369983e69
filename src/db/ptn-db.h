// SPDX-License-Identifier: GPL-3.0-or-later
// One SQLite connection with its statements, for the desk's store and the server alike. The seam
// for a second engine: SQL is written once, with $n parameters, which are bound by their name and
// never by position.
#pragma once

#include <glib.h>

#include "base/ptn-uuid.h"

G_BEGIN_DECLS

#define PTN_DB_ERROR (ptn_db_error_quark ())

typedef enum
{
  PTN_DB_ERROR_CONSTRAINT,  /* a UNIQUE, CHECK, NOT NULL or foreign key refused it */
  PTN_DB_ERROR_BUSY,        /* another connection kept the lock for longer than the busy time-out */
  PTN_DB_ERROR_FULL,        /* the disk is full or the file cannot be written */
  PTN_DB_ERROR_CORRUPT,     /* not a database, or damaged */
  PTN_DB_ERROR_TOO_NEW,     /* made by a newer version of the program */
  PTN_DB_ERROR_INTERRUPTED, /* ptn_db_interrupt() */
  PTN_DB_ERROR_FAILED,
} PtnDbError;

GQuark ptn_db_error_quark (void);

typedef enum
{
  PTN_DB_WRITER, /* WAL, synchronous=FULL, foreign keys on; creates the file with mode 0600 */
  PTN_DB_READER, /* read-only; the file must exist */
} PtnDbMode;

typedef struct _PtnDb        PtnDb;
typedef struct _PtnStatement PtnStatement;

/* A connection belongs to one thread at a time. Returns: (transfer full) */
PtnDb *ptn_db_open (const char *path, PtnDbMode mode, GError **error);
void   ptn_db_close (PtnDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnDb, ptn_db_close)

/* Brings the schema up to date: each of @migrations (SQL texts, NULL-terminated, number 1 first)
 * that PRAGMA user_version does not count yet runs in a transaction of its own.
 * PTN_DB_ERROR_TOO_NEW where the file has more than @migrations has. */
gboolean ptn_db_migrate (PtnDb *db, const char *const *migrations, GError **error);

/* Several statements without parameters or results. */
gboolean ptn_db_exec (PtnDb *db, const char *sql, GError **error);

/* Parameters follow as @types says, one letter for each of $1, $2, …:
 *   i  gint64 (pass a gint64, cast constants)    t  const char * (nullable: NULL)
 *   u  const PtnUuid * (NULL or nil: NULL)       b  GBytes * (nullable: NULL)
 * Texts and blobs are copied. */

/* Runs @sql to its end. */
gboolean ptn_db_run (PtnDb *db, GError **error, const char *sql, const char *types, ...);
/* A statement with its parameters bound, before its first row. Statements are kept by their SQL and
 * used again. Returns: (transfer full): give it back with ptn_statement_done(), which g_autoptr
 * does; NULL on an error. */
PtnStatement *ptn_db_query (PtnDb *db, GError **error, const char *sql, const char *types, ...);
/* The first column of the first row; FALSE with @error set on an error, FALSE without where there
 * is no row. */
gboolean
ptn_db_get_int (PtnDb *db, gint64 *out, GError **error, const char *sql, const char *types, ...);

/* BEGIN IMMEDIATE, so that a transaction that reads before it writes cannot be refused later; BEGIN
 * for a reader. */
gboolean ptn_db_begin (PtnDb *db, GError **error);
gboolean ptn_db_commit (PtnDb *db, GError **error);
/* Does nothing outside a transaction. */
void ptn_db_rollback (PtnDb *db);

/* Rows that the last INSERT, UPDATE or DELETE changed. */
gint64 ptn_db_changes (PtnDb *db);
gint64 ptn_db_last_rowid (PtnDb *db);
/* Stops what @db runs just now. The one function here that any thread may call. */
void ptn_db_interrupt (PtnDb *db);
/* A consistent copy of the whole database to the new file @path, while others write. */
gboolean ptn_db_backup (PtnDb *db, const char *path, GError **error);
/* The sqlite3 handle, for what this file does not wrap. (transfer none) */
gpointer ptn_db_handle (PtnDb *db);

/* The next row. FALSE with @error set on an error, FALSE without after the last row. */
gboolean ptn_statement_step (PtnStatement *statement, GError **error);
void     ptn_statement_done (PtnStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnStatement, ptn_statement_done)
/* Bind one more parameter by its number; for what ptn_db_query() was given "" or fewer types. */
void ptn_statement_bind_int (PtnStatement *statement, int n, gint64 value);
void ptn_statement_bind_text (PtnStatement *statement, int n, const char *value);
void ptn_statement_bind_uuid (PtnStatement *statement, int n, const PtnUuid *value);
void ptn_statement_bind_blob (PtnStatement *statement, int n, gconstpointer data, gsize size);
/* Ready to be bound and stepped again, for loops over one statement. */
void ptn_statement_reset (PtnStatement *statement);

/* Columns count from 0. Texts and blobs: (transfer none), until the next step; NULL for SQL NULL.
 */
gint64        ptn_statement_int (PtnStatement *statement, int column);
gboolean      ptn_statement_is_null (PtnStatement *statement, int column);
const char   *ptn_statement_text (PtnStatement *statement, int column);
gsize         ptn_statement_size (PtnStatement *statement, int column);
gconstpointer ptn_statement_blob (PtnStatement *statement, int column);
/* FALSE (and the nil UUID) for NULL or anything but 16 bytes. */
gboolean ptn_statement_uuid (PtnStatement *statement, int column, PtnUuid *out);

G_END_DECLS
