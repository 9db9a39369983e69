// SPDX-License-Identifier: GPL-3.0-or-later
// A record's fields as columns.

#include "config.h"

#include "ptn-record-sql.h"

#include <string.h>

#include "wire/ptn-codec.h"

typedef void (*Append) (GString *out, const PtnField *field, int n);

static char *
join (const PtnRecordType *type, int first, Append append)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < type->n_fields; i++)
    {
      if (i > 0)
        g_string_append (out, ", ");
      append (out, &type->fields[i], first + (int) i);
    }
  return g_string_free (out, FALSE);
}

static void
append_name (GString *out, const PtnField *field, G_GNUC_UNUSED int n)
{
  g_string_append (out, field->name);
}

static void
append_param (GString *out, G_GNUC_UNUSED const PtnField *field, int n)
{
  g_string_append_printf (out, "$%d", n);
}

static void
append_assignment (GString *out, const PtnField *field, int n)
{
  g_string_append_printf (out, "%s = $%d", field->name, n);
}

const char *
ptn_record_columns (const PtnRecordType *type)
{
  g_autofree char *columns = join (type, 1, append_name);

  return g_intern_string (columns);
}

char *
ptn_record_params (const PtnRecordType *type, int first)
{
  return join (type, first, append_param);
}

char *
ptn_record_assignments (const PtnRecordType *type, int first)
{
  return join (type, first, append_assignment);
}

static void
bind_date (PtnStatement *statement, int n, PtnDate date)
{
  char text[PTN_DATE_TEXT_SIZE];

  if (date == PTN_DATE_NONE)
    {
      ptn_statement_bind_text (statement, n, NULL);
      return;
    }
  ptn_date_print (date, text);
  ptn_statement_bind_text (statement, n, text);
}

static void
bind_rate (PtnStatement *statement, int n, PtnExchangeRate rate)
{
  char text[PTN_EXCHANGE_RATE_TEXT_SIZE];

  if (rate.e10 == 0)
    {
      ptn_statement_bind_text (statement, n, NULL);
      return;
    }
  ptn_exchange_rate_print (rate, text);
  ptn_statement_bind_text (statement, n, text);
}

static void
bind_json (PtnStatement *statement, int n, const PtnField *field, gconstpointer record)
{
  g_autofree char *json = ptn_codec_field_to_text (field, record);

  ptn_statement_bind_text (statement, n, json);
}

static void
bind_instant (PtnStatement *statement, int n, const PtnField *field, gint64 instant)
{
  if (instant == 0 && field->need == PTN_FIELD_OPTIONAL)
    ptn_statement_bind_text (statement, n, NULL);
  else
    ptn_statement_bind_int (statement, n, instant);
}

static void
bind_field (PtnStatement *statement, int n, const PtnField *field, gconstpointer record)
{
  gconstpointer value = (const char *) record + field->offset;

  switch (field->type)
    {
    case PTN_FIELD_UUID:
      ptn_statement_bind_uuid (statement, n, value);
      break;
    case PTN_FIELD_TEXT:
      ptn_statement_bind_text (statement, n, *(char *const *) value);
      break;
    case PTN_FIELD_INTEGER:
      ptn_statement_bind_int (statement, n, *(const gint64 *) value);
      break;
    case PTN_FIELD_INSTANT:
      bind_instant (statement, n, field, *(const gint64 *) value);
      break;
    case PTN_FIELD_BOOLEAN:
    case PTN_FIELD_ENUM:
      ptn_statement_bind_int (statement, n, *(const int *) value);
      break;
    case PTN_FIELD_DATE:
      bind_date (statement, n, *(const PtnDate *) value);
      break;
    case PTN_FIELD_CURRENCY:
      {
        const char *code = ((const PtnCurrency *) value)->code;

        ptn_statement_bind_text (statement, n, *code != '\0' ? code : NULL);
        break;
      }
    case PTN_FIELD_EXCHANGE_RATE:
      bind_rate (statement, n, *(const PtnExchangeRate *) value);
      break;
    case PTN_FIELD_TEXTS:
    case PTN_FIELD_RECORDS:
      bind_json (statement, n, field, record);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
ptn_record_bind (PtnStatement        *statement,
                 int                  first,
                 const PtnRecordType *type,
                 gconstpointer        record)
{
  for (gsize i = 0; i < type->n_fields; i++)
    bind_field (statement, first + (int) i, &type->fields[i], record);
}

/* FALSE where the column holds what the field cannot. */
static gboolean
load_field (PtnStatement   *statement,
            int             column,
            const PtnField *field,
            gpointer        record,
            GError        **error)
{
  gpointer value = (char *) record + field->offset;

  if (ptn_statement_is_null (statement, column))
    return field->need == PTN_FIELD_OPTIONAL;
  switch (field->type)
    {
    case PTN_FIELD_UUID:
      return ptn_statement_uuid (statement, column, value);
    case PTN_FIELD_TEXT:
      *(char **) value = g_strdup (ptn_statement_text (statement, column));
      return TRUE;
    case PTN_FIELD_INTEGER:
    case PTN_FIELD_INSTANT:
      *(gint64 *) value = ptn_statement_int (statement, column);
      return TRUE;
    case PTN_FIELD_BOOLEAN:
      *(gboolean *) value = ptn_statement_int (statement, column) != 0;
      return TRUE;
    case PTN_FIELD_ENUM:
      *(int *) value = (int) ptn_statement_int (statement, column);
      return *(int *) value >= 0 && *(guint *) value < g_strv_length ((char **) field->names);
    case PTN_FIELD_DATE:
      return ptn_date_parse (ptn_statement_text (statement, column), value);
    case PTN_FIELD_CURRENCY:
      return ptn_currency_parse (ptn_statement_text (statement, column), value);
    case PTN_FIELD_EXCHANGE_RATE:
      return ptn_exchange_rate_parse (ptn_statement_text (statement, column), value, error);
    case PTN_FIELD_TEXTS:
    case PTN_FIELD_RECORDS:
      return ptn_codec_field_from_text (field, ptn_statement_text (statement, column),
                                        ptn_statement_size (statement, column), record, error);
    default:
      g_assert_not_reached ();
    }
}

gboolean
ptn_record_load (PtnStatement        *statement,
                 int                  first,
                 const PtnRecordType *type,
                 gpointer             record,
                 GError             **error)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      g_autoptr (GError) fault = NULL;

      if (load_field (statement, first + (int) i, &type->fields[i], record, &fault))
        continue;
      g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CORRUPT, "%s.%s: %s", type->name,
                   type->fields[i].name,
                   fault != NULL ? fault->message : "not a value of this column");
      return FALSE;
    }
  return TRUE;
}
