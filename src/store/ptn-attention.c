// SPDX-License-Identifier: GPL-3.0-or-later
// Needs attention.

#include "config.h"

#include "ptn-attention.h"

#include <string.h>

#include "ptn-offer-name.h"
#include "ptn-step.h"

gboolean
ptn_attention_add (PtnDb          *db,
                   const PtnUuid  *user,
                   PtnOpKind       kind,
                   const PtnUuid  *order,
                   PtnProblemType  problem,
                   const PtnOrder *current,
                   GError        **error)
{
  PtnOrderHistory last = { 0 };

  if (current != NULL && current->history.length > 0)
    last = ((PtnOrderHistory *) current->history.data)[current->history.length - 1];
  return ptn_db_run (
      db, error,
      "INSERT INTO attention (user, kind, \"order\", problem, at, decided_at, decided_by)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      "uiutiiu", user, (gint64) kind, order, ptn_problem_name (problem), ptn_clock_now (), last.at,
      &last.by);
}

void
ptn_attention_free (PtnAttention *attention)
{
  if (attention == NULL)
    return;
  g_free (attention->guest_name);
  ptn_offer_name_clear (&attention->offer_name);
  g_free (attention);
}

static PtnProblemType
problem_from_name (const char *name)
{
  for (PtnProblemType type = 0; type < PTN_N_PROBLEMS; type++)
    if (strcmp (ptn_problem_name (type), name) == 0)
      return type;
  return PTN_PROBLEM_INTERNAL;
}

static PtnAttention *
read_line (PtnStatement *statement, GError **error)
{
  PtnAttention *attention = g_new0 (PtnAttention, 1);

  attention->key = ptn_statement_int (statement, 0);
  ptn_statement_uuid (statement, 1, &attention->user);
  attention->kind = ptn_statement_int (statement, 2);
  ptn_statement_uuid (statement, 3, &attention->order);
  attention->problem = problem_from_name (ptn_statement_text (statement, 4));
  attention->at = ptn_statement_int (statement, 5);
  attention->decided_at = ptn_statement_int (statement, 6);
  ptn_statement_uuid (statement, 7, &attention->decided_by);
  attention->guest_name = g_strdup (ptn_statement_text (statement, 8));
  if (ptn_statement_is_null (statement, 9) ||
      ptn_offer_name_read (ptn_statement_text (statement, 9), &attention->offer_name, error))
    return attention;
  ptn_attention_free (attention);
  return NULL;
}

GPtrArray *
ptn_attention_list (PtnDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) ptn_attention_free);
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT a.key, a.user, a.kind, a.\"order\", a.problem, a.at, a.decided_at, "
                    "a.decided_by, g.name, n.names"
                    " FROM attention a"
                    " LEFT JOIN \"order\" o ON o.id = a.\"order\""
                    " LEFT JOIN guest g ON g.row = o.guest_row"
                    " LEFT JOIN offer_name n ON n.id = o.name_id"
                    " ORDER BY a.key DESC",
                    "");
  gboolean ok, row;

  while ((ok = ptn_step (statement, &row, error)) && row)
    {
      PtnAttention *line = read_line (statement, error);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (list, line);
    }
  return ok ? g_steal_pointer (&list) : NULL;
}

gboolean
ptn_attention_dismiss (PtnDb *db, gint64 key, PtnChanges *changes, GError **error)
{
  changes->outbox = TRUE;
  return ptn_db_run (db, error, "DELETE FROM attention WHERE key = $1", "i", key);
}
