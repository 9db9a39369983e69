// SPDX-License-Identifier: GPL-3.0-or-later
// One desk and a server, and everything that can come between them, in random order: decisions,
// pages twice and late, answers lost, repeated and late, restarts, transactions that are never
// committed, a new base. Whatever happens: what the desk shows is the rules' fold over what the
// server confirmed; nothing that was saved is lost, nothing takes effect twice; in the end both
// agree.

#include "config.h"

#include "sim-server.h"
#include "store-fixture.h"
#include "store/ptn-overlay.h"

#define N_ORDERS 12

typedef struct
{
  PtnUuid  id;
  PtnUuid  user;
  gboolean taken_back; /* before it was sent */
} Made;

typedef struct
{
  StoreFixture store;
  PtnSynth     synth;
  SimServer   *server;
  PtnDb       *db;
  PtnUuid      users[2];
  PtnUuid      other_desk;
  GArray      *made;         /* of Made: all that the desk said was saved */
  GPtrArray   *late_pages;   /* of Page */
  GArray      *late_answers; /* of Answer */
  GPtrArray   *staged;       /* (nullable): rows of the snapshot that are not in yet */
  gint64       staged_at;
} World;

typedef struct
{
  GPtrArray *rows;
  gint64     to;
} Page;

typedef struct
{
  int            user;
  PtnOpsResponse response;
} Answer;

static void
free_page (gpointer data)
{
  Page *page = data;

  g_ptr_array_unref (page->rows);
  g_free (page);
}

static void
clear_answer (gpointer answer)
{
  ptn_ops_response_clear (&((Answer *) answer)->response);
}

static gboolean
chance (int one_in)
{
  return g_test_rand_int_range (0, one_in) == 0;
}

/* ---- One transaction ---- */

static PtnChanges changes;

static void
begin (World *world)
{
  ptn_changes_init (&changes);
  g_assert_true (ptn_db_begin (world->db, NULL));
}

static void
restart (World *world)
{
  ptn_db_close (world->db);
  world->db = store_fixture_open (&world->store);
}

/* Commits, or the power goes first. Returns: whether it is durable */
static gboolean
end (World *world, gboolean ok, const GError *error)
{
  const gboolean cut = chance (12);

  g_assert_no_error (error);
  g_assert_true (ok);
  ptn_changes_clear (&changes);
  if (cut)
    restart (world);
  else
    g_assert_true (ptn_db_commit (world->db, NULL));
  return !cut;
}

/* ---- What may happen ---- */

/* One of the newest: they are not all cancelled yet. */
static gint64
draw_order (World *world)
{
  const gint64 n = sim_server_n_orders (world->server);

  return n - 1 - g_test_rand_int_range (0, N_ORDERS);
}

static void
decide (World *world)
{
  PtnOrder          *order = ptn_synth_order (&world->synth, draw_order (world));
  Made               made = { .user = world->users[g_test_rand_int_range (0, 2)] };
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  begin (world);
  ok = ptn_outbox_decide (world->db, &made.user, &order->id,
                          chance (2) ? PTN_DECISION_CONFIRM : PTN_DECISION_CANCEL, &made.id,
                          &changes, &error);
  if (g_error_matches (error, PTN_STORE_ERROR, PTN_STORE_ERROR_REFUSED) ||
      g_error_matches (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NO_SUCH))
    {
      ptn_changes_clear (&changes);
      ptn_db_rollback (world->db);
    }
  else if (end (world, ok, error))
    g_array_append_val (world->made, made);
  ptn_record_free (&ptn_order_record, order);
}

static gint64
count_ops (World *world, const PtnUuid *op)
{
  gint64 n = 0;

  g_assert_true (
      ptn_db_get_int (world->db, &n, NULL, "SELECT count (*) FROM outbox WHERE id = $1", "u", op));
  return n;
}

static void
note_new_ops (World *world)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (world->db, NULL, "SELECT id, user FROM outbox ORDER BY key DESC LIMIT 1", "");
  Made made = { 0 };

  g_assert_true (ptn_statement_step (statement, NULL));
  ptn_statement_uuid (statement, 0, &made.id);
  ptn_statement_uuid (statement, 1, &made.user);
  g_array_append_val (world->made, made);
}

