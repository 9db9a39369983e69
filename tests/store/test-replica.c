// SPDX-License-Identifier: GPL-3.0-or-later
// The base: pages that come once, twice, late and from elsewhere; a staged base, cut and resumed,
// and its swap.

#include "config.h"

#include <string.h>

#include "base/ptn-collation.h"
#include "store-fixture.h"
#include "store/ptn-schema.h"

typedef struct
{
  StoreFixture store;
  PtnSynth     synth;
  GHashTable  *model;
  PtnDb       *db;
  PtnUuid      user;
  gint64       seq;
} World;

static void
set_up (World *world, G_GNUC_UNUSED gconstpointer data)
{
  store_fixture_init (&world->store);
  ptn_synth_init (&world->synth, 11, 60);
  world->model = store_model_new ();
  world->db = store_fixture_open (&world->store);
  world->seq = 0;
  ptn_uuid_new (&world->user);
}

static void
set_up_loaded (World *world, gconstpointer data)
{
  set_up (world, data);
  store_load_base (world->db, &world->synth, (PtnCursor) { 3, 0 });
  store_model_synth (world->model, &world->synth);
}

static void
tear_down (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_hash_table_unref (world->model);
  ptn_db_close (world->db);
  store_fixture_clear (&world->store);
}

/* A page of one row; the model takes it over. @record: (transfer full) (nullable) */
static GPtrArray *
make_page (World *world, const PtnRecordType *type, const PtnUuid *id, gint64 rev, gpointer record)
{
  GPtrArray *rows = ptn_synth_rows_new ();

  ptn_synth_rows_add (rows, type, id, rev, ++world->seq, record);
  store_model_apply (world->model, rows);
  return rows;
}

static void
apply (World *world, GPtrArray *rows)
{
  g_autoptr (GError) error = NULL;

  store_apply (world->db, rows, (PtnCursor) { 3, world->seq }, &error);
  g_assert_no_error (error);
}

static void
rename_guest (World *world, gint64 n, gint64 rev, const char *name)
{
  PtnGuest *guest = ptn_synth_guest (&world->synth, n);

  g_set_str (&guest->name, name);
  apply (world, make_page (world, &ptn_guest_record, &guest->id, rev, guest));
}

static void
test_load (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnCursor          cursor;

  store_model_check (world->model, world->db);
  g_assert_true (ptn_replica_cursor (world->db, &cursor, &error));
  g_assert_cmpint (cursor.epoch, ==, 3);
  g_assert_cmpint (cursor.seq, ==, 0);
  /* Few names, however many orders. */
  g_assert_cmpint (store_get_int (world->db, "SELECT count (*) FROM offer_name"), ==,
                   store_get_int (world->db, "SELECT count (DISTINCT name) FROM \"order\""));
}

static void
test_changes (World *world, G_GNUC_UNUSED gconstpointer data)
{
  PtnOrder            *order = ptn_synth_order (&world->synth, 3);
  PtnOrder            *added = ptn_synth_order (&world->synth, 60);
  g_autofree PtnOrder *ninth = ptn_synth_order (&world->synth, 9);
  const PtnUuid        removed = ninth->id;

  order->status = PTN_ORDER_CANCELLED;
  order->quantity = 7;
  g_set_str (&order->name.text[PTN_LANGUAGE_EN], "A name that is new");
  apply (world, make_page (world, &ptn_order_record, &order->id, 2, order));
  apply (world, make_page (world, &ptn_order_record, &added->id, 1, added));
  apply (world, make_page (world, &ptn_order_record, &removed, 2, NULL));
  ptn_record_clear (&ptn_order_record, ninth);
  rename_guest (world, 4, 2, "Ζωή Ωmega");
  store_model_check (world->model, world->db);
}

