// SPDX-License-Identifier: GPL-3.0-or-later
// libsoup's side of a request.

#include "config.h"

#include "ptn-http.h"

#include <string.h>

#include "base/ptn-log.h"
#include "ptn-remote.h"
#include "ptn-router.h"
#include "wire/ptn-op.h"

#define HEADERS_MAX       (16 * 1024)
#define OPS_BODY_MAX      (PTN_OPS_BYTES_MAX + 64 * 1024)
#define BODY_MAX          (16 * 1024)
#define LENGTH_DIGITS_MAX 18
#define FORM_TYPE         "application/x-www-form-urlencoded"

struct _PtnHttp
{
  SoupServer  *server;
  PtnExchange *exchange;
  PtnEvents   *events;
  PtnPeers    *peers;
  gboolean     behind_proxy;
};

/* A request on its way to a worker and back. */
typedef struct
{
  PtnJob             job;
  PtnHttp           *http;
  SoupServerMessage *message;
  PtnRequest         request;
  PtnResponse        response;
} Call;

/* Limits while the request arrives */

static void
count_header (const char *name, const char *value, gpointer size)
{
  *(gsize *) size += strlen (name) + strlen (value) + strlen (": \r\n");
}

static gsize
headers_size (SoupServerMessage *message)
{
  GUri       *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  gsize       size = strlen (g_uri_get_path (uri)) + (query != NULL ? strlen (query) : 0);

  soup_message_headers_foreach (soup_server_message_get_request_headers (message), count_header,
                                &size);
  return size;
}

/* Two lengths, or a length and an encoding, are how one request is smuggled inside another past a
 * proxy; and libsoup takes "-5" and what overflows for a length. */
static gboolean
is_framed_badly (SoupMessageHeaders *headers)
{
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const gsize digits = length != NULL ? strspn (length, "0123456789") : 0;

  return length != NULL && (digits < 1 || digits > LENGTH_DIGITS_MAX || length[digits] != '\0' ||
                            soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL);
}

static goffset
body_max (SoupServerMessage *message)
{
  return g_str_equal (g_uri_get_path (soup_server_message_get_uri (message)), "/v1/ops")
             ? OPS_BODY_MAX
             : BODY_MAX;
}

static void
early_cb (G_GNUC_UNUSED SoupServer *server,
          SoupServerMessage        *message,
          G_GNUC_UNUSED const char *path,
          G_GNUC_UNUSED GHashTable *query,
          gpointer                  data)
{
  PtnHttp            *self = data;
  PtnPeer            *peer = ptn_peers_get (self->peers, message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  /* A part of a response would be taken for the whole. */
  soup_message_headers_remove (headers, "Range");
  if (ptn_peer_phase (peer) == PTN_PEER_REFUSED)
    ptn_peer_refuse (peer, message, PTN_PROBLEM_UNAVAILABLE, NULL);
  else if (headers_size (message) > HEADERS_MAX)
    ptn_peer_refuse (peer, message, PTN_PROBLEM_TOO_LARGE,
                     "the request line and headers have more than 16 KiB");
  else if (is_framed_badly (headers))
    ptn_peer_refuse (peer, message, PTN_PROBLEM_INVALID,
                     "the request must have one length, a whole number");
  else if (soup_message_headers_get_content_length (headers) > body_max (message))
    ptn_peer_refuse (peer, message, PTN_PROBLEM_TOO_LARGE, "the body is too large");
}

static void
got_chunk_cb (SoupServerMessage *message, G_GNUC_UNUSED GBytes *chunk, gpointer data)
{
  PtnHttp *self = data;

  if (soup_server_message_get_request_body (message)->length > body_max (message))
    ptn_peer_refuse (ptn_peers_get (self->peers, message), message, PTN_PROBLEM_TOO_LARGE,
                     "the body is too large");
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  PtnHttp *self = data;

  if (soup_server_message_get_socket (message) != NULL)
    ptn_peer_enter (ptn_peers_get (self->peers, message), PTN_PEER_IDLE);
}

static void
request_started_cb (G_GNUC_UNUSED SoupServer *server, SoupServerMessage *message, gpointer data)
{
  PtnHttp *self = data;

  ptn_peer_enter (ptn_peers_get (self->peers, message), PTN_PEER_ARRIVING);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), self);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
}

/* To a worker and back */

static char *
content_type (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL ? g_ascii_strdown (type, -1) : NULL;
}

/* Only a proxy on this machine is believed. Returns: (transfer full) */
static char *
find_remote (const PtnHttp *self, PtnPeer *peer, SoupMessageHeaders *headers)
{
  char *client = NULL;

  if (self->behind_proxy && ptn_remote_is_near (ptn_peer_address (peer)))
    client = ptn_remote_forwarded (soup_message_headers_get_list (headers, "X-Forwarded-For"));
  return client != NULL ? client : g_strdup (ptn_peer_address (peer));
}

