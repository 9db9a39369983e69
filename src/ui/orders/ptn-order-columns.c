// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list's columns. Texts are GtkInscriptions, which cost half of what labels do while
// scrolling (DESIGN §7); a cell follows its row's "changed", because a row stands for a position
// and other orders come to stand there.
#include "ptn-order-columns.h"

#include <glib/gi18n.h>

#include "ptn-order-actions.h"
#include "ui/common/ptn-words.h"

typedef char *(*TextFunc) (PtnOrderRow *row, PtnFormat *format);

typedef struct
{
  const char  *title;
  PtnOrderSort sort;
  TextFunc     text; /* NULL: the Actions */
  guint        min_chars;
  guint        nat_chars;
  gboolean     expand;
  gboolean     number;
} ColumnSpec;

typedef struct
{
  const ColumnSpec *spec;
  PtnFormat        *format;
} Column;

static GQuark cell_quark (void);

G_DEFINE_QUARK (ptn_order_cell, cell)

static char *
guest_text (PtnOrderRow *row, PtnFormat *format)
{
  return g_strdup (ptn_order_row_get_guest_name (row));
}

static char *
offer_text (PtnOrderRow *row, PtnFormat *format)
{
  return g_strdup (ptn_order_row_get_offer_name (row));
}

static char *
type_text (PtnOrderRow *row, PtnFormat *format)
{
  return g_strdup (ptn_words_offer_type (ptn_order_row_get_offer_type (row)));
}

static char *
revenue_text (PtnOrderRow *row, PtnFormat *format)
{
  return ptn_format_money (format, ptn_order_row_get_revenue (row),
                           ptn_order_row_get_currency (row));
}

static char *
ordered_text (PtnOrderRow *row, PtnFormat *format)
{
  return ptn_format_instant (format, ptn_order_row_get_ordered_at (row));
}

static const ColumnSpec specs[] = {
  { N_ ("Guest name"), PTN_ORDER_SORT_GUEST, guest_text, 12, 19, FALSE, FALSE },
  { N_ ("Offer name"), PTN_ORDER_SORT_OFFER, offer_text, 12, 40, TRUE, FALSE },
  { N_ ("Offer type"), PTN_ORDER_SORT_TYPE, type_text, 15, 15, FALSE, FALSE },
  { N_ ("Revenue"), PTN_ORDER_SORT_REVENUE, revenue_text, 10, 12, FALSE, TRUE },
  { N_ ("Ordered on"), PTN_ORDER_SORT_ORDERED, ordered_text, 18, 19, FALSE, FALSE },
  { N_ ("Actions"), PTN_ORDER_SORT_STATUS, NULL, 0, 0, FALSE, FALSE },
};

static void
update_text (GtkInscription *inscription, PtnOrderRow *row, const Column *column)
{
  g_autofree char *text = column->spec->text (row, column->format);

  gtk_inscription_set_text (inscription, text);
  if (ptn_order_row_get_status (row) == PTN_ORDER_CANCELLED)
    gtk_widget_add_css_class (GTK_WIDGET (inscription), "dimmed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (inscription), "dimmed");
}

static void
update_cell (GtkColumnViewCell *cell)
{
  PtnOrderRow  *row = gtk_column_view_cell_get_item (cell);
  GtkWidget    *child = gtk_column_view_cell_get_child (cell);
  const Column *column = g_object_get_qdata (G_OBJECT (cell), cell_quark ());

  if (column->spec->text != NULL)
    update_text (GTK_INSCRIPTION (child), row, column);
  else
    ptn_order_actions_show_row (PTN_ORDER_ACTIONS (child), row);
}

/* The whole text, where its column is too narrow for it. */
static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const char             *text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int                     width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width <= gtk_widget_get_width (widget))
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static GtkWidget *
make_text (const ColumnSpec *spec)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), spec->min_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), spec->nat_chars);
  gtk_widget_set_valign (text, GTK_ALIGN_CENTER);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if (spec->number)
    {
      gtk_inscription_set_xalign (GTK_INSCRIPTION (text), 1);
      gtk_widget_add_css_class (text, "numeric");
    }
  gtk_widget_set_has_tooltip (text, TRUE);
  g_signal_connect (text, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  return text;
}