static void
undo (World *world)
{
  Made              *made;
  g_autoptr (GError) error = NULL;
  gint64             before, after;
  gboolean           ok;

  if (world->made->len == 0)
    return;
  made = &g_array_index (world->made, Made,
                         world->made->len - 1 -
                             g_test_rand_int_range (0, MIN (4, world->made->len)));
  before = store_get_int (world->db, "SELECT count (*) FROM outbox");
  begin (world);
  ok = ptn_outbox_undo (world->db, &made->user, &made->id, &changes, &error);
  if (g_error_matches (error, PTN_STORE_ERROR, PTN_STORE_ERROR_REFUSED))
    {
      ptn_changes_clear (&changes);
      ptn_db_rollback (world->db);
      return;
    }
  if (!end (world, ok, error))
    return;
  after = store_get_int (world->db, "SELECT count (*) FROM outbox");
  g_assert_cmpint (ABS (after - before), ==, 1);
  made->taken_back = after < before;
  g_assert_cmpint (count_ops (world, &made->id), ==, !made->taken_back);
  if (after > before)
    note_new_ops (world);
}

static void
settle (World *world, Answer *answer)
{
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  begin (world);
  ok = ptn_outbox_settle (world->db, &world->users[answer->user], &answer->response, &changes,
                          &error);
  end (world, ok, error);
}

static void
push (World *world)
{
  Answer             answer = { .user = g_test_rand_int_range (0, 2) };
  g_autoptr (GError) error = NULL;
  PtnOpsRequest      request;
  gboolean           any;

  begin (world);
  any = ptn_outbox_take (world->db, &world->users[answer.user], &request, &error);
  if (!end (world, TRUE, error))
    {
      if (any)
        ptn_ops_request_clear (&request);
      return; /* not a byte was sent */
    }
  if (!any)
    return;
  if (!chance (6)) /* the request is lost */
    {
      answer.response = sim_server_push (world->server, &request);
      if (chance (3)) /* the answer is lost, or comes late */
        g_array_append_val (world->late_answers, answer);
      else
        {
          settle (world, &answer);
          if (chance (4))
            settle (world, &answer);
          clear_answer (&answer);
        }
    }
  ptn_ops_request_clear (&request);
}

static void
late_answer (World *world)
{
  if (world->late_answers->len > 0)
    settle (world, &g_array_index (world->late_answers, Answer,
                                   g_test_rand_int_range (0, world->late_answers->len)));
}

static void
apply (World *world, Page *page)
{
  g_autoptr (GError) error = NULL;
  gboolean           ok;

  begin (world);
  ok = ptn_replica_apply (world->db, page->rows, (PtnCursor) { 1, page->to }, &changes, &error);
  end (world, ok, error);
}

static void
pull (World *world)
{
  Page     *page = g_new0 (Page, 1);
  PtnCursor cursor;

  g_assert_true (ptn_replica_cursor (world->db, &cursor, NULL));
  page->rows = sim_server_pull (world->server, cursor.seq, g_test_rand_int_range (1, 6), &page->to);
  apply (world, page);
  if (chance (4))
    apply (world, page);
  g_ptr_array_add (world->late_pages, page);
}

static void
late_page (World *world)
{
  if (world->late_pages->len > 0)
    apply (world, g_ptr_array_index (world->late_pages,
                                     g_test_rand_int_range (0, world->late_pages->len)));
}

static void
other_desk (World *world)
{
  sim_server_decide (world->server, &world->other_desk, draw_order (world),
                     chance (2) ? PTN_DECISION_CONFIRM : PTN_DECISION_CANCEL);
}

static void
guest_orders (World *world)
{
  sim_server_add_order (world->server);
}

static void
release (World *world)
{
  sim_server_release (world->server, draw_order (world));
}

