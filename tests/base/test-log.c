// SPDX-License-Identifier: GPL-3.0-or-later
// The log writer, in child processes of this same program whose standard error is read.
#include "config.h"

#include "base/ptn-log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yyjson.h>

#define N_THREADS   4
#define N_EACH      500
#define N_PROCESS   3000
#define LONG_LENGTH 9000 /* more than a pipe takes at once (PIPE_BUF, 4096) */

typedef struct
{
  int        wait_status;
  GPtrArray *lines; /* yyjson_doc, roots are objects */
} Child;

static char *self_path;

static gpointer
log_many_cb (gpointer thread)
{
  g_autofree char *padding = g_strnfill (LONG_LENGTH, 'a' + GPOINTER_TO_INT (thread));
  g_autofree char *name = g_strdup_printf ("%d", GPOINTER_TO_INT (thread));

  for (int i = 0; i < N_EACH; i++)
    ptn_log_event (i % 50 == 0 ? padding : "short", "thread", name, NULL);
  return NULL;
}

static void
log_threads (void)
{
  GThread *threads[N_THREADS];

  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("log", log_many_cb, GINT_TO_POINTER (i));
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

/* Two processes on one pipe, which share no lock. */
static void
log_processes (void)
{
  const pid_t other = fork ();

  for (int i = 0; i < N_PROCESS; i++)
    ptn_log_event ("short", "thread", other == 0 ? "1" : "0", NULL);
  if (other != 0)
    waitpid (other, NULL, 0);
}

static void
log_bytes (void)
{
  const GLogField fields[] = {
    { "PRIORITY", "4", -1 },
    { "GLIB_DOMAIN", "other", -1 },
    { "MESSAGE", "cut off here, not there", 12 },
    { "CODE_FILE", "secret.c", -1 },
    { "size", "12345", 3 },
  };

  g_log_structured_array (G_LOG_LEVEL_WARNING, fields, G_N_ELEMENTS (fields));
}

static int
run_child (const char *what)
{
  ptn_log_init ("child", strstr (what, "verbose") != NULL);

  if (g_str_has_prefix (what, "levels"))
    {
      g_debug ("debug %d", 1);
      g_log ("Other", G_LOG_LEVEL_DEBUG, "foreign debug");
      g_info ("info");
      g_message ("message");
      g_warning ("warning");
      g_log ("Other", G_LOG_LEVEL_WARNING, "foreign");
      g_log (NULL, G_LOG_LEVEL_WARNING, "none's");
    }
  else if (g_str_equal (what, "event"))
    ptn_log_event ("op.applied", "order", "0199\"\\\n\t\001é", "rev", "7", "bad",
                   "a\xff"
                   "b",
                   NULL);
  else if (g_str_equal (what, "bytes"))
    log_bytes ();
  else if (g_str_equal (what, "threads"))
    log_threads ();
  else if (g_str_equal (what, "processes"))
    log_processes ();
  else if (g_str_equal (what, "critical"))
    g_critical ("broken");
  else if (g_str_equal (what, "structured-critical"))
    g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "MESSAGE", "broken");
  else if (g_str_equal (what, "structured-error"))
    g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_ERROR, "MESSAGE", "broken");
  else if (g_str_equal (what, "error"))
    g_error ("broken");
  return 0;
}

static void
child_clear (Child *child)
{
  g_ptr_array_unref (child->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Child, child_clear)

static void
child_run (Child *child, const char *what, const char *variable, const char *value)
{
  char          *argv[] = { self_path, (char *) "child", (char *) what, NULL };
  g_auto (GStrv) environment = g_environ_unsetenv (g_environ_unsetenv (g_get_environ (), "G_DEBUG"),
                                                   "G_MESSAGES_DEBUG");
  g_autofree char   *output = NULL, *errors = NULL;
  g_auto (GStrv)     lines = NULL;
  g_autoptr (GError) error = NULL;

  if (variable != NULL)
    environment = g_environ_setenv (environment, variable, value, TRUE);
  g_spawn_sync (NULL, argv, environment, 0, NULL, NULL, &output, &errors, &child->wait_status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  g_assert_true (*errors == '\0' || g_str_has_suffix (errors, "\n"));

  child->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) yyjson_doc_free);
  lines = g_strsplit (errors, "\n", -1);
  for (int i = 0; lines[i][0] != '\0'; i++)
    {
      yyjson_doc *doc = yyjson_read (lines[i], strlen (lines[i]), 0);

      if (!yyjson_is_obj (yyjson_doc_get_root (doc)))
        g_error ("Not a JSON object: %s", lines[i]);
      g_ptr_array_add (child->lines, doc);
    }
}

static const char *
get (const Child *child, guint line, const char *key)
{
  g_assert_cmpuint (line, <, child->lines->len);
  return yyjson_get_str (
      yyjson_obj_get (yyjson_doc_get_root (g_ptr_array_index (child->lines, line)), key));
}

static void
check_line (const Child *child,
            guint        line,
            const char  *level,
            const char  *domain,
            const char  *message)
{
  g_assert_cmpstr (get (child, line, "level"), ==, level);
  g_assert_cmpstr (get (child, line, "domain"), ==, domain);
  g_assert_cmpstr (get (child, line, "message"), ==, message);
}

