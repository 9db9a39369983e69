// SPDX-License-Identifier: GPL-3.0-or-later
// A transport whose answers a test has written down.

#include "config.h"

#include "script-transport.h"

#include <string.h>

struct _ScriptTransport
{
  PtnTransport parent_instance;

  const ScriptAnswer *answers;
  gsize               n_answers;
  gsize               step;
  gsize               given;
  gsize               position; /* in the body of the answer given last */
  GPtrArray          *calls;
};

G_DEFINE_FINAL_TYPE (ScriptTransport, script_transport, PTN_TYPE_TRANSPORT)

static gboolean
script_transport_send (PtnTransport    *transport,
                       const PtnCall   *call,
                       PtnResponseHead *head,
                       GError         **error G_GNUC_UNUSED)
{
  ScriptTransport    *self = SCRIPT_TRANSPORT (transport);
  const ScriptAnswer *answer = &self->answers[self->given++];

  g_assert_cmpuint (self->given, <=, self->n_answers);
  g_ptr_array_add (self->calls, g_strdup_printf ("%s %s %s %s", call->method, call->path,
                                                 call->token != NULL ? call->token : "-",
                                                 call->body != NULL ? call->body : "-"));
  self->position = 0;
  head->status = answer->status;
  head->content_type = g_strdup (answer->content_type);
  head->server = g_strdup (answer->server);
  head->retry_after = g_strdup (answer->retry_after);
  return TRUE;
}

static gssize
script_transport_read (PtnTransport *transport, gpointer buffer, gsize size, GError **error)
{
  ScriptTransport    *self = SCRIPT_TRANSPORT (transport);
  const ScriptAnswer *answer = &self->answers[self->given - 1];
  const char         *body = answer->body != NULL ? answer->body : "";
  const gsize         length = answer->cut != 0 ? answer->cut : strlen (body);
  const gsize         step = MIN (MIN (size, self->step), length - self->position);

  if (step == 0 && answer->cut != 0)
    {
      ptn_transport_cut (error);
      return -1;
    }
  memcpy (buffer, body + self->position, step);
  self->position += step;
  return step;
}

static void
script_transport_ignore (PtnTransport *transport G_GNUC_UNUSED)
{
}

static void
script_transport_finalize (GObject *object)
{
  g_ptr_array_unref (SCRIPT_TRANSPORT (object)->calls);
  G_OBJECT_CLASS (script_transport_parent_class)->finalize (object);
}

static void
script_transport_class_init (ScriptTransportClass *klass)
{
  PtnTransportClass *transport_class = PTN_TRANSPORT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = script_transport_finalize;
  transport_class->send = script_transport_send;
  transport_class->read = script_transport_read;
  transport_class->end = script_transport_ignore;
  transport_class->reset = script_transport_ignore;
}

static void
script_transport_init (ScriptTransport *self)
{
  self->calls = g_ptr_array_new_with_free_func (g_free);
}

PtnTransport *
script_transport_new (const ScriptAnswer *answers, gsize n_answers, gsize step)
{
  ScriptTransport *self = g_object_new (SCRIPT_TYPE_TRANSPORT, NULL);

  self->answers = answers;
  self->n_answers = n_answers;
  self->step = step;
  return PTN_TRANSPORT (self);
}

GPtrArray *
script_transport_calls (PtnTransport *transport)
{
  return SCRIPT_TRANSPORT (transport)->calls;
}
