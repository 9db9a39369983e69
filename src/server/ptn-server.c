// SPDX-License-Identifier: GPL-3.0-or-later
// The server.

#include "config.h"

#include "ptn-server.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/ptn-log.h"
#include "ptn-data-dir.h"
#include "ptn-effects.h"
#include "ptn-events.h"
#include "ptn-http.h"
#include "ptn-listener.h"
#include "ptn-schema.h"
#include "ptn-timers.h"

#define N_WORKERS     4
#define DRAIN_LOOK_MS 20
#define DRAIN_MAX_MS  10000

struct _PtnServer
{
  PtnUuid      id;
  char         id_text[PTN_UUID_TEXT_SIZE];
  gboolean     local;
  int          lock; /* on the data directory */
  GMainLoop   *loop;
  GPtrArray   *listeners; /* of PtnListener */
  PtnPeers    *peers;
  PtnEvents   *events;
  PtnExchange *exchange;
  PtnTimers   *timers;
  PtnHttp     *http;
  guint        signal_ids[2];
  guint        lifeline_id;
  gboolean     lifeline_ended;
  guint        drain_id;
  gint64       drain_until; /* monotonic microseconds */
};

/* A property has changed: from the worker to the loop. */

typedef struct
{
  PtnJob     job;
  PtnServer *server;
  gint64     property;
  PtnCursor  to;
  gint64     due;
} Changed;

static void
changed_cb (PtnJob *job)
{
  Changed *self = (Changed *) job;

  ptn_events_poke (self->server->events, self->property, self->to);
  ptn_timers_due (self->server->timers, self->due);
  g_free (self);
}

void
ptn_worker_changed (PtnWorker *worker, gint64 property)
{
  g_autoptr (GError) error = NULL;
  Changed           *changed = g_new0 (Changed, 1);

  changed->job.done = changed_cb;
  changed->server = worker->server;
  changed->property = property;
  if (ptn_schema_cursor (worker->db, property, &changed->to, &error) &&
      ptn_effects_next_due (worker->db, &changed->due, &error))
    {
      ptn_exchange_post (worker->server->exchange, &changed->job);
      return;
    }
  if (error != NULL)
    g_warning ("Desks cannot be poked: %s", error->message);
  g_free (changed);
}

/* The end */

