// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's schema and its one row of identity.
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* Brings @db up to date and makes the device's id where there is none yet. */
gboolean ptn_schema_prepare (PtnDb *db, PtnUuid *device, GError **error);
/* Computes the sort keys of up to @limit guests after @row anew, where ICU's collation is another
 * one than theirs.
 * @row: (inout): 0 at first; 0 again when all are done. */
gboolean ptn_schema_collate (PtnDb *db, gint64 *row, gint64 limit, GError **error);
/* Whether ptn_schema_collate() has anything to do. */
gboolean ptn_schema_is_collated (PtnDb *db, gboolean *collated, GError **error);

G_END_DECLS
