// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list's store at a million orders, without a window: orders-store ORDERS FILE
//
// Loads the orders into a desk's database (or uses FILE as it is), opens the desk, and measures
// what a person waits for: the first screen, the whole vector, every sort, every keystroke of some
// searches, a jump, a change; and the memory over a desk without orders.

#include "config.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ptn-load.h"
#include "store/ptn-order-list.h"
#include "store/ptn-replica.h"

#define REPEAT 9

typedef struct
{
  PtnDesk      *desk;
  PtnOrderList *list;
  PtnOrderQuery query;
  gboolean      refilled;
  guint         n_changed;
} Bench;

static double
now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

/* Private memory of this process in KiB. */
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

static void
refilled_cb (G_GNUC_UNUSED PtnOrderList *list, gpointer data)
{
  ((Bench *) data)->refilled = TRUE;
}

static void
items_changed_cb (G_GNUC_UNUSED GListModel *model,
                  G_GNUC_UNUSED guint       position,
                  G_GNUC_UNUSED guint       removed,
                  G_GNUC_UNUSED guint       added,
                  gpointer                  data)
{
  ((Bench *) data)->n_changed++;
}

static void
wait_for (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_write (PtnDesk *desk, PtnDeskWrite write, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!ptn_desk_write_sync (desk, write, data, &error))
    g_error ("%s", error->message);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/* Sets the query REPEAT times and prints the middle and the worst time until its answer is in
 * place. */
static void
measure (Bench *bench, const char *what, const PtnOrderQuery *before)
{
  double times[REPEAT];

  for (int i = 0; i < REPEAT; i++)
    {
      bench->refilled = FALSE;
      ptn_order_list_set_query (bench->list, before);
      wait_for (&bench->refilled);
      bench->refilled = FALSE;
      times[i] = now_ms ();
      ptn_order_list_set_query (bench->list, &bench->query);
      wait_for (&bench->refilled);
      times[i] = now_ms () - times[i];
    }
  qsort (times, REPEAT, sizeof *times, compare_doubles);
  printf ("%-40s %8.1f ms (worst %.1f) %9u rows\n", what, times[REPEAT / 2], times[REPEAT - 1],
          g_list_model_get_n_items (G_LIST_MODEL (bench->list)));
}

static void
measure_sorts (Bench *bench)
{
  static const char *const names[] = { "date", "guest", "offer", "type", "revenue", "status" };
  PtnOrderQuery            before;

  ptn_order_query_init (&before);
  before.sort = PTN_ORDER_SORT_TYPE;
  for (int sort = 0; sort < (int) G_N_ELEMENTS (names); sort++)
    {
      g_autofree char *what = g_strdup_printf ("sort by %s", names[sort]);

      bench->query.sort = sort;
      bench->query.ascending = TRUE;
      measure (bench, what, &before);
    }
  ptn_order_query_clear (&bench->query);
}

static void
measure_filters (Bench *bench)
{
  PtnOrderQuery before;

  ptn_order_query_init (&before);
  bench->query.statuses = 1 << PTN_ORDER_PENDING;
  measure (bench, "filter pending", &before);
  bench->query.statuses = 1 << PTN_ORDER_CONFIRMED;
  measure (bench, "filter confirmed", &before);
  bench->query.statuses = 0;
  bench->query.from = ptn_date_from_ymd (2021, 3, 1);
  bench->query.to = ptn_date_from_ymd (2021, 3, 31);
  measure (bench, "filter a month", &before);
  ptn_order_query_clear (&bench->query);
  before.statuses = 1;
  measure (bench, "no filter", &before);
}

static void
measure_search (Bench *bench, const char *text)
{
  g_autofree char *typed = g_strdup ("");

  for (const char *end = text; *end != '\0';)
    {
      PtnOrderQuery    before;
      g_autofree char *what = NULL;

      ptn_order_query_init (&before);
      before.search = typed;
      end = g_utf8_next_char (end);
      bench->query.search = g_strndup (text, end - text);
      what = g_strdup_printf ("keystroke “%s”", bench->query.search);
      measure (bench, what, &before);
      g_free (typed);
      typed = g_steal_pointer (&bench->query.search);
    }
}

/* A window of rows at a place where nobody has looked yet. */
static void
measure_jumps (Bench *bench)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (bench->list));
  double      times[200];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const guint from = g_random_int_range (0, MAX (1, n - 60));

      times[i] = now_ms ();
      for (guint k = 0; k < 60 && from + k < n; k++)
        g_object_unref (g_list_model_get_item (G_LIST_MODEL (bench->list), from + k));
      times[i] = now_ms () - times[i];
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_doubles);
  printf ("%-40s %8.2f ms (p99 %.2f)\n", "60 rows anywhere", times[100], times[197]);
}