static void
test_twice_and_late (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnOrder          *first = ptn_synth_order (&world->synth, 3);
  PtnOrder          *second = ptn_record_copy (&ptn_order_record, first);
  const PtnUuid      id = first->id;
  GPtrArray         *page;

  first->status = PTN_ORDER_CONFIRMED;
  second->status = PTN_ORDER_CANCELLED;
  page = make_page (world, &ptn_order_record, &id, 2, first);
  apply (world, g_ptr_array_ref (page));
  apply (world, g_ptr_array_ref (page));
  apply (world, make_page (world, &ptn_order_record, &id, 3, second));
  /* Late: the page at 1 after the one at 2. */
  g_assert_true (store_apply (world->db, g_ptr_array_ref (page), (PtnCursor) { 3, 1 }, &error));
  g_assert_cmpint (store_get_int (world->db, "SELECT seq FROM desk"), ==, 2);
  store_model_check (world->model, world->db);
  /* Old rows on a new page are skipped, too. */
  world->seq++;
  apply (world, page);
  store_model_check (world->model, world->db);
  /* A tombstone, and what was before it once more. */
  page = make_page (world, &ptn_order_record, &id, 4, NULL);
  apply (world, g_ptr_array_ref (page));
  world->seq++;
  apply (world, page);
  store_model_check (world->model, world->db);
}

