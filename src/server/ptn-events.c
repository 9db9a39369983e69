// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of pokes.

#include "config.h"

#include "ptn-events.h"

#include "base/ptn-date.h"

#define PING_SECONDS 25
#define PONG_SECONDS 10
#define QUIET_MS     50
#define MESSAGE_MAX  1024 /* desks send nothing but pongs */

struct _PtnEvents
{
  GPtrArray  *streams; /* of Stream */
  GHashTable *pokes;   /* property → Poke */
  void        (*emptied) (gpointer data);
  gpointer    data;
};

typedef struct
{
  PtnEvents               *events;
  SoupServerMessage       *message;    /* until the handshake's answer is written */
  SoupWebsocketConnection *connection; /* from then on */
  gint64                   property;
  guint                    end_id;
} Stream;

/* What the desks of one property are told, and when. */
typedef struct
{
  PtnEvents *events;
  gint64     property;
  PtnCursor  to;
  guint      quiet_id; /* runs while nothing is sent */
  gboolean   again;    /* the feed has grown meanwhile */
} Poke;

static void
free_stream (gpointer data)
{
  Stream *stream = data;

  g_clear_handle_id (&stream->end_id, g_source_remove);
  if (stream->message != NULL)
    g_signal_handlers_disconnect_by_data (stream->message, stream);
  if (stream->connection != NULL)
    g_signal_handlers_disconnect_by_data (stream->connection, stream);
  g_clear_object (&stream->message);
  g_clear_object (&stream->connection);
  g_free (stream);
}

static void
free_poke (gpointer data)
{
  Poke *poke = data;

  g_clear_handle_id (&poke->quiet_id, g_source_remove);
  g_free (poke);
}

PtnEvents *
ptn_events_new (void (*emptied) (gpointer data), gpointer data)
{
  PtnEvents *events = g_new0 (PtnEvents, 1);

  events->streams = g_ptr_array_new_with_free_func (free_stream);
  events->pokes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_poke);
  events->emptied = emptied;
  events->data = data;
  return events;
}

void
ptn_events_free (PtnEvents *events)
{
  if (events == NULL)
    return;
  g_ptr_array_unref (events->streams);
  g_hash_table_unref (events->pokes);
  g_free (events);
}

static void
close_stream (Stream *stream, gushort code, const char *reason)
{
  if (stream->connection != NULL &&
      soup_websocket_connection_get_state (stream->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (stream->connection, code, reason);
}

void
ptn_events_stop (PtnEvents *events)
{
  for (guint i = 0; i < events->streams->len; i++)
    close_stream (events->streams->pdata[i], SOUP_WEBSOCKET_CLOSE_GOING_AWAY,
                  "the server is stopping");
}

guint
ptn_events_count (PtnEvents *events)
{
  return events->streams->len;
}

/* One stream */

static void
end_stream (Stream *stream)
{
  PtnEvents *events = stream->events;

  g_ptr_array_remove_fast (events->streams, stream);
  if (events->streams->len == 0)
    events->emptied (events->data);
}

static void
closed_cb (G_GNUC_UNUSED SoupWebsocketConnection *connection, gpointer stream)
{
  end_stream (stream);
}

static void
disconnected_cb (G_GNUC_UNUSED SoupServerMessage *message, gpointer stream)
{
  end_stream (stream);
}

/* The token has expired: the desk comes back with a new one. */
static gboolean
expired_cb (gpointer data)
{
  Stream *stream = data;

  stream->end_id = 0;
  close_stream (stream, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, "the token has expired");
  return G_SOURCE_REMOVE;
}

static void
upgraded_cb (SoupServerMessage *message, gpointer data)
{
  Stream               *stream = data;
  g_autoptr (GIOStream) io = NULL;

  g_signal_handlers_disconnect_by_data (message, stream);
  io = soup_server_message_steal_connection (message);
  stream->connection = soup_websocket_connection_new (io, soup_server_message_get_uri (message),
                                                      SOUP_WEBSOCKET_CONNECTION_SERVER, NULL,
                                                      PTN_EVENTS_PROTOCOL, NULL);
  soup_websocket_connection_set_max_incoming_payload_size (stream->connection, MESSAGE_MAX);
  soup_websocket_connection_set_keepalive_interval (stream->connection, PING_SECONDS);
  soup_websocket_connection_set_keepalive_pong_timeout (stream->connection, PONG_SECONDS);
  g_signal_connect (stream->connection, "closed", G_CALLBACK (closed_cb), stream);
  g_clear_object (&stream->message);
}

gboolean
ptn_events_accept (PtnEvents *events, SoupServerMessage *message, gint64 property, gint64 until)
{
  static const char *protocols[] = { PTN_EVENTS_PROTOCOL, NULL };
  const gint64       left = MAX (until - ptn_clock_now (), 0) / 1000;
  Stream            *stream;

  if (soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                     "Sec-WebSocket-Protocol") == NULL ||
      !soup_websocket_server_check_handshake (message, NULL, (char **) protocols, NULL, NULL))
    return FALSE;
  soup_websocket_server_process_handshake (message, NULL, (char **) protocols, NULL, NULL);
  stream = g_new0 (Stream, 1);
  stream->events = events;
  stream->message = g_object_ref (message);
  stream->property = property;
  stream->end_id = g_timeout_add_seconds ((guint) MIN (left, G_MAXINT), expired_cb, stream);
  g_signal_connect (message, "wrote-informational", G_CALLBACK (upgraded_cb), stream);
  g_signal_connect (message, "disconnected", G_CALLBACK (disconnected_cb), stream);
  g_ptr_array_add (events->streams, stream);
  return TRUE;
}

/* Pokes */

static void
send_to_all (Poke *poke)
{
  GPtrArray       *streams = poke->events->streams;
  char             cursor[PTN_CURSOR_TEXT_SIZE];
  g_autofree char *text = NULL;

  ptn_cursor_print (poke->to, cursor);
  text = g_strdup_printf ("{\"to\":\"%s\"}", cursor);
  for (guint i = 0; i < streams->len; i++)
    {
      const Stream *stream = streams->pdata[i];

      if (stream->property == poke->property && stream->connection != NULL &&
          soup_websocket_connection_get_state (stream->connection) == SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_send_text (stream->connection, text);
    }
}

static gboolean
quiet_cb (gpointer data)
{
  Poke *poke = data;

  if (!poke->again)
    {
      poke->quiet_id = 0;
      return G_SOURCE_REMOVE;
    }
  poke->again = FALSE;
  send_to_all (poke);
  return G_SOURCE_CONTINUE;
}

void
ptn_events_poke (PtnEvents *events, gint64 property, PtnCursor to)
{
  Poke *poke = g_hash_table_lookup (events->pokes, &property);

  if (poke == NULL)
    {
      poke = g_new0 (Poke, 1);
      poke->events = events;
      poke->property = property;
      g_hash_table_insert (events->pokes, &poke->property, poke);
    }
  /* Workers overtake one another: a later poke may tell of an earlier commit. */
  if (to.epoch < poke->to.epoch || (to.epoch == poke->to.epoch && to.seq <= poke->to.seq))
    return;
  poke->to = to;
  if (poke->quiet_id != 0)
    {
      poke->again = TRUE;
      return;
    }
  send_to_all (poke);
  poke->quiet_id = g_timeout_add (QUIET_MS, quiet_cb, poke);
}
