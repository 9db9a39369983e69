// SPDX-License-Identifier: GPL-3.0-or-later
// The real desktop with a stopwatch: orders-window start|scroll|search|sort --data FOLDER
//
// It is all of portineria but its main(). FOLDER holds a desk's database and settings; its server
// does not answer. Uses the page as a person does and prints one line of samples in ms for each
// thing, "NAME<tab>SAMPLE SAMPLE …"; then the end of the first frame that showed rows (µs,
// monotonic), what the main thread had used of a processor then (µs), its private memory at the end
// (KiB), and the renderer.

#include "config.h"

#include <adwaita.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/ptn-application.h"
#include "base/ptn-log.h"
#include "ptn-probe.h"
#include "store/ptn-order-list.h"
#include "ui/common/ptn-ui.h"

#define FRAMES 300
#define REPEAT 9

typedef struct
{
  GtkWidget     *window;
  GtkColumnView *view;
  GtkAdjustment *adjustment;
  GtkEditable   *entry;
  gint64         frame_began;
  gint64         frame_ended;
  gint64         cpu_began;
  GArray        *frames; /* (nullable): of double: where the frames' work is kept */
  GArray *cpu; /* the same in this thread's processor time, which other programs do not lengthen */
  int     tick;
  int     way; /* how a tick scrolls */
} Bench;

/* When the newest query's answer was in place; 0: not yet. */
static gint64 refilled_at;

/* ---- Finding ---- */

typedef gboolean (*Match) (GtkWidget *widget);

