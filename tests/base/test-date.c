// SPDX-License-Identifier: GPL-3.0-or-later
// Calendar dates: every day of the years 1 to 9999 against a calendar counted by hand, texts, and
// time zones.
#include "config.h"

#include "base/ptn-date.h"

#include <string.h>

static int
month_length (int year, int month)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  const gboolean   leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  return lengths[month - 1] + (month == 2 && leap);
}

static void
check_day (PtnDate date, int year, int month, int day)
{
  char    text[PTN_DATE_TEXT_SIZE], expected[32];
  int     y, m, d;
  PtnDate parsed;

  ptn_date_to_ymd (date, &y, &m, &d);
  if (ptn_date_from_ymd (year, month, day) != date || y != year || m != month || d != day)
    g_error ("Day %d is %04d-%02d-%02d, not %04d-%02d-%02d", date, year, month, day, y, m, d);

  if (day == 1 || day == month_length (year, month))
    {
      ptn_date_print (date, text);
      g_snprintf (expected, sizeof expected, "%04d-%02d-%02d", year, month, day);
      g_assert_cmpstr (text, ==, expected);
      g_assert_true (ptn_date_parse (text, &parsed));
      g_assert_cmpint (parsed, ==, date);
    }
}

static void
test_every_day (void)
{
  PtnDate date = -719162; /* 0001-01-01, a Monday */
  int     weekday = 1;

  for (int year = 1; year <= 9999; year++)
    for (int month = 1; month <= 12; month++)
      for (int day = 1; day <= month_length (year, month); day++)
        {
          check_day (date, year, month, day);
          g_assert_cmpint (ptn_date_weekday (date), ==, weekday);
          weekday = weekday % 7 + 1;
          date++;
        }
  g_assert_cmpint (date - 1, ==, ptn_date_from_ymd (9999, 12, 31));
}

static void
test_known (void)
{
  g_assert_cmpint (ptn_date_from_ymd (1970, 1, 1), ==, 0);
  g_assert_cmpint (ptn_date_from_ymd (1969, 12, 31), ==, -1);
  g_assert_cmpint (ptn_date_from_ymd (2000, 2, 29), ==, 11016);
  g_assert_cmpint (ptn_date_weekday (0), ==, 4);
  g_assert_cmpint (ptn_date_weekday (ptn_date_from_ymd (2026, 11, 22)), ==, 7);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    NULL,         "",           "2026-11-2",  "2026-11-222", "2026-1-22",   "26-11-22",
    "2026/11/22", "2026-11-31", "2026-02-29", "1900-02-29",  "2026-00-10",  "2026-13-10",
    "2026-10-00", "0000-01-01", "-026-01-01", "+026-01-01",  " 2026-11-22", "2026-11-22 ",
    "2026-11- 2", "2026-+1-22", "20261122",   "2026-11-22T", "๒๐๒๖-๑๑-๒๒",  "2O26-11-22",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PtnDate date = 7;

      g_test_message ("“%s”", texts[i]);
      g_assert_false (ptn_date_parse (texts[i], &date));
      g_assert_cmpint (date, ==, 7);
    }
  g_assert_cmpint (ptn_date_from_ymd (2026, 2, 29), ==, PTN_DATE_NONE);
  g_assert_cmpint (ptn_date_from_ymd (0, 1, 1), ==, PTN_DATE_NONE);
  g_assert_cmpint (ptn_date_from_ymd (10000, 1, 1), ==, PTN_DATE_NONE);
  g_assert_cmpint (ptn_date_from_ymd (2026, 257, 1), ==, PTN_DATE_NONE);
  g_assert_cmpint (ptn_date_from_ymd (2026, 1, 257), ==, PTN_DATE_NONE);
  g_assert_cmpint (ptn_date_from_ymd (65536 + 2026, 1, 1), ==, PTN_DATE_NONE);
}

/* A number that is no date is a fault of the program and never printed as some date. */
static void
test_none (void)
{
  static const PtnDate none[] = { PTN_DATE_NONE, -719163, 2932897, G_MAXINT32 };

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    {
      char text[PTN_DATE_TEXT_SIZE] = "unset";

      g_test_expect_message ("portineria", G_LOG_LEVEL_CRITICAL, "*is_date*");
      ptn_date_print (none[i], text);
      g_test_assert_expected_messages ();
      g_assert_cmpstr (text, ==, "");
      g_test_expect_message ("portineria", G_LOG_LEVEL_CRITICAL, "*is_date*");
      ptn_date_weekday (none[i]);
      g_test_assert_expected_messages ();
    }
}

static void
test_zones (void)
{
  static const struct
  {
    const char *zone;
    gint64      instant;
    const char *date;
    gint64      local_seconds;
  } cases[] = {
    { "UTC", 0, "1970-01-01", 0 },
    { "UTC", -1, "1969-12-31", -1 },
    { "UTC", 86399999, "1970-01-01", 86399 },
    { "UTC", 86400000, "1970-01-02", 86400 },
    { "Asia/Bangkok", 1795373999000, "2026-11-23", 1795399199 }, /* 2026-11-22 18:59:59 UTC */
    { "Asia/Bangkok", 1795366799000, "2026-11-22", 1795391999 }, /* 16:59:59 UTC = 23:59:59 */
    { "Asia/Bangkok", 1795366800000, "2026-11-23", 1795392000 },
    { "Europe/Rome", 1774745999000, "2026-03-29",
      1774749599 }, /* 00:59:59 UTC, the last second of winter time */
    { "Europe/Rome", 1774746000000, "2026-03-29", 1774753200 }, /* 01:00 UTC = 03:00 */
    { "Europe/Rome", 1792889999000, "2026-10-25", 1792897199 }, /* the first 02:59:59 … */
    { "Europe/Rome", 1792893599000, "2026-10-25", 1792897199 }, /* … and the second */
    { "Europe/Rome", 1795388399999, "2026-11-22",
      1795391999 }, /* 22:59:59.999 UTC = 23:59:59.999 */
    { "Europe/Rome", 1795388400000, "2026-11-23", 1795392000 },
    { "America/St_Johns", 1795372200000, "2026-11-22", 1795359600 }, /* UTC−3:30 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (cases[i].zone);
      char                  text[PTN_DATE_TEXT_SIZE];

      g_assert_nonnull (zone);
      ptn_date_print (ptn_date_at (cases[i].instant, zone), text);
      g_test_message ("%s %" G_GINT64_FORMAT, cases[i].zone, cases[i].instant);
      g_assert_cmpstr (text, ==, cases[i].date);
      g_assert_cmpint (ptn_date_local_seconds (cases[i].instant, zone), ==, cases[i].local_seconds);
    }
}

static void
test_clock (void)
{
  const gint64 before = g_get_real_time () / 1000;
  const gint64 now = ptn_clock_now ();

  g_assert_cmpint (before, <=, now);
  g_assert_cmpint (now, <=, g_get_real_time () / 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/date/every-day", test_every_day);
  g_test_add_func ("/date/known", test_known);
  g_test_add_func ("/date/refused", test_refused);
  g_test_add_func ("/date/none", test_none);
  g_test_add_func ("/date/zones", test_zones);
  g_test_add_func ("/date/clock", test_clock);

  return g_test_run ();
}
