// SPDX-License-Identifier: GPL-3.0-or-later
// The connection and its statements: parameters by name, migrations, errors, and records as
// columns.

#include "config.h"

#include <glib/gstdio.h>

#include "db/ptn-db.h"
#include "db/ptn-record-sql.h"
#include "model/ptn-order.h"

typedef struct
{
  char  *dir;
  char  *path;
  PtnDb *db;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("ptn-db-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "test.db", NULL);
  fixture->db = ptn_db_open (fixture->path, PTN_DB_WRITER, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const suffixes[] = { "", "-wal", "-shm", ".copy" };

  ptn_db_close (fixture->db);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
test_parameters (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) statement = NULL;

  /* $2 stands before $1: bound by position, the two would change places. */
  statement = ptn_db_query (fixture->db, &error, "SELECT $2, $1, $2", "it", (gint64) 7, "seven");
  g_assert_no_error (error);
  g_assert_true (ptn_statement_step (statement, &error));
  g_assert_cmpstr (ptn_statement_text (statement, 0), ==, "seven");
  g_assert_cmpint (ptn_statement_int (statement, 1), ==, 7);
  g_assert_cmpstr (ptn_statement_text (statement, 2), ==, "seven");
}

static void
test_missing_parameter (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ptn_db_run (fixture->db, &error, "SELECT $1", "ii", (gint64) 1, (gint64) 2));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED);
}

static void
test_private_and_durable (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf           info;
  gint64             synchronous = 0;

  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (ptn_db_get_int (fixture->db, &synchronous, &error, "PRAGMA synchronous", ""));
  g_assert_cmpint (synchronous, ==, 2); /* FULL */
}

static void
test_migrations (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const  one[] = { "CREATE TABLE a (x)", NULL };
  const char *const  two[] = { "CREATE TABLE a (x)", "ALTER TABLE a ADD y", NULL };
  const char *const  broken[] = { "CREATE TABLE a (x)", "ALTER TABLE a ADD y",
                                  "CREATE TABLE b (z); nonsense", NULL };
  g_autoptr (GError) error = NULL;
  gint64             n = 0;

  g_assert_true (ptn_db_migrate (fixture->db, one, &error));
  g_assert_true (ptn_db_migrate (fixture->db, two, &error));
  g_assert_true (ptn_db_run (fixture->db, &error, "INSERT INTO a (x, y) VALUES ($1, $2)", "ii",
                             (gint64) 1, (gint64) 2));

  g_assert_false (ptn_db_migrate (fixture->db, broken, &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (
      ptn_db_get_int (fixture->db, &n, &error, "SELECT count(*) FROM sqlite_schema", ""));
  g_assert_cmpint (n, ==, 1); /* nothing of a broken migration stays */

  g_assert_false (ptn_db_migrate (fixture->db, one, &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_TOO_NEW);
}

static void
test_errors (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  reader = NULL;
  g_autofree char   *garbage = NULL;

  g_assert_true (
      ptn_db_exec (fixture->db, "CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1)", &error));
  g_assert_false (ptn_db_run (fixture->db, &error, "INSERT INTO a VALUES ($1)", "i", (gint64) 1));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT);
  g_clear_error (&error);

  reader = ptn_db_open (fixture->path, PTN_DB_READER, &error);
  g_assert_no_error (error);
  g_assert_false (ptn_db_exec (reader, "DELETE FROM a", &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FULL);
  g_clear_error (&error);

  g_clear_pointer (&reader, ptn_db_close);
  g_clear_pointer (&fixture->db, ptn_db_close);
  garbage = g_strnfill (8192, 'x');
  g_assert_true (g_file_set_contents (fixture->path, garbage, -1, NULL));
  reader = ptn_db_open (fixture->path, PTN_DB_WRITER, &error);
  g_assert_null (reader);
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CORRUPT);
}

/* Without a space, SQLite's parser first notices it within the virtual table. */
static void
test_interrupted_virtual_table (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnDb)        reader = NULL;
  g_autoptr (PtnStatement) running = NULL;

  g_assert_true (ptn_db_exec (fixture->db, "CREATE VIRTUAL TABLE a USING fts5 (x)", &error));
  reader = ptn_db_open (fixture->path, PTN_DB_READER, &error);
  running = ptn_db_query (reader, &error, "SELECT name FROM sqlite_schema", "");
  g_assert_true (ptn_statement_step (running, &error));
  ptn_db_interrupt (reader);
  g_assert_null (ptn_db_query (reader, &error, "SELECT(x)FROM[a];", ""));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_INTERRUPTED);
  g_assert_true (g_str_has_prefix (error->message, "vtable constructor failed"));
}

