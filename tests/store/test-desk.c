// SPDX-License-Identifier: GPL-3.0-or-later
// The desk and its threads: what is said to be saved is, edits go before batches and fail alone,
// nothing is lost at the end; and everything at once, for ThreadSanitizer.

#include "config.h"

#include <pthread.h>
#include <unistd.h>

#include "list-oracle.h"
#include "store-fixture.h"
#include "store/ptn-desk-private.h"

typedef struct
{
  StoreFixture store;
  PtnSynth     synth;
  PtnDesk     *desk;
  PtnUuid      user;
} World;

static void
open_desk (World *world)
{
  g_autoptr (GError) error = NULL;

  world->desk = ptn_desk_open (world->store.path, &error);
  g_assert_no_error (error);
}

static void
set_up (World *world, G_GNUC_UNUSED gconstpointer data)
{
  *world = (World) { 0 };
  store_fixture_init (&world->store);
  ptn_synth_init (&world->synth, 3, 400);
  ptn_uuid_new (&world->user);
  open_desk (world);
  store_load_desk (world->desk, &world->store, &world->synth, (PtnCursor) { 1, 0 });
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_object_unref (world->desk);
  store_fixture_clear (&world->store);
}

static PtnUuid
order_id (World *world, gint64 n)
{
  PtnOrder     *order = ptn_synth_order (&world->synth, n);
  const PtnUuid id = order->id;

  ptn_record_free (&ptn_order_record, order);
  return id;
}

/* ---- Results of decisions ---- */

typedef struct
{
  gboolean done;
  gboolean ok;
  PtnUuid  op;
  GError  *error;
} Outcome;

static void
decided_cb (GObject *desk, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->ok = ptn_desk_decide_finish (PTN_DESK (desk), result, &outcome->op, &outcome->error);
  outcome->done = TRUE;
}

static void
undone_cb (GObject *desk, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->ok = ptn_desk_undo_finish (PTN_DESK (desk), result, &outcome->error);
  outcome->done = TRUE;
}

static void
decide (World *world, gint64 n, PtnDecision decision, Outcome *outcome)
{
  const PtnUuid id = order_id (world, n);

  *outcome = (Outcome) { 0 };
  ptn_desk_decide (world->desk, &world->user, &id, decision, decided_cb, outcome);
}

/* The number of an order that is shown as pending. */
static gint64
find_pending (World *world, gint64 from)
{
  for (gint64 n = from; n < world->synth.n_orders; n++)
    {
      PtnOrder *order = ptn_synth_order (&world->synth, n);
      const int status = order->status;

      ptn_record_free (&ptn_order_record, order);
      if (status == PTN_ORDER_PENDING)
        return n;
    }
  g_assert_not_reached ();
}

static guint
get_uint (World *world, const char *property)
{
  guint value;

  g_object_get (world->desk, property, &value, NULL);
  return value;
}

static void
count_cb (G_GNUC_UNUSED GObject *desk, G_GNUC_UNUSED GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* Saved means: another connection sees it. And the counts are right when the callback runs. */
static void
test_saved (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnDb)      other = ptn_db_open (world->store.path, PTN_DB_READER, &error);
  g_autoptr (GHashTable) waiting = NULL;
  const guint            pending = get_uint (world, "pending");
  guint                  notified = 0;
  Outcome                outcome;

  g_signal_connect (world->desk, "notify::waiting", G_CALLBACK (count_cb), &notified);
  g_assert_cmpuint (pending, >, 0);
  decide (world, find_pending (world, 0), PTN_DECISION_CONFIRM, &outcome);
  store_wait (&outcome.done);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (store_get_int (other, "SELECT count (*) FROM outbox"), ==, 1);
  g_assert_cmpuint (get_uint (world, "waiting"), ==, 1);
  g_assert_cmpuint (get_uint (world, "pending"), ==, pending - 1);
  g_assert_cmpuint (notified, ==, 1);
  waiting = ptn_desk_load_waiting (world->desk);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (waiting, &world->user)), ==, 1);

  outcome.done = FALSE;
  ptn_desk_undo (world->desk, &world->user, &outcome.op, undone_cb, &outcome);
  store_wait (&outcome.done);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (get_uint (world, "waiting"), ==, 0);
  g_assert_cmpuint (get_uint (world, "pending"), ==, pending);
}

