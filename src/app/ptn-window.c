// SPDX-License-Identifier: GPL-3.0-or-later
// The window.
#include "ptn-window.h"

#include <glib/gi18n.h>

#include "ptn-fault.h"
#include "ptn-welcome.h"
#include "ui/common/ptn-attention-page.h"
#include "ui/common/ptn-format.h"
#include "ui/orders/ptn-orders-page.h"

struct _PtnWindow
{
  AdwApplicationWindow parent_instance;

  PtnConnection *connection;
  GSettings     *settings;
  PtnLocale     *locale;

  PtnOrdersPage    *orders;    /* (nullable) */
  PtnAttentionPage *attention; /* (nullable): made when it is first opened */

  AdwToastOverlay        *toast_overlay;
  GtkStack               *stack;
  AdwBin                 *welcome;
  AdwBin                 *fault;
  AdwNavigationSplitView *split_view;
  GtkMenuButton          *menu_button;
  GtkListBox             *sections;
  GtkListBoxRow          *orders_row;
  GtkListBoxRow          *attention_row;
  GtkLabel               *orders_badge;
  GtkLabel               *attention_badge;
  GtkLabel               *user_label;
  GtkLabel               *state_label;
  GtkImage               *state_icon;
};

G_DEFINE_FINAL_TYPE (PtnWindow, ptn_window, ADW_TYPE_APPLICATION_WINDOW)

/* The sidebar */

static guint
n_others_waiting (PtnWindow *self)
{
  const PtnUuid         *user = ptn_connection_get_user (self->connection);
  g_autoptr (GHashTable) waiting = ptn_desk_load_waiting (
      ptn_connection_get_desk (self->connection));
  guint n = g_hash_table_size (waiting);

  return user != NULL && g_hash_table_contains (waiting, user) ? n - 1 : n;
}

static void
set_badge (PtnWindow *self, GtkLabel *badge, guint n, const char *meaning)
{
  g_autoptr (PtnFormat) format = ptn_format_new (self->locale, NULL);
  g_autofree char      *number = ptn_format_number (format, n);

  gtk_label_set_label (badge, number);
  gtk_widget_set_visible (GTK_WIDGET (badge), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_PROPERTY_LABEL, meaning,
                                  -1);
}

static void
update_badges (PtnWindow *self)
{
  PtnDesk         *desk = ptn_connection_get_desk (self->connection);
  guint            pending, attention;
  g_autofree char *pending_words = NULL;
  g_autofree char *attention_words = NULL;

  g_object_get (desk, "pending", &pending, "attention", &attention, NULL);
  attention += n_others_waiting (self);
  pending_words = g_strdup_printf (ngettext ("%u pending order", "%u pending orders", pending),
                                   pending);
  attention_words = g_strdup_printf (ngettext ("%u thing to look at", "%u things to look at",
                                               attention),
                                     attention);
  set_badge (self, self->orders_badge, pending, pending_words);
  set_badge (self, self->attention_badge, attention, attention_words);
  /* The row stays while its page is open, so that dismissing the last line does not take the page
   * away. */
  gtk_widget_set_visible (GTK_WIDGET (self->attention_row),
                          attention > 0 || gtk_list_box_get_selected_row (self->sections) ==
                                               self->attention_row);
}

static void
update_user (PtnWindow *self)
{
  const char *name = ptn_connection_get_name (self->connection);

  if (name == NULL)
    name = ptn_connection_is_local (self->connection) ? _ ("This PC") : _ ("Not signed in");
  gtk_label_set_label (self->user_label, name);
  ptn_orders_page_set_user (self->orders, ptn_connection_get_user (self->connection));
  if (self->attention != NULL)
    ptn_attention_page_set_user (self->attention, ptn_connection_get_user (self->connection));
}

