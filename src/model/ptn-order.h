// SPDX-License-Identifier: GPL-3.0-or-later
// A guest's order of an offer or a room upgrade, as it was when ordered (DESIGN §2).
#pragma once

#include "ptn-offer.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_ORDER_PENDING,
  PTN_ORDER_CONFIRMED,
  PTN_ORDER_CANCELLED,
} PtnOrderStatus;

typedef enum
{
  PTN_EVENT_CONFIRMED,      /* by a person */
  PTN_EVENT_CANCELLED,      /* by a person */
  PTN_EVENT_AUTO_CONFIRMED, /* the offer has Confirm automatically */
  PTN_EVENT_UNDONE,         /* the decision before it was taken back */
} PtnOrderEvent;

typedef struct
{
  gint64  at;    /* the server's clock */
  int     event; /* PtnOrderEvent */
  PtnUuid by;    /* the user; nil where the program did it */
} PtnOrderHistory;

typedef struct
{
  PtnUuid     id;
  PtnUuid     guest;
  PtnUuid     stay;
  PtnUuid     offer;
  PtnTexts    name; /* the offer's, when ordered */
  int         type; /* PtnOfferType */
  gint64      quantity;
  gint64      persons;
  PtnDate     service_date; /* or PTN_DATE_NONE */
  gint64      unit_price;   /* minor units of currency */
  gint64      revenue;      /* minor units of currency */
  PtnCurrency currency;
  gint64      ordered_at;
  int         status; /* PtnOrderStatus */
  gint64 held_until;  /* the last decision's effects are held back until then (server's clock); 0:
                         none are held */
  PtnRecords history; /* of PtnOrderHistory, oldest first, without the ordering itself */
} PtnOrder;

/* The largest revenue of an order, in minor units: sums of a thousand such stay exact. */
#define PTN_ORDER_REVENUE_MAX G_GINT64_CONSTANT (1000000000000000)

extern const char *const   ptn_order_status_names[];
extern const PtnRecordType ptn_order_history_record;
extern const PtnRecordType ptn_order_record;

G_END_DECLS
