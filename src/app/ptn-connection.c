// SPDX-License-Identifier: GPL-3.0-or-later
// Where this desk's data is and who is signed in. Each server has its own database on the desk, so
// that going back to one finds what waits for it.
#include "ptn-connection.h"

#include <glib/gi18n.h>

#include "ptn-keyring.h"
#include "ptn-local.h"
#include "sync/ptn-address.h"

/* How often a local server that does not answer is looked after. */
#define REVIVE_SECONDS 2

struct _PtnConnection
{
  GObject parent_instance;

  char      *dir;
  char      *demo; /* (nullable) */
  GSettings *settings;

  char           *server; /* (nullable): what is open: PTN_SERVER_LOCAL or an address */
  PtnDesk        *desk;
  PtnSync        *sync;
  GError         *error;
  PtnLocalServer *local;
  GCancellable   *starting; /* (nullable): the local server or the keyring is being asked */
  guint           reviver;  /* a timer while the local server does not answer; else 0 */
  gboolean        has_user;
  PtnUuid         user;
  char           *name;
};

G_DEFINE_FINAL_TYPE (PtnConnection, ptn_connection, G_TYPE_OBJECT)

enum
{
  OPENED,
  USER_CHANGED,
  NOT_KEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_user (PtnConnection *self, const PtnSession *session)
{
  self->has_user = session != NULL;
  if (session != NULL)
    self->user = session->user;
  g_set_str (&self->name, session != NULL ? session->name : NULL);
  g_signal_emit (self, signals[USER_CHANGED], 0);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnConnection) self = user_data;
  g_autoptr (GError)        error = NULL;

  if (!ptn_keyring_save_finish (result, &error))
    {
      g_debug ("keyring: %s", error->message);
      g_signal_emit (self, signals[NOT_KEPT], 0);
    }
}

static void
keep_session (PtnConnection *self)
{
  const PtnSession *session = ptn_sync_get_session (self->sync);

  if (session != NULL && !ptn_connection_is_local (self))
    ptn_keyring_save (session, saved_cb, g_object_ref (self));
}

/* Opening and closing */

static void
close_desk (PtnConnection *self)
{
  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_handle_id (&self->reviver, g_source_remove);
  if (self->sync != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sync, self);
      ptn_sync_stop (self->sync);
    }
  if (self->desk != NULL)
    ptn_desk_close (self->desk);
  g_clear_object (&self->sync);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->local, ptn_local_server_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_error (&self->error);
}

static PtnDesk *
open_desk (PtnConnection *self, const char *server, GError **error)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, server, -1);
  g_autofree char *name = g_strndup (digest, 16);
  g_autofree char *dir = g_build_filename (self->dir, "desks",
                                           g_str_equal (server, PTN_SERVER_LOCAL) ? server : name,
                                           NULL);
  g_autofree char *path = g_build_filename (dir, "desk.db", NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", dir,
                   g_strerror (code));
      return NULL;
    }
  return ptn_desk_open (path, error);
}

static void sync_state_cb (PtnConnection *self);

static void
adopt (PtnConnection *self, const char *server, PtnDesk *desk, PtnSync *sync)
{
  g_autofree char *kept = g_strdup (server);

  close_desk (self);
  self->server = g_steal_pointer (&kept);
  self->desk = g_object_ref (desk);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (sync, "session-changed", G_CALLBACK (keep_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::state", G_CALLBACK (sync_state_cb), self,
                           G_CONNECT_SWAPPED);
}

/* FALSE: the desk cannot be opened, and error says why. */
static gboolean
open_server (PtnConnection *self, const char *server)
{
  g_autoptr (GError)  error = NULL;
  g_autoptr (PtnDesk) desk = NULL;
  g_autoptr (PtnSync) sync = NULL;

  if (g_strcmp0 (server, self->server) == 0)
    close_desk (self); /* a database is one desk's */
  desk = open_desk (self, server, &error);
  if (desk != NULL)
    sync = ptn_sync_new (desk);
  if (sync != NULL)
    adopt (self, server, desk, sync);
  else
    {
      close_desk (self);
      self->error = g_steal_pointer (&error);
    }
  g_signal_emit (self, signals[OPENED], 0);
  return self->error == NULL;
}

/* This PC's own server */

static void
local_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnConnection) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (PtnSession)    session = ptn_sync_sign_in_finish (PTN_SYNC (source), result, &error);

  if (PTN_SYNC (source) != self->sync)
    return;
  if (session != NULL)
    set_user (self, session);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->error = g_steal_pointer (&error);
      g_signal_emit (self, signals[OPENED], 0);
    }
}

