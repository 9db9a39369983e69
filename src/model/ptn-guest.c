// SPDX-License-Identifier: GPL-3.0-or-later
// A guest: its fields.

#include "config.h"

#include "ptn-guest.h"

#include "ptn-record-fields.h"

static const PtnField guest_fields[] = {
  PTN_TEXT (PtnGuest, name, PTN_FIELD_REQUIRED, 200),
  PTN_TEXT (PtnGuest, email, PTN_FIELD_OPTIONAL, 254),
  PTN_TEXT (PtnGuest, phone, PTN_FIELD_OPTIONAL, 40),
  PTN_TEXT (PtnGuest, country, PTN_FIELD_OPTIONAL, 2),
  PTN_ENUM (PtnGuest, language, ptn_language_names),
};

const PtnRecordType ptn_guest_record = {
  "guest",
  sizeof (PtnGuest),
  guest_fields,
  G_N_ELEMENTS (guest_fields),
};
