// SPDX-License-Identifier: GPL-3.0-or-later
// The transport over HTTP, by libsoup. Each step is begun asynchronously and waited for on the
// thread's own main context: to its caller a call is straight-line code, and the poke, the deadline
// and an interruption are heard while it waits.

#include "config.h"

#include "ptn-transport-soup.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "ptn-address.h"

#define PING_SECONDS     25
#define POKE_PROTOCOL    "portineria.v1"
#define POKE_MESSAGE_MAX 1024

struct _PtnTransportSoup
{
  PtnTransport parent_instance;

  GMainContext *context;
  SoupSession  *session;
  char         *base; /* what a call's path is put behind */
  char         *name; /* the server's, for messages */

  /* The call under way. */
  GCancellable *cancellable;
  GSource      *canceller; /* (nullable): see cancel() */
  GSource      *deadline;
  gboolean      waiting;  /* for a step, whose outcome is … */
  GError       *fault;    /* … this, */
  gssize        got;      /* or the bytes that were read, */
  GInputStream *body;     /* or this. NULL: no body, or it was read to its end */
  gint64        heard_at; /* monotonic µs at which the peer last did anything */

  GCancellable            *poke_cancellable;
  SoupWebsocketConnection *poke;
  PtnPokeFunc              poke_func;
  gpointer                 poke_data;
};

G_DEFINE_FINAL_TYPE (PtnTransportSoup, ptn_transport_soup, PTN_TYPE_TRANSPORT)

/* Errors, as a person reads them */

static char *
certificate_fault (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return g_strdup (
        _ ("its certificate has expired: ask whoever looks after the server to renew it"));
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return g_strdup (_ ("its certificate is not valid yet: check the date and time of this PC"));
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return g_strdup (_ ("its certificate is for another name: check the address"));
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return g_strdup (_ ("its certificate was revoked: ask whoever looks after the server"));
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return g_strdup (_ ("this PC does not trust who issued its certificate: on a guest or public "
                        "network sign in to the network first, "
                        "else ask whoever looks after the server"));
  return g_strdup (_ ("its certificate cannot be checked: ask whoever looks after the server"));
}

static void
explain_tls (PtnTransportSoup *self, SoupMessage *message, const GError *fault, GError **error)
{
  g_autofree char *reason = NULL;

  if (g_error_matches (fault, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    reason = certificate_fault (soup_message_get_tls_peer_certificate_errors (message));
  else
    reason = g_strdup (_ ("it does not speak TLS as it should: check the address and the port"));
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_STRANGER,
               _ ("There is no safe connection to %s, because %s."), self->name, reason);
}

static gboolean
is_refused (const GError *fault)
{
  return g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
explain_send (PtnTransportSoup *self, SoupMessage *message, const GError *fault, GError **error)
{
  g_debug ("%s: %s", self->name, fault->message);
  if (fault->domain == G_TLS_ERROR)
    explain_tls (self, message, fault, error);
  else if (g_error_matches (fault, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING))
    ptn_transport_stranger (error);
  else if (fault->domain == G_RESOLVER_ERROR)
    g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
                 _ ("There is no server called %s, or this PC has no network. Check both. What you "
                    "do here is kept and sent later."),
                 self->name);
  else if (is_refused (fault))
    g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
                 _ ("Nothing answers at %s: the server is not running, or the address is wrong. "
                    "What you do here is kept and sent later."),
                 self->name);
  else
    g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
                 _ ("The server %s does not answer. What you do here is kept and sent later."),
                 self->name);
}

/* Waiting */

static void
sent_cb (GObject *session, GAsyncResult *result, gpointer user_data)
{
  PtnTransportSoup *self = user_data;

  self->body = soup_session_send_finish (SOUP_SESSION (session), result, &self->fault);
  self->waiting = FALSE;
}

static void
read_cb (GObject *body, GAsyncResult *result, gpointer user_data)
{
  PtnTransportSoup *self = user_data;

  self->got = g_input_stream_read_finish (G_INPUT_STREAM (body), result, &self->fault);
  self->waiting = FALSE;
}

/* Returns: (transfer full) (nullable): what went wrong */
static GError *
wait_for_step (PtnTransportSoup *self)
{
  self->waiting = TRUE;
  while (self->waiting)
    g_main_context_iteration (self->context, TRUE);
  self->heard_at = g_get_monotonic_time ();
  return g_steal_pointer (&self->fault);
}

