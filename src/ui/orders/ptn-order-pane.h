// SPDX-License-Identifier: GPL-3.0-or-later
// The details of one order: guest, stay, room, history, and what can be done.
#pragma once

#include <adwaita.h>

#include "store/ptn-desk.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_PANE (ptn_order_pane_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderPane, ptn_order_pane, PTN, ORDER_PANE, AdwBin)

/* Signal "close": the person is done looking. */
GtkWidget *ptn_order_pane_new (PtnFormat *format);
/* @details: (nullable): NULL says that no single order is chosen. Not kept. */
void ptn_order_pane_show (PtnOrderPane *self, const PtnOrderDetails *details);
/* Opens the mail program at the guest's address; does nothing where there is none. */
void ptn_order_pane_contact (GtkWidget *parent, const PtnOrderDetails *details);

G_END_DECLS
