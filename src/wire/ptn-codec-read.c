// SPDX-License-Identifier: GPL-3.0-or-later
// Records from JSON, driven by their field tables.

#include "config.h"

#include "ptn-codec.h"

#include "ptn-wire-private.h"

/* 9999-12-31T23:59:59.999Z, the end of what PtnDate can say. */
#define INSTANT_MAX G_GINT64_CONSTANT (253402300799999)

/* The field that is read, how, and the path of its value. */
typedef struct
{
  const PtnField    *field;
  PtnCodecMode       mode;
  const PtnJsonPath *path;
} Place;

/* C0 and DEL, and C1, which UTF-8 writes as 0xC2 and the code point. */
static gboolean
has_control (const char *text)
{
  for (const guchar *at = (const guchar *) text; *at != '\0'; at++)
    {
      if ((*at < 0x20 && *at != '\n' && *at != '\t') || *at == 0x7f ||
          (*at == 0xc2 && at[1] < 0xa0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_text (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  const gsize length = yyjson_get_len (value);

  if (!yyjson_is_str (value) || length == 0 || length > (gsize) place->field->max)
    return ptn_json_fault (place->path, error, "must be a text of 1 to %" G_GINT64_FORMAT " bytes",
                           place->field->max);
  if (has_control (yyjson_get_str (value)))
    return ptn_json_fault (place->path, error,
                           "must not contain control characters other than newline and tab");
  *(char **) at = g_strndup (yyjson_get_str (value), length);
  return TRUE;
}

static gboolean
read_date (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  return ptn_date_parse (yyjson_get_str (value), at) ||
         ptn_json_fault (place->path, error, "must be a date that exists, written YYYY-MM-DD");
}

static gboolean
read_instant (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  return ptn_json_value_integer (value, 1, INSTANT_MAX, at, place->path, NULL) ||
         ptn_json_fault (place->path, error,
                         "must be a time in Unix milliseconds, from 1 to %" G_GINT64_FORMAT,
                         INSTANT_MAX);
}

static gboolean
read_currency (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  return ptn_currency_parse (yyjson_get_str (value), at) ||
         ptn_json_fault (place->path, error, "must be an ISO 4217 currency code such as \"EUR\"");
}

static gboolean
read_exchange_rate (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  return (yyjson_is_str (value) && ptn_exchange_rate_parse (yyjson_get_str (value), at, NULL)) ||
         ptn_json_fault (place->path, error,
                         "must be an exchange rate in a string, greater than zero and with at most "
                         "%d fractional digits, such as \"0.0271\"",
                         PTN_EXCHANGE_RATE_DIGITS);
}

static gboolean
read_texts (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  PtnTexts *texts = at;
  gboolean  any = FALSE;

  if (!ptn_json_is_object (value, place->path, error) ||
      (place->mode == PTN_CODEC_STRICT &&
       !ptn_json_known (value, ptn_language_names, place->path, error)))
    return FALSE;
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      const PtnJsonPath path = { place->path, ptn_language_names[i], 0 };
      const Place       language = { place->field, place->mode, &path };
      yyjson_val       *text = yyjson_obj_get (value, ptn_language_names[i]);

      if (text != NULL && !read_text (&language, text, &texts->text[i], error))
        return FALSE;
      any = any || text != NULL;
    }
  return any ||
         ptn_json_fault (place->path, error, "must have a text in at least one of: en, it, th");
}

static gboolean
read_records (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  const PtnRecordType *type = place->field->item;
  PtnRecords          *records = at;
  const gsize          length = yyjson_arr_size (value);
  gsize                i, n;
  yyjson_val          *item;

  if (!yyjson_is_arr (value) || length > (gsize) place->field->max)
    return ptn_json_fault (place->path, error,
                           "must be an array of at most %" G_GINT64_FORMAT " elements",
                           place->field->max);
  records->data = g_malloc_n (length, type->size);
  yyjson_arr_foreach (value, i, n, item)
    {
      const PtnJsonPath path = { place->path, NULL, i };
      gpointer          record = (char *) records->data + i * type->size;

      ptn_record_init (type, record);
      if (!ptn_codec_read (type, item, place->mode, &path, record, error))
        return FALSE;
      records->length = i + 1;
    }
  return TRUE;
}

static gboolean
read_value (const Place *place, yyjson_val *value, gpointer at, GError **error)
{
  const PtnField *field = place->field;

  switch (field->type)
    {
    case PTN_FIELD_UUID:
      return ptn_json_value_uuid (value, at, place->path, error);
    case PTN_FIELD_TEXT:
      return read_text (place, value, at, error);
    case PTN_FIELD_INTEGER:
      return ptn_json_value_integer (value, field->min, field->max, at, place->path, error);
    case PTN_FIELD_BOOLEAN:
      return ptn_json_value_boolean (value, at, place->path, error);
    case PTN_FIELD_DATE:
      return read_date (place, value, at, error);
    case PTN_FIELD_INSTANT:
      return read_instant (place, value, at, error);
    case PTN_FIELD_CURRENCY:
      return read_currency (place, value, at, error);
    case PTN_FIELD_EXCHANGE_RATE:
      return read_exchange_rate (place, value, at, error);
    case PTN_FIELD_ENUM:
      return ptn_json_value_enum (value, field->names, at, place->path, error);
    case PTN_FIELD_TEXTS:
      return read_texts (place, value, at, error);
    case PTN_FIELD_RECORDS:
      return read_records (place, value, at, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Our own writers keep the table's order, so the search begins behind the field found last.
 * Returns: n_fields where there is none */
static gsize
find_field (const PtnRecordType *type, yyjson_val *key, gsize from)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const gsize candidate = (from + i) % type->n_fields;

      if (yyjson_equals_str (key, type->fields[candidate].name))
        return candidate;
    }
  return type->n_fields;
}

static gboolean
check_missing (const PtnRecordType *type, guint64 seen, const PtnJsonPath *path, GError **error)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].need == PTN_FIELD_REQUIRED && (seen & (G_GUINT64_CONSTANT (1) << i)) == 0)
        return ptn_json_fault (path, error, "lacks the member \"%s\"", type->fields[i].name);
    }
  return TRUE;
}

