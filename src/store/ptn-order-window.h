// SPDX-License-Identifier: GPL-3.0-or-later
// The values of the orders that are looked at, read in windows and kept for a while. Main thread.
#pragma once

#include "db/ptn-db.h"
#include "ptn-order-query.h"
#include "ptn-order-row-private.h"
#include "ptn-order-update.h"

G_BEGIN_DECLS

typedef struct _PtnOrderWindow PtnOrderWindow;

/* Returns: (transfer full) */
PtnOrderWindow *ptn_order_window_new (PtnDb *db, PtnLanguage language);
void            ptn_order_window_free (PtnOrderWindow *window);

/* Returns: (transfer none) (nullable): the values of @row as far as they are here */
PtnOrderData *ptn_order_window_get (PtnOrderWindow *window, guint32 row);
/* Reads those of @rows that are not here, where the database still has the base @base; else
 * nothing. At most some 100 rows. */
void ptn_order_window_read (PtnOrderWindow *window, gint64 base, const guint32 *rows, guint n);
/* @row has other values now. */
void ptn_order_window_forget (PtnOrderWindow *window, guint32 row);
void ptn_order_window_forget_all (PtnOrderWindow *window);

/* In the property's time zone, as it is now. */
PtnOrderInstants ptn_order_window_instants (PtnOrderWindow *window, const PtnOrderQuery *query);
/* The first rows that @query shows, at most @max, while the reader has not answered yet; fewer
 * where finding them would take long. Returns: (transfer full) */
PtnRows *ptn_order_window_first (PtnOrderWindow      *window,
                                 const PtnOrderQuery *query,
                                 guint                max,
                                 gint64              *base);
/* The row of an order; 0: it is not there */
guint32 ptn_order_window_find (PtnOrderWindow *window, const PtnUuid *order);

G_END_DECLS
