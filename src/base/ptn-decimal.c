// SPDX-License-Identifier: GPL-3.0-or-later
// Strict decimal input, read from left to right without going back.
#include "config.h"

#include "ptn-decimal.h"

#include <string.h>

#define THAI_ZERO   0x0e50
#define MINUS_SIGN  0x2212
#define RIGHT_QUOTE 0x2019

typedef struct
{
  const PtnDecimalStyle *style;
  const char            *at;
  gunichar               zero; /* of the digits read so far; 0 before the first */
  gint64                 value;
  gboolean               overflow;
} Reader;

static gboolean
is_digit_of (gunichar character, gunichar zero)
{
  return character >= zero && character <= zero + 9;
}

static gunichar
zero_of (const PtnDecimalStyle *style, gunichar character)
{
  const gunichar zeros[] = { '0', THAI_ZERO, style->zero };

  for (gsize i = 0; i < G_N_ELEMENTS (zeros); i++)
    if (is_digit_of (character, zeros[i]))
      return zeros[i];
  return 0;
}

static gboolean
is_apostrophe (gunichar character)
{
  return character == '\'' || character == RIGHT_QUOTE;
}

static gboolean
is_group (const PtnDecimalStyle *style, gunichar character)
{
  if (style->primary <= 0)
    return FALSE;
  return character == style->group ||
         (g_unichar_isspace (style->group) &&
          g_unichar_type (character) == G_UNICODE_SPACE_SEPARATOR) ||
         (is_apostrophe (style->group) && is_apostrophe (character));
}

static gunichar
peek (const Reader *reader)
{
  return g_utf8_get_char (reader->at);
}

static void
skip (Reader *reader)
{
  reader->at = g_utf8_next_char (reader->at);
}

static void
add_digit (Reader *reader, int digit)
{
  if (__builtin_mul_overflow (reader->value, 10, &reader->value) ||
      __builtin_add_overflow (reader->value, digit, &reader->value))
    reader->overflow = TRUE;
}

/* Returns: how many digits there were. */
static int
read_digits (Reader *reader)
{
  int length = 0;

  if (reader->zero == 0)
    reader->zero = zero_of (reader->style, peek (reader));

  for (; reader->zero != 0 && is_digit_of (peek (reader), reader->zero); length++)
    {
      add_digit (reader, (int) (peek (reader) - reader->zero));
      skip (reader);
    }
  return length;
}

static gboolean
read_whole (Reader *reader)
{
  const PtnDecimalStyle *style = reader->style;
  const gunichar         first = peek (reader);
  int                    length = read_digits (reader);
  gboolean               grouped = FALSE;

  if (length == 0)
    return FALSE;

  for (; is_group (style, peek (reader)); grouped = TRUE)
    {
      if (grouped ? length != style->secondary : length > style->secondary || first == reader->zero)
        return FALSE;
      skip (reader);
      length = read_digits (reader);
    }
  return !grouped || length == style->primary;
}

/* Returns: the number of fractional digits, or -1 where the separator is followed by none. */
static int
read_fraction (Reader *reader)
{
  int length;

  if (peek (reader) != reader->style->decimal)
    return 0;

  skip (reader);
  length = read_digits (reader);
  return length > 0 ? length : -1;
}

static gboolean
read_minus (Reader *reader)
{
  if (peek (reader) != '-' && peek (reader) != MINUS_SIGN)
    return FALSE;

  skip (reader);
  return TRUE;
}

/* Returns: (transfer full): @text without the white space around it, NULL if it is not UTF-8. */
static char *
strip (const char *text)
{
  const char *end = text + strlen (text);
  const char *before;

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while ((before = g_utf8_find_prev_char (text, end)) != NULL &&
         g_unichar_isspace (g_utf8_get_char (before)))
    end = before;
  return g_strndup (text, (gsize) (end - text));
}

PtnDecimalResult
ptn_decimal_parse (const PtnDecimalStyle *style, const char *text, int digits, gint64 *value)
{
  g_autofree char *stripped = strip (text);
  Reader           reader = { .style = style, .at = stripped };
  gboolean         negative;
  int              fraction;

  if (stripped == NULL)
    return PTN_DECIMAL_SYNTAX;

  negative = read_minus (&reader);
  if (!read_whole (&reader) || (fraction = read_fraction (&reader)) < 0 || *reader.at != '\0')
    return PTN_DECIMAL_SYNTAX;
  if (negative)
    return PTN_DECIMAL_NEGATIVE;
  if (fraction > digits)
    return PTN_DECIMAL_TOO_FINE;

  for (; fraction < digits; fraction++)
    add_digit (&reader, 0);
  if (reader.overflow)
    return PTN_DECIMAL_TOO_LARGE;

  *value = reader.value;
  return PTN_DECIMAL_OK;
}

char *
ptn_decimal_print (gint64 value, int digits)
{
  guint64     magnitude = value < 0 ? -(guint64) value : (guint64) value;
  const char *sign = value < 0 ? "-" : "";
  guint64     one = 1;

  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, sign, magnitude);

  for (int i = 0; i < digits; i++)
    one *= 10;
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, sign, magnitude / one,
                          digits, magnitude % one);
}
