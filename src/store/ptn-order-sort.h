// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting rows that stand newest first by another key. Reader thread.
#pragma once

#include "ptn-order-index.h"
#include "ptn-order-list.h"

G_BEGIN_DECLS

/* Sorts @rows in place; equal keys stay newest first, whatever @ascending says. Needs the index's
 * ranks where @sort is by guest.
 * @name_rank: by offer_name.id, the place of the offer's name in the list's language */
void ptn_order_sort (const PtnOrderIndex *index,
                     const guint16       *name_rank,
                     PtnOrderSort         sort,
                     gboolean             ascending,
                     PtnRows             *rows);

G_END_DECLS
