// SPDX-License-Identifier: GPL-3.0-or-later
// What the reader keeps of every order in memory: what it takes to filter, search, sort and add up
// a million of them within a frame. Reader thread; reads its connection inside the caller's
// transaction.
#pragma once

#include "db/ptn-db.h"
#include "model/ptn-order.h"
#include "ptn-order-update.h"

G_BEGIN_DECLS

/* Values too large, or currencies too many, for the arrays. */
typedef struct
{
  guint  currency; /* position in currencies */
  gint64 revenue;
} PtnOddMoney;

/* What orders of one currency add up to, by kind: PTN_BITS_KIND (bits). */
typedef struct
{
  gint64 revenue[8];
  gint64 n[8];
} PtnOrderSum;

typedef struct
{
  guint32 row;
  gint64  ordered_at;
  guint32 guest;
  guint16 name;
  guint8  status;
  guint8  type;
  guint   currency;
  gint64  revenue;
} PtnOrderEntry;

typedef struct
{
  /* Arrays by row of the table "order". */
  guint32 *guest;   /* guest.row */
  guint32 *revenue; /* minor units; PTN_REVENUE_ODD: see odd */
  guint16 *name;    /* offer_name.id; those above PTN_NAME_MAX share it */
  guint8  *bits;    /* see below */
  gsize    capacity;

  PtnRows *by_date; /* every order, newest first; of two ordered in the same millisecond the later
                       row first */
  GHashTable *odd;  /* row → PtnOddMoney */
  GArray     *currencies; /* of PtnCurrency, in the order in which they were met */
  GArray     *sums;       /* of PtnOrderSum, by the position in currencies: all orders */

  /* By guest.row: the place of the guest's name among all; of equal names the same. Made when it is
   * needed. */
  guint32 *guest_rank; /* (nullable) */
  guint    n_guests;   /* the largest guest.row + 1 */
  guint    n_names;    /* the largest offer_name.id + 1 */
} PtnOrderIndex;

#define PTN_REVENUE_ODD G_MAXUINT32
#define PTN_NAME_MAX    G_MAXUINT16
/* bits: the status (3: there is no order in this row), the type, the currency's position (31: see
 * odd). */
#define PTN_BITS_STATUS(bits)   ((bits) & 3)
#define PTN_BITS_TYPE(bits)     (((bits) >> 2) & 1)
#define PTN_BITS_KIND(bits)     ((bits) & 7)
#define PTN_BITS_CURRENCY(bits) ((bits) >> 3)
#define PTN_STATUS_NONE         3
#define PTN_CURRENCY_ODD        31

/* Returns: (transfer full): empty */
PtnOrderIndex *ptn_order_index_new (void);
void           ptn_order_index_free (PtnOrderIndex *index);

/* Reads everything anew. On an error the index is empty. */
gboolean ptn_order_index_load (PtnOrderIndex *index, PtnDb *db, GError **error);
/* Reads the rows in @changed anew. @changed: (element-type guint32): each once. @moved: their
 * places in by_date may be others now */
gboolean ptn_order_index_update (PtnOrderIndex *index,
                                 PtnDb         *db,
                                 GArray        *changed,
                                 gboolean       moved,
                                 GError       **error);
/* Guests or offers' names have changed: reads what depends on them anew. */
gboolean ptn_order_index_update_names (PtnOrderIndex *index, PtnDb *db, GError **error);
/* Sees to it that guest_rank is there. */
gboolean ptn_order_index_need_ranks (PtnOrderIndex *index, PtnDb *db, GError **error);
/* The first position in by_date whose order was made before @instant. */
gboolean ptn_order_index_find_date (PtnOrderIndex *index,
                                    PtnDb         *db,
                                    gint64         instant,
                                    guint         *position,
                                    GError       **error);

/* Adds the order in @row to @sums, @times: 1 or -1. */
void ptn_order_index_add_up (const PtnOrderIndex *index, guint32 row, int times, PtnOrderSum *sums);
void ptn_order_index_money (const PtnOrderIndex *index, guint32 row, PtnOddMoney *money);

G_END_DECLS
