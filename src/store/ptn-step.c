// SPDX-License-Identifier: GPL-3.0-or-later
// Steps through a statement.

#include "config.h"

#include "ptn-step.h"

gboolean
ptn_step (PtnStatement *statement, gboolean *row, GError **error)
{
  g_autoptr (GError) fault = NULL;

  *row = statement != NULL && ptn_statement_step (statement, &fault);
  if (fault == NULL)
    return statement != NULL;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_step_all (PtnStatement *statement, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!ptn_step (statement, &row, error))
      return FALSE;
  return TRUE;
}

gboolean
ptn_step_int (PtnStatement *statement, gint64 *out, GError **error)
{
  gboolean row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  if (row)
    *out = ptn_statement_int (statement, 0);
  return TRUE;
}
