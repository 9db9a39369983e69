// SPDX-License-Identifier: GPL-3.0-or-later
// The program: its options, settings, language, actions and window.
#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include "ptn-application.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ptn-connection.h"
#include "ptn-demo.h"
#include "ptn-preferences.h"
#include "ptn-sign-in.h"
#include "ptn-window.h"
#include "ui/common/ptn-shortcuts-dialog.h"
#include "ui/settings/ptn-language.h"

struct _PtnApplication
{
  AdwApplication parent_instance;

  char          *dir;
  char          *demo_dir; /* (nullable): made for this run */
  char          *demo;     /* (nullable): the hotel to import */
  GSettings     *settings;
  PtnConnection *connection;
  PtnWindow     *window; /* (nullable): weak */
};

G_DEFINE_FINAL_TYPE (PtnApplication, ptn_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Show a demonstration hotel, made anew for this run"), NULL },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep data and settings in this folder"),
    N_ ("FOLDER") },
  { "concierge", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Serve the Concierge’s pages of this PC’s own server at this address"), N_ ("ADDRESS") },
  G_OPTION_ENTRY_NULL,
};

/* Settings */

/* Data in a folder of its own has its own settings: a demonstration or a test must not touch those
 * of the person. */
static GSettings *
open_settings (PtnApplication *self, gboolean own)
{
  g_autofree char             *file = g_build_filename (self->dir, "settings", NULL);
  g_autoptr (GSettingsBackend) backend = NULL;

  if (!own)
    return g_settings_new (PTN_APPLICATION_ID);
  backend = g_keyfile_settings_backend_new (file, "/org/portineria/Portineria/", "portineria");
  return g_settings_new_with_backend (PTN_APPLICATION_ID, backend);
}

static void
apply_appearance (PtnApplication *self)
{
  static const AdwColorScheme schemes[] = {
    ADW_COLOR_SCHEME_DEFAULT,
    ADW_COLOR_SCHEME_FORCE_LIGHT,
    ADW_COLOR_SCHEME_FORCE_DARK,
  };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (self->settings, "appearance")]);
}

static PtnLocale *
make_locale (PtnApplication *self)
{
  g_autofree char *language = g_settings_get_string (self->settings, "language");

  return ptn_locale_new (ptn_interface_language_locale (language),
                         g_settings_get_enum (self->settings, "years"));
}

/* The window */

static void
show_window (PtnApplication *self, PtnWindow *old)
{
  g_autoptr (PtnLocale) locale = make_locale (self);
  PtnWindow *window = ptn_window_new (ADW_APPLICATION (self), self->connection, self->settings,
                                      locale, old);

  g_set_weak_pointer (&self->window, window);
  gtk_window_present (GTK_WINDOW (window));
}

/* Texts and dates are made with the window, so another language needs another window; it takes the
 * old one's place. */
static void
rebuild_window (PtnApplication *self)
{
  PtnWindow *old = self->window;

  if (old == NULL)
    return;
  show_window (self, old);
  gtk_window_destroy (GTK_WINDOW (old));
  g_action_group_activate_action (G_ACTION_GROUP (self), "preferences", NULL);
}

static gboolean
language_changed_cb (gpointer user_data)
{
  PtnApplication  *self = user_data;
  g_autofree char *language = g_settings_get_string (self->settings, "language");

  ptn_interface_language_use (language);
  rebuild_window (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: the control that changed the setting is in the window that goes. */
static void
queue_rebuild (PtnApplication *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, language_changed_cb, g_object_ref (self),
                   g_object_unref);
}

/* Actions */

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PtnApplication *self = user_data;

  if (self->window != NULL)
    adw_dialog_present (ptn_preferences_new (self->settings, self->connection),
                        GTK_WIDGET (self->window));
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PtnApplication *self = user_data;

  if (self->window != NULL)
    adw_dialog_present (ptn_shortcuts_dialog_new (), GTK_WIDGET (self->window));
}

static void
sign_in_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PtnApplication *self = user_data;

  if (self->window != NULL)
    adw_dialog_present (ptn_sign_in_new (self->settings, self->connection),
                        GTK_WIDGET (self->window));
}

static void
sign_out_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ptn_connection_sign_out (PTN_APPLICATION (user_data)->connection);
}

static void
use_local_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ptn_connection_use_local (PTN_APPLICATION (user_data)->connection);
}

static void
retry_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ptn_connection_resume (PTN_APPLICATION (user_data)->connection);
}

