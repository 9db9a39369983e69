// SPDX-License-Identifier: GPL-3.0-or-later
// What a guest can order: an offer or a room upgrade (DESIGN §3).
#pragma once

#include "ptn-record.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_OFFER_OFFER,
  PTN_OFFER_UPGRADE,
} PtnOfferType;

typedef enum
{
  PTN_BASIS_STAY,
  PTN_BASIS_NIGHT,
  PTN_BASIS_PERSON,
  PTN_BASIS_PERSON_NIGHT,
  PTN_BASIS_UNIT,
} PtnPriceBasis;

typedef struct
{
  PtnUuid  id;
  PtnTexts name;
  PtnTexts description;  /* may be empty in every language */
  int      type;         /* PtnOfferType */
  PtnUuid  from_type;    /* upgrade: the room type it leaves; nil: any */
  PtnUuid  to_type;      /* upgrade: the room type it gives */
  gint64   price;        /* minor units of the property currency, tax included */
  int      basis;        /* PtnPriceBasis */
  gint64   quantity_max; /* largest quantity of one order */
  gboolean auto_confirm;
  gboolean archived;
  gint64   position; /* in the list and on the Concierge */
} PtnOffer;

extern const char *const   ptn_offer_type_names[];
extern const PtnRecordType ptn_offer_record;

G_END_DECLS
