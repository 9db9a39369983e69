// SPDX-License-Identifier: GPL-3.0-or-later
// A server in memory.

#include "config.h"

#include "sim-server.h"

#include <string.h>

typedef struct
{
  PtnOrder     *record;
  PtnOrderState state;
} SimOrder;

struct _SimServer
{
  PtnSynth    synth;
  PtnUuid     id;
  gint64      epoch;
  gint64      seq;
  GPtrArray  *orders;  /* of SimOrder */
  GHashTable *by_id;   /* PtnUuid → SimOrder */
  GPtrArray  *feed;    /* of PtnFeedRow */
  GHashTable *results; /* user → GArray of PtnOpResult: the n-th is of op_seq n + 1 */
  GHashTable *effects; /* op → how often it took effect */
};

static void
free_order (gpointer data)
{
  SimOrder *order = data;

  ptn_record_free (&ptn_order_record, order->record);
  g_free (order);
}

static void
clear_result (gpointer result)
{
  ptn_op_result_clear (result);
}

static SimOrder *
add_order (SimServer *server)
{
  SimOrder *order = g_new0 (SimOrder, 1);

  order->record = ptn_synth_order (&server->synth, server->orders->len);
  /* What comes later waits for a decision. */
  if (server->orders->len >= server->synth.n_orders)
    order->record->status = PTN_ORDER_PENDING;
  order->state = (PtnOrderState) { .status = order->record->status, .rev = 1 };
  g_ptr_array_add (server->orders, order);
  g_hash_table_insert (server->by_id, &order->record->id, order);
  return order;
}

SimServer *
sim_server_new (const PtnSynth *synth, const PtnUuid *id, gint64 epoch)
{
  SimServer *server = g_new0 (SimServer, 1);

  server->synth = *synth;
  server->id = *id;
  server->epoch = epoch;
  server->orders = g_ptr_array_new_with_free_func (free_order);
  server->by_id = g_hash_table_new (ptn_uuid_hash, ptn_uuid_equal);
  server->feed = ptn_synth_rows_new ();
  server->results = g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free,
                                           (GDestroyNotify) g_array_unref);
  server->effects = g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free, NULL);
  for (gint64 i = 0; i < synth->n_orders; i++)
    add_order (server);
  return server;
}

void
sim_server_free (SimServer *server)
{
  g_hash_table_unref (server->by_id);
  g_hash_table_unref (server->results);
  g_hash_table_unref (server->effects);
  g_ptr_array_unref (server->orders);
  g_ptr_array_unref (server->feed);
  g_free (server);
}

gint64
sim_server_get_seq (SimServer *server)
{
  return server->seq;
}

gint64
sim_server_n_orders (SimServer *server)
{
  return server->orders->len;
}

/* One commit with one row. */
static void
commit (SimServer *server, SimOrder *order)
{
  order->record->status = order->state.status;
  order->record->held_until = order->state.held ? 1 : 0;
  ptn_synth_rows_add (server->feed, &ptn_order_record, &order->record->id, order->state.rev,
                      ++server->seq, ptn_record_copy (&ptn_order_record, order->record));
}

/* Returns: whether it took effect */
static PtnVerdict
decide (SimServer *server, SimOrder *order, const PtnUuid *op, const PtnOrderRequest *request)
{
  PtnOrderStatus   after;
  const PtnVerdict verdict = ptn_order_decide (&order->state, request, &after);

  if (verdict != PTN_VERDICT_CHANGE)
    return verdict;
  order->state.held = request->decision != PTN_DECISION_UNDO;
  order->state.before = order->state.status;
  order->state.decision = *op;
  order->state.decided_by = request->user;
  order->state.status = after;
  order->state.rev++;
  commit (server, order);
  return verdict;
}

static char *
current (SimServer *server, SimOrder *order)
{
  GString *line = g_string_new (NULL);

  ptn_feed_write_row (line, server->seq, &ptn_order_record, &order->record->id, order->state.rev,
                      order->record);
  g_string_truncate (line, line->len - 1);
  return g_string_free (line, FALSE);
}