/* Begins a new base, brings it a step further, or swaps it in. */
static void
stage (World *world)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) rows = ptn_synth_rows_new ();
  PtnFeedTail           tail = { .to = { 1, world->staged_at } };
  PtnStaging            staging;
  gboolean              ok;

  g_assert_true (ptn_staging_state (world->db, &staging, NULL));
  begin (world);
  if (!staging.active)
    {
      g_clear_pointer (&world->staged, g_ptr_array_unref);
      world->staged = sim_server_snapshot (world->server);
      world->staged_at = sim_server_get_seq (world->server);
      ok = ptn_staging_begin (world->db, (PtnCursor) { 1, world->staged_at }, &error);
    }
  else if (!staging.complete)
    {
      const guint n = MIN (40, world->staged->len);

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (rows, g_ptr_array_steal_index (world->staged, 0));
      tail.more = world->staged->len > 0;
      ok = ptn_staging_add (world->db, rows, &tail, &error);
      if (end (world, ok, error))
        return;
      for (guint i = n; i > 0; i--)
        g_ptr_array_insert (world->staged, 0, g_ptr_array_steal_index (rows, i - 1));
      return;
    }
  else if (staging.at.seq < sim_server_get_seq (world->server))
    {
      g_autoptr (GPtrArray) page = sim_server_pull (world->server, staging.at.seq, 5,
                                                    &staging.at.seq);

      ok = ptn_staging_apply (world->db, page, staging.at, &error);
    }
  else
    ok = ptn_staging_finish (world->db, &changes, &error);
  end (world, ok, error);
}

/* ---- What must hold ---- */

/* The fold, written once more. */
static PtnOrderStatus
fold (World *world, const PtnUuid *order, PtnOrderState state)
{
  static const PtnDecision decisions[] = { PTN_DECISION_CONFIRM, PTN_DECISION_CANCEL,
                                           PTN_DECISION_UNDO };
  g_autoptr (PtnStatement) statement =
      ptn_db_query (world->db, NULL,
                    "SELECT id, user, kind, seen_rev, undoes, before, state FROM outbox WHERE "
                    "\"order\" = $1 ORDER BY key",
                    "u", order);

  while (ptn_statement_step (statement, NULL))
    {
      PtnOrderRequest      request = { .decision = decisions[ptn_statement_int (statement, 2)],
                                       .seen_rev = ptn_statement_int (statement, 3) };
      const PtnOutboxState outbox = ptn_statement_int (statement, 6);
      PtnOrderStatus       after;

      if (outbox != PTN_OUTBOX_WAITING && outbox != PTN_OUTBOX_ECHO)
        continue;
      ptn_statement_uuid (statement, 1, &request.user);
      ptn_statement_uuid (statement, 4, &request.undoes);
      if (request.decision == PTN_DECISION_UNDO && !state.held && state.rev == request.seen_rev)
        {
          state.held = TRUE;
          state.decision = request.undoes;
          state.decided_by = request.user;
          state.before = ptn_statement_int (statement, 5);
        }
      if (ptn_order_decide (&state, &request, &after) != PTN_VERDICT_CHANGE)
        continue;
      state.before = state.status;
      state.status = after;
      state.rev++;
      state.held = request.decision != PTN_DECISION_UNDO;
      ptn_statement_uuid (statement, 0, &state.decision);
      state.decided_by = request.user;
    }
  return state.status;
}

static void
check_shown (World *world)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (world->db, NULL, "SELECT id, status, rev, shown_status FROM \"order\"", "");

  while (ptn_statement_step (statement, NULL))
    {
      const PtnOrderState base = { .status = ptn_statement_int (statement, 1),
                                   .rev = ptn_statement_int (statement, 2) };
      PtnUuid             order;

      ptn_statement_uuid (statement, 0, &order);
      g_assert_cmpint (ptn_statement_int (statement, 3), ==, fold (world, &order, base));
    }
  g_assert_cmpint (
      store_get_int (world->db, "SELECT count (*) FROM counter c WHERE n <>"
                                " (SELECT count (*) FROM \"order\" WHERE shown_status = c.status)"),
      ==, 0);
}

