// SPDX-License-Identifier: GPL-3.0-or-later
// A whole hotel in memory.

#include "config.h"

#include "ptn-hotel.h"

#include <string.h>

const PtnHotelListInfo ptn_hotel_lists[PTN_N_HOTEL_LISTS] = {
  [PTN_HOTEL_USERS] = { "users", &ptn_user_record },
  [PTN_HOTEL_ROOM_TYPES] = { "room_types", &ptn_room_type_record },
  [PTN_HOTEL_ROOMS] = { "rooms", &ptn_room_record },
  [PTN_HOTEL_RATE_PLANS] = { "rate_plans", &ptn_rate_plan_record },
  [PTN_HOTEL_GUESTS] = { "guests", &ptn_guest_record },
  [PTN_HOTEL_STAYS] = { "stays", &ptn_stay_record },
  [PTN_HOTEL_OFFERS] = { "offers", &ptn_offer_record },
  [PTN_HOTEL_ORDERS] = { "orders", &ptn_order_record },
};

PtnHotel *
ptn_hotel_new (void)
{
  PtnHotel *hotel = g_new0 (PtnHotel, 1);

  ptn_record_init (&ptn_property_record, &hotel->property);
  for (int i = 0; i < PTN_N_HOTEL_LISTS; i++)
    hotel->lists[i] = g_ptr_array_new ();
  hotel->passwords = g_ptr_array_new_with_free_func (g_free);
  hotel->by_id = g_hash_table_new (ptn_uuid_hash, ptn_uuid_equal);
  return hotel;
}

void
ptn_hotel_free (PtnHotel *hotel)
{
  if (hotel == NULL)
    return;
  g_hash_table_unref (hotel->by_id);
  for (int i = 0; i < PTN_N_HOTEL_LISTS; i++)
    {
      for (guint n = 0; n < hotel->lists[i]->len; n++)
        ptn_record_free (ptn_hotel_lists[i].type, hotel->lists[i]->pdata[n]);
      g_ptr_array_unref (hotel->lists[i]);
    }
  g_ptr_array_unref (hotel->passwords);
  ptn_record_clear (&ptn_property_record, &hotel->property);
  g_free (hotel);
}

void
ptn_hotel_add (PtnHotel *hotel, PtnHotelList list, gpointer record)
{
  g_ptr_array_add (hotel->lists[list], record);
  if (record != NULL && !g_hash_table_contains (hotel->by_id, record))
    g_hash_table_add (hotel->by_id, record); /* it begins with its id */
}

gpointer
ptn_hotel_find (PtnHotel *hotel, const PtnUuid *id)
{
  return g_hash_table_lookup (hotel->by_id, id);
}

void
ptn_hotel_id (const char *property, const char *list, const char *key, PtnUuid *out)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8                digest[32];
  gsize                 size = sizeof digest;

  /* With their ends, so that no two different triples read alike. */
  g_checksum_update (sum, (const guchar *) property, strlen (property) + 1);
  g_checksum_update (sum, (const guchar *) list, strlen (list) + 1);
  g_checksum_update (sum, (const guchar *) key, strlen (key) + 1);
  g_checksum_get_digest (sum, digest, &size);
  memcpy (out->bytes, digest, sizeof out->bytes);
  memset (out->bytes, 0, 6);
  out->bytes[6] = 0x70 | (out->bytes[6] & 0x0f); /* version 7 */
  out->bytes[8] = 0x80 | (out->bytes[8] & 0x3f); /* RFC 9562's variant */
}
