// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list as cards.
#include "ptn-order-cards.h"

#include <glib/gi18n.h>

#include "ptn-order-card.h"
#include "ptn-order-menu.h"
#include "ptn-order-scroll.h"
#include "ui/common/ptn-words.h"

struct _PtnOrderCards
{
  AdwBin parent_instance;

  PtnOrderSelection *selection;
  PtnFormat         *format;
  GtkScrolledWindow *scroller;
  GtkListView       *view;
};

G_DEFINE_FINAL_TYPE (PtnOrderCards, ptn_order_cards, ADW_TYPE_BIN)

enum
{
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
label_item (PtnOrderCards *self, GtkListItem *item)
{
  g_autofree char *label = ptn_words_row (gtk_list_item_get_item (item), self->format);

  gtk_list_item_set_accessible_label (item, label);
}

static void
row_changed_cb (GtkListItem *item, PtnOrderRow *row)
{
  PtnOrderCards *self = g_object_get_data (G_OBJECT (item), "cards");
  guint          position = gtk_list_item_get_position (item);

  label_item (self, item);
  if (gtk_list_item_get_selected (item) !=
      gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    ptn_order_selection_row_changed (self->selection, position);
}

/* A tap opens the order. The list's own single-click activation would select whatever the pointer
 * passes over. */
static void
tapped_cb (GtkGesture *gesture, int n_press, double x, double y, GtkListItem *item)
{
  PtnOrderCards  *self = g_object_get_data (G_OBJECT (item), "cards");
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[ACTIVATE], 0, gtk_list_item_get_position (item));
}

static void
setup_cb (PtnOrderCards *self, GtkListItem *item)
{
  GtkWidget  *card = ptn_order_card_new (self->format);
  GtkGesture *tap = gtk_gesture_click_new ();

  g_object_set_data (G_OBJECT (item), "cards", self);
  g_signal_connect (tap, "released", G_CALLBACK (tapped_cb), item);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (tap));
  gtk_list_item_set_child (item, card);
}

static void
bind_cb (PtnOrderCards *self, GtkListItem *item)
{
  PtnOrderRow *row = gtk_list_item_get_item (item);

  ptn_order_card_set_row (PTN_ORDER_CARD (gtk_list_item_get_child (item)), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), item);
  label_item (self, item);
}

static void
unbind_cb (PtnOrderCards *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), row_changed_cb, item);
  ptn_order_card_set_row (PTN_ORDER_CARD (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (PtnOrderCards *self, guint position)
{
  g_signal_emit (self, signals[ACTIVATE], 0, position);
}

static PtnOrderRow *
row_at (GtkWidget *widget)
{
  GtkWidget *card = gtk_widget_get_ancestor (widget, PTN_TYPE_ORDER_CARD);

  if (card == NULL)
    card = gtk_widget_get_first_child (widget);
  return PTN_IS_ORDER_CARD (card) ? ptn_order_card_get_row (PTN_ORDER_CARD (card)) : NULL;
}

static gboolean
choose_row (GtkWidget *view, GtkWidget *at)
{
  return ptn_order_selection_choose (PTN_ORDER_CARDS (view)->selection, row_at (at));
}

static gboolean
ptn_order_cards_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PTN_ORDER_CARDS (widget)->view));
}

static void
ptn_order_cards_dispose (GObject *object)
{
  PtnOrderCards *self = PTN_ORDER_CARDS (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  self->view = NULL;
  g_clear_object (&self->selection);
  g_clear_pointer (&self->format, ptn_format_unref);
  G_OBJECT_CLASS (ptn_order_cards_parent_class)->dispose (object);
}

static void
ptn_order_cards_class_init (PtnOrderCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ptn_order_cards_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = ptn_order_cards_grab_focus;

  signals[ACTIVATE] = g_signal_new ("activate", PTN_TYPE_ORDER_CARDS, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ptn_order_cards_init (PtnOrderCards *self)
{
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scroller));
}

GtkWidget *
ptn_order_cards_new (PtnOrderSelection *selection, PtnFormat *format)
{
  PtnOrderCards      *self = g_object_new (PTN_TYPE_ORDER_CARDS, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->selection = g_object_ref (selection);
  self->format = ptn_format_ref (format);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  self->view = GTK_LIST_VIEW (
      gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (selection)), factory));
  /* Tab goes through one card, not through all of them. */
  gtk_list_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "orders");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Orders"), -1);
  ptn_order_menu_attach (GTK_WIDGET (self), choose_row);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);

  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  ptn_order_scroll_heal (self->scroller);
  return GTK_WIDGET (self);
}

GtkAdjustment *
ptn_order_cards_get_scroll (PtnOrderCards *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

void
ptn_order_cards_show (PtnOrderCards *self, guint position, gboolean focus)
{
  gtk_list_view_scroll_to (self->view, position,
                           focus ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE, NULL);
}
