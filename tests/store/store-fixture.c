// SPDX-License-Identifier: GPL-3.0-or-later
// A desk's database in a directory of its own.

#include "config.h"

#include "store-fixture.h"

#include <glib/gstdio.h>

#include "base/ptn-collation.h"
#include "db/ptn-record-sql.h"
#include "store/ptn-schema.h"

#define CHUNK      1000
#define PATIENCE_S 60

void
store_fixture_init (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("ptn-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "desk.db", NULL);
  ptn_uuid_new (&fixture->server);
  ptn_uuid_new (&fixture->property);
}

void
store_fixture_clear (StoreFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char      *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_clear_pointer (&fixture->dir, g_free);
  g_clear_pointer (&fixture->path, g_free);
}

PtnDb *
store_fixture_open (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PtnUuid            device;
  PtnDb             *db;

  db = ptn_db_open (fixture->path, PTN_DB_WRITER, &error);
  g_assert_no_error (error);
  ptn_schema_prepare (db, &device, &error);
  g_assert_no_error (error);
  ptn_replica_bind (db, &fixture->server, &fixture->property, &error);
  g_assert_no_error (error);
  return db;
}

typedef struct
{
  StoreFixture   *fixture; /* (nullable) */
  const PtnSynth *synth;
  PtnCursor       at;
  PtnSynthIter    iter;
  gboolean        done;
} Load;

static gboolean
begin (PtnDb *db, gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  Load *load = data;

  ptn_synth_iter_init (&load->iter, load->synth);
  return (load->fixture == NULL ||
          ptn_replica_bind (db, &load->fixture->server, &load->fixture->property, error)) &&
         ptn_staging_begin (db, load->at, error);
}

static gboolean
add_chunk (PtnDb *db, gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  Load                 *load = data;
  g_autoptr (GPtrArray) rows = ptn_synth_iter_chunk (&load->iter, CHUNK);
  PtnFeedTail           tail = {
              .to = load->at, .after = "order/", .count = rows->len, .more = rows->len == CHUNK
  };

  load->done = !tail.more;
  return ptn_staging_add (db, rows, &tail, error);
}

static gboolean
build_index (PtnDb *db, gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  return ptn_staging_index (db, &((Load *) data)->done, error);
}

static gboolean
finish (PtnDb *db, G_GNUC_UNUSED gpointer data, PtnChanges *changes, GError **error)
{
  return ptn_staging_finish (db, changes, error);
}

static void
write_here (PtnDb *db, PtnDeskWrite write, gpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnChanges         changes;

  ptn_changes_init (&changes);
  ptn_db_begin (db, &error);
  g_assert_no_error (error);
  g_assert_true (write (db, data, &changes, &error));
  ptn_db_commit (db, &error);
  g_assert_no_error (error);
  ptn_changes_clear (&changes);
}

static void
write_there (PtnDesk *desk, PtnDeskWrite write, gpointer data)
{
  g_autoptr (GError) error = NULL;

  ptn_desk_write_sync (desk, write, data, &error);
  g_assert_no_error (error);
}

void
store_load_base (PtnDb *db, const PtnSynth *synth, PtnCursor at)
{
  Load load = { .synth = synth, .at = at };

  write_here (db, begin, &load);
  for (load.done = FALSE; !load.done;)
    write_here (db, add_chunk, &load);
  for (load.done = FALSE; !load.done;)
    write_here (db, build_index, &load);
  write_here (db, finish, NULL);
}

void
store_load_desk (PtnDesk *desk, StoreFixture *fixture, const PtnSynth *synth, PtnCursor at)
{
  Load load = { .fixture = fixture, .synth = synth, .at = at };

  write_there (desk, begin, &load);
  for (load.done = FALSE; !load.done;)
    write_there (desk, add_chunk, &load);
  for (load.done = FALSE; !load.done;)
    write_there (desk, build_index, &load);
  write_there (desk, finish, NULL);
}

gboolean
store_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, GError **error)
{
  PtnChanges changes;
  gboolean   ok;

  ptn_changes_init (&changes);
  g_assert_true (ptn_db_begin (db, NULL));
  ok = ptn_replica_apply (db, rows, to, &changes, error);
  if (ok)
    g_assert_true (ptn_db_commit (db, NULL));
  else
    ptn_db_rollback (db);
  ptn_changes_clear (&changes);
  g_ptr_array_unref (rows);
  return ok;
}

static void
free_model_row (gpointer data)
{
  ptn_feed_row_clear (data);
  g_free (data);
}

GHashTable *
store_model_new (void)
{
  return g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, NULL, free_model_row);
}