static void
update_state (PtnWindow *self)
{
  static const char *const icons[] = {
    "system-log-out-symbolic",  "network-offline-symbolic", "network-idle-symbolic",
    "network-receive-symbolic", "ptn-confirmed-symbolic",
  };
  gboolean    local = ptn_connection_is_local (self->connection);
  const char *words[] = {
    local ? C_ ("connection", "Starting…") : C_ ("connection", "Signed out"),
    C_ ("connection", "Offline"),
    C_ ("connection", "Connecting…"),
    C_ ("connection", "Loading…"),
    local ? C_ ("connection", "On this PC only") : C_ ("connection", "Connected"),
  };
  int state;

  g_object_get (ptn_connection_get_sync (self->connection), "state", &state, NULL);
  gtk_label_set_label (self->state_label, words[state]);
  gtk_image_set_from_icon_name (self->state_icon, icons[state]);
}

/* Pages */

static void
show_orders (PtnWindow *self)
{
  adw_navigation_split_view_set_content (self->split_view, ADW_NAVIGATION_PAGE (self->orders));
}

static void
show_order_cb (PtnWindow *self, PtnUuid *order)
{
  gtk_list_box_select_row (self->sections, self->orders_row);
  show_orders (self);
  ptn_orders_page_show_order (self->orders, order);
}

static void
show_attention (PtnWindow *self)
{
  if (self->attention == NULL)
    {
      PtnDesk *desk = ptn_connection_get_desk (self->connection);

      self->attention = PTN_ATTENTION_PAGE (
          g_object_ref_sink (ptn_attention_page_new (desk, self->locale)));
      ptn_attention_page_set_user (self->attention, ptn_connection_get_user (self->connection));
      g_signal_connect_object (self->attention, "show-order", G_CALLBACK (show_order_cb), self,
                               G_CONNECT_SWAPPED);
    }
  adw_navigation_split_view_set_content (self->split_view, ADW_NAVIGATION_PAGE (self->attention));
}

static void
section_selected_cb (PtnWindow *self, GtkListBoxRow *row)
{
  if (row == NULL || self->orders == NULL)
    return;
  if (row == self->attention_row)
    show_attention (self);
  else
    show_orders (self);
  update_badges (self);
}

static void
section_activated_cb (PtnWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void outdated_cb (PtnWindow *self);

static void
make_orders (PtnWindow *self, const PtnOrderQuery *query)
{
  gboolean         local = ptn_connection_is_local (self->connection);
  g_autofree char *concierge = g_settings_get_string (self->settings, "concierge");
  GtkWidget       *page = ptn_orders_page_new (ptn_connection_get_desk (self->connection),
                                               ptn_connection_get_sync (self->connection), self->locale,
                                               local, local && *concierge == '\0', query);

  g_set_object (&self->orders, PTN_ORDERS_PAGE (page));
  g_signal_connect_object (page, "outdated", G_CALLBACK (outdated_cb), self, G_CONNECT_SWAPPED);
  update_user (self);
  show_orders (self);
}

static gboolean
replace_orders_cb (gpointer user_data)
{
  PtnWindow *self = user_data;

  if (self->orders != NULL && ptn_connection_get_desk (self->connection) != NULL)
    make_orders (self, ptn_orders_page_get_query (self->orders));
  return G_SOURCE_REMOVE;
}

/* Not at once: the page that goes is telling so. */
static void
outdated_cb (PtnWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, replace_orders_cb, g_object_ref (self), g_object_unref);
}

/* What is open */

