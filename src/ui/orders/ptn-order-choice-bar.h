// SPDX-License-Identifier: GPL-3.0-or-later
// The bar for several selected orders: how many, and how many of them each action applies to.
#pragma once

#include <adwaita.h>

#include "ptn-order-selection.h"
#include "rules/ptn-order-rules.h"
#include "store/ptn-desk.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_CHOICE_BAR (ptn_order_choice_bar_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderChoiceBar, ptn_order_choice_bar, PTN, ORDER_CHOICE_BAR, AdwBin)

/* Signals: "changed": other orders are selected, or their states are other ones;
 * "decide" (int PtnDecision, GArray *orders): the person wants it for these, and was asked where it
 * is many. */
GtkWidget *
ptn_order_choice_bar_new (PtnDesk *desk, PtnOrderSelection *selection, PtnFormat *format);
/* Whether @decision applies to any selected order, as far as that is known without reading them
 * all. */
gboolean ptn_order_choice_bar_can (PtnOrderChoiceBar *self, PtnDecision decision);
/* Emits "decide" for the selected orders that @decision applies to, after asking where it is many.
 */
void ptn_order_choice_bar_decide (PtnOrderChoiceBar *self, PtnDecision decision);
/* The selected order, where it is exactly one. Returns: FALSE otherwise */
gboolean ptn_order_choice_bar_get_only (PtnOrderChoiceBar *self, PtnUuid *order);
/* The desk's data changed: count anew, soon. */
void ptn_order_choice_bar_refresh (PtnOrderChoiceBar *self);

G_END_DECLS
