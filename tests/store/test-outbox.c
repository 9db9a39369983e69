// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox and the overlay: what an order shows while something waits (DESIGN §2, §6), as scripts
// of steps; numbering; answers.

#include "config.h"

#include <string.h>

#include "store-fixture.h"

typedef struct
{
  StoreFixture  store;
  PtnSynth      synth;
  PtnDb        *db;
  PtnUuid       users[2];
  int           user;  /* who acts */
  PtnOrder     *order; /* whom it is about, as the server has it */
  PtnUuid       op;    /* the last decision */
  PtnOpsRequest sent;
  guint         n_settled; /* of sent */
  gint64        seq;
} World;

static void
world_init (World *world)
{
  *world = (World) { 0 };
  store_fixture_init (&world->store);
  ptn_synth_init (&world->synth, 7, 200);
  world->db = store_fixture_open (&world->store);
  store_load_base (world->db, &world->synth, (PtnCursor) { 1, 0 });
  for (int i = 0; i < 2; i++)
    {
      PtnUser *user = ptn_synth_user (&world->synth, i);

      world->users[i] = user->id;
      ptn_record_free (&ptn_user_record, user);
    }
  world->order = ptn_synth_order (&world->synth, 5);
}

static void
world_clear (World *world)
{
  if (world->sent.ops != NULL)
    ptn_ops_request_clear (&world->sent);
  ptn_record_free (&ptn_order_record, world->order);
  ptn_db_close (world->db);
  store_fixture_clear (&world->store);
}

typedef gboolean (*Work) (World *world, const char *argument, PtnChanges *changes, GError **error);

/* One transaction, as the writer runs it. */
static gboolean
transact (World *world, Work work, const char *argument, GError **error)
{
  PtnChanges changes;
  gboolean   ok;

  ptn_changes_init (&changes);
  g_assert_true (ptn_db_begin (world->db, NULL));
  ok = work (world, argument, &changes, error);
  if (ok)
    g_assert_true (ptn_db_commit (world->db, NULL));
  else
    ptn_db_rollback (world->db);
  ptn_changes_clear (&changes);
  return ok;
}

static gboolean
decide (World *world, const char *argument, PtnChanges *changes, GError **error)
{
  const PtnDecision decision = g_str_equal (argument, "confirm") ? PTN_DECISION_CONFIRM
                                                                 : PTN_DECISION_CANCEL;

  return ptn_outbox_decide (world->db, &world->users[world->user], &world->order->id, decision,
                            &world->op, changes, error);
}

static gboolean
undo (World *world, G_GNUC_UNUSED const char *argument, PtnChanges *changes, GError **error)
{
  return ptn_outbox_undo (world->db, &world->users[world->user], &world->op, changes, error);
}

static gboolean
take (World                    *world,
      G_GNUC_UNUSED const char *argument,
      G_GNUC_UNUSED PtnChanges *changes,
      GError                  **error)
{
  if (world->sent.ops != NULL)
    ptn_ops_request_clear (&world->sent);
  world->n_settled = 0;
  return ptn_outbox_take (world->db, &world->users[world->user], &world->sent, error);
}

static int
parse_status (const char *name)
{
  for (int i = 0; ptn_order_status_names[i] != NULL; i++)
    if (g_str_has_prefix (name, ptn_order_status_names[i]))
      return i;
  g_assert_not_reached ();
}

/* "confirmed:2" or "confirmed:2:held": the order as the server has it now */
static void
move_order (World *world, const char *argument, gint64 *rev)
{
  g_auto (GStrv) parts = g_strsplit (argument, ":", 0);

  world->order->status = parse_status (parts[0]);
  *rev = g_ascii_strtoll (parts[1], NULL, 10);
  world->order->held_until = parts[2] != NULL ? 1 : 0;
}

