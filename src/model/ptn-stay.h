// SPDX-License-Identifier: GPL-3.0-or-later
// A stay is one guest's; it has one night per date (DESIGN §5).
#pragma once

#include "ptn-record.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_STAY_RESERVED,
  PTN_STAY_IN_HOUSE,
  PTN_STAY_DEPARTED,
  PTN_STAY_CANCELLED,
  PTN_STAY_NO_SHOW,
} PtnStayStatus;

typedef struct
{
  PtnDate date;
  PtnUuid room_type;
  PtnUuid room; /* nil: not assigned yet */
  PtnUuid rate_plan;
  gint64  rate; /* minor units of the property currency */
} PtnNight;

typedef struct
{
  PtnUuid     id;
  char       *number; /* the confirmation number, unique in the property */
  PtnUuid     guest;
  int         status; /* PtnStayStatus */
  PtnDate     arrival;
  PtnDate     departure; /* after arrival; the last night is the day before */
  gint64      adults;
  gint64      children;
  PtnCurrency guest_currency; /* empty: the property's */
  PtnRecords  nights;         /* of PtnNight, in order of date, arrival to departure without gaps */
} PtnStay;

extern const PtnRecordType ptn_night_record;
extern const PtnRecordType ptn_stay_record;

/* The night of @date, else the last before it, else the first. Returns: (transfer none) (nullable)
 */
const PtnNight *ptn_stay_night (const PtnStay *stay, PtnDate date);

G_END_DECLS
