// SPDX-License-Identifier: GPL-3.0-or-later
// Around the list: what happens when a guest orders while somebody looks at it.
#include "ptn-order-news.h"

#include <glib/gi18n.h>

struct _PtnOrderNews
{
  AdwBin parent_instance;

  GtkAdjustment *scroll; /* (nullable) */
  guint          n_new;  /* above what is seen */

  AdwBin             *layout;
  GtkRevealer        *revealer;
  GtkButton          *button;
  GtkEventController *pointer;
};

G_DEFINE_FINAL_TYPE (PtnOrderNews, ptn_order_news, ADW_TYPE_BIN)

enum
{
  SHOW_TOP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
at_top (PtnOrderNews *self)
{
  return self->scroll == NULL ||
         gtk_adjustment_get_value (self->scroll) <= gtk_adjustment_get_lower (self->scroll);
}

static void
announce (PtnOrderNews *self, guint n_new)
{
  g_autofree char *label = NULL;

  self->n_new = n_new;
  gtk_revealer_set_reveal_child (self->revealer, n_new > 0);
  if (n_new == 0)
    return;
  label = g_strdup_printf (ngettext ("%u New Order", "%u New Orders", n_new), n_new);
  gtk_button_set_label (self->button, label);
}

static void
items_changed_cb (PtnOrderNews *self, guint position, guint removed, guint added, GListModel *list)
{
  gboolean newer = position == 0 && removed == 0 && added > 0 &&
                   g_list_model_get_n_items (list) > added;

  if (!newer)
    return;
  if (at_top (self) &&
      !gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->pointer)))
    g_signal_emit (self, signals[SHOW_TOP], 0);
  else
    announce (self, self->n_new + added);
}

static void
scrolled_cb (PtnOrderNews *self)
{
  if (self->n_new > 0 && at_top (self))
    announce (self, 0);
}

static void
clicked_cb (PtnOrderNews *self)
{
  announce (self, 0);
  g_signal_emit (self, signals[SHOW_TOP], 0);
}

static void
set_scroll (PtnOrderNews *self, GtkAdjustment *scroll)
{
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_func (self->scroll, scrolled_cb, self);
  g_set_object (&self->scroll, scroll);
  if (scroll != NULL)
    g_signal_connect_object (scroll, "value-changed", G_CALLBACK (scrolled_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
ptn_order_news_dispose (GObject *object)
{
  set_scroll (PTN_ORDER_NEWS (object), NULL);
  G_OBJECT_CLASS (ptn_order_news_parent_class)->dispose (object);
}

static void
ptn_order_news_class_init (PtnOrderNewsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_order_news_dispose;

  signals[SHOW_TOP] = g_signal_new ("show-top", PTN_TYPE_ORDER_NEWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-news.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnOrderNews, layout);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderNews, revealer);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderNews, button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderNews, pointer);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
ptn_order_news_init (PtnOrderNews *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ptn_order_news_watch (PtnOrderNews *self, GListModel *list)
{
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
ptn_order_news_set_layout (PtnOrderNews *self, GtkWidget *layout, GtkAdjustment *scroll)
{
  adw_bin_set_child (self->layout, layout);
  set_scroll (self, scroll);
}

void
ptn_order_news_forget (PtnOrderNews *self)
{
  announce (self, 0);
}
