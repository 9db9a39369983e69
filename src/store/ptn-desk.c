// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's threads, and the one place where they meet.
//
// THREADS. The main thread has the lists and a connection for bounded reads. The writer has the
// only connection that writes. The reader has the index of the orders (ptn-order-reader.c). The
// sync thread (src/sync) comes in through ptn_desk_write_sync(). Each connection belongs to one
// thread.
//
// HAND-OVER. Everything that two threads know of stands in "shared" and is guarded by its one
// mutex: queues of jobs for the writer, of queries and commits for the reader, of messages for the
// main thread. Whoever puts something in wakes the other side: threads by a condition, the main
// loop by a GSource. What goes through a queue belongs to whoever took it out. These are pthread
// primitives, so that ThreadSanitizer sees every hand-over, also with a GLib that it does not know.
//
// ORDER. The writer takes all local edits that wait, up to GROUP_MAX, into one transaction, each in
// a savepoint of its own so that one that fails takes no other along; only when none waits it takes
// one batch of the sync thread. Every commit that changed what a reader shows makes desk.version
// grow. The reader begins a transaction, sees a version, and takes exactly the commits up to that
// one from its queue: so the index always describes the very state that its SQL sees. Answers and
// changes reach the main thread in the order of the commits.

#include "config.h"

#include "ptn-desk-private.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <pthread.h>

#include "ptn-desk-lock.h"
#include "ptn-order-reader.h"
#include "ptn-schema.h"
#include "ptn-step.h"

#define GROUP_MAX 32
/* Vectors of a million rows come and go: in mappings of their own, they go back to the system when
 * they go. */
#define OWN_MAPPING  (1024 * 1024)
#define COLLATE_STEP 1000
/* KiB of pages that a connection keeps; the file system keeps the rest. */
#define READER_CACHE "PRAGMA cache_size = -1024"
#define WRITER_CACHE "PRAGMA cache_size = -4096"

/* For the writer. */
typedef struct _PtnDeskJob
{
  PtnDeskWrite write;
  gpointer     data;
  GTask       *task; /* (nullable): a local edit's; the main thread's own */
  gboolean     ok;
  GError      *error;
  gboolean     finished; /* guarded: a batch's thread waits for it */
} Job;

/* For the reader. */
typedef struct
{
  guint            list;
  PtnLanguage      language;
  PtnOrderQuery   *query; /* NULL: close the list */
  PtnOrderInstants instants;
  guint            serial;
} Request;

typedef struct
{
  gint64     version;
  PtnChanges changes;
} Commit;

/* For the main thread: one of these. */
typedef struct
{
  Job            *job;
  PtnChanges     *changes;
  PtnOrderUpdate *update;
  guint           list;
} Message;

typedef struct
{
  pthread_mutex_t mutex;
  pthread_cond_t  writer_wakes;
  pthread_cond_t  reader_wakes;
  pthread_cond_t  job_finished;
  GQueue          edits;
  GQueue          batches;
  GQueue          requests;
  GQueue          commits;
  GQueue          inbox;
  gint64          version;   /* of the last commit that was handed to the reader */
  gboolean        answering; /* the reader may be interrupted */
  gboolean        stopping;
} Shared;

/* A list's side on the main thread. */
typedef struct
{
  PtnLanguage        language;
  PtnOrderUpdateFunc func;
  gpointer           user_data;
} ListClient;

struct _PtnDesk
{
  GObject parent_instance;

  /* Fixed once it is open. */
  int       lock; /* -1: closed */
  PtnUuid   device;
  GSource  *source;
  pthread_t writer;
  pthread_t reader;

  Shared shared;

  /* The writer's. */
  PtnDb   *writer_db;
  gboolean collated;
  gint64   collate_row;

  /* The reader's; interrupting it is for all. */
  PtnDb          *reader_db;
  PtnOrderReader *order_reader;

  /* The main thread's. */
  PtnDb      *db;
  GHashTable *lists; /* number → ListClient */
  guint       last_list;
  gboolean    running;
  guint       pending;
  guint       waiting;
  guint       attention;
  gboolean    empty;
};

G_DEFINE_FINAL_TYPE (PtnDesk, ptn_desk, G_TYPE_OBJECT)

