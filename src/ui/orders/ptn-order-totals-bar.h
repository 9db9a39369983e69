// SPDX-License-Identifier: GPL-3.0-or-later
// Below the list: how many orders it shows, and their confirmed and pending revenue in each
// currency.
#pragma once

#include <adwaita.h>

#include "store/ptn-order-list.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_TOTALS_BAR (ptn_order_totals_bar_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderTotalsBar, ptn_order_totals_bar, PTN, ORDER_TOTALS_BAR, AdwBin)

GtkWidget *ptn_order_totals_bar_new (void);
/* @totals: (element-type PtnOrderTotals): copied */
void ptn_order_totals_bar_show (PtnOrderTotalsBar *self, GArray *totals, PtnFormat *format);

G_END_DECLS
