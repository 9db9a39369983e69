// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown in Italian, Thai, English and some other locales.
#include "config.h"

#include "base/ptn-locale.h"

#include <string.h>

#define N_THREADS 4
#define N_EACH    5000

#define INSTANT 1795374300000 /* 2026-11-22 19:05 UTC */

static PtnCurrency
currency (const char *code)
{
  PtnCurrency result;

  g_assert_true (ptn_currency_parse (code, &result));
  return result;
}

static PtnDate
date (void)
{
  return ptn_date_from_ymd (2026, 11, 22);
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    const char *language;
    const char *decimal_point;
  } cases[] = {
    { "it_IT", "it", "," },
    { "it_IT.UTF-8", "it", "," },
    { "it_IT.utf8@euro", "it", "," },
    { "it", "it", "," },
    { "th", "th", "." },
    { "th-TH", "th", "." },
    { "en-US", "en", "." },
    { "de_CH", "de", "." },
    { "fr_FR", "fr", "," },
    { "fa_IR", "fa", "٫" },
    { "", "en", "." },
    { "C", "en", "." },
    { "C.UTF-8", "en", "." },
    { "POSIX", "en", "." },
    { "zz_ZZ", "en", "." },
    { "nonsense!", "en", "." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].name, PTN_YEARS_OF_LOCALE);

      g_test_message ("“%s”", cases[i].name);
      g_assert_cmpstr (ptn_locale_language (locale), ==, cases[i].language);
      g_assert_cmpstr (ptn_locale_decimal_point (locale), ==, cases[i].decimal_point);
    }
}

/* Longer than any name there is. */
static void
test_long_names (void)
{
  for (gsize length = 0; length < 300; length++)
    {
      g_autofree char      *variant = g_strnfill (length, 'A');
      g_autofree char      *name = g_strconcat ("it_IT_", variant, NULL);
      g_autoptr (PtnLocale) locale = ptn_locale_new (name, PTN_YEARS_OF_LOCALE);
      g_autofree char      *day = ptn_locale_format_date (locale, date (), PTN_DATE_SHORT);

      g_assert_cmpuint (strlen (day), ==, strlen ("22/11/2026"));
    }
}

static void
test_money (void)
{
  static const struct
  {
    const char *locale;
    gint64      minor;
    const char *code;
    const char *money;
    const char *amount;
  } cases[] = {
    { "it_IT", 123450, "EUR", "1.234,50\u00a0€", "1.234,50" },
    { "it_IT", 123456789, "EUR", "1.234.567,89\u00a0€", "1.234.567,89" },
    { "it_IT", 5, "EUR", "0,05\u00a0€", "0,05" },
    { "it_IT", 0, "EUR", "0,00\u00a0€", "0,00" },
    { "it_IT", -123450, "EUR", "-1.234,50\u00a0€", "-1.234,50" },
    { "th_TH", 123450, "THB", "฿1,234.50", "1,234.50" },
    { "th_TH", 1234, "JPY", "¥1,234", "1,234" },
    { "en_US", 123450, "EUR", "€1,234.50", "1,234.50" },
    { "en_US", 123450, "THB", "THB\u00a01,234.50", "1,234.50" },
    { "en_US", 1234500, "KWD", "KWD\u00a01,234.500", "1,234.500" },
    { "en_US", 123450, "LAK", "LAK\u00a01,234.50",
      "1,234.50" }, /* ICU alone writes no decimals for these four */
    { "en_US", 123450, "MMK", "MMK\u00a01,234.50", "1,234.50" },
    { "en_US", 1234500, "IQD", "IQD\u00a01,234.500", "1,234.500" },
    { "en_US", 123450, "LBP", "LBP\u00a01,234.50", "1,234.50" },
    { "en_US", 12345000, "CLF", "CLF\u00a01,234.5000", "1,234.5000" },
    { "en_US", G_MAXINT64, "USD", "$92,233,720,368,547,758.07", "92,233,720,368,547,758.07" },
    { "en_US", G_MININT64, "USD", "-$92,233,720,368,547,758.08", "-92,233,720,368,547,758.08" },
    { "en_IN", 123456789, "INR", "₹12,34,567.89", "12,34,567.89" },
    { "de_CH", 123450, "CHF", "CHF\u00a01’234.50", "1’234.50" },
    { "fr_FR", 123450, "EUR", "1\u202f234,50\u00a0€", "1\u202f234,50" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].locale, PTN_YEARS_OF_LOCALE);
      g_autofree char      *money = ptn_locale_format_money (locale, cases[i].minor,
                                                             currency (cases[i].code));
      g_autofree char      *amount = ptn_locale_format_amount (locale, cases[i].minor,
                                                               currency (cases[i].code));

      g_assert_cmpstr (money, ==, cases[i].money);
      g_assert_cmpstr (amount, ==, cases[i].amount);
    }
}