void
store_model_apply (GHashTable *model, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PtnFeedRow *row = g_memdup2 (g_ptr_array_index (rows, i), sizeof *row);

      if (row->deleted)
        {
          g_hash_table_remove (model, &row->id);
          g_free (row);
          continue;
        }
      row->record = ptn_record_copy (row->type, row->record);
      g_hash_table_replace (model, &row->id, row);
    }
}

void
store_model_synth (GHashTable *model, const PtnSynth *synth)
{
  PtnSynthIter          iter;
  g_autoptr (GPtrArray) rows = NULL;

  ptn_synth_iter_init (&iter, synth);
  rows = ptn_synth_iter_chunk (&iter, G_MAXUINT);
  store_model_apply (model, rows);
}

static void
check_record (PtnDb *db, const PtnFeedRow *row)
{
  g_autofree char         *sql = g_strdup_printf ("SELECT id, rev, %s FROM \"%s\" WHERE id = $1",
                                                  ptn_record_columns (row->type), row->type->name);
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) statement = ptn_db_query (db, &error, sql, "u", &row->id);
  gpointer                 record = ptn_record_new (row->type);

  g_assert_no_error (error);
  if (!ptn_statement_step (statement, &error))
    g_error ("a %s is missing", row->type->name);
  ptn_statement_uuid (statement, 0, record);
  g_assert_cmpint (ptn_statement_int (statement, 1), ==, row->rev);
  ptn_record_load (statement, 2, row->type, record, &error);
  g_assert_no_error (error);
  if (!ptn_record_equal (row->type, record, row->record))
    g_error ("a %s is another one", row->type->name);
  ptn_record_free (row->type, record);
}

/* What the desk derives agrees with what it derives it from. */
static void
check_derived (PtnDb *db)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) guests = NULL;

  g_assert_cmpint (
      store_get_int (db, "SELECT count (*) FROM counter c WHERE n <>"
                         " (SELECT count (*) FROM \"order\" WHERE shown_status = c.status)"),
      ==, 0);
  g_assert_cmpint (
      store_get_int (db,
                     "SELECT count (*) FROM \"order\" o WHERE waiting <>"
                     " EXISTS (SELECT 1 FROM outbox b WHERE b.\"order\" = o.id AND b.state = 0)"),
      ==, 0);
  g_assert_cmpint (
      store_get_int (db,
                     "SELECT count (*) FROM \"order\" o LEFT JOIN guest g ON g.row = o.guest_row"
                     " LEFT JOIN offer_name n ON n.id = o.name_id WHERE g.id IS NOT o.guest OR "
                     "n.names IS NOT o.name"),
      ==, 0);
  guests = ptn_db_query (db, &error,
                         "SELECT g.name, g.sort_key, g.folded,"
                         " (SELECT count (*) FROM guest_fts WHERE guest_fts MATCH '\"' || g.folded "
                         "|| '\"' AND rowid = g.row)"
                         " FROM guest g WHERE rev > 0",
                         "");
  g_assert_no_error (error);
  while (ptn_statement_step (guests, &error))
    {
      g_autoptr (GBytes) key = ptn_collation_key (ptn_statement_text (guests, 0));
      g_autofree char   *folded = ptn_fold (ptn_statement_text (guests, 0));

      g_assert_cmpmem (ptn_statement_blob (guests, 1), ptn_statement_size (guests, 1),
                       g_bytes_get_data (key, NULL), g_bytes_get_size (key));
      g_assert_cmpstr (ptn_statement_text (guests, 2), ==, folded);
      g_assert_cmpint (ptn_statement_int (guests, 3), ==, 1);
    }
  g_assert_no_error (error);
  g_assert_cmpint (store_get_int (db, "SELECT count (*) FROM guest_fts WHERE rowid NOT IN (SELECT "
                                      "row FROM guest WHERE rev > 0)"),
                   ==, 0);
}

void
store_model_check (GHashTable *model, PtnDb *db)
{
  GHashTableIter iter;
  gpointer       value;
  gint64         n = 0;

  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    check_record (db, value);
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM \"%s\" WHERE rev > 0",
                                              ptn_record_types[i]->name);

      n += store_get_int (db, sql);
    }
  g_assert_cmpint (n, ==, g_hash_table_size (model));
  check_derived (db);
}

gint64
store_get_int (PtnDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64             value = 0;

  if (!ptn_db_get_int (db, &value, &error, sql, ""))
    g_error ("%s: %s", sql, error != NULL ? error->message : "no row");
  return value;
}

static gboolean
patience_cb (G_GNUC_UNUSED gpointer data)
{
  g_error ("nothing happened for %d s", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

void
store_wait (const gboolean *done)
{
  const guint source = g_timeout_add_seconds (PATIENCE_S, patience_cb, NULL);

  while (!*done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}