static void
destroy (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
cancel_cb (gpointer user_data)
{
  PtnTransportSoup *self = user_data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* libsoup 3.6 lets go of a message twice that is cancelled after its head has come and before that
 * is told. What it has to tell goes first where this waits until nothing else is to be done. */
static void
cancel (PtnTransportSoup *self)
{
  if (self->body != NULL)
    g_cancellable_cancel (self->cancellable);
  else if (self->canceller == NULL)
    {
      self->canceller = g_idle_source_new ();
      g_source_set_priority (self->canceller, G_PRIORITY_LOW);
      g_source_set_callback (self->canceller, cancel_cb, self, NULL);
      g_source_attach (self->canceller, self->context);
    }
}

static gboolean
deadline_cb (gpointer user_data)
{
  cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
begin_call (PtnTransportSoup *self)
{
  self->cancellable = g_cancellable_new ();
  self->heard_at = g_get_monotonic_time ();
  self->deadline = g_timeout_source_new_seconds (PTN_CALL_SECONDS);
  g_source_set_callback (self->deadline, deadline_cb, self, NULL);
  g_source_attach (self->deadline, self->context);
}

/* The vtable of PtnTransport */

static SoupMessage *
make_message (PtnTransportSoup *self, const char *method, const char *path, const char *token)
{
  g_autofree char *uri = g_strconcat (self->base, path, NULL);
  SoupMessage     *message = soup_message_new (method, uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                    bearer);
    }
  return message;
}

static void
read_head (SoupMessage *message, PtnResponseHead *head)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *type = soup_message_headers_get_content_type (headers, NULL);

  head->status = soup_message_get_status (message);
  head->content_type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  head->server = g_strdup (soup_message_headers_get_one (headers, "Portineria-Server"));
  head->retry_after = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
}

static gboolean
ptn_transport_soup_send (PtnTransport    *transport,
                         const PtnCall   *call,
                         PtnResponseHead *head,
                         GError         **error)
{
  PtnTransportSoup       *self = PTN_TRANSPORT_SOUP (transport);
  g_autoptr (SoupMessage) message = make_message (self, call->method, call->path, call->token);
  g_autoptr (GError)      fault = NULL;

  if (call->body != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (call->body, strlen (call->body));

      soup_message_set_request_body_from_bytes (message, PTN_JSON_CONTENT_TYPE, body);
    }
  begin_call (self);
  soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb,
                           self);
  fault = wait_for_step (self);
  if (fault != NULL)
    {
      explain_send (self, message, fault, error);
      return FALSE;
    }
  read_head (message, head);
  return TRUE;
}

static gssize
ptn_transport_soup_read (PtnTransport *transport, gpointer buffer, gsize size, GError **error)
{
  PtnTransportSoup  *self = PTN_TRANSPORT_SOUP (transport);
  g_autoptr (GError) fault = NULL;

  g_input_stream_read_async (self->body, buffer, size, G_PRIORITY_DEFAULT, self->cancellable,
                             read_cb, self);
  fault = wait_for_step (self);
  if (fault != NULL)
    {
      g_debug ("%s: %s", self->name, fault->message);
      ptn_transport_cut (error);
    }
  return self->got;
}

static void
ptn_transport_soup_end (PtnTransport *transport)
{
  PtnTransportSoup *self = PTN_TRANSPORT_SOUP (transport);

  destroy (&self->deadline);
  destroy (&self->canceller);
  g_clear_object (&self->body);
  g_clear_object (&self->cancellable);
}

static void
ptn_transport_soup_interrupt (PtnTransport *transport, gboolean only_silent)
{
  PtnTransportSoup *self = PTN_TRANSPORT_SOUP (transport);

  if (self->cancellable != NULL &&
      (!only_silent || g_get_monotonic_time () - self->heard_at > G_USEC_PER_SEC))
    cancel (self);
}

/* The poke */

