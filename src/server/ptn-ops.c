// SPDX-License-Identifier: GPL-3.0-or-later
// POST /v1/ops: each operation is one transaction, in which its result is stored with its effects;
// so a batch can be cut anywhere and sent again (docs/protocol.md, Push).

#include "config.h"

#include <string.h>

#include "ptn-calls.h"
#include "ptn-orders.h"
#include "ptn-server.h"
#include "wire/ptn-feed.h"
#include "wire/ptn-op.h"

typedef struct _Push Push;

/* Fills in @result. FALSE with @error where the database fails: nothing is consumed then. */
typedef gboolean (
    *Apply) (Push *push, PtnCommit *commit, const PtnOp *op, PtnOpResult *result, GError **error);

struct _Push
{
  PtnWorker         *worker;
  const PtnIdentity *who;
  PtnProblem         refusal; /* of the whole request, where refused is TRUE */
  gboolean           refused;
};

/* Operations on orders */

static const PtnDecision decisions[] = {
  [PTN_OP_ORDER_CONFIRM] = PTN_DECISION_CONFIRM,
  [PTN_OP_ORDER_CANCEL] = PTN_DECISION_CANCEL,
  [PTN_OP_ORDER_UNDO] = PTN_DECISION_UNDO,
};

static void
reject (PtnOpResult *result, PtnProblemType type, const char *pointer, const char *detail)
{
  result->kind = PTN_RESULT_REJECTED;
  result->problem =
      (PtnProblem) { .type = type, .detail = g_strdup (detail), .pointer = g_strdup (pointer) };
}

/* What stands now, for the loser to see. */
static gboolean
report_conflict (PtnCommit *commit, const PtnUuid *order, PtnOpResult *result, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  PtnOrder            record;
  gint64              rev;
  gboolean            done;

  ptn_record_init (&ptn_order_record, &record);
  done = ptn_commit_get (commit, &ptn_order_record, order, &record, &rev, error);
  if (done)
    {
      ptn_feed_write_row (row, 0, &ptn_order_record, order, rev, &record);
      result->kind = PTN_RESULT_CONFLICT;
      result->problem = (PtnProblem) { .type = PTN_PROBLEM_CONFLICT };
      result->current = g_string_free_and_steal (g_steal_pointer (&row));
    }
  ptn_record_clear (&ptn_order_record, &record);
  return done;
}

static gboolean
report (PtnVerdict     verdict,
        PtnCommit     *commit,
        const PtnUuid *order,
        gint64         rev,
        PtnOpResult   *result,
        GError       **error)
{
  switch (verdict)
    {
    case PTN_VERDICT_CONFLICT:
      return report_conflict (commit, order, result, error);
    case PTN_VERDICT_FINAL:
      reject (result, PTN_PROBLEM_FINAL, NULL, NULL);
      return TRUE;
    case PTN_VERDICT_TOO_LATE:
      reject (result, PTN_PROBLEM_TOO_LATE, NULL, NULL);
      return TRUE;
    case PTN_VERDICT_NOT_YOURS:
      reject (result, PTN_PROBLEM_NOT_YOURS, NULL, NULL);
      return TRUE;
    case PTN_VERDICT_CHANGE:
    case PTN_VERDICT_NONE:
    default:
      result->kind = PTN_RESULT_APPLIED;
      result->rev = rev;
      return TRUE;
    }
}

