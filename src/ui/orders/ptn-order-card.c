// SPDX-License-Identifier: GPL-3.0-or-later
// One order as a card.
#include "ptn-order-card.h"

#include "ptn-order-actions.h"
#include "ui/common/ptn-words.h"

struct _PtnOrderCard
{
  AdwBin parent_instance;

  PtnFormat    *format;
  GSignalGroup *row;

  GtkInscription  *guest;
  GtkLabel        *revenue;
  GtkInscription  *offer;
  GtkInscription  *type;
  GtkLabel        *ordered;
  PtnOrderActions *actions;
};

G_DEFINE_FINAL_TYPE (PtnOrderCard, ptn_order_card, ADW_TYPE_BIN)

static void
update (PtnOrderCard *self, PtnOrderRow *row)
{
  g_autofree char *revenue = ptn_format_money (self->format, ptn_order_row_get_revenue (row),
                                               ptn_order_row_get_currency (row));
  g_autofree char *ordered = ptn_format_instant (self->format, ptn_order_row_get_ordered_at (row));

  gtk_inscription_set_text (self->guest, ptn_order_row_get_guest_name (row));
  gtk_inscription_set_text (self->offer, ptn_order_row_get_offer_name (row));
  gtk_inscription_set_text (self->type, ptn_words_offer_type (ptn_order_row_get_offer_type (row)));
  gtk_label_set_label (self->revenue, revenue);
  gtk_label_set_label (self->ordered, ordered);
  ptn_order_actions_show_row (self->actions, row);
  if (ptn_order_row_get_status (row) == PTN_ORDER_CANCELLED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "cancelled");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "cancelled");
}

static void
row_changed_cb (PtnOrderCard *self)
{
  update (self, ptn_order_card_get_row (self));
}

static void
ptn_order_card_dispose (GObject *object)
{
  PtnOrderCard *self = PTN_ORDER_CARD (object);

  g_clear_object (&self->row);
  g_clear_pointer (&self->format, ptn_format_unref);
  G_OBJECT_CLASS (ptn_order_card_parent_class)->dispose (object);
}

static void
ptn_order_card_class_init (PtnOrderCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_order_card_dispose;

  gtk_widget_class_set_css_name (widget_class, "ordercard");
  g_type_ensure (PTN_TYPE_ORDER_ACTIONS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, guest);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, revenue);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, offer);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, type);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, ordered);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderCard, actions);
}

static void
ptn_order_card_init (PtnOrderCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->row = g_signal_group_new (PTN_TYPE_ORDER_ROW);
  g_signal_group_connect_swapped (self->row, "changed", G_CALLBACK (row_changed_cb), self);
}

GtkWidget *
ptn_order_card_new (PtnFormat *format)
{
  PtnOrderCard *self = g_object_new (PTN_TYPE_ORDER_CARD, NULL);

  self->format = ptn_format_ref (format);
  return GTK_WIDGET (self);
}

void
ptn_order_card_set_row (PtnOrderCard *self, PtnOrderRow *row)
{
  g_signal_group_set_target (self->row, row);
  if (row != NULL)
    update (self, row);
}

PtnOrderRow *
ptn_order_card_get_row (PtnOrderCard *self)
{
  g_autoptr (PtnOrderRow) row = g_signal_group_dup_target (self->row);

  return row;
}
