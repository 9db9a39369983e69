// SPDX-License-Identifier: GPL-3.0-or-later
// Root-collation sort keys and the folding for search.
#include "config.h"

#include "ptn-collation.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

#include "ptn-icu.h"

/* Unicode's combining classes from here on are those of diacritics, by their place at the letter.
 * Those below belong to one script each: Thai vowels and tones are 103 and 107. */
#define FIRST_DIACRITIC_CLASS 200

/* One collator for the process: ICU's functions that take a const collator may run in any number of
 * threads at the same time (ICU User Guide, Design, "Thread-safe const APIs"), and nothing changes
 * it once it is open. */
static const UCollator *
root_collator (void)
{
  static UCollator *collator;

  if (g_once_init_enter_pointer (&collator))
    {
      UErrorCode status = U_ZERO_ERROR;
      UCollator *opened = ucol_open ("", &status);

      /* Equivalent spellings (a letter and its marks in any order) must have the same key. */
      ucol_setAttribute (opened, UCOL_NORMALIZATION_MODE, UCOL_ON, &status);
      ptn_icu_check (status, "ucol_open");
      g_once_init_leave_pointer (&collator, opened);
    }
  return collator;
}

/* Returns: (transfer full) */
static UChar *
from_utf8 (const char *text, int32_t *length)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  glong            units;
  UChar           *result = g_utf8_to_utf16 (valid, -1, NULL, &units, NULL);

  *length = (int32_t) units;
  return result;
}

/* Replaces *@text by its normal form. */
static void
normalize (const UNormalizer2 *form, UChar **text, int32_t *length)
{
  UErrorCode    status = U_ZERO_ERROR;
  const int32_t needed = unorm2_normalize (form, *text, *length, NULL, 0, &status);
  UChar        *result = g_new (UChar, needed + 1);

  status = U_ZERO_ERROR;
  *length = unorm2_normalize (form, *text, *length, result, needed + 1, &status);
  ptn_icu_check (status, "unorm2_normalize");
  g_free (*text);
  *text = result;
}

/* Letters with a stroke, which Unicode does not decompose. */
static UChar32
without_stroke (UChar32 letter)
{
  switch (letter)
    {
    case 0x00f0: /* ð */
    case 0x0111: /* đ */
      return 'd';
    case 0x0127: /* ħ */
      return 'h';
    case 0x0131: /* ı */
      return 'i';
    case 0x0142: /* ł */
      return 'l';
    case 0x00f8: /* ø */
      return 'o';
    case 0x0167: /* ŧ */
      return 't';
    default:
      return letter;
    }
}

/* In place: the result is never longer. Returns: its length. */
static int32_t
drop_diacritics (UChar *text, int32_t length)
{
  int32_t from = 0, to = 0;

  while (from < length)
    {
      UChar32 character;

      U16_NEXT (text, from, length, character);
      if (u_getCombiningClass (character) < FIRST_DIACRITIC_CLASS)
        U16_APPEND_UNSAFE (text, to, without_stroke (character));
    }
  return to;
}

GBytes *
ptn_collation_key (const char *text)
{
  int32_t            length, size;
  g_autofree UChar  *units = from_utf8 (text, &length);
  g_autofree guint8 *key = NULL;

  size = ucol_getSortKey (root_collator (), units, length, NULL, 0);
  key = g_malloc ((gsize) size);
  ucol_getSortKey (root_collator (), units, length, key, size);

  /* Without the terminating zero, the only one in a key. */
  return g_bytes_new_take (g_steal_pointer (&key), (gsize) size - 1);
}

const char *
ptn_collation_version (void)
{
  static char *version;

  if (g_once_init_enter_pointer (&version))
    {
      UVersionInfo icu, data;
      char         icu_text[U_MAX_VERSION_STRING_LENGTH], data_text[U_MAX_VERSION_STRING_LENGTH];

      u_getVersion (icu);
      u_versionToString (icu, icu_text);
      ucol_getVersion (root_collator (), data);
      u_versionToString (data, data_text);
      g_once_init_leave_pointer (&version, g_strconcat (icu_text, "/", data_text, NULL));
    }
  return version;
}

char *
ptn_fold (const char *text)
{
  UErrorCode        status = U_ZERO_ERROR;
  g_autofree UChar *units = NULL;
  int32_t           length;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  units = from_utf8 (text, &length);
  normalize (unorm2_getNFKCCasefoldInstance (&status), &units, &length);
  normalize (unorm2_getNFDInstance (&status), &units, &length);
  length = drop_diacritics (units, length);
  normalize (unorm2_getNFCInstance (&status), &units, &length);

  return g_utf16_to_utf8 (units, length, NULL, NULL, NULL);
}
