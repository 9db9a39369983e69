// SPDX-License-Identifier: GPL-3.0-or-later
// ICU's formatters of one locale, opened once and then only read.
//
// ICU's functions that take a const service object may be called from any number of threads at the
// same time (ICU User Guide, Design, "Thread-safe const APIs"); all formatting here goes through
// such functions, so there is no lock. Only the currency formatters are opened when first used, as
// there are more than a hundred.
#include "config.h"

#include "ptn-locale.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "ptn-currency-table.h"
#include "ptn-decimal.h"
#include "ptn-icu.h"

#define COUNT(code, digits) +1
#define N_CURRENCIES        (PTN_CURRENCY_TABLE (COUNT))
#define N_DATE_STYLES       (PTN_DATE_LONG + 1)
#define AMOUNT_DIGITS_MAX   4
#define NAME_SIZE           ULOC_FULLNAME_CAPACITY
#define FALLBACK_NAME       "en_US"

struct _PtnLocale
{
  int               ref_count; /* atomic */
  char              name[NAME_SIZE];
  char              language[ULOC_LANG_CAPACITY];
  PtnDecimalStyle   decimal;
  char              decimal_point[7];
  UNumberFormatter *amounts[AMOUNT_DIGITS_MAX + 1]; /* by number of decimals */
  UNumberFormatter *rate;
  UNumberFormatter *money[N_CURRENCIES]; /* by ptn_currency_index(); NULL until first used */
  UDateFormat      *dates[N_DATE_STYLES];
  UDateFormat      *instants[N_DATE_STYLES];
};

/* Years have all their digits in every style: 69 could be 2569 or 1969. */
static const char *const date_skeletons[N_DATE_STYLES] = { "yMd", "yMMMd", "yMMMMd" };
static const char *const instant_skeletons[N_DATE_STYLES] = { "yMdjm", "yMMMdjm", "yMMMMdjm" };

static gboolean
is_known_language (const char *language)
{
  char known[ULOC_LANG_CAPACITY];

  for (int32_t i = 0; i < uloc_countAvailable (); i++)
    {
      UErrorCode status = U_ZERO_ERROR;

      uloc_getLanguage (uloc_getAvailable (i), known, sizeof known, &status);
      if (g_str_equal (known, language))
        return TRUE;
    }
  return FALSE;
}

/* Without the encoding and the keywords: the calendar is chosen by us. ICU leaves out the
 * terminating zero where a text fills its buffer: it is told of one byte less than there are, and
 * all are zero before. */
static void
resolve_name (PtnLocale *self, const char *name)
{
  UErrorCode status = U_ZERO_ERROR;
  char       canonical[NAME_SIZE] = "";

  uloc_canonicalize (name, canonical, sizeof canonical - 1, &status);
  uloc_getBaseName (canonical, self->name, sizeof self->name - 1, &status);
  uloc_getLanguage (self->name, self->language, sizeof self->language - 1, &status);

  if (status != U_ZERO_ERROR || !is_known_language (self->language))
    {
      g_strlcpy (self->name, FALLBACK_NAME, sizeof self->name);
      g_strlcpy (self->language, "en", sizeof self->language);
    }
}

static gunichar
get_symbol (const UNumberFormat *format, UNumberFormatSymbol symbol)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar      text[16];
  UChar32    character;

  unum_getSymbol (format, symbol, text, G_N_ELEMENTS (text), &status);
  ptn_icu_check (status, "unum_getSymbol");
  U16_GET_UNSAFE (text, 0, character);
  return (gunichar) character;
}

static void
read_decimal_style (PtnLocale *self)
{
  UErrorCode     status = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, self->name, NULL, &status);
  int            secondary;

  ptn_icu_check (status, "unum_open");
  secondary = unum_getAttribute (format, UNUM_SECONDARY_GROUPING_SIZE);
  self->decimal.decimal = get_symbol (format, UNUM_DECIMAL_SEPARATOR_SYMBOL);
  self->decimal.group = get_symbol (format, UNUM_GROUPING_SEPARATOR_SYMBOL);
  self->decimal.zero = get_symbol (format, UNUM_ZERO_DIGIT_SYMBOL);
  self->decimal.primary = unum_getAttribute (format, UNUM_GROUPING_SIZE);
  self->decimal.secondary = secondary > 0 ? secondary : self->decimal.primary;
  unum_close (format);

  self->decimal_point[g_unichar_to_utf8 (self->decimal.decimal, self->decimal_point)] = '\0';
}

/* @skeleton: in the syntax of ICU's number skeletons, in ASCII. */
static UNumberFormatter *
open_number (const char *locale, const char *skeleton)
{
  UErrorCode        status = U_ZERO_ERROR;
  UChar             units[64];
  UNumberFormatter *formatter;

  u_uastrcpy (units, skeleton);
  formatter = unumf_openForSkeletonAndLocale (units, -1, locale, &status);
  ptn_icu_check (status, skeleton);
  return formatter;
}

