// SPDX-License-Identifier: GPL-3.0-or-later
// The states of an order (DESIGN §2): pure functions that the desk calls to preview and the server
// to decide.
#pragma once

#include "model/ptn-order.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_DECISION_CONFIRM,
  PTN_DECISION_CANCEL,
  PTN_DECISION_UNDO,
} PtnDecision;

/* What the rules look at. The last decision's fields are meaningful while held is TRUE. */
typedef struct
{
  PtnOrderStatus status;
  gint64         rev;
  gboolean       held;       /* the last decision's effects are held back still */
  PtnOrderStatus before;     /* the state that undo restores */
  PtnUuid        decision;   /* the operation that decided */
  PtnUuid        decided_by; /* the user who decided */
} PtnOrderState;

typedef struct
{
  PtnDecision decision;
  gint64 seen_rev; /* the revision that the person saw; for undo: the one that the decision made, or
                    * -1 where the desk had no answer yet */
  PtnUuid user;
  PtnUuid undoes; /* undo: the operation that is taken back */
} PtnOrderRequest;

typedef enum
{
  PTN_VERDICT_CHANGE,   /* apply: the status becomes *after */
  PTN_VERDICT_NONE,     /* the wanted state stands already: applied, with no second effect */
  PTN_VERDICT_CONFLICT, /* the person saw something else: show what stands now */
  PTN_VERDICT_FINAL,    /* a cancelled order cannot be confirmed */
  PTN_VERDICT_TOO_LATE, /* undo: the effects are released, or there is no such decision to take back
                         */
  PTN_VERDICT_NOT_YOURS, /* undo: somebody else decided */
} PtnVerdict;

/* DESIGN §2: "Same target state already reached: a no-op, no second effect. Otherwise, if the
 * revision differs: conflict, even where the step would be legal from the present state." Undo:
 * "while they are held, the same user's order.undo restores the state before that decision, by
 * compare-and-set on its revision". @after is set for PTN_VERDICT_CHANGE. */
PtnVerdict
ptn_order_decide (const PtnOrderState *now, const PtnOrderRequest *request, PtnOrderStatus *after);

/* Which of Confirm and Cancel the Actions column offers (reference/000, reference/001): pending
 * both; confirmed Cancel; cancelled none. */
gboolean ptn_order_can (PtnOrderStatus status, PtnDecision decision);

/* The status in which a new order begins: confirmed where the offer has Confirm automatically. */
PtnOrderStatus ptn_order_initial (const PtnOffer *offer);

/* The price of @quantity of @offer for @persons over @nights (DESIGN §3, price and basis), in minor
 * units of the property's currency. FALSE with PTN_BASE_ERROR_RANGE where it overflows or exceeds
 * what an order can hold. */
gboolean ptn_offer_price (const PtnOffer *offer,
                          gint64          quantity,
                          gint64          persons,
                          gint64          nights,
                          gint64         *revenue,
                          GError        **error);

G_END_DECLS
