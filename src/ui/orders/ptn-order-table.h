// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list as a table with columns, for windows that are wide enough.
#pragma once

#include <adwaita.h>

#include "ptn-order-selection.h"
#include "store/ptn-order-list.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_TABLE (ptn_order_table_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderTable, ptn_order_table, PTN, ORDER_TABLE, AdwBin)

/* Signals: "sort-changed": a header was clicked; "activate" (guint position): a row was
 * double-clicked or Enter pressed on it.
 * @query: how the list is sorted now; not kept. */
GtkWidget *
ptn_order_table_new (PtnOrderSelection *selection, PtnFormat *format, const PtnOrderQuery *query);
/* What the headers ask for. Returns: FALSE where nothing is sorted by */
gboolean ptn_order_table_sorting (PtnOrderTable *self, PtnOrderSort *sort, gboolean *ascending);
/* As ptn_order_columns_tighten(). */
void ptn_order_table_tighten (PtnOrderTable *self, gboolean tight);
/* How far it is scrolled. Returns: (transfer none) */
GtkAdjustment *ptn_order_table_get_scroll (PtnOrderTable *self);
/* Brings the row at @position into view, with the keyboard focus where @focus says so. */
void ptn_order_table_show (PtnOrderTable *self, guint position, gboolean focus);

G_END_DECLS
