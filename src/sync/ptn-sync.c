// SPDX-License-Identifier: GPL-3.0-or-later
// The sync as the main thread sees it: its state, its session, and the orders that it passes on.

#include "config.h"

#include "ptn-sync.h"

#include "base/ptn-quark.h"
#include "ptn-address.h"
#include "ptn-sync-loop.h"

struct _PtnSync
{
  GObject parent_instance;

  PtnDesk     *desk;
  PtnSyncMail *mail;
  GThread     *thread;

  PtnSyncState state;
  GError      *error;
  PtnSession  *session;
};

G_DEFINE_FINAL_TYPE (PtnSync, ptn_sync, G_TYPE_OBJECT)
PTN_DEFINE_QUARK ("ptn-sync-error-quark", ptn_sync_error_quark)

enum
{
  PROP_STATE = 1,
  PROP_ERROR,
  PROP_PROGRESS,
  N_PROPERTIES,
};

enum
{
  SESSION_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint       signals[N_SIGNALS];

/* @session: (transfer full) */
static void
set_session (PtnSync *self, PtnSession *session)
{
  ptn_session_free (self->session);
  self->session = session;
}

static void
set_state (PtnSync *self, PtnSyncState state, const GError *error)
{
  const char *old_message = self->error != NULL ? self->error->message : NULL;
  const char *message = error != NULL ? error->message : NULL;

  g_object_freeze_notify (G_OBJECT (self)); /* whoever hears of the state sees its error */
  if (g_strcmp0 (message, old_message) != 0)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }
  if (state != self->state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
finish_sign_in (PtnSync *self, PtnSignIn *sign_in)
{
  g_autoptr (GTask) task = g_steal_pointer (&sign_in->task);
  GCancellable     *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    g_signal_handlers_disconnect_by_data (cancellable, task);
  if (sign_in->cancelled)
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  else if (sign_in->error != NULL)
    g_task_return_error (task, g_steal_pointer (&sign_in->error));
  else
    {
      set_session (self, ptn_session_copy (sign_in->session));
      g_task_return_pointer (task, g_steal_pointer (&sign_in->session),
                             (GDestroyNotify) ptn_session_free);
    }
}

static gboolean
news_cb (gpointer user_data)
{
  g_autoptr (PtnSync)  self = g_object_ref (user_data); /* a handler may drop the last reference */
  g_auto (PtnSyncNews) news = { 0 };

  ptn_sync_mail_read_news (self->mail, &news);
  for (guint i = 0; i < news.sign_ins->len; i++)
    finish_sign_in (self, g_ptr_array_index (news.sign_ins, i));
  if (news.session != NULL)
    {
      set_session (self, g_steal_pointer (&news.session));
      g_signal_emit (self, signals[SESSION_CHANGED], 0);
    }
  set_state (self, news.state, news.error);
  return G_SOURCE_CONTINUE;
}

/* The sync's own writes change the outbox too, but leave nothing waiting. */
static void
desk_changed_cb (PtnDesk *desk, const PtnChanges *changes, PtnSync *self)
{
  guint waiting = 0;

  g_object_get (desk, "waiting", &waiting, NULL);
  if (changes->outbox && waiting > 0)
    ptn_sync_mail_order (self->mail, PTN_SYNC_ORDER_KICK);
}

static void
network_changed_cb (GNetworkMonitor *monitor G_GNUC_UNUSED,
                    gboolean         available G_GNUC_UNUSED,
                    PtnSync         *self)
{
  ptn_sync_wake (self);
}

/* Called by the cancellable, in whatever thread cancels it. */
static void
sign_in_cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, GTask *task)
{
  PtnSync *self = g_task_get_source_object (task);

  ptn_sync_mail_cancel (self->mail, task);
}

static gpointer
sync_thread (gpointer user_data)
{
  PtnSync *self = user_data;

  ptn_sync_loop_run (self->desk, self->mail);
  return NULL;
}

static void
ptn_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PtnSync *self = PTN_SYNC (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ptn_sync_dispose (GObject *object)
{
  PtnSync *self = PTN_SYNC (object);

  ptn_sync_stop (self);
  g_clear_object (&self->desk);
  g_clear_error (&self->error);
  set_session (self, NULL);
  G_OBJECT_CLASS (ptn_sync_parent_class)->dispose (object);
}

static void
ptn_sync_finalize (GObject *object)
{
  PtnSync *self = PTN_SYNC (object);

  ptn_sync_mail_free (self->mail);
  G_OBJECT_CLASS (ptn_sync_parent_class)->finalize (object);
}

static void
ptn_sync_class_init (PtnSyncClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ptn_sync_get_property;
  object_class->dispose = ptn_sync_dispose;
  object_class->finalize = ptn_sync_finalize;
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PTN_SYNC_SIGNED_OUT,
                                             PTN_SYNC_ONLINE, PTN_SYNC_SIGNED_OUT, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SESSION_CHANGED] = g_signal_new ("session-changed", PTN_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ptn_sync_init (PtnSync *self)
{
  self->mail = ptn_sync_mail_new (news_cb, self);
}

PtnSync *
ptn_sync_new (PtnDesk *desk)
{
  PtnSync *self = g_object_new (PTN_TYPE_SYNC, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, 0);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, 0);
  self->thread = g_thread_new ("sync", sync_thread, self);
  return self;
}

void
ptn_sync_stop (PtnSync *self)
{
  if (self->thread == NULL)
    return;
  ptn_sync_mail_order (self->mail, PTN_SYNC_ORDER_STOP);
  g_clear_pointer (&self->thread, g_thread_join);
  news_cb (self);
}

void
ptn_sync_sign_in (PtnSync            *self,
                  const char         *address,
                  const char         *login,
                  const char         *password,
                  GCancellable       *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer            user_data)
{
  g_autoptr (GTask)  task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char   *parsed = ptn_address_parse (address, &error);
  PtnSignIn         *sign_in;

  g_task_set_source_tag (task, ptn_sync_sign_in);
  g_task_set_check_cancellable (task, FALSE); /* the mail says under its mutex which was first */
  if (parsed == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sign_in = g_new0 (PtnSignIn, 1);
  sign_in->address = g_steal_pointer (&parsed);
  sign_in->login = g_strdup (login);
  sign_in->password = g_strdup (password);
  sign_in->task = g_object_ref (task);
  ptn_sync_mail_sign_in (self->mail, sign_in);
  if (cancellable != NULL)
    g_cancellable_connect (cancellable, G_CALLBACK (sign_in_cancelled_cb), task, NULL);
}

PtnSession *
ptn_sync_sign_in_finish (PtnSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ptn_sync_set_session (PtnSync *self, const PtnSession *session)
{
  PtnSession *kept = session != NULL ? ptn_session_copy (session) : NULL;

  set_session (self, kept);
  ptn_sync_mail_session (self->mail, kept != NULL ? ptn_session_copy (kept) : NULL);
}

const PtnSession *
ptn_sync_get_session (PtnSync *self)
{
  return self->session;
}

void
ptn_sync_wake (PtnSync *self)
{
  ptn_sync_mail_order (self->mail, PTN_SYNC_ORDER_WAKE);
}