static void
execute (SimServer *server, const PtnUuid *user, const PtnOp *op, PtnOpResult *result)
{
  static const PtnProblemType problems[] = {
    [PTN_VERDICT_CONFLICT] = PTN_PROBLEM_CONFLICT,
    [PTN_VERDICT_FINAL] = PTN_PROBLEM_FINAL,
    [PTN_VERDICT_TOO_LATE] = PTN_PROBLEM_TOO_LATE,
    [PTN_VERDICT_NOT_YOURS] = PTN_PROBLEM_NOT_YOURS,
  };
  PtnOrderRequest request = { .decision = (PtnDecision) op->kind, .user = *user };
  PtnOrderOp      content;
  SimOrder       *order;
  PtnVerdict      verdict;

  g_assert_true (ptn_order_op_from_body (op->kind, op->body, &content, NULL));
  order = g_hash_table_lookup (server->by_id, &content.order);
  request.seen_rev = ptn_op_base_rev (op, &content.order);
  request.undoes = content.decision;
  verdict = decide (server, order, &op->id, &request);
  g_hash_table_insert (server->effects, g_memdup2 (&op->id, sizeof op->id),
                       GINT_TO_POINTER (
                           GPOINTER_TO_INT (g_hash_table_lookup (server->effects, &op->id)) + 1 +
                           (verdict == PTN_VERDICT_CHANGE ? 1 : 0)));
  *result = (PtnOpResult) { .op_seq = op->op_seq, .id = op->id, .kind = PTN_RESULT_APPLIED };
  if (verdict == PTN_VERDICT_CHANGE || verdict == PTN_VERDICT_NONE)
    {
      result->rev = order->state.rev;
      return;
    }
  result->kind = verdict == PTN_VERDICT_CONFLICT ? PTN_RESULT_CONFLICT : PTN_RESULT_REJECTED;
  result->problem.type = problems[verdict];
  if (verdict == PTN_VERDICT_CONFLICT)
    result->current = current (server, order);
}

static PtnOpResult
copy_result (const PtnOpResult *result)
{
  PtnOpResult copy = *result;

  copy.current = g_strdup (result->current);
  return copy;
}

PtnOpsResponse
sim_server_push (SimServer *server, const PtnOpsRequest *request)
{
  PtnOpsResponse response = { .server = server->id,
                              .results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult)) };
  GArray        *results = g_hash_table_lookup (server->results, &request->user);

  if (results == NULL)
    {
      results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult));
      g_array_set_clear_func (results, clear_result);
      g_hash_table_insert (server->results, g_memdup2 (&request->user, sizeof request->user),
                           results);
    }
  for (guint i = 0; i < request->ops->len; i++)
    {
      const PtnOp *op = &g_array_index (request->ops, PtnOp, i);
      PtnOpResult  result;

      g_assert_cmpint (op->op_seq, <=, results->len + 1); /* no gap */
      if (op->op_seq == results->len + 1)
        {
          execute (server, &request->user, op, &result);
          g_array_append_val (results, result);
        }
      result = copy_result (&g_array_index (results, PtnOpResult, op->op_seq - 1));
      g_assert_true (ptn_uuid_equal (&result.id, &op->id));
      g_array_append_val (response.results, result);
    }
  return response;
}

static void
add_copy (GPtrArray *rows, const PtnFeedRow *row)
{
  ptn_synth_rows_add (rows, row->type, &row->id, row->rev, row->seq,
                      ptn_record_copy (row->type, row->record));
}

GPtrArray *
sim_server_pull (SimServer *server, gint64 since, guint limit, gint64 *to)
{
  GPtrArray *rows = ptn_synth_rows_new ();

  *to = since;
  for (guint i = 0; i < server->feed->len && rows->len < limit; i++)
    {
      const PtnFeedRow *row = g_ptr_array_index (server->feed, i);

      if (row->seq <= since)
        continue;
      add_copy (rows, row);
      *to = row->seq;
    }
  return rows;
}

GPtrArray *
sim_server_snapshot (SimServer *server)
{
  GPtrArray   *rows;
  PtnSynthIter iter;

  ptn_synth_iter_init (&iter, &server->synth);
  rows = ptn_synth_iter_chunk (&iter, G_MAXUINT);
  while (rows->len > 0 &&
         ((PtnFeedRow *) g_ptr_array_index (rows, rows->len - 1))->type == &ptn_order_record)
    g_ptr_array_remove_index (rows, rows->len - 1);
  for (guint i = 0; i < server->orders->len; i++)
    {
      const SimOrder *order = g_ptr_array_index (server->orders, i);

      ptn_synth_rows_add (rows, &ptn_order_record, &order->record->id, order->state.rev, 0,
                          ptn_record_copy (&ptn_order_record, order->record));
    }
  return rows;
}

void
sim_server_decide (SimServer *server, const PtnUuid *user, gint64 n, PtnDecision decision)
{
  SimOrder             *order = g_ptr_array_index (server->orders, n);
  const PtnOrderRequest request = { .decision = decision,
                                    .seen_rev = order->state.rev,
                                    .user = *user };
  PtnUuid               op;

  ptn_uuid_new (&op);
  decide (server, order, &op, &request);
}

void
sim_server_add_order (SimServer *server)
{
  commit (server, add_order (server));
}

/* DESIGN §2: afterwards undo is refused. */
void
sim_server_release (SimServer *server, gint64 n)
{
  SimOrder *order = g_ptr_array_index (server->orders, n);

  order->state.held = FALSE;
}

int
sim_server_get_effects (SimServer *server, const PtnUuid *op)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (server->effects, op)) - 1;
}