/* With no more faults: everything goes through. */
static void
settle_down (World *world)
{
  g_autoptr (GError) error = NULL;
  PtnCursor          cursor;

  for (int i = 0; i < 2; i++)
    {
      PtnOpsRequest request;

      while (ptn_outbox_take (world->db, &world->users[i], &request, &error))
        {
          PtnOpsResponse response = sim_server_push (world->server, &request);

          ptn_changes_init (&changes);
          g_assert_true (
              ptn_outbox_settle (world->db, &world->users[i], &response, &changes, &error));
          ptn_changes_clear (&changes);
          ptn_ops_response_clear (&response);
          ptn_ops_request_clear (&request);
        }
      g_assert_no_error (error);
    }
  for (;;)
    {
      GPtrArray *rows;

      g_assert_true (ptn_replica_cursor (world->db, &cursor, NULL));
      if (cursor.seq == sim_server_get_seq (world->server))
        return;
      rows = sim_server_pull (world->server, cursor.seq, 7, &cursor.seq);
      store_apply (world->db, rows, cursor, &error);
      g_assert_no_error (error);
    }
}

static void
check_end (World *world)
{
  g_autoptr (GHashTable) model = store_model_new ();
  g_autoptr (GPtrArray)  rows = sim_server_snapshot (world->server);

  store_model_apply (model, rows);
  store_model_check (model, world->db);
  g_assert_cmpint (
      store_get_int (world->db,
                     "SELECT count (*) FROM \"order\" WHERE shown_status <> status OR waiting"),
      ==, 0);
  g_assert_cmpint (store_get_int (world->db, "SELECT count (*) FROM outbox WHERE state = 0"), ==,
                   0);
  for (guint i = 0; i < world->made->len; i++)
    {
      const Made *made = &g_array_index (world->made, Made, i);
      const int   effects = sim_server_get_effects (world->server, &made->id);

      if (made->taken_back)
        g_assert_cmpint (effects, ==, -1);
      else
        g_assert_true (effects == 0 || effects == 1);
    }
}

static void
test_random (void)
{
  static void (*const happenings[]) (World *) = { decide,    decide,      decide,     undo,
                                                  push,      push,        pull,       pull,
                                                  late_page, late_answer, other_desk, guest_orders,
                                                  release,   restart,     stage,      stage };
  const int   steps = g_test_slow () ? 20000 : 4000;
  World       world = { 0 };

  store_fixture_init (&world.store);
  ptn_synth_init (&world.synth, g_test_rand_int (), N_ORDERS);
  world.server = sim_server_new (&world.synth, &world.store.server, 1);
  world.db = store_fixture_open (&world.store);
  store_load_base (world.db, &world.synth, (PtnCursor) { 1, 0 });
  ptn_uuid_new (&world.users[0]);
  ptn_uuid_new (&world.users[1]);
  ptn_uuid_new (&world.other_desk);
  world.made = g_array_new (FALSE, FALSE, sizeof (Made));
  world.late_pages = g_ptr_array_new_with_free_func (free_page);
  world.late_answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  g_array_set_clear_func (world.late_answers, clear_answer);

  for (int i = 0; i < steps; i++)
    {
      happenings[g_test_rand_int_range (0, G_N_ELEMENTS (happenings))](&world);
      check_shown (&world);
      if (i % 200 == 199)
        {
          settle_down (&world);
          check_end (&world);
        }
    }
  settle_down (&world);
  check_end (&world);
  g_test_message ("%u operations, %" G_GINT64_FORMAT " refused, %" G_GINT64_FORMAT
                  " commits at the server, %" G_GINT64_FORMAT " bases",
                  world.made->len, store_get_int (world.db, "SELECT count (*) FROM attention"),
                  sim_server_get_seq (world.server),
                  store_get_int (world.db, "SELECT base FROM desk"));

  g_array_unref (world.late_answers);
  g_ptr_array_unref (world.late_pages);
  g_clear_pointer (&world.staged, g_ptr_array_unref);
  g_array_unref (world.made);
  ptn_db_close (world.db);
  sim_server_free (world.server);
  store_fixture_clear (&world.store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/convergence/random", test_random);

  return g_test_run ();
}
