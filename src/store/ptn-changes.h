// SPDX-License-Identifier: GPL-3.0-or-later
// What a write on the desk changed, told by the writer to the reader and the main loop.
#pragma once

#include "model/ptn-record.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *orders; /* of gint64: rows of the order table that were added, changed or removed; small
                     batches only */
  gboolean moved; /* some of them were removed or ordered at another time: what is known of their
                     places holds no more */
  gboolean everything; /* too much to list, or the base was swapped: read all anew */
  gboolean settings;   /* property, users, rooms, plans, offers, guests or stays changed */
  gboolean outbox;     /* what waits or needs attention changed */
} PtnChanges;

void ptn_changes_init (PtnChanges *changes);
void ptn_changes_clear (PtnChanges *changes);
/* Lists one order's row; beyond 1,000 rows it becomes everything. */
void     ptn_changes_order (PtnChanges *changes, gint64 row);
gboolean ptn_changes_any (const PtnChanges *changes);
/* Adds what @more lists. */
void ptn_changes_merge (PtnChanges *changes, const PtnChanges *more);

G_END_DECLS