static void
leave_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ptn_connection_leave (PTN_APPLICATION (user_data)->connection);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PtnApplication *self = user_data;

  if (self->window == NULL)
    return;
  adw_show_about_dialog (GTK_WIDGET (self->window), "application-name", "Portineria",
                         "application-icon", PTN_APPLICATION_ID, "version", PTN_VERSION,
                         "developer-name", _ ("The Portineria developers"), "comments",
                         _ ("The front-office desk of a hotel"), "license-type",
                         GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit_action },
  { .name = "preferences", .activate = preferences_action },
  { .name = "shortcuts", .activate = shortcuts_action },
  { .name = "sign-in", .activate = sign_in_action },
  { .name = "sign-out", .activate = sign_out_action },
  { .name = "use-local", .activate = use_local_action },
  { .name = "retry", .activate = retry_action },
  { .name = "leave", .activate = leave_action },
  { .name = "about", .activate = about_action },
};

static void
add_accels (GtkApplication *application)
{
  gtk_application_set_accels_for_action (application, "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (application, "window.close",
                                         (const char *[]) { "<Control>w", NULL });
  gtk_application_set_accels_for_action (application, "app.preferences",
                                         (const char *[]) { "<Control>comma", NULL });
  gtk_application_set_accels_for_action (application, "app.shortcuts",
                                         (const char *[]) { "<Control>question", NULL });
}

/* Options */

static int
ptn_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  PtnApplication    *self = PTN_APPLICATION (application);
  g_autoptr (GError) error = NULL;
  gboolean           demo = g_variant_dict_contains (given, "demo");
  const char        *folder = NULL;
  const char        *concierge = NULL;

  g_variant_dict_lookup (given, "data", "^&ay", &folder);
  if (folder != NULL)
    self->dir = g_canonicalize_filename (folder, NULL);
  else if (demo)
    self->dir = self->demo_dir = ptn_demo_folder_new (&error);
  else
    self->dir = g_build_filename (g_get_user_data_dir (), "portineria", NULL);

  if (self->dir == NULL || g_mkdir_with_parents (self->dir, 0700) != 0)
    {
      g_printerr (_ ("The folder for the data cannot be made: %s\n"),
                  error != NULL ? error->message : g_strerror (errno));
      return 1;
    }
  if (demo)
    self->demo = ptn_demo_file ();
  self->settings = open_settings (self, demo || folder != NULL);
  if (g_variant_dict_lookup (given, "concierge", "&s", &concierge))
    g_settings_set_string (self->settings, "concierge", concierge);
  /* Several folders are several programs. */
  if (demo || folder != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
ptn_application_startup (GApplication *application)
{
  PtnApplication  *self = PTN_APPLICATION (application);
  g_autofree char *language = g_settings_get_string (self->settings, "language");

  ptn_interface_language_start (language);
  G_APPLICATION_CLASS (ptn_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (PTN_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  add_accels (GTK_APPLICATION (self));
  apply_appearance (self);
  g_signal_connect_object (self->settings, "changed::appearance", G_CALLBACK (apply_appearance),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::language", G_CALLBACK (queue_rebuild), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::years", G_CALLBACK (queue_rebuild), self,
                           G_CONNECT_SWAPPED);
  self->connection = ptn_connection_new (self->dir, self->settings, self->demo);
  ptn_connection_resume (self->connection);
}

static void
ptn_application_activate (GApplication *application)
{
  PtnApplication *self = PTN_APPLICATION (application);

  if (self->window == NULL)
    show_window (self, NULL);
  else
    gtk_window_present (GTK_WINDOW (self->window));
}

static void
ptn_application_shutdown (GApplication *application)
{
  PtnApplication *self = PTN_APPLICATION (application);

  g_clear_object (&self->connection);
  G_APPLICATION_CLASS (ptn_application_parent_class)->shutdown (application);
}

static void
ptn_application_finalize (GObject *object)
{
  PtnApplication *self = PTN_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->settings);
  if (self->demo_dir != NULL)
    ptn_demo_folder_remove (self->demo_dir);
  g_free (self->dir);
  g_free (self->demo);
  G_OBJECT_CLASS (ptn_application_parent_class)->finalize (object);
}

static void
ptn_application_class_init (PtnApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ptn_application_finalize;
  application_class->handle_local_options = ptn_application_handle_local_options;
  application_class->startup = ptn_application_startup;
  application_class->activate = ptn_application_activate;
  application_class->shutdown = ptn_application_shutdown;
}

static void
ptn_application_init (PtnApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_version (G_APPLICATION (self), PTN_VERSION);
}

PtnApplication *
ptn_application_new (void)
{
  return g_object_new (PTN_TYPE_APPLICATION, "application-id", PTN_APPLICATION_ID,
                       "resource-base-path", "/org/portineria/Portineria", NULL);
}