static void
show_welcome (PtnWindow *self)
{
  if (adw_bin_get_child (self->welcome) == NULL)
    adw_bin_set_child (self->welcome, ptn_welcome_new ());
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

static void
show_fault (PtnWindow *self, const GError *error)
{
  adw_bin_set_child (self->fault, ptn_fault_new (error->message));
  gtk_stack_set_visible_child_name (self->stack, "fault");
}

static void
forget_pages (PtnWindow *self)
{
  adw_navigation_split_view_set_content (self->split_view, NULL);
  g_clear_object (&self->orders);
  g_clear_object (&self->attention);
}

static void
show_main (PtnWindow *self, const PtnOrderQuery *query)
{
  PtnDesk *desk = ptn_connection_get_desk (self->connection);
  PtnSync *sync = ptn_connection_get_sync (self->connection);

  make_orders (self, query);
  gtk_list_box_select_row (self->sections, self->orders_row);
  g_signal_connect_object (desk, "notify", G_CALLBACK (update_badges), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  update_badges (self);
  update_state (self);
  gtk_stack_set_visible_child_name (self->stack, "main");
  gtk_widget_grab_focus (GTK_WIDGET (self->orders));
}

static void
show_what_is_open (PtnWindow *self, const PtnOrderQuery *query)
{
  const GError *error = ptn_connection_get_error (self->connection);

  forget_pages (self);
  if (error != NULL)
    show_fault (self, error);
  else if (ptn_connection_get_desk (self->connection) != NULL)
    show_main (self, query);
  else
    show_welcome (self);
}

static void
opened_cb (PtnWindow *self)
{
  show_what_is_open (self, NULL);
}

static void
user_changed_cb (PtnWindow *self)
{
  if (self->orders == NULL || ptn_connection_get_desk (self->connection) == NULL)
    return;
  update_user (self);
  update_badges (self);
}

static void
not_kept_cb (PtnWindow *self)
{
  AdwToast *toast = adw_toast_new (
      _ ("No keyring: you will have to sign in again when Portineria is restarted"));

  adw_toast_set_timeout (toast, 15);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
save_size (PtnWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (self->settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
ptn_window_close_request (GtkWindow *window)
{
  save_size (PTN_WINDOW (window));
  return GTK_WINDOW_CLASS (ptn_window_parent_class)->close_request (window);
}

static void
ptn_window_dispose (GObject *object)
{
  PtnWindow *self = PTN_WINDOW (object);

  g_clear_object (&self->orders);
  g_clear_object (&self->attention);
  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_WINDOW);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->locale, ptn_locale_unref);
  G_OBJECT_CLASS (ptn_window_parent_class)->dispose (object);
}

static void
ptn_window_class_init (PtnWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = ptn_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/portineria/Portineria/ui/app/ptn-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, fault);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, sections);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, orders_row);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, attention_row);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, orders_badge);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, attention_badge);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, user_label);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, state_label);
  gtk_widget_class_bind_template_child (widget_class, PtnWindow, state_icon);
  gtk_widget_class_bind_template_callback (widget_class, section_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, section_activated_cb);
}

/* Menus cost as much as a dozen rows: this one is made when it is first opened. */
static void
make_menu (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource ("/org/portineria/Portineria/ui/app/ptn-main-menu.ui");
  gtk_menu_button_set_menu_model (button,
                                  G_MENU_MODEL (gtk_builder_get_object (builder, "main_menu")));
}

static void
ptn_window_init (PtnWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, make_menu, NULL, NULL);
}

static void
set_size (PtnWindow *self, int width, int height, gboolean maximized)
{
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
restore_size (PtnWindow *self, PtnWindow *old)
{
  int width, height;

  if (old != NULL)
    {
      gtk_window_get_default_size (GTK_WINDOW (old), &width, &height);
      set_size (self, width, height, gtk_window_is_maximized (GTK_WINDOW (old)));
      return;
    }
  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  set_size (self, width, height, g_settings_get_boolean (self->settings, "window-maximized"));
}

PtnWindow *
ptn_window_new (AdwApplication *application,
                PtnConnection  *connection,
                GSettings      *settings,
                PtnLocale      *locale,
                PtnWindow      *old)
{
  PtnWindow *self = g_object_new (PTN_TYPE_WINDOW, "application", application, NULL);
  gboolean   has_query = old != NULL && old->orders != NULL;

  self->connection = g_object_ref (connection);
  self->settings = g_object_ref (settings);
  self->locale = ptn_locale_ref (locale);
  restore_size (self, old);
  g_signal_connect_object (connection, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "user-changed", G_CALLBACK (user_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "not-kept", G_CALLBACK (not_kept_cb), self,
                           G_CONNECT_SWAPPED);
  show_what_is_open (self, has_query ? ptn_orders_page_get_query (old->orders) : NULL);
  return self;
}