static gboolean
drain_cb (gpointer data)
{
  PtnServer *self = data;

  if ((ptn_peers_busy (self->peers) > 0 || ptn_events_count (self->events) > 0) &&
      g_get_monotonic_time () < self->drain_until)
    return G_SOURCE_CONTINUE;
  self->drain_id = 0;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
stop (PtnServer *self)
{
  if (self->drain_id != 0)
    return;
  ptn_log_event ("server.stopping", NULL);
  for (guint i = 0; i < self->listeners->len; i++)
    ptn_listener_stop (self->listeners->pdata[i]);
  ptn_peers_stop (self->peers);
  ptn_events_stop (self->events);
  self->drain_until = g_get_monotonic_time () + DRAIN_MAX_MS * G_GINT64_CONSTANT (1000);
  self->drain_id = g_timeout_add (DRAIN_LOOK_MS, drain_cb, self);
}

static gboolean
signal_cb (gpointer data)
{
  stop (data);
  return G_SOURCE_CONTINUE;
}

static void
stop_when_alone (gpointer data)
{
  PtnServer *self = data;

  if (self->lifeline_ended && ptn_events_count (self->events) == 0)
    stop (self);
}

static gboolean
lifeline_cb (int fd, G_GNUC_UNUSED GIOCondition condition, gpointer data)
{
  PtnServer *self = data;
  char       ignored[64];

  if (read (fd, ignored, sizeof ignored) > 0)
    return G_SOURCE_CONTINUE;
  self->lifeline_id = 0;
  self->lifeline_ended = TRUE;
  stop_when_alone (self);
  return G_SOURCE_REMOVE;
}

/* The beginning */

/* Returns: (transfer full): the database's file, brought up to date */
static char *
open_data (PtnServer *self, const PtnServerOptions *options, GError **error)
{
  g_autofree char  *data = options->data != NULL ? g_strdup (options->data)
                                                 : ptn_data_dir_default ();
  g_autofree char  *path = ptn_data_dir_database (data);
  g_autoptr (PtnDb) db = NULL;

  self->lock = ptn_data_dir_lock (data, PTN_DATA_DIR_SERVE, error);
  if (self->lock < 0)
    return NULL;
  db = ptn_schema_open (path, error);
  if (db == NULL || !ptn_schema_server_id (db, &self->id, error) ||
      (options->local && !ptn_local_prepare (db, &options->property, error)))
    return NULL;
  ptn_uuid_print (&self->id, self->id_text);
  return g_steal_pointer (&path);
}

static gboolean
open_listeners (PtnServer *self, const PtnServerOptions *options, GError **error)
{
  for (gsize i = 0; options->listen[i] != NULL; i++)
    {
      PtnListener *listener = ptn_listener_new (options->listen[i], options->allow_network, error);

      if (listener == NULL)
        return FALSE;
      g_ptr_array_add (self->listeners, listener);
    }
  return TRUE;
}

static gboolean
start_http (PtnServer *self, gboolean behind_proxy, GError **error)
{
  self->http = ptn_http_new (self->exchange, self->events, self->peers, behind_proxy);
  for (guint i = 0; i < self->listeners->len; i++)
    if (!ptn_http_listen (self->http, ptn_listener_socket (self->listeners->pdata[i]), error))
      return FALSE;
  for (guint i = 0; i < self->listeners->len; i++)
    g_print ("listening on %s\n", ptn_listener_name (self->listeners->pdata[i]));
  fflush (stdout);
  return TRUE;
}

static void
watch_end (PtnServer *self, int lifeline)
{
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, signal_cb, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, signal_cb, self);
  if (lifeline >= 0)
    self->lifeline_id = g_unix_fd_add (lifeline, G_IO_IN | G_IO_HUP | G_IO_ERR, lifeline_cb, self);
}

PtnServer *
ptn_server_new (const PtnServerOptions *options, GError **error)
{
  g_autoptr (PtnServer) self = g_new0 (PtnServer, 1);
  g_autofree char      *database = NULL;

  self->lock = -1;
  self->local = options->local;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->listeners = g_ptr_array_new_with_free_func ((GDestroyNotify) ptn_listener_free);
  database = open_data (self, options, error);
  if (database == NULL || !open_listeners (self, options, error))
    return NULL;
  self->peers = ptn_peers_new (self->id_text, options->arrival_timeout, options->answer_timeout);
  self->events = ptn_events_new (stop_when_alone, self);
  self->exchange = ptn_exchange_new (self, database, N_WORKERS, error);
  if (self->exchange == NULL)
    return NULL;
  self->timers = ptn_timers_new (self->exchange);
  watch_end (self, options->lifeline);
  return start_http (self, options->behind_proxy, error) ? g_steal_pointer (&self) : NULL;
}

void
ptn_server_run (PtnServer *self)
{
  ptn_log_event ("server.started", "server", self->id_text, NULL);
  g_main_loop_run (self->loop);
}

void
ptn_server_free (PtnServer *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_handle_id (&self->lifeline_id, g_source_remove);
  g_clear_handle_id (&self->drain_id, g_source_remove);
  /* First the workers, because what they finish still goes to all the others, through the exchange
   * itself too. */
  if (self->exchange != NULL)
    ptn_exchange_free (self->exchange);
  g_clear_pointer (&self->timers, ptn_timers_free);
  g_clear_pointer (&self->http, ptn_http_free);
  g_clear_pointer (&self->events, ptn_events_free);
  g_clear_pointer (&self->peers, ptn_peers_free);
  g_clear_pointer (&self->listeners, g_ptr_array_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self);
}

const PtnUuid *
ptn_server_id (PtnServer *self)
{
  return &self->id;
}

const char *
ptn_server_id_text (PtnServer *self)
{
  return self->id_text;
}

gboolean
ptn_server_is_local (PtnServer *self)
{
  return self->local;
}

gboolean
ptn_server_is_the_one (PtnServer *self)
{
  return self->lock >= 0;
}
