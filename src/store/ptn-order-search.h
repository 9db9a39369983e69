// SPDX-License-Identifier: GPL-3.0-or-later
// Which guests and which offers' names contain a text. Reader thread.
#pragma once

#include "ptn-order-index.h"

G_BEGIN_DECLS

/* Bit sets by guest.row and by offer_name.id. */
typedef struct
{
  guint8 *guests;
  guint8 *names;
  guint   n_guests;
} PtnOrderSearch;

/* @folded: ptn_fold() of what to search for. From three characters on any part of a name is found;
 * one or two are the beginning of one. Returns: (transfer full) (nullable): NULL with @error,
 * PTN_DB_ERROR_INTERRUPTED too */
PtnOrderSearch *
ptn_order_search_new (const PtnOrderIndex *index, PtnDb *db, const char *folded, GError **error);
void ptn_order_search_free (PtnOrderSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnOrderSearch, ptn_order_search_free)

static inline gboolean
ptn_order_search_matches (const PtnOrderSearch *search, guint32 guest, guint16 name)
{
  return ((search->guests[guest >> 3] >> (guest & 7)) & 1) != 0 ||
         ((search->names[name >> 3] >> (name & 7)) & 1) != 0;
}

G_END_DECLS
