// SPDX-License-Identifier: GPL-3.0-or-later
// A stay and its nights: their fields.

#include "config.h"

#include "ptn-stay.h"

#include "ptn-guest.h"
#include "ptn-property.h"
#include "ptn-record-fields.h"

static const char *const status_names[] = { "reserved",  "in-house", "departed",
                                            "cancelled", "no-show",  NULL };

static const PtnField night_fields[] = {
  PTN_DATE (PtnNight, date, PTN_FIELD_REQUIRED),
  PTN_UUID (PtnNight, room_type, PTN_FIELD_REQUIRED, &ptn_room_type_record),
  PTN_UUID (PtnNight, room, PTN_FIELD_OPTIONAL, &ptn_room_record),
  PTN_UUID (PtnNight, rate_plan, PTN_FIELD_REQUIRED, &ptn_rate_plan_record),
  PTN_INTEGER (PtnNight, rate, 0, PTN_AMOUNT_MAX),
};

const PtnRecordType ptn_night_record = {
  "night",
  sizeof (PtnNight),
  night_fields,
  G_N_ELEMENTS (night_fields),
};

static const PtnField stay_fields[] = {
  PTN_TEXT (PtnStay, number, PTN_FIELD_REQUIRED, 40),
  PTN_UUID (PtnStay, guest, PTN_FIELD_REQUIRED, &ptn_guest_record),
  PTN_ENUM (PtnStay, status, status_names),
  PTN_DATE (PtnStay, arrival, PTN_FIELD_REQUIRED),
  PTN_DATE (PtnStay, departure, PTN_FIELD_REQUIRED),
  PTN_INTEGER (PtnStay, adults, 1, 99),
  PTN_INTEGER (PtnStay, children, 0, 99),
  PTN_CURRENCY (PtnStay, guest_currency, PTN_FIELD_OPTIONAL),
  PTN_RECORDS (PtnStay, nights, &ptn_night_record, 3660),
};

const PtnRecordType ptn_stay_record = {
  "stay",
  sizeof (PtnStay),
  stay_fields,
  G_N_ELEMENTS (stay_fields),
};

const PtnNight *
ptn_stay_night (const PtnStay *stay, PtnDate date)
{
  const PtnNight *nights = stay->nights.data;
  const PtnNight *found = stay->nights.length > 0 ? nights : NULL;

  for (gsize i = 0; i < stay->nights.length && nights[i].date <= date; i++)
    found = &nights[i];
  return found;
}