static void
test_levels (void)
{
  g_auto (Child) child = { 0 };

  child_run (&child, "levels", NULL, NULL);
  g_assert_cmpint (child.wait_status, ==, 0);
  g_assert_cmpuint (child.lines->len, ==, 5);
  check_line (&child, 0, "info", "portineria", "info");
  check_line (&child, 1, "message", "portineria", "message");
  check_line (&child, 2, "warning", "portineria", "warning");
  check_line (&child, 3, "warning", "Other", "foreign");
  check_line (&child, 4, "warning", NULL, "none's");
}

static void
test_verbose (void)
{
  g_auto (Child) child = { 0 };

  child_run (&child, "levels-verbose", NULL, NULL);
  g_assert_cmpuint (child.lines->len, ==, 6);
  check_line (&child, 0, "debug", "portineria", "debug 1");
}

static void
test_messages_debug (void)
{
  g_auto (Child) child = { 0 };

  child_run (&child, "levels", "G_MESSAGES_DEBUG", "Other");
  g_assert_cmpuint (child.lines->len, ==, 6);
  check_line (&child, 0, "debug", "Other", "foreign debug");
}

static void
test_event (void)
{
  g_auto (Child) child = { 0 };
  yyjson_val    *root;

  child_run (&child, "event", NULL, NULL);
  g_assert_cmpuint (child.lines->len, ==, 1);
  check_line (&child, 0, "info", "portineria", "op.applied");
  g_assert_cmpstr (get (&child, 0, "order"), ==, "0199\"\\\n\t\001é");
  g_assert_cmpstr (get (&child, 0, "rev"), ==, "7");
  g_assert_cmpstr (get (&child, 0, "bad"), ==, "a\ufffdb");
  g_assert_cmpstr (get (&child, 0, "program"), ==, "child");
  g_assert_true (g_regex_match_simple ("^20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\dZ$",
                                       get (&child, 0, "time"), 0, 0));
  root = yyjson_doc_get_root (g_ptr_array_index (child.lines, 0));
  g_assert_true (yyjson_is_uint (yyjson_obj_get (root, "pid")));
}

static void
test_bytes (void)
{
  g_auto (Child) child = { 0 };

  child_run (&child, "bytes", NULL, NULL);
  g_assert_cmpuint (child.lines->len, ==, 1);
  check_line (&child, 0, "warning", "other", "cut off here");
  g_assert_cmpstr (get (&child, 0, "size"), ==, "123");
  g_assert_null (get (&child, 0, "CODE_FILE"));
}

/* Every line whole, in each thread's order. */
static void
test_threads (void)
{
  g_auto (Child) child = { 0 };
  int            seen[N_THREADS] = { 0 };

  child_run (&child, "threads", NULL, NULL);
  g_assert_cmpint (child.wait_status, ==, 0);
  g_assert_cmpuint (child.lines->len, ==, N_THREADS * N_EACH);
  for (guint i = 0; i < child.lines->len; i++)
    {
      const char *message = get (&child, i, "message");
      const int   thread = atoi (get (&child, i, "thread"));

      g_assert_cmpint (strlen (message), ==,
                       seen[thread]++ % 50 == 0 ? LONG_LENGTH : strlen ("short"));
      g_assert_true (strlen (message) == strlen ("short") || message[0] == 'a' + thread);
    }
}

static void
test_processes (void)
{
  g_auto (Child) child = { 0 };
  int            seen[2] = { 0 };

  child_run (&child, "processes", NULL, NULL);
  for (guint i = 0; i < child.lines->len; i++)
    {
      g_assert_cmpstr (get (&child, i, "message"), ==, "short");
      seen[atoi (get (&child, i, "thread"))]++;
    }
  g_assert_cmpint (seen[0], ==, N_PROCESS);
  g_assert_cmpint (seen[1], ==, N_PROCESS);
}

static void
test_fatal (void)
{
  static const struct
  {
    const char *what;
    const char *debug;
    gboolean    dies;
  } cases[] = {
    { "critical", "", FALSE },
    { "structured-critical", "", FALSE },
    { "critical", "fatal-criticals", TRUE },
    { "structured-critical", "fatal-criticals", TRUE },
    { "levels", "fatal-criticals", FALSE },
    { "levels", "fatal-warnings", TRUE },
    { "error", "", TRUE },
    { "structured-error", "", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Child) child = { 0 };

      g_test_message ("%s with G_DEBUG=%s", cases[i].what, cases[i].debug);
      child_run (&child, cases[i].what, "G_DEBUG", cases[i].debug);
      g_assert_cmpint (WIFSIGNALED (child.wait_status), ==, cases[i].dies);
      if (strstr (cases[i].what, "critical") != NULL)
        check_line (&child, 0, "critical", "portineria", "broken");
      if (strstr (cases[i].what, "error") != NULL)
        check_line (&child, 0, "error", "portineria", "broken");
    }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "child"))
    return run_child (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  self_path = g_file_read_link ("/proc/self/exe", NULL);

  g_test_add_func ("/log/levels", test_levels);
  g_test_add_func ("/log/verbose", test_verbose);
  g_test_add_func ("/log/messages-debug", test_messages_debug);
  g_test_add_func ("/log/event", test_event);
  g_test_add_func ("/log/bytes", test_bytes);
  g_test_add_func ("/log/threads", test_threads);
  g_test_add_func ("/log/processes", test_processes);
  g_test_add_func ("/log/fatal", test_fatal);

  return g_test_run ();
}
