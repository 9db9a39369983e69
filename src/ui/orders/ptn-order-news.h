// SPDX-License-Identifier: GPL-3.0-or-later
// Around the list: what happens when a guest orders while somebody looks at it. Rows never move
// under the pointer: then a button says that there are new orders, and leads to them.
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PTN_TYPE_ORDER_NEWS (ptn_order_news_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderNews, ptn_order_news, PTN, ORDER_NEWS, AdwBin)

/* Signal "show-top": scroll to the first row. */

/* @list: whose first rows are the newest */
void ptn_order_news_watch (PtnOrderNews *self, GListModel *list);
/* The list's widget, and how far it is scrolled. @layout: (transfer none) */
void ptn_order_news_set_layout (PtnOrderNews *self, GtkWidget *layout, GtkAdjustment *scroll);
/* Another query: what was new is seen, or is no longer asked for. */
void ptn_order_news_forget (PtnOrderNews *self);

G_END_DECLS
