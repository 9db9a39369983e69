// SPDX-License-Identifier: GPL-3.0-or-later
// What an order shows: its confirmed state and, on top of it, what waits in the outbox, by the
// rules that the server uses.
#pragma once

#include "db/ptn-db.h"
#include "ptn-changes.h"
#include "rules/ptn-order-rules.h"

G_BEGIN_DECLS

/* outbox.state */
typedef enum
{
  PTN_OUTBOX_WAITING = 0, /* not answered yet */
  PTN_OUTBOX_ECHO = 1,    /* applied, but no revision has come since */
  PTN_OUTBOX_DONE = 2,    /* applied: kept for a while, so that it can be taken back */
  PTN_OUTBOX_REFUSED = 3,
} PtnOutboxState;

typedef struct
{
  gint64 row; /* 0: the order is not on this desk */
  gboolean
      base_held; /* the server held the last decision's effects back when it sent this revision */
  PtnOrderState now; /* with what waits on top */
  gboolean      waiting;
} PtnOverlay;

/* Folds the outbox over the order's base. */
gboolean ptn_overlay_fold (PtnDb *db, const PtnUuid *order, PtnOverlay *overlay, GError **error);
/* To be called in the transaction that changed what waits for the order: writes the columns that
 * the list reads and lists the order in @changes. */
gboolean ptn_overlay_refresh (PtnDb *db, const PtnUuid *order, PtnChanges *changes, GError **error);
/* The same for one that brought another revision into the base: ends the order's echoes. */
gboolean
ptn_overlay_new_revision (PtnDb *db, const PtnUuid *order, PtnChanges *changes, GError **error);
/* Every order that something in the outbox is about. */
gboolean ptn_overlay_refresh_all (PtnDb *db, PtnChanges *changes, GError **error);

G_END_DECLS
