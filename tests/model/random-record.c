// SPDX-License-Identifier: GPL-3.0-or-later
// Random valid records of any type.

#include "config.h"

#include "random-record.h"

#include <string.h>

#define INSTANT_MAX G_GINT64_CONSTANT (253402300799999)
#define ITEMS_MAX   5

/* What texts are made of: JSON's own signs, the allowed control characters, one to four bytes of
 * UTF-8, a combining mark. */
static const char *const pieces[] = { "a",  "Z", "0", " ", "\"", "\\", "/",  "\n",
                                      "\t", "{", "è", "ü", "ก",  "น้ำ", "😀", "\u00a0" };

gint64
random_integer (gint64 min, gint64 max)
{
  const guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
  const guint64 span = (guint64) max - (guint64) min;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return min;
    case 1:
      return max;
    default:
      return (gint64) ((guint64) min + (span == G_MAXUINT64 ? bits : bits % (span + 1)));
    }
}

static char *
random_text (gint64 max)
{
  GString    *text = g_string_new (NULL);
  const gsize wanted =
      (gsize) (g_test_rand_int_range (0, 10) == 0 ? max : random_integer (1, MIN (max, 30)));

  while (text->len < wanted)
    {
      const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

      g_string_append (text, text->len + strlen (piece) <= wanted ? piece : "x");
    }
  return g_string_free_and_steal (text);
}

static void
random_texts (const PtnField *field, PtnTexts *texts)
{
  const int languages = g_test_rand_int_range (1, 1 << PTN_N_LANGUAGES);

  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      if (languages & 1 << i)
        texts->text[i] = random_text (field->max);
    }
}

static void
random_records (const PtnField *field, PtnRecords *records)
{
  records->length = (gsize) random_integer (0, MIN (field->max, ITEMS_MAX));
  records->data = g_malloc_n (records->length, field->item->size);
  for (gsize i = 0; i < records->length; i++)
    {
      g_autofree gpointer item = random_record (field->item);

      memcpy ((char *) records->data + i * field->item->size, item, field->item->size);
    }
}

static void
random_currency (PtnCurrency *currency)
{
  const char *const *codes = ptn_currency_codes ();

  ptn_currency_parse (codes[g_test_rand_int_range (0, (gint32) g_strv_length ((char **) codes))],
                      currency);
}

void
random_field (const PtnField *field, gpointer record)
{
  gpointer at = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case PTN_FIELD_UUID:
      ptn_uuid_new (at);
      break;
    case PTN_FIELD_TEXT:
      *(char **) at = random_text (field->max);
      break;
    case PTN_FIELD_INTEGER:
      *(gint64 *) at = random_integer (field->min, field->max);
      break;
    case PTN_FIELD_BOOLEAN:
      *(gboolean *) at = g_test_rand_bit () ? TRUE : FALSE;
      break;
    case PTN_FIELD_DATE:
      *(PtnDate *) at = (PtnDate) random_integer (ptn_date_from_ymd (1, 1, 1),
                                                  ptn_date_from_ymd (9999, 12, 31));
      break;
    case PTN_FIELD_INSTANT:
      *(gint64 *) at = random_integer (1, INSTANT_MAX);
      break;
    case PTN_FIELD_CURRENCY:
      random_currency (at);
      break;
    case PTN_FIELD_EXCHANGE_RATE:
      ((PtnExchangeRate *) at)->e10 = random_integer (1, G_MAXINT64);
      break;
    case PTN_FIELD_ENUM:
      *(int *) at = g_test_rand_int_range (0, (gint32) g_strv_length ((char **) field->names));
      break;
    case PTN_FIELD_TEXTS:
      random_texts (field, at);
      break;
    case PTN_FIELD_RECORDS:
      random_records (field, at);
      break;
    }
}

gpointer
random_record (const PtnRecordType *type)
{
  gpointer record = ptn_record_new (type);

  if (ptn_record_type_find (type->name) == type)
    ptn_uuid_new (record);
  for (gsize i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].need == PTN_FIELD_REQUIRED || g_test_rand_bit ())
        random_field (&type->fields[i], record);
    }
  return record;
}
