// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders page's query: search, filters and sort.
#include "ptn-order-filter.h"
#include "ptn-order-table.h"
#include "ptn-orders-page-private.h"

void
ptn_orders_page_paint_query (PtnOrdersPage *self)
{
  const PtnOrderQuery *query = ptn_order_list_get_query (self->list);
  gboolean             filters = ptn_order_query_filters (query);
  g_autofree char     *words = ptn_order_filter_words (query, self->format);
  gboolean had_focus = ptn_orders_page_has_focus_in (self, GTK_WIDGET (self->filter_revealer));

  if (filters)
    gtk_label_set_label (self->filter_label, words);
  gtk_revealer_set_reveal_child (self->filter_revealer, filters);
  if (!filters && had_focus)
    ptn_orders_page_rescue_focus (self);
}

/* Takes what @query holds. Orders that a narrower query hides must not stay selected: they could be
 * decided unseen. */
static void
use_query (PtnOrdersPage *self, PtnOrderQuery *query, gboolean narrows)
{
  if (narrows)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  ptn_order_list_set_query (self->list, query);
  ptn_order_query_clear (query);
  ptn_orders_page_show_position (self, 0, FALSE);
  ptn_order_news_forget (self->news);
  ptn_orders_page_paint_query (self);
  ptn_orders_page_queue_paint (self);
}

static PtnOrderQuery
copy_query (PtnOrdersPage *self)
{
  PtnOrderQuery query = *ptn_order_list_get_query (self->list);

  query.search = g_strdup (query.search);
  return query;
}

static void
search_changed_cb (PtnOrdersPage *self)
{
  PtnOrderQuery    query = copy_query (self);
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  if (g_strcmp0 (query.search != NULL ? query.search : "", text) == 0)
    {
      ptn_order_query_clear (&query);
      return;
    }
  g_set_str (&query.search, *text != '\0' ? text : NULL);
  use_query (self, &query, TRUE);
}

static void
search_activated_cb (PtnOrdersPage *self)
{
  ptn_orders_page_show_position (self, 0, TRUE);
}

static void
leave_search_cb (PtnOrdersPage *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar) &&
      ptn_orders_page_has_focus_in (self, GTK_WIDGET (self->search_bar)))
    ptn_orders_page_rescue_focus (self);
}

static void
filter_changed_cb (PtnOrdersPage *self)
{
  PtnOrderQuery query = copy_query (self);

  ptn_order_filter_fill (PTN_ORDER_FILTER (self->filter), &query);
  use_query (self, &query, TRUE);
}

static void
make_filter (GtkMenuButton *button, gpointer user_data)
{
  PtnOrdersPage *self = user_data;

  if (self->filter == NULL)
    {
      self->filter = ptn_order_filter_new (self->format);
      g_signal_connect_object (self->filter, "changed", G_CALLBACK (filter_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_menu_button_set_popover (button, self->filter);
    }
  ptn_order_filter_show (PTN_ORDER_FILTER (self->filter), ptn_order_list_get_query (self->list));
}

void
ptn_orders_page_sort_changed (PtnOrdersPage *self)
{
  PtnOrderQuery query = copy_query (self);

  if (!ptn_order_table_sorting (PTN_ORDER_TABLE (self->table), &query.sort, &query.ascending))
    {
      query.sort = PTN_ORDER_SORT_ORDERED;
      query.ascending = FALSE;
    }
  use_query (self, &query, FALSE);
}

void
ptn_orders_page_show_all (PtnOrdersPage *self)
{
  PtnOrderQuery query;

  ptn_order_query_init (&query);
  query.sort = ptn_order_list_get_query (self->list)->sort;
  query.ascending = ptn_order_list_get_query (self->list)->ascending;
  use_query (self, &query, TRUE);
  gtk_editable_set_text (self->search_entry, "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

void
ptn_orders_page_begin_query (PtnOrdersPage *self, const PtnOrderQuery *query)
{
  PtnOrderQuery all;

  ptn_order_query_init (&all);
  ptn_order_list_set_query (self->list, query != NULL ? query : &all);
  if (query == NULL || query->search == NULL)
    return;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (self->search_entry, query->search);
}

void
ptn_orders_page_bind_query (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, leave_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

void
ptn_orders_page_init_query (PtnOrdersPage *self)
{
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_menu_button_set_create_popup_func (self->filter_button, make_filter, self, NULL);
}
