// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's side of one list: its query, the vector that answers it, and the updates that follow
// from changes. Reader thread.
#pragma once

#include "ptn-order-index.h"
#include "ptn-order-query.h"

G_BEGIN_DECLS

typedef struct _PtnOrderResult PtnOrderResult;

/* Returns: (transfer full) */
PtnOrderResult *ptn_order_result_new (PtnLanguage language);
void            ptn_order_result_free (PtnOrderResult *result);

/* Answers another query; the next run will be a refill. @query: (transfer full) */
void ptn_order_result_set_query (PtnOrderResult  *result,
                                 PtnOrderQuery   *query,
                                 PtnOrderInstants instants,
                                 guint            serial);
/* What was searched and ranked before holds no more: guests, offers' names or the property changed.
 */
void ptn_order_result_forget (PtnOrderResult *result);
/* Answers the query from the index as it is now. @changed: (element-type guint32): since the last
 * run nothing but these rows has other values, came, went or moved; but @everything: any row may
 * have other values; @refill: any may have come, gone or moved. Returns: (transfer full)
 * (nullable): NULL with @error */
PtnOrderUpdate *ptn_order_result_run (PtnOrderResult *result,
                                      PtnOrderIndex  *index,
                                      PtnDb          *db,
                                      gint64          base,
                                      GArray         *changed,
                                      gboolean        everything,
                                      gboolean        refill,
                                      GError        **error);

G_END_DECLS
