// SPDX-License-Identifier: GPL-3.0-or-later
// Strict reading of a decimal number in a locale's own form (DESIGN §5, Currency).
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a locale writes a decimal number. */
typedef struct
{
  gunichar decimal;   /* before the fraction */
  gunichar group;     /* between groups of digits */
  int      primary;   /* digits of the last group: 3; 0 = the locale does not group */
  int      secondary; /* digits of the groups before it: 3, in India 2 */
  gunichar zero;      /* the locale's own digit zero; its nine successors are 1 to 9 */
} PtnDecimalStyle;

typedef enum
{
  PTN_DECIMAL_OK,
  PTN_DECIMAL_SYNTAX,    /* not a number in this style; wins over everything below */
  PTN_DECIMAL_NEGATIVE,  /* would be a number without its minus sign */
  PTN_DECIMAL_TOO_FINE,  /* more than @digits fractional digits, even where they are zeros */
  PTN_DECIMAL_TOO_LARGE, /* over G_MAXINT64 */
} PtnDecimalResult;

/* Reads the whole of @text as a number and gives it times 10^@digits in @value, which is left alone
 * on failure. Exact: no double is involved. Thread-safe. @text: UTF-8, checked.
 *
 * White space around the number is ignored. The digits are all Western, all Thai or all the
 * locale's own: a mixture is a slip of the keyboard. Both sides of the decimal separator have a
 * digit: "1," and ",5" are unfinished.
 *
 * Grouping may be left out. Where there is any, every group has its size and the first does not
 * begin with 0: in Italian "0.123" is a foreign 0,123 and not 123. Where the locale groups with a
 * space or an apostrophe, every kind of it is taken, as keyboards have only the plain one. */
PtnDecimalResult
ptn_decimal_parse (const PtnDecimalStyle *style, const char *text, int digits, gint64 *value);

/* @value / 10^@digits as a plain decimal with a point and exactly @digits (0 to 10) decimals:
 * "-1234.50". Returns: (transfer full) */
char *ptn_decimal_print (gint64 value, int digits);

G_END_DECLS
