// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed in Italian, Thai, English and some other locales: tables of cases, and properties
// of random ones.
#include "config.h"

#include "base/ptn-locale.h"

#include <string.h>

#define N_RANDOM 50000

static PtnCurrency
currency (const char *code)
{
  PtnCurrency result;

  g_assert_true (ptn_currency_parse (code, &result));
  return result;
}

static void
test_amounts (void)
{
  static const struct
  {
    const char *locale;
    const char *text;
    const char *code;
    gint64      minor;
  } cases[] = {
    { "it", "1.234,50", "EUR", 123450 },
    { "it", "1234,50", "EUR", 123450 },
    { "it", "1234,5", "EUR", 123450 },
    { "it", "1234", "EUR", 123400 },
    { "it", "0", "EUR", 0 },
    { "it", "0,05", "EUR", 5 },
    { "it", "007,5", "EUR", 750 },
    { "it", "1.234", "EUR", 123400 }, /* right grouping: the locale's one reading */
    { "it", "1.234.567,89", "EUR", 123456789 },
    { "it", "  12,50\t", "EUR", 1250 },
    { "it", "\u00a012,50\u202f", "EUR", 1250 },
    { "it", "1.234", "KWD", 1234000 },
    { "it", "1,234", "KWD", 1234 },
    { "it", "1.234", "JPY", 1234 },
    { "it", "๑๒,๕๐", "EUR", 1250 },
    { "en", "1,234.50", "USD", 123450 },
    { "en", "1234.5", "USD", 123450 },
    { "en", "1,234", "USD", 123400 },
    { "en", "1,234,567", "JPY", 1234567 },
    { "en", "1.2345", "CLF", 12345 },
    { "en", "๑,๒๓๔.๕๐", "THB", 123450 },
    { "en", "92,233,720,368,547,758.07", "USD", G_MAXINT64 },
    { "en", "0000000000000000000000000001", "USD", 100 },
    { "th", "1,234.50", "THB", 123450 },
    { "th", "๑,๒๓๔.๕๐", "THB", 123450 },
    { "th", "๑๒๓๔", "THB", 123400 },
    { "de_CH", "1’234.50", "CHF", 123450 },
    { "de_CH", "1'234.50", "CHF", 123450 },
    { "fr_FR", "1\u202f234,50", "EUR", 123450 },
    { "fr_FR", "1\u00a0234,50", "EUR", 123450 },
    { "fr_FR", "1 234,50", "EUR", 123450 },
    { "en_IN", "12,34,567.89", "INR", 123456789 },
    { "fa", "۱٬۲۳۴٫۵۰", "EUR", 123450 },
    { "fa", "1٬234٫50", "EUR", 123450 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].locale, PTN_YEARS_OF_LOCALE);
      g_autoptr (GError)    error = NULL;
      gint64                minor = -1;

      g_test_message ("%s “%s”", cases[i].locale, cases[i].text);
      ptn_locale_parse_amount (locale, cases[i].text, currency (cases[i].code), &minor, &error);
      g_assert_no_error (error);
      g_assert_cmpint (minor, ==, cases[i].minor);
    }
}

#define SYNTAX   PTN_BASE_ERROR_SYNTAX
#define RANGE    PTN_BASE_ERROR_RANGE
#define LIKE_IT  "Enter an amount like 1.234,50"
#define LIKE_EN  "Enter an amount like 1,234.50"
#define NO_MINUS "Enter an amount without a minus sign"