static void
test_integers_and_rates (void)
{
  static const struct
  {
    const char *locale;
    gint64      e10;
    const char *rate;
    const char *integer;
  } cases[] = {
    { "it_IT", 271000000, "0,0271", "1.234.567" },
    { "th_TH", 369000000000, "36.9", "1,234,567" },
    { "en_US", 1, "0.0000000001", "1,234,567" },
    { "it_IT", 12345000000001, "1.234,5000000001", "1.234.567" },
    { "it_IT", 10000000000, "1", "1.234.567" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].locale, PTN_YEARS_OF_LOCALE);
      g_autofree char   *rate = ptn_locale_format_rate (locale, (PtnExchangeRate) { cases[i].e10 });
      g_autofree char   *integer = ptn_locale_format_integer (locale, 1234567);
      g_autoptr (GError) error = NULL;
      PtnExchangeRate    parsed;

      g_assert_cmpstr (rate, ==, cases[i].rate);
      g_assert_cmpstr (integer, ==, cases[i].integer);
      ptn_locale_parse_rate (locale, rate, &parsed, &error);
      g_assert_no_error (error);
      g_assert_cmpint (parsed.e10, ==, cases[i].e10);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char  *locale;
    PtnYears     years;
    PtnDateStyle style;
    const char  *date;
    const char  *instant; /* in Rome: 20:05 */
  } cases[] = {
    { "it_IT", PTN_YEARS_OF_LOCALE, PTN_DATE_SHORT, "22/11/2026", "22/11/2026, 20:05" },
    { "it_IT", PTN_YEARS_OF_LOCALE, PTN_DATE_MEDIUM, "22 nov 2026", "22 nov 2026, 20:05" },
    { "it_IT", PTN_YEARS_OF_LOCALE, PTN_DATE_LONG, "22 novembre 2026",
      "22 novembre 2026 alle ore 20:05" },
    { "it_IT", PTN_YEARS_BUDDHIST, PTN_DATE_MEDIUM, "22 nov 2569 EB", "22 nov 2569 EB, 20:05" },
    { "th_TH", PTN_YEARS_OF_LOCALE, PTN_DATE_SHORT, "22/11/2569", "22/11/2569 20:05" },
    { "th_TH", PTN_YEARS_OF_LOCALE, PTN_DATE_MEDIUM, "22 พ.ย. 2569", "22 พ.ย. 2569 20:05" },
    { "th_TH", PTN_YEARS_OF_LOCALE, PTN_DATE_LONG, "22 พฤศจิกายน 2569",
      "22 พฤศจิกายน 2569 เวลา 20:05" },
    { "th_TH", PTN_YEARS_BUDDHIST, PTN_DATE_MEDIUM, "22 พ.ย. 2569", "22 พ.ย. 2569 20:05" },
    { "th_TH", PTN_YEARS_COMMON, PTN_DATE_SHORT, "22/11/2026", "22/11/2026 20:05 น." },
    { "th_TH", PTN_YEARS_COMMON, PTN_DATE_MEDIUM, "22 พ.ย. 2026", "22 พ.ย. 2026 20:05 น." },
    { "en_US", PTN_YEARS_OF_LOCALE, PTN_DATE_SHORT, "11/22/2026", "11/22/2026, 8:05\u202fPM" },
    { "en_US", PTN_YEARS_OF_LOCALE, PTN_DATE_MEDIUM, "Nov 22, 2026", "Nov 22, 2026, 8:05\u202fPM" },
    { "en_US", PTN_YEARS_BUDDHIST, PTN_DATE_MEDIUM, "Nov 22, 2569 BE",
      "Nov 22, 2569 BE, 8:05\u202fPM" },
    { "en_GB", PTN_YEARS_OF_LOCALE, PTN_DATE_MEDIUM, "22 Nov 2026", "22 Nov 2026, 20:05" },
    { "fa_IR", PTN_YEARS_OF_LOCALE, PTN_DATE_SHORT, "۲۰۲۶/۱۱/۲۲", "۲۰۲۶/۱۱/۲۲, ۲۰:۰۵" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Rome");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].locale, cases[i].years);
      g_autofree char      *day = ptn_locale_format_date (locale, date (), cases[i].style);
      g_autofree char *instant = ptn_locale_format_instant (locale, INSTANT, zone, cases[i].style);

      g_assert_cmpstr (day, ==, cases[i].date);
      g_assert_cmpstr (instant, ==, cases[i].instant);
    }
}