typedef struct
{
  GPtrArray *rows;
  PtnCursor  to;
} Page;

static gboolean
apply_page (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  Page *page = data;

  return ptn_replica_apply (db, page->rows, page->to, changes, error);
}

/* From the page at the writer to items-changed in the list. */
static void
measure_arrivals (Bench *bench, const PtnSynth *synth)
{
  double times[200], written[200];
  /* A file that was used before has those of last time. */
  const gint64 before = g_list_model_get_n_items (G_LIST_MODEL (bench->list)) - synth->n_orders;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      PtnOrder *order = ptn_synth_order (synth, synth->n_orders + before + i);
      Page      page = { .rows = ptn_synth_rows_new (), .to = { 1, before + i + 1 } };

      ptn_synth_rows_add (page.rows, &ptn_order_record, &order->id, 1, before + i + 1, order);
      bench->n_changed = 0;
      times[i] = now_ms ();
      run_write (bench->desk, apply_page, &page);
      written[i] = now_ms () - times[i];
      while (bench->n_changed == 0)
        g_main_context_iteration (NULL, TRUE);
      times[i] = now_ms () - times[i];
      g_ptr_array_unref (page.rows);
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_doubles);
  qsort (written, G_N_ELEMENTS (written), sizeof *written, compare_doubles);
  printf ("%-40s %8.2f ms (p99 %.2f)\n", "page → durable", written[100], written[197]);
  printf ("%-40s %8.2f ms (p99 %.2f)\n", "page → items-changed", times[100], times[197]);
}

int
main (int argc, char **argv)
{
  const gint64       n = argc == 3 ? g_ascii_strtoll (argv[1], NULL, 10) : 0;
  const char        *path = argv[argc - 1];
  g_autoptr (GError) error = NULL;
  Bench              bench = { 0 };
  PtnSynth           synth;
  gboolean           empty;
  long               before;
  double             start;

  if (n == 0)
    return EXIT_FAILURE;
  setvbuf (stdout, NULL, _IOLBF, 0);
  ptn_synth_init (&synth, 1, n);
  bench.desk = ptn_desk_open (path, &error);
  g_assert_no_error (error);
  g_object_get (bench.desk, "empty", &empty, NULL);
  if (empty)
    {
      ptn_load_desk (bench.desk, &synth);
      g_object_unref (bench.desk);
    }
  else
    g_object_unref (bench.desk);
  malloc_trim (0);
  before = private_memory ();
  start = now_ms ();
  bench.desk = ptn_desk_open (path, &error);
  g_assert_no_error (error);
  printf ("open %.2f ms\n", now_ms () - start);
  ptn_order_query_init (&bench.query);
  bench.list = ptn_order_list_new (bench.desk, PTN_LANGUAGE_IT);
  g_signal_connect (bench.list, "refilled", G_CALLBACK (refilled_cb), &bench);
  g_signal_connect (bench.list, "items-changed", G_CALLBACK (items_changed_cb), &bench);
  start = now_ms ();
  ptn_order_list_set_query (bench.list, &bench.query);
  for (guint i = 0; i < 60; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (bench.list), i));
  printf ("first screen %.2f ms\n", now_ms () - start);
  wait_for (&bench.refilled);
  printf ("whole list %.1f ms\n", now_ms () - start);
  printf ("memory: %.1f bytes an order (%ld KiB)\n", (private_memory () - before) * 1024.0 / n,
          private_memory () - before);

  measure_jumps (&bench);
  measure_sorts (&bench);
  measure_filters (&bench);
  measure_search (&bench, "rossi");
  measure_search (&bench, "maria");
  measure_search (&bench, "ann");
  measure_search (&bench, "สมชาย");
  measure_search (&bench, "colazione");
  measure_search (&bench, "zyx");
  ptn_order_query_clear (&bench.query);
  bench.refilled = FALSE;
  ptn_order_list_set_query (bench.list, &bench.query);
  wait_for (&bench.refilled);
  measure_arrivals (&bench, &synth);
  printf ("memory in the end: %.1f bytes an order (%ld KiB)\n",
          (private_memory () - before) * 1024.0 / n, private_memory () - before);
  g_object_unref (bench.list);
  g_object_unref (bench.desk);
  return 0;
}
