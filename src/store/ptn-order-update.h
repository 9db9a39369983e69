// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader hands to a list: a vector of row ids, and how it came from the one before.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows of the table "order", which SQLite numbers from 1; immutable once it is handed over,
 * reference counted, any thread. */
typedef struct
{
  int     ref_count;
  guint   length;
  guint32 at[];
} PtnRows;

/* @length rows to be filled. Returns: (transfer full) */
PtnRows *ptn_rows_new (guint length);
/* Gives the unused end of a vector that nobody else has back to the system. @rows: (transfer full).
 * Returns: (transfer full) */
PtnRows *ptn_rows_shrink (PtnRows *rows, guint length);
PtnRows *ptn_rows_ref (PtnRows *rows);
void     ptn_rows_unref (PtnRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnRows, ptn_rows_unref)

/* One GListModel::items-changed; either removed or added is 0. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} PtnEdit;

/* The edits that make @before into @after, from the first position to the last, where nothing but
 * rows in @changed came, went or moved.
 * @changed: (element-type guint32). Returns: (transfer full) (nullable) (element-type PtnEdit):
 * NULL where other rows moved too, or it would be more than @max edits */
GArray *ptn_rows_diff (const PtnRows *before, const PtnRows *after, GArray *changed, guint max);

typedef struct
{
  guint    serial; /* of the query that it answers */
  gint64   base;   /* desk.base whose rows these are */
  PtnRows *rows;
  GArray  *edits;      /* (nullable) (element-type PtnEdit): NULL: a refill */
  GArray  *changed;    /* (element-type guint32): rows whose values are others now */
  gboolean everything; /* values of any row may be others now */
  GArray  *totals;     /* (element-type PtnOrderTotals) */
} PtnOrderUpdate;

void ptn_order_update_free (PtnOrderUpdate *update);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnOrderUpdate, ptn_order_update_free)

G_END_DECLS
