// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the HTTP loop and the workers meet: two queues under one lock.
//
// The lock and the condition are pthread's, not GLib's, so that ThreadSanitizer sees what they
// order without an instrumented GLib. A worker wakes the loop by an eventfd; the loop takes
// everything that is done at once.

#include "config.h"

#include "ptn-exchange.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "ptn-schema.h"
#include "ptn-server.h"

typedef struct
{
  PtnExchange *exchange;
  PtnWorker    worker;
  pthread_t    thread;
} Worker;

struct _PtnExchange
{
  pthread_mutex_t lock;
  pthread_cond_t  queued;
  GQueue          waiting; /* of PtnJob, for the workers */
  GQueue          done;    /* of PtnJob, for the loop */
  gboolean        ending;
  GArray         *workers; /* of Worker */
  int             wake_fd;
  guint           wake_id;
};

/* NULL when there is nothing more to come. */
static PtnJob *
take (PtnExchange *exchange)
{
  PtnJob *job;

  pthread_mutex_lock (&exchange->lock);
  while (g_queue_is_empty (&exchange->waiting) && !exchange->ending)
    pthread_cond_wait (&exchange->queued, &exchange->lock);
  job = g_queue_pop_head (&exchange->waiting);
  pthread_mutex_unlock (&exchange->lock);
  return job;
}

static void *
work (void *data)
{
  Worker *self = data;
  PtnJob *job;

  while ((job = take (self->exchange)) != NULL)
    {
      job->work (job, &self->worker);
      ptn_exchange_post (self->exchange, job);
    }
  return NULL;
}

static void
finish_jobs (PtnExchange *exchange)
{
  GQueue  done;
  PtnJob *job;

  pthread_mutex_lock (&exchange->lock);
  done = exchange->done;
  g_queue_init (&exchange->done);
  pthread_mutex_unlock (&exchange->lock);
  while ((job = g_queue_pop_head (&done)) != NULL)
    job->done (job);
}

static gboolean
wake_cb (int fd, G_GNUC_UNUSED GIOCondition condition, gpointer data)
{
  eventfd_t count;

  eventfd_read (fd, &count);
  finish_jobs (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
start_worker (PtnExchange *exchange,
              PtnServer   *server,
              const char  *database,
              Worker      *worker,
              GError     **error)
{
  int code;

  worker->exchange = exchange;
  worker->worker.server = server;
  worker->worker.db = ptn_db_open (database, PTN_DB_WRITER, error);
  if (worker->worker.db == NULL)
    return FALSE;
  code = pthread_create (&worker->thread, NULL, work, worker);
  if (code == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "A thread cannot be started: %s",
               g_strerror (code));
  ptn_db_close (worker->worker.db);
  return FALSE;
}

PtnExchange *
ptn_exchange_new (PtnServer *server, const char *database, guint n_workers, GError **error)
{
  PtnExchange *exchange = g_new0 (PtnExchange, 1);

  pthread_mutex_init (&exchange->lock, NULL);
  pthread_cond_init (&exchange->queued, NULL);
  exchange->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  exchange->wake_id = g_unix_fd_add (exchange->wake_fd, G_IO_IN, wake_cb, exchange);
  /* Threads point into the array: it must not move. */
  exchange->workers = g_array_sized_new (FALSE, TRUE, sizeof (Worker), n_workers);
  for (guint i = 0; i < n_workers; i++)
    {
      g_array_set_size (exchange->workers, i + 1);
      if (start_worker (exchange, server, database, &g_array_index (exchange->workers, Worker, i),
                        error))
        continue;
      g_array_set_size (exchange->workers, i);
      ptn_exchange_free (exchange);
      return NULL;
    }
  return exchange;
}

void
ptn_exchange_free (PtnExchange *exchange)
{
  if (exchange == NULL)
    return;
  pthread_mutex_lock (&exchange->lock);
  exchange->ending = TRUE;
  pthread_cond_broadcast (&exchange->queued);
  pthread_mutex_unlock (&exchange->lock);
  for (guint i = 0; i < exchange->workers->len; i++)
    {
      Worker *worker = &g_array_index (exchange->workers, Worker, i);

      pthread_join (worker->thread, NULL);
      ptn_db_close (worker->worker.db);
    }
  finish_jobs (exchange);
  g_source_remove (exchange->wake_id);
  close (exchange->wake_fd);
  g_array_unref (exchange->workers);
  pthread_cond_destroy (&exchange->queued);
  pthread_mutex_destroy (&exchange->lock);
  g_free (exchange);
}

void
ptn_exchange_push (PtnExchange *exchange, PtnJob *job)
{
  pthread_mutex_lock (&exchange->lock);
  g_queue_push_tail (&exchange->waiting, job);
  pthread_cond_signal (&exchange->queued);
  pthread_mutex_unlock (&exchange->lock);
}

void
ptn_exchange_post (PtnExchange *exchange, PtnJob *job)
{
  gboolean first;

  pthread_mutex_lock (&exchange->lock);
  first = g_queue_is_empty (&exchange->done);
  g_queue_push_tail (&exchange->done, job);
  pthread_mutex_unlock (&exchange->lock);
  if (first)
    eventfd_write (exchange->wake_fd, 1);
}