static void
test_amounts_refused (void)
{
  static const struct
  {
    const char *locale;
    const char *text;
    const char *code;
    int         error;
    const char *message;
  } cases[] = {
    { "it", "", "EUR", SYNTAX, LIKE_IT },
    { "it", " ", "EUR", SYNTAX, LIKE_IT },
    { "it", "1234.56", "EUR", SYNTAX, LIKE_IT }, /* ICU reads 123456 */
    { "it", "12.34", "EUR", SYNTAX, LIKE_IT },
    { "it", "1.23,4", "EUR", SYNTAX, LIKE_IT },
    { "it", "1.2345,00", "EUR", SYNTAX, LIKE_IT },
    { "it", "1234.567", "EUR", SYNTAX, LIKE_IT },
    { "it", "1.234567", "EUR", SYNTAX, LIKE_IT },
    { "it", "1..234", "EUR", SYNTAX, LIKE_IT },
    { "it", ".234", "EUR", SYNTAX, LIKE_IT },
    { "it", "1.234.", "EUR", SYNTAX, LIKE_IT },
    { "it", "0.123", "EUR", SYNTAX, LIKE_IT }, /* not 123: somebody means 0,123 */
    { "it", "0.50", "EUR", SYNTAX, LIKE_IT },
    { "it", "1,234.50", "EUR", SYNTAX, LIKE_IT },
    { "it", ",", "EUR", SYNTAX, LIKE_IT },
    { "it", ".", "EUR", SYNTAX, LIKE_IT },
    { "it", "1,", "EUR", SYNTAX, LIKE_IT },
    { "it", ",5", "EUR", SYNTAX, LIKE_IT },
    { "it", "1,2,3", "EUR", SYNTAX, LIKE_IT },
    { "it", "1 234", "EUR", SYNTAX, LIKE_IT },
    { "it", "1\u00a0234", "EUR", SYNTAX, LIKE_IT },
    { "it", "1'234", "EUR", SYNTAX, LIKE_IT },
    { "it", "+", "EUR", SYNTAX, LIKE_IT },
    { "it", "+5", "EUR", SYNTAX, LIKE_IT },
    { "it", "-", "EUR", SYNTAX, LIKE_IT },
    { "it", "--1", "EUR", SYNTAX, LIKE_IT },
    { "it", "- 1", "EUR", SYNTAX, LIKE_IT },
    { "it", "1-", "EUR", SYNTAX, LIKE_IT },
    { "it", "(1)", "EUR", SYNTAX, LIKE_IT },
    { "it", "-1.2", "EUR", SYNTAX, LIKE_IT },
    { "it", "1e3", "EUR", SYNTAX, LIKE_IT },
    { "it", "0x10", "EUR", SYNTAX, LIKE_IT },
    { "it", "1,5a", "EUR", SYNTAX, LIKE_IT },
    { "it", "€ 5", "EUR", SYNTAX, LIKE_IT },
    { "it", "5 €", "EUR", SYNTAX, LIKE_IT },
    { "it", "inf", "EUR", SYNTAX, LIKE_IT },
    { "it", "٣", "EUR", SYNTAX, LIKE_IT },
    { "it", "½", "EUR", SYNTAX, LIKE_IT },
    { "it", "１２", "EUR", SYNTAX, LIKE_IT },
    { "it", "1\u200b2", "EUR", SYNTAX, LIKE_IT },
    { "it", "1\xff", "EUR", SYNTAX, LIKE_IT },
    { "it", "99999999999999999999x", "EUR", SYNTAX, LIKE_IT },
    { "th", "๑2", "THB", SYNTAX, LIKE_EN }, /* a mixture of digits */
    { "th", "12.๕", "THB", SYNTAX, LIKE_EN },
    { "th", "1,๒๓๔", "THB", SYNTAX, LIKE_EN },
    { "th", "๑.๒๓๔,๕๐", "THB", SYNTAX, LIKE_EN },
    { "en", "12,34", "USD", SYNTAX, LIKE_EN },
    { "en", "1,23", "USD", SYNTAX, LIKE_EN },
    { "en", "1.234,50", "USD", SYNTAX, LIKE_EN },
    { "en", "1,2345", "USD", SYNTAX, LIKE_EN },
    { "en", "12,34,567", "USD", SYNTAX, LIKE_EN },
    { "en", "1234,567", "USD", SYNTAX, LIKE_EN },
    { "en", "0,123", "USD", SYNTAX, LIKE_EN },
    { "en_IN", "123,34,567", "INR", SYNTAX, LIKE_EN },
    { "en_IN", "1,234,567", "INR", SYNTAX, LIKE_EN },
    { "en", "x", "JPY", SYNTAX, "Enter an amount like 1,234" },
    { "en", "x", "KWD", SYNTAX, "Enter an amount like 1,234.500" },
    { "it", "-3,20", "EUR", RANGE, NO_MINUS },
    { "it", "\u22123,20", "EUR", RANGE, NO_MINUS },
    { "en", "-0", "EUR", RANGE, NO_MINUS },
    { "it", "1,234", "EUR", RANGE,
      "That is too many decimals for EUR. Enter an amount like 1.234,50" },
    { "it", "1,000", "EUR", RANGE,
      "That is too many decimals for EUR. Enter an amount like 1.234,50" },
    { "en", "1.234", "USD", RANGE,
      "That is too many decimals for USD. Enter an amount like 1,234.50" },
    { "en", "1.5", "JPY", RANGE, "That is too many decimals for JPY. Enter an amount like 1,234" },
    { "en", "1.2345", "KWD", RANGE,
      "That is too many decimals for KWD. Enter an amount like 1,234.500" },
    { "en", "92,233,720,368,547,758.08", "USD", RANGE,
      "Enter an amount up to 92,233,720,368,547,758.07" },
    { "en", "92233720368547759", "USD", RANGE, "Enter an amount up to 92,233,720,368,547,758.07" },
    { "en", "9223372036854775808", "JPY", RANGE,
      "Enter an amount up to 9,223,372,036,854,775,807" },
    { "en", "18446744073709551617", "JPY", RANGE,
      "Enter an amount up to 9,223,372,036,854,775,807" },
    { "en", "100000000000000000000000000000000000000000", "JPY", RANGE,
      "Enter an amount up to 9,223,372,036,854,775,807" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (cases[i].locale, PTN_YEARS_OF_LOCALE);
      g_autofree char      *shown = g_utf8_make_valid (cases[i].text, -1);
      g_autoptr (GError)    error = NULL;
      gint64                minor = -7;

      g_test_message ("%s “%s”", cases[i].locale, shown);
      g_assert_false (ptn_locale_parse_amount (locale, cases[i].text, currency (cases[i].code),
                                               &minor, &error));
      g_assert_error (error, PTN_BASE_ERROR, cases[i].error);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpint (minor, ==, -7);
    }
}

static void
test_rates_refused (void)
{
  static const struct
  {
    const char *text;
    int         error;
    const char *message;
  } cases[] = {
    { "0.0271", SYNTAX, "Enter an exchange rate like 0,0271" },
    { "", SYNTAX, "Enter an exchange rate like 0,0271" },
    { "0", RANGE, "Enter an exchange rate above zero, with at most 10 decimals, like 0,0271" },
    { "-1", RANGE, "Enter an exchange rate above zero, with at most 10 decimals, like 0,0271" },
    { "1,00000000001", RANGE,
      "Enter an exchange rate above zero, with at most 10 decimals, like 0,0271" },
    { "922337204", RANGE, "Enter an exchange rate up to 922.337.203,6854775807" },
  };
  g_autoptr (PtnLocale) locale = ptn_locale_new ("it", PTN_YEARS_OF_LOCALE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      PtnExchangeRate    rate = { 7 };

      g_assert_false (ptn_locale_parse_rate (locale, cases[i].text, &rate, &error));
      g_assert_error (error, PTN_BASE_ERROR, cases[i].error);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_cmpint (rate.e10, ==, 7);
    }
}

static gint64
random_minor (void)
{
  const guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return (gint64) (bits >> g_test_rand_int_range (1, 64));
}

/* What is shown can be typed: in every locale and currency, with as many decimals as the currency
 * has. */
static void
test_round_trip (void)
{
  static const char *const names[] = { "it",    "th",    "en",    "de_CH", "de_AT", "fr_FR",
                                       "en_IN", "es_ES", "pl_PL", "fa",    "ar_EG", "nb_NO" };
  const char *const       *codes = ptn_currency_codes ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (names[i], PTN_YEARS_OF_LOCALE);

      for (int k = 0; codes[k] != NULL; k++)
        for (int n = 0; n < 10; n++)
          {
            const gint64       minor = random_minor ();
            const int          digits = ptn_currency_digits (currency (codes[k]));
            g_autofree char   *text = ptn_locale_format_amount (locale, minor, currency (codes[k]));
            const char        *point = strstr (text, ptn_locale_decimal_point (locale));
            g_autoptr (GError) error = NULL;
            gint64             parsed;

            g_assert_cmpint (point != NULL ? g_utf8_strlen (point, -1) - 1 : 0, ==, digits);
            ptn_locale_parse_amount (locale, text, currency (codes[k]), &parsed, &error);
            g_assert_no_error (error);
            g_assert_cmpint (parsed, ==, minor);
          }
    }
}