/* Killed and started again: the decision is there, and so is the device. */
static void
test_reopen (World *world, G_GNUC_UNUSED gconstpointer data)
{
  PtnUuid before, after;
  Outcome outcome;

  decide (world, find_pending (world, 0), PTN_DECISION_CONFIRM, &outcome);
  store_wait (&outcome.done);
  ptn_desk_device (world->desk, &before);
  g_object_unref (world->desk);
  open_desk (world);
  ptn_desk_device (world->desk, &after);
  g_assert_true (ptn_uuid_equal (&before, &after));
  g_assert_cmpuint (get_uint (world, "waiting"), ==, 1);
}

/* ---- The order of jobs ---- */

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t  changed;
  gboolean        running; /* the first batch */
  gboolean        go;      /* it may end */
  GString        *log;
} Gate;

typedef struct
{
  World      *world;
  Gate       *gate;
  const char *name;
} Batch;

static gboolean
write_batch (G_GNUC_UNUSED PtnDb      *db,
             gpointer                  data,
             G_GNUC_UNUSED PtnChanges *changes,
             G_GNUC_UNUSED GError    **error)
{
  Batch *batch = data;
  Gate  *gate = batch->gate;

  pthread_mutex_lock (&gate->mutex);
  g_string_append (gate->log, batch->name);
  gate->running = TRUE;
  pthread_cond_broadcast (&gate->changed);
  while (!gate->go)
    pthread_cond_wait (&gate->changed, &gate->mutex);
  pthread_mutex_unlock (&gate->mutex);
  return TRUE;
}

static gpointer
batch_thread (gpointer data)
{
  Batch             *batch = data;
  g_autoptr (GError) error = NULL;

  ptn_desk_write_sync (batch->world->desk, write_batch, batch, &error);
  g_assert_no_error (error);
  return NULL;
}

static void
gate_init (Gate *gate)
{
  *gate = (Gate) { .log = g_string_new (NULL) };
  pthread_mutex_init (&gate->mutex, NULL);
  pthread_cond_init (&gate->changed, NULL);
}

static void
gate_wait_running (Gate *gate)
{
  pthread_mutex_lock (&gate->mutex);
  while (!gate->running)
    pthread_cond_wait (&gate->changed, &gate->mutex);
  pthread_mutex_unlock (&gate->mutex);
}

static void
gate_open (Gate *gate)
{
  pthread_mutex_lock (&gate->mutex);
  gate->go = TRUE;
  pthread_cond_broadcast (&gate->changed);
  pthread_mutex_unlock (&gate->mutex);
}

static void
gate_clear (Gate *gate)
{
  g_string_free (gate->log, TRUE);
  pthread_mutex_destroy (&gate->mutex);
  pthread_cond_destroy (&gate->changed);
}

typedef struct
{
  Outcome outcome;
  Gate   *gate;
} Logged;

static void
logged_cb (GObject *desk, GAsyncResult *result, gpointer data)
{
  Logged *logged = data;

  decided_cb (desk, result, &logged->outcome);
}

static void
changed_cb (G_GNUC_UNUSED PtnDesk *desk, PtnChanges *changes, gpointer data)
{
  Gate *gate = data;

  if (!changes->outbox)
    return;
  pthread_mutex_lock (&gate->mutex);
  g_string_append_printf (gate->log, "edits(%u)", changes->orders->len);
  pthread_mutex_unlock (&gate->mutex);
}

/* Edits that are made while a batch runs go before the batch that waits already, in one commit; one
 * that fails takes no other along. */
