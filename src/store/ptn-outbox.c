// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox: what a person decided here and the server has not answered yet.
//
// FORMAT. A row of the table "outbox" is one operation: its UUIDv7, its kind and order, its body
// and the body's hash as they are sent, the revision that it was made from, and the status that the
// order had before the decision. "key" is the order in which operations were made. "op_seq" is the
// number that the server counts for this device and user: NULL until the operation is first sent.
// "sender" has the last number given for each user. "state" is one of
//
//   waiting   nothing is known of it at the server. Only these are sent, and only with their own
//   user's token. echo      the server applied it, but the base has not come to the revision that
//   it was answered at. done      it has. Kept (the last 1,000) so that it can still be taken back
//   by its id. refused   the server rejected it, or it came too late. "attention" has a line that
//   says so, until a person dismisses it.
//
// ALGORITHM. Making an operation inserts its row and computes the overlay (ptn-overlay.c) in one
// transaction; when that is durable the desk says saved. Sending has three steps, each of which may
// be the last before a crash:
//
//   1. ptn_outbox_take() numbers the operations that have no number and commits. From now on the
//   server may know them.
//   2. The request goes out. No answer, or one that says nothing (5xx, a cut, a stranger's page),
//   leaves everything as it is: the next
//      take gives the same numbers and bytes, and the server answers what it answered the first
//      time.
//   3. ptn_outbox_settle() records what the server says of each.
//
// So an operation is applied exactly once if the server keeps its promise to answer a number that
// it has seen with the stored result. A number is never given to another operation, with one
// exception: where the server says that it never saw it (ptn_outbox_renumber).
//
// UNDO. A decision that has no number was never sent: it is deleted, as if it had not been made.
// One that has may have reached the server, so order.undo is queued behind it. Only the last
// decision of an order can be taken back, by the person who made it.

#include "config.h"

#include "ptn-outbox.h"

#include <glib/gi18n-lib.h>

#include "base/ptn-quark.h"
#include "ptn-overlay.h"
#include "ptn-step.h"

PTN_DEFINE_QUARK ("ptn-store-error-quark", ptn_store_error_quark)

static const PtnOpKind kinds[] = { PTN_OP_ORDER_CONFIRM, PTN_OP_ORDER_CANCEL, PTN_OP_ORDER_UNDO };

static gboolean
insert_op (PtnDb            *db,
           const PtnUuid    *user,
           PtnOpKind         kind,
           const PtnOrderOp *content,
           gint64            seen_rev,
           gboolean          tell_rev,
           PtnOrderStatus    before,
           PtnUuid          *id,
           GError          **error)
{
  PtnOp                    op = { .kind = kind, .body = ptn_order_op_to_body (kind, content) };
  g_autoptr (PtnStatement) statement = NULL;

  ptn_op_seal (&op);
  ptn_uuid_new (id);
  statement =
      ptn_db_query (db, error,
                    "INSERT INTO outbox (id, user, kind, \"order\", seen_rev, told_rev, undoes, "
                    "before, body, hash, state)"
                    " VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN $5 END, $7, $8, $9, $10, 0)",
                    "uuiuiiuitt", id, user, (gint64) kind, &content->order, seen_rev,
                    (gint64) tell_rev, &content->decision, (gint64) before, op.body, op.hash);
  ptn_op_clear (&op);
  return ptn_step_all (statement, error);
}

static gboolean
refuse (PtnVerdict verdict, GError **error)
{
  const char *message = _ ("The order has changed meanwhile");

  if (verdict == PTN_VERDICT_NOT_YOURS)
    message = _ ("Another user made this decision");
  else if (verdict == PTN_VERDICT_TOO_LATE)
    message = _ ("It is too late to take this decision back");
  else if (verdict == PTN_VERDICT_NONE)
    message = _ ("The order is in this state already");
  else if (verdict == PTN_VERDICT_FINAL)
    message = _ ("A cancelled order cannot be confirmed");
  g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
no_such (GError **error)
{
  g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NO_SUCH,
                       _ ("This order is not on this computer any more"));
  return FALSE;
}

gboolean
ptn_outbox_decide (PtnDb         *db,
                   const PtnUuid *user,
                   const PtnUuid *order,
                   PtnDecision    decision,
                   PtnUuid       *op,
                   PtnChanges    *changes,
                   GError       **error)
{
  const PtnOrderOp content = { .order = *order };
  PtnOrderRequest  request = { .decision = decision, .user = *user };
  PtnOverlay       overlay;
  PtnOrderStatus   after;
  PtnVerdict       verdict;

  g_return_val_if_fail (decision != PTN_DECISION_UNDO, FALSE);
  if (!ptn_overlay_fold (db, order, &overlay, error))
    return FALSE;
  if (overlay.row == 0)
    return no_such (error);
  request.seen_rev = overlay.now.rev;
  verdict = ptn_order_decide (&overlay.now, &request, &after);
  if (verdict != PTN_VERDICT_CHANGE)
    return refuse (verdict, error);
  changes->outbox = TRUE;
  return insert_op (db, user, kinds[decision], &content, overlay.now.rev, TRUE, overlay.now.status,
                    op, error) &&
         ptn_overlay_refresh (db, order, changes, error);
}

