// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's base: what the server has confirmed, applied page by page with its cursor; and a whole
// new base staged beside it. Functions over the writer's connection, inside its transaction.
#pragma once

#include "db/ptn-db.h"
#include "ptn-changes.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

/* Binds this database to @server and @property: the first call keeps them, each later one compares.
 * Their base is no other's, and neither is the outbox. PTN_STORE_ERROR_NOT_OURS where they are
 * others. */
gboolean
ptn_replica_bind (PtnDb *db, const PtnUuid *server, const PtnUuid *property, GError **error);
/* The confirmed position; epoch 0 where there is no base yet. */
gboolean ptn_replica_cursor (PtnDb *db, PtnCursor *cursor, GError **error);
/* Applies a whole page of /v1/changes and its cursor, and computes the overlay anew for what it
 * touched. Rows whose revision is not newer than the base's are skipped (a page may come twice).
 * @rows: (element-type PtnFeedRow) */
gboolean
ptn_replica_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, PtnChanges *changes, GError **error);

/* A staged base (DESIGN §6): its tables are filled chunk by chunk without indexes, survive a
 * restart, get their indexes, and are swapped in at the end; the outbox survives and the overlay is
 * computed anew. */
typedef struct
{
  gboolean  active;
  PtnCursor at;        /* where the staged base is; ptn_staging_apply() moves it on */
  char      after[80]; /* the last key that is in; empty: none yet */
  gboolean  complete;  /* all chunks are in: pull the feed from @at into it, then finish */
} PtnStaging;

gboolean ptn_staging_state (PtnDb *db, PtnStaging *staging, GError **error);
/* Drops whatever was staged and begins at @at. */
gboolean ptn_staging_begin (PtnDb *db, PtnCursor at, GError **error);
gboolean ptn_staging_add (PtnDb *db, GPtrArray *rows, const PtnFeedTail *tail, GError **error);
/* A page of the feed from the staged position on, applied to the staged tables. */
gboolean ptn_staging_apply (PtnDb *db, GPtrArray *rows, PtnCursor to, GError **error);
/* To be called until *done between the last chunk and ptn_staging_apply(). Builds one more index of
 * the staged tables; *done when all are there. Each call is one short job of the writer as far as
 * SQLite allows, so that local edits go between. */
gboolean ptn_staging_index (PtnDb *db, gboolean *done, GError **error);
/* Swaps the staged base in, in the transaction of the caller. */
gboolean ptn_staging_finish (PtnDb *db, PtnChanges *changes, GError **error);

G_END_DECLS
