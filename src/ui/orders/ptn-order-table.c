// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list as a table.
#include "ptn-order-table.h"

#include <glib/gi18n.h>

#include "ptn-order-columns.h"
#include "ptn-order-menu.h"
#include "ptn-order-scroll.h"
#include "ui/common/ptn-words.h"

struct _PtnOrderTable
{
  AdwBin parent_instance;

  PtnOrderSelection *selection;
  PtnFormat         *format;
  GtkScrolledWindow *scroller;
  GtkColumnView     *view;
};

G_DEFINE_FINAL_TYPE (PtnOrderTable, ptn_order_table, ADW_TYPE_BIN)

enum
{
  SORT_CHANGED,
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
row_changed_cb (GtkColumnViewRow *view_row, PtnOrderRow *row)
{
  PtnOrderTable   *self = g_object_get_data (G_OBJECT (view_row), "table");
  g_autofree char *label = ptn_words_row (row, self->format);
  guint            position = gtk_column_view_row_get_position (view_row);

  gtk_column_view_row_set_accessible_label (view_row, label);
  if (gtk_column_view_row_get_selected (view_row) !=
      gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    ptn_order_selection_row_changed (self->selection, position);
}

static void
row_setup_cb (PtnOrderTable *self, GtkColumnViewRow *view_row)
{
  g_object_set_data (G_OBJECT (view_row), "table", self);
}

static void
row_bind_cb (PtnOrderTable *self, GtkColumnViewRow *view_row)
{
  PtnOrderRow     *row = gtk_column_view_row_get_item (view_row);
  g_autofree char *label = ptn_words_row (row, self->format);

  gtk_column_view_row_set_accessible_label (view_row, label);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (row_changed_cb), view_row);
}

static void
row_unbind_cb (PtnOrderTable *self, GtkColumnViewRow *view_row)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (view_row), row_changed_cb,
                                        view_row);
}

static void
activate_cb (PtnOrderTable *self, guint position)
{
  g_signal_emit (self, signals[ACTIVATE], 0, position);
}

static void
sorter_changed_cb (PtnOrderTable *self)
{
  g_signal_emit (self, signals[SORT_CHANGED], 0);
}

static gboolean
choose_row (GtkWidget *view, GtkWidget *at)
{
  return ptn_order_selection_choose (PTN_ORDER_TABLE (view)->selection,
                                     ptn_order_columns_row_at (at));
}

static gboolean
ptn_order_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PTN_ORDER_TABLE (widget)->view));
}

static void
ptn_order_table_dispose (GObject *object)
{
  PtnOrderTable *self = PTN_ORDER_TABLE (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_func (gtk_column_view_get_sorter (self->view),
                                          sorter_changed_cb, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  self->view = NULL;
  g_clear_object (&self->selection);
  g_clear_pointer (&self->format, ptn_format_unref);
  G_OBJECT_CLASS (ptn_order_table_parent_class)->dispose (object);
}

static void
ptn_order_table_class_init (PtnOrderTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ptn_order_table_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = ptn_order_table_grab_focus;

  signals[SORT_CHANGED] = g_signal_new ("sort-changed", PTN_TYPE_ORDER_TABLE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] = g_signal_new ("activate", PTN_TYPE_ORDER_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ptn_order_table_init (PtnOrderTable *self)
{
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scroller));
}

static void
add_row_factory (PtnOrderTable *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (row_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (row_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (row_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_row_factory (self->view, factory);
}

GtkWidget *
ptn_order_table_new (PtnOrderSelection *selection, PtnFormat *format, const PtnOrderQuery *query)
{
  PtnOrderTable *self = g_object_new (PTN_TYPE_ORDER_TABLE, NULL);

  self->selection = g_object_ref (selection);
  self->format = ptn_format_ref (format);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  /* Tab goes through one row, not through all of them. */
  gtk_column_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "orders");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Orders"), -1);
  ptn_order_columns_append (self->view, format, query);
  add_row_factory (self);
  ptn_order_menu_attach (GTK_WIDGET (self), choose_row);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  ptn_order_scroll_heal (self->scroller);
  return GTK_WIDGET (self);
}

gboolean
ptn_order_table_sorting (PtnOrderTable *self, PtnOrderSort *sort, gboolean *ascending)
{
  return ptn_order_columns_sorting (self->view, sort, ascending);
}

void
ptn_order_table_tighten (PtnOrderTable *self, gboolean tight)
{
  ptn_order_columns_tighten (self->view, tight);
}

GtkAdjustment *
ptn_order_table_get_scroll (PtnOrderTable *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

void
ptn_order_table_show (PtnOrderTable *self, guint position, gboolean focus)
{
  gtk_column_view_scroll_to (self->view, position, NULL,
                             focus ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE, NULL);
}
