// SPDX-License-Identifier: GPL-3.0-or-later
// libsoup's transport, interrupted at each turn of its main loop.

#include "config.h"

#include <string.h>

#include "sync/ptn-transport-soup.h"

/* More than a call has. */
#define TURNS 60

#define RESPONSE                                                                                   \
  "HTTP/1.1 200 OK\r\n"                                                                            \
  "Portineria-Server: 01890a5d-ac96-774b-bcce-b302099a8057\r\n"                                    \
  "Content-Type: application/json\r\n"                                                             \
  "Content-Length: 2\r\n"                                                                          \
  "Connection: close\r\n\r\n{}"

/* A server in the same main loop, so that a call takes the same turns each time. It answers before
 * it is asked: then the head is there as soon as libsoup looks for it, and is told a turn later. */
typedef struct
{
  GSocketService *server;
  char           *address;
} World;

static gboolean
incoming_cb (GSocketService    *server,
             GSocketConnection *connection,
             GObject           *source G_GNUC_UNUSED,
             gpointer           user_data G_GNUC_UNUSED)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (g_object_get_data (G_OBJECT (server), "silent") == NULL)
    g_output_stream_write_all (out, RESPONSE, strlen (RESPONSE), NULL, NULL, NULL);
  /* It stays open until the client has read: an unread request would reset it. */
  g_object_set_data_full (G_OBJECT (server), "connection", g_object_ref (connection),
                          g_object_unref);
  return TRUE;
}

static void
set_up (World *world, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  guint16            port;

  world->server = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (world->server), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (world->server, "incoming", G_CALLBACK (incoming_cb), NULL);
  world->address = g_strdup_printf ("http://127.0.0.1:%d", port);
}

static void
tear_down (World *world, gconstpointer data G_GNUC_UNUSED)
{
  g_socket_service_stop (world->server);
  g_object_unref (world->server);
  g_free (world->address);
}

typedef struct
{
  PtnTransport *transport;
  int           left; /* turns before the interruption */
} Interruption;

static gboolean
turn_cb (gpointer data)
{
  Interruption *interruption = data;

  if (interruption->left-- == 0)
    ptn_transport_interrupt (interruption->transport, FALSE);
  return interruption->left < 0 ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* Returns: whether the answer came all the same */
static gboolean
call_interrupted (World *world, int turn)
{
  const PtnCall call = { .method = "GET", .path = "/", .content_type = "application/json" };
  g_autoptr (PtnTransport) transport = ptn_transport_soup_new (world->address);
  g_auto (PtnAnswer)       answer = { 0 };
  g_autoptr (GError)       error = NULL;
  Interruption             interruption = { transport, turn };
  guint    id = g_timeout_add_full (G_PRIORITY_DEFAULT, 0, turn_cb, &interruption, NULL);
  gboolean came = ptn_transport_call (transport, &call, &answer, &error);

  g_assert_true (came == (error == NULL));
  if (interruption.left >= 0)
    g_source_remove (id);
  ptn_transport_end (transport);
  ptn_transport_reset (transport);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return came;
}

/* Nothing that libsoup complains of may happen; a critical or a warning ends the test. */
static void
test_interrupted (World *world, gconstpointer data G_GNUC_UNUSED)
{
  guint came = 0;

  for (int turn = 0; turn < TURNS; turn++)
    came += call_interrupted (world, turn);
  g_test_message ("%u of %d calls were answered all the same", came, TURNS);
  g_assert_cmpint (came, >, 0);
}

/* An interruption ends the wait for an answer that does not come. */
static void
test_silent (World *world, gconstpointer data G_GNUC_UNUSED)
{
  g_object_set_data (G_OBJECT (world->server), "silent", world);
  for (int turn = 0; turn < TURNS; turn++)
    g_assert_false (call_interrupted (world, turn));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sync/transport-soup/interrupted", World, NULL, set_up, test_interrupted, tear_down);
  g_test_add ("/sync/transport-soup/silent", World, NULL, set_up, test_silent, tear_down);

  return g_test_run ();
}
