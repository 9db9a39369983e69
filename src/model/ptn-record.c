// SPDX-License-Identifier: GPL-3.0-or-later
// What every record can do, driven by its field table.

#include "config.h"

#include "ptn-record.h"

#include <string.h>

#include "ptn-guest.h"
#include "ptn-offer.h"
#include "ptn-order.h"
#include "ptn-property.h"
#include "ptn-stay.h"

const char *const ptn_language_names[] = { "en", "it", "th", NULL };

const PtnRecordType *const ptn_record_types[] = {
  &ptn_property_record,  &ptn_user_record,
  &ptn_room_type_record, &ptn_room_record,
  &ptn_rate_plan_record, &ptn_guest_record,
  &ptn_stay_record,      &ptn_offer_record,
  &ptn_order_record,     NULL,
};

const PtnRecordType *
ptn_record_type_find (const char *name)
{
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    {
      if (g_str_equal (ptn_record_types[i]->name, name))
        return ptn_record_types[i];
    }
  return NULL;
}

static gboolean
has_id (const PtnRecordType *type)
{
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    {
      if (ptn_record_types[i] == type)
        return TRUE;
    }
  return FALSE;
}

static void
clear_texts (PtnTexts *texts)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    g_clear_pointer (&texts->text[i], g_free);
}

static void
detach_texts (PtnTexts *texts)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    texts->text[i] = g_strdup (texts->text[i]);
}

static void
clear_records (const PtnRecordType *type, PtnRecords *records)
{
  for (gsize i = 0; i < records->length; i++)
    ptn_record_clear (type, (char *) records->data + i * type->size);
  g_clear_pointer (&records->data, g_free);
  records->length = 0;
}

/* Replaces what @record shares with another after a shallow copy by copies of its own. */
static void
detach (const PtnRecordType *type, gpointer record)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];
      gpointer        at = G_STRUCT_MEMBER_P (record, field->offset);

      if (field->type == PTN_FIELD_TEXT)
        *(char **) at = g_strdup (*(char **) at);
      else if (field->type == PTN_FIELD_TEXTS)
        detach_texts (at);
      else if (field->type == PTN_FIELD_RECORDS)
        {
          PtnRecords *items = at;

          items->data = g_memdup2 (items->data, items->length * field->item->size);
          for (gsize n = 0; n < items->length; n++)
            detach (field->item, (char *) items->data + n * field->item->size);
        }
    }
}

static gboolean
records_equal (const PtnRecordType *type, const PtnRecords *a, const PtnRecords *b)
{
  if (a->length != b->length)
    return FALSE;
  for (gsize i = 0; i < a->length; i++)
    {
      if (!ptn_record_equal (type, (char *) a->data + i * type->size,
                             (char *) b->data + i * type->size))
        return FALSE;
    }
  return TRUE;
}

static gboolean
texts_equal (const PtnTexts *a, const PtnTexts *b)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      if (g_strcmp0 (a->text[i], b->text[i]) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
field_equal (const PtnField *field, gconstpointer a, gconstpointer b)
{
  switch (field->type)
    {
    case PTN_FIELD_UUID:
      return ptn_uuid_equal (a, b);
    case PTN_FIELD_TEXT:
      return g_strcmp0 (*(char *const *) a, *(char *const *) b) == 0;
    case PTN_FIELD_INTEGER:
    case PTN_FIELD_INSTANT:
      return *(const gint64 *) a == *(const gint64 *) b;
    case PTN_FIELD_BOOLEAN:
      return !*(const gboolean *) a == !*(const gboolean *) b;
    case PTN_FIELD_DATE:
      return *(const PtnDate *) a == *(const PtnDate *) b;
    case PTN_FIELD_CURRENCY:
      return ptn_currency_equal (*(const PtnCurrency *) a, *(const PtnCurrency *) b);
    case PTN_FIELD_EXCHANGE_RATE:
      return ((const PtnExchangeRate *) a)->e10 == ((const PtnExchangeRate *) b)->e10;
    case PTN_FIELD_ENUM:
      return *(const int *) a == *(const int *) b;
    case PTN_FIELD_TEXTS:
      return texts_equal (a, b);
    case PTN_FIELD_RECORDS:
      return records_equal (field->item, a, b);
    default:
      g_return_val_if_reached (FALSE);
    }
}

gpointer
ptn_record_new (const PtnRecordType *type)
{
  gpointer record = g_malloc (type->size);

  ptn_record_init (type, record);
  return record;
}

void
ptn_record_init (const PtnRecordType *type, gpointer record)
{
  memset (record, 0, type->size);
  for (gsize i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].type == PTN_FIELD_DATE)
        G_STRUCT_MEMBER (PtnDate, record, type->fields[i].offset) = PTN_DATE_NONE;
    }
}

void
ptn_record_clear (const PtnRecordType *type, gpointer record)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];
      gpointer        at = G_STRUCT_MEMBER_P (record, field->offset);

      if (field->type == PTN_FIELD_TEXT)
        g_clear_pointer ((char **) at, g_free);
      else if (field->type == PTN_FIELD_TEXTS)
        clear_texts (at);
      else if (field->type == PTN_FIELD_RECORDS)
        clear_records (field->item, at);
    }
  ptn_record_init (type, record);
}

void
ptn_record_free (const PtnRecordType *type, gpointer record)
{
  if (record == NULL)
    return;
  ptn_record_clear (type, record);
  g_free (record);
}

gpointer
ptn_record_copy (const PtnRecordType *type, gconstpointer record)
{
  gpointer copy = g_memdup2 (record, type->size);

  detach (type, copy);
  return copy;
}

gboolean
ptn_record_equal (const PtnRecordType *type, gconstpointer a, gconstpointer b)
{
  if (has_id (type) && !ptn_uuid_equal (a, b))
    return FALSE;
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];

      if (!field_equal (field, G_STRUCT_MEMBER_P (a, field->offset),
                        G_STRUCT_MEMBER_P (b, field->offset)))
        return FALSE;
    }
  return TRUE;
}

const char *
ptn_texts_get (const PtnTexts *texts, PtnLanguage language, PtnLanguage fallback)
{
  if (texts->text[language] != NULL)
    return texts->text[language];
  if (texts->text[fallback] != NULL)
    return texts->text[fallback];
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      if (texts->text[i] != NULL)
        return texts->text[i];
    }
  return "";
}

PtnLanguage
ptn_language_parse (const char *name)
{
  for (int i = 0; name != NULL && i < PTN_N_LANGUAGES; i++)
    {
      const gsize length = strlen (ptn_language_names[i]);

      if (g_ascii_strncasecmp (name, ptn_language_names[i], length) == 0 &&
          !g_ascii_isalpha (name[length]))
        return (PtnLanguage) i;
    }
  return PTN_LANGUAGE_EN;
}
