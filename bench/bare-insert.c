// SPDX-License-Identifier: GPL-3.0-or-later
// Bare SQLite writing what a desk holds: bare-insert DESK-DATABASE NEW-DATABASE
//
// The same rows with the same columns, indexes and full-text index, 10,000 rows a transaction,
// indexes last, WAL and synchronous=FULL. Reading the rows is not counted, and neither is making
// the texts, sort keys and row numbers that a desk derives: they are given ready. Prints the
// seconds.

#include "config.h"

#include <glib.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/ptn-record.h"

#define CHUNK 10000

static double
now_s (void)
{
  return g_get_monotonic_time () / 1e6;
}

static void
exec (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

/* Values of rows, in memory. */
typedef struct
{
  int             n_columns;
  int             n;
  sqlite3_value **values;
} Chunk;

/* FALSE: that was the last one. */
static gboolean
read_chunk (Chunk *chunk, sqlite3_stmt *from)
{
  int rc = SQLITE_ROW;

  for (chunk->n = 0; chunk->n < CHUNK && (rc = sqlite3_step (from)) == SQLITE_ROW; chunk->n++)
    for (int i = 0; i < chunk->n_columns; i++)
      chunk->values[chunk->n * chunk->n_columns + i] = sqlite3_value_dup (
          sqlite3_column_value (from, i));
  return rc == SQLITE_ROW;
}

/* Returns: the seconds that it took */
static double
write_chunk (Chunk *chunk, sqlite3 *db, sqlite3_stmt *to)
{
  const double start = now_s ();

  exec (db, "BEGIN IMMEDIATE");
  for (int k = 0; k < chunk->n; k++)
    {
      for (int i = 0; i < chunk->n_columns; i++)
        sqlite3_bind_value (to, i + 1, chunk->values[k * chunk->n_columns + i]);
      if (sqlite3_step (to) != SQLITE_DONE)
        g_error ("%s", sqlite3_errmsg (db));
      sqlite3_reset (to);
    }
  exec (db, "COMMIT");
  return now_s () - start;
}

static void
clear_chunk (Chunk *chunk)
{
  for (int i = 0; i < chunk->n * chunk->n_columns; i++)
    g_clear_pointer (&chunk->values[i], sqlite3_value_free);
}

static char *
insert_sql (const char *table, int n_columns)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT INTO \"%s\" VALUES (?", table);
  for (int i = 1; i < n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

static double
copy_table (sqlite3 *db, sqlite3 *source, const char *table)
{
  g_autofree char *select = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  sqlite3_stmt    *from = prepare (source, select);
  Chunk            chunk = { .n_columns = sqlite3_column_count (from) };
  g_autofree char *insert = insert_sql (table, chunk.n_columns);
  sqlite3_stmt    *to = prepare (db, insert);
  gboolean         more = TRUE;
  double           spent = 0;

  chunk.values = g_new0 (sqlite3_value *, chunk.n_columns * CHUNK);
  while (more)
    {
      more = read_chunk (&chunk, from);
      spent += write_chunk (&chunk, db, to);
      clear_chunk (&chunk);
    }
  g_free (chunk.values);
  sqlite3_finalize (from);
  sqlite3_finalize (to);
  return spent;
}

/* The definitions of @type in @source that @db lacks. */
static double
copy_schema (sqlite3 *db, sqlite3 *source, const char *type)
{
  g_autofree char *select =
      g_strdup_printf ("SELECT sql FROM sqlite_schema WHERE type = '%s' AND sql IS NOT NULL"
                       " AND name NOT LIKE 'sqlite\\_%%' ESCAPE '\\' AND name NOT LIKE "
                       "'guest\\_fts\\__%%' ESCAPE '\\'",
                       type);
  sqlite3_stmt *statement = prepare (source, select);
  const double  start = now_s ();

  while (sqlite3_step (statement) == SQLITE_ROW)
    exec (db, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return now_s () - start;
}

static sqlite3 *
open_db (const char *path)
{
  sqlite3 *db;

  if (sqlite3_open (path, &db) != SQLITE_OK)
    g_error ("%s: %s", path, sqlite3_errmsg (db));
  return db;
}

int
main (int argc, char **argv)
{
  sqlite3 *db, *source;
  double   spent = 0, start;

  if (argc != 3)
    return EXIT_FAILURE;
  source = open_db (argv[1]);
  db = open_db (argv[2]);
  exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -4096");
  copy_schema (db, source, "table");
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    spent += copy_table (db, source, ptn_record_types[i]->name);
  spent += copy_table (db, source, "offer_name");
  spent += copy_schema (db, source, "index");
  start = now_s ();
  exec (db, "INSERT INTO guest_fts (rowid, folded) SELECT row, folded FROM guest");
  spent += now_s () - start;
  printf ("%.2f\n", spent);
  sqlite3_close (db);
  sqlite3_close (source);
  return EXIT_SUCCESS;
}
