// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the feed into the tables of the base or of the staged base, with what the desk derives
// from them.
#pragma once

#include "db/ptn-db.h"
#include "ptn-changes.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_BASE_LIVE,
  PTN_BASE_STAGED,
} PtnBaseKind;

typedef struct
{
  PtnDb      *db;
  PtnBaseKind base;
  PtnChanges *changes;    /* (nullable): NULL for the staged base */
  GHashTable *statements; /* SQL → PtnStatement: kept for the next row */
  GHashTable *names;      /* an offer's PtnTexts → offer_name.id */
  PtnUuid     guest;      /* the guest looked up last */
  gint64      guest_row;
  gint64      searchable; /* guests up to this row stand in the full-text index */
  gint64      shown[3];   /* how many orders more are shown in each status */
} PtnBaseBatch;

/* Returns: TRUE; clear the batch in any case. @changes: (nullable) */
gboolean ptn_base_batch_begin (PtnBaseBatch *batch,
                               PtnDb        *db,
                               PtnBaseKind   base,
                               PtnChanges   *changes,
                               GError      **error);
/* Adds, changes or removes one record; a revision that is not newer than the one there is skipped,
 * and so is a kind that this version does not know. */
gboolean ptn_base_batch_put (PtnBaseBatch *batch, const PtnFeedRow *row, GError **error);
/* Writes what was gathered on the way. */
gboolean ptn_base_batch_end (PtnBaseBatch *batch, GError **error);
void     ptn_base_batch_clear (PtnBaseBatch *batch);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnBaseBatch, ptn_base_batch_clear)

G_END_DECLS