/* Four-digit amounts are grouped too (CLDR writes 1234,50 in Italian), so that a column reads
 * evenly. */
static UNumberFormatter *
open_fixed (const char *locale, const char *unit, int digits)
{
  g_autofree char *skeleton = digits == 0
                                  ? g_strdup_printf ("%s precision-integer group-on-aligned", unit)
                                  : g_strdup_printf ("%s .%.*s group-on-aligned", unit, digits,
                                                     "0000");

  return open_number (locale, skeleton);
}

static UNumberFormatter *
money_formatter (PtnLocale *self, PtnCurrency currency)
{
  UNumberFormatter **slot = &self->money[ptn_currency_index (currency)];

  if (g_once_init_enter_pointer (slot))
    {
      char unit[] = "currency/XXX";

      g_strlcpy (unit + sizeof unit - sizeof currency.code, currency.code, sizeof currency.code);
      g_once_init_leave_pointer (slot,
                                 open_fixed (self->name, unit, ptn_currency_digits (currency)));
    }
  return *slot;
}

/* The time zone is UTC: what is formatted are local times already. */
static UDateFormat *
open_date (const char *locale, UDateTimePatternGenerator *generator, const char *skeleton)
{
  UErrorCode   status = U_ZERO_ERROR;
  UChar        units[16], zone[4], pattern[64];
  UDateFormat *format;
  int32_t      length;

  u_uastrcpy (units, skeleton);
  u_uastrcpy (zone, "UTC");
  length = udatpg_getBestPattern (generator, units, -1, pattern, G_N_ELEMENTS (pattern), &status);
  format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1, pattern, length, &status);
  ptn_icu_check (status, "udat_open");
  return format;
}

static void
open_dates (PtnLocale *self, PtnYears years)
{
  const gboolean buddhist = years == PTN_YEARS_BUDDHIST ||
                            (years == PTN_YEARS_OF_LOCALE && g_str_equal (self->language, "th"));
  g_autofree char           *locale = g_strconcat (self->name,
                                                   "@calendar=", buddhist ? "buddhist" : "gregorian", NULL);
  UErrorCode                 status = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator = udatpg_open (locale, &status);

  ptn_icu_check (status, "udatpg_open");
  for (int i = 0; i < N_DATE_STYLES; i++)
    {
      self->dates[i] = open_date (locale, generator, date_skeletons[i]);
      self->instants[i] = open_date (locale, generator, instant_skeletons[i]);
    }
  udatpg_close (generator);
}

static char *
format_number (const UNumberFormatter *formatter, gint64 value, int digits)
{
  UErrorCode        status = U_ZERO_ERROR;
  g_autofree char  *decimal = ptn_decimal_print (value, digits);
  UFormattedNumber *result = unumf_openResult (&status);
  UChar             text[128];
  int32_t           length;

  unumf_formatDecimal (formatter, decimal, -1, result, &status);
  length = unumf_resultToString (result, text, G_N_ELEMENTS (text), &status);
  unumf_closeResult (result);
  ptn_icu_check (status, "unumf_formatDecimal");
  return g_utf16_to_utf8 (text, length, NULL, NULL, NULL);
}

static char *
format_local_time (const UDateFormat *format, gint64 seconds)
{
  UErrorCode    status = U_ZERO_ERROR;
  UChar         text[128];
  const int32_t length = udat_format (format, (UDate) seconds * 1000, text, G_N_ELEMENTS (text),
                                      NULL, &status);

  ptn_icu_check (status, "udat_format");
  return g_utf16_to_utf8 (text, length, NULL, NULL, NULL);
}

static gboolean
refuse_amount (PtnLocale *self, PtnDecimalResult result, PtnCurrency currency, GError **error)
{
  const int        digits = ptn_currency_digits (currency);
  const gint64     example_minor[] = { 1234, 12345, 123450, 1234500, 12345000 };
  g_autofree char *example = ptn_locale_format_amount (self, example_minor[digits], currency);
  g_autofree char *largest = ptn_locale_format_amount (self, G_MAXINT64, currency);

  switch (result)
    {
    case PTN_DECIMAL_NEGATIVE:
      g_set_error_literal (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                           _ ("Enter an amount without a minus sign"));
      break;
    case PTN_DECIMAL_TOO_FINE:
      g_set_error (
          error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
          /* Translators: a currency's code, and an example: 1,234.50 in the reader's form */
          _ ("That is too many decimals for %s. Enter an amount like %s"), currency.code, example);
      break;
    case PTN_DECIMAL_TOO_LARGE:
      g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                   /* Translators: the largest amount */
                   _ ("Enter an amount up to %s"), largest);
      break;
    case PTN_DECIMAL_OK:
    case PTN_DECIMAL_SYNTAX:
    default:
      g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_SYNTAX,
                   /* Translators: an example: 1,234.50 in the reader's form */
                   _ ("Enter an amount like %s"), example);
      break;
    }
  return FALSE;
}