static void
test_other_epoch (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnOrder          *order = ptn_synth_order (&world->synth, 3);
  GPtrArray         *rows = ptn_synth_rows_new ();
  PtnCursor          cursor;

  ptn_synth_rows_add (rows, &ptn_order_record, &order->id, 2, 1, order);
  g_assert_false (store_apply (world->db, rows, (PtnCursor) { 4, 1 }, &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
  store_model_check (world->model, world->db);
  g_assert_true (ptn_replica_cursor (world->db, &cursor, NULL));
  g_assert_cmpint (cursor.seq, ==, 0);
}

static void
test_unknown_kind (World *world, G_GNUC_UNUSED gconstpointer data)
{
  GPtrArray *rows = ptn_synth_rows_new ();
  PtnUuid    id;

  ptn_uuid_new (&id);
  ptn_synth_rows_add (rows, NULL, &id, 1, ++world->seq, NULL);
  apply (world, rows);
  store_model_check (world->model, world->db);
}

/* An order names a guest who comes after it, goes, and comes again. */
static void
test_guest_later (World *world, G_GNUC_UNUSED gconstpointer data)
{
  PtnOrder *order = ptn_synth_order (&world->synth, 60);
  PtnGuest *guest = ptn_synth_guest (&world->synth, 0);
  PtnGuest *again;

  ptn_uuid_new (&guest->id);
  order->guest = guest->id;
  again = ptn_record_copy (&ptn_guest_record, guest);
  apply (world, make_page (world, &ptn_order_record, &order->id, 1, order));
  store_model_check (world->model, world->db);
  apply (world, make_page (world, &ptn_guest_record, &guest->id, 1, guest));
  store_model_check (world->model, world->db);
  apply (world, make_page (world, &ptn_guest_record, &again->id, 2, NULL));
  store_model_check (world->model, world->db);
  apply (world, make_page (world, &ptn_guest_record, &again->id, 3, again));
  store_model_check (world->model, world->db);
}

static void
test_bind (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;
  PtnUuid            other;

  ptn_uuid_new (&other);
  g_assert_true (
      ptn_replica_bind (world->db, &world->store.server, &world->store.property, &error));
  g_assert_false (ptn_replica_bind (world->db, &other, &world->store.property, &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
  g_assert_cmpstr (error->message, ==,
                   "The data on this computer belongs to another server or property");
  g_assert_false (ptn_replica_bind (world->db, &world->store.server, &other, &second));
  g_assert_error (second, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
}

/* Sort keys of another ICU are computed anew, in portions. */
static void
test_collation (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean           collated;
  gint64             row = 0;
  int                portions = 0;

  g_assert_true (ptn_schema_is_collated (world->db, &collated, &error));
  g_assert_true (collated);
  ptn_db_exec (world->db, "UPDATE guest SET sort_key = x'00'; UPDATE desk SET collation = '1.0'",
               &error);
  g_assert_no_error (error);
  do
    {
      g_assert_true (ptn_schema_is_collated (world->db, &collated, &error));
      g_assert_false (collated);
      g_assert_true (ptn_schema_collate (world->db, &row, 5, &error));
      portions++;
    }
  while (row != 0);
  g_assert_cmpint (portions, >, 2);
  g_assert_true (ptn_schema_is_collated (world->db, &collated, &error));
  g_assert_true (collated);
  store_model_check (world->model, world->db);
}

/* A base is staged over an upgrade of ICU: what was staged before has keys of the old one, and must
 * not pass for the new one's. */
static void
test_staged_collation (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) none = ptn_synth_rows_new ();
  const PtnFeedTail     tail = { .to = { 2, 1 } };
  PtnChanges            changes;
  gboolean              collated;

  ptn_changes_init (&changes);
  g_assert_true (ptn_staging_begin (world->db, tail.to, &error));
  g_assert_true (ptn_db_exec (world->db, "UPDATE staging SET collation = '1.0'", &error));
  g_assert_true (ptn_staging_add (world->db, none, &tail, &error));
  g_assert_true (ptn_staging_finish (world->db, &changes, &error));
  g_assert_true (ptn_schema_is_collated (world->db, &collated, &error));
  g_assert_false (collated);

  /* And one that was staged whole with the new ICU needs nothing more. */
  g_assert_true (ptn_staging_begin (world->db, tail.to, &error));
  g_assert_true (ptn_staging_add (world->db, none, &tail, &error));
  g_assert_true (ptn_staging_finish (world->db, &changes, &error));
  g_assert_true (ptn_schema_is_collated (world->db, &collated, &error));
  g_assert_true (collated);
  ptn_changes_clear (&changes);
}

/* ---- Staging ---- */

static gboolean
decide (World *world, gint64 n, PtnDecision decision, GError **error)
{
  PtnOrder  *order = ptn_synth_order (&world->synth, n);
  PtnChanges changes;
  PtnUuid    op;
  gboolean   ok;

  ptn_changes_init (&changes);
  ok = ptn_outbox_decide (world->db, &world->user, &order->id, decision, &op, &changes, error);
  ptn_changes_clear (&changes);
  ptn_record_free (&ptn_order_record, order);
  return ok;
}

static gint64
get_shown (World *world, gint64 n)
{
  PtnOrder *order = ptn_synth_order (&world->synth, n);
  gint64    shown = -1;

  ptn_db_get_int (world->db, &shown, NULL, "SELECT shown_status FROM \"order\" WHERE id = $1", "u",
                  &order->id);
  ptn_record_free (&ptn_order_record, order);
  return shown;
}

/* Returns: the key of the last row that was staged */
static const char *
stage_chunks (World *world, PtnSynthIter *iter, guint size, guint n)
{
  static PtnFeedTail tail;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) rows = ptn_synth_iter_chunk (iter, size);

      tail = (PtnFeedTail) { .to = { 3, 0 }, .count = rows->len, .more = rows->len == size };
      if (rows->len > 0)
        {
          const PtnFeedRow *last = g_ptr_array_index (rows, rows->len - 1);
          char              id[PTN_UUID_TEXT_SIZE];

          ptn_uuid_print (&last->id, id);
          g_snprintf (tail.after, sizeof tail.after, "%s/%s", last->type->name, id);
        }
      ptn_staging_add (world->db, rows, &tail, &error);
      g_assert_no_error (error);
      if (!tail.more)
        break;
    }
  return tail.after;
}

static void
finish (World *world)
{
  g_autoptr (GError) error = NULL;
  PtnChanges         changes;

  ptn_changes_init (&changes);
  g_assert_true (ptn_db_begin (world->db, &error));
  ptn_staging_finish (world->db, &changes, &error);
  g_assert_no_error (error);
  g_assert_true (ptn_db_commit (world->db, &error));
  g_assert_true (changes.everything);
  ptn_changes_clear (&changes);
}

/* Cut anywhere: what is in is in, and the next chunk is the one after it. */
static void
test_resume (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnSynthIter       iter;
  PtnStaging         staging;

  ptn_synth_iter_init (&iter, &world->synth);
  g_assert_true (ptn_staging_begin (world->db, (PtnCursor) { 3, 0 }, &error));
  for (int i = 0; i < 100; i++)
    {
      const PtnSynthIter before = iter;
      g_autofree char   *after = g_strdup (stage_chunks (world, &iter, 7, 1));

      ptn_db_close (world->db);
      world->db = store_fixture_open (&world->store);
      g_assert_true (ptn_staging_state (world->db, &staging, &error));
      g_assert_true (staging.active);
      g_assert_cmpstr (staging.after, ==, after);
      if (staging.complete)
        break;
      /* An unfinished transaction is as if it had not been. */
      g_assert_true (ptn_db_begin (world->db, &error));
      stage_chunks (world, &iter, 7, 1);
      ptn_db_close (world->db);
      world->db = store_fixture_open (&world->store);
      iter = before;
      stage_chunks (world, &iter, 7, 1); /* the same chunk again */
    }
  g_assert_true (staging.complete);
  finish (world);
  store_model_synth (world->model, &world->synth);
  store_model_check (world->model, world->db);
  g_assert_true (ptn_staging_state (world->db, &staging, &error));
  g_assert_false (staging.active);
}

/* Returns: (transfer full): every definition, with the twins' names as they are in use */
static char *
schema (World *world)
{
  g_autoptr (GPtrArray)    lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PtnStatement) statement = ptn_db_query (
      world->db, NULL,
      "SELECT replace (replace (sql, 'stage_', ''), '\"', '') FROM sqlite_schema"
      " WHERE sql IS NOT NULL AND name NOT LIKE 'guest\\_fts\\_%' ESCAPE '\\' ORDER BY 1",
      "");
  GString *text = g_string_new (NULL);

  while (ptn_statement_step (statement, NULL))
    g_string_append_printf (text, "%s\n", ptn_statement_text (statement, 0));
  return g_string_free (text, FALSE);
}

/* A swapped base has the very tables and indexes that the migrations make, after any number of
 * swaps. */
static void
test_same_schema (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *fresh = schema (world);

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *swapped = NULL;

      store_load_base (world->db, &world->synth, (PtnCursor) { 3, i });
      swapped = schema (world);
      g_assert_cmpstr (swapped, ==, fresh);
      g_assert_cmpint (store_get_int (world->db, "SELECT base FROM desk"), ==, 2 + i);
      g_assert_cmpint (
          store_get_int (
              world->db,
              "SELECT count (*) FROM sqlite_schema WHERE type = 'table' AND name LIKE 'stage\\_%'"
              " ESCAPE '\\'"),
          ==, 0);
      g_assert_cmpint (
          store_get_int (world->db,
                         "SELECT count (*) FROM sqlite_schema WHERE name LIKE 'stage_stage%'"),
          ==, 0);
    }
  store_model_synth (world->model, &world->synth);
  store_model_check (world->model, world->db);
}