static void
test_backup (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = g_strconcat (fixture->path, ".copy", NULL);
  g_autoptr (PtnDb)  copy = NULL;
  gint64             x = 0;

  g_assert_true (
      ptn_db_exec (fixture->db, "CREATE TABLE a (x); INSERT INTO a VALUES (42)", &error));
  g_assert_true (ptn_db_backup (fixture->db, path, &error));
  copy = ptn_db_open (path, PTN_DB_WRITER, &error);
  g_assert_no_error (error);
  g_assert_true (ptn_db_get_int (copy, &x, &error, "SELECT x FROM a", ""));
  g_assert_cmpint (x, ==, 42);
}

static void
fill_order (PtnOrder *order)
{
  PtnOrderHistory *history = g_new0 (PtnOrderHistory, 1);

  ptn_uuid_new (&order->guest);
  ptn_uuid_new (&order->stay);
  ptn_uuid_new (&order->offer);
  order->name.text[PTN_LANGUAGE_TH] = g_strdup ("สปาสำหรับสองท่าน");
  order->type = PTN_OFFER_UPGRADE;
  order->quantity = 2;
  order->persons = 1;
  order->service_date = ptn_date_from_ymd (2026, 11, 22);
  order->revenue = 1480;
  g_assert_true (ptn_currency_parse ("EUR", &order->currency));
  order->ordered_at = 1;
  order->status = PTN_ORDER_CONFIRMED;
  history->at = 5;
  history->event = PTN_EVENT_AUTO_CONFIRMED;
  order->history.data = history;
  order->history.length = 1;
}

static void
insert_from_outside (Fixture *fixture)
{
  const char *const  argv[] = { "sqlite3", fixture->path, "INSERT INTO t VALUES (1)", NULL };
  g_autoptr (GError) error = NULL;
  int                status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

/* One connection of a process must not take the others' locks away: another process would then
 * delete the WAL when it ends, and what comes later would reach nobody. */
static void
test_other_process (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  second = NULL;
  gint64             sum = 0;

  g_assert_true (ptn_db_exec (fixture->db, "CREATE TABLE t (i)", &error));
  second = ptn_db_open (fixture->path, PTN_DB_WRITER, &error);
  g_assert_no_error (error);
  insert_from_outside (fixture);
  insert_from_outside (fixture);

  g_assert_true (ptn_db_get_int (fixture->db, &sum, &error, "SELECT sum (i) FROM t", ""));
  g_assert_no_error (error);
  g_assert_cmpint (sum, ==, 2);
}

static void
test_record (Fixture *fixture, gconstpointer data)
{
  const PtnRecordType     *type = &ptn_order_record;
  const gboolean           full = GPOINTER_TO_INT (data);
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) insert = NULL;
  g_autoptr (PtnStatement) select = NULL;
  g_autofree char         *params = ptn_record_params (type, 1);
  g_autofree char *create = g_strdup_printf ("CREATE TABLE t (%s)", ptn_record_columns (type));
  g_autofree char *put = g_strdup_printf ("INSERT INTO t (%s) VALUES (%s)",
                                          ptn_record_columns (type), params);
  g_autofree char *get = g_strdup_printf ("SELECT %s FROM t", ptn_record_columns (type));
  PtnOrder        *written = ptn_record_new (type);
  PtnOrder        *read = ptn_record_new (type);

  fill_order (written);
  if (!full)
    written->service_date = PTN_DATE_NONE;
  g_assert_true (ptn_db_exec (fixture->db, create, &error));
  insert = ptn_db_query (fixture->db, &error, put, "");
  ptn_record_bind (insert, 1, type, written);
  g_assert_false (ptn_statement_step (insert, &error));
  g_assert_no_error (error);

  select = ptn_db_query (fixture->db, &error, get, "");
  g_assert_true (ptn_statement_step (select, &error));
  g_assert_true (ptn_record_load (select, 0, type, read, &error));
  g_assert_no_error (error);
  g_assert_true (ptn_record_equal (type, written, read));

  ptn_statement_reset (select);
  g_assert_true (ptn_db_exec (fixture->db, "UPDATE t SET status = 3", &error));
  g_assert_true (ptn_statement_step (select, &error));
  ptn_record_clear (type, read);
  g_assert_false (ptn_record_load (select, 0, type, read, &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CORRUPT);
  ptn_record_free (type, written);
  ptn_record_free (type, read);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, test) g_test_add (path, Fixture, data, set_up, test, tear_down)
  ADD ("/db/parameters-by-name", NULL, test_parameters);
  ADD ("/db/missing-parameter", NULL, test_missing_parameter);
  ADD ("/db/private-and-durable", NULL, test_private_and_durable);
  ADD ("/db/migrations", NULL, test_migrations);
  ADD ("/db/errors", NULL, test_errors);
  ADD ("/db/interrupted-virtual-table", NULL, test_interrupted_virtual_table);
  ADD ("/db/backup", NULL, test_backup);
  ADD ("/db/other-process", NULL, test_other_process);
  ADD ("/db/record/full", GINT_TO_POINTER (TRUE), test_record);
  ADD ("/db/record/optional-absent", GINT_TO_POINTER (FALSE), test_record);
  return g_test_run ();
}
