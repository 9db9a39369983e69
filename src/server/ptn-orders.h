// SPDX-License-Identifier: GPL-3.0-or-later
// Placing and deciding orders inside a commit: the rules of src/rules, their effects, and the
// audit.
#pragma once

#include "ptn-commit.h"
#include "rules/ptn-order-rules.h"

G_BEGIN_DECLS

/* The order as it stands with what the rules look at. FALSE with @error, or without where there is
 * no such order. */
gboolean ptn_orders_state (PtnCommit     *commit,
                           const PtnUuid *order,
                           PtnOrder      *record,
                           PtnOrderState *state,
                           GError       **error);

/* Decides by ptn_order_decide() and, for PTN_VERDICT_CHANGE, writes the order, one row of effects
 * that is held for the property's effect delay, and one line of audit; a second decision that
 * reaches the same state writes nothing. @op: the operation's id. @rev: (out): the order's revision
 * now. */
gboolean ptn_orders_decide (PtnCommit             *commit,
                            const PtnUuid         *order,
                            const PtnOrderRequest *request,
                            const PtnUuid         *device,
                            const PtnUuid         *op,
                            PtnVerdict            *verdict,
                            gint64                *rev,
                            GError               **error);

/* Places a new order (its id, guest, stay, offer, quantity, persons and service_date are given; the
 * rest is filled in from the stay and the offer as they stand) with its effects (order received,
 * auto-confirmed) and audit. An order whose id exists already is left as it is, so that a form that
 * is sent twice makes one order. @placed: whether it is new. */
gboolean ptn_orders_place (PtnCommit *commit, PtnOrder *order, gboolean *placed, GError **error);

G_END_DECLS
