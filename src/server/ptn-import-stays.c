// SPDX-License-Identifier: GPL-3.0-or-later
// The stays of an import: runs of nights, and the rooms they take.

#include "config.h"

#include "ptn-import-private.h"

#include <string.h>

#include "model/ptn-record-fields.h"

#define NIGHTS_MAX 3660 /* as many as a record can hold */

/* Equal nights, one after the other. */
typedef struct
{
  PtnDate from;
  PtnDate to; /* the first date after the run */
  PtnUuid room_type;
  PtnUuid room;
  PtnUuid rate_plan;
  gint64  rate;
} Run;

static const PtnField run_fields[] = {
  PTN_DATE (Run, from, PTN_FIELD_REQUIRED),
  PTN_DATE (Run, to, PTN_FIELD_REQUIRED),
  PTN_UUID (Run, room_type, PTN_FIELD_REQUIRED, &ptn_room_type_record),
  PTN_UUID (Run, room, PTN_FIELD_OPTIONAL, &ptn_room_record),
  PTN_UUID (Run, rate_plan, PTN_FIELD_REQUIRED, &ptn_rate_plan_record),
  PTN_INTEGER (Run, rate, 0, PTN_AMOUNT_MAX),
};

static const PtnRecordType run_record = { "run", sizeof (Run), run_fields,
                                          G_N_ELEMENTS (run_fields) };

/* A night of a room, as the key of a table of who has it. */
typedef struct
{
  PtnUuid room;
  PtnDate date;
} RoomNight;

static guint
room_night_hash (gconstpointer key)
{
  const RoomNight *night = key;

  return ptn_uuid_hash (&night->room) ^ (guint) night->date * 2654435761u;
}

static gboolean
room_night_equal (gconstpointer a, gconstpointer b)
{
  const RoomNight *first = a, *second = b;

  return first->date == second->date && ptn_uuid_equal (&first->room, &second->room);
}

static gpointer
make_stay_type (G_GNUC_UNUSED gpointer data)
{
  PtnRecordType *type = g_memdup2 (&ptn_stay_record, sizeof ptn_stay_record);
  PtnField      *fields = g_memdup2 (type->fields, type->n_fields * sizeof *fields);

  for (gsize i = 0; i < type->n_fields; i++)
    {
      if (fields[i].item == &ptn_night_record)
        fields[i].item = &run_record;
    }
  type->fields = fields;
  return type;
}

const PtnRecordType *
ptn_import_stay_type (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_stay_type, NULL);
}

static gboolean
check_run (PtnImport         *import,
           const Run         *run,
           PtnDate            expected,
           PtnDate            departure,
           const PtnJsonPath *path)
{
  const PtnRoom *room = ptn_hotel_find (import->hotel, &run->room);
  const guint    before = ptn_complaints_count (import->complaints);
  char           date[PTN_DATE_TEXT_SIZE];

  ptn_date_print (expected, date);
  if (run->from != expected)
    ptn_complain (import->complaints, &(PtnJsonPath) { path, "from", 0 },
                  "must be %s, so that the nights follow each other from the arrival on", date);
  ptn_date_print (departure, date);
  if (run->to <= run->from || run->to > departure)
    ptn_complain (import->complaints, &(PtnJsonPath) { path, "to", 0 },
                  "must be after \"from\" and not after the departure %s", date);
  if (room != NULL && !ptn_uuid_equal (&room->room_type, &run->room_type))
    ptn_complain (import->complaints, &(PtnJsonPath) { path, "room", 0 },
                  "room %s is of another room type; correct the room or the room type",
                  room->number);
  return ptn_complaints_count (import->complaints) == before;
}

