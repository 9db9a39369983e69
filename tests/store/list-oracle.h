// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders list must show, found out the slow way: every row read, every name compared.
#pragma once

#include "store/ptn-order-list.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      row;
  PtnUuid     id;
  char       *guest_name;
  char       *offer_name; /* in the list's language */
  int         type;
  int         status;
  gboolean    waiting;
  gint64      revenue;
  PtnCurrency currency;
  gint64      ordered_at;
} OracleOrder;

typedef struct
{
  GPtrArray *orders; /* of OracleOrder, in the order in which they are shown */
  GArray    *totals; /* of PtnOrderTotals */
} Oracle;

/* Reads the database at @path. Returns: (transfer full) */
Oracle *oracle_ask (const char *path, const PtnOrderQuery *query, PtnLanguage language);
void    oracle_free (Oracle *oracle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Oracle, oracle_free)

gboolean oracle_order_matches (const OracleOrder *order, PtnOrderRow *row);

G_END_DECLS