static gboolean
apply_to_order (Push *push, PtnCommit *commit, const PtnOp *op, PtnOpResult *result, GError **error)
{
  g_autoptr (GError) fault = NULL;
  PtnOrderRequest    request = { .decision = decisions[op->kind], .user = push->who->user };
  PtnOrderOp         body;
  PtnVerdict         verdict;
  gint64             rev;

  if (!ptn_order_op_from_body (op->kind, op->body, &body, &fault))
    {
      g_autofree char *pointer = ptn_json_fault_pointer (fault);

      reject (result, PTN_PROBLEM_INVALID, pointer, fault->message);
      return TRUE;
    }
  request.undoes = body.decision;
  request.seen_rev = ptn_op_base_rev (op, &body.order);
  if (request.seen_rev < 0 && op->kind != PTN_OP_ORDER_UNDO)
    {
      reject (result, PTN_PROBLEM_INVALID, "/base_revs", "the order's revision is missing");
      return TRUE;
    }
  if (ptn_orders_decide (commit, &body.order, &request, &push->who->device, &op->id, &verdict, &rev,
                         &fault))
    return report (verdict, commit, &body.order, rev, result, error);
  if (fault == NULL)
    {
      reject (result, PTN_PROBLEM_NOT_FOUND, "/order", "there is no such order");
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* What each operation needs. Orders are for every active user. */
static const struct
{
  Apply   apply;
  PtnRole role; /* the least */
} kinds[] = {
  [PTN_OP_ORDER_CONFIRM] = { apply_to_order, PTN_ROLE_RECEPTIONIST },
  [PTN_OP_ORDER_CANCEL] = { apply_to_order, PTN_ROLE_RECEPTIONIST },
  [PTN_OP_ORDER_UNDO] = { apply_to_order, PTN_ROLE_RECEPTIONIST },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == PTN_N_OPS);

/* Numbers and results */

static void
refuse (Push *push, PtnProblemType type, const char *pointer, const char *detail, gint64 expected)
{
  push->refused = TRUE;
  push->refusal = (PtnProblem) {
    .type = type, .detail = g_strdup (detail), .pointer = g_strdup (pointer), .expected = expected
  };
}

static gboolean
read_last (Push *push, gint64 *last, GError **error)
{
  return ptn_db_get_int (push->worker->db, last, error,
                         "SELECT coalesce ((SELECT op_seq FROM device_seq WHERE property = $1 AND "
                         "device_id = $2 AND user_id = $3), 0)",
                         "iuu", push->who->property, &push->who->device, &push->who->user);
}

/* The result that was stored for a number seen before, if it is the same operation: the bodies of
 * two may have the same bytes. @last: the last number seen */
static gboolean
repeat_result (Push *push, const PtnOp *op, gint64 last, PtnOpResult *result, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (push->worker->db, error,
                    "SELECT hash, result FROM op_result WHERE property = $1 AND device_id = $2 AND "
                    "user_id = $3 AND op_seq = $4",
                    "iuui", push->who->property, &push->who->device, &push->who->user, op->op_seq);

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  if (!ptn_op_result_from_json (ptn_statement_text (statement, 1),
                                ptn_statement_size (statement, 1), result, error))
    return FALSE;
  if (g_strcmp0 (ptn_statement_text (statement, 0), op->hash) != 0 ||
      !ptn_uuid_equal (&result->id, &op->id))
    refuse (push, PTN_PROBLEM_HASH, NULL, "this op_seq was another operation's before", last + 1);
  return TRUE;
}

static gboolean
store_result (Push *push, const PtnOp *op, const PtnOpResult *result, GError **error)
{
  g_autofree char *json = ptn_op_result_to_json (result);

  return ptn_db_run (push->worker->db, error,
                     "INSERT INTO op_result (property, device_id, user_id, op_seq, hash, result) "
                     "VALUES ($1, $2, $3, $4, $5, $6)",
                     "iuuitt", push->who->property, &push->who->device, &push->who->user,
                     op->op_seq, op->hash, json) &&
         ptn_db_run (
             push->worker->db, error,
             "INSERT INTO device_seq (property, device_id, user_id, op_seq) VALUES ($1, $2, $3, $4)"
             " ON CONFLICT (property, device_id, user_id) DO UPDATE SET op_seq = excluded.op_seq",
             "iuui", push->who->property, &push->who->device, &push->who->user, op->op_seq);
}

static gboolean
apply_new (Push *push, PtnCommit *commit, const PtnOp *op, PtnOpResult *result, GError **error)
{
  if (push->who->role < kinds[op->kind].role)
    reject (result, PTN_PROBLEM_FORBIDDEN, NULL, NULL);
  else if (!kinds[op->kind].apply (push, commit, op, result, error))
    return FALSE;
  return store_result (push, op, result, error);
}

/* One operation in its transaction. FALSE with @error where the database fails. */
static gboolean
push_one (Push *push, const PtnOp *op, PtnOpResult *result, GError **error)
{
  g_autoptr (PtnCommit) commit = ptn_commit_begin (push->worker->db, push->who->property, error);
  gint64                last;

  *result = (PtnOpResult) { .op_seq = op->op_seq, .id = op->id };
  if (commit == NULL || !read_last (push, &last, error))
    return FALSE;
  if (op->op_seq <= last)
    return repeat_result (push, op, last, result, error);
  if (op->op_seq > last + 1)
    {
      refuse (push, PTN_PROBLEM_SEQUENCE, NULL, "an operation before this one is missing",
              last + 1);
      return TRUE;
    }
  return apply_new (push, commit, op, result, error) &&
         ptn_commit_finish (g_steal_pointer (&commit), NULL, error);
}

static gboolean
push_all (Push *push, GArray *ops, PtnOpsResponse *reply, GError **error)
{
  for (guint i = 0; i < ops->len && !push->refused; i++)
    {
      PtnOpResult result;

      if (!push_one (push, &g_array_index (ops, PtnOp, i), &result, error))
        {
          ptn_op_result_clear (&result);
          return FALSE;
        }
      g_array_append_val (reply->results, result);
    }
  return TRUE;
}

static gboolean
is_own (const PtnIdentity *who, const PtnOpsRequest *request, PtnResponse *response)
{
  if (!ptn_uuid_equal (&who->user, &request->user))
    ptn_response_problem_at (response, PTN_PROBLEM_FORBIDDEN, "/user",
                             "the token is another user's");
  else if (!ptn_uuid_equal (&who->device, &request->device))
    ptn_response_problem_at (response, PTN_PROBLEM_FORBIDDEN, "/device",
                             "the token is another device's");
  else
    return TRUE;
  return FALSE;
}

static void
answer (Push *push, PtnOpsRequest *ops, PtnResponse *response)
{
  g_autoptr (GError) error = NULL;
  PtnOpsResponse     reply = { .server = *ptn_server_id (push->worker->server),
                               .results = g_array_new (FALSE, FALSE, sizeof (PtnOpResult)) };

  if (!push_all (push, ops->ops, &reply, &error))
    ptn_response_error (response, error);
  else if (push->refused)
    ptn_response_text (response, ptn_problem_status (push->refusal.type), PTN_PROBLEM_CONTENT_TYPE,
                       ptn_problem_to_json (&push->refusal));
  else
    ptn_response_text (response, 200, "application/json", ptn_ops_response_to_json (&reply));
  /* What came before a refusal is done. */
  ptn_worker_changed (push->worker, push->who->property);
  ptn_problem_clear (&push->refusal);
  ptn_ops_response_clear (&reply);
}

void
ptn_call_ops (PtnWorker         *worker,
              const PtnIdentity *who,
              const PtnRequest  *request,
              PtnResponse       *response)
{
  g_autoptr (GError) error = NULL;
  PtnOpsRequest      ops;
  Push               push = { .worker = worker, .who = who };

  if (g_strcmp0 (request->content_type, "application/json") != 0)
    {
      ptn_response_problem (response, PTN_PROBLEM_INVALID,
                            "the Content-Type must be application/json");
      return;
    }
  if (!ptn_ops_request_from_json (g_bytes_get_data (request->body, NULL),
                                  g_bytes_get_size (request->body), &ops, &error))
    {
      ptn_response_error (response, error);
      return;
    }
  if (is_own (who, &ops, response))
    answer (&push, &ops, response);
  ptn_ops_request_clear (&ops);
}
