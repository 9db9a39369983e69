// SPDX-License-Identifier: GPL-3.0-or-later
// The window over a connection that opens, leaves and opens again, with this PC's own server.
#include "config.h"

#include "app/ptn-demo.h"
#include "app/ptn-window.h"
#include "ui-fixture.h"
#include "ui/common/ptn-ui.h"

typedef struct
{
  char          *dir;
  GSettings     *settings;
  PtnLocale     *locale;
  PtnConnection *connection;
  GtkWidget     *window;
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  *world = (World) { .dir = g_dir_make_tmp ("portineria-app-XXXXXX", &error) };
  g_assert_no_error (error);
  world->settings = g_settings_new (PTN_APPLICATION_ID);
  world->locale = ptn_locale_new ("en_US", PTN_YEARS_OF_LOCALE);
  world->connection = ptn_connection_new (world->dir, world->settings, NULL);
  world->window = GTK_WIDGET (
      ptn_window_new (NULL, world->connection, world->settings, world->locale, NULL));
  gtk_window_present (GTK_WINDOW (world->window));
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (world->connection);
  ptn_locale_unref (world->locale);
  g_settings_reset (world->settings, "server");
  g_object_unref (world->settings);
  ptn_demo_folder_remove (world->dir);
  g_free (world->dir);
}

static gboolean
has_user (gpointer connection)
{
  return ptn_connection_get_user (connection) != NULL;
}

static const char *
visible_page (World *world)
{
  GtkWidget *stack = ui_find (world->window, GTK_TYPE_STACK);

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

/* Leaving closes the desk while its pages still show it. */
static void
test_leave (World *world, gconstpointer data)
{
  ptn_connection_use_local (world->connection);
  ui_wait_until (has_user, world->connection);
  g_assert_cmpstr (visible_page (world), ==, "main");
  ptn_connection_leave (world->connection);
  g_assert_null (ptn_connection_get_desk (world->connection));
  g_assert_null (ptn_connection_get_user (world->connection));
  g_assert_cmpstr (visible_page (world), ==, "welcome");
  ptn_connection_use_local (world->connection);
  ui_wait_until (has_user, world->connection);
  g_assert_cmpstr (visible_page (world), ==, "main");
}

/* Try Again opens what is open already. */
static void
test_again (World *world, gconstpointer data)
{
  ptn_connection_use_local (world->connection);
  ui_wait_until (has_user, world->connection);
  ptn_connection_resume (world->connection);
  g_assert_no_error (ptn_connection_get_error (world->connection));
  g_assert_cmpstr (visible_page (world), ==, "main");
}

/* Another Portineria has this folder. */
static void
test_in_use (World *world, gconstpointer data)
{
  g_autoptr (PtnConnection) other = ptn_connection_new (world->dir, world->settings, NULL);

  ptn_connection_use_local (other);
  ptn_connection_use_local (world->connection);
  g_assert_error (ptn_connection_get_error (world->connection), PTN_STORE_ERROR,
                  PTN_STORE_ERROR_IN_USE);
  g_assert_cmpstr (visible_page (world), ==, "fault");
  ptn_connection_leave (other);
  ptn_connection_use_local (world->connection);
  ui_wait_until (has_user, world->connection);
  g_assert_cmpstr (visible_page (world), ==, "main");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ptn_ui_init ();

  g_test_add ("/ui/app/leave", World, NULL, set_up, test_leave, tear_down);
  g_test_add ("/ui/app/again", World, NULL, set_up, test_again, tear_down);
  g_test_add ("/ui/app/in-use", World, NULL, set_up, test_in_use, tear_down);

  return g_test_run ();
}
