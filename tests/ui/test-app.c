// SPDX-License-Identifier: GPL-3.0-or-later
// The window over a connection that opens, leaves and opens again, with this PC's own server.
#include "config.h"

#include <gio/gunixsocketaddress.h>
#include <signal.h>

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
  g_assert_no_error (ptn_connection_get_error (connection));
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

/* Who serves this PC; 0: nobody. */
static pid_t
server_pid (World *world)
{
  g_autofree char           *path = g_build_filename (world->dir, "server", "socket", NULL);
  g_autoptr (GSocket)        socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                                    G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GCredentials)   peer = NULL;

  if (g_socket_connect (socket, address, NULL, NULL))
    peer = g_socket_get_credentials (socket, NULL);
  return peer != NULL ? g_credentials_get_unix_pid (peer, NULL) : 0;
}

static gboolean
is_in_state (World *world, PtnSyncState wanted)
{
  int state;

  g_object_get (ptn_connection_get_sync (world->connection), "state", &state, NULL);
  return state == (int) wanted;
}

static gboolean
is_online (gpointer world)
{
  return is_in_state (world, PTN_SYNC_ONLINE);
}

static gboolean
is_offline (gpointer world)
{
  return is_in_state (world, PTN_SYNC_OFFLINE);
}

static gboolean
is_served (gpointer world)
{
  return is_online (world) && server_pid (world) > 0;
}

/* The local server dies, is started again, and dies again before the window has heard that the
 * first death is over. */
static void
test_server_dies_twice (World *world, gconstpointer data)
{
  pid_t first, second;

  ptn_connection_use_local (world->connection);
  ui_wait_until (is_online, world);
  first = server_pid (world);
  g_assert_cmpint (first, >, 0);
  kill (first, SIGKILL);
  ui_wait_until (is_offline, world);
  while ((second = server_pid (world)) == 0 || second == first)
    g_usleep (20000);
  g_usleep (G_USEC_PER_SEC); /* its starter has heard it; the main loop stands still meanwhile */
  kill (second, SIGKILL);
  while (server_pid (world) == second)
    g_usleep (20000);
  ui_wait_until (is_served, world);
}

static gboolean
has_failed (gpointer connection)
{
  return ptn_connection_get_error (connection) != NULL;
}

static gboolean
has_orders (gpointer connection)
{
  guint pending;

  g_assert_no_error (ptn_connection_get_error (connection));
  g_object_get (ptn_connection_get_desk (connection), "pending", &pending, NULL);
  return pending > 0;
}

/* A server whose import dies half-way. */
static char *
dying_server (World *world)
{
  static const char  script[] = "#!/bin/sh\nmkdir -p \"$3\" && touch \"$3/portineria.db\"\n"
                                "kill -KILL $$\n";
  g_autoptr (GError) error = NULL;
  char              *path = g_build_filename (world->dir, "dying-server", NULL);

  g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  return path;
}

/* What a killed import has left behind is not taken for the demonstration hotel. */
static void
test_demo_import_dies (World *world, gconstpointer data)
{
  g_autofree char          *demo = ptn_demo_file ();
  g_autofree char          *server = g_strdup (g_getenv ("PORTINERIA_SERVER"));
  g_autofree char          *dying = dying_server (world);
  g_autoptr (PtnConnection) connection = ptn_connection_new (world->dir, world->settings, demo);

  g_setenv ("PORTINERIA_SERVER", dying, TRUE);
  ptn_connection_resume (connection);
  ui_wait_until (has_failed, connection);
  g_setenv ("PORTINERIA_SERVER", server, TRUE);
  ptn_connection_resume (connection);
  ui_wait_until (has_orders, connection);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ptn_ui_init ();

  g_test_add ("/ui/app/leave", World, NULL, set_up, test_leave, tear_down);
  g_test_add ("/ui/app/server-dies-twice", World, NULL, set_up, test_server_dies_twice, tear_down);
  g_test_add ("/ui/app/demo-import-dies", World, NULL, set_up, test_demo_import_dies, tear_down);
  g_test_add ("/ui/app/again", World, NULL, set_up, test_again, tear_down);
  g_test_add ("/ui/app/in-use", World, NULL, set_up, test_in_use, tear_down);

  return g_test_run ();
}
