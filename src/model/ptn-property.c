// SPDX-License-Identifier: GPL-3.0-or-later
// The property, its users, rooms, room types and rate plans: their fields.

#include "config.h"

#include "ptn-property.h"

#include "ptn-record-fields.h"

static const char *const pms_names[] = { "none", "one-way", "two-way", NULL };

static const PtnField property_fields[] = {
  PTN_TEXT (PtnProperty, name, PTN_FIELD_REQUIRED, 200),
  PTN_CURRENCY (PtnProperty, currency, PTN_FIELD_REQUIRED),
  PTN_TEXT (PtnProperty, time_zone, PTN_FIELD_REQUIRED, 100),
  PTN_ENUM (PtnProperty, language, ptn_language_names),
  PTN_INTEGER (PtnProperty, night_audit, 0, 24 * 60 - 1),
  PTN_DATE (PtnProperty, business_date, PTN_FIELD_REQUIRED),
  PTN_ENUM (PtnProperty, pms, pms_names),
};

const PtnRecordType ptn_property_record = {
  "property",
  sizeof (PtnProperty),
  property_fields,
  G_N_ELEMENTS (property_fields),
};

const char *const ptn_role_names[] = { "receptionist", "supervisor", "manager", NULL };

static const PtnField user_fields[] = {
  PTN_TEXT (PtnUser, login, PTN_FIELD_REQUIRED, 100),
  PTN_TEXT (PtnUser, name, PTN_FIELD_REQUIRED, 200),
  PTN_ENUM (PtnUser, role, ptn_role_names),
  PTN_BOOLEAN (PtnUser, active),
};

const PtnRecordType ptn_user_record = {
  "user",
  sizeof (PtnUser),
  user_fields,
  G_N_ELEMENTS (user_fields),
};

static const PtnField room_type_fields[] = {
  PTN_TEXT (PtnRoomType, code, PTN_FIELD_REQUIRED, 20),
  PTN_TEXTS (PtnRoomType, name, PTN_FIELD_REQUIRED, 200),
};

const PtnRecordType ptn_room_type_record = {
  "room_type",
  sizeof (PtnRoomType),
  room_type_fields,
  G_N_ELEMENTS (room_type_fields),
};

static const PtnField room_fields[] = {
  PTN_TEXT (PtnRoom, number, PTN_FIELD_REQUIRED, 20),
  PTN_UUID (PtnRoom, room_type, PTN_FIELD_REQUIRED, &ptn_room_type_record),
};

const PtnRecordType ptn_room_record = {
  "room",
  sizeof (PtnRoom),
  room_fields,
  G_N_ELEMENTS (room_fields),
};

static const PtnField rate_plan_fields[] = {
  PTN_TEXT (PtnRatePlan, code, PTN_FIELD_REQUIRED, 20),
  PTN_TEXTS (PtnRatePlan, name, PTN_FIELD_REQUIRED, 200),
  PTN_CURRENCY (PtnRatePlan, currency, PTN_FIELD_REQUIRED),
};

const PtnRecordType ptn_rate_plan_record = {
  "rate_plan",
  sizeof (PtnRatePlan),
  rate_plan_fields,
  G_N_ELEMENTS (rate_plan_fields),
};