static void
local_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnConnection)  self = PTN_CONNECTION (g_object_ref (source));
  g_autoptr (GError)         error = NULL;
  g_autoptr (PtnLocalServer) local = ptn_local_start_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->starting);
  if (local == NULL)
    {
      g_clear_handle_id (&self->reviver, g_source_remove); /* from here on a person tries again */
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
      g_signal_emit (self, signals[OPENED], 0);
      return;
    }
  g_clear_pointer (&self->local, ptn_local_server_free);
  self->local = g_steal_pointer (&local);
  if (ptn_sync_get_session (self->sync) != NULL)
    ptn_sync_wake (self->sync);
  else
    ptn_sync_sign_in (self->sync, ptn_local_server_address (self->local), NULL, NULL, NULL,
                      local_signed_in_cb, g_object_ref (self));
}

static void
start_local (PtnConnection *self)
{
  g_autofree char *dir = g_build_filename (self->dir, "server", NULL);
  g_autofree char *concierge = g_settings_get_string (self->settings, "concierge");

  if (self->starting != NULL)
    return;
  self->starting = g_cancellable_new ();
  ptn_local_start (self, dir, *concierge != '\0' ? concierge : NULL, self->demo, self->starting,
                   local_started_cb, NULL);
}

static gboolean
revive_cb (gpointer user_data)
{
  start_local (user_data);
  return G_SOURCE_CONTINUE;
}

/* The PC's own server does not come back by itself as one elsewhere would: it is started again, and
 * as often as it takes, since one that dies before the sync has reached it changes no state. */
static void
sync_state_cb (PtnConnection *self)
{
  int state;

  g_object_get (self->sync, "state", &state, NULL);
  if (state != PTN_SYNC_OFFLINE || self->local == NULL)
    g_clear_handle_id (&self->reviver, g_source_remove);
  else if (self->reviver == 0)
    {
      self->reviver = g_timeout_add_seconds (REVIVE_SECONDS, revive_cb, self);
      start_local (self);
    }
}

/* A server elsewhere */

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnConnection) self = user_data;
  g_autoptr (GError)        error = NULL;
  g_autoptr (PtnSession)    session = ptn_keyring_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->sync == NULL)
    return;
  g_clear_object (&self->starting);
  if (session == NULL || ptn_sync_get_session (self->sync) != NULL)
    return;
  ptn_sync_set_session (self->sync, session);
  set_user (self, session);
}

static void
look_up (PtnConnection *self)
{
  self->starting = g_cancellable_new ();
  ptn_keyring_lookup (self->server, self->starting, looked_up_cb, g_object_ref (self));
}

/* What a sign-in opens; it takes the place of what is open only when it succeeded. */
typedef struct
{
  char    *server;
  PtnDesk *desk;
  PtnSync *sync;
  gboolean is_new;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  if (attempt->is_new)
    {
      ptn_sync_stop (attempt->sync);
      ptn_desk_close (attempt->desk);
    }
  g_free (attempt->server);
  g_clear_object (&attempt->sync);
  g_clear_object (&attempt->desk);
  g_free (attempt);
}

static Attempt *
attempt_new (PtnConnection *self, const char *address, GError **error)
{
  g_autofree char *server = ptn_address_parse (address, error);
  Attempt         *attempt;
  PtnDesk         *desk;

  if (server == NULL)
    return NULL;
  attempt = g_new0 (Attempt, 1);
  attempt->is_new = g_strcmp0 (server, self->server) != 0;
  desk = attempt->is_new ? open_desk (self, server, error) : g_object_ref (self->desk);
  if (desk == NULL)
    {
      g_free (attempt);
      return NULL;
    }
  attempt->desk = desk;
  attempt->sync = attempt->is_new ? ptn_sync_new (desk) : g_object_ref (self->sync);
  attempt->server = g_steal_pointer (&server);
  return attempt;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask)      task = user_data;
  PtnConnection         *self = g_task_get_source_object (task);
  Attempt               *attempt = g_task_get_task_data (task);
  GError                *error = NULL;
  g_autoptr (PtnSession) session = ptn_sync_sign_in_finish (PTN_SYNC (source), result, &error);

  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (attempt->is_new)
    {
      attempt->is_new = FALSE;
      adopt (self, attempt->server, attempt->desk, attempt->sync);
      g_settings_set_string (self->settings, "server", self->server);
      g_signal_emit (self, signals[OPENED], 0);
    }
  g_settings_set_string (self->settings, "login", session->login);
  set_user (self, session);
  keep_session (self);
  g_task_return_boolean (task, TRUE);
}