static void
test_edits_first (World *world, G_GNUC_UNUSED gconstpointer data)
{
  Logged        logged[3];
  const gint64  first = find_pending (world, 0);
  const gint64  second = find_pending (world, first + 1);
  pthread_t     threads[2];
  PtnUuid       nowhere;
  Gate          gate;
  Batch         batches[2] = { { world, &gate, "A" }, { world, &gate, "B" } };
  const PtnUuid ids[3] = { order_id (world, first), { { 0 } }, order_id (world, second) };

  gate_init (&gate);
  ptn_uuid_new (&nowhere);
  pthread_create (&threads[0], NULL, batch_thread, &batches[0]);
  gate_wait_running (&gate);
  pthread_create (&threads[1], NULL, batch_thread, &batches[1]);
  for (int i = 0; i < 3; i++)
    {
      logged[i] = (Logged) { .gate = &gate };
      ptn_desk_decide (world->desk, &world->user, i == 1 ? &nowhere : &ids[i], PTN_DECISION_CONFIRM,
                       logged_cb, &logged[i]);
    }
  g_usleep (20000); /* B is in its queue, or comes later: the edits go first in any case */
  g_signal_connect (world->desk, "changed", G_CALLBACK (changed_cb), &gate);
  gate_open (&gate);
  for (int i = 0; i < 3; i++)
    store_wait (&logged[i].outcome.done);
  for (int i = 0; i < 2; i++)
    pthread_join (threads[i], NULL);
  g_assert_true (logged[0].outcome.ok);
  g_assert_error (logged[1].outcome.error, PTN_STORE_ERROR, PTN_STORE_ERROR_NO_SUCH);
  g_assert_true (logged[2].outcome.ok);
  g_clear_error (&logged[1].outcome.error);
  g_assert_cmpuint (get_uint (world, "waiting"), ==, 2);
  g_assert_true (g_str_has_prefix (gate.log->str, "A"));
  g_assert_nonnull (strstr (gate.log->str, "edits(2)")); /* both in one commit */
  g_signal_handlers_disconnect_by_data (world->desk, &gate);
  gate_clear (&gate);
}

/* The edit is in the queue before the batch, which was there first. */
static gboolean
write_edit_seen (PtnDb                    *db,
                 gpointer                  data,
                 G_GNUC_UNUSED PtnChanges *changes,
                 G_GNUC_UNUSED GError    **error)
{
  *(gint64 *) data = store_get_int (db, "SELECT count (*) FROM outbox");
  return TRUE;
}

typedef struct
{
  World *world;
  gint64 seen;
} Seen;

static gpointer
seen_thread (gpointer data)
{
  Seen *seen = data;

  ptn_desk_write_sync (seen->world->desk, write_edit_seen, &seen->seen, NULL);
  return NULL;
}

static void
test_edit_overtakes (World *world, G_GNUC_UNUSED gconstpointer data)
{
  pthread_t blocking, waiting;
  Outcome   outcome;
  Gate      gate;
  Batch     batch = { world, &gate, "A" };
  Seen      seen = { .world = world };

  gate_init (&gate);
  pthread_create (&blocking, NULL, batch_thread, &batch);
  gate_wait_running (&gate);
  pthread_create (&waiting, NULL, seen_thread, &seen);
  g_usleep (100000); /* it is in its queue */
  decide (world, find_pending (world, 0), PTN_DECISION_CONFIRM, &outcome);
  gate_open (&gate);
  store_wait (&outcome.done);
  pthread_join (blocking, NULL);
  pthread_join (waiting, NULL);
  g_assert_cmpint (seen.seen, ==, 1);
  gate_clear (&gate);
}

static gboolean
write_and_fail (PtnDb                    *db,
                G_GNUC_UNUSED gpointer    data,
                G_GNUC_UNUSED PtnChanges *changes,
                GError                  **error)
{
  g_assert_true (ptn_db_exec (db, "DELETE FROM \"order\"", error));
  g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS, "no");
  return FALSE;
}

