// SPDX-License-Identifier: GPL-3.0-or-later
// A desk's database in a directory of its own, and what tests of the store do with it again and
// again.
#pragma once

#include "lib/ptn-synth.h"
#include "store/ptn-desk.h"
#include "store/ptn-replica.h"

G_BEGIN_DECLS

typedef struct
{
  char   *dir;
  char   *path;
  PtnUuid server;
  PtnUuid property;
} StoreFixture;

void store_fixture_init (StoreFixture *fixture);
void store_fixture_clear (StoreFixture *fixture);

/* The database with its schema, bound to the fixture's server. Returns: (transfer full) */
PtnDb *store_fixture_open (StoreFixture *fixture);
/* Stages and swaps in a base at @at. */
void store_load_base (PtnDb *db, const PtnSynth *synth, PtnCursor at);
/* The same through the threads of @desk. */
void store_load_desk (PtnDesk *desk, StoreFixture *fixture, const PtnSynth *synth, PtnCursor at);

/* Applies a page in a transaction of its own. @rows: (transfer full) */
gboolean store_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, GError **error);

/* What the server has: the newest row of each record, by its id. Free with g_hash_table_unref(). */
GHashTable *store_model_new (void);
/* Takes over what @rows say. */
void store_model_apply (GHashTable *model, GPtrArray *rows);
void store_model_synth (GHashTable *model, const PtnSynth *synth);
/* Fails where the base is not exactly @model, field by field, or the counters, the waiting flags or
 * the search index disagree with it. */
void store_model_check (GHashTable *model, PtnDb *db);

/* The first column of the first row; no row is a failure. */
gint64 store_get_int (PtnDb *db, const char *sql);

/* Runs the main loop until @done is TRUE; a failure after a minute. */
void store_wait (const gboolean *done);

G_END_DECLS