/* In Western digits and a point, without white space and grouping. */
static char *
plain (const char *text, char group, char point)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (*text == point)
      g_string_append_c (result, '.');
    else if (*text != group && !g_ascii_isspace (*text))
      g_string_append_c (result, (char) ('0' + g_unichar_digit_value (g_utf8_get_char (text))));
  return g_string_free (result, FALSE);
}

/* "9,999" for the whole part of 1.234,50. */
static char *
grouping (const char *text, char group, char point)
{
  GString *result = g_string_new (NULL);

  for (; *text != '\0' && *text != point; text = g_utf8_next_char (text))
    if (!g_ascii_isspace (*text))
      g_string_append_c (result, *text == group ? ',' : '9');
  return g_string_free (result, FALSE);
}

static char *
random_text (void)
{
  static const char *const pieces[] = { "0", "1", "5", "12", "234", "567", "๑", "๒๓๔",
                                        ".", ",", ".", ",",  " ",   "-",   "e", "'" };
  GString                 *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (1, 7); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Whatever is accepted is the number as written, and where it has grouping it is the grouping that
 * we write. */
static void
check_reading (PtnLocale *locale, const char *text, gint64 minor, PtnCurrency unit)
{
  const char       point = *ptn_locale_decimal_point (locale);
  const char       group = point == ',' ? '.' : ',';
  g_autofree char *shown = ptn_locale_format_amount (locale, minor, unit);
  g_autofree char *read = plain (text, group, point);
  g_autofree char *written = plain (shown, group, point);
  g_autofree char *grouping_read = grouping (text, group, point);
  g_autofree char *grouping_written = grouping (shown, group, point);
  const char      *point_read = strchr (read, '.');
  g_autofree char *padded =
      g_strconcat (read, point_read == NULL ? ".000" : &"000"[strlen (point_read) - 1], NULL);

  if (g_strcmp0 (padded + strspn (padded, "0"), written + strspn (written, "0")) != 0)
    g_error ("“%s” was read as %s", text, shown);

  if (strchr (text, group) != NULL && !g_str_equal (grouping_read, grouping_written))
    g_error ("“%s” was read as %s in spite of its grouping", text, shown);
}

static void
test_never_reread (void)
{
  static const char *const names[] = { "it", "th", "en" };
  int                      accepted = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (PtnLocale) locale = ptn_locale_new (names[i], PTN_YEARS_OF_LOCALE);

      for (int k = 0; k < N_RANDOM; k++)
        {
          g_autofree char *text = random_text ();
          gint64           minor;

          if (!ptn_locale_parse_amount (locale, text, currency ("KWD"), &minor, NULL))
            continue;
          check_reading (locale, text, minor, currency ("KWD"));
          accepted++;
        }
    }
  g_test_message ("%d of %d accepted", accepted, 3 * N_RANDOM);
  g_assert_cmpint (accepted, >, N_RANDOM / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/amounts/accepted", test_amounts);
  g_test_add_func ("/amounts/refused", test_amounts_refused);
  g_test_add_func ("/amounts/rates-refused", test_rates_refused);
  g_test_add_func ("/amounts/round-trip", test_round_trip);
  g_test_add_func ("/amounts/never-reread", test_never_reread);

  return g_test_run ();
}
