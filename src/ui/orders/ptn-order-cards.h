// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list as cards, one below the other, for narrow windows and phones.
#pragma once

#include <adwaita.h>

#include "ptn-order-selection.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_CARDS (ptn_order_cards_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderCards, ptn_order_cards, PTN, ORDER_CARDS, AdwBin)

/* Signal "activate" (guint position): a card was tapped. */
GtkWidget *ptn_order_cards_new (PtnOrderSelection *selection, PtnFormat *format);
/* How far it is scrolled. Returns: (transfer none) */
GtkAdjustment *ptn_order_cards_get_scroll (PtnOrderCards *self);
/* Brings the card at @position into view, with the keyboard focus where @focus says so. */
void ptn_order_cards_show (PtnOrderCards *self, guint position, gboolean focus);

G_END_DECLS
