// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders page shows where there is no list.
#include "ptn-orders-status.h"

struct _PtnOrdersStatus
{
  AdwBin parent_instance;

  AdwStatusPage  *page;
  GtkProgressBar *progress;
  GtkButton      *button;
};

G_DEFINE_FINAL_TYPE (PtnOrdersStatus, ptn_orders_status, ADW_TYPE_BIN)

enum
{
  CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clicked_cb (PtnOrdersStatus *self)
{
  g_signal_emit (self, signals[CLICKED], 0);
}

static void
ptn_orders_status_class_init (PtnOrdersStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CLICKED] = g_signal_new ("clicked", PTN_TYPE_ORDERS_STATUS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-orders-status.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersStatus, page);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersStatus, progress);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersStatus, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
ptn_orders_status_init (PtnOrdersStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_picture (PtnOrdersStatus *self, const PtnOrdersState *state)
{
  g_autoptr (GdkPaintable) spinner = NULL;

  if (state->view == PTN_ORDERS_VIEW_LOADING)
    {
      if (adw_status_page_get_paintable (self->page) == NULL)
        spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->page)));
      if (spinner != NULL)
        adw_status_page_set_paintable (self->page, spinner);
      return;
    }
  adw_status_page_set_paintable (self->page, NULL);
  adw_status_page_set_icon_name (self->page, ptn_orders_state_icon (state));
}

GtkWidget *
ptn_orders_status_new (void)
{
  return g_object_new (PTN_TYPE_ORDERS_STATUS, NULL);
}

void
ptn_orders_status_show (PtnOrdersStatus      *self,
                        const PtnOrdersState *state,
                        const PtnOrdersFacts *facts,
                        double                progress)
{
  g_autofree char *description = ptn_orders_state_description (state, facts);
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  show_picture (self, state);
  adw_status_page_set_title (self->page, ptn_orders_state_title (state));
  adw_status_page_set_description (self->page, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->progress),
                          state->view == PTN_ORDERS_VIEW_LOADING && progress >= 0);
  gtk_progress_bar_set_fraction (self->progress, CLAMP (progress, 0, 1));
  gtk_button_set_label (self->button, ptn_orders_remedy_label (state->view_remedy));
  gtk_widget_set_visible (GTK_WIDGET (self->button), state->view_remedy != PTN_ORDERS_REMEDY_NONE);
}