/* The outbox survives the swap, also what was decided while the base was staged. */
static void
test_swap_keeps_outbox (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  PtnOrder *pending[2] = { ptn_synth_order (&world->synth, 1), ptn_synth_order (&world->synth, 2) };
  PtnSynthIter iter;

  for (int i = 0; i < 2; i++)
    {
      pending[i]->status = PTN_ORDER_CONFIRMED;
      apply (world, make_page (world, &ptn_order_record, &pending[i]->id, 2, pending[i]));
    }
  g_assert_true (decide (world, 1, PTN_DECISION_CANCEL, &error));
  ptn_synth_iter_init (&iter, &world->synth);
  g_assert_true (ptn_staging_begin (world->db, (PtnCursor) { 3, 0 }, &error));
  stage_chunks (world, &iter, 50, 2);
  g_assert_true (decide (world, 2, PTN_DECISION_CANCEL, &error));
  g_assert_cmpint (get_shown (world, 2), ==, PTN_ORDER_CANCELLED);
  stage_chunks (world, &iter, 50, 100);
  g_assert_cmpint (get_shown (world, 1), ==, PTN_ORDER_CANCELLED);
  finish (world);
  g_assert_cmpint (store_get_int (world->db, "SELECT count (*) FROM outbox WHERE state = 0"), ==,
                   2);
  g_assert_cmpint (store_get_int (world->db, "SELECT sum (waiting) FROM \"order\""), ==, 2);
  g_hash_table_remove_all (world->model);
  store_model_synth (world->model, &world->synth);
  store_model_check (world->model, world->db);
}

/* After a restore the server counts revisions from an earlier state: nothing of the former epoch is
 * shown on top of it. */
