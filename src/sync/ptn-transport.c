// SPDX-License-Identifier: GPL-3.0-or-later
// Judging answers and reading their bodies within bounds.

#include "config.h"

#include "ptn-transport.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "wire/ptn-json.h"

#define TOO_MANY_REQUESTS 429 /* RFC 6585 */
#define READ_SIZE         (64 * 1024)
#define PROBLEM_MAX       (16 * 1024)
/* Whatever Retry-After says, the desk asks again within the hour. */
#define RETRY_AFTER_MAX_S 3600

typedef struct
{
  GByteArray *buffer; /* what was read and not yet given out stands from start on */
  gsize       start;
  gsize       searched; /* there is no newline before this place */
  gboolean    at_end;
} PtnTransportPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PtnTransport, ptn_transport, G_TYPE_OBJECT)

void
ptn_answer_clear (PtnAnswer *answer)
{
  ptn_problem_clear (&answer->problem);
  *answer = (PtnAnswer) { 0 };
}

static void
head_clear (PtnResponseHead *head)
{
  g_free (head->content_type);
  g_free (head->server);
  g_free (head->retry_after);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnResponseHead, head_clear)

/* RFC 9110 §10.2.3: seconds, or a date. */
static gint64
parse_retry_after (const char *text)
{
  guint64 seconds;

  if (text == NULL)
    return 0;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seconds, NULL))
    {
      g_autoptr (GDateTime) date = soup_date_time_new_from_http_string (text);
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      seconds = date != NULL ? MAX (0, g_date_time_difference (date, now) / G_USEC_PER_SEC) : 0;
    }
  return MIN (seconds, RETRY_AFTER_MAX_S) * 1000;
}

/* Reading the body */

static void
forget_body (PtnTransportPrivate *priv)
{
  g_byte_array_set_size (priv->buffer, 0);
  priv->start = priv->searched = 0;
  priv->at_end = FALSE;
}

/* Reads more behind what is there. FALSE with @error, or without at the end of the body. */
static gboolean
read_more (PtnTransport *self, GError **error)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (self);
  gsize                kept;
  gssize               got;

  if (priv->at_end)
    return FALSE;
  g_byte_array_remove_range (priv->buffer, 0, priv->start);
  priv->searched -= priv->start;
  priv->start = 0;
  kept = priv->buffer->len;
  g_byte_array_set_size (priv->buffer, kept + READ_SIZE);
  got = PTN_TRANSPORT_GET_CLASS (self)->read (self, priv->buffer->data + kept, READ_SIZE, error);
  g_byte_array_set_size (priv->buffer, kept + MAX (0, got));
  priv->at_end = got <= 0;
  return got > 0;
}

static gboolean
too_long (GError **error)
{
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL,
                       _ ("The server sent more than this version of Portineria accepts. Install "
                          "the same version on both."));
  return FALSE;
}

gboolean
ptn_transport_cut (GError **error)
{
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
                       _ ("The connection to the server was cut. It is tried again by itself."));
  return FALSE;
}

gboolean
ptn_transport_read_line (PtnTransport *self, const char **line, gsize *length, GError **error)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (self);
  g_autoptr (GError)   fault = NULL;

  for (;;)
    {
      const guint8 *from = priv->buffer->data + priv->searched;
      const guint8 *end = priv->buffer->len > priv->searched
                              ? memchr (from, '\n', priv->buffer->len - priv->searched)
                              : NULL;

      if (end != NULL)
        {
          *line = (const char *) priv->buffer->data + priv->start;
          *length = end - (const guint8 *) *line;
          priv->start = priv->searched = end - priv->buffer->data + 1;
          return TRUE;
        }
      priv->searched = priv->buffer->len;
      if (priv->searched - priv->start > ptn_json_line_limits.bytes)
        return too_long (error);
      if (!read_more (self, &fault))
        {
          if (fault == NULL && priv->buffer->len > priv->start)
            return ptn_transport_cut (error);
          if (fault != NULL)
            g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
    }
}

char *
ptn_transport_read_all (PtnTransport *self, gsize max, gsize *length, GError **error)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (self);
  g_autoptr (GError)   fault = NULL;

  while (read_more (self, &fault))
    if (priv->buffer->len > max)
      {
        too_long (error);
        return NULL;
      }
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  *length = priv->buffer->len;
  g_byte_array_append (priv->buffer, (const guint8 *) "", 1);
  return g_memdup2 (priv->buffer->data, priv->buffer->len);
}

