// SPDX-License-Identifier: GPL-3.0-or-later
// One order as a card, where the window is too narrow for columns.
#pragma once

#include <adwaita.h>

#include "store/ptn-order-row.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_CARD (ptn_order_card_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderCard, ptn_order_card, PTN, ORDER_CARD, AdwBin)

GtkWidget *ptn_order_card_new (PtnFormat *format);
/* Shows @row and follows its changes; NULL: nothing. @row: (nullable) */
void ptn_order_card_set_row (PtnOrderCard *self, PtnOrderRow *row);
/* Returns: (transfer none) (nullable) */
PtnOrderRow *ptn_order_card_get_row (PtnOrderCard *self);

G_END_DECLS
