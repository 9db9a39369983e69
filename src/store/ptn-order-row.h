// SPDX-License-Identifier: GPL-3.0-or-later
// One visible position of the Orders list: it stands for a position, and notifies when another
// order comes to stand there.
#pragma once

#include <glib-object.h>

#include "model/ptn-order.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_ROW (ptn_order_row_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderRow, ptn_order_row, PTN, ORDER_ROW, GObject)

/* Signal "changed": any of the values below is another one now. Getters: (transfer none), main
 * thread. */
guint          ptn_order_row_get_position (PtnOrderRow *row);
const PtnUuid *ptn_order_row_get_id (PtnOrderRow *row);
const char    *ptn_order_row_get_guest_name (PtnOrderRow *row);
const char    *ptn_order_row_get_offer_name (PtnOrderRow *row);
PtnOfferType   ptn_order_row_get_offer_type (PtnOrderRow *row);
gint64         ptn_order_row_get_revenue (PtnOrderRow *row);
PtnCurrency    ptn_order_row_get_currency (PtnOrderRow *row);
gint64         ptn_order_row_get_ordered_at (PtnOrderRow *row);
PtnOrderStatus ptn_order_row_get_status (PtnOrderRow *row); /* with what waits in the outbox */
gboolean       ptn_order_row_get_waiting (PtnOrderRow *row);

G_END_DECLS