static void
test_failed_batch (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  other = ptn_db_open (world->store.path, PTN_DB_READER, NULL);

  g_assert_false (ptn_desk_write_sync (world->desk, write_and_fail, NULL, &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
  g_assert_cmpint (store_get_int (other, "SELECT count (*) FROM \"order\""), ==, 400);
}

/* Whatever was asked for before the end is done, and what comes after is refused. */
static void
test_close (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  other = ptn_db_open (world->store.path, PTN_DB_READER, NULL);
  Outcome            outcomes[400];
  gint64             n_ok = 0;

  for (int i = 0; i < 400; i++)
    decide (world, i, PTN_DECISION_CANCEL, &outcomes[i]);
  ptn_desk_close (world->desk);
  for (int i = 0; i < 400; i++)
    {
      store_wait (&outcomes[i].done);
      n_ok += outcomes[i].ok;
      g_clear_error (&outcomes[i].error);
    }
  g_assert_cmpint (n_ok, >, 300);
  g_assert_cmpint (store_get_int (other, "SELECT count (*) FROM outbox"), ==, n_ok);
  decide (world, 0, PTN_DECISION_CONFIRM, &outcomes[0]);
  store_wait (&outcomes[0].done);
  g_assert_error (outcomes[0].error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&outcomes[0].error);
  g_assert_false (ptn_desk_write_sync (world->desk, write_and_fail, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  ptn_desk_close (world->desk); /* once more does nothing */
}

/* A new ICU: the sort keys are renewed beside the work. */
static void
test_collation (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GHashTable) model = store_model_new ();
  g_autoptr (GError)     error = NULL;
  PtnDb                 *db;
  Outcome                outcome;

  g_object_unref (world->desk);
  db = store_fixture_open (&world->store);
  g_assert_true (
      ptn_db_exec (db, "UPDATE guest SET sort_key = x'00'; UPDATE desk SET collation = 'old'",
                   &error));
  ptn_db_close (db);
  open_desk (world);
  decide (world, find_pending (world, 0), PTN_DECISION_CONFIRM, &outcome);
  store_wait (&outcome.done);
  for (gint64 old = 1; old != 0;)
    {
      g_autoptr (PtnDb) other = ptn_db_open (world->store.path, PTN_DB_READER, NULL);

      g_main_context_iteration (NULL, FALSE);
      old = store_get_int (other, "SELECT collation = 'old' FROM desk");
    }
  ptn_desk_close (world->desk);
  db = store_fixture_open (&world->store);
  store_model_synth (model, &world->synth);
  store_model_check (model, db);
  ptn_db_close (db);
}

/* ---- Reads ---- */

static void
test_details (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  g_autoptr (PtnOrderDetails) details = NULL;
  g_autoptr (PtnOrderDetails) nothing = NULL;
  const gint64                n = find_pending (world, 0);
  PtnOrder                   *order = ptn_synth_order (&world->synth, n);
  PtnGuest                   *guest = ptn_synth_guest (&world->synth, n / 4);
  PtnStay                    *stay = ptn_synth_stay (&world->synth, n / 4);
  PtnUser                    *user = ptn_synth_user (&world->synth, 1);
  PtnUser                    *loaded = ptn_desk_load_user (world->desk, &user->id);
  PtnProperty                *property = ptn_desk_load_property (world->desk);
  PtnUuid                     nowhere;
  Outcome                     outcome;

  decide (world, n, PTN_DECISION_CANCEL, &outcome);
  store_wait (&outcome.done);
  details = ptn_desk_load_order (world->desk, &order->id, &error);
  g_assert_no_error (error);
  g_assert_true (ptn_record_equal (&ptn_order_record, &details->order, order));
  g_assert_cmpint (details->shown, ==, PTN_ORDER_CANCELLED);
  g_assert_true (details->waiting);
  g_assert_true (ptn_record_equal (&ptn_guest_record, &details->guest, guest));
  g_assert_true (ptn_record_equal (&ptn_stay_record, &details->stay, stay));
  g_assert_nonnull (details->room);
  g_assert_cmpstr (details->room_type.text[PTN_LANGUAGE_IT], ==, "Doppia");
  g_assert_cmpuint (details->decided_by->len, ==, 0);
  g_assert_true (ptn_record_equal (&ptn_user_record, loaded, user));
  g_assert_cmpstr (property->name, ==, "Hotel Serbelloni");
  ptn_uuid_new (&nowhere);
  nothing = ptn_desk_load_order (world->desk, &nowhere, &error);
  g_assert_null (nothing);
  g_assert_no_error (error);
  g_assert_null (ptn_desk_load_user (world->desk, &nowhere));
  ptn_record_free (&ptn_order_record, order);
  ptn_record_free (&ptn_guest_record, guest);
  ptn_record_free (&ptn_stay_record, stay);
  ptn_record_free (&ptn_user_record, user);
  ptn_record_free (&ptn_user_record, loaded);
  ptn_record_free (&ptn_property_record, property);
}

/* No id is nobody's: it must not find whoever stands first. */
static void
test_nobody (World *world, G_GNUC_UNUSED gconstpointer data)
{
  static const PtnUuid nil;
  g_autoptr (GError)   error = NULL;

  g_assert_cmpint (store_get_int (ptn_desk_get_db (world->desk), "SELECT count (*) FROM user"), >,
                   0);
  g_assert_null (ptn_desk_load_user (world->desk, &nil));
  g_assert_null (ptn_desk_load_order (world->desk, &nil, &error));
  g_assert_no_error (error);
}

static void
test_decided_by (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError)          error = NULL;
  const PtnUuid               id = order_id (world, 0);
  g_autoptr (PtnOrderDetails) details = ptn_desk_load_order (world->desk, &id, &error);
  PtnUser                    *user = ptn_synth_user (&world->synth, 0);

  g_assert_cmpuint (details->decided_by->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (details->decided_by, 0), ==, user->name);
  ptn_record_free (&ptn_user_record, user);
}

/* As a base does that was staged with another ICU. */
static gboolean
swap_in_old_keys (PtnDb *db, G_GNUC_UNUSED gpointer data, PtnChanges *changes, GError **error)
{
  changes->everything = TRUE;
  return ptn_db_exec (db, "UPDATE guest SET sort_key = x'00'; UPDATE desk SET collation = 'old'",
                      error);
}

/* The keys of a base that was swapped in are looked at too, without a restart. */
static void
test_swapped_collation (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GHashTable) model = store_model_new ();
  g_autoptr (GError)     error = NULL;
  PtnDb                 *db;

  g_assert_true (ptn_desk_write_sync (world->desk, swap_in_old_keys, NULL, &error));
  for (guint waits = 0; waits < 3000; waits++)
    {
      g_autoptr (PtnDb) other = ptn_db_open (world->store.path, PTN_DB_READER, NULL);

      if (store_get_int (other, "SELECT collation <> 'old' FROM desk"))
        break;
      g_usleep (10000);
    }
  ptn_desk_close (world->desk);
  db = store_fixture_open (&world->store);
  store_model_synth (model, &world->synth);
  store_model_check (model, db);
  ptn_db_close (db);
}

static void
ignore_update (PtnOrderUpdate *update, G_GNUC_UNUSED gpointer data)
{
  ptn_order_update_free (update);
}

/* Somebody counts the version up behind the writer's back: the reader waits for a commit that never
 * comes, and must be got out of there. */
static void
test_close_while_reader_waits (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PtnDb)  other = ptn_db_open (world->store.path, PTN_DB_WRITER, &error);
  const guint   list = ptn_desk_open_orders (world->desk, PTN_LANGUAGE_EN, ignore_update, NULL);
  PtnOrderQuery query;

  g_assert_true (ptn_db_exec (other, "UPDATE desk SET version = version + 1", &error));
  ptn_order_query_init (&query);
  ptn_desk_query_orders (world->desk, list, &query, (PtnOrderInstants) { 0 }, 1);
  g_usleep (20000); /* it may wait already, or come to it while the desk closes */
  ptn_desk_close (world->desk);
}

