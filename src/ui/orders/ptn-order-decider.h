// SPDX-License-Identifier: GPL-3.0-or-later
// Confirming and cancelling: queues the decisions, says so when they are saved, and offers Undo.
#pragma once

#include <adwaita.h>

#include "store/ptn-desk.h"
#include "ui/common/ptn-format.h"

G_BEGIN_DECLS

/* The most orders that are decided at once: each is an operation of its own, with its own mail to a
 * guest. */
#define PTN_DECIDE_MAX 1000

#define PTN_TYPE_ORDER_DECIDER (ptn_order_decider_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderDecider, ptn_order_decider, PTN, ORDER_DECIDER, GObject)

/* @widget: under the toast overlay that shows the results; not owned.
 * Returns: (transfer full) */
PtnOrderDecider *ptn_order_decider_new (PtnDesk *desk, GtkWidget *widget);
/* Decides each of @orders (element-type PtnUuid) as @user; those whose state does not allow it are
 * left alone. */
void ptn_order_decider_decide (PtnOrderDecider *self,
                               const PtnUuid   *user,
                               GArray          *orders,
                               PtnDecision      decision);
/* Takes back what was decided last, while it is still offered. */
void ptn_order_decider_undo (PtnOrderDecider *self);

G_END_DECLS
