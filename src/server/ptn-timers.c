// SPDX-License-Identifier: GPL-3.0-or-later
// What the server does by itself when it is due.
//
// Due times are stored with the effects; the timer only says when to look. It never sleeps for
// longer than a minute while something is held, so that a clock that was set, or a computer that
// slept, delays nothing for long.

#include "config.h"

#include "ptn-timers.h"

#include "base/ptn-date.h"
#include "ptn-effects.h"
#include "ptn-server.h"
#include "ptn-upkeep.h"

#define LOOK_AGAIN_MS  60000
#define UPKEEP_SECONDS 3600

struct _PtnTimers
{
  PtnExchange *exchange;
  gint64       due;
  guint        due_id;
  guint        upkeep_id;
};

typedef struct
{
  PtnJob     job;
  PtnTimers *timers;
  gint64     due;
} Release;

static void
release_cb (PtnJob *job, PtnWorker *worker)
{
  Release           *self = (Release *) job;
  const gint64       now = ptn_clock_now ();
  g_autoptr (GError) error = NULL;

  self->due = now + LOOK_AGAIN_MS;
  if (ptn_server_is_the_one (worker->server) &&
      (!ptn_effects_release (worker->db, now, &error) ||
       !ptn_effects_next_due (worker->db, &self->due, &error)))
    g_warning ("Effects cannot be released: %s", error->message);
}

static void
released_cb (PtnJob *job)
{
  Release *self = (Release *) job;

  ptn_timers_due (self->timers, self->due);
  g_free (self);
}

static gboolean
due_cb (gpointer data)
{
  PtnTimers *timers = data;
  Release   *release = g_new0 (Release, 1);

  timers->due_id = 0;
  release->job = (PtnJob) { release_cb, released_cb };
  release->timers = timers;
  ptn_exchange_push (timers->exchange, &release->job);
  return G_SOURCE_REMOVE;
}

static void
upkeep_cb (G_GNUC_UNUSED PtnJob *job, PtnWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (ptn_server_is_the_one (worker->server) &&
      !ptn_upkeep_run (worker->db, ptn_clock_now (), &error))
    g_warning ("Old rows cannot be removed: %s", error->message);
}

static void
kept_up_cb (PtnJob *job)
{
  g_free (job);
}

static gboolean
upkeep_due_cb (gpointer data)
{
  PtnTimers *timers = data;
  PtnJob    *job = g_new0 (PtnJob, 1);

  *job = (PtnJob) { upkeep_cb, kept_up_cb };
  ptn_exchange_push (timers->exchange, job);
  return G_SOURCE_CONTINUE;
}

PtnTimers *
ptn_timers_new (PtnExchange *exchange)
{
  PtnTimers *timers = g_new0 (PtnTimers, 1);

  timers->exchange = exchange;
  timers->upkeep_id = g_timeout_add_seconds (UPKEEP_SECONDS, upkeep_due_cb, timers);
  upkeep_due_cb (timers);
  due_cb (timers);
  return timers;
}

void
ptn_timers_free (PtnTimers *timers)
{
  if (timers == NULL)
    return;
  g_clear_handle_id (&timers->due_id, g_source_remove);
  g_source_remove (timers->upkeep_id);
  g_free (timers);
}

void
ptn_timers_due (PtnTimers *timers, gint64 due)
{
  if (due == G_MAXINT64 || (timers->due_id != 0 && timers->due <= due))
    return;
  g_clear_handle_id (&timers->due_id, g_source_remove);
  timers->due = due;
  timers->due_id = g_timeout_add ((guint) CLAMP (due - ptn_clock_now (), 0, LOOK_AGAIN_MS), due_cb,
                                  timers);
}
