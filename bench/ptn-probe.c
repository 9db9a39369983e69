// SPDX-License-Identifier: GPL-3.0-or-later
// What the window benchmarks look at.

#include "config.h"

#include "ptn-probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  GtkApplication *application;
  GtkWidget      *window;
  PtnProbeReady   ready;
  PtnProbeDone    done;
  PtnFirstFrame   first;
} Probe;

static gboolean
done_cb (gpointer data)
{
  Probe *probe = data;

  probe->done (probe->application, probe->window, &probe->first);
  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock, Probe *probe)
{
  const PtnFirstFrame first = { g_get_monotonic_time (),
                                ptn_probe_cpu_time (CLOCK_THREAD_CPUTIME_ID) };

  if (!probe->ready (probe->window))
    return;
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, probe);
  probe->first = first;
  g_idle_add_full (G_PRIORITY_LOW + 100, done_cb, probe, NULL);
}

static void
realize_cb (GtkWidget *window, Probe *probe)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb),
                    probe);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, Probe *probe)
{
  g_signal_handlers_disconnect_by_func (application, window_added_cb, probe);
  probe->window = GTK_WIDGET (window);
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), probe);
}

void
ptn_probe_first_frame (GtkApplication *application, PtnProbeReady ready, PtnProbeDone done)
{
  /* For as long as the program runs. */
  Probe *probe = g_new0 (Probe, 1);

  *probe = (Probe) { .application = application, .ready = ready, .done = done };
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), probe);
}

static gboolean
over_cb (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

void
ptn_probe_run (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* In KiB. */
static long
private_memory (void)
{
  g_autofree char *text = NULL;
  long             sum = 0;

  g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL);
  for (char *line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n"))
    if (g_str_has_prefix (line, "Private_Clean:") || g_str_has_prefix (line, "Private_Dirty:"))
      sum += strtol (strchr (line, ':') + 1, NULL, 10);
  return sum;
}

gint64
ptn_probe_cpu_time (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

void
ptn_probe_print (GtkWidget *window, const PtnFirstFrame *first)
{
  printf ("first %" G_GINT64_FORMAT "\ncpu %" G_GINT64_FORMAT "\nprivate %ld\nrenderer %s\n",
          first->at, first->cpu, private_memory (),
          G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (window))));
}
