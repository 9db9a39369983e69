// SPDX-License-Identifier: GPL-3.0-or-later
// The context menu of the chosen orders. The popover is made when it is first wanted.
#include "ptn-order-menu.h"

#include <glib/gi18n.h>

static GQuark menu_quark (void);
static GQuark choose_quark (void);

G_DEFINE_QUARK (ptn_order_menu, menu)
G_DEFINE_QUARK (ptn_order_menu_choose, choose)

static GMenuModel *
make_model (void)
{
  GMenu            *menu = g_menu_new ();
  g_autoptr (GMenu) decide = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();

  g_menu_append (decide, C_ ("order action", "Confirm"), "orders.confirm");
  g_menu_append (decide, _ ("Cancel the Order"), "orders.cancel");
  g_menu_append (look, _ ("Show Details"), "orders.show-details");
  g_menu_append (look, _ ("Contact the Guest…"), "orders.contact");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (decide));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  return G_MENU_MODEL (menu);
}

static GtkPopover *
ensure_popover (GtkWidget *view)
{
  GtkWidget *popover = g_object_get_qdata (G_OBJECT (view), menu_quark ());

  if (popover == NULL)
    {
      g_autoptr (GMenuModel) model = make_model ();

      popover = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
      gtk_widget_set_halign (popover, GTK_ALIGN_START);
      gtk_widget_set_parent (popover, view);
      g_object_set_qdata (G_OBJECT (view), menu_quark (), popover);
      g_signal_connect_object (view, "destroy", G_CALLBACK (gtk_widget_unparent), popover,
                               G_CONNECT_SWAPPED);
    }
  return GTK_POPOVER (popover);
}

static void
open_at (GtkWidget *view, GtkWidget *at, double x, double y)
{
  PtnOrderMenuChoose choose = g_object_get_qdata (G_OBJECT (view), choose_quark ());
  GtkPopover        *popover;

  if (at == NULL || !choose (view, at))
    return;
  popover = ensure_popover (view);
  gtk_popover_set_pointing_to (popover, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (popover);
}

static void
pressed_cb (GtkGesture *gesture, int n_press, double x, double y, GtkWidget *view)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  if (!gdk_event_triggers_context_menu (event))
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_at (view, gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT), x, y);
}

static void
long_pressed_cb (GtkGesture *gesture, double x, double y, GtkWidget *view)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_at (view, gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT), x, y);
}

static gboolean
menu_key_cb (GtkWidget *view, GVariant *arguments, gpointer user_data)
{
  GtkWidget      *focus = gtk_root_get_focus (gtk_widget_get_root (view));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, view) ||
      !gtk_widget_compute_bounds (focus, view, &bounds))
    return FALSE;
  open_at (view, focus, bounds.origin.x + 24, bounds.origin.y + bounds.size.height / 2);
  return TRUE;
}

static void
add_shortcut (GtkEventController *controller, const char *trigger)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                        gtk_callback_action_new (menu_key_cb, NULL, NULL)));
}

void
ptn_order_menu_attach (GtkWidget *view, PtnOrderMenuChoose choose)
{
  GtkGesture         *click = gtk_gesture_click_new ();
  GtkGesture         *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_qdata (G_OBJECT (view), choose_quark (), (gpointer) choose);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), view);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), view);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (press));

  add_shortcut (keys, "Menu");
  add_shortcut (keys, "<Shift>F10");
  gtk_widget_add_controller (view, keys);
}
