// SPDX-License-Identifier: GPL-3.0-or-later
// The staged base: a whole new copy of the server's data, made beside the one in use.
//
// FORMAT. Each table of the base has a twin with "stage_" before its name, made from the very
// definition that sqlite_schema has of it, so that a migration of the base needs no second text.
// The one row of "staging" says at which position of the feed the staged base is
// ("epoch", "seq"), the last key of the snapshot that is in ("after"), whether that was the last
// chunk ("complete"), up to which row the guests are in the full-text index ("searchable"), and
// with which ICU's sort keys it was begun ("collation").
//
// ALGORITHM. A chunk's rows and "after" are committed together: whatever happens, the next chunk is
// asked for after the last row that is there. The tables have only the unique index of the ids
// meanwhile, which the snapshot's order fills from left to right; the other indexes are built when
// all rows are in, which takes half the time, one in each call, and the full-text index in
// portions, so that a receptionist's decision never waits for the whole. Then pages of the feed
// bring the staged base to the present, and the swap drops the tables in use and gives their names
// to the twins in one transaction: a reader has either base, never both or none. An index cannot be
// renamed: it keeps the name it was built under, so that the twin of index "x" is called "stage_x",
// and the twin of that one "x" again.

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/ptn-collation.h"
#include "ptn-base-batch.h"
#include "ptn-outbox.h"
#include "ptn-overlay.h"
#include "ptn-replica.h"
#include "ptn-step.h"

#define PREFIX "stage_"
/* Guests that are added to the full-text index at a time: some 50 ms. */
#define SEARCHABLE_STEP 5000

/* The tables of the base that are no record's. */
static const char *const derived_tables[] = { "guest_fts", "offer_name", "counter" };

typedef gboolean (*TableFunc) (PtnDb *db, const char *table, GError **error);

static gboolean
each_table (PtnDb *db, TableFunc func, GError **error)
{
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    if (!func (db, ptn_record_types[i]->name, error))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (derived_tables); i++)
    if (!func (db, derived_tables[i], error))
      return FALSE;
  return TRUE;
}

static gboolean G_GNUC_PRINTF (3, 4)
    exec_format (PtnDb *db, GError **error, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list          values;

  va_start (values, format);
  sql = g_strdup_vprintf (format, values);
  va_end (values);
  return ptn_db_exec (db, sql, error);
}

gboolean
ptn_staging_state (PtnDb *db, PtnStaging *staging, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT epoch, seq, after, complete FROM staging", "");

  *staging = (PtnStaging) { 0 };
  if (!ptn_step (statement, &staging->active, error))
    return FALSE;
  if (!staging->active)
    return TRUE;
  staging->at = (PtnCursor) { .epoch = ptn_statement_int (statement, 0),
                              .seq = ptn_statement_int (statement, 1) };
  g_strlcpy (staging->after, ptn_statement_text (statement, 2), sizeof staging->after);
  staging->complete = ptn_statement_int (statement, 3) != 0;
  return TRUE;
}

static gboolean
drop_twin (PtnDb *db, const char *table, GError **error)
{
  return exec_format (db, error, "DROP TABLE IF EXISTS \"" PREFIX "%s\"", table);
}

/* Returns: (transfer full) (nullable): the definition of @table */
static char *
table_definition (PtnDb *db, const char *table, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = $1",
                    "t", table);
  gboolean row;

  return ptn_step (statement, &row, error) && row ? g_strdup (ptn_statement_text (statement, 0))
                                                  : NULL;
}

static gboolean
make_twin (PtnDb *db, const char *table, GError **error)
{
  g_autofree char *sql = table_definition (db, table, error);
  const char      *virtual_part;

  if (sql == NULL)
    return FALSE;
  virtual_part = strstr (sql, " USING ");
  if (virtual_part != NULL)
    return exec_format (db, error, "CREATE VIRTUAL TABLE \"" PREFIX "%s\"%s", table, virtual_part);
  return exec_format (db, error, "CREATE TABLE \"" PREFIX "%s\" %s", table, strchr (sql, '('));
}

gboolean
ptn_staging_begin (PtnDb *db, PtnCursor at, GError **error)
{
  return each_table (db, drop_twin, error) && each_table (db, make_twin, error) &&
         ptn_db_exec (db,
                      "INSERT INTO " PREFIX
                      "counter (status, n) VALUES (0, 0), (1, 0), (2, 0); DELETE FROM staging",
                      error) &&
         ptn_db_run (db, error,
                     "INSERT INTO staging (only, epoch, seq, collation) VALUES (1, $1, $2, $3)",
                     "iit", at.epoch, at.seq, ptn_collation_version ());
}

static gboolean
put_rows (PtnDb *db, GPtrArray *rows, gint64 after, GError **error)
{
  g_auto (PtnBaseBatch) batch = { 0 };

  if (!ptn_base_batch_begin (&batch, db, PTN_BASE_STAGED, NULL, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const PtnFeedRow *row = g_ptr_array_index (rows, i);

      if (row->seq >= after && !ptn_base_batch_put (&batch, row, error))
        return FALSE;
    }
  return ptn_base_batch_end (&batch, error);
}

static gboolean
refuse_page (const PtnStaging *staging, GError **error)
{
  g_set_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS, "%s",
               staging->active ? "the page is not of the snapshot that is being staged"
                               : "no base is being staged");
  return FALSE;
}

gboolean
ptn_staging_add (PtnDb *db, GPtrArray *rows, const PtnFeedTail *tail, GError **error)
{
  PtnStaging staging;

  if (!ptn_staging_state (db, &staging, error))
    return FALSE;
  if (!staging.active || staging.complete || tail->to.epoch != staging.at.epoch ||
      tail->to.seq != staging.at.seq)
    return refuse_page (&staging, error);
  return put_rows (db, rows, 0, error) &&
         ptn_db_run (db, error, "UPDATE staging SET after = $1, complete = $2", "ti", tail->after,
                     (gint64) !tail->more);
}

