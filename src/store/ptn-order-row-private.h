// SPDX-License-Identifier: GPL-3.0-or-later
// A row's values and how the list sets them. Main thread.
#pragma once

#include "ptn-order-row.h"

G_BEGIN_DECLS

/* Immutable, reference counted (g_rc_box: main thread). */
typedef struct
{
  PtnUuid        id;
  char          *guest_name;
  char          *offer_name;
  PtnOfferType   type;
  gint64         revenue;
  PtnCurrency    currency;
  gint64         ordered_at;
  PtnOrderStatus status;
  gboolean       waiting;
} PtnOrderData;

/* Returns: (transfer full): empty */
PtnOrderData *ptn_order_data_new (void);
PtnOrderData *ptn_order_data_ref (PtnOrderData *data);
void          ptn_order_data_unref (PtnOrderData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnOrderData, ptn_order_data_unref)

/* @data: (nullable): NULL where there is nothing to read. Returns: (transfer full) */
PtnOrderRow *ptn_order_row_new (guint position, PtnOrderData *data);
/* Says "changed" where the values differ. @data: (nullable): NULL leaves them as they are */
void ptn_order_row_set_data (PtnOrderRow *row, PtnOrderData *data);
/* The position moved: the values are the same. */
void ptn_order_row_set_position (PtnOrderRow *row, guint position);

G_END_DECLS
