// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list: a GListModel over a vector of row ids for the current sort, filter and search,
// whose rows are read in windows when they are looked at (DESIGN §7). Main thread; the vector is
// made by the desk's reader thread.
#pragma once

#include "ptn-desk.h"
#include "ptn-order-row.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_ORDER_SORT_ORDERED,
  PTN_ORDER_SORT_GUEST,
  PTN_ORDER_SORT_OFFER,
  PTN_ORDER_SORT_TYPE,
  PTN_ORDER_SORT_REVENUE,
  PTN_ORDER_SORT_STATUS,
} PtnOrderSort;

typedef struct
{
  PtnOrderSort sort;
  gboolean     ascending; /* the default, FALSE with PTN_ORDER_SORT_ORDERED, is the newest first
                             (reference/000) */
  guint statuses;         /* one bit (1 << PtnOrderStatus) for each status that is shown; 0: all */
  guint types;            /* likewise of PtnOfferType; 0: all */
  PtnDate
      from; /* first and last day of ordering in the property's time zone; PTN_DATE_NONE: open */
  PtnDate to;
  char   *search; /* (nullable): part of the guest's or the offer's name, in any language */
} PtnOrderQuery;

void ptn_order_query_init (PtnOrderQuery *query);
void ptn_order_query_clear (PtnOrderQuery *query);

typedef struct
{
  PtnCurrency currency;
  gint64      confirmed; /* minor units; cancelled orders count in neither */
  gint64      pending;
  gint64      n_orders; /* all that the query shows */
} PtnOrderTotals;

#define PTN_TYPE_ORDER_LIST (ptn_order_list_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrderList, ptn_order_list, PTN, ORDER_LIST, GObject)

/* Implements GListModel of PtnOrderRow. Properties: "loading" (boolean: the vector of the newest
 * query is not there yet). Signals: "totals-changed"; "refilled": the query's vector is in place.
 * @language: whose offer names are sorted and shown. Returns: (transfer full) */
PtnOrderList *ptn_order_list_new (PtnDesk *desk, PtnLanguage language);
/* Shows the first screen of @query at once and the whole as soon as it is known. @query is copied.
 */
void                 ptn_order_list_set_query (PtnOrderList *list, const PtnOrderQuery *query);
const PtnOrderQuery *ptn_order_list_get_query (PtnOrderList *list);
/* One for each currency among the shown orders, most orders first. Returns: (transfer none)
 * (element-type PtnOrderTotals) */
GArray *ptn_order_list_get_totals (PtnOrderList *list);
/* The position of an order, for keeping selection and focus; GTK_INVALID_LIST_POSITION (G_MAXUINT)
 * where it is not shown. */
guint ptn_order_list_find (PtnOrderList *list, const PtnUuid *order);

G_END_DECLS
