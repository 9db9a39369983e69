// SPDX-License-Identifier: GPL-3.0-or-later
// What the window benchmarks look at: frames, memory, renderer. Main thread.
#pragma once

#include <gtk/gtk.h>
#include <time.h>

G_BEGIN_DECLS

/* Whether a frame that was just painted shows what is waited for. */
typedef gboolean (*PtnProbeReady) (GtkWidget *window);

typedef struct
{
  gint64 at;  /* its end, µs, monotonic */
  gint64 cpu; /* what the main thread had used of a processor then, µs */
} PtnFirstFrame;

/* Runs @done once, when the main loop is idle after the first painted frame of a window of
 * @application that is @ready. */
typedef void (*PtnProbeDone) (GtkApplication      *application,
                              GtkWidget           *window,
                              const PtnFirstFrame *first);
void ptn_probe_first_frame (GtkApplication *application, PtnProbeReady ready, PtnProbeDone done);

/* µs of CLOCK_THREAD_CPUTIME_ID, say. */
gint64 ptn_probe_cpu_time (clockid_t clock);

/* Lets the main loop run for @ms milliseconds. */
void ptn_probe_run (guint ms);

/* The lines "first", "cpu", "private" (KiB) and "renderer". */
void ptn_probe_print (GtkWidget *window, const PtnFirstFrame *first);

G_END_DECLS
