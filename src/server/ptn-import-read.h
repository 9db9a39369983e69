// SPDX-License-Identifier: GPL-3.0-or-later
// Reading an import file as a whole: either a hotel in which everything fits together, or
// complaints.
//
// The file is one JSON object:
//
//   {"format": "portineria-hotel", "version": 1, "as_of": "2026-01-15",
//    "property": {"key", …}, "users": [{"key", "password", …}, …], "room_types": […], "rooms": […],
//    "rate_plans": […], "guests": […], "stays": […], "offers": […], "orders": […]}
//
// Each object has a "key", a text that is unique in its list, by which others refer to it; its
// other members are the fields of its record in src/model under the wire's names
// (docs/protocol.md), but for these:
//
// * "as_of" is the business date on which all the file's dates are as they should be; the property
// has no "business_date".
// * A reference is the key of what it refers to: "guest": "rossi".
// * An instant is a local time in the property's time zone: "2026-01-14T18:05".
// * A stay's "nights" are runs of equal nights: [{"from", "to", "room_type", "room"?, "rate_plan",
// "rate"}, …]; "to" is the first
//   date that no longer belongs to the run.
// * An order may leave out what its offer and its stay say: "guest", "persons", "name", "type",
// "unit_price", "currency"; and its
//   "history" while nobody has decided. It has no "held_until": whatever it should have caused has
//   happened.
#pragma once

#include "ptn-complaints.h"
#include "ptn-hotel.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean as_of_today; /* move every date by the days from as_of to the property's business date */
  gint64   now;         /* Unix ms: nothing of the hotel lies after it */
} PtnImportOptions;

/* The hotel that @text describes. With as_of_today an order that would lie in the future is moved
 * back by days. Returns: (transfer full) (nullable): NULL where there are @complaints. Any thread.
 */
PtnHotel *ptn_import_read (const char             *text,
                           gsize                   length,
                           const PtnImportOptions *options,
                           PtnComplaints          *complaints);

G_END_DECLS