static gboolean
base (World *world, const char *argument, PtnChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) rows = ptn_synth_rows_new ();
  gint64                rev;

  move_order (world, argument, &rev);
  ptn_synth_rows_add (rows, &ptn_order_record, &world->order->id, rev, ++world->seq,
                      ptn_record_copy (&ptn_order_record, world->order));
  return ptn_replica_apply (world->db, rows, (PtnCursor) { 1, world->seq }, changes, error);
}

/* "applied", "applied:REV" with the revision it was answered at, "rejected", or what stands now:
 * the answer to the next operation that was sent */
static gboolean
settle (World *world, const char *argument, PtnChanges *changes, GError **error)
{
  const PtnOp   *op = &g_array_index (world->sent.ops, PtnOp, world->n_settled);
  PtnOpResult    result = { .op_seq = op->op_seq, .id = op->id, .kind = PTN_RESULT_APPLIED };
  PtnOpsResponse response = { .server = world->store.server,
                              .results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult)) };
  gboolean       ok;

  world->n_settled++;
  if (g_str_equal (argument, "rejected"))
    {
      result.kind = PTN_RESULT_REJECTED;
      result.problem.type = PTN_PROBLEM_TOO_LATE;
    }
  else if (g_str_has_prefix (argument, "applied:"))
    result.rev = g_ascii_strtoll (argument + strlen ("applied:"), NULL, 10);
  else if (!g_str_equal (argument, "applied"))
    {
      GString *current = g_string_new (NULL);
      gint64   rev;

      move_order (world, argument, &rev);
      ptn_feed_write_row (current, world->seq + 1, &ptn_order_record, &world->order->id, rev,
                          world->order);
      g_string_truncate (current, current->len - 1);
      result.kind = PTN_RESULT_CONFLICT;
      result.problem.type = PTN_PROBLEM_CONFLICT;
      result.current = g_string_free (current, FALSE);
    }
  g_array_append_val (response.results, result);
  ok = ptn_outbox_settle (world->db, &world->users[world->user], &response, changes, error);
  ptn_ops_response_clear (&response);
  return ok;
}

/* Runs one step: NAME or NAME=ARGUMENT. */
static gboolean
run_step (World *world, const char *step, GError **error)
{
  const char *argument = strchr (step, '=');

  argument = argument != NULL ? argument + 1 : step;
  if (g_str_has_prefix (step, "base="))
    return transact (world, base, argument, error);
  if (g_str_has_prefix (step, "answer="))
    return transact (world, settle, argument, error);
  if (g_str_equal (step, "undo"))
    return transact (world, undo, argument, error);
  if (g_str_equal (step, "take"))
    return transact (world, take, argument, error);
  if (g_str_equal (step, "restart"))
    {
      ptn_db_close (world->db);
      world->db = store_fixture_open (&world->store);
      return TRUE;
    }
  if (g_str_has_prefix (step, "user="))
    {
      world->user = g_ascii_strtoll (argument, NULL, 10);
      return TRUE;
    }
  return transact (world, decide, step, error);
}

/* Runs all steps but must fail, if at all, at the last one. */
static gboolean
run_script (World *world, const char *script, GError **error)
{
  g_auto (GStrv) steps = g_strsplit (script, " ", 0);

  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_autoptr (GError) fault = NULL;

      if (run_step (world, steps[i], &fault))
        continue;
      if (steps[i + 1] != NULL)
        g_error ("%s: %s: %s", script, steps[i], fault->message);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  return TRUE;
}

static gint64
get_order_int (World *world, const char *column)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"order\" WHERE id = $1", column);
  gint64           value = -1;

  g_assert_true (ptn_db_get_int (world->db, &value, NULL, sql, "u", &world->order->id));
  return value;
}