static gboolean
refuse_rate (PtnLocale *self, PtnDecimalResult result, GError **error)
{
  g_autofree char *example = ptn_locale_format_rate (self, (PtnExchangeRate) { 271000000 });
  g_autofree char *largest = ptn_locale_format_rate (self, (PtnExchangeRate) { G_MAXINT64 });

  if (result == PTN_DECIMAL_SYNTAX)
    g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_SYNTAX,
                 /* Translators: an example: 0.0271 in the reader's form */
                 _ ("Enter an exchange rate like %s"), example);
  else if (result == PTN_DECIMAL_TOO_LARGE)
    g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                 /* Translators: the largest exchange rate */
                 _ ("Enter an exchange rate up to %s"), largest);
  else
    g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                 /* Translators: the number 10, and an example: 0.0271 in the reader's form */
                 _ ("Enter an exchange rate above zero, with at most %d decimals, like %s"),
                 PTN_EXCHANGE_RATE_DIGITS, example);
  return FALSE;
}

static void
locale_free (PtnLocale *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->amounts); i++)
    unumf_close (self->amounts[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (self->money); i++)
    unumf_close (self->money[i]);
  unumf_close (self->rate);
  for (int i = 0; i < N_DATE_STYLES; i++)
    {
      udat_close (self->dates[i]);
      udat_close (self->instants[i]);
    }
  g_free (self);
}

PtnLocale *
ptn_locale_new (const char *name, PtnYears years)
{
  PtnLocale *self = g_new0 (PtnLocale, 1);

  self->ref_count = 1;
  resolve_name (self, name);
  read_decimal_style (self);
  for (int i = 0; i <= AMOUNT_DIGITS_MAX; i++)
    self->amounts[i] = open_fixed (self->name, "", i);
  self->rate = open_number (self->name, "group-on-aligned .##########");
  open_dates (self, years);

  return self;
}

PtnLocale *
ptn_locale_ref (PtnLocale *locale)
{
  g_atomic_int_inc (&locale->ref_count);
  return locale;
}

void
ptn_locale_unref (PtnLocale *locale)
{
  if (g_atomic_int_dec_and_test (&locale->ref_count))
    locale_free (locale);
}

const char *
ptn_locale_language (PtnLocale *locale)
{
  return locale->language;
}

const char *
ptn_locale_decimal_point (PtnLocale *locale)
{
  return locale->decimal_point;
}

char *
ptn_locale_format_money (PtnLocale *locale, gint64 minor, PtnCurrency currency)
{
  return format_number (money_formatter (locale, currency), minor, ptn_currency_digits (currency));
}

char *
ptn_locale_format_amount (PtnLocale *locale, gint64 minor, PtnCurrency currency)
{
  const int digits = ptn_currency_digits (currency);

  return format_number (locale->amounts[digits], minor, digits);
}

char *
ptn_locale_format_integer (PtnLocale *locale, gint64 value)
{
  return format_number (locale->amounts[0], value, 0);
}

char *
ptn_locale_format_rate (PtnLocale *locale, PtnExchangeRate rate)
{
  return format_number (locale->rate, rate.e10, PTN_EXCHANGE_RATE_DIGITS);
}

char *
ptn_locale_format_date (PtnLocale *locale, PtnDate date, PtnDateStyle style)
{
  return format_local_time (locale->dates[style], (gint64) date * 24 * 60 * 60);
}

char *
ptn_locale_format_instant (PtnLocale *locale, gint64 instant, GTimeZone *zone, PtnDateStyle style)
{
  return format_local_time (locale->instants[style], ptn_date_local_seconds (instant, zone));
}

gboolean
ptn_locale_parse_amount (PtnLocale  *locale,
                         const char *text,
                         PtnCurrency currency,
                         gint64     *minor,
                         GError    **error)
{
  const PtnDecimalResult result = ptn_decimal_parse (&locale->decimal, text,
                                                     ptn_currency_digits (currency), minor);

  return result == PTN_DECIMAL_OK || refuse_amount (locale, result, currency, error);
}

gboolean
ptn_locale_parse_rate (PtnLocale *locale, const char *text, PtnExchangeRate *rate, GError **error)
{
  gint64                 e10 = 0;
  const PtnDecimalResult result = ptn_decimal_parse (&locale->decimal, text,
                                                     PTN_EXCHANGE_RATE_DIGITS, &e10);

  if (result != PTN_DECIMAL_OK || e10 == 0)
    return refuse_rate (locale, result, error);

  rate->e10 = e10;
  return TRUE;
}