static void
drop_poke (PtnTransportSoup *self)
{
  if (self->poke_cancellable != NULL)
    g_cancellable_cancel (self->poke_cancellable);
  g_clear_object (&self->poke_cancellable);
  if (self->poke == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->poke, self);
  if (soup_websocket_connection_get_state (self->poke) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->poke, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  g_clear_object (&self->poke);
}

static void
poke_message_cb (SoupWebsocketConnection *poke G_GNUC_UNUSED,
                 SoupWebsocketDataType    type,
                 GBytes                  *message,
                 gpointer                 user_data)
{
  PtnTransportSoup *self = user_data;

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    self->poke_func (g_bytes_get_data (message, NULL), self->poke_data);
}

static void
poke_closed_cb (SoupWebsocketConnection *poke G_GNUC_UNUSED, gpointer user_data)
{
  PtnTransportSoup *self = user_data;

  drop_poke (self);
  self->poke_func (NULL, self->poke_data);
}

static void
poke_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError)                  fault = NULL;
  g_autoptr (SoupWebsocketConnection) poke =
      soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &fault);
  PtnTransportSoup *self = user_data;

  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (poke == NULL)
    {
      g_debug ("%s: no poke: %s", self->name, fault->message);
      drop_poke (self);
      self->poke_func (NULL, self->poke_data);
      return;
    }
  soup_websocket_connection_set_keepalive_interval (poke, PING_SECONDS);
  soup_websocket_connection_set_keepalive_pong_timeout (poke, PTN_SILENCE_SECONDS);
  soup_websocket_connection_set_max_incoming_payload_size (poke, POKE_MESSAGE_MAX);
  g_signal_connect (poke, "message", G_CALLBACK (poke_message_cb), self);
  g_signal_connect (poke, "closed", G_CALLBACK (poke_closed_cb), self);
  self->poke = g_steal_pointer (&poke);
  self->poke_func ("", self->poke_data);
}

static void
ptn_transport_soup_listen (PtnTransport *transport,
                           const char   *path,
                           const char   *token,
                           PtnPokeFunc   func,
                           gpointer      user_data)
{
  PtnTransportSoup       *self = PTN_TRANSPORT_SOUP (transport);
  g_autoptr (SoupMessage) message = make_message (self, SOUP_METHOD_GET, path, token);
  char                   *protocols[] = { (char *) POKE_PROTOCOL, NULL };

  drop_poke (self);
  self->poke_func = func;
  self->poke_data = user_data;
  self->poke_cancellable = g_cancellable_new ();
  soup_session_websocket_connect_async (self->session, message, NULL, protocols, G_PRIORITY_DEFAULT,
                                        self->poke_cancellable, poke_opened_cb, self);
}

static void
ptn_transport_soup_reset (PtnTransport *transport)
{
  PtnTransportSoup *self = PTN_TRANSPORT_SOUP (transport);

  ptn_transport_end (transport);
  drop_poke (self);
  soup_session_abort (self->session);
}

static void
ptn_transport_soup_dispose (GObject *object)
{
  PtnTransportSoup *self = PTN_TRANSPORT_SOUP (object);

  if (self->session != NULL)
    ptn_transport_soup_reset (PTN_TRANSPORT (self));
  g_clear_object (&self->session);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (ptn_transport_soup_parent_class)->dispose (object);
}

static void
ptn_transport_soup_class_init (PtnTransportSoupClass *klass)
{
  PtnTransportClass *transport_class = PTN_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_transport_soup_dispose;
  transport_class->send = ptn_transport_soup_send;
  transport_class->read = ptn_transport_soup_read;
  transport_class->end = ptn_transport_soup_end;
  transport_class->interrupt = ptn_transport_soup_interrupt;
  transport_class->reset = ptn_transport_soup_reset;
  transport_class->listen = ptn_transport_soup_listen;
}

static void
ptn_transport_soup_init (PtnTransportSoup *self)
{
  self->context = g_main_context_ref_thread_default ();
}

PtnTransport *
ptn_transport_soup_new (const char *address)
{
  PtnTransportSoup          *self = g_object_new (PTN_TYPE_TRANSPORT_SOUP, NULL);
  const char                *path = ptn_address_socket (address);
  g_autoptr (GSocketAddress) socket = path != NULL ? g_unix_socket_address_new (path) : NULL;

  self->name = ptn_address_name (address);
  self->base = g_strdup (socket != NULL ? "http://localhost" : address);
  self->session = soup_session_new_with_options ("remote-connectable", socket, "user-agent",
                                                 "Portineria/" PTN_VERSION, "timeout",
                                                 PTN_SILENCE_SECONDS, NULL);
  /* A server of ours compresses nothing, and nothing that claims to be one shall be unpacked. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  if (g_str_has_prefix (self->base, "http://"))
    soup_session_set_proxy_resolver (self->session, NULL);
  return PTN_TRANSPORT (self);
}
