// SPDX-License-Identifier: GPL-3.0-or-later
// Removing what has outlived its use.

#include "config.h"

#include "ptn-upkeep.h"

#include "ptn-stay-codes.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

/* Up to which row a property's feed is too old: all before its first row that is young enough, so
 * that a clock that was set back only keeps rows for longer. FALSE without an error where there is
 * nothing to remove. */
static gboolean
find_old (PtnDb *db, gint64 before, gint64 *property, gint64 *seq, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT property, old FROM (SELECT c.property, c.pruned, coalesce ((SELECT "
                    "f.seq - 1 FROM feed AS f"
                    " WHERE f.property = c.property AND f.at >= $1 ORDER BY f.seq LIMIT 1), c.seq) "
                    "AS old FROM property_clock AS c)"
                    " WHERE old > pruned LIMIT 1",
                    "i", before);

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *property = ptn_statement_int (statement, 0);
  *seq = ptn_statement_int (statement, 1);
  return TRUE;
}

/* In one transaction with the mark that says so. */
static gboolean
prune (PtnDb *db, gint64 property, gint64 seq, GError **error)
{
  if (ptn_db_begin (db, error) &&
      ptn_db_run (db, error, "UPDATE property_clock SET pruned = $2 WHERE property = $1", "ii",
                  property, seq) &&
      ptn_db_run (db, error, "DELETE FROM feed WHERE property = $1 AND seq <= $2", "ii", property,
                  seq) &&
      ptn_db_commit (db, error))
    return TRUE;
  ptn_db_rollback (db);
  return FALSE;
}

static gboolean
prune_feeds (PtnDb *db, gint64 before, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gint64             property, seq;

  while (find_old (db, before, &property, &seq, &fault) && prune (db, property, seq, &fault))
    ;
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_upkeep_run (PtnDb *db, gint64 now, GError **error)
{
  return prune_feeds (db, now - PTN_FEED_DAYS * DAY_MS, error) &&
         ptn_db_run (db, error, "DELETE FROM session_token WHERE expires_at <= $1", "i", now) &&
         ptn_db_run (db, error,
                     "DELETE FROM session WHERE NOT EXISTS (SELECT 1 FROM session_token AS t WHERE "
                     "t.session = session.id)",
                     "") &&
         ptn_db_run (db, error, "DELETE FROM sign_in_failure WHERE at <= $1", "i", now - DAY_MS) &&
         ptn_stay_codes_prune (db, now, error);
}
