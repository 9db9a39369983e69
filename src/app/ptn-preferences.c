// SPDX-License-Identifier: GPL-3.0-or-later
// Preferences.
#include "config.h"

#include "ptn-preferences.h"

#include <glib/gi18n.h>

#include "ui/settings/ptn-language.h"

/* For a reverse proxy on this PC: the server itself speaks no TLS (DESIGN §8). */
#define CONCIERGE_ADDRESS "127.0.0.1:8080"

struct _PtnPreferences
{
  AdwPreferencesDialog parent_instance;

  GSettings     *settings;
  PtnConnection *connection;

  AdwPreferencesGroup *languages;
  AdwComboRow         *years;
  AdwToggleGroup      *appearance;
  AdwPreferencesGroup *server;
  AdwActionRow        *server_row;
  AdwActionRow        *user_row;
  GtkWidget           *sign_in;
  GtkWidget           *sign_out;
  GtkWidget           *leave;
  AdwPreferencesGroup *concierge;
  AdwSwitchRow        *concierge_row;
};

G_DEFINE_FINAL_TYPE (PtnPreferences, ptn_preferences, ADW_TYPE_PREFERENCES_DIALOG)

/* Languages */

static void
language_toggled_cb (GtkCheckButton *radio, PtnPreferences *self)
{
  const char *code = g_object_get_data (G_OBJECT (radio), "code");

  if (gtk_check_button_get_active (radio))
    g_settings_set_string (self->settings, "language", code);
}

static void
copy_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "command"));
}

/* Says which command adds what is missing, ready to be copied. */
static void
explain_missing (AdwActionRow *row, GtkWidget *radio, char *command)
{
  GtkWidget       *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Not on this PC. Add it with: %s"), command);

  gtk_widget_set_sensitive (radio, FALSE);
  adw_action_row_set_activatable_widget (row, NULL);
  adw_action_row_set_subtitle (row, words);
  gtk_widget_add_css_class (GTK_WIDGET (row), "missing");

  gtk_widget_set_tooltip_text (copy, _ ("Copy the Command"));
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  g_object_set_data_full (G_OBJECT (copy), "command", command, g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  adw_action_row_add_suffix (row, copy);
}

static GtkWidget *
add_language (PtnPreferences *self,
              GtkWidget      *group,
              const char     *code,
              const char     *name,
              AdwActionRow  **row)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "language");
  GtkWidget       *radio = gtk_check_button_new ();

  *row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (*row), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (*row), FALSE);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (radio),
                              group != NULL ? GTK_CHECK_BUTTON (group) : NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), g_str_equal (chosen, code));
  gtk_widget_set_valign (radio, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (radio), "code", (gpointer) code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (radio, "toggled", G_CALLBACK (language_toggled_cb), self,
                           G_CONNECT_DEFAULT);
  adw_action_row_add_prefix (*row, radio);
  adw_action_row_set_activatable_widget (*row, radio);
  adw_preferences_group_add (self->languages, GTK_WIDGET (*row));
  return radio;
}

static void
fill_languages (PtnPreferences *self)
{
  const char                 *catalogues = g_getenv ("PORTINERIA_LOCALE_DIR");
  gsize                       n;
  const PtnInterfaceLanguage *languages = ptn_interface_languages (&n);
  AdwActionRow               *row;
  GtkWidget                  *first = add_language (self, NULL, PTN_LANGUAGE_SYSTEM,
                                                    C_ ("language", "As on this PC"), &row);

  for (gsize i = 0; i < n; i++)
    {
      PtnLanguageState state = ptn_interface_language_state (&languages[i], catalogues != NULL
                                                                                ? catalogues
                                                                                : PTN_LOCALE_DIR);
      GtkWidget *radio = add_language (self, first, languages[i].code, languages[i].name, &row);

      if (state != PTN_LANGUAGE_READY)
        explain_missing (row, radio, ptn_interface_language_command (&languages[i], state));
    }
}

/* Years and appearance */