static void
ptn_connection_dispose (GObject *object)
{
  PtnConnection *self = PTN_CONNECTION (object);

  close_desk (self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (ptn_connection_parent_class)->dispose (object);
}

static void
ptn_connection_finalize (GObject *object)
{
  PtnConnection *self = PTN_CONNECTION (object);

  g_free (self->dir);
  g_free (self->demo);
  g_free (self->name);
  G_OBJECT_CLASS (ptn_connection_parent_class)->finalize (object);
}

static void
ptn_connection_class_init (PtnConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ptn_connection_dispose;
  object_class->finalize = ptn_connection_finalize;

  signals[OPENED] = g_signal_new ("opened", PTN_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[USER_CHANGED] = g_signal_new ("user-changed", PTN_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOT_KEPT] = g_signal_new ("not-kept", PTN_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
ptn_connection_init (PtnConnection *self)
{
}

PtnConnection *
ptn_connection_new (const char *dir, GSettings *settings, const char *demo)
{
  PtnConnection *self = g_object_new (PTN_TYPE_CONNECTION, NULL);

  self->dir = g_strdup (dir);
  self->demo = g_strdup (demo);
  self->settings = g_object_ref (settings);
  return self;
}

void
ptn_connection_resume (PtnConnection *self)
{
  g_autofree char *server = g_settings_get_string (self->settings, "server");

  if (self->demo != NULL || g_str_equal (server, PTN_SERVER_LOCAL))
    ptn_connection_use_local (self);
  else if (!g_str_equal (server, PTN_SERVER_NONE) && open_server (self, server))
    look_up (self);
}

PtnDesk *
ptn_connection_get_desk (PtnConnection *self)
{
  return self->desk;
}

PtnSync *
ptn_connection_get_sync (PtnConnection *self)
{
  return self->sync;
}

const GError *
ptn_connection_get_error (PtnConnection *self)
{
  return self->error;
}

gboolean
ptn_connection_is_local (PtnConnection *self)
{
  return g_strcmp0 (self->server, PTN_SERVER_LOCAL) == 0;
}

const PtnUuid *
ptn_connection_get_user (PtnConnection *self)
{
  return self->has_user ? &self->user : NULL;
}

const char *
ptn_connection_get_name (PtnConnection *self)
{
  return self->name;
}

void
ptn_connection_sign_in (PtnConnection      *self,
                        const char         *address,
                        const char         *login,
                        const char         *password,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  GTask   *task = g_task_new (self, cancellable, callback, user_data);
  GError  *error = NULL;
  Attempt *attempt = attempt_new (self, address, &error);

  if (attempt == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, attempt, (GDestroyNotify) attempt_free);
  ptn_sync_sign_in (attempt->sync, attempt->server, login, password, cancellable, signed_in_cb,
                    task);
}

gboolean
ptn_connection_sign_in_finish (PtnConnection *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ptn_connection_use_local (PtnConnection *self)
{
  if (!open_server (self, PTN_SERVER_LOCAL))
    return;
  g_settings_set_string (self->settings, "server", PTN_SERVER_LOCAL);
  start_local (self);
}

void
ptn_connection_sign_out (PtnConnection *self)
{
  if (self->sync == NULL)
    return;
  ptn_keyring_forget (self->server);
  ptn_sync_set_session (self->sync, NULL);
  set_user (self, NULL);
}

void
ptn_connection_leave (PtnConnection *self)
{
  if (!ptn_connection_is_local (self))
    ptn_connection_sign_out (self);
  close_desk (self);
  g_settings_set_string (self->settings, "server", PTN_SERVER_NONE);
  /* First that there is no desk any more: what a user's change repaints is read from the desk. */
  g_signal_emit (self, signals[OPENED], 0);
  set_user (self, NULL);
}
