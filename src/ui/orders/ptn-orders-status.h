// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders page shows where there is no list: loading, nothing yet, nothing found, no
// server.
#pragma once

#include <adwaita.h>

#include "ptn-orders-state.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDERS_STATUS (ptn_orders_status_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrdersStatus, ptn_orders_status, PTN, ORDERS_STATUS, AdwBin)

/* Signal "clicked": the state's remedy is wanted. */
GtkWidget *ptn_orders_status_new (void);
/* @progress: of loading, 0 to 1; negative where it is not known */
void ptn_orders_status_show (PtnOrdersStatus      *self,
                             const PtnOrdersState *state,
                             const PtnOrdersFacts *facts,
                             double                progress);

G_END_DECLS