enum
{
  PROP_PENDING = 1,
  PROP_WAITING,
  PROP_ATTENTION,
  PROP_EMPTY,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lock (PtnDesk *desk)
{
  pthread_mutex_lock (&desk->shared.mutex);
}

static void
unlock (PtnDesk *desk)
{
  pthread_mutex_unlock (&desk->shared.mutex);
}

/* Puts @message into the main thread's inbox; the mutex is held. */
static void
post (PtnDesk *desk, const Message message)
{
  g_queue_push_tail (&desk->shared.inbox, g_memdup2 (&message, sizeof message));
  g_source_set_ready_time (desk->source, 0);
}

/* ---- The writer's thread ---- */

static gboolean
write_collation (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  PtnDesk *desk = data;

  if (!ptn_schema_collate (db, &desk->collate_row, COLLATE_STEP, error))
    return FALSE;
  changes->settings = desk->collated = desk->collate_row == 0;
  return TRUE;
}

/* Runs @job's write in a savepoint. */
static void
run_job (PtnDb *db, Job *job, PtnChanges *changes)
{
  PtnChanges own;

  ptn_changes_init (&own);
  job->ok = ptn_db_exec (db, "SAVEPOINT job", &job->error) &&
            job->write (db, job->data, &own, &job->error);
  if (job->ok)
    ptn_changes_merge (changes, &own);
  else
    ptn_db_exec (db, "ROLLBACK TO job", NULL);
  ptn_db_exec (db, "RELEASE job", NULL);
  ptn_changes_clear (&own);
}

static gboolean
commit (PtnDb *db, const PtnChanges *changes, gint64 *version, GError **error)
{
  return (!ptn_changes_any (changes) ||
          ptn_db_get_int (db, version, error,
                          "UPDATE desk SET version = version + 1 RETURNING version", "")) &&
         ptn_db_commit (db, error);
}

/* The transaction failed as a whole: no job of it is done. */
static void
fail_jobs (GPtrArray *jobs, const GError *error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      job->ok = FALSE;
      if (job->error == NULL)
        job->error = g_error_copy (error);
    }
}

/* Tells everybody what is durable now. @changes: (transfer full) */
static void
publish (PtnDesk *desk, GPtrArray *jobs, PtnChanges *changes, gint64 version)
{
  Commit *made = g_new0 (Commit, 1);

  made->version = version;
  ptn_changes_init (&made->changes);
  ptn_changes_merge (&made->changes, changes);
  lock (desk);
  if (ptn_changes_any (changes))
    {
      desk->shared.version = version;
      g_queue_push_tail (&desk->shared.commits, g_steal_pointer (&made));
      pthread_cond_signal (&desk->shared.reader_wakes);
      post (desk, (Message) { .changes = g_memdup2 (changes, sizeof *changes) });
      *changes = (PtnChanges) { 0 };
    }
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      if (job->task != NULL)
        post (desk, (Message) { .job = job });
      else
        job->finished = TRUE;
    }
  pthread_cond_broadcast (&desk->shared.job_finished);
  unlock (desk);
  if (made != NULL)
    ptn_changes_clear (&made->changes);
  g_free (made);
}

/* Another base may have sort keys of another ICU. */
static void
look_at_collation (PtnDesk *desk)
{
  g_autoptr (GError) error = NULL;

  desk->collate_row = 0;
  if (!ptn_schema_is_collated (desk->writer_db, &desk->collated, &error))
    g_warning ("The guests' sort keys cannot be looked at: %s", error->message);
}

static void
run_jobs (PtnDesk *desk, GPtrArray *jobs)
{
  PtnDb             *db = desk->writer_db;
  g_autoptr (GError) error = NULL;
  PtnChanges         changes;
  gint64             version = 0;

  ptn_changes_init (&changes);
  if (ptn_db_begin (db, &error))
    for (guint i = 0; i < jobs->len; i++)
      run_job (db, g_ptr_array_index (jobs, i), &changes);
  if (error != NULL || !commit (db, &changes, &version, &error))
    {
      ptn_db_rollback (db);
      fail_jobs (jobs, error);
      ptn_changes_clear (&changes);
      ptn_changes_init (&changes);
    }
  if (changes.everything)
    look_at_collation (desk);
  publish (desk, jobs, &changes, version);
  ptn_changes_clear (&changes);
}

