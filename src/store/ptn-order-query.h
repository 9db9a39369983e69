// SPDX-License-Identifier: GPL-3.0-or-later
// A query's parts that the list and the reader share.
#pragma once

#include "ptn-order-list.h"

G_BEGIN_DECLS

/* Returns: (transfer full): free with ptn_order_query_free() */
PtnOrderQuery *ptn_order_query_copy (const PtnOrderQuery *query);
void           ptn_order_query_free (PtnOrderQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnOrderQuery, ptn_order_query_free)

gboolean ptn_order_query_has_status (const PtnOrderQuery *query, int status);
gboolean ptn_order_query_has_type (const PtnOrderQuery *query, int type);
/* The text to search for, folded. Returns: (transfer full) (nullable): NULL where everything is
 * found */
char *ptn_order_query_fold (const PtnOrderQuery *query);
/* The query's days as instants of ordering, [from, to). */
typedef struct
{
  gint64 from; /* G_MININT64: open */
  gint64 to;   /* G_MAXINT64: open */
} PtnOrderInstants;

/* @time_zone: (nullable) */
PtnOrderInstants ptn_order_query_instants (const PtnOrderQuery *query, const char *time_zone);

G_END_DECLS
