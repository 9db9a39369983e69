// SPDX-License-Identifier: GPL-3.0-or-later
// The base and its cursor.

#include "config.h"

#include "ptn-replica.h"

#include <glib/gi18n-lib.h>

#include "ptn-base-batch.h"
#include "ptn-outbox.h"
#include "ptn-step.h"

gboolean
ptn_replica_bind (PtnDb *db, const PtnUuid *server, const PtnUuid *property, GError **error)
{
  gint64                   ours = 0;
  g_autoptr (PtnStatement) statement = NULL;

  if (!ptn_db_run (db, error, "UPDATE desk SET server = $1, property = $2 WHERE server IS NULL",
                   "uu", server, property))
    return FALSE;
  statement = ptn_db_query (db, error, "SELECT server = $1 AND property = $2 FROM desk", "uu",
                            server, property);
  if (!ptn_step_int (statement, &ours, error))
    return FALSE;
  if (ours == 0)
    g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS,
                         _ ("The data on this computer belongs to another server or property"));
  return ours != 0;
}

gboolean
ptn_replica_cursor (PtnDb *db, PtnCursor *cursor, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, "SELECT epoch, seq FROM desk", "");
  gboolean                 row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  *cursor = (PtnCursor) { .epoch = ptn_statement_int (statement, 0),
                          .seq = ptn_statement_int (statement, 1) };
  return TRUE;
}

static gboolean
store_cursor (PtnDb *db, PtnCursor to, GError **error)
{
  return ptn_db_run (db, error, "UPDATE desk SET epoch = $1, seq = $2", "ii", to.epoch, to.seq);
}

static gboolean
apply_rows (PtnDb *db, GPtrArray *rows, gint64 after, PtnChanges *changes, GError **error)
{
  g_auto (PtnBaseBatch) batch = { 0 };

  if (!ptn_base_batch_begin (&batch, db, PTN_BASE_LIVE, changes, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const PtnFeedRow *row = g_ptr_array_index (rows, i);

      if (row->seq > after && !ptn_base_batch_put (&batch, row, error))
        return FALSE;
    }
  return ptn_base_batch_end (&batch, error);
}

gboolean
ptn_replica_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, PtnChanges *changes, GError **error)
{
  PtnCursor now;

  if (!ptn_replica_cursor (db, &now, error))
    return FALSE;
  if (to.epoch != now.epoch)
    {
      g_set_error (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS,
                   "a page of epoch %" G_GINT64_FORMAT " for a base of epoch %" G_GINT64_FORMAT,
                   to.epoch, now.epoch);
      return FALSE;
    }
  if (to.seq <= now.seq) /* it came late */
    return TRUE;
#ifdef PTN_FAULT_CURSOR_FIRST /* the kill test's broken control: it must be caught */
  if (!store_cursor (db, to, error) || !ptn_db_commit (db, error) || !ptn_db_begin (db, error))
    return FALSE;
#endif
  return apply_rows (db, rows, now.seq, changes, error) && store_cursor (db, to, error);
}