/* Waits for work. Returns: (transfer container): no jobs where the thread is to end */
static GPtrArray *
take_jobs (PtnDesk *desk, Job *collation)
{
  GPtrArray *jobs = g_ptr_array_new ();
  Shared    *shared = &desk->shared;

  lock (desk);
  while (g_queue_is_empty (&shared->edits) && g_queue_is_empty (&shared->batches) &&
         desk->collated && !shared->stopping)
    pthread_cond_wait (&shared->writer_wakes, &shared->mutex);
  while (!g_queue_is_empty (&shared->edits) && jobs->len < GROUP_MAX)
    g_ptr_array_add (jobs, g_queue_pop_head (&shared->edits));
  if (jobs->len == 0 && !g_queue_is_empty (&shared->batches))
    g_ptr_array_add (jobs, g_queue_pop_head (&shared->batches));
  if (jobs->len == 0 && !shared->stopping)
    g_ptr_array_add (jobs, collation);
  unlock (desk);
  return jobs;
}

static gpointer
writer_thread (gpointer data)
{
  PtnDesk *desk = data;

  for (;;)
    {
      Job                   collation = { .write = write_collation, .data = desk };
      g_autoptr (GPtrArray) jobs = take_jobs (desk, &collation);

      if (jobs->len == 0)
        return NULL;
      run_jobs (desk, jobs);
      if (collation.error != NULL)
        {
          g_warning ("The guests' sort keys cannot be renewed: %s", collation.error->message);
          desk->collated = TRUE;
        }
      g_clear_error (&collation.error);
    }
}

/* ---- The reader's thread ---- */

static void
post_update (guint list, PtnOrderUpdate *update, gpointer data)
{
  PtnDesk *desk = data;

  lock (desk);
  post (desk, (Message) { .update = update, .list = list });
  unlock (desk);
}

static void
free_commit (gpointer data)
{
  Commit *done = data;

  ptn_changes_clear (&done->changes);
  g_free (done);
}

static void
free_request (gpointer data)
{
  Request *request = data;

  ptn_order_query_free (request->query);
  g_free (request);
}

/* Returns: FALSE where the thread is to end */
static gboolean
wait_for_reading (PtnDesk *desk, gint64 read_version)
{
  Shared  *shared = &desk->shared;
  gboolean go;

  lock (desk);
  while (g_queue_is_empty (&shared->requests) && shared->version <= read_version &&
         !shared->stopping)
    pthread_cond_wait (&shared->reader_wakes, &shared->mutex);
  go = !shared->stopping;
  unlock (desk);
  return go;
}

/* Everything that was committed up to @version, which the writer may be about to hand over. */
static void
take_commits (PtnDesk *desk, gint64 version, PtnChanges *changes)
{
  Shared *shared = &desk->shared;

  lock (desk);
  while (shared->version < version && !shared->stopping)
    pthread_cond_wait (&shared->reader_wakes, &shared->mutex);
  while (!g_queue_is_empty (&shared->commits) &&
         ((Commit *) g_queue_peek_head (&shared->commits))->version <= version)
    {
      Commit *done = g_queue_pop_head (&shared->commits);

      ptn_changes_merge (changes, &done->changes);
      free_commit (done);
    }
  unlock (desk);
}

static void
take_requests (PtnDesk *desk)
{
  Shared  *shared = &desk->shared;
  Request *request;

  lock (desk);
  while ((request = g_queue_pop_head (&shared->requests)) != NULL)
    {
      if (request->query != NULL)
        ptn_order_reader_query (desk->order_reader, request->list, request->language,
                                g_steal_pointer (&request->query), request->instants,
                                request->serial);
      else
        ptn_order_reader_close (desk->order_reader, request->list);
      free_request (request);
    }
  unlock (desk);
}

static void
set_answering (PtnDesk *desk, gboolean answering)
{
  lock (desk);
  desk->shared.answering = answering;
  unlock (desk);
}

static gboolean
read_state (PtnDb *db, gint64 *version, gint64 *base, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, "SELECT version, base FROM desk",
                                                     "");
  gboolean                 row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  *version = ptn_statement_int (statement, 0);
  *base = ptn_statement_int (statement, 1);
  return TRUE;
}