/* Whatever happened, these hold. */
static void
check_invariants (World *world)
{
  g_assert_cmpint (
      store_get_int (world->db, "SELECT count (*) FROM counter c WHERE n <>"
                                " (SELECT count (*) FROM \"order\" WHERE shown_status = c.status)"),
      ==, 0);
  g_assert_cmpint (
      store_get_int (world->db,
                     "SELECT count (*) FROM \"order\" o WHERE waiting <>"
                     " EXISTS (SELECT 1 FROM outbox b WHERE b.\"order\" = o.id AND b.state = 0)"),
      ==, 0);
}

/* Every script begins with the order pending at revision 1, or as its first step says. */
static const struct
{
  const char    *script;
  PtnOrderStatus shown;
  gboolean       waiting;
  int            attention;
} overlays[] = {
  { "base=pending:2", PTN_ORDER_PENDING, FALSE, 0 },
  /* What waits is shown. */
  { "base=pending:2 confirm", PTN_ORDER_CONFIRMED, TRUE, 0 },
  { "base=pending:2 cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=pending:2 confirm cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=confirmed:2 cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=pending:2 confirm restart", PTN_ORDER_CONFIRMED, TRUE, 0 },
  /* Never sent: undo leaves nothing. */
  { "base=pending:2 confirm undo", PTN_ORDER_PENDING, FALSE, 0 },
  { "base=pending:2 confirm undo cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=confirmed:2 cancel undo", PTN_ORDER_CONFIRMED, FALSE, 0 },
  { "base=pending:2 confirm cancel undo", PTN_ORDER_CONFIRMED, TRUE, 0 },
  /* Sent, the answer is not there yet: undo is an operation of its own. */
  { "base=pending:2 confirm take undo", PTN_ORDER_PENDING, TRUE, 0 },
  { "base=confirmed:2 cancel take undo", PTN_ORDER_CONFIRMED, TRUE, 0 },
  { "base=pending:2 confirm take undo take answer=applied", PTN_ORDER_PENDING, TRUE, 0 },
  { "base=pending:2 confirm take undo take answer=applied answer=applied", PTN_ORDER_PENDING, FALSE,
    0 },
  { "base=pending:2 confirm take undo take answer=applied base=confirmed:3:held", PTN_ORDER_PENDING,
    TRUE, 0 },
  /* Whatever revision comes after the answer is what stands: an echo ends. */
  { "base=pending:2 confirm take undo take answer=applied answer=applied base=confirmed:3:held",
    PTN_ORDER_CONFIRMED, FALSE, 0 },
  { "base=pending:2 confirm take undo take answer=applied answer=applied base=pending:4",
    PTN_ORDER_PENDING, FALSE, 0 },
  /* Where the answer says its revision, an echo ends with that one and not before. */
  { "base=pending:7 confirm cancel take answer=applied:8 answer=applied:9", PTN_ORDER_CANCELLED,
    FALSE, 0 },
  { "base=pending:7 confirm cancel take answer=applied:8 answer=applied:9 base=confirmed:8:held",
    PTN_ORDER_CANCELLED, FALSE, 0 },
  { "base=pending:7 confirm cancel take answer=applied:8 answer=applied:9 base=confirmed:8:held "
    "base=cancelled:9:held base=confirmed:10",
    PTN_ORDER_CONFIRMED, FALSE, 0 },
  /* The feed brings our own decision before its answer. */
  { "base=pending:2 confirm take base=confirmed:3:held", PTN_ORDER_CONFIRMED, TRUE, 0 },
  { "base=pending:2 confirm take base=confirmed:3:held answer=applied", PTN_ORDER_CONFIRMED, FALSE,
    0 },
  { "base=pending:2 confirm take base=confirmed:3:held undo", PTN_ORDER_PENDING, TRUE, 0 },
  { "base=pending:2 confirm take base=confirmed:3:held cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  /* The answer comes before the feed: an echo, so that nothing flickers. */
  { "base=pending:2 confirm take answer=applied", PTN_ORDER_CONFIRMED, FALSE, 0 },
  { "base=pending:2 confirm take answer=applied restart", PTN_ORDER_CONFIRMED, FALSE, 0 },
  { "base=pending:2 confirm take answer=applied base=confirmed:3:held", PTN_ORDER_CONFIRMED, FALSE,
    0 },
  { "base=pending:2 confirm take answer=applied base=cancelled:4", PTN_ORDER_CANCELLED, FALSE, 0 },
  { "base=pending:2 confirm take answer=applied cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=pending:2 confirm take answer=applied undo", PTN_ORDER_PENDING, TRUE, 0 },
  { "base=pending:2 confirm cancel take answer=applied base=confirmed:3:held", PTN_ORDER_CANCELLED,
    TRUE, 0 },
  { "base=pending:2 confirm take answer=applied base=confirmed:3:held undo", PTN_ORDER_PENDING,
    TRUE, 0 },
  { "base=pending:2 confirm take answer=applied base=confirmed:3:held undo base=cancelled:4",
    PTN_ORDER_CANCELLED, TRUE, 0 },
  /* Another desk was faster: what stands now is shown, even where the step would be legal (DESIGN
     §2). */
  { "base=pending:2 confirm base=cancelled:3", PTN_ORDER_CANCELLED, TRUE, 0 },
  { "base=pending:2 confirm base=confirmed:3:held", PTN_ORDER_CONFIRMED, TRUE, 0 },
  { "base=pending:2 cancel base=confirmed:3:held", PTN_ORDER_CONFIRMED, TRUE, 0 },
  { "base=pending:2 cancel base=confirmed:3 base=pending:4", PTN_ORDER_PENDING, TRUE, 0 },
  /* Refused: the overlay is released, a person is told. */
  { "base=pending:2 confirm take answer=rejected", PTN_ORDER_PENDING, FALSE, 1 },
  { "base=pending:2 confirm take answer=cancelled:3", PTN_ORDER_CANCELLED, FALSE, 1 },
  { "base=pending:2 cancel take answer=confirmed:3:held", PTN_ORDER_CONFIRMED, FALSE, 1 },
  { "base=pending:2 cancel take answer=confirmed:3:held base=confirmed:3:held", PTN_ORDER_CONFIRMED,
    FALSE, 1 },
  /* What stands now came with the answer: older revisions that the feed still brings do not count.
   */
  { "base=pending:2 confirm take answer=cancelled:5 base=confirmed:4", PTN_ORDER_CANCELLED, FALSE,
    1 },
  { "base=pending:2 confirm cancel take answer=rejected", PTN_ORDER_PENDING, TRUE, 1 },
  { "base=pending:2 confirm take answer=rejected cancel", PTN_ORDER_CANCELLED, TRUE, 1 },
  { "base=confirmed:2:held cancel take answer=applied base=cancelled:3:held undo take "
    "answer=rejected",
    PTN_ORDER_CANCELLED, FALSE, 1 },
  /* Two users: each one's decision is folded, whoever made it. */
  { "base=pending:2 confirm user=1 cancel", PTN_ORDER_CANCELLED, TRUE, 0 },
};

static void
test_overlay (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  World       world;

  world_init (&world);
  run_script (&world, overlays[i].script, NULL);
  if (get_order_int (&world, "shown_status") != overlays[i].shown ||
      get_order_int (&world, "waiting") != overlays[i].waiting ||
      store_get_int (world.db, "SELECT count (*) FROM attention") != overlays[i].attention)
    g_error ("%s: shows %s%s", overlays[i].script,
             ptn_order_status_names[get_order_int (&world, "shown_status")],
             get_order_int (&world, "waiting") ? ", waiting" : "");
  check_invariants (&world);
  world_clear (&world);
}

/* The last step is refused with the message that a person sees, and changes nothing. */
static const struct
{
  const char   *script;
  PtnStoreError code;
  const char   *message;
} refusals[] = {
  { "base=cancelled:2 confirm", PTN_STORE_ERROR_REFUSED, "A cancelled order cannot be confirmed" },
  { "base=cancelled:2 cancel", PTN_STORE_ERROR_REFUSED, "The order is in this state already" },
  { "base=confirmed:2 confirm", PTN_STORE_ERROR_REFUSED, "The order is in this state already" },
  { "base=pending:2 cancel confirm", PTN_STORE_ERROR_REFUSED,
    "A cancelled order cannot be confirmed" },
  { "base=pending:2 confirm user=1 undo", PTN_STORE_ERROR_REFUSED,
    "Another user made this decision" },
  { "base=pending:2 confirm undo undo", PTN_STORE_ERROR_REFUSED,
    "It is too late to take this decision back" },
  { "base=pending:2 confirm take undo undo", PTN_STORE_ERROR_REFUSED,
    "It is too late to take this decision back" },
  { "base=pending:2 confirm take answer=rejected undo", PTN_STORE_ERROR_REFUSED,
    "It is too late to take this decision back" },
  { "base=pending:2 confirm take answer=applied base=confirmed:3 undo", PTN_STORE_ERROR_REFUSED,
    "It is too late to take this decision back" },
  { "base=pending:2 confirm take answer=applied base=cancelled:4 undo", PTN_STORE_ERROR_REFUSED,
    "It is too late to take this decision back" },
};

static void
test_refusal (gconstpointer data)
{
  const gsize        i = GPOINTER_TO_SIZE (data);
  g_autofree char   *before = g_strdup (refusals[i].script);
  g_autoptr (GError) error = NULL;
  gint64             shown, n_ops;
  World              world;

  world_init (&world);
  *strrchr (before, ' ') = '\0';
  run_script (&world, before, NULL);
  shown = get_order_int (&world, "shown_status");
  n_ops = store_get_int (world.db, "SELECT count (*) FROM outbox");
  g_assert_false (run_step (&world, strrchr (refusals[i].script, ' ') + 1, &error));
  g_assert_error (error, PTN_STORE_ERROR, (int) refusals[i].code);
  g_assert_cmpstr (error->message, ==, refusals[i].message);
  g_assert_cmpint (get_order_int (&world, "shown_status"), ==, shown);
  g_assert_cmpint (store_get_int (world.db, "SELECT count (*) FROM outbox"), ==, n_ops);
  check_invariants (&world);
  world_clear (&world);
}

static void
test_unknown_order (void)
{
  g_autoptr (GError) error = NULL;
  World              world;

  world_init (&world);
  ptn_uuid_new (&world.order->id);
  g_assert_false (run_step (&world, "confirm", &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NO_SUCH);
  g_assert_cmpstr (error->message, ==, "This order is not on this computer any more");
  world_clear (&world);
}

/* The revision that an operation tells: the one it saw plus one for each that waits before it
 * (docs/protocol.md). */
static void
test_base_revs (void)
{
  World        world;
  const PtnOp *op;

  world_init (&world);
  run_script (&world, "base=pending:4 confirm cancel take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 2);
  op = &g_array_index (world.sent.ops, PtnOp, 0);
  g_assert_cmpint (op->kind, ==, PTN_OP_ORDER_CONFIRM);
  g_assert_cmpint (op->op_seq, ==, 1);
  g_assert_cmpint (ptn_op_base_rev (op, &world.order->id), ==, 4);
  op = &g_array_index (world.sent.ops, PtnOp, 1);
  g_assert_cmpint (op->kind, ==, PTN_OP_ORDER_CANCEL);
  g_assert_cmpint (op->op_seq, ==, 2);
  g_assert_cmpint (ptn_op_base_rev (op, &world.order->id), ==, 5);

  /* An undo tells the revision only where the decision was answered. */
  run_script (&world, "undo take", NULL);
  op = &g_array_index (world.sent.ops, PtnOp, 2);
  g_assert_cmpint (op->kind, ==, PTN_OP_ORDER_UNDO);
  g_assert_cmpint (ptn_op_base_rev (op, &world.order->id), ==, -1);
  world_clear (&world);

  world_init (&world);
  run_script (&world, "base=pending:4 confirm take answer=applied undo take", NULL);
  op = &g_array_index (world.sent.ops, PtnOp, 0);
  g_assert_cmpint (op->op_seq, ==, 2);
  g_assert_cmpint (ptn_op_base_rev (op, &world.order->id), ==, 5);
  world_clear (&world);
}

static char *
request_text (World *world)
{
  return ptn_ops_request_to_json (&world->sent);
}

/* No answer: the same bytes come again, also after a restart, and what is made later comes behind
 * them. */
static void
test_same_bytes (void)
{
  g_autofree char   *first = NULL;
  g_autofree char   *again = NULL;
  g_autofree char   *body = NULL;
  g_autoptr (GError) error = NULL;
  PtnOpsRequest      read;
  World              world;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm take", NULL);
  first = request_text (&world);
  body = g_strdup (g_array_index (world.sent.ops, PtnOp, 0).body);
  /* It is what the protocol's reader takes. */
  g_assert_true (ptn_ops_request_from_json (first, strlen (first), &read, &error));
  g_assert_no_error (error);
  ptn_ops_request_clear (&read);
  run_script (&world, "restart take", NULL);
  again = request_text (&world);
  g_assert_cmpstr (first, ==, again);
  run_script (&world, "cancel take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 2);
  g_assert_cmpstr (g_array_index (world.sent.ops, PtnOp, 0).body, ==, body);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 1).op_seq, ==, 2);
  world_clear (&world);
}

/* An undo before sending leaves no gap in the numbers. */
static void
test_no_gap (void)
{
  World world;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm undo confirm take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 1);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 1);
  run_script (&world, "answer=applied cancel take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 1);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 2);
  world_clear (&world);
}

/* Each user's outbox is of its own: it counts for itself and blocks nobody else (DESIGN §6). */
static void
test_users (void)
{
  g_autoptr (GHashTable) waiting = NULL;
  g_autoptr (GError)     error = NULL;
  World                  world;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm user=1 cancel take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 1);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).kind, ==, PTN_OP_ORDER_CANCEL);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 1);
  waiting = ptn_outbox_waiting (world.db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (waiting), ==, 2);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (waiting, &world.users[0])), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (waiting, &world.users[1])), ==, 1);
  run_script (&world, "user=0 take", NULL);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 1);
  world_clear (&world);
}

