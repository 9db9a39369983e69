// SPDX-License-Identifier: GPL-3.0-or-later
// The popover that narrows the Orders list by status, type and days of ordering.
#pragma once

#include <gtk/gtk.h>

#include "store/ptn-order-list.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_FILTER (ptn_order_filter_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderFilter, ptn_order_filter, PTN, ORDER_FILTER, GtkPopover)

/* Signal "changed": the person chose something else. */
GtkWidget *ptn_order_filter_new (PtnFormat *format);
/* Shows what @query filters by, without "changed". */
void ptn_order_filter_show (PtnOrderFilter *self, const PtnOrderQuery *query);
/* Puts what is chosen into @query; sort and search stay. */
void ptn_order_filter_fill (PtnOrderFilter *self, PtnOrderQuery *query);

/* What @query filters by, in words: "Pending · Room upgrade · from 1 Nov 2026". Returns: (transfer
 * full) */
char *ptn_order_filter_words (const PtnOrderQuery *query, PtnFormat *format);

G_END_DECLS
