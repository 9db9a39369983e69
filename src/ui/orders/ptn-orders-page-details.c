// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders page's details: beside the table, or in a sheet over the cards.
#include "ptn-order-pane.h"
#include "ptn-order-table.h"
#include "ptn-orders-page-private.h"

static void
load_details (PtnOrdersPage *self)
{
  PtnUuid                     order;
  g_autoptr (PtnOrderDetails) details = NULL;

  if (ptn_order_choice_bar_get_only (PTN_ORDER_CHOICE_BAR (self->choice_bar), &order))
    details = ptn_desk_load_order (self->desk, &order, NULL);
  ptn_order_pane_show (PTN_ORDER_PANE (self->pane), details);
}

static void
pane_close_cb (PtnOrdersPage *self)
{
  ptn_orders_page_open_details (self, FALSE);
}

/* The one pane moves between the side and the sheet. */
static void
place_pane (PtnOrdersPage *self)
{
  if (self->pane == NULL)
    {
      self->pane = g_object_ref_sink (ptn_order_pane_new (self->format));
      g_signal_connect_object (self->pane, "close", G_CALLBACK (pane_close_cb), self,
                               G_CONNECT_SWAPPED);
    }
  if (self->narrow)
    {
      adw_overlay_split_view_set_sidebar (self->split_view, NULL);
      adw_bottom_sheet_set_sheet (self->bottom_sheet, self->pane);
    }
  else
    {
      adw_bottom_sheet_set_sheet (self->bottom_sheet, NULL);
      adw_overlay_split_view_set_sidebar (self->split_view, self->pane);
    }
}

void
ptn_orders_page_tighten (PtnOrdersPage *self)
{
  if (self->table != NULL)
    ptn_order_table_tighten (PTN_ORDER_TABLE (self->table), self->tight && self->details_open);
}

void
ptn_orders_page_open_details (PtnOrdersPage *self, gboolean open)
{
  gboolean had_focus = ptn_orders_page_has_focus_in (self, self->pane);

  self->details_open = open;
  ptn_orders_page_tighten (self);
  if (open)
    {
      place_pane (self);
      load_details (self);
    }
  gtk_toggle_button_set_active (self->details_button, open);
  adw_bottom_sheet_set_open (self->bottom_sheet, open && self->narrow);
  adw_overlay_split_view_set_show_sidebar (self->split_view, open && !self->narrow);
  if (!open && had_focus)
    ptn_orders_page_rescue_focus (self);
}

static void
details_toggled_cb (PtnOrdersPage *self)
{
  gboolean open = gtk_toggle_button_get_active (self->details_button);

  if (open != self->details_open)
    ptn_orders_page_open_details (self, open);
}

/* Swiped or tapped away. */
static void
sheet_open_cb (PtnOrdersPage *self)
{
  if (self->narrow && self->details_open && !adw_bottom_sheet_get_open (self->bottom_sheet))
    ptn_orders_page_open_details (self, FALSE);
}

static void
sidebar_shown_cb (PtnOrdersPage *self)
{
  if (!self->narrow && self->details_open &&
      !adw_overlay_split_view_get_show_sidebar (self->split_view))
    ptn_orders_page_open_details (self, FALSE);
}

/* Typing in what the details cover would go nowhere. */
static void
uncover_cb (PtnOrdersPage *self)
{
  gboolean covers = self->narrow || adw_overlay_split_view_get_collapsed (self->split_view);

  if (self->details_open && covers && gtk_search_bar_get_search_mode (self->search_bar))
    ptn_orders_page_open_details (self, FALSE);
}

void
ptn_orders_page_row_activated (PtnOrdersPage *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  ptn_orders_page_open_details (self, TRUE);
}

void
ptn_orders_page_reload_details (PtnOrdersPage *self)
{
  if (self->details_open)
    load_details (self);
}

void
ptn_orders_page_bind_details (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, details_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, sheet_open_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, uncover_cb);
}