/* One transaction of the reader. */
static gboolean
read_once (PtnDesk *desk, gint64 *version, GError **error)
{
  PtnChanges changes;
  gint64     base;
  gboolean   ok;

  take_requests (desk);
  if (!ptn_db_begin (desk->reader_db, error) ||
      !read_state (desk->reader_db, version, &base, error))
    return FALSE;
  ptn_changes_init (&changes);
  take_commits (desk, *version, &changes);
  ok = ptn_order_reader_follow (desk->order_reader, base, &changes, error);
  ptn_changes_clear (&changes);
  if (!ok)
    return FALSE;
  set_answering (desk, TRUE);
  ok = ptn_order_reader_answer (desk->order_reader, error);
  set_answering (desk, FALSE);
  return ok;
}

static gpointer
reader_thread (gpointer data)
{
  PtnDesk *desk = data;
  gint64   version = 0;

  while (wait_for_reading (desk, version))
    {
      g_autoptr (GError) error = NULL;

      if (!read_once (desk, &version, &error) &&
          !g_error_matches (error, PTN_DB_ERROR, PTN_DB_ERROR_INTERRUPTED))
        g_warning ("The orders cannot be read: %s", error->message);
      ptn_db_rollback (desk->reader_db);
    }
  return NULL;
}

/* ---- The main thread ---- */

static void
set_count (PtnDesk *desk, guint *member, gint64 value, int prop)
{
  if (*member == value)
    return;
  *member = value;
  g_object_notify_by_pspec (G_OBJECT (desk), props[prop]);
}

static void
refresh_counts (PtnDesk *desk)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (desk->db, &error,
                    "SELECT (SELECT n FROM counter WHERE status = 0), (SELECT count (*) FROM "
                    "outbox WHERE state = 0),"
                    " (SELECT count (*) FROM attention), epoch = 0 FROM desk",
                    "");
  gboolean row;

  if (!ptn_step (statement, &row, &error) || !row)
    {
      g_warning ("The counts cannot be read: %s", error != NULL ? error->message : "no row");
      return;
    }
  set_count (desk, &desk->pending, ptn_statement_int (statement, 0), PROP_PENDING);
  set_count (desk, &desk->waiting, ptn_statement_int (statement, 1), PROP_WAITING);
  set_count (desk, &desk->attention, ptn_statement_int (statement, 2), PROP_ATTENTION);
  set_count (desk, (guint *) &desk->empty, ptn_statement_int (statement, 3), PROP_EMPTY);
}

static void
complete_job (Job *job)
{
  if (job->ok)
    g_task_return_boolean (job->task, TRUE);
  else
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  g_object_unref (job->task);
  g_free (job);
}

static void
deliver_update (PtnDesk *desk, guint list, PtnOrderUpdate *update)
{
  const ListClient *client = g_hash_table_lookup (desk->lists, GUINT_TO_POINTER (list));

  if (client != NULL)
    client->func (update, client->user_data);
  else
    ptn_order_update_free (update);
}

static void
deliver (PtnDesk *desk, Message *message)
{
  if (message->changes != NULL)
    {
      refresh_counts (desk);
      g_signal_emit (desk, signals[CHANGED], 0, message->changes);
      ptn_changes_clear (message->changes);
      g_free (message->changes);
    }
  if (message->job != NULL)
    complete_job (message->job);
  if (message->update != NULL)
    deliver_update (desk, message->list, message->update);
  g_free (message);
}

static void
empty_inbox (PtnDesk *desk)
{
  GQueue   messages;
  Message *message;

  lock (desk);
  messages = desk->shared.inbox;
  g_queue_init (&desk->shared.inbox);
  unlock (desk);
  while ((message = g_queue_pop_head (&messages)) != NULL)
    deliver (desk, message);
}

static gboolean
inbox_cb (gpointer data)
{
  g_autoptr (PtnDesk) desk = g_object_ref (data);

  g_source_set_ready_time (desk->source, -1);
  empty_inbox (desk);
  return G_SOURCE_CONTINUE;
}