/* Nothing waits: no request and no error. */
static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  World              world;

  world_init (&world);
  g_assert_false (run_step (&world, "take", &error));
  g_assert_no_error (error);
  world_clear (&world);
}

static gboolean
seen (World *world, const char *argument, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  return ptn_outbox_seen (world->db, &world->users[0], g_ascii_strtoll (argument, NULL, 10), error);
}

static gboolean
renumber (World *world, const char *argument, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  return ptn_outbox_renumber (world->db, &world->users[0], g_ascii_strtoll (argument, NULL, 10),
                              error);
}

static void
test_numbering (void)
{
  World world;

  world_init (&world);
  /* The server knows numbers of this device from before. */
  g_assert_true (transact (&world, seen, "8", NULL));
  run_script (&world, "base=pending:2 confirm take", NULL);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 9);
  /* It has seen fewer than were given: they may be on their way. */
  g_assert_true (transact (&world, seen, "8", NULL));
  run_script (&world, "cancel take", NULL);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 9);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 1).op_seq, ==, 10);
  /* It says that it expects 4. */
  g_assert_true (transact (&world, renumber, "4", NULL));
  run_script (&world, "take", NULL);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, 4);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).kind, ==, PTN_OP_ORDER_CONFIRM);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 1).op_seq, ==, 5);
  run_script (&world, "answer=applied answer=applied", NULL);
  g_assert_cmpint (store_get_int (world.db, "SELECT count (*) FROM outbox WHERE state = 0"), ==, 0);
  world_clear (&world);
}