/* What there is to know of a decision that is to be taken back. */
typedef struct
{
  gint64         key;
  PtnUuid        user;
  PtnUuid        order;
  PtnOpKind      kind;
  gint64         seen_rev;
  PtnOrderStatus before;
  PtnOutboxState state;
  gboolean       sent;
  gboolean       last; /* of its order */
} Decision;

static gboolean
load_decision (PtnDb *db, const PtnUuid *op, Decision *decision, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT key, user, \"order\", kind, seen_rev, before, state, op_seq IS NOT "
                    "NULL OR state <> 0,"
                    " NOT EXISTS (SELECT 1 FROM outbox b WHERE b.\"order\" = a.\"order\" AND b.key "
                    "> a.key AND b.state <> 3)"
                    " FROM outbox a WHERE id = $1",
                    "u", op);
  gboolean row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  if (!row)
    return refuse (PTN_VERDICT_TOO_LATE, error);
  decision->key = ptn_statement_int (statement, 0);
  ptn_statement_uuid (statement, 1, &decision->user);
  ptn_statement_uuid (statement, 2, &decision->order);
  decision->kind = ptn_statement_int (statement, 3);
  decision->seen_rev = ptn_statement_int (statement, 4);
  decision->before = ptn_statement_int (statement, 5);
  decision->state = ptn_statement_int (statement, 6);
  decision->sent = ptn_statement_int (statement, 7) != 0;
  decision->last = ptn_statement_int (statement, 8) != 0;
  return TRUE;
}

/* The rules' answer to the undo, as far as this desk can know it. */
static PtnVerdict
preview_undo (const PtnOverlay *overlay,
              const Decision   *decision,
              const PtnUuid    *user,
              const PtnUuid    *op)
{
  const gint64          made_rev = decision->seen_rev + 1;
  const PtnOrderRequest request = {
    .decision = PTN_DECISION_UNDO, .seen_rev = made_rev, .user = *user, .undoes = *op
  };
  PtnOrderState  now = overlay->now;
  PtnOrderStatus after;

  if (!now.held &&
      now.rev ==
          made_rev) /* the base shows it, or another desk did the same first: the server knows */
    {
      now.held = overlay->base_held;
      now.before = decision->before;
      now.decision = *op;
      now.decided_by = decision->user;
    }
  return ptn_order_decide (&now, &request, &after);
}

gboolean
ptn_outbox_undo (PtnDb         *db,
                 const PtnUuid *user,
                 const PtnUuid *op,
                 PtnChanges    *changes,
                 GError       **error)
{
  Decision   decision;
  PtnOrderOp content;
  PtnOverlay overlay;
  PtnUuid    undo;
  PtnVerdict verdict;

  if (!load_decision (db, op, &decision, error))
    return FALSE;
  if (!ptn_uuid_equal (&decision.user, user))
    return refuse (PTN_VERDICT_NOT_YOURS, error);
  if (decision.kind == PTN_OP_ORDER_UNDO || decision.state == PTN_OUTBOX_REFUSED || !decision.last)
    return refuse (PTN_VERDICT_TOO_LATE, error);
  changes->outbox = TRUE;
  if (!decision.sent)
    return ptn_db_run (db, error, "DELETE FROM outbox WHERE key = $1", "i", decision.key) &&
           ptn_overlay_refresh (db, &decision.order, changes, error);

  if (!ptn_overlay_fold (db, &decision.order, &overlay, error))
    return FALSE;
  verdict = preview_undo (&overlay, &decision, user, op);
  if (verdict != PTN_VERDICT_CHANGE)
    return refuse (verdict, error);
  content = (PtnOrderOp) { .order = decision.order, .decision = *op };
  return insert_op (db, user, PTN_OP_ORDER_UNDO, &content, decision.seen_rev + 1,
                    decision.state != PTN_OUTBOX_WAITING, decision.before, &undo, error) &&
         ptn_overlay_refresh (db, &decision.order, changes, error);
}

GHashTable *
ptn_outbox_waiting (PtnDb *db, GError **error)
{
  g_autoptr (GHashTable)   waiting = g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free,
                                                            NULL);
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT user, count (*) FROM outbox WHERE state = 0 GROUP BY user",
                    "");
  gboolean ok, row;
  PtnUuid  user;

  while ((ok = ptn_step (statement, &row, error)) && row)
    if (ptn_statement_uuid (statement, 0, &user))
      g_hash_table_insert (waiting, g_memdup2 (&user, sizeof user),
                           GINT_TO_POINTER ((int) ptn_statement_int (statement, 1)));
  return ok ? g_steal_pointer (&waiting) : NULL;
}
