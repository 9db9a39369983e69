// SPDX-License-Identifier: GPL-3.0-or-later
// Queries of the Orders list.

#include "config.h"

#include "ptn-order-query.h"

#include "base/ptn-collation.h"

void
ptn_order_query_init (PtnOrderQuery *query)
{
  *query = (PtnOrderQuery) { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE };
}

void
ptn_order_query_clear (PtnOrderQuery *query)
{
  g_free (query->search);
  ptn_order_query_init (query);
}

PtnOrderQuery *
ptn_order_query_copy (const PtnOrderQuery *query)
{
  PtnOrderQuery *copy = g_memdup2 (query, sizeof *query);

  copy->search = g_strdup (query->search);
  return copy;
}

void
ptn_order_query_free (PtnOrderQuery *query)
{
  if (query == NULL)
    return;
  g_free (query->search);
  g_free (query);
}

gboolean
ptn_order_query_has_status (const PtnOrderQuery *query, int status)
{
  return query->statuses == 0 || (query->statuses & (1u << status)) != 0;
}

gboolean
ptn_order_query_has_type (const PtnOrderQuery *query, int type)
{
  return query->types == 0 || (query->types & (1u << type)) != 0;
}

char *
ptn_order_query_fold (const PtnOrderQuery *query)
{
  g_autofree char *trimmed = query->search != NULL ? g_strstrip (g_strdup (query->search)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? ptn_fold (trimmed) : NULL;
}

/* The instant at which @date begins. */
static gint64
start_of_day (PtnDate date, GTimeZone *zone)
{
  g_autoptr (GDateTime) midnight = NULL;
  int                   year, month, day;

  ptn_date_to_ymd (date, &year, &month, &day);
  midnight = g_date_time_new (zone, year, month, day, 0, 0, 0);
  return midnight != NULL ? g_date_time_to_unix (midnight) * 1000 : G_MAXINT64;
}

PtnOrderInstants
ptn_order_query_instants (const PtnOrderQuery *query, const char *time_zone)
{
  g_autoptr (GTimeZone) zone = time_zone != NULL ? g_time_zone_new_identifier (time_zone) : NULL;
  PtnOrderInstants      instants = { .from = G_MININT64, .to = G_MAXINT64 };

  if (zone == NULL)
    zone = g_time_zone_new_utc ();
  if (query->from != PTN_DATE_NONE)
    instants.from = start_of_day (query->from, zone);
  if (query->to != PTN_DATE_NONE)
    instants.to = start_of_day (query->to + 1, zone);
  return instants;
}