static gboolean
inbox_dispatch (G_GNUC_UNUSED GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs inbox_funcs = { .dispatch = inbox_dispatch };

static gboolean
closed (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the desk is closed");
  return FALSE;
}

void
ptn_desk_write_async (PtnDesk *desk, PtnDeskWrite write, gpointer data, GTask *task)
{
  Job *job;

  if (!desk->running)
    {
      g_autoptr (GError) error = NULL;

      closed (&error);
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  job = g_new0 (Job, 1);
  job->write = write;
  job->data = data;
  job->task = task;
  lock (desk);
  g_queue_push_tail (&desk->shared.edits, job);
  pthread_cond_signal (&desk->shared.writer_wakes);
  unlock (desk);
}

PtnDeskJob *
ptn_desk_write_begin (PtnDesk *desk, PtnDeskWrite write, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->write = write;
  job->data = data;
  lock (desk);
  if (desk->shared.stopping)
    job->finished = !closed (&job->error);
  else
    {
      g_queue_push_tail (&desk->shared.batches, job);
      pthread_cond_signal (&desk->shared.writer_wakes);
    }
  unlock (desk);
  return job;
}

gboolean
ptn_desk_write_end (PtnDesk *desk, PtnDeskJob *job, GError **error)
{
  gboolean ok;

  lock (desk);
  while (!job->finished)
    pthread_cond_wait (&desk->shared.job_finished, &desk->shared.mutex);
  unlock (desk);
  ok = job->ok;
  if (job->error != NULL)
    g_propagate_error (error, job->error);
  g_free (job);
  return ok;
}

gboolean
ptn_desk_write_sync (PtnDesk *desk, PtnDeskWrite write, gpointer data, GError **error)
{
  return ptn_desk_write_end (desk, ptn_desk_write_begin (desk, write, data), error);
}

static void
request (PtnDesk *desk, Request asked)
{
  lock (desk);
  g_queue_push_tail (&desk->shared.requests, g_memdup2 (&asked, sizeof asked));
  if (desk->shared.answering)
    ptn_db_interrupt (desk->reader_db);
  pthread_cond_signal (&desk->shared.reader_wakes);
  unlock (desk);
}

guint
ptn_desk_open_orders (PtnDesk           *desk,
                      PtnLanguage        language,
                      PtnOrderUpdateFunc func,
                      gpointer           user_data)
{
  const ListClient client = { .language = language, .func = func, .user_data = user_data };

  desk->last_list++;
  g_hash_table_insert (desk->lists, GUINT_TO_POINTER (desk->last_list),
                       g_memdup2 (&client, sizeof client));
  return desk->last_list;
}

void
ptn_desk_query_orders (PtnDesk             *desk,
                       guint                list,
                       const PtnOrderQuery *query,
                       PtnOrderInstants     instants,
                       guint                serial)
{
  const ListClient *client = g_hash_table_lookup (desk->lists, GUINT_TO_POINTER (list));

  if (desk->running)
    request (desk, (Request) { .list = list,
                               .language = client->language,
                               .query = ptn_order_query_copy (query),
                               .instants = instants,
                               .serial = serial });
}

void
ptn_desk_close_orders (PtnDesk *desk, guint list)
{
  g_hash_table_remove (desk->lists, GUINT_TO_POINTER (list));
  if (desk->running)
    request (desk, (Request) { .list = list });
}

PtnDb *
ptn_desk_get_db (PtnDesk *desk)
{
  return desk->db;
}

void
ptn_desk_device (PtnDesk *desk, PtnUuid *out)
{
  *out = desk->device;
}

static void
ptn_desk_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PtnDesk *desk = PTN_DESK (object);

  switch (prop_id)
    {
    case PROP_PENDING:
      g_value_set_uint (value, desk->pending);
      break;
    case PROP_WAITING:
      g_value_set_uint (value, desk->waiting);
      break;
    case PROP_ATTENTION:
      g_value_set_uint (value, desk->attention);
      break;
    case PROP_EMPTY:
      g_value_set_boolean (value, desk->empty);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ptn_desk_dispose (GObject *object)
{
  ptn_desk_close (PTN_DESK (object));
  G_OBJECT_CLASS (ptn_desk_parent_class)->dispose (object);
}

static void
ptn_desk_finalize (GObject *object)
{
  PtnDesk *desk = PTN_DESK (object);

  g_queue_clear_full (&desk->shared.requests, free_request);
  g_queue_clear_full (&desk->shared.commits, free_commit);
  pthread_mutex_destroy (&desk->shared.mutex);
  pthread_cond_destroy (&desk->shared.writer_wakes);
  pthread_cond_destroy (&desk->shared.reader_wakes);
  pthread_cond_destroy (&desk->shared.job_finished);
  g_hash_table_unref (desk->lists);
  G_OBJECT_CLASS (ptn_desk_parent_class)->finalize (object);
}

static void
ptn_desk_class_init (PtnDeskClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ptn_desk_get_property;
  object_class->dispose = ptn_desk_dispose;
  object_class->finalize = ptn_desk_finalize;

  props[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ATTENTION] = g_param_spec_uint ("attention", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", PTN_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
ptn_desk_init (PtnDesk *desk)
{
  pthread_mutex_init (&desk->shared.mutex, NULL);
  pthread_cond_init (&desk->shared.writer_wakes, NULL);
  pthread_cond_init (&desk->shared.reader_wakes, NULL);
  pthread_cond_init (&desk->shared.job_finished, NULL);
  desk->lists = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  desk->empty = TRUE;
  desk->lock = -1;
}

static PtnDb *
open_reader (const char *path, GError **error)
{
  g_autoptr (PtnDb) db = ptn_db_open (path, PTN_DB_READER, error);

  return db != NULL && ptn_db_exec (db, READER_CACHE, error) ? g_steal_pointer (&db) : NULL;
}

static gboolean
open_connections (PtnDesk *desk, const char *path, GError **error)
{
  gint64 base;

  return (desk->writer_db = ptn_db_open (path, PTN_DB_WRITER, error)) != NULL &&
         (desk->lock = ptn_desk_lock (path, error)) >= 0 &&
         ptn_db_exec (desk->writer_db, WRITER_CACHE, error) &&
         ptn_schema_prepare (desk->writer_db, &desk->device, error) &&
         ptn_schema_is_collated (desk->writer_db, &desk->collated, error) &&
         (desk->db = open_reader (path, error)) != NULL &&
         (desk->reader_db = open_reader (path, error)) != NULL &&
         read_state (desk->db, &desk->shared.version, &base, error);
}

static void
start (PtnDesk *desk)
{
  desk->source = g_source_new (&inbox_funcs, sizeof (GSource));
  g_source_set_static_name (desk->source, "PtnDesk inbox");
  g_source_set_callback (desk->source, inbox_cb, desk, NULL);
  g_source_attach (desk->source, g_main_context_get_thread_default ());
  desk->order_reader = ptn_order_reader_new (desk->reader_db, post_update, desk);
  desk->running = TRUE;
  pthread_create (&desk->writer, NULL, writer_thread, desk);
  pthread_create (&desk->reader, NULL, reader_thread, desk);
}

PtnDesk *
ptn_desk_open (const char *path, GError **error)
{
  g_autoptr (PtnDesk) desk = g_object_new (PTN_TYPE_DESK, NULL);

  mallopt (M_MMAP_THRESHOLD, OWN_MAPPING);
  if (!open_connections (desk, path, error))
    return NULL;
  refresh_counts (desk);
  start (desk);
  return g_steal_pointer (&desk);
}

static void
stop (PtnDesk *desk)
{
  desk->running = FALSE;
  lock (desk);
  desk->shared.stopping = TRUE;
  ptn_db_interrupt (desk->reader_db);
  pthread_cond_broadcast (&desk->shared.writer_wakes);
  pthread_cond_broadcast (&desk->shared.reader_wakes);
  unlock (desk);
  pthread_join (desk->writer, NULL);
  pthread_join (desk->reader, NULL);
  g_source_destroy (desk->source);
  empty_inbox (desk);
  g_clear_pointer (&desk->source, g_source_unref);
  g_clear_pointer (&desk->order_reader, ptn_order_reader_free);
}

void
ptn_desk_close (PtnDesk *desk)
{
  if (desk->running)
    stop (desk);
  g_clear_pointer (&desk->db, ptn_db_close);
  g_clear_pointer (&desk->reader_db, ptn_db_close);
  g_clear_pointer (&desk->writer_db, ptn_db_close);
  ptn_desk_unlock (&desk->lock);
}