static void
settle_fails (World *world, const PtnUuid *server, gint64 op_seq, const PtnUuid *id)
{
  PtnOpResult        result = { .op_seq = op_seq, .id = *id, .kind = PTN_RESULT_APPLIED };
  PtnOpsResponse     response = { .server = *server,
                                  .results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult)) };
  g_autoptr (GError) error = NULL;
  PtnChanges         changes;

  g_array_append_val (response.results, result);
  ptn_changes_init (&changes);
  g_assert_false (ptn_outbox_settle (world->db, &world->users[0], &response, &changes, &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS);
  g_assert_cmpint (get_order_int (world, "waiting"), ==, TRUE);
  ptn_changes_clear (&changes);
  ptn_ops_response_clear (&response);
}

/* An operation is dequeued only on the right server, number and id (DESIGN §6). */
static void
test_strange_answers (void)
{
  PtnUuid stranger;
  World   world;
  PtnOp   op;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm take", NULL);
  op = g_array_index (world.sent.ops, PtnOp, 0);
  ptn_uuid_new (&stranger);
  settle_fails (&world, &stranger, op.op_seq, &op.id);
  settle_fails (&world, &world.store.server, op.op_seq + 1, &op.id);
  settle_fails (&world, &world.store.server, op.op_seq, &stranger);
  /* The right one, twice. */
  run_script (&world, "answer=applied", NULL);
  world.n_settled = 0;
  run_script (&world, "answer=applied", NULL);
  g_assert_cmpint (get_order_int (&world, "waiting"), ==, FALSE);
  /* A refusal, twice: one line. */
  run_script (&world, "cancel take answer=rejected", NULL);
  world.n_settled = 0;
  run_script (&world, "answer=rejected", NULL);
  g_assert_cmpint (store_get_int (world.db, "SELECT count (*) FROM attention"), ==, 1);
  world_clear (&world);
}