static void
setup_cb (Column *column, GtkColumnViewCell *cell)
{
  GtkWidget *child = column->spec->text != NULL ? make_text (column->spec)
                                                : ptn_order_actions_new ();

  g_object_set_qdata (G_OBJECT (cell), cell_quark (), column);
  g_object_set_qdata (G_OBJECT (child), cell_quark (), cell);
  gtk_column_view_cell_set_child (cell, child);
}

static void
bind_cb (Column *column, GtkColumnViewCell *cell)
{
  g_signal_connect_swapped (gtk_column_view_cell_get_item (cell), "changed",
                            G_CALLBACK (update_cell), cell);
  update_cell (cell);
}

static void
unbind_cb (Column *column, GtkColumnViewCell *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_cell_get_item (cell), update_cell, cell);
}

static void
column_free (Column *column)
{
  ptn_format_unref (column->format);
  g_free (column);
}

static GtkListItemFactory *
make_factory (const ColumnSpec *spec, PtnFormat *format)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Column             *column = g_new (Column, 1);

  column->spec = spec;
  column->format = ptn_format_ref (format);
  g_object_set_qdata_full (G_OBJECT (factory), cell_quark (), column, (GDestroyNotify) column_free);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), column);
  return factory;
}

/* A number's title stands above its digits. GTK has no call for it: the header is the view's first
 * child and has a button with a box for each column. */
static void
align_last_title (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *button = gtk_widget_get_last_child (header);

  gtk_widget_set_halign (gtk_widget_get_first_child (button), GTK_ALIGN_END);
}

void
ptn_order_columns_append (GtkColumnView *view, PtnFormat *format, const PtnOrderQuery *query)
{
  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      const char                     *title = _ (specs[i].title);
      g_autoptr (GtkColumnViewColumn) column =
          gtk_column_view_column_new (title, make_factory (&specs[i], format));
      /* The rows come sorted; the sorter is there for the header to be clicked. */
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

      g_object_set_qdata (G_OBJECT (column), cell_quark (), (gpointer) &specs[i]);
      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_expand (column, specs[i].expand);
      gtk_column_view_column_set_resizable (column, specs[i].text != NULL);
      gtk_column_view_append_column (view, column);
      if (specs[i].number)
        align_last_title (view);
      if (specs[i].sort == query->sort)
        gtk_column_view_sort_by_column (view, column,
                                        query->ascending ? GTK_SORT_ASCENDING
                                                         : GTK_SORT_DESCENDING);
    }
}

void
ptn_order_columns_tighten (GtkColumnView *view, gboolean tight)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const ColumnSpec               *spec = g_object_get_qdata (G_OBJECT (column), cell_quark ());

      if (spec->sort == PTN_ORDER_SORT_TYPE)
        gtk_column_view_column_set_visible (column, !tight);
    }
}

gboolean
ptn_order_columns_sorting (GtkColumnView *view, PtnOrderSort *sort, gboolean *ascending)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  const ColumnSpec    *spec;

  if (column == NULL)
    return FALSE;
  spec = g_object_get_qdata (G_OBJECT (column), cell_quark ());
  *sort = spec->sort;
  *ascending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_ASCENDING;
  return TRUE;
}

PtnOrderRow *
ptn_order_columns_row_at (GtkWidget *widget)
{
  GtkColumnViewCell *cell = NULL;

  /* Upwards from inside a cell to the row at most, and down again to the row's first cell's child.
   */
  for (GtkWidget *up = widget; cell == NULL && up != NULL && !GTK_IS_SCROLLABLE (up);
       up = gtk_widget_get_parent (up))
    for (GtkWidget *down = up; cell == NULL && down != NULL;
         down = gtk_widget_get_first_child (down))
      cell = g_object_get_qdata (G_OBJECT (down), cell_quark ());

  return cell != NULL ? gtk_column_view_cell_get_item (cell) : NULL;
}
