// SPDX-License-Identifier: GPL-3.0-or-later
// What an order causes outside, as rows.

#include "config.h"

#include "ptn-effects.h"

static const char *const kind_names[] = { "order.received", "order.auto-confirmed",
                                          "order.confirmed", "order.cancelled" };

gboolean
ptn_effects_add (PtnCommit *commit, const PtnEffect *effect, GError **error)
{
  return ptn_db_run (ptn_commit_db (commit), error,
                     "INSERT INTO effect (property, order_id, rev, kind, op, decided_by, before, "
                     "state, held_until, created_at)"
                     " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                     "iuituuitii", ptn_commit_property (commit), &effect->order, effect->rev,
                     kind_names[effect->kind], &effect->op, &effect->decided_by,
                     (gint64) effect->before, effect->held_until > 0 ? "held" : "released",
                     effect->held_until, ptn_commit_now (commit));
}

gboolean
ptn_effects_drop (PtnCommit *commit, const PtnUuid *order, const PtnUuid *op, GError **error)
{
  return ptn_db_run (ptn_commit_db (commit), error,
                     "UPDATE effect SET state = 'dropped' WHERE property = $1 AND order_id = $2 "
                     "AND op = $3 AND state = 'held'",
                     "iuu", ptn_commit_property (commit), order, op);
}

gboolean
ptn_effects_held_until (PtnCommit *commit, gint64 *held_until, GError **error)
{
  gint64 delay;

  if (!ptn_db_get_int (ptn_commit_db (commit), &delay, error,
                       "SELECT effect_delay FROM property_clock WHERE property = $1", "i",
                       ptn_commit_property (commit)))
    return FALSE;
  *held_until = ptn_commit_now (commit) + delay;
  return TRUE;
}

gboolean
ptn_effects_decision (PtnCommit     *commit,
                      const PtnUuid *order,
                      PtnOrderState *state,
                      gint64        *held_until,
                      GError       **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement = ptn_db_query (
      ptn_commit_db (commit), error,
      "SELECT op, decided_by, before, held_until, state = 'held' AND held_until > $3 FROM effect"
      " WHERE property = $1 AND order_id = $2 AND op IS NOT NULL AND state <> 'dropped' ORDER BY "
      "rev DESC LIMIT 1",
      "iui", ptn_commit_property (commit), order, ptn_commit_now (commit));

  if (statement == NULL)
    return FALSE;
  if (held_until != NULL)
    *held_until = 0;
  if (ptn_statement_step (statement, &fault))
    {
      ptn_statement_uuid (statement, 0, &state->decision);
      ptn_statement_uuid (statement, 1, &state->decided_by);
      state->before = (PtnOrderStatus) ptn_statement_int (statement, 2);
      state->held = ptn_statement_int (statement, 4) != 0;
      if (held_until != NULL && state->held)
        *held_until = ptn_statement_int (statement, 3);
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_effects_release (PtnDb *db, gint64 now, GError **error)
{
  return ptn_db_run (
      db, error, "UPDATE effect SET state = 'released' WHERE state = 'held' AND held_until <= $1",
      "i", now);
}

gboolean
ptn_effects_next_due (PtnDb *db, gint64 *due, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT min (held_until) FROM effect WHERE state = 'held'", "");

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *due = ptn_statement_is_null (statement, 0) ? G_MAXINT64 : ptn_statement_int (statement, 0);
  return TRUE;
}
