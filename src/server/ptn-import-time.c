// SPDX-License-Identifier: GPL-3.0-or-later
// An import's own time: dates moved to today, and local times become instants.

#include "config.h"

#include "ptn-import-private.h"

typedef struct
{
  GTimeZone *zone;
  int        days; /* to add */
} Shift;

static gint64
to_instant (gint64 local, const Shift *shift)
{
  const gint64          minutes = local % PTN_DAY_MS / PTN_MINUTE_MS;
  g_autoptr (GDateTime) time = NULL;
  int                   year, month, day;

  ptn_date_to_ymd ((PtnDate) (local / PTN_DAY_MS) + shift->days, &year, &month, &day);
  time = g_date_time_new (shift->zone, year, month, day, (int) minutes / 60, (int) minutes % 60, 0);
  return g_date_time_to_unix (time) * 1000;
}

static void
move_record (const PtnRecordType *type, gpointer record, const Shift *shift)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];
      gpointer        at = G_STRUCT_MEMBER_P (record, field->offset);

      if (field->type == PTN_FIELD_DATE && *(PtnDate *) at != PTN_DATE_NONE)
        *(PtnDate *) at += shift->days;
      else if (field->type == PTN_FIELD_INSTANT && *(gint64 *) at != 0)
        *(gint64 *) at = to_instant (*(gint64 *) at, shift);
      else if (field->type == PTN_FIELD_RECORDS)
        for (gsize n = 0; n < ((PtnRecords *) at)->length; n++)
          move_record (field->item, (char *) ((PtnRecords *) at)->data + n * field->item->size,
                       shift);
    }
}

/* The last thing that happened to @order, in the file's own time. */
static gint64
latest (const PtnOrder *order)
{
  const PtnOrderHistory *history = order->history.data;

  return order->history.length > 0 ? history[order->history.length - 1].at : order->ordered_at;
}

static void
move_order (PtnImport              *import,
            PtnOrder               *order,
            guint                   index,
            Shift                   shift,
            const PtnImportOptions *options)
{
  const gint64 last = latest (order);

  if (!options->as_of_today && to_instant (last, &shift) > options->now)
    ptn_complain (import->complaints, PTN_ELEMENT (PTN_HOTEL_ORDERS, index),
                  "its last event is in the future; correct its time");
  while (options->as_of_today && to_instant (last, &shift) > options->now)
    shift.days--;
  move_record (&ptn_order_record, order, &shift);
}

void
ptn_import_place_in_time (PtnImport *import, const PtnImportOptions *options)
{
  PtnProperty          *property = &import->hotel->property;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (property->time_zone);
  const PtnDate today = ptn_date_at (options->now - property->night_audit * PTN_MINUTE_MS, zone);
  const Shift   shift = { zone, options->as_of_today ? today - import->as_of : 0 };

  if (import->as_of + shift.days > today)
    {
      ptn_complain (import->complaints, &(PtnJsonPath) { NULL, "as_of", 0 },
                    "is in the future; correct it, or import with --as-of-today");
      return;
    }
  move_record (&ptn_property_record, property, &shift);
  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    for (guint i = 0; i < import->hotel->lists[list]->len; i++)
      {
        gpointer record = import->hotel->lists[list]->pdata[i];

        if (list == PTN_HOTEL_ORDERS)
          move_order (import, record, i, shift, options);
        else
          move_record (ptn_hotel_lists[list].type, record, &shift);
      }
}
