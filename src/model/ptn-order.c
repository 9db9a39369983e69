// SPDX-License-Identifier: GPL-3.0-or-later
// An order and its history: their fields.

#include "config.h"

#include "ptn-order.h"

#include "ptn-guest.h"
#include "ptn-property.h"
#include "ptn-record-fields.h"
#include "ptn-stay.h"

const char *const ptn_order_status_names[] = { "pending", "confirmed", "cancelled", NULL };

static const char *const event_names[] = { "confirmed", "cancelled", "auto-confirmed", "undone",
                                           NULL };

static const PtnField history_fields[] = {
  PTN_INSTANT (PtnOrderHistory, at, PTN_FIELD_REQUIRED),
  PTN_ENUM (PtnOrderHistory, event, event_names),
  PTN_UUID (PtnOrderHistory, by, PTN_FIELD_OPTIONAL, &ptn_user_record),
};

const PtnRecordType ptn_order_history_record = {
  "history",
  sizeof (PtnOrderHistory),
  history_fields,
  G_N_ELEMENTS (history_fields),
};

static const PtnField order_fields[] = {
  PTN_UUID (PtnOrder, guest, PTN_FIELD_REQUIRED, &ptn_guest_record),
  PTN_UUID (PtnOrder, stay, PTN_FIELD_REQUIRED, &ptn_stay_record),
  PTN_UUID (PtnOrder, offer, PTN_FIELD_REQUIRED, &ptn_offer_record),
  PTN_TEXTS (PtnOrder, name, PTN_FIELD_REQUIRED, 200),
  PTN_ENUM (PtnOrder, type, ptn_offer_type_names),
  PTN_INTEGER (PtnOrder, quantity, 1, 99),
  PTN_INTEGER (PtnOrder, persons, 1, 198),
  PTN_DATE (PtnOrder, service_date, PTN_FIELD_OPTIONAL),
  PTN_INTEGER (PtnOrder, unit_price, 0, PTN_AMOUNT_MAX),
  PTN_INTEGER (PtnOrder, revenue, 0, PTN_ORDER_REVENUE_MAX),
  PTN_CURRENCY (PtnOrder, currency, PTN_FIELD_REQUIRED),
  PTN_INSTANT (PtnOrder, ordered_at, PTN_FIELD_REQUIRED),
  PTN_ENUM (PtnOrder, status, ptn_order_status_names),
  PTN_INSTANT (PtnOrder, held_until, PTN_FIELD_OPTIONAL),
  PTN_RECORDS (PtnOrder, history, &ptn_order_history_record, 1000),
};

const PtnRecordType ptn_order_record = {
  "order",
  sizeof (PtnOrder),
  order_fields,
  G_N_ELEMENTS (order_fields),
};