/* Only the last decision of an order can be taken back. */
static void
test_undo_of_earlier (void)
{
  g_autoptr (GError) error = NULL;
  PtnUuid            first;
  World              world;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm", NULL);
  first = world.op;
  run_script (&world, "cancel", NULL);
  world.op = first;
  g_assert_false (run_step (&world, "undo", &error));
  g_assert_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_REFUSED);
  g_assert_cmpint (store_get_int (world.db, "SELECT count (*) FROM outbox"), ==, 2);
  world_clear (&world);
}

static gboolean
dismiss (World *world, const char *argument, PtnChanges *changes, GError **error)
{
  return ptn_attention_dismiss (world->db, g_ascii_strtoll (argument, NULL, 10), changes, error);
}

static void
test_attention (void)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError)    error = NULL;
  g_autofree char      *key = NULL;
  PtnOrderHistory      *history = g_new0 (PtnOrderHistory, 1);
  const PtnAttention   *line;
  PtnGuest             *guest;
  World                 world;

  world_init (&world);
  history->at = 1700000000000;
  history->event = PTN_EVENT_CANCELLED;
  history->by = world.users[1];
  g_free (world.order->history.data);
  world.order->history = (PtnRecords) { .data = history, .length = 1 };
  run_script (&world, "base=pending:2 confirm take answer=cancelled:3", NULL);
  list = ptn_attention_list (world.db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  line = g_ptr_array_index (list, 0);
  guest = ptn_synth_guest (&world.synth, 1);
  g_assert_cmpstr (line->guest_name, ==, guest->name);
  ptn_record_free (&ptn_guest_record, guest);
  g_assert_cmpstr (line->offer_name.text[PTN_LANGUAGE_IT], ==,
                   world.order->name.text[PTN_LANGUAGE_IT]);
  g_assert_cmpint (line->kind, ==, PTN_OP_ORDER_CONFIRM);
  g_assert_cmpint (line->problem, ==, PTN_PROBLEM_CONFLICT);
  g_assert_true (ptn_uuid_equal (&line->user, &world.users[0]));
  g_assert_true (ptn_uuid_equal (&line->order, &world.order->id));
  g_assert_cmpint (line->decided_at, ==, 1700000000000);
  g_assert_true (ptn_uuid_equal (&line->decided_by, &world.users[1]));
  key = g_strdup_printf ("%" G_GINT64_FORMAT, line->key);
  g_assert_true (transact (&world, dismiss, key, &error));
  after = ptn_attention_list (world.db, &error);
  g_assert_cmpuint (after->len, ==, 0);
  world_clear (&world);
}