/* Judging the head */

gboolean
ptn_transport_stranger (GError **error)
{
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_STRANGER,
                       _ ("This address answers, but it is not a Portineria server. Check the "
                          "address; on a guest or public network, "
                          "sign in to the network first."));
  return FALSE;
}

static gboolean
another_server (GError **error)
{
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_STRANGER,
                       _ ("Another Portineria server than the one this desk is signed in to "
                          "answers at this address. Check the address, or "
                          "sign in again."));
  return FALSE;
}

static gboolean
busy (const PtnResponseHead *head, GError **error)
{
  const gboolean throttled = head->status == TOO_MANY_REQUESTS;

  g_set_error (error, PTN_SYNC_ERROR, throttled ? PTN_SYNC_ERROR_THROTTLED : PTN_SYNC_ERROR_OFFLINE,
               throttled
                   ? _ ("The server is asked too often (%u). It is tried again by itself, later.")
                   : _ ("The server cannot work just now (%u). It is tried again by itself."),
               head->status);
  return FALSE;
}

static gboolean
read_problem (PtnTransport *self, PtnAnswer *answer, GError **error)
{
  gsize            length = 0;
  g_autofree char *text = ptn_transport_read_all (self, PROBLEM_MAX, &length, error);

  if (text == NULL)
    return FALSE;
  return ptn_problem_from_json (text, length, &answer->problem, NULL) ||
         ptn_transport_stranger (error);
}

/* A gateway's 5xx and 429 carry no identity and need none: they tell nothing. Everything else must
 * be our server's own word. */
static gboolean
judge (PtnTransport          *self,
       const PtnCall         *call,
       const PtnResponseHead *head,
       PtnAnswer             *answer,
       GError               **error)
{
  const gboolean success = head->status >= 200 && head->status < 300;
  const char    *expected = success ? call->content_type : PTN_PROBLEM_CONTENT_TYPE;

  if (head->status >= 500 || head->status == TOO_MANY_REQUESTS)
    return busy (head, error);
  if ((!success && head->status < 400) || g_strcmp0 (head->content_type, expected) != 0 ||
      !ptn_uuid_parse (head->server, &answer->server))
    return ptn_transport_stranger (error);
  if (call->server != NULL && !ptn_uuid_equal (call->server, &answer->server))
    return another_server (error);
  answer->ok = success;
  return success || read_problem (self, answer, error);
}

gboolean
ptn_transport_call (PtnTransport *self, const PtnCall *call, PtnAnswer *answer, GError **error)
{
  g_auto (PtnResponseHead) head = { 0 };

  *answer = (PtnAnswer) { 0 };
  ptn_transport_end (self);
  if (!PTN_TRANSPORT_GET_CLASS (self)->send (self, call, &head, error))
    return FALSE;
  answer->status = head.status;
  answer->retry_after = parse_retry_after (head.retry_after);
  if (judge (self, call, &head, answer, error))
    return TRUE;
  ptn_transport_end (self);
  return FALSE;
}

void
ptn_transport_end (PtnTransport *self)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (self);

  forget_body (priv);
  PTN_TRANSPORT_GET_CLASS (self)->end (self);
}

void
ptn_transport_interrupt (PtnTransport *self, gboolean only_silent)
{
  PTN_TRANSPORT_GET_CLASS (self)->interrupt (self, only_silent);
}

void
ptn_transport_reset (PtnTransport *self)
{
  PTN_TRANSPORT_GET_CLASS (self)->reset (self);
}

void
ptn_transport_listen (PtnTransport *self,
                      const char   *path,
                      const char   *token,
                      PtnPokeFunc   func,
                      gpointer      user_data)
{
  PTN_TRANSPORT_GET_CLASS (self)->listen (self, path, token, func, user_data);
}

static void
ptn_transport_finalize (GObject *object)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (PTN_TRANSPORT (object));

  g_byte_array_unref (priv->buffer);
  G_OBJECT_CLASS (ptn_transport_parent_class)->finalize (object);
}

static void
ptn_transport_class_init (PtnTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ptn_transport_finalize;
}

static void
ptn_transport_init (PtnTransport *self)
{
  PtnTransportPrivate *priv = ptn_transport_get_instance_private (self);

  priv->buffer = g_byte_array_new ();
}
