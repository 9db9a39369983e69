// SPDX-License-Identifier: GPL-3.0-or-later
// A deliberately broken desk for the kill campaign: it stores the cursor before the rows, in a
// transaction of its own. Linked with
// --wrap=ptn_replica_apply.

#include "config.h"

#include "store/ptn-replica.h"

/* Long enough for a short campaign to hit it. */
#define GAP_US 5000

gboolean __real_ptn_replica_apply (PtnDb      *db,
                                   GPtrArray  *rows,
                                   PtnCursor   to,
                                   PtnChanges *changes,
                                   GError    **error);
gboolean __wrap_ptn_replica_apply (PtnDb      *db,
                                   GPtrArray  *rows,
                                   PtnCursor   to,
                                   PtnChanges *changes,
                                   GError    **error);

gboolean
__wrap_ptn_replica_apply (PtnDb      *db,
                          GPtrArray  *rows,
                          PtnCursor   to,
                          PtnChanges *changes,
                          GError    **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (!__real_ptn_replica_apply (db, none, to, changes, error) || !ptn_db_commit (db, error))
    return FALSE;
  g_usleep (GAP_US);
  return ptn_db_begin (db, error) && __real_ptn_replica_apply (db, rows, to, changes, error);
}
