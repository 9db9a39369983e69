// SPDX-License-Identifier: GPL-3.0-or-later
// A hotel of any size, the same for the same seed: for tests and benchmarks of stores and lists.
#pragma once

#include "model/ptn-guest.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "model/ptn-stay.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 seed;
  gint64  n_orders;
  gint64  n_stays; /* and guests: one of four orders has one of its own */
  gint64  start;   /* when the first order was made, Unix ms */
  gint64  step;    /* between two orders, ms */
} PtnSynth;

void ptn_synth_init (PtnSynth *synth, guint64 seed, gint64 n_orders);

/* The records by number, from 0; ids of a kind ascend with the number. Free them with
 * ptn_record_free(). Returns: (transfer full) */
PtnProperty *ptn_synth_property (const PtnSynth *synth);
PtnUser     *ptn_synth_user (const PtnSynth *synth, gint64 n); /* three, one of each role */
PtnGuest    *ptn_synth_guest (const PtnSynth *synth, gint64 n);
PtnStay     *ptn_synth_stay (const PtnSynth *synth, gint64 n);
PtnOrder *ptn_synth_order (const PtnSynth *synth, gint64 n); /* also beyond n_orders: later ones */

/* Every record kind by kind and by id, as a snapshot sends them. */
typedef struct
{
  const PtnSynth *synth;
  int             kind;
  gint64          n;
} PtnSynthIter;

void ptn_synth_iter_init (PtnSynthIter *iter, const PtnSynth *synth);
/* The next row, revision 1; clear it with ptn_feed_row_clear(). FALSE after the last. */
gboolean ptn_synth_iter_next (PtnSynthIter *iter, PtnFeedRow *row);
/* Up to @max rows. Returns: (transfer full) (element-type PtnFeedRow): empty after the last */
GPtrArray *ptn_synth_iter_chunk (PtnSynthIter *iter, guint max);
/* Returns: (transfer full): an empty array of rows that frees what it holds */
GPtrArray *ptn_synth_rows_new (void);
/* Appends a row of @type with its @record (transfer full; NULL: a tombstone). */
void ptn_synth_rows_add (GPtrArray           *rows,
                         const PtnRecordType *type,
                         const PtnUuid       *id,
                         gint64               rev,
                         gint64               seq,
                         gpointer             record);

G_END_DECLS
