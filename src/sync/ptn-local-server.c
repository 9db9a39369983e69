// SPDX-License-Identifier: GPL-3.0-or-later
// The local server: one portineria-server for all desks of a person on one PC.
//
// It ends with the last desk, however that one ends. Its lifeline is a named pipe in its directory,
// of which every desk holds the writing end open and the server the reading end: when the last
// writer is gone, killed or not, the kernel tells the server. It also tells a desk that starts
// whether there is a server: a pipe without a reader cannot be opened for writing. A lock file
// keeps two desks that start at once from starting two servers.

#include "config.h"

#include "ptn-sync.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ptn-address.h"
#include "ptn-transport-soup.h"

#define START_SECONDS 15
#define STEP_US       20000
#define SERVER_FD     3

struct _PtnLocalServer
{
  char *dir;
  char *address;
  char *pipe;
  char *concierge; /* (nullable) */
  int   lifeline;  /* the writing end; -1: none */
};

static gboolean
fail (GError **error, const char *dir, int saved_errno)
{
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
               _ ("The data of this PC cannot be kept in %s: %s. Make room there, or give yourself "
                  "the right to write there."),
               dir, g_strerror (saved_errno));
  return FALSE;
}

char *
ptn_local_server_program (void)
{
  const char      *told = g_getenv ("PORTINERIA_SERVER");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = dir != NULL ? g_build_filename (dir, "portineria-server", NULL) : NULL;

  if (told != NULL)
    return g_strdup (told);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  return g_find_program_in_path ("portineria-server");
}

/* A server that has ended since the pipe was opened has left it without a reader. */
static gboolean
has_reader (int lifeline)
{
  struct pollfd fd = { .fd = lifeline, .events = 0 };

  return lifeline >= 0 && poll (&fd, 1, 0) == 0;
}

/* FALSE where there is no server to hold on to. */
static gboolean
hold_on (PtnLocalServer *server)
{
  if (has_reader (server->lifeline))
    return TRUE;
  g_clear_fd (&server->lifeline, NULL);
  server->lifeline = open (server->pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  return server->lifeline >= 0;
}

static gboolean
spawn (PtnLocalServer *server, int reading_end, GError **error)
{
  /* Where the Concierge's pages are is for whoever asked for them. */
  const GSubprocessFlags          quiet = server->concierge != NULL ? G_SUBPROCESS_FLAGS_NONE
                                                                    : G_SUBPROCESS_FLAGS_STDOUT_SILENCE;
  g_autofree char                *program = ptn_local_server_program ();
  g_autofree char                *log = g_build_filename (server->dir, "server.log", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (quiet);
  g_autoptr (GSubprocess)         process = NULL;
  g_autoptr (GError)              fault = NULL;

  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_subprocess_launcher_take_fd (launcher, reading_end, SERVER_FD);
  if (program != NULL)
    process = g_subprocess_launcher_spawn (launcher, &fault, program, "--local", "--data",
                                           server->dir, "--lifeline", G_STRINGIFY (SERVER_FD),
                                           "--listen", server->address,
                                           server->concierge != NULL ? "--listen" : NULL,
                                           server->concierge, NULL);
  if (process != NULL)
    return TRUE;
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
               _ ("The program portineria-server, which keeps the data of this PC, cannot be "
                  "started: %s. Install Portineria again."),
               fault != NULL ? fault->message : g_strerror (ENOENT));
  return FALSE;
}

/* The reading end is open before the writing end, as a pipe without a reader would refuse it. */
static gboolean
start (PtnLocalServer *server, GError **error)
{
  int reading_end = open (server->pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

  if (reading_end < 0 || !hold_on (server))
    {
      const int saved_errno = errno;

      g_clear_fd (&reading_end, NULL);
      return fail (error, server->dir, saved_errno);
    }
  return spawn (server, reading_end, error);
}

static gboolean
answers (PtnTransport *transport)
{
  const PtnCall      call = { .method = "GET",
                              .path = "/v1/server",
                              .content_type = PTN_JSON_CONTENT_TYPE };
  g_auto (PtnAnswer) answer = { 0 };
  const gboolean     called = ptn_transport_call (transport, &call, &answer, NULL);

  ptn_transport_end (transport);
  return called && answer.ok;
}

/* Starts a server where there is none, again where one ended just now, until one answers. */
static gboolean
start_until (PtnLocalServer *server, PtnTransport *transport, gint64 deadline, GError **error)
{
  gboolean started = FALSE;

  while (g_get_monotonic_time () < deadline)
    {
      if (!hold_on (server))
        {
          if (started)
            break; /* ours ended at once: it will not do better the next time */
          started = TRUE;
          if (!start (server, error))
            return FALSE;
        }
      if (answers (transport))
        return TRUE;
      g_usleep (STEP_US);
    }
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE,
               _ ("The program that keeps the data of this PC does not answer. Its complaints are "
                  "in %s/server.log."),
               server->dir);
  return FALSE;
}

static gboolean
start_with_transport (PtnLocalServer *server, gint64 deadline, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (PtnTransport) transport = NULL;
  gboolean                 started;

  g_main_context_push_thread_default (context);
  transport = ptn_transport_soup_new (server->address);
  started = start_until (server, transport, deadline, error);
  ptn_transport_reset (transport);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
  return started;
}

/* Returns: the lock's file, -1 with @error set */
static int
take_lock (PtnLocalServer *server, gint64 deadline, GError **error)
{
  g_autofree char *path = g_build_filename (server->dir, "start.lock", NULL);
  int              fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  while (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (g_get_monotonic_time () > deadline)
        {
          g_clear_fd (&fd, NULL);
          errno = EBUSY;
        }
      else
        g_usleep (STEP_US);
    }
  if (fd < 0)
    fail (error, server->dir, errno);
  return fd;
}

gboolean
ptn_local_server_revive (PtnLocalServer *server, GError **error)
{
  const gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autofd int lock = -1;

  if (g_mkdir_with_parents (server->dir, 0700) != 0 ||
      (mkfifo (server->pipe, 0600) != 0 && errno != EEXIST))
    return fail (error, server->dir, errno);
  lock = take_lock (server, deadline, error);
  return lock >= 0 && start_with_transport (server, deadline, error);
}

PtnLocalServer *
ptn_local_server_start (const char *dir, const char *concierge, GError **error)
{
  g_autoptr (PtnLocalServer) server = g_new0 (PtnLocalServer, 1);
  g_autofree char           *typed = NULL;

  server->lifeline = -1;
  server->dir = g_canonicalize_filename (dir, NULL);
  server->concierge = g_strdup (concierge);
  server->pipe = g_build_filename (server->dir, "desks", NULL);
  typed = g_strdup_printf ("unix:%s/socket", server->dir);
  server->address = ptn_address_parse (typed, error);
  if (server->address == NULL || !ptn_local_server_revive (server, error))
    return NULL;
  return g_steal_pointer (&server);
}

const char *
ptn_local_server_address (PtnLocalServer *server)
{
  return server->address;
}

void
ptn_local_server_free (PtnLocalServer *server)
{
  if (server == NULL)
    return;
  g_clear_fd (&server->lifeline, NULL);
  g_free (server->dir);
  g_free (server->address);
  g_free (server->pipe);
  g_free (server->concierge);
  g_free (server);
}