static gboolean
read_fields (const PtnRecordType *type,
             yyjson_val          *object,
             PtnCodecMode         mode,
             const PtnJsonPath   *path,
             gpointer             record,
             GError             **error)
{
  guint64     seen = 0;
  gsize       next = 0, i, n;
  yyjson_val *key, *value;

  g_assert (type->n_fields <= 64);
  yyjson_obj_foreach (object, i, n, key, value)
    {
      const PtnJsonPath at = { path, yyjson_get_str (key), 0 };
      const gsize       found = find_field (type, key, next);
      const PtnField   *field = &type->fields[found];

      if (found == type->n_fields)
        {
          if (mode == PTN_CODEC_STRICT)
            return ptn_json_fault (&at, error, "is not a known member");
          continue;
        }
      if (!read_value (&(Place) { field, mode, &at }, value,
                       G_STRUCT_MEMBER_P (record, field->offset), error))
        return FALSE;
      seen |= G_GUINT64_CONSTANT (1) << found;
      next = found + 1;
    }
  return check_missing (type, seen, path, error);
}

gboolean
ptn_codec_read (const PtnRecordType *type,
                yyjson_val          *object,
                PtnCodecMode         mode,
                const PtnJsonPath   *path,
                gpointer             record,
                GError             **error)
{
  if (ptn_json_is_object (object, path, error) &&
      read_fields (type, object, mode, path, record, error))
    return TRUE;
  ptn_record_clear (type, record);
  return FALSE;
}

gboolean
ptn_codec_field_from_text (const PtnField *field,
                           const char     *text,
                           gsize           length,
                           gpointer        record,
                           GError        **error)
{
  const PtnRecordType    whole = { "", 0, field, 1 };
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (text, length, &ptn_json_line_limits, error);
  gpointer               at = G_STRUCT_MEMBER_P (record, field->offset);

  if (doc == NULL)
    return FALSE;
  if (read_value (&(Place) { field, PTN_CODEC_STRICT, NULL }, yyjson_doc_get_root (doc), at, error))
    return TRUE;
  ptn_record_clear (&whole, record);
  return FALSE;
}
