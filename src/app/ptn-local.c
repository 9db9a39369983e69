// SPDX-License-Identifier: GPL-3.0-or-later
// Starting this PC's own server without blocking the main thread.
#include "config.h"

#include "ptn-local.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ptn-demo.h"

typedef struct
{
  char *dir;
  char *concierge;
  char *demo;
} Job;

static void
job_free (Job *job)
{
  g_free (job->dir);
  g_free (job->concierge);
  g_free (job->demo);
  g_free (job);
}

static gboolean
import_into (const Job *job, const char *dir, GError **error)
{
  g_autofree char        *server = ptn_local_server_program ();
  g_autofree char        *complaints = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error,
                        server != NULL ? server : "portineria-server", "import", "--data", dir,
                        "--as-of-today", job->demo, NULL);

  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &complaints, error))
    return FALSE;
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
               _ ("The demonstration hotel could not be imported: %s"), complaints);
  return FALSE;
}

/* Into a folder beside the server's, which takes its name when it is whole: an import that is
 * killed leaves nothing that would be served. */
static gboolean
import (const Job *job, GError **error)
{
  g_autofree char *dir = g_strconcat (job->dir, ".import", NULL);
  int              code;

  ptn_demo_folder_remove (dir);
  if (!import_into (job, dir, error))
    return FALSE;
  if (g_rename (dir, job->dir) == 0)
    return TRUE;
  code = errno;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", job->dir,
               g_strerror (code));
  return FALSE;
}

static void
start_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job      *job = data;
  GError         *error = NULL;
  PtnLocalServer *server = NULL;

  if (job->demo == NULL || g_file_test (job->dir, G_FILE_TEST_EXISTS) || import (job, &error))
    server = ptn_local_server_start (job->dir, job->concierge, &error);
  if (server != NULL)
    g_task_return_pointer (task, server, (GDestroyNotify) ptn_local_server_free);
  else
    g_task_return_error (task, error);
}

void
ptn_local_start (gpointer            source,
                 const char         *dir,
                 const char         *concierge,
                 const char         *demo,
                 GCancellable       *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Job              *job = g_new (Job, 1);

  *job = (Job) { g_strdup (dir), g_strdup (concierge), g_strdup (demo) };
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, start_thread);
}

PtnLocalServer *
ptn_local_start_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
