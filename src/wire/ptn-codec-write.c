// SPDX-License-Identifier: GPL-3.0-or-later
// Records to JSON, driven by their field tables.

#include "config.h"

#include "ptn-codec.h"

#include "ptn-wire-private.h"

static yyjson_mut_val *
write_date (PtnDate date, PtnJsonMutDoc *doc)
{
  char text[PTN_DATE_TEXT_SIZE];

  if (date == PTN_DATE_NONE)
    return NULL;
  ptn_date_print (date, text);
  return yyjson_mut_strcpy (doc, text);
}

static yyjson_mut_val *
write_exchange_rate (PtnExchangeRate rate, PtnJsonMutDoc *doc)
{
  char text[PTN_EXCHANGE_RATE_TEXT_SIZE];

  if (rate.e10 == 0)
    return NULL;
  ptn_exchange_rate_print (rate, text);
  return yyjson_mut_strcpy (doc, text);
}

static yyjson_mut_val *
write_texts (const PtnTexts *texts, PtnJsonMutDoc *doc)
{
  yyjson_mut_val *object = NULL;

  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      if (texts->text[i] == NULL)
        continue;
      if (object == NULL)
        object = yyjson_mut_obj (doc);
      yyjson_mut_obj_add_str (doc, object, ptn_language_names[i], texts->text[i]);
    }
  return object;
}

static yyjson_mut_val *
write_records (const PtnRecordType *type, const PtnRecords *records, PtnJsonMutDoc *doc)
{
  yyjson_mut_val *array = yyjson_mut_arr (doc);

  for (gsize i = 0; i < records->length; i++)
    yyjson_mut_arr_append (array,
                           ptn_codec_write (type, (char *) records->data + i * type->size, doc));
  return array;
}

/* NULL where the field is absent. */
static yyjson_mut_val *
write_value (const PtnField *field, gconstpointer at, PtnJsonMutDoc *doc)
{
  switch (field->type)
    {
    case PTN_FIELD_UUID:
      return ptn_uuid_is_nil (at) ? NULL : ptn_json_new_uuid (doc, at);
    case PTN_FIELD_TEXT:
      return yyjson_mut_str (doc, *(char *const *) at);
    case PTN_FIELD_INTEGER:
      return yyjson_mut_sint (doc, *(const gint64 *) at);
    case PTN_FIELD_BOOLEAN:
      return yyjson_mut_bool (doc, *(const gboolean *) at);
    case PTN_FIELD_DATE:
      return write_date (*(const PtnDate *) at, doc);
    case PTN_FIELD_INSTANT:
      return *(const gint64 *) at != 0 ? yyjson_mut_sint (doc, *(const gint64 *) at) : NULL;
    case PTN_FIELD_CURRENCY:
      return *(const char *) at != '\0' ? yyjson_mut_str (doc, at) : NULL;
    case PTN_FIELD_EXCHANGE_RATE:
      return write_exchange_rate (*(const PtnExchangeRate *) at, doc);
    case PTN_FIELD_ENUM:
      return yyjson_mut_str (doc, field->names[*(const int *) at]);
    case PTN_FIELD_TEXTS:
      return write_texts (at, doc);
    case PTN_FIELD_RECORDS:
      return write_records (field->item, at, doc);
    default:
      g_return_val_if_reached (NULL);
    }
}

yyjson_mut_val *
ptn_codec_write (const PtnRecordType *type, gconstpointer record, yyjson_mut_doc *doc)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];
      yyjson_mut_val *value = write_value (field, G_STRUCT_MEMBER_P (record, field->offset), doc);

      if (value != NULL)
        yyjson_mut_obj_add_val (doc, object, field->name, value);
    }
  return object;
}

char *
ptn_codec_field_to_text (const PtnField *field, gconstpointer record)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *value = write_value (field, G_STRUCT_MEMBER_P (record, field->offset), doc);

  if (value == NULL)
    return NULL;
  yyjson_mut_doc_set_root (doc, value);
  return ptn_json_to_text (doc, NULL);
}