static void
test_swap_ends_echoes (World *world, G_GNUC_UNUSED gconstpointer data)
{
  PtnOrder          *order = ptn_synth_order (&world->synth, 1);
  PtnOpResult        result = { .kind = PTN_RESULT_APPLIED };
  PtnOpsResponse     response = { .server = world->store.server,
                                  .results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult)) };
  g_autoptr (GError) error = NULL;
  PtnOpsRequest      request;
  PtnChanges         changes;
  int                status = order->status;

  ptn_changes_init (&changes);
  order->status = PTN_ORDER_CONFIRMED;
  apply (world, make_page (world, &ptn_order_record, &order->id, 9, order));
  g_assert_true (decide (world, 1, PTN_DECISION_CANCEL, &error));
  g_assert_true (ptn_outbox_take (world->db, &world->user, &request, &error));
  result.op_seq = g_array_index (request.ops, PtnOp, 0).op_seq;
  result.id = g_array_index (request.ops, PtnOp, 0).id;
  g_array_append_val (response.results, result);
  g_assert_true (ptn_outbox_settle (world->db, &world->user, &response, &changes, &error));
  g_assert_cmpint (get_shown (world, 1), ==, PTN_ORDER_CANCELLED);
  store_load_base (world->db, &world->synth, (PtnCursor) { 4, 0 });
  g_assert_cmpint (get_shown (world, 1), ==, status);
  ptn_changes_clear (&changes);
  ptn_ops_request_clear (&request);
  ptn_ops_response_clear (&response);
}

/* Pages of the feed bring the staged base to the present, also what the snapshot left out. */
static void
test_feed_into_staged (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) page = NULL;
  PtnSynthIter          iter;
  PtnGuest             *renamed = ptn_synth_guest (&world->synth, 2);
  PtnGuest             *left_out = ptn_synth_guest (&world->synth, 0);
  PtnOrder             *order = ptn_synth_order (&world->synth, 60);
  PtnStaging            staging;
  gboolean              done = FALSE;

  ptn_synth_iter_init (&iter, &world->synth);
  g_assert_true (ptn_staging_begin (world->db, (PtnCursor) { 3, 5 }, &error));
  for (gboolean more = TRUE; more;)
    {
      g_autoptr (GPtrArray) rows = ptn_synth_iter_chunk (&iter, 50);
      PtnFeedTail           tail = { .to = { 3, 5 }, .count = rows->len, .more = rows->len == 50 };

      more = tail.more;
      for (guint i = rows->len; i > 0; i--)
        if (ptn_uuid_equal (&((PtnFeedRow *) g_ptr_array_index (rows, i - 1))->id, &left_out->id))
          g_ptr_array_remove_index (rows, i - 1);
      g_assert_true (ptn_staging_add (world->db, rows, &tail, &error));
    }
  while (!done)
    g_assert_true (ptn_staging_index (world->db, &done, &error));
  g_set_str (&renamed->name, "Somchai สมชาย Renamed");
  world->seq = 5;
  page = ptn_synth_rows_new ();
  ptn_synth_rows_add (page, &ptn_guest_record, &left_out->id, 2, 6, left_out);
  ptn_synth_rows_add (page, &ptn_guest_record, &renamed->id, 2, 7, renamed);
  ptn_synth_rows_add (page, &ptn_order_record, &order->id, 1, 7, order);
  store_model_synth (world->model, &world->synth);
  store_model_apply (world->model, page);
  g_assert_true (ptn_staging_apply (world->db, page, (PtnCursor) { 3, 7 }, &error));
  g_assert_true (ptn_staging_apply (world->db, page, (PtnCursor) { 3, 7 }, &error)); /* twice */
  g_assert_true (ptn_staging_state (world->db, &staging, &error));
  g_assert_cmpint (staging.at.seq, ==, 7);
  finish (world);
  store_model_check (world->model, world->db);
  g_assert_cmpint (store_get_int (world->db, "SELECT seq FROM desk"), ==, 7);
}

