// SPDX-License-Identifier: GPL-3.0-or-later
// The property, its users, rooms, room types and rate plans.
#pragma once

#include "ptn-record.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_PMS_NONE,
  PTN_PMS_ONE_WAY,
  PTN_PMS_TWO_WAY,
} PtnPmsMode;

typedef struct
{
  PtnUuid     id;
  char       *name;
  PtnCurrency currency;
  char       *time_zone; /* IANA name */
  int         language;  /* PtnLanguage: the fallback of every PtnTexts */
  gint64 night_audit;    /* minutes after local midnight at which the business date advances; 240 =
                            04:00 */
  PtnDate business_date;
  int     pms; /* PtnPmsMode */
} PtnProperty;

typedef enum
{
  PTN_ROLE_RECEPTIONIST,
  PTN_ROLE_SUPERVISOR,
  PTN_ROLE_MANAGER,
} PtnRole;

typedef struct
{
  PtnUuid  id;
  char    *login; /* unique in the property, compared after folding */
  char    *name;
  int      role; /* PtnRole */
  gboolean active;
} PtnUser;

typedef struct
{
  PtnUuid  id;
  char    *code;
  PtnTexts name;
} PtnRoomType;

typedef struct
{
  PtnUuid id;
  char   *number;
  PtnUuid room_type;
} PtnRoom;

typedef struct
{
  PtnUuid     id;
  char       *code;
  PtnTexts    name;
  PtnCurrency currency;
} PtnRatePlan;

extern const char *const   ptn_role_names[];
extern const PtnRecordType ptn_property_record;
extern const PtnRecordType ptn_user_record;
extern const PtnRecordType ptn_room_type_record;
extern const PtnRecordType ptn_room_record;
extern const PtnRecordType ptn_rate_plan_record;

G_END_DECLS
