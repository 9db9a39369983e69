// SPDX-License-Identifier: GPL-3.0-or-later
// A whole hotel in memory, as an import file describes it.
#pragma once

#include "model/ptn-guest.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "model/ptn-stay.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_HOTEL_USERS,
  PTN_HOTEL_ROOM_TYPES,
  PTN_HOTEL_ROOMS,
  PTN_HOTEL_RATE_PLANS,
  PTN_HOTEL_GUESTS,
  PTN_HOTEL_STAYS,
  PTN_HOTEL_OFFERS,
  PTN_HOTEL_ORDERS,
  PTN_N_HOTEL_LISTS,
} PtnHotelList;

/* The lists in an order in which whatever a record refers to comes before it. */
typedef struct
{
  const char          *name; /* the file's member: "room_types" */
  const PtnRecordType *type;
} PtnHotelListInfo;

extern const PtnHotelListInfo ptn_hotel_lists[PTN_N_HOTEL_LISTS];

typedef struct
{
  PtnProperty property;
  GPtrArray
      *lists[PTN_N_HOTEL_LISTS]; /* of records of the list's type; NULL where one is at fault */
  GPtrArray  *passwords;         /* of char *, one for each user */
  GHashTable *by_id; /* the records of all lists, which begin with their ids; borrowed */
} PtnHotel;

/* Returns: (transfer full): an empty hotel */
PtnHotel *ptn_hotel_new (void);
void      ptn_hotel_free (PtnHotel *hotel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnHotel, ptn_hotel_free)

/* Adds @record (transfer full) (nullable) at the end of @list. Of several with one id, the first is
 * found. */
void ptn_hotel_add (PtnHotel *hotel, PtnHotelList list, gpointer record);
/* Returns: (transfer none) (nullable): the record @id of whatever list */
gpointer ptn_hotel_find (PtnHotel *hotel, const PtnUuid *id);

/* The identity of what the file calls @key in @list ("" for the property itself, whose key is
 * @property): made from those words alone, so that importing a hotel again keeps its users' devices
 * and its guests' links. Of UUIDv7's form, with the time 0. */
void ptn_hotel_id (const char *property, const char *list, const char *key, PtnUuid *out);

G_END_DECLS