/* A second desk on one database would hear nothing of the first one's commits. */
static void
test_in_use (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ptn_desk_open (world->store.path, &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_IN_USE);
  ptn_desk_close (world->desk);
  g_object_unref (world->desk);
  open_desk (world);
}

static void
test_cannot_open (void)
{
  g_autoptr (GError) error = NULL;
  PtnDesk           *desk = ptn_desk_open ("/nowhere/at/all/desk.db", &error);

  g_assert_null (desk);
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FULL);
}

/* ---- Everything at once ---- */

#define PAGES 60

typedef struct
{
  World *world;
  int    number;
} Syncer;

typedef struct
{
  World *world;
  int    number;
} Order;

/* Adds an order behind whatever the cursor is. */
static gboolean
write_order (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  const Order          *order = data;
  g_autoptr (GPtrArray) rows = ptn_synth_rows_new ();
  PtnOrder             *record = ptn_synth_order (&order->world->synth, order->number);
  PtnCursor             cursor;

  if (!ptn_replica_cursor (db, &cursor, error))
    return FALSE;
  cursor.seq++;
  ptn_synth_rows_add (rows, &ptn_order_record, &record->id, 1, cursor.seq, record);
  return ptn_replica_apply (db, rows, cursor, changes, error);
}

static gpointer
syncer_thread (gpointer data)
{
  const Syncer *syncer = data;

  for (int i = 0; i < PAGES; i++)
    {
      Order              order = { syncer->world, 400 + syncer->number * PAGES + i };
      g_autoptr (GError) error = NULL;

      ptn_desk_write_sync (syncer->world->desk, write_order, &order, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

static void
look_around (PtnOrderList *list)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (int i = 0; i < 5 && n > 0; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (list), g_test_rand_int_range (0, n)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
check_list (World *world, PtnOrderList *list, const PtnOrderQuery *query)
{
  g_autoptr (Oracle) oracle = oracle_ask (world->store.path, query, PTN_LANGUAGE_TH);
  gboolean           loading = TRUE;

  ptn_order_list_set_query (list, query);
  while (loading)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (list, "loading", &loading, NULL);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, oracle->orders->len);
  for (guint i = 0; i < oracle->orders->len; i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (oracle_order_matches (g_ptr_array_index (oracle->orders, i), row));
    }
}

static void
test_everything (World *world, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const searches[] = { "a",  "an",  "ann", "anna", "r",
                                          "ro", "ros", "สม",  "spa",  NULL };
  PtnOrderList            *lists[2] = { ptn_order_list_new (world->desk, PTN_LANGUAGE_TH),
                                        ptn_order_list_new (world->desk, PTN_LANGUAGE_EN) };
  Syncer                   syncers[2] = { { world, 0 }, { world, 1 } };
  Outcome                  outcomes[200];
  pthread_t                threads[2];
  PtnOrderQuery            query;

  ptn_order_query_init (&query);
  for (int i = 0; i < 2; i++)
    pthread_create (&threads[i], NULL, syncer_thread, &syncers[i]);
  for (int i = 0; i < 200; i++)
    {
      decide (world, i, i % 2 == 0 ? PTN_DECISION_CONFIRM : PTN_DECISION_CANCEL, &outcomes[i]);
      query.search = (char *) searches[i % G_N_ELEMENTS (searches)];
      query.sort = i % 6;
      ptn_order_list_set_query (lists[i % 2], &query);
      look_around (lists[i % 2]);
      if (i == 150)
        g_clear_object (&lists[1]);
      if (i >= 150)
        lists[1] = lists[0];
    }
  for (int i = 0; i < 2; i++)
    pthread_join (threads[i], NULL);
  for (int i = 0; i < 200; i++)
    {
      store_wait (&outcomes[i].done);
      g_clear_error (&outcomes[i].error);
    }
  query.search = NULL;
  query.sort = PTN_ORDER_SORT_ORDERED;
  check_list (world, lists[0], &query);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (lists[0])), ==, 400 + 2 * PAGES);
  query.search = (char *) "spa";
  check_list (world, lists[0], &query);
  g_object_unref (lists[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/store/desk/" path, World, NULL, set_up, func, tear_down)
  ADD ("saved", test_saved);
  ADD ("reopen", test_reopen);
  ADD ("edits-first", test_edits_first);
  ADD ("edit-overtakes", test_edit_overtakes);
  ADD ("failed-batch", test_failed_batch);
  ADD ("close", test_close);
  ADD ("close-while-reader-waits", test_close_while_reader_waits);
  ADD ("collation", test_collation);
  ADD ("swapped-collation", test_swapped_collation);
  ADD ("details", test_details);
  ADD ("nobody", test_nobody);
  ADD ("decided-by", test_decided_by);
  ADD ("in-use", test_in_use);
  ADD ("everything", test_everything);
  g_test_add_func ("/store/desk/cannot-open", test_cannot_open);

  return g_test_run ();
}
