// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list's selection, kept by order id: it stays with its orders while rows move, and
// selecting all reads no row (DESIGN §7: GtkMultiSelection would read every one).
#pragma once

#include <gtk/gtk.h>

#include "store/ptn-order-row.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_SELECTION (ptn_order_selection_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderSelection, ptn_order_selection, PTN, ORDER_SELECTION, GObject)

/* Implements GListModel and GtkSelectionModel. @model: of PtnOrderRow. @limit: how many rows are
 * shown until ptn_order_selection_show_all(): GTK binds 205 rows however few can be seen, so the
 * first frame gets one screenful. Returns: (transfer full) */
PtnOrderSelection *ptn_order_selection_new (GListModel *model, guint limit);
void               ptn_order_selection_show_all (PtnOrderSelection *self);

guint ptn_order_selection_get_n (PtnOrderSelection *self);
/* Everything but some is selected, so that the ids are not at hand. */
gboolean ptn_order_selection_is_inverted (PtnOrderSelection *self);
gboolean ptn_order_selection_contains (PtnOrderSelection *self, const PtnUuid *order);
/* Selects @row alone, unless it is selected already. @row: (nullable). Returns: FALSE without one
 */
gboolean ptn_order_selection_choose (PtnOrderSelection *self, PtnOrderRow *row);
/* At most @max ids of selected orders; reads rows only where the selection is inverted.
 * Returns: (transfer full) (element-type PtnUuid) */
GArray *ptn_order_selection_get_ids (PtnOrderSelection *self, guint max);
/* The row at @position stands for another order now: the view asks again whether it is selected. */
void ptn_order_selection_row_changed (PtnOrderSelection *self, guint position);

G_END_DECLS
