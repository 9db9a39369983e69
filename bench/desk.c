// SPDX-License-Identifier: GPL-3.0-or-later
// A desk without windows: desk DIRECTORY ADDRESS LOGIN PASSWORD
//
// The real store and the real sync on DIRECTORY/desk.db. When the base is there, it opens the list
// of orders as the Orders page does. Prints, each with the instant (µs, monotonic): "state N" as
// PtnSyncState, "list N" when the list of N orders is complete, and "arrived N" when the list has
// become N orders long. Ends with standard input.

#include "config.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ptn-log.h"
#include "store/ptn-order-list.h"
#include "sync/ptn-sync.h"

typedef struct
{
  GMainLoop    *loop;
  PtnDesk      *desk;
  PtnSync      *sync;
  PtnOrderList *list; /* (nullable) */
  gboolean      complete;
} Bench;

static void
tell (const char *what, guint n)
{
  printf ("%s %u %" G_GINT64_FORMAT "\n", what, n, g_get_monotonic_time ());
  fflush (stdout);
}

static void
refilled_cb (Bench *bench)
{
  tell ("list", g_list_model_get_n_items (G_LIST_MODEL (bench->list)));
  bench->complete = TRUE;
}

static void
items_changed_cb (Bench *bench)
{
  if (bench->complete)
    tell ("arrived", g_list_model_get_n_items (G_LIST_MODEL (bench->list)));
}

static void
open_list (Bench *bench)
{
  PtnOrderQuery query;

  ptn_order_query_init (&query);
  bench->list = ptn_order_list_new (bench->desk, PTN_LANGUAGE_IT);
  g_signal_connect_swapped (bench->list, "refilled", G_CALLBACK (refilled_cb), bench);
  g_signal_connect_swapped (bench->list, "items-changed", G_CALLBACK (items_changed_cb), bench);
  ptn_order_list_set_query (bench->list, &query);
}

static void
state_cb (Bench *bench)
{
  int state;

  g_object_get (bench->sync, "state", &state, NULL);
  tell ("state", state);
  if (state == PTN_SYNC_ONLINE && bench->list == NULL)
    open_list (bench);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnSession) session = ptn_sync_sign_in_finish (PTN_SYNC (source), result, &error);

  if (session == NULL)
    g_error ("%s", error->message);
}

static gboolean
input_cb (G_GNUC_UNUSED GObject *stream, gpointer data)
{
  g_main_loop_quit (((Bench *) data)->loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GSource)      source =
      g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (input), NULL);
  g_autofree char   *path = NULL;
  g_autoptr (GError) error = NULL;
  Bench              bench = { 0 };

  if (argc != 5)
    return EXIT_FAILURE;
  ptn_log_init ("desk", FALSE);
  path = g_build_filename (argv[1], "desk.db", NULL);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.desk = ptn_desk_open (path, &error);
  if (bench.desk == NULL)
    g_error ("%s", error->message);
  bench.sync = ptn_sync_new (bench.desk);
  g_signal_connect_swapped (bench.sync, "notify::state", G_CALLBACK (state_cb), &bench);
  g_source_set_callback (source, G_SOURCE_FUNC (input_cb), &bench, NULL);
  g_source_attach (source, NULL);
  ptn_sync_sign_in (bench.sync, argv[2], argv[3], argv[4], NULL, signed_in_cb, NULL);
  g_main_loop_run (bench.loop);

  ptn_sync_stop (bench.sync);
  g_clear_object (&bench.list);
  g_clear_object (&bench.sync);
  ptn_desk_close (bench.desk);
  g_clear_object (&bench.desk);
  g_main_loop_unref (bench.loop);
  return EXIT_SUCCESS;
}