static void
years_selected_cb (PtnPreferences *self)
{
  guint years = adw_combo_row_get_selected (self->years);

  if ((guint) g_settings_get_enum (self->settings, "years") != years)
    g_settings_set_enum (self->settings, "years", years);
}

/* Server */

static void
paint_server (PtnPreferences *self)
{
  g_autofree char *server = g_settings_get_string (self->settings, "server");
  const char      *name = ptn_connection_get_name (self->connection);
  gboolean         none = g_str_equal (server, PTN_SERVER_NONE);
  gboolean         local = g_str_equal (server, PTN_SERVER_LOCAL);
  gboolean         signed_in = ptn_connection_get_user (self->connection) != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->server), !none);
  adw_action_row_set_subtitle (self->server_row, local ? _ ("This PC only") : server);
  adw_action_row_set_subtitle (self->user_row, name != NULL ? name : _ ("Nobody"));
  gtk_widget_set_visible (self->sign_in, !local && !signed_in);
  gtk_widget_set_visible (self->sign_out, !local && signed_in);
  gtk_widget_set_visible (self->leave, !none);
  gtk_widget_set_visible (GTK_WIDGET (self->concierge), local);
}

static void
leave_cb (PtnPreferences *self)
{
  adw_dialog_close (ADW_DIALOG (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.leave", NULL);
}

/* The Concierge's pages of this PC's own server */

static gboolean
address_to_active (GValue *active, GVariant *address, gpointer user_data)
{
  g_value_set_boolean (active, *g_variant_get_string (address, NULL) != '\0');
  return TRUE;
}

static GVariant *
active_to_address (const GValue *active, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_string (g_value_get_boolean (active) ? CONCIERGE_ADDRESS : "");
}

static void
paint_concierge (PtnPreferences *self)
{
  g_autofree char *address = g_settings_get_string (self->settings, "concierge");
  g_autofree char *words = NULL;

  words = g_strdup_printf (
      /* Translators: an address like 127.0.0.1:8080 */
      _ ("Their pages are at http://%s on this PC, for a reverse proxy. Takes effect when "
         "Portineria is started again."),
      *address != '\0' ? address : CONCIERGE_ADDRESS);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->concierge_row), words);
}

static void
bind_concierge (PtnPreferences *self)
{
  g_settings_bind_with_mapping (self->settings, "concierge", self->concierge_row, "active",
                                G_SETTINGS_BIND_DEFAULT, address_to_active, active_to_address, NULL,
                                NULL);
  g_signal_connect_object (self->settings, "changed::concierge", G_CALLBACK (paint_concierge), self,
                           G_CONNECT_SWAPPED);
  paint_concierge (self);
}

static void
ptn_preferences_dispose (GObject *object)
{
  PtnPreferences *self = PTN_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (ptn_preferences_parent_class)->dispose (object);
}

static void
ptn_preferences_class_init (PtnPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_preferences_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/app/ptn-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, languages);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, years);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, appearance);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, server);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, server_row);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, user_row);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, sign_in);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, sign_out);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, leave);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, concierge);
  gtk_widget_class_bind_template_child (widget_class, PtnPreferences, concierge_row);
  gtk_widget_class_bind_template_callback (widget_class, years_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
ptn_preferences_init (PtnPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
ptn_preferences_new (GSettings *settings, PtnConnection *connection)
{
  PtnPreferences *self = g_object_new (PTN_TYPE_PREFERENCES, NULL);
  guint           years = g_settings_get_enum (settings, "years");

  self->settings = g_object_ref (settings);
  self->connection = g_object_ref (connection);
  fill_languages (self);
  adw_combo_row_set_selected (self->years, years);
  g_settings_bind (settings, "appearance", self->appearance, "active-name",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (connection, "user-changed", G_CALLBACK (paint_server), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "opened", G_CALLBACK (paint_server), self,
                           G_CONNECT_SWAPPED);
  paint_server (self);
  bind_concierge (self);
  return ADW_DIALOG (self);
}
