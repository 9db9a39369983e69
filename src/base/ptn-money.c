// SPDX-License-Identifier: GPL-3.0-or-later
// Currencies, exact exchange rates and integer money arithmetic.
#include "config.h"

#include "ptn-money.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "ptn-currency-table.h"

__extension__ typedef unsigned __int128 PtnUint128;

typedef struct
{
  char code[4];
  int  digits;
} CurrencyRow;

typedef struct
{
  PtnUint128 remainder;
  gint64     weight;
  gsize      index;
} SharePart;

#define ROW(code, digits) { #code, digits },
static const CurrencyRow rows[] = { PTN_CURRENCY_TABLE (ROW) };
#undef ROW

#define CODE(code, digits) #code,
static const char *const codes[] = { PTN_CURRENCY_TABLE (CODE) NULL };
#undef CODE

static const gint64 powers_of_ten[] = {
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
};

static int
compare_row (const void *code, const void *row)
{
  return strcmp (code, ((const CurrencyRow *) row)->code);
}

static const CurrencyRow *
find_row (const char *code)
{
  return bsearch (code, rows, G_N_ELEMENTS (rows), sizeof rows[0], compare_row);
}

static gboolean
refuse_range (GError **error)
{
  g_set_error_literal (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                       _ ("The amount is too large to calculate with. Use a smaller amount."));
  return FALSE;
}

/* Magnitudes are unsigned, so that every number has one: G_MININT64's is 2^63. */
static PtnUint128
magnitude_of (gint64 minor)
{
  return minor < 0 ? -(PtnUint128) minor : (PtnUint128) minor;
}

static gint64
with_sign_of (gint64 minor, PtnUint128 magnitude)
{
  return (gint64) (minor < 0 ? -magnitude : magnitude);
}

/* |minor| * numerator / denominator, rounded half away from zero, with the sign of @minor. */
static gboolean
scale (gint64 minor, PtnUint128 numerator, PtnUint128 denominator, gint64 *result, GError **error)
{
  PtnUint128 product, quotient, remainder;

  if (__builtin_mul_overflow (magnitude_of (minor), numerator, &product))
    return refuse_range (error);

  quotient = product / denominator;
  remainder = product % denominator;
  if (remainder >= denominator - remainder)
    quotient++;

  if (quotient > (PtnUint128) G_MAXINT64 + (minor < 0))
    return refuse_range (error);

  *result = with_sign_of (minor, quotient);
  return TRUE;
}

/* Larger remainder first, then larger weight, then lower index: a total order, so that every desk
 * splits alike. */
static int
compare_parts (const void *a, const void *b)
{
  const SharePart *left = a, *right = b;

  if (left->remainder != right->remainder)
    return left->remainder > right->remainder ? -1 : 1;
  if (left->weight != right->weight)
    return left->weight > right->weight ? -1 : 1;
  return left->index < right->index ? -1 : 1;
}

/* Digits of @text into @value; @text is moved behind them. Returns: FALSE on overflow. */
static gboolean
read_digits (const char **text, gint64 *value)
{
  for (; g_ascii_isdigit (**text); (*text)++)
    if (__builtin_mul_overflow (*value, 10, value) ||
        __builtin_add_overflow (*value, **text - '0', value))
      return FALSE;
  return TRUE;
}

/* digits, or digits.digits, without needless leading zeros: the shape alone. */
static gboolean
is_plain_decimal (const char *text)
{
  gsize whole = strspn (text, "0123456789");
  gsize fraction;

  if (whole == 0 || (whole > 1 && text[0] == '0'))
    return FALSE;
  if (text[whole] == '\0')
    return TRUE;

  fraction = strspn (text + whole + 1, "0123456789");
  return text[whole] == '.' && fraction > 0 && text[whole + 1 + fraction] == '\0';
}

gboolean
ptn_currency_parse (const char *code, PtnCurrency *out)
{
  const CurrencyRow *row = code != NULL ? find_row (code) : NULL;

  if (row == NULL)
    return FALSE;

  memcpy (out->code, row->code, sizeof out->code);
  return TRUE;
}

gboolean
ptn_currency_equal (PtnCurrency a, PtnCurrency b)
{
  return memcmp (a.code, b.code, sizeof a.code) == 0;
}

int
ptn_currency_index (PtnCurrency currency)
{
  const CurrencyRow *row = find_row (currency.code);

  g_return_val_if_fail (row != NULL, 0);

  return row - rows;
}

int
ptn_currency_digits (PtnCurrency currency)
{
  return rows[ptn_currency_index (currency)].digits;
}

const char *const *
ptn_currency_codes (void)
{
  return codes;
}

