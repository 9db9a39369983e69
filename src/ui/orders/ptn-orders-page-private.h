// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders page's parts, for the files that make it up: the page itself, its query, its details
// and its actions.
#pragma once

#include "ptn-order-choice-bar.h"
#include "ptn-order-decider.h"
#include "ptn-order-news.h"
#include "ptn-orders-page.h"
#include "ptn-orders-state.h"

G_BEGIN_DECLS

struct _PtnOrdersPage
{
  AdwNavigationPage parent_instance;

  PtnDesk     *desk;
  PtnSync     *sync;
  PtnProperty *property; /* (nullable) */
  PtnFormat   *format;
  gboolean     local;
  gboolean     closed;
  gboolean     has_user;
  PtnUuid      user;

  PtnOrderList      *list;
  PtnOrderSelection *selection;
  PtnOrderDecider   *decider;
  PtnOrdersState     state;
  gboolean           narrow; /* cards instead of the table */
  gboolean           tight;  /* the table and the details beside it have little room */
  gboolean           details_open;
  guint              paint_id;
  guint              grow_id;

  GtkWidget *table;  /* (nullable) */
  GtkWidget *cards;  /* (nullable) */
  GtkWidget *pane;   /* (nullable) */
  GtkWidget *filter; /* (nullable) */
  GtkWidget *totals_bar;
  GtkWidget *choice_bar;

  AdwBottomSheet      *bottom_sheet;
  AdwOverlaySplitView *split_view;
  AdwToolbarView      *toolbar_view;
  AdwWindowTitle      *window_title;
  GtkWidget           *search_button;
  GtkMenuButton       *filter_button;
  GtkToggleButton     *details_button;
  GtkSearchBar        *search_bar;
  GtkEditable         *search_entry;
  GtkRevealer         *filter_revealer;
  GtkLabel            *filter_label;
  AdwBanner           *banner;
  GtkStack            *stack;
  PtnOrderNews        *news;
  AdwBin              *status;
};

/* The page */

void ptn_orders_page_queue_paint (PtnOrdersPage *self);
/* Brings the row at @position into view, with the keyboard focus where @focus says so. */
void ptn_orders_page_show_position (PtnOrdersPage *self, guint position, gboolean focus);
/* What is hidden with the focus in it keeps it and swallows every key: ask before, rescue after.
 * @widget: (nullable) */
gboolean ptn_orders_page_has_focus_in (PtnOrdersPage *self, GtkWidget *widget);
void     ptn_orders_page_rescue_focus (PtnOrdersPage *self);

/* The query */

/* Whatever the page's controls for the query need, once. */
void ptn_orders_page_init_query (PtnOrdersPage *self);
void ptn_orders_page_bind_query (GtkWidgetClass *widget_class);
/* The list's first query. @query: (nullable): NULL: all orders */
void ptn_orders_page_begin_query (PtnOrdersPage *self, const PtnOrderQuery *query);
/* Shows in the controls what the list's query is. */
void ptn_orders_page_paint_query (PtnOrdersPage *self);
/* A header of the table was clicked. */
void ptn_orders_page_sort_changed (PtnOrdersPage *self);
/* Takes search and filters away; the sort stays. */
void ptn_orders_page_show_all (PtnOrdersPage *self);

/* The details */

void ptn_orders_page_bind_details (GtkWidgetClass *widget_class);
void ptn_orders_page_open_details (PtnOrdersPage *self, gboolean open);
/* Reads them anew where they are open. */
void ptn_orders_page_reload_details (PtnOrdersPage *self);
/* Makes room for them in the table, or takes it back. */
void ptn_orders_page_tighten (PtnOrdersPage *self);
/* The order in the row was double-clicked or tapped. */
void ptn_orders_page_row_activated (PtnOrdersPage *self, guint position);

/* The actions */

void ptn_orders_page_install_actions (GtkWidgetClass *widget_class);
/* Other orders are selected, or their states are other ones. */
void ptn_orders_page_choice_changed (PtnOrdersPage *self);
/* Decides @orders (element-type PtnUuid) for who is signed in, else asks to sign in. */
void ptn_orders_page_decide (PtnOrdersPage *self, int decision, GArray *orders);
void ptn_orders_page_apply_remedy (PtnOrdersPage *self, PtnOrdersRemedy remedy);

G_END_DECLS
