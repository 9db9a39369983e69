// SPDX-License-Identifier: GPL-3.0-or-later
// What a person reads and types: ICU formatting and strict local decimal input (DESIGN §5).
#pragma once

#include <glib.h>

#include "ptn-collation.h"
#include "ptn-date.h"
#include "ptn-money.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_YEARS_OF_LOCALE, /* Buddhist Era in Thai, Common Era elsewhere */
  PTN_YEARS_COMMON,
  PTN_YEARS_BUDDHIST,
} PtnYears;

typedef enum
{
  PTN_DATE_SHORT,  /* 22/11/2026, 22/11/2569: years have all their digits in every style */
  PTN_DATE_MEDIUM, /* 22 nov 2026, 22 พ.ย. 2569 */
  PTN_DATE_LONG,   /* 22 novembre 2026 */
} PtnDateStyle;

/* Immutable after construction, so any thread may use one at the same time; reference counted. */
typedef struct _PtnLocale PtnLocale;

/* @name: a POSIX or BCP 47 locale name ("it_IT", "it_IT.UTF-8", "th", "en-US"); one that is not
 * Italian, Thai or English is formatted as ICU formats it. Returns: (transfer full), never NULL (an
 * unknown name is en_US). */
PtnLocale *ptn_locale_new (const char *name, PtnYears years);
PtnLocale *ptn_locale_ref (PtnLocale *locale);
void       ptn_locale_unref (PtnLocale *locale);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnLocale, ptn_locale_unref)

/* "en", "it", "th" …: the language part. Returns: (transfer none) */
const char *ptn_locale_language (PtnLocale *locale);
/* The locale's decimal separator, for the numeric pad's point. Returns: (transfer none) */
const char *ptn_locale_decimal_point (PtnLocale *locale);

/* "€ 1.234,50", "1.234,50 €" as the locale writes it; the digits come from our own table, always
 * given to ICU explicitly; never through a double. Returns: (transfer full) */
char *ptn_locale_format_money (PtnLocale *locale, gint64 minor, PtnCurrency currency);
/* The amount alone, grouped, without the currency, as it stands in an entry. Returns: (transfer
 * full) */
char *ptn_locale_format_amount (PtnLocale *locale, gint64 minor, PtnCurrency currency);
/* A whole number, grouped. Returns: (transfer full) */
char *ptn_locale_format_integer (PtnLocale *locale, gint64 value);
/* An exchange rate with the decimals it has: "0,0271". Returns: (transfer full) */
char *ptn_locale_format_rate (PtnLocale *locale, PtnExchangeRate rate);
/* Before 1582-10-15 ICU counts in the Julian calendar. Returns: (transfer full) */
char *ptn_locale_format_date (PtnLocale *locale, PtnDate date, PtnDateStyle style);
/* Date and time to the minute of @instant (Unix ms) in @zone. Returns: (transfer full) */
char *
ptn_locale_format_instant (PtnLocale *locale, gint64 instant, GTimeZone *zone, PtnDateStyle style);

/* Strict local input of an amount of @currency: "1.234,50" (it), "1,234.50" (en, th), Thai digits;
 * grouping is optional but must be right where it stands; at most the currency's fractional digits;
 * surrounding white space is ignored; the whole text is consumed or it fails, and nothing is ever
 * reread as another number. Errors: PTN_BASE_ERROR_SYNTAX, PTN_BASE_ERROR_RANGE, with a translated
 * message for the field. */
gboolean ptn_locale_parse_amount (PtnLocale  *locale,
                                  const char *text,
                                  PtnCurrency currency,
                                  gint64     *minor,
                                  GError    **error);

/* Likewise for an exchange rate, greater than zero and with at most 10 fractional digits. */
gboolean
ptn_locale_parse_rate (PtnLocale *locale, const char *text, PtnExchangeRate *rate, GError **error);

G_END_DECLS
