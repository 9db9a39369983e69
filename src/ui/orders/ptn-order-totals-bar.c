// SPDX-License-Identifier: GPL-3.0-or-later
// Below the list: how many orders it shows, and their revenue. Cancelled orders count in neither
// sum (reference/000).
#include "ptn-order-totals-bar.h"

#include <glib/gi18n.h>

#include "ui/common/ptn-words.h"

struct _PtnOrderTotalsBar
{
  AdwBin parent_instance;

  GtkLabel   *count;
  AdwWrapBox *line;
};

G_DEFINE_FINAL_TYPE (PtnOrderTotalsBar, ptn_order_totals_bar, ADW_TYPE_BIN)

static void
add_sum (PtnOrderTotalsBar *self,
         PtnOrderStatus     status,
         gint64             minor,
         PtnCurrency        currency,
         PtnFormat         *format)
{
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *icon = gtk_image_new_from_icon_name (ptn_words_status_icon (status));
  GtkWidget       *word = gtk_label_new (ptn_words_status (status));
  g_autofree char *amount = ptn_format_money (format, minor, currency);
  GtkWidget       *sum = gtk_label_new (amount);

  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (icon, ptn_words_status_style (status));
  gtk_widget_add_css_class (icon, "order-status");
  gtk_label_set_ellipsize (GTK_LABEL (word), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (word, "dimmed");
  gtk_widget_add_css_class (sum, "numeric");
  gtk_widget_add_css_class (sum, "heading");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), word);
  gtk_box_append (GTK_BOX (box), sum);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  adw_wrap_box_append (self->line, box);
}

static void
ptn_order_totals_bar_class_init (PtnOrderTotalsBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-totals-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnOrderTotalsBar, count);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderTotalsBar, line);
}

static void
ptn_order_totals_bar_init (PtnOrderTotalsBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ptn_order_totals_bar_new (void)
{
  return g_object_new (PTN_TYPE_ORDER_TOTALS_BAR, NULL);
}

void
ptn_order_totals_bar_show (PtnOrderTotalsBar *self, GArray *totals, PtnFormat *format)
{
  gint64           n_orders = 0;
  g_autofree char *number = NULL;
  g_autofree char *count = NULL;
  GtkWidget       *child;

  while ((child = gtk_widget_get_next_sibling (GTK_WIDGET (self->count))) != NULL)
    adw_wrap_box_remove (self->line, child);
  for (guint i = 0; i < totals->len; i++)
    {
      const PtnOrderTotals *one = &g_array_index (totals, PtnOrderTotals, i);

      n_orders += one->n_orders;
      add_sum (self, PTN_ORDER_CONFIRMED, one->confirmed, one->currency, format);
      add_sum (self, PTN_ORDER_PENDING, one->pending, one->currency, format);
    }

  /* No totals at all: they are still being counted. */
  if (totals->len > 0)
    {
      number = ptn_format_number (format, n_orders);
      count = g_strdup_printf (ngettext ("%s order", "%s orders", n_orders), number);
    }
  gtk_label_set_label (self->count, count != NULL ? count : "");
}
