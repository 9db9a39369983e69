// SPDX-License-Identifier: GPL-3.0-or-later
// Calendar dates over GLib's own calendar arithmetic.
#include "config.h"

#include "ptn-date.h"

#include <string.h>

/* GDate counts from 0001-01-01 as day 1. */
#define JULIAN_OF_EPOCH 719163
#define SECONDS_PER_DAY (24 * 60 * 60)
#define YEAR_MAX        9999
#define DATE_MIN        (1 - JULIAN_OF_EPOCH)
#define DATE_MAX        2932896 /* 9999-12-31 */

static gboolean
is_date (PtnDate date)
{
  return date >= DATE_MIN && date <= DATE_MAX;
}

static void
to_gdate (PtnDate date, GDate *out)
{
  g_date_clear (out, 1);
  g_date_set_julian (out, (guint32) (date + JULIAN_OF_EPOCH));
}

static gboolean
read_number (const char *text, gsize length, int *out)
{
  *out = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *out = *out * 10 + (text[i] - '0');
    }
  return TRUE;
}

static gint64
floor_div (gint64 value, gint64 divisor)
{
  return value / divisor - (value % divisor < 0);
}

gboolean
ptn_date_parse (const char *text, PtnDate *out)
{
  int     year, month, day;
  PtnDate date;

  if (text == NULL || strlen (text) != PTN_DATE_TEXT_SIZE - 1 || text[4] != '-' || text[7] != '-' ||
      !read_number (text, 4, &year) || !read_number (text + 5, 2, &month) ||
      !read_number (text + 8, 2, &day))
    return FALSE;

  date = ptn_date_from_ymd (year, month, day);
  if (date == PTN_DATE_NONE)
    return FALSE;

  *out = date;
  return TRUE;
}

void
ptn_date_print (PtnDate date, char out[PTN_DATE_TEXT_SIZE])
{
  int year, month, day;

  out[0] = '\0';
  g_return_if_fail (is_date (date));

  ptn_date_to_ymd (date, &year, &month, &day);
  g_snprintf (out, PTN_DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day);
}

PtnDate
ptn_date_from_ymd (int year, int month, int day)
{
  GDate date;

  if (year < 1 || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > 31 ||
      !g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    return PTN_DATE_NONE;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, month, (GDateYear) year);
  return (PtnDate) g_date_get_julian (&date) - JULIAN_OF_EPOCH;
}

void
ptn_date_to_ymd (PtnDate date, int *year, int *month, int *day)
{
  GDate parts;

  g_return_if_fail (is_date (date));

  to_gdate (date, &parts);
  *year = g_date_get_year (&parts);
  *month = g_date_get_month (&parts);
  *day = g_date_get_day (&parts);
}

int
ptn_date_weekday (PtnDate date)
{
  GDate parts;

  g_return_val_if_fail (is_date (date), 1);

  to_gdate (date, &parts);
  return g_date_get_weekday (&parts);
}

GTimeZone *
ptn_time_zone (const char *name)
{
  GTimeZone *zone = g_time_zone_new_identifier (name);

  if (zone != NULL)
    return zone;
  g_warning ("The time zone %s is not known here; install tzdata. UTC is used instead.", name);
  return g_time_zone_new_utc ();
}

gint64
ptn_date_local_seconds (gint64 instant, GTimeZone *zone)
{
  const gint64 seconds = floor_div (instant, 1000);
  const int    interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds);

  return seconds + g_time_zone_get_offset (zone, interval);
}

PtnDate
ptn_date_at (gint64 instant, GTimeZone *zone)
{
  return (PtnDate) floor_div (ptn_date_local_seconds (instant, zone), SECONDS_PER_DAY);
}

gint64
ptn_clock_now (void)
{
  return g_get_real_time () / 1000;
}