/* The first mapped widget below @top that matches. */
static GtkWidget *
find (GtkWidget *top, Match match)
{
  for (GtkWidget *child = gtk_widget_get_first_child (top); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = !gtk_widget_get_mapped (child) ? NULL
                         : match (child)                ? child
                                                        : find (child, match);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_cell_with_text (GtkWidget *widget)
{
  const char *text = GTK_IS_INSCRIPTION (widget)
                         ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                         : NULL;

  return text != NULL && *text != '\0';
}

static gboolean
is_column_view (GtkWidget *widget)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

static gboolean
is_search_entry (GtkWidget *widget)
{
  return GTK_IS_SEARCH_ENTRY (widget);
}

static gboolean
shows_rows (GtkWidget *window)
{
  return find (window, is_cell_with_text) != NULL;
}

/* ---- Waiting ---- */

static gboolean
refilled_cb (G_GNUC_UNUSED GSignalInvocationHint *hint,
             G_GNUC_UNUSED guint                  n_values,
             const GValue                        *values,
             G_GNUC_UNUSED gpointer               data)
{
  gboolean loading;

  g_object_get (g_value_get_object (&values[0]), "loading", &loading, NULL);
  if (!loading)
    refilled_at = g_get_monotonic_time ();
  return TRUE;
}

static void
watch_refills (void)
{
  g_type_class_unref (g_type_class_ref (PTN_TYPE_ORDER_LIST));
  g_signal_add_emission_hook (g_signal_lookup ("refilled", PTN_TYPE_ORDER_LIST), 0, refilled_cb,
                              NULL, NULL);
}

static void
wait_refilled (void)
{
  while (refilled_at == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Until a frame is painted that began after @since. */
static void
wait_frame (Bench *bench, gint64 since)
{
  gtk_widget_queue_draw (bench->window);
  while (bench->frame_began <= since || bench->frame_ended < bench->frame_began)
    g_main_context_iteration (NULL, TRUE);
}

static void
before_paint_cb (G_GNUC_UNUSED GdkFrameClock *clock, Bench *bench)
{
  bench->frame_began = g_get_monotonic_time ();
  bench->cpu_began = ptn_probe_cpu_time (CLOCK_THREAD_CPUTIME_ID);
}

/* ---- Samples ---- */

static void
add (GArray *samples, gint64 from, gint64 to)
{
  const double ms = (to - from) / 1000.0;

  g_array_append_val (samples, ms);
}

static void
after_paint_cb (G_GNUC_UNUSED GdkFrameClock *clock, Bench *bench)
{
  bench->frame_ended = g_get_monotonic_time ();
  if (bench->frames == NULL)
    return;
  add (bench->frames, bench->frame_began, bench->frame_ended);
  add (bench->cpu, bench->cpu_began, ptn_probe_cpu_time (CLOCK_THREAD_CPUTIME_ID));
}

static void
print (const char *name, GArray *samples)
{
  printf ("%s\t", name);
  for (guint i = 0; i < samples->len; i++)
    printf (" %.3f", g_array_index (samples, double, i));
  printf ("\n");
  g_array_unref (samples);
}

static GArray *
samples_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

/* ---- Searching ---- */

static void
set_text (Bench *bench, const char *text)
{
  refilled_at = 0;
  gtk_editable_set_text (bench->entry, text);
  wait_refilled ();
  wait_frame (bench, refilled_at);
  ptn_probe_run (30);
}

static void
type_term (Bench *bench, const char *term, GArray *listed, GArray *painted)
{
  for (const char *at = term; *at != '\0'; at = g_utf8_next_char (at))
    {
      int    end = -1;
      gint64 pressed;

      end = g_utf8_strlen (gtk_editable_get_text (bench->entry), -1);
      refilled_at = 0;
      pressed = g_get_monotonic_time ();
      gtk_editable_insert_text (bench->entry, at, g_utf8_next_char (at) - at, &end);
      wait_refilled ();
      add (listed, pressed, refilled_at);
      wait_frame (bench, refilled_at);
      add (painted, pressed, bench->frame_ended);
      ptn_probe_run (30);
    }
  set_text (bench, "");
}

static void
measure_search (Bench *bench)
{
  static const char *const terms[] = { "rossi",     "maria", "müller",   "colazione",
                                       "breakfast", "สมชาย", "อาหารเช้า", "zyx" };
  GArray                  *listed = samples_new ();
  GArray                  *painted = samples_new ();

  gtk_widget_activate_action (GTK_WIDGET (bench->view), "orders.search", NULL);
  ptn_probe_run (600);
  bench->entry = GTK_EDITABLE (find (bench->window, is_search_entry));
  for (int i = 0; i < 4; i++)
    for (gsize t = 0; t < G_N_ELEMENTS (terms); t++)
      type_term (bench, terms[t], listed, painted);
  print ("keystroke to the first rows in the list", listed);
  print ("keystroke to the painted frame", painted);
}

/* ---- Sorting ---- */

static void
sort_by (Bench               *bench,
         GtkColumnViewColumn *column,
         GtkSortType          direction,
         GArray              *listed,
         GArray              *painted)
{
  gint64 clicked;

  refilled_at = 0;
  clicked = g_get_monotonic_time ();
  gtk_column_view_sort_by_column (bench->view, column, direction);
  wait_refilled ();
  add (listed, clicked, refilled_at);
  wait_frame (bench, refilled_at);
  add (painted, clicked, bench->frame_ended);
  ptn_probe_run (50);
}

static void
measure_sorts (Bench *bench)
{
  GListModel *columns = gtk_column_view_get_columns (bench->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      g_autofree char                *listed_name = g_strdup_printf ("sort by %s",
                                                                     gtk_column_view_column_get_title (column));
      g_autofree char                *painted_name = g_strdup_printf ("%s, painted", listed_name);
      GArray                         *listed = samples_new ();
      GArray                         *painted = samples_new ();

      for (int k = 0; k < REPEAT; k++)
        sort_by (bench, column, k % 2 == 0 ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING, listed,
                 painted);
      print (listed_name, listed);
      print (painted_name, painted);
    }
}

/* ---- Scrolling ---- */

enum
{
  BY_LINE,
  BY_PAGE,
  DRAG,
  N_WAYS
};

static const char *const way_names[N_WAYS] = { "frame by line", "frame by page",
                                               "frame while dragging" };

static double
next_value (Bench *bench)
{
  const double upper = gtk_adjustment_get_upper (bench->adjustment);
  const double page = gtk_adjustment_get_page_size (bench->adjustment);
  const double line = upper / g_list_model_get_n_items (
                                  G_LIST_MODEL (gtk_column_view_get_model (bench->view)));
  const double value = gtk_adjustment_get_value (bench->adjustment);

  switch (bench->way)
    {
    case BY_LINE:
      return value + line;
    case BY_PAGE:
      return value + page - line;
    case DRAG:
    default:
      /* Down and up again. */
      return (upper - page) * (1 - ABS (2.0 * bench->tick / FRAMES - 1));
    }
}

static gboolean
tick_cb (G_GNUC_UNUSED GtkWidget *widget, G_GNUC_UNUSED GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;

  gtk_adjustment_set_value (bench->adjustment, next_value (bench));
  return ++bench->tick < FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
measure_scroll (Bench *bench, int way)
{
  g_autofree char *cpu_name = NULL;

  gtk_adjustment_set_value (bench->adjustment,
                            way == DRAG ? 0 : gtk_adjustment_get_upper (bench->adjustment) / 3);
  ptn_probe_run (300);
  bench->way = way;
  bench->tick = 0;
  bench->frames = samples_new ();
  bench->cpu = samples_new ();
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->view), tick_cb, bench, NULL);
  while (bench->tick < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  print (way_names[way], g_steal_pointer (&bench->frames));
  cpu_name = g_strdup_printf ("%s, processor", way_names[way]);
  print (cpu_name, bench->cpu);
}

static void
measure_scrolling (Bench *bench)
{
  for (int way = 0; way < N_WAYS; way++)
    measure_scroll (bench, way);
}

static const struct
{
  const char *name;
  void        (*measure) (Bench *bench); /* (nullable) */
} tasks[] = {
  { "start", NULL },
  { "scroll", measure_scrolling },
  { "search", measure_search },
  { "sort", measure_sorts },
};

static const char *task;

static void
work (GtkWidget *window)
{
  Bench bench = { .window = window, .view = GTK_COLUMN_VIEW (find (window, is_column_view)) };
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  bench.adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench.view));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &bench);
  for (gsize i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_str_equal (tasks[i].name, task) && tasks[i].measure != NULL)
      tasks[i].measure (&bench);
  g_signal_handlers_disconnect_by_data (clock, &bench);
}

static void
done (GtkApplication *application, GtkWidget *window, const PtnFirstFrame *first)
{
  wait_refilled ();
  ptn_probe_run (1500);
  work (window);
  ptn_probe_print (window, first);
  g_application_quit (G_APPLICATION (application));
}

int
main (int argc, char **argv)
{
  g_autoptr (PtnApplication) application = NULL;

  if (argc != 4)
    return EXIT_FAILURE;
  task = argv[1];
  ptn_log_init ("orders-window", FALSE);
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  ptn_ui_init ();
  watch_refills ();
  application = ptn_application_new ();
  ptn_probe_first_frame (GTK_APPLICATION (application), shows_rows, done);
  return g_application_run (G_APPLICATION (application), argc - 1, argv + 1);
}