/* A request holds at most 100 operations. */
static void
test_full_request (void)
{
  World world;

  world_init (&world);
  for (int i = 0; i < 150; i++)
    {
      ptn_record_free (&ptn_order_record, world.order);
      world.order = ptn_synth_order (&world.synth, i);
      run_script (&world, "base=pending:2 confirm", NULL);
    }
  run_script (&world, "take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, PTN_OPS_MAX);
  for (int i = 0; i < PTN_OPS_MAX; i++)
    run_script (&world, "answer=applied", NULL);
  run_script (&world, "take", NULL);
  g_assert_cmpuint (world.sent.ops->len, ==, 50);
  g_assert_cmpint (g_array_index (world.sent.ops, PtnOp, 0).op_seq, ==, PTN_OPS_MAX + 1);
  world_clear (&world);
}

/* What was settled long ago is forgotten, but no echo. */
static void
test_forgetting (void)
{
  World world;

  world_init (&world);
  run_script (&world, "base=pending:2 confirm take answer=applied", NULL);
  ptn_record_free (&ptn_order_record, world.order);
  world.order = ptn_synth_order (&world.synth, 6);
  run_script (&world, "base=pending:2", NULL);
  for (int i = 0; i < 600; i++)
    {
      g_autofree char *script =
          g_strdup_printf ("confirm take undo take answer=applied answer=applied base=pending:%d",
                           4 + 2 * i);

      run_script (&world, script, NULL);
    }
  g_assert_cmpint (store_get_int (world.db, "SELECT max (op_seq) FROM outbox"), ==, 1201);
  g_assert_cmpint (store_get_int (world.db, "SELECT count (*) FROM outbox"), <=, 1003);
  g_assert_cmpint (store_get_int (world.db, "SELECT min (key) FROM outbox"), ==, 1);
  ptn_record_free (&ptn_order_record, world.order);
  world.order = ptn_synth_order (&world.synth, 5);
  g_assert_cmpint (get_order_int (&world, "shown_status"), ==, PTN_ORDER_CONFIRMED);
  check_invariants (&world);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (overlays); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/outbox/overlay/%s", overlays[i].script);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_overlay);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/outbox/refusal/%s", refusals[i].script);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_refusal);
    }
  g_test_add_func ("/store/outbox/unknown-order", test_unknown_order);
  g_test_add_func ("/store/outbox/base-revs", test_base_revs);
  g_test_add_func ("/store/outbox/same-bytes", test_same_bytes);
  g_test_add_func ("/store/outbox/no-gap", test_no_gap);
  g_test_add_func ("/store/outbox/users", test_users);
  g_test_add_func ("/store/outbox/nothing", test_nothing);
  g_test_add_func ("/store/outbox/numbering", test_numbering);
  g_test_add_func ("/store/outbox/strange-answers", test_strange_answers);
  g_test_add_func ("/store/outbox/undo-of-earlier", test_undo_of_earlier);
  g_test_add_func ("/store/outbox/attention", test_attention);
  g_test_add_func ("/store/outbox/full-request", test_full_request);
  g_test_add_func ("/store/outbox/forgetting", test_forgetting);

  return g_test_run ();
}
