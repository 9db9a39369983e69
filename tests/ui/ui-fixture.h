// SPDX-License-Identifier: GPL-3.0-or-later
// A desk with a hotel's orders, a window, and waiting that ends.
#pragma once

#include <adwaita.h>

#include "store/store-fixture.h"
#include "store/ptn-order-list.h"
#include "ui/common/ptn-format.h"
#include "ui/orders/ptn-order-selection.h"

G_BEGIN_DECLS

typedef struct
{
  StoreFixture       store;
  PtnSynth           synth;
  gint64             n_made; /* orders so far */
  PtnDesk           *desk;
  PtnLocale         *locale;
  PtnFormat         *format;
  PtnOrderList      *list;
  PtnOrderSelection *selection;
  GListModel        *counted; /* between the list and the selection: counts what is asked for */
  GtkWidget         *window;
} UiFixture;

/* Everything but the window's content: that is the test's. */
void ui_fixture_init (UiFixture *fixture, gint64 n_orders);
void ui_fixture_clear (UiFixture *fixture);

/* How many items were asked for since the last call. */
guint ui_take_count (UiFixture *fixture);
/* Sets the list's query and waits until its rows are there and painted. */
void ui_query (UiFixture *fixture, const PtnOrderQuery *query);
/* A guest orders: the newest order of all, pending or not as the hotel has it. */
void ui_order_arrives (UiFixture *fixture);
/* The id of the order at @position. */
PtnUuid ui_id_at (UiFixture *fixture, guint position);

/* Runs the main loop until @widget has been painted @n times more. */
void ui_wait_frames (GtkWidget *widget, guint n);
/* Runs the main loop until @condition holds; a failure after a minute. */
void ui_wait_until (gboolean (*condition) (gpointer data), gpointer data);
/* The first descendant of @widget that is a @type, depth first. Returns: (transfer none) (nullable)
 */
GtkWidget *ui_find (GtkWidget *widget, GType type);
/* The same by a style class. */
GtkWidget *ui_find_styled (GtkWidget *widget, const char *style);

G_END_DECLS
