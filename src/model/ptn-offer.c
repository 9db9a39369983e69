// SPDX-License-Identifier: GPL-3.0-or-later
// An offer: its fields.

#include "config.h"

#include "ptn-offer.h"

#include "ptn-property.h"
#include "ptn-record-fields.h"

const char *const ptn_offer_type_names[] = { "offer", "upgrade", NULL };

static const char *const basis_names[] = {
  "stay", "night", "person", "person-night", "unit", NULL
};

static const PtnField offer_fields[] = {
  PTN_TEXTS (PtnOffer, name, PTN_FIELD_REQUIRED, 200),
  PTN_TEXTS (PtnOffer, description, PTN_FIELD_OPTIONAL, PTN_TEXT_MAX),
  PTN_ENUM (PtnOffer, type, ptn_offer_type_names),
  PTN_UUID (PtnOffer, from_type, PTN_FIELD_OPTIONAL, &ptn_room_type_record),
  PTN_UUID (PtnOffer, to_type, PTN_FIELD_OPTIONAL, &ptn_room_type_record),
  PTN_INTEGER (PtnOffer, price, 0, PTN_AMOUNT_MAX),
  PTN_ENUM (PtnOffer, basis, basis_names),
  PTN_INTEGER (PtnOffer, quantity_max, 1, 99),
  PTN_BOOLEAN (PtnOffer, auto_confirm),
  PTN_BOOLEAN (PtnOffer, archived),
  PTN_INTEGER (PtnOffer, position, 0, 1000000),
};

const PtnRecordType ptn_offer_record = {
  "offer",
  sizeof (PtnOffer),
  offer_fields,
  G_N_ELEMENTS (offer_fields),
};