static gboolean
check_runs (PtnImport *import, const PtnStay *stay, guint index)
{
  const PtnJsonPath *path = PTN_MEMBER (PTN_HOTEL_STAYS, index, "nights");
  const Run         *runs = stay->nights.data;
  PtnDate            expected = stay->arrival;
  char               departure[PTN_DATE_TEXT_SIZE];

  if (ABS (stay->arrival - import->as_of) > PTN_IMPORT_SPAN)
    {
      ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_STAYS, index, "arrival"),
                    "must be within %d days of \"as_of\"", PTN_IMPORT_SPAN);
      return FALSE;
    }
  if (stay->departure <= stay->arrival || stay->departure - stay->arrival > NIGHTS_MAX)
    {
      ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_STAYS, index, "departure"),
                    "must be after the arrival, by at most %d nights", NIGHTS_MAX);
      return FALSE;
    }
  for (gsize i = 0; i < stay->nights.length; i++)
    {
      if (!check_run (import, &runs[i], expected, stay->departure,
                      &(PtnJsonPath) { path, NULL, i }))
        return FALSE;
      expected = runs[i].to;
    }
  if (expected == stay->departure)
    return TRUE;
  ptn_date_print (stay->departure, departure);
  ptn_complain (import->complaints, path,
                "must reach the departure: the last run ends with \"to\": \"%s\"", departure);
  return FALSE;
}

static PtnNight *
expand (const Run *runs, PtnDate arrival, gsize length)
{
  PtnNight *nights = g_new0 (PtnNight, length);

  for (gsize i = 0; i < length; i++)
    {
      const PtnDate date = arrival + (PtnDate) i;

      while (date >= runs->to)
        runs++;
      nights[i] = (PtnNight) { date, runs->room_type, runs->room, runs->rate_plan, runs->rate };
    }
  return nights;
}

gboolean
ptn_import_expand_nights (PtnImport *import, PtnStay *stay, guint index)
{
  const gint64    length = stay->departure - stay->arrival;
  g_autofree Run *runs = NULL;

  if (!check_runs (import, stay, index))
    return FALSE;
  runs = stay->nights.data;
  stay->nights.data = expand (runs, stay->arrival, length);
  stay->nights.length = length;
  return TRUE;
}

static void
check_status (PtnImport *import, const PtnStay *stay, guint index)
{
  const PtnJsonPath *path = PTN_MEMBER (PTN_HOTEL_STAYS, index, "status");

  if (stay->status == PTN_STAY_IN_HOUSE &&
      (stay->arrival > import->as_of || stay->departure < import->as_of))
    ptn_complain (import->complaints, path,
                  "cannot be \"in-house\": \"as_of\" is not between arrival and departure");
  if (stay->status == PTN_STAY_DEPARTED && stay->departure > import->as_of)
    ptn_complain (import->complaints, path,
                  "cannot be \"departed\": the departure is after \"as_of\"");
}

/* Takes the rooms of the nights of @stay, or complains of the first that is taken. */
static void
take_rooms (PtnImport *import, GHashTable *taken, PtnStay *stay, guint index)
{
  const PtnNight *nights = stay->nights.data;

  for (gsize i = 0; i < stay->nights.length; i++)
    {
      const RoomNight key = { nights[i].room, nights[i].date };
      const PtnRoom  *room = ptn_hotel_find (import->hotel, &key.room);
      const PtnStay  *other;
      char            date[PTN_DATE_TEXT_SIZE];

      if (room == NULL)
        continue;
      other = g_hash_table_lookup (taken, &key);
      if (other == NULL)
        {
          g_hash_table_insert (taken, g_memdup2 (&key, sizeof key), stay);
          continue;
        }
      ptn_date_print (key.date, date);
      ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_STAYS, index, "nights"),
                    "stay %s has room %s in the night of %s already; give one of them another room",
                    other->number, room->number, date);
      return;
    }
}

void
ptn_import_check_stays (PtnImport *import)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (room_night_hash, room_night_equal, g_free,
                                                        NULL);
  const GPtrArray       *stays = import->hotel->lists[PTN_HOTEL_STAYS];

  for (guint i = 0; i < stays->len; i++)
    {
      PtnStay *stay = stays->pdata[i];

      if (stay == NULL)
        continue;
      check_status (import, stay, i);
      if (stay->status != PTN_STAY_CANCELLED && stay->status != PTN_STAY_NO_SHOW)
        take_rooms (import, taken, stay, i);
    }
}
