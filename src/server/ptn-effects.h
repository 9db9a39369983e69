// SPDX-License-Identifier: GPL-3.0-or-later
// What an order causes outside (mail, PMS), as rows: held while a decision can be undone, then
// released, which makes them the work list of the mail and PMS links (DESIGN §2, Undo).
#pragma once

#include "ptn-commit.h"
#include "rules/ptn-order-rules.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_EFFECT_RECEIVED,
  PTN_EFFECT_AUTO_CONFIRMED,
  PTN_EFFECT_CONFIRMED,
  PTN_EFFECT_CANCELLED,
} PtnEffectKind;

typedef struct
{
  PtnEffectKind  kind;
  PtnUuid        order;
  gint64         rev;        /* the order's revision that causes it */
  PtnUuid        op;         /* the operation that decided; nil: none */
  PtnUuid        decided_by; /* nil: nobody */
  PtnOrderStatus before;     /* with op: what undo restores */
  gint64         held_until; /* 0: released at once */
} PtnEffect;

gboolean ptn_effects_add (PtnCommit *commit, const PtnEffect *effect, GError **error);
/* Drops what the operation @op causes, while it is held. */
gboolean
ptn_effects_drop (PtnCommit *commit, const PtnUuid *order, const PtnUuid *op, GError **error);
/* The property's effect delay from now. */
gboolean ptn_effects_held_until (PtnCommit *commit, gint64 *held_until, GError **error);
/* Fills in what @state says of the order's last decision that was not undone; leaves it alone where
 * there is none. Whether it is held is the commit's clock's to say, not the timer's. @held_until:
 * (out) (optional): until when, 0 where it is not held */
gboolean ptn_effects_decision (PtnCommit     *commit,
                               const PtnUuid *order,
                               PtnOrderState *state,
                               gint64        *held_until,
                               GError       **error);

/* Releases what is due at @now, of every property. Any thread with its own connection. */
gboolean ptn_effects_release (PtnDb *db, gint64 now, GError **error);
/* When the next effect falls due; G_MAXINT64 where none is held. */
gboolean ptn_effects_next_due (PtnDb *db, gint64 *due, GError **error);

G_END_DECLS
