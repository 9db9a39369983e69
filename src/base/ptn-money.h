// SPDX-License-Identifier: GPL-3.0-or-later
// Money as integer minor units with our own ISO 4217 table, and exact exchange rates (DESIGN §5,
// Currency).
#pragma once

#include <glib.h>

#include "ptn-base-error.h"

G_BEGIN_DECLS

/* An ISO 4217 alphabetic code; the zero value (empty code) means "none". */
typedef struct
{
  char code[4];
} PtnCurrency;

/* 1 unit of the guest currency = value / 10^10 units of the property currency. Always positive; 0
 * means "none". */
typedef struct
{
  gint64 e10;
} PtnExchangeRate;

#define PTN_EXCHANGE_RATE_DIGITS    10
#define PTN_EXCHANGE_RATE_TEXT_SIZE 24

/* Reads a code of our ISO 4217 table, upper case. Returns: FALSE for anything else. @code:
 * (nullable) */
gboolean ptn_currency_parse (const char *code, PtnCurrency *out);
gboolean ptn_currency_equal (PtnCurrency a, PtnCurrency b);

/* Number of digits of the minor unit, from our own table (THB 2, JPY 0, KWD 3; LAK, MMK, IQD and
 * LBP as ISO says). */
int ptn_currency_digits (PtnCurrency currency);

/* The place of @currency, which must be one, in ptn_currency_codes(). */
int ptn_currency_index (PtnCurrency currency);

/* All codes of the table, NULL-terminated, sorted. Returns: (transfer none) */
const char *const *ptn_currency_codes (void);

/* Plain decimal with a point and at most 10 fractional digits ("0.0271"), greater than zero. The
 * wire's form. */
gboolean ptn_exchange_rate_parse (const char *text, PtnExchangeRate *out, GError **error);
/* Shortest plain decimal form that reads back as the same rate. */
void ptn_exchange_rate_print (PtnExchangeRate rate, char out[PTN_EXCHANGE_RATE_TEXT_SIZE]);

/* @guest_minor of @guest into @property's minor units at @rate: exact integer arithmetic with a
 * 128-bit intermediate, rounded half-up (away from zero) once. Returns: FALSE with
 * PTN_BASE_ERROR_RANGE on overflow. */
gboolean ptn_money_to_property (gint64          guest_minor,
                                PtnCurrency     guest,
                                PtnCurrency     property,
                                PtnExchangeRate rate,
                                gint64         *property_minor,
                                GError        **error);
/* The inverse direction, likewise. */
gboolean ptn_money_to_guest (gint64          property_minor,
                             PtnCurrency     property,
                             PtnCurrency     guest,
                             PtnExchangeRate rate,
                             gint64         *guest_minor,
                             GError        **error);

/* Sum and product that refuse to overflow: FALSE with PTN_BASE_ERROR_RANGE. */
gboolean ptn_money_add (gint64 a, gint64 b, gint64 *sum, GError **error);
gboolean ptn_money_multiply (gint64 minor, gint64 factor, gint64 *product, GError **error);

/* Splits @minor over @n weights (each >= 0, their sum > 0) by largest remainder; ties: the larger
 * weight, then the lower index (DESIGN §5, Shares). The parts sum exactly to @minor; works for
 * negative amounts too. */
void ptn_money_split (gint64 minor, const gint64 *weights, gsize n, gint64 *parts);

G_END_DECLS