gboolean
ptn_exchange_rate_parse (const char *text, PtnExchangeRate *out, GError **error)
{
  const char *end = text, *point;
  gint64      value = 0;
  gsize       fraction = 0;
  gboolean    fits;

  if (text == NULL || !is_plain_decimal (text))
    {
      g_set_error_literal (
          error, PTN_BASE_ERROR, PTN_BASE_ERROR_SYNTAX,
          "Write the exchange rate as a plain decimal number with a point, for example 0.0271");
      return FALSE;
    }

  fits = read_digits (&end, &value);
  point = fits && *end == '.' ? end++ : NULL;
  if (point != NULL)
    {
      fraction = strlen (end);
      fits = fraction <= PTN_EXCHANGE_RATE_DIGITS && read_digits (&end, &value);
    }

  if (!fits || value == 0 ||
      __builtin_mul_overflow (value, powers_of_ten[PTN_EXCHANGE_RATE_DIGITS - fraction], &value))
    {
      g_set_error (
          error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
          "The exchange rate must be greater than zero, below 922337203, with at most %d decimals",
          PTN_EXCHANGE_RATE_DIGITS);
      return FALSE;
    }

  out->e10 = value;
  return TRUE;
}

void
ptn_exchange_rate_print (PtnExchangeRate rate, char out[PTN_EXCHANGE_RATE_TEXT_SIZE])
{
  const gint64 one = powers_of_ten[PTN_EXCHANGE_RATE_DIGITS];
  int          end = g_snprintf (out, PTN_EXCHANGE_RATE_TEXT_SIZE,
                                 "%" G_GINT64_FORMAT ".%010" G_GINT64_FORMAT, rate.e10 / one,
                                 rate.e10 % one);

  while (out[end - 1] == '0')
    end--;
  if (out[end - 1] == '.')
    end--;
  out[end] = '\0';
}

gboolean
ptn_money_to_property (gint64          guest_minor,
                       PtnCurrency     guest,
                       PtnCurrency     property,
                       PtnExchangeRate rate,
                       gint64         *property_minor,
                       GError        **error)
{
  const int digits = ptn_currency_digits (property) - ptn_currency_digits (guest);

  g_return_val_if_fail (rate.e10 > 0, FALSE);

  return scale (guest_minor, (PtnUint128) rate.e10 * powers_of_ten[MAX (digits, 0)],
                (PtnUint128) powers_of_ten[PTN_EXCHANGE_RATE_DIGITS] *
                    powers_of_ten[MAX (-digits, 0)],
                property_minor, error);
}

gboolean
ptn_money_to_guest (gint64          property_minor,
                    PtnCurrency     property,
                    PtnCurrency     guest,
                    PtnExchangeRate rate,
                    gint64         *guest_minor,
                    GError        **error)
{
  const int digits = ptn_currency_digits (guest) - ptn_currency_digits (property);

  g_return_val_if_fail (rate.e10 > 0, FALSE);

  return scale (property_minor,
                (PtnUint128) powers_of_ten[PTN_EXCHANGE_RATE_DIGITS] *
                    powers_of_ten[MAX (digits, 0)],
                (PtnUint128) rate.e10 * powers_of_ten[MAX (-digits, 0)], guest_minor, error);
}

gboolean
ptn_money_add (gint64 a, gint64 b, gint64 *sum, GError **error)
{
  gint64 result;

  if (__builtin_add_overflow (a, b, &result))
    return refuse_range (error);

  *sum = result;
  return TRUE;
}

gboolean
ptn_money_multiply (gint64 minor, gint64 factor, gint64 *product, GError **error)
{
  gint64 result;

  if (__builtin_mul_overflow (minor, factor, &result))
    return refuse_range (error);

  *product = result;
  return TRUE;
}

void
ptn_money_split (gint64 minor, const gint64 *weights, gsize n, gint64 *parts)
{
  const PtnUint128      magnitude = magnitude_of (minor);
  g_autofree SharePart *shares = g_new (SharePart, n);
  PtnUint128            sum = 0, left = magnitude;

  for (gsize i = 0; i < n; i++)
    sum += weights[i];
  g_return_if_fail (sum > 0);

  for (gsize i = 0; i < n; i++)
    {
      const PtnUint128 product = magnitude * weights[i];

      shares[i] = (SharePart) { product % sum, weights[i], i };
      left -= product / sum;
      parts[i] = with_sign_of (minor, product / sum);
    }

  /* What is left is less than the number of parts with a remainder: a weight of 0 never gets any.
   */
  qsort (shares, n, sizeof shares[0], compare_parts);
  for (gsize i = 0; i < left; i++)
    parts[shares[i].index] += minor < 0 ? -1 : 1;
}
