// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a server's data directory with many orders, through what an import uses: make-hotel
// DIRECTORY ORDERS
//
// The last GUESTS stays are in the house on the day of making and for a year, so that their guests
// can order. Every user's password is "password".

#include "config.h"

#include <stdlib.h>

#include "base/ptn-date.h"
#include "lib/ptn-synth.h"
#include "server/ptn-data-dir.h"
#include "server/ptn-import.h"
#include "server/ptn-schema.h"

#define GUESTS 40
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static PtnHotelList
find_list (const PtnRecordType *type)
{
  PtnHotelList list = 0;

  while (ptn_hotel_lists[list].type != type)
    list++;
  return list;
}

static void
bring_home (PtnStay *stay)
{
  stay->status = PTN_STAY_IN_HOUSE;
  stay->arrival = g_get_real_time () / 1000 / DAY_MS;
  stay->departure = stay->arrival + 365;
  for (guint i = 0; i < stay->nights.length; i++)
    ((PtnNight *) stay->nights.data)[i].date = stay->arrival + i;
}

static PtnHotel *
make_hotel (const PtnSynth *synth)
{
  PtnHotel    *hotel = ptn_hotel_new ();
  PtnSynthIter iter;
  PtnFeedRow   row;

  ptn_synth_iter_init (&iter, synth);
  while (ptn_synth_iter_next (&iter, &row))
    {
      if (row.type == &ptn_property_record)
        {
          hotel->property = *(PtnProperty *) row.record;
          hotel->property.business_date = g_get_real_time () / 1000 / DAY_MS;
          g_free (row.record);
          continue;
        }
      if (row.type == &ptn_user_record)
        g_ptr_array_add (hotel->passwords, g_strdup ("password"));
      ptn_hotel_add (hotel, find_list (row.type), row.record);
    }
  for (guint i = 1; i <= MIN (GUESTS, synth->n_stays); i++)
    bring_home (hotel->lists[PTN_HOTEL_STAYS]->pdata[synth->n_stays - i]);
  return hotel;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError)   error = NULL;
  g_autoptr (PtnHotel) hotel = NULL;
  g_autoptr (PtnDb)    db = NULL;
  g_autofree char     *path = NULL;
  PtnSynth             synth;

  if (argc != 3)
    return EXIT_FAILURE;
  path = ptn_data_dir_database (argv[1]);
  if (ptn_data_dir_lock (argv[1], PTN_DATA_DIR_REPLACE, &error) < 0 ||
      (db = ptn_schema_open (path, &error)) == NULL)
    g_error ("%s", error->message);
  ptn_synth_init (&synth, 1, g_ascii_strtoll (argv[2], NULL, 10));
  hotel = make_hotel (&synth);
  if (!ptn_import_write (db, hotel, PTN_IMPORT_NEW, "", &error))
    g_error ("%s", error->message);
  return EXIT_SUCCESS;
}