/* The day of a date never depends on a time zone, that of an instant does. */
static void
test_zones (void)
{
  g_autoptr (PtnLocale) locale = ptn_locale_new ("it_IT", PTN_YEARS_OF_LOCALE);
  g_autoptr (GTimeZone) bangkok = g_time_zone_new_identifier ("Asia/Bangkok");
  g_autofree char *instant = ptn_locale_format_instant (locale, INSTANT, bangkok, PTN_DATE_SHORT);
  g_autofree char *leap = ptn_locale_format_date (locale, ptn_date_from_ymd (2024, 2, 29),
                                                  PTN_DATE_SHORT);
  g_autofree char *before_1970 = ptn_locale_format_date (locale, ptn_date_from_ymd (1955, 5, 1),
                                                         PTN_DATE_SHORT);

  g_assert_cmpstr (instant, ==, "23/11/2026, 02:05");
  g_assert_cmpstr (leap, ==, "29/02/2024");
  g_assert_cmpstr (before_1970, ==, "01/05/1955");
}

static GTimeZone *rome;

static gpointer
format_cb (gpointer data)
{
  PtnLocale         *locale = data;
  const char *const *codes = ptn_currency_codes ();
  const int          n_codes = (int) g_strv_length ((char **) codes);

  for (int i = 0; i < N_EACH; i++)
    {
      g_autofree char *day = ptn_locale_format_date (locale, date (), PTN_DATE_MEDIUM);
      g_autofree char *instant = ptn_locale_format_instant (locale, INSTANT, rome, PTN_DATE_SHORT);
      g_autofree char *money = ptn_locale_format_money (locale, 123450, currency ("EUR"));
      g_autofree char *first_use = ptn_locale_format_money (locale, 1,
                                                            currency (codes[i % n_codes]));
      gint64           minor;

      g_assert_cmpstr (day, ==, "22 nov 2026");
      g_assert_cmpstr (instant, ==, "22/11/2026, 20:05");
      g_assert_cmpstr (money, ==, "1.234,50\u00a0€");
      g_assert_nonnull (first_use);
      g_assert_true (ptn_locale_parse_amount (locale, "1.234,50", currency ("EUR"), &minor, NULL));
      g_assert_cmpint (minor, ==, 123450);
    }
  ptn_locale_unref (locale);
  return NULL;
}

static void
test_threads (void)
{
  PtnLocale *locale = ptn_locale_new ("it_IT", PTN_YEARS_OF_LOCALE);
  GThread   *threads[N_THREADS];

  rome = g_time_zone_new_identifier ("Europe/Rome");
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("format", format_cb, ptn_locale_ref (locale));
  ptn_locale_unref (locale);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_clear_pointer (&rome, g_time_zone_unref);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/locale/names", test_names);
  g_test_add_func ("/locale/long-names", test_long_names);
  g_test_add_func ("/locale/money", test_money);
  g_test_add_func ("/locale/integers-and-rates", test_integers_and_rates);
  g_test_add_func ("/locale/dates", test_dates);
  g_test_add_func ("/locale/zones", test_zones);
  g_test_add_func ("/locale/threads", test_threads);

  return g_test_run ();
}
