// SPDX-License-Identifier: GPL-3.0-or-later
// The overlay: the fold of an order's waiting operations over its base.
//
// The operations of an order are taken in the order in which they were made and given to
// ptn_order_decide() one after the other, as the server will. One that the rules would refuse
// changes nothing here: it waits for the server's answer all the same. An operation that was
// applied stays in the fold as an echo until the next revision of the order comes: answers and feed
// come on different ways, and in between the order must not fall back to its former state.

#include "config.h"

#include "ptn-overlay.h"

#include "ptn-step.h"

static const PtnDecision decisions[] = { PTN_DECISION_CONFIRM, PTN_DECISION_CANCEL,
                                         PTN_DECISION_UNDO };

/* overlay->row stays 0 where the order is not on this desk. */
static gboolean
load_base (PtnDb *db, const PtnUuid *order, PtnOverlay *overlay, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error, "SELECT row, rev, status, coalesce (held_until, 0) FROM \"order\" WHERE id = $1",
      "u", order);
  gboolean row;

  *overlay = (PtnOverlay) { 0 };
  if (!ptn_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  overlay->row = ptn_statement_int (statement, 0);
  overlay->now.rev = ptn_statement_int (statement, 1);
  overlay->now.status = ptn_statement_int (statement, 2);
  overlay->base_held = ptn_statement_int (statement, 3) != 0;
  return TRUE;
}

/* The base does not say which operation decided: the operation that undoes it does, as long as the
 * revision is the one it made. */
static void
recall_decision (PtnOrderState *now, const PtnOrderRequest *request, PtnOrderStatus before)
{
  if (now->held || now->rev != request->seen_rev)
    return;
  now->held = TRUE;
  now->before = before;
  now->decision = request->undoes;
  now->decided_by = request->user;
}

static void
fold_one (PtnOrderState         *now,
          const PtnUuid         *op,
          const PtnOrderRequest *request,
          PtnOrderStatus         before)
{
  PtnOrderStatus after;

  if (request->decision == PTN_DECISION_UNDO)
    recall_decision (now, request, before);
  if (ptn_order_decide (now, request, &after) != PTN_VERDICT_CHANGE)
    return;
  now->held = request->decision != PTN_DECISION_UNDO;
  now->before = now->status;
  now->decision = *op;
  now->decided_by = request->user;
  now->status = after;
  now->rev++;
}

gboolean
ptn_overlay_fold (PtnDb *db, const PtnUuid *order, PtnOverlay *overlay, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  gboolean                 ok, row;

  if (!load_base (db, order, overlay, error))
    return FALSE;
  if (overlay->row == 0)
    return TRUE;
  statement = ptn_db_query (db, error,
                            "SELECT id, user, kind, seen_rev, undoes, before, state FROM outbox"
                            " WHERE \"order\" = $1 AND state IN (0, 1) ORDER BY key",
                            "u", order);
  while ((ok = ptn_step (statement, &row, error)) && row)
    {
      PtnOrderRequest request = { .decision = decisions[ptn_statement_int (statement, 2)],
                                  .seen_rev = ptn_statement_int (statement, 3) };
      PtnUuid         op;

      ptn_statement_uuid (statement, 0, &op);
      ptn_statement_uuid (statement, 1, &request.user);
      ptn_statement_uuid (statement, 4, &request.undoes);
      fold_one (&overlay->now, &op, &request, ptn_statement_int (statement, 5));
      overlay->waiting |= ptn_statement_int (statement, 6) == PTN_OUTBOX_WAITING;
    }
  return ok;
}

static gboolean
move_counter (PtnDb *db, PtnOrderStatus from, PtnOrderStatus to, GError **error)
{
  return from == to ||
         ptn_db_run (
             db, error,
             "UPDATE counter SET n = n + (status = $2) - (status = $1) WHERE status IN ($1, $2)",
             "ii", (gint64) from, (gint64) to);
}

gboolean
ptn_overlay_refresh (PtnDb *db, const PtnUuid *order, PtnChanges *changes, GError **error)
{
  PtnOverlay overlay;
  gint64     shown = 0;

  if (!ptn_overlay_fold (db, order, &overlay, error))
    return FALSE;
  if (overlay.row == 0)
    return TRUE;
  ptn_changes_order (changes, overlay.row);
  return ptn_db_get_int (db, &shown, error, "SELECT shown_status FROM \"order\" WHERE row = $1",
                         "i", overlay.row) &&
         move_counter (db, shown, overlay.now.status, error) &&
         ptn_db_run (db, error,
                     "UPDATE \"order\" SET shown_status = $2, waiting = $3"
                     " WHERE row = $1 AND (shown_status <> $2 OR waiting <> $3)",
                     "iii", overlay.row, (gint64) overlay.now.status, (gint64) overlay.waiting);
}

gboolean
ptn_overlay_new_revision (PtnDb *db, const PtnUuid *order, PtnChanges *changes, GError **error)
{
  return ptn_db_run (
             db, error,
             "UPDATE outbox SET state = 2 WHERE \"order\" = $1 AND state = 1 AND answered_rev"
             " <= coalesce ((SELECT rev FROM \"order\" WHERE id = $1), answered_rev)",
             "u", order) &&
         ptn_overlay_refresh (db, order, changes, error);
}

gboolean
ptn_overlay_refresh_all (PtnDb *db, PtnChanges *changes, GError **error)
{
  g_autoptr (GArray)       orders = g_array_new (FALSE, FALSE, sizeof (PtnUuid));
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT DISTINCT \"order\" FROM outbox WHERE state IN (0, 1)", "");
  PtnUuid  order;
  gboolean ok, row;

  while ((ok = ptn_step (statement, &row, error)) && row)
    if (ptn_statement_uuid (statement, 0, &order))
      g_array_append_val (orders, order);
  for (guint i = 0; ok && i < orders->len; i++)
    ok = ptn_overlay_refresh (db, &g_array_index (orders, PtnUuid, i), changes, error);
  return ok;
}
