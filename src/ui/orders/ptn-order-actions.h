// SPDX-License-Identifier: GPL-3.0-or-later
// An order's Actions (reference/000, reference/001): pending = Confirm and Cancel; confirmed = the
// status and Cancel; cancelled = the status.
#pragma once

#include <gtk/gtk.h>

#include "rules/ptn-order-rules.h"
#include "store/ptn-order-row.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_ACTIONS (ptn_order_actions_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderActions, ptn_order_actions, PTN, ORDER_ACTIONS, GtkBox)

/* The buttons activate the action "orders.decide" with (id, decision). */
GtkWidget *ptn_order_actions_new (void);

/* Shows the state of one order; the texts are copied. @guest and @offer stand in the buttons' full
 * names. */
void ptn_order_actions_show (PtnOrderActions *self,
                             const PtnUuid   *order,
                             PtnOrderStatus   status,
                             gboolean         waiting,
                             const char      *guest,
                             const char      *offer);
/* The same from a row of the list. */
void ptn_order_actions_show_row (PtnOrderActions *self, PtnOrderRow *row);

G_END_DECLS
