// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up hotel in a desk's database.

#include "config.h"

#include "ptn-load.h"

#include "store/ptn-replica.h"

#define CHUNK 10000

typedef struct
{
  PtnSynthIter iter;
  gboolean     done;
} Load;

static gboolean
begin (PtnDb *db, G_GNUC_UNUSED gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  PtnUuid server, property;

  ptn_uuid_new (&server);
  ptn_uuid_new (&property);
  return ptn_replica_bind (db, &server, &property, error) &&
         ptn_staging_begin (db, (PtnCursor) { 1, 0 }, error);
}

static gboolean
add_chunk (PtnDb *db, gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  Load                 *load = data;
  g_autoptr (GPtrArray) rows = ptn_synth_iter_chunk (&load->iter, CHUNK);
  const PtnFeedTail     tail = { .to = { 1, 0 }, .count = rows->len, .more = rows->len == CHUNK };

  load->done = !tail.more;
  return ptn_staging_add (db, rows, &tail, error);
}

static gboolean
build_index (PtnDb *db, gpointer data, G_GNUC_UNUSED PtnChanges *changes, GError **error)
{
  return ptn_staging_index (db, &((Load *) data)->done, error);
}

static gboolean
finish (PtnDb *db, G_GNUC_UNUSED gpointer data, PtnChanges *changes, GError **error)
{
  return ptn_staging_finish (db, changes, error);
}

static void
run (PtnDesk *desk, PtnDeskWrite write, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!ptn_desk_write_sync (desk, write, data, &error))
    g_error ("%s", error->message);
}

void
ptn_load_desk (PtnDesk *desk, const PtnSynth *synth)
{
  Load load = { 0 };

  ptn_synth_iter_init (&load.iter, synth);
  run (desk, begin, NULL);
  while (!load.done)
    run (desk, add_chunk, &load);
  for (load.done = FALSE; !load.done;)
    run (desk, build_index, &load);
  run (desk, finish, NULL);
}
