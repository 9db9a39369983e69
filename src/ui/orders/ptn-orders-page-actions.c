// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders page's actions, which buttons, keys, menus and toasts share.
#include "ptn-order-pane.h"
#include "ptn-orders-page-private.h"

void
ptn_orders_page_choice_changed (PtnOrdersPage *self)
{
  PtnOrderChoiceBar *bar = PTN_ORDER_CHOICE_BAR (self->choice_bar);
  PtnUuid            only;
  gboolean           one = ptn_order_choice_bar_get_only (bar, &only);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.confirm",
                                 ptn_order_choice_bar_can (bar, PTN_DECISION_CONFIRM));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.cancel",
                                 ptn_order_choice_bar_can (bar, PTN_DECISION_CANCEL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.contact", one);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.show-details", one);
  ptn_orders_page_reload_details (self);
}

void
ptn_orders_page_decide (PtnOrdersPage *self, int decision, GArray *orders)
{
  if (self->has_user)
    ptn_order_decider_decide (self->decider, &self->user, orders, decision);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.sign-in", NULL);
}

static void
decide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GArray) orders = g_array_new (FALSE, FALSE, sizeof (PtnUuid));
  const char        *text;
  guint              decision;
  PtnUuid            order;

  g_variant_get (parameter, "(&su)", &text, &decision);
  if (!ptn_uuid_parse (text, &order))
    return;
  g_array_append_val (orders, order);
  ptn_orders_page_decide (PTN_ORDERS_PAGE (widget), decision, orders);
}

static void
confirm_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_order_choice_bar_decide (PTN_ORDER_CHOICE_BAR (PTN_ORDERS_PAGE (widget)->choice_bar),
                               PTN_DECISION_CONFIRM);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_order_choice_bar_decide (PTN_ORDER_CHOICE_BAR (PTN_ORDERS_PAGE (widget)->choice_bar),
                               PTN_DECISION_CANCEL);
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_order_decider_undo (PTN_ORDERS_PAGE (widget)->decider);
}

static void
contact_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PtnOrdersPage              *self = PTN_ORDERS_PAGE (widget);
  g_autoptr (PtnOrderDetails) details = NULL;
  PtnUuid                     order;

  if (ptn_order_choice_bar_get_only (PTN_ORDER_CHOICE_BAR (self->choice_bar), &order))
    details = ptn_desk_load_order (self->desk, &order, NULL);
  if (details != NULL)
    ptn_order_pane_contact (widget, details);
}

static void
show_details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_orders_page_open_details (PTN_ORDERS_PAGE (widget), TRUE);
}

static void
toggle_details_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_orders_page_open_details (PTN_ORDERS_PAGE (widget), !PTN_ORDERS_PAGE (widget)->details_open);
}

static void
show_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_orders_page_show_all (PTN_ORDERS_PAGE (widget));
}

static void
select_none_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (PTN_ORDERS_PAGE (widget)->selection));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PtnOrdersPage *self = PTN_ORDERS_PAGE (widget);

  if (!self->state.can_narrow)
    return;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
filter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (PTN_ORDERS_PAGE (widget)->state.can_narrow)
    gtk_menu_button_popup (PTN_ORDERS_PAGE (widget)->filter_button);
}

static void
try_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ptn_sync_wake (PTN_ORDERS_PAGE (widget)->sync);
}

void
ptn_orders_page_apply_remedy (PtnOrdersPage *self, PtnOrdersRemedy remedy)
{
  switch (remedy)
    {
    case PTN_ORDERS_REMEDY_SIGN_IN:
      gtk_widget_activate_action (GTK_WIDGET (self), "app.sign-in", NULL);
      break;
    case PTN_ORDERS_REMEDY_TRY_AGAIN:
      ptn_sync_wake (self->sync);
      break;
    case PTN_ORDERS_REMEDY_CLEAR_FILTERS:
      ptn_orders_page_show_all (self);
      break;
    case PTN_ORDERS_REMEDY_NONE:
    default:
      break;
    }
}

void
ptn_orders_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "orders.decide", "(su)", decide_action);
  gtk_widget_class_install_action (widget_class, "orders.confirm", NULL, confirm_action);
  gtk_widget_class_install_action (widget_class, "orders.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "orders.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "orders.contact", NULL, contact_action);
  gtk_widget_class_install_action (widget_class, "orders.show-details", NULL, show_details_action);
  gtk_widget_class_install_action (widget_class, "orders.toggle-details", NULL,
                                   toggle_details_action);
  gtk_widget_class_install_action (widget_class, "orders.show-all", NULL, show_all_action);
  gtk_widget_class_install_action (widget_class, "orders.select-none", NULL, select_none_action);
  gtk_widget_class_install_action (widget_class, "orders.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "orders.filter", NULL, filter_action);
  gtk_widget_class_install_action (widget_class, "orders.try-again", NULL, try_again_action);
}