static void
fill_request (const PtnHttp     *self,
              PtnRequest        *request,
              SoupServerMessage *message,
              PtnPeer           *peer,
              const char        *path,
              GHashTable        *query)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (path);
  request->query = query != NULL ? g_hash_table_ref (query) : NULL;
  request->content_type = content_type (headers);
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->accept_language = g_strdup (soup_message_headers_get_list (headers, "Accept-Language"));
  request->cookie = g_strdup (soup_message_headers_get_list (headers, "Cookie"));
  request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  request->remote = find_remote (self, peer, headers);
  request->same_user = ptn_peer_is_same_user (peer);
  if (g_strcmp0 (request->content_type, FORM_TYPE) == 0)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (request->body, NULL),
                                         g_bytes_get_size (request->body));

      request->form = soup_form_decode (text);
    }
}

/* What changes something, and what was refused. The code in a Concierge path is a secret. */
static void
log_request (const Call *call)
{
  const PtnRequest *request = &call->request;
  const gboolean    reads = g_str_equal (request->method, "GET");
  char              status[8];

  if (reads && call->response.status < 400)
    return;
  g_snprintf (status, sizeof status, "%u", call->response.status);
  ptn_log_event ("request", "method", request->method, "path", ptn_router_log_path (request->path),
                 "status", status, "from", request->remote, NULL);
}

static void
add_headers (SoupServerMessage *message, const PtnResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (response->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", response->content_type);
  for (guint i = 0; response->headers != NULL && i + 1 < response->headers->len; i += 2)
    soup_message_headers_append (headers, response->headers->pdata[i],
                                 response->headers->pdata[i + 1]);
}

static void
send_response (SoupServerMessage *message, const PtnResponse *response)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, response->status, NULL);
  add_headers (message, response);
  /* libsoup takes an empty body for a mistake. */
  if (response->body != NULL && g_bytes_get_size (response->body) > 0)
    soup_message_body_append_bytes (body, response->body);
  soup_message_body_complete (body);
}

/* Either the connection becomes a stream, or the response says why it does not. */
static gboolean
upgrade (Call *self)
{
  if (self->response.status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return FALSE;
  if (ptn_events_accept (self->http->events, self->message, self->response.listen_to,
                         self->response.listen_until))
    {
      add_headers (self->message, &self->response);
      return TRUE;
    }
  ptn_response_problem (&self->response, PTN_PROBLEM_INVALID,
                        "this must be a WebSocket handshake of the protocol " PTN_EVENTS_PROTOCOL);
  return FALSE;
}

static void
respond (Call *self)
{
  PtnPeer *peer = ptn_peers_get (self->http->peers, self->message);

  if (upgrade (self))
    {
      ptn_peer_enter (peer, PTN_PEER_STREAM);
    }
  else
    {
      send_response (self->message, &self->response);
      ptn_peer_enter (peer, PTN_PEER_ANSWERED);
    }
  soup_server_message_unpause (self->message);
}

static void
done_cb (PtnJob *job)
{
  Call *self = (Call *) job;

  /* Without a socket the peer has gone meanwhile: what it asked for is done all the same. */
  if (soup_server_message_get_socket (self->message) != NULL)
    respond (self);
  log_request (self);
  ptn_request_clear (&self->request);
  ptn_response_clear (&self->response);
  g_object_unref (self->message);
  g_free (self);
}

static void
work_cb (PtnJob *job, PtnWorker *worker)
{
  Call *self = (Call *) job;

  ptn_router_handle (worker, &self->request, &self->response);
}

static void
request_cb (G_GNUC_UNUSED SoupServer *server,
            SoupServerMessage        *message,
            const char               *path,
            GHashTable               *query,
            gpointer                  data)
{
  PtnHttp *self = data;
  PtnPeer *peer = ptn_peers_get (self->peers, message);
  Call    *call = g_new0 (Call, 1);

  call->job = (PtnJob) { work_cb, done_cb };
  call->http = self;
  call->message = g_object_ref (message);
  fill_request (self, &call->request, message, peer, path, query);
  ptn_peer_enter (peer, PTN_PEER_HANDLED);
  soup_server_message_pause (message);
  ptn_exchange_push (self->exchange, &call->job);
}

PtnHttp *
ptn_http_new (PtnExchange *exchange, PtnEvents *events, PtnPeers *peers, gboolean behind_proxy)
{
  PtnHttp *self = g_new0 (PtnHttp, 1);

  self->server = g_object_new (SOUP_TYPE_SERVER, NULL);
  self->exchange = exchange;
  self->events = events;
  self->peers = peers;
  self->behind_proxy = behind_proxy;
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  return self;
}

gboolean
ptn_http_listen (PtnHttp *self, GSocket *socket, GError **error)
{
  return soup_server_listen_socket (self->server, socket, 0, error);
}

void
ptn_http_free (PtnHttp *self)
{
  if (self == NULL)
    return;
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self);
}