gboolean
ptn_staging_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, GError **error)
{
  PtnStaging staging;

  if (!ptn_staging_state (db, &staging, error))
    return FALSE;
  if (!staging.active || !staging.complete || to.epoch != staging.at.epoch)
    return refuse_page (&staging, error);
  if (to.seq <= staging.at.seq)
    return TRUE;
  return put_rows (db, rows, staging.at.seq + 1, error) &&
         ptn_db_run (db, error, "UPDATE staging SET seq = $1", "i", to.seq);
}

/* The name of the twin of @index. Returns: (transfer full) */
static char *
twin_name (const char *index)
{
  return g_str_has_prefix (index, PREFIX) ? g_strdup (index + strlen (PREFIX))
                                          : g_strconcat (PREFIX, index, NULL);
}

/* *built: (out): whether there was one to build. */
static gboolean
build_index (PtnDb *db, const char *table, gboolean *built, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 "
                    "AND sql IS NOT NULL",
                    "t", table);
  gboolean ok, row;

  while ((ok = ptn_step (statement, &row, error)) && row)
    {
      g_autofree char         *twin = twin_name (ptn_statement_text (statement, 0));
      g_autofree char         *columns = g_strdup (strchr (ptn_statement_text (statement, 1), '('));
      g_autoptr (PtnStatement) exists =
          ptn_db_query (db, error, "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = $1",
                        "t", twin);
      gboolean there;

      if (!ptn_step (exists, &there, error))
        return FALSE;
      if (there)
        continue;
      g_clear_pointer (&statement, ptn_statement_done);
      *built = TRUE;
      return exec_format (db, error, "CREATE INDEX \"%s\" ON \"" PREFIX "%s\" %s", twin, table,
                          columns);
    }
  return ok;
}

/* The next guests into the full-text index. *built: whether there were any. */
static gboolean
build_search (PtnDb *db, gboolean *built, GError **error)
{
  gint64 from = 0, to = 0;

  if (!ptn_db_get_int (db, &from, error, "SELECT searchable FROM staging", ""))
    return FALSE;
  if (!ptn_db_get_int (db, &to, error,
                       "SELECT coalesce (max (row), 0) FROM (SELECT row FROM " PREFIX
                       "guest WHERE row > $1 ORDER BY row LIMIT $2)",
                       "ii", from, (gint64) SEARCHABLE_STEP))
    return FALSE;
  *built = to > from;
  return !*built || (ptn_db_run (db, error,
                                 "INSERT INTO " PREFIX
                                 "guest_fts (rowid, folded) SELECT row, folded FROM " PREFIX "guest"
                                 " WHERE row > $1 AND row <= $2 AND folded <> ''",
                                 "ii", from, to) &&
                     ptn_db_run (db, error, "UPDATE staging SET searchable = $1", "i", to));
}

gboolean
ptn_staging_index (PtnDb *db, gboolean *done, GError **error)
{
  PtnStaging staging;
  gboolean   built = FALSE;

  *done = FALSE;
  if (!ptn_staging_state (db, &staging, error))
    return FALSE;
  if (!staging.active || !staging.complete)
    return refuse_page (&staging, error);
  for (gsize i = 0; ptn_record_types[i] != NULL && !built; i++)
    if (!build_index (db, ptn_record_types[i]->name, &built, error))
      return FALSE;
  if (!built && !build_search (db, &built, error))
    return FALSE;
  *done = !built;
  return TRUE;
}

static gboolean
swap_twin (PtnDb *db, const char *table, GError **error)
{
  return exec_format (db, error, "DROP TABLE \"%s\"; ALTER TABLE \"" PREFIX "%s\" RENAME TO \"%s\"",
                      table, table, table);
}

/* Ends the echoes of orders that the staged base has as they were answered, or not at all; and
 * every one where it is of another epoch: it may not know of them. */
static gboolean
end_echoes (PtnDb *db, const PtnCursor *now, const PtnCursor *staged, GError **error)
{
  return ptn_db_run (
      db, error,
      "UPDATE outbox AS b SET state = 2 WHERE state = 1 AND ($1 OR answered_rev <= coalesce"
      " ((SELECT rev FROM " PREFIX "order WHERE id = b.\"order\"), answered_rev))",
      "i", (gint64) (now->epoch != staged->epoch));
}

gboolean
ptn_staging_finish (PtnDb *db, PtnChanges *changes, GError **error)
{
  PtnStaging staging;
  PtnCursor  now;
  gboolean   done = FALSE;

  while (!done)
    if (!ptn_staging_index (db, &done, error))
      return FALSE;
  if (!ptn_staging_state (db, &staging, error) || !ptn_replica_cursor (db, &now, error) ||
      !end_echoes (db, &now, &staging.at, error) || !each_table (db, swap_twin, error) ||
      !ptn_db_run (db, error,
                   "UPDATE desk SET epoch = $1, seq = $2, base = base + 1,"
                   " collation = (SELECT collation FROM staging)",
                   "ii", staging.at.epoch, staging.at.seq) ||
      !ptn_db_exec (db, "DELETE FROM staging", error) ||
      !ptn_overlay_refresh_all (db, changes, error))
    return FALSE;
  *changes = (PtnChanges) {
    .orders = changes->orders, .everything = TRUE, .settings = TRUE, .outbox = TRUE
  };
  g_array_set_size (changes->orders, 0);
  return TRUE;
}