/* A reader has either base. */
static void
test_swap_and_reader (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  reader = ptn_db_open (world->store.path, PTN_DB_READER, &error);
  PtnSynth           smaller;

  ptn_synth_init (&smaller, 12, 30);
  g_assert_true (ptn_db_begin (reader, &error));
  g_assert_cmpint (store_get_int (reader, "SELECT count (*) FROM \"order\""), ==, 60);
  store_load_base (world->db, &smaller, (PtnCursor) { 3, 1 });
  g_assert_cmpint (store_get_int (reader, "SELECT count (*) FROM \"order\""), ==, 60);
  g_assert_cmpint (store_get_int (reader, "SELECT base FROM desk"), ==, 2);
  g_assert_true (ptn_db_commit (reader, &error));
  g_assert_cmpint (store_get_int (reader, "SELECT count (*) FROM \"order\""), ==, 30);
  g_assert_cmpint (store_get_int (reader, "SELECT base FROM desk"), ==, 3);
}

static void
assert_refused (gboolean ok, GError **error)
{
  g_assert_false (ok);
  g_assert_error (*error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
  g_clear_error (error);
}

static void
test_staging_refuses (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GPtrArray) none = ptn_synth_rows_new ();
  g_autoptr (GError)    error = NULL;
  PtnFeedTail           tail = { .to = { 3, 5 } };
  PtnChanges            changes;
  gboolean              done;

  ptn_changes_init (&changes);
  assert_refused (ptn_staging_add (world->db, none, &tail, &error), &error);
  assert_refused (ptn_staging_apply (world->db, none, tail.to, &error), &error);
  assert_refused (ptn_staging_index (world->db, &done, &error), &error);
  assert_refused (ptn_staging_finish (world->db, &changes, &error), &error);
  g_assert_true (ptn_staging_begin (world->db, (PtnCursor) { 3, 4 }, &error));
  assert_refused (ptn_staging_add (world->db, none, &tail, &error),
                  &error); /* of another position */
  tail = (PtnFeedTail) { .to = { 3, 4 }, .more = TRUE };
  g_assert_true (ptn_staging_add (world->db, none, &tail, &error));
  assert_refused (ptn_staging_apply (world->db, none, (PtnCursor) { 3, 5 }, &error),
                  &error); /* chunks are missing */
  assert_refused (ptn_staging_index (world->db, &done, &error), &error);
  assert_refused (ptn_staging_finish (world->db, &changes, &error), &error);
  tail.more = FALSE;
  g_assert_true (ptn_staging_add (world->db, none, &tail, &error));
  assert_refused (ptn_staging_add (world->db, none, &tail, &error), &error); /* after the last */
  assert_refused (ptn_staging_apply (world->db, none, (PtnCursor) { 4, 5 }, &error),
                  &error); /* of another epoch */
  g_assert_true (ptn_staging_apply (world->db, none, (PtnCursor) { 3, 5 }, &error));
  store_model_check (world->model, world->db); /* the base in use is as it was */
  ptn_changes_clear (&changes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up_func, func)                                                               \
  g_test_add ("/store/" path, World, NULL, set_up_func, func, tear_down)
  ADD ("replica/load", set_up_loaded, test_load);
  ADD ("replica/changes", set_up_loaded, test_changes);
  ADD ("replica/twice-and-late", set_up_loaded, test_twice_and_late);
  ADD ("replica/other-epoch", set_up_loaded, test_other_epoch);
  ADD ("replica/unknown-kind", set_up_loaded, test_unknown_kind);
  ADD ("replica/guest-later", set_up_loaded, test_guest_later);
  ADD ("replica/bind", set_up_loaded, test_bind);
  ADD ("replica/collation", set_up_loaded, test_collation);
  ADD ("replica/staged-collation", set_up_loaded, test_staged_collation);
  ADD ("staging/resume", set_up, test_resume);
  ADD ("staging/same-schema", set_up, test_same_schema);
  ADD ("staging/swap-keeps-outbox", set_up_loaded, test_swap_keeps_outbox);
  ADD ("staging/swap-ends-echoes", set_up_loaded, test_swap_ends_echoes);
  ADD ("staging/feed", set_up, test_feed_into_staged);
  ADD ("staging/swap-and-reader", set_up_loaded, test_swap_and_reader);
  ADD ("staging/refuses", set_up_loaded, test_staging_refuses);

  return g_test_run ();
}
