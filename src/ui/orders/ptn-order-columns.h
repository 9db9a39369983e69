// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list's columns: Guest name, Offer name, Offer type, Revenue, Ordered on, Actions.
#pragma once

#include <gtk/gtk.h>

#include "store/ptn-order-list.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

/* Adds the columns and marks the one that @query sorts by. */
void ptn_order_columns_append (GtkColumnView *view, PtnFormat *format, const PtnOrderQuery *query);
/* Whether there is too little room for what the details beside the table say as well: the offer
 * type. */
void ptn_order_columns_tighten (GtkColumnView *view, gboolean tight);
/* What the headers ask for now. Returns: FALSE where no column is sorted by */
gboolean ptn_order_columns_sorting (GtkColumnView *view, PtnOrderSort *sort, gboolean *ascending);
/* The row that @widget, a descendant of the view or the view's row itself, belongs to.
 * Returns: (transfer none) (nullable) */
PtnOrderRow *ptn_order_columns_row_at (GtkWidget *widget);

G_END_DECLS
