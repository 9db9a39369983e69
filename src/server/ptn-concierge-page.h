// SPDX-License-Identifier: GPL-3.0-or-later
// A guest's page as HTML, from plain values: what is on it is decided here, how it looks in
// data/concierge.
#pragma once

#include "model/ptn-guest.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "model/ptn-stay.h"

G_BEGIN_DECLS

/* What a guest did wrong, or what changed meanwhile. */
typedef enum
{
  PTN_CONCIERGE_FINE,
  PTN_CONCIERGE_QUANTITY, /* not a whole number within the offer's limits */
  PTN_CONCIERGE_OFFER,    /* it cannot be ordered (any more) */
  PTN_CONCIERGE_AGAIN,    /* the form was sent before, and said something else then */
  PTN_CONCIERGE_MANY,     /* too many orders within the hour */
} PtnConciergeFault;

typedef struct
{
  PtnLanguage       language;
  PtnProperty       property;
  PtnStay           stay;
  PtnGuest          guest;
  PtnRoomType       room_type; /* of the night that is today's, or the first */
  GPtrArray        *offers;    /* of PtnOffer: those that can be ordered, in the property's order */
  GPtrArray        *orders;    /* of PtnOrder: the stay's own, newest first */
  PtnUuid           placed;    /* nil, or the order to thank for */
  PtnConciergeFault fault;
  PtnUuid           fault_offer; /* where */
  char             *quantity;    /* what was entered there */
} PtnConciergePage;

void ptn_concierge_page_init (PtnConciergePage *page);
void ptn_concierge_page_clear (PtnConciergePage *page);

/* The stay's page at /c/@code; each form carries a new order's id. Any thread. Returns: (transfer
 * full) */
char *ptn_concierge_page_html (const PtnConciergePage *page, const char *code);

/* A page that says only @key.heading and @key.text. Returns: (transfer full) */
char *ptn_concierge_message_html (PtnLanguage language, const char *key);

/* The style sheet's address, which changes with its contents. Returns: (transfer none) */
const char *ptn_concierge_style_href (void);

G_END_DECLS
