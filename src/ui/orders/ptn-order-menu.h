// SPDX-License-Identifier: GPL-3.0-or-later
// The context menu of the chosen orders, the same in the table and the cards.
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @view: a widget with a layout manager, around the list. Makes it open the menu by right click,
 * long press, Menu and Shift+F10. @choose is called with the widget under the pointer or with the
 * focus, before the menu opens; it selects that widget's row unless it is selected already. Returns
 * FALSE where there is no row, and then no menu opens. */
typedef gboolean (*PtnOrderMenuChoose) (GtkWidget *view, GtkWidget *at);

void ptn_order_menu_attach (GtkWidget *view, PtnOrderMenuChoose choose);

G_END_DECLS
