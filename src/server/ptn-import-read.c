// SPDX-License-Identifier: GPL-3.0-or-later
// Reading an import file. Each object is copied, its keys and local times are replaced by ids and
// instants, and then the codec of the wire reads it by its field table, so that an import can say
// exactly what a record can hold.

#include "config.h"

#include "ptn-import-private.h"

#include <stdio.h>
#include <string.h>

#include "ptn-password.h"
#include "wire/ptn-codec.h"

#define FORMAT  "portineria-hotel"
#define VERSION 1
#define KEY_MAX 100

static const char *const head_members[] = {
  "format",     "version", "as_of", "property", "users",  "room_types", "rooms",
  "rate_plans", "guests",  "stays", "offers",   "orders", NULL,
};

/* Returns: @fine, after complaining of *@fault where it is FALSE */
static gboolean
keep (PtnImport *import, gboolean fine, GError **fault)
{
  if (!fine)
    ptn_complain_error (import->complaints, g_steal_pointer (fault));
  return fine;
}

static PtnHotelList
list_of (const PtnRecordType *type)
{
  PtnHotelList list = 0;

  while (ptn_hotel_lists[list].type != type)
    list++;
  return list;
}

static void
resolve_key (PtnImport           *import,
             const PtnRecordType *target,
             yyjson_mut_doc      *doc,
             yyjson_mut_val      *value,
             const PtnJsonPath   *path)
{
  const PtnHotelListInfo *info = &ptn_hotel_lists[list_of (target)];
  const char             *key = yyjson_mut_get_str (value);
  char                    text[PTN_UUID_TEXT_SIZE];
  PtnUuid                 id;

  if (key == NULL || !g_hash_table_contains (import->keys[list_of (target)], key))
    ptn_complain (
        import->complaints, path,
        "there is nothing with the key \"%s\" in \"%s\"; add it there, or correct the key here",
        key != NULL ? key : "", info->name);
  ptn_hotel_id (import->property_key, info->name, key != NULL ? key : "", &id);
  ptn_uuid_print (&id, text);
  yyjson_mut_set_str (value, yyjson_mut_get_str (yyjson_mut_strcpy (doc, text)));
}

/* "YYYY-MM-DDTHH:MM" as if it were UTC; the codec refuses what stays a text. */
static void
resolve_local_time (PtnImport *import, yyjson_mut_val *value, const PtnJsonPath *path)
{
  const char *text = yyjson_mut_get_str (value);
  char        day[PTN_DATE_TEXT_SIZE] = "";
  PtnDate     date = 1;
  guint       hour = 0, minute = 0;
  int         end = -1;

  if (text != NULL && strlen (text) == 16 &&
      sscanf (text + 10, "T%2u:%2u%n", &hour, &minute, &end) == 2)
    g_strlcpy (day, text, sizeof day);
  if (end != 6 || !ptn_date_parse (day, &date) || hour > 23 || minute > 59)
    ptn_complain (import->complaints, path,
                  "must be a local time that exists, written like \"2026-01-14T18:05\", in the "
                  "property's time zone");
  yyjson_mut_set_sint (value, date * PTN_DAY_MS + (hour * 60 + minute) * PTN_MINUTE_MS);
}

static void
resolve (PtnImport           *import,
         const PtnRecordType *type,
         yyjson_mut_doc      *doc,
         yyjson_mut_val      *object,
         const PtnJsonPath   *path)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField   *field = &type->fields[i];
      const PtnJsonPath at = { path, field->name, 0 };
      yyjson_mut_val   *value = yyjson_mut_obj_get (object, field->name), *item;
      gsize             n, length;

      if (value == NULL)
        continue;
      if (field->type == PTN_FIELD_UUID)
        resolve_key (import, field->target, doc, value, &at);
      else if (field->type == PTN_FIELD_INSTANT)
        resolve_local_time (import, value, &at);
      else if (field->type == PTN_FIELD_RECORDS)
        yyjson_mut_arr_foreach (value, n, length, item)
            resolve (import, field->item, doc, item, &(PtnJsonPath) { &at, NULL, n });
    }
}

static yyjson_mut_val *
copy_object (PtnJsonMutDoc *doc, yyjson_val *object)
{
  yyjson_mut_val *copy = yyjson_val_mut_copy (doc, object);

  yyjson_mut_doc_set_root (doc, copy);
  yyjson_mut_obj_remove_key (copy, "key");
  return copy;
}

/* Reads the root of @doc. Returns: (transfer full) (nullable) */
static gpointer
read_record (PtnImport           *import,
             const PtnRecordType *type,
             PtnJsonMutDoc       *doc,
             const PtnJsonPath   *path)
{
  const guint            before = ptn_complaints_count (import->complaints);
  g_autoptr (PtnJsonDoc) object = NULL;
  gpointer               record;
  GError                *fault = NULL;

  resolve (import, type, doc, yyjson_mut_doc_get_root (doc), path);
  if (ptn_complaints_count (import->complaints) > before)
    return NULL;
  object = yyjson_mut_doc_imut_copy (doc, NULL);
  record = ptn_record_new (type);
  if (keep (import,
            ptn_codec_read (type, yyjson_doc_get_root (object), PTN_CODEC_STRICT, path, record,
                            &fault),
            &fault))
    return record;
  ptn_record_free (type, record);
  return NULL;
}

static void
read_password (PtnImport *import, yyjson_val *user, guint index)
{
  const char *password = NULL, *wrong = NULL;
  GError     *fault = NULL;

  if (keep (import,
            ptn_json_string (user, "password", &password, PTN_ELEMENT (PTN_HOTEL_USERS, index),
                             &fault),
            &fault))
    wrong = ptn_password_fault (password);
  if (wrong != NULL)
    ptn_complain (import->complaints, PTN_MEMBER (PTN_HOTEL_USERS, index, "password"), "%s", wrong);
  g_ptr_array_add (import->hotel->passwords, g_strdup (password));
}

static gpointer
read_element (PtnImport *import, PtnHotelList list, guint index, yyjson_val *object)
{
  const PtnRecordType      *type = list == PTN_HOTEL_STAYS ? ptn_import_stay_type ()
                                                           : ptn_hotel_lists[list].type;
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *copy = copy_object (doc, object);
  const char               *key = yyjson_get_str (yyjson_obj_get (object, "key"));
  gpointer                  record;

  if (list == PTN_HOTEL_USERS)
    {
      read_password (import, object, index);
      yyjson_mut_obj_remove_key (copy, "password");
    }
  if (list == PTN_HOTEL_ORDERS && !ptn_import_complete_order (import, doc, copy))
    return NULL;
  record = read_record (import, type, doc, PTN_ELEMENT (list, index));
  if (record == NULL || key == NULL)
    {
      ptn_record_free (type, record);
      return NULL;
    }
  if (list == PTN_HOTEL_STAYS && !ptn_import_expand_nights (import, record, index))
    {
      ptn_record_free (type, record);
      return NULL;
    }
  ptn_hotel_id (import->property_key, ptn_hotel_lists[list].name, key, record);
  return record;
}

static void
read_list (PtnImport *import, PtnHotelList list)
{
  gsize       i, n;
  yyjson_val *object;

  yyjson_arr_foreach (import->values[list], i, n, object)
    ptn_hotel_add (import->hotel, list,
                   yyjson_is_obj (object) ? read_element (import, list, i, object) : NULL);
}

/* A key that can be used, else NULL with a complaint. */
static const char *
check_key (PtnImport *import, yyjson_val *object, const PtnJsonPath *path)
{
  const char *key = NULL;
  GError     *fault = NULL;

  if (!keep (import, ptn_json_string (object, "key", &key, path, &fault), &fault))
    return NULL;
  if (*key != '\0' && strlen (key) <= KEY_MAX)
    return key;
  ptn_complain (import->complaints, &(PtnJsonPath) { path, "key", 0 },
                "must be a text of 1 to %d bytes", KEY_MAX);
  return NULL;
}

static void
index_keys (PtnImport *import, PtnHotelList list)
{
  gsize       i, n;
  yyjson_val *object;

  import->keys[list] = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_foreach (import->values[list], i, n, object)
    {
      const char *key = check_key (import, object, PTN_ELEMENT (list, i));

      if (key != NULL && g_hash_table_contains (import->keys[list], key))
        ptn_complain (import->complaints, PTN_MEMBER (list, i, "key"),
                      "another element of \"%s\" has this key already; give each its own",
                      ptn_hotel_lists[list].name);
      else if (key != NULL)
        g_hash_table_insert (import->keys[list], (gpointer) key, GUINT_TO_POINTER (i));
    }
}

static gboolean
read_format (PtnImport *import, yyjson_val *root)
{
  const char *format, *as_of;
  gint64      version;
  GError     *fault = NULL;

  if (!keep (import, ptn_json_string (root, "format", &format, NULL, &fault), &fault))
    return FALSE;
  if (!g_str_equal (format, FORMAT))
    {
      ptn_complain (import->complaints, &(PtnJsonPath) { NULL, "format", 0 },
                    "must be \"" FORMAT "\"; this is a file of another kind");
      return FALSE;
    }
  if (!keep (import, ptn_json_integer (root, "version", VERSION, VERSION, &version, NULL, &fault),
             &fault) ||
      !keep (import, ptn_json_known (root, head_members, NULL, &fault), &fault) ||
      !keep (import, ptn_json_string (root, "as_of", &as_of, NULL, &fault), &fault))
    return FALSE;
  if (ptn_date_parse (as_of, &import->as_of) && import->as_of >= ptn_date_from_ymd (2000, 1, 1) &&
      import->as_of < ptn_date_from_ymd (2100, 1, 1))
    return TRUE;
  ptn_complain (import->complaints, &(PtnJsonPath) { NULL, "as_of", 0 },
                "must be a date that exists, from 2000-01-01 to 2099-12-31");
  return FALSE;
}

static gboolean
find_parts (PtnImport *import, yyjson_val *root)
{
  GError *fault = NULL;

  import->property = ptn_json_member (root, "property", NULL, &fault);
  if (!keep (import, import->property != NULL, &fault))
    return FALSE;
  import->property_key = check_key (import, import->property,
                                    &(PtnJsonPath) { NULL, "property", 0 });
  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    {
      const char *name = ptn_hotel_lists[list].name;

      import->values[list] = ptn_json_member (root, name, NULL, &fault);
      if (!keep (import, import->values[list] != NULL, &fault))
        continue;
      if (!yyjson_is_arr (import->values[list]))
        ptn_complain (import->complaints, &(PtnJsonPath) { NULL, name, 0 }, "must be an array");
    }
  return ptn_complaints_count (import->complaints) == 0;
}

static void
read_property (PtnImport *import)
{
  const PtnJsonPath         path = { NULL, "property", 0 };
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *copy = copy_object (doc, import->property);
  char                      as_of[PTN_DATE_TEXT_SIZE];
  g_autofree PtnProperty   *property = NULL;

  if (yyjson_mut_obj_get (copy, "business_date") != NULL)
    {
      ptn_complain (import->complaints, &(PtnJsonPath) { &path, "business_date", 0 },
                    "leave it out: the file's \"as_of\" is the business date");
      return;
    }
  ptn_date_print (import->as_of, as_of);
  yyjson_mut_obj_add_strcpy (doc, copy, "business_date", as_of);
  property = read_record (import, &ptn_property_record, doc, &path);
  if (property == NULL)
    return;
  import->hotel->property = *property;
  ptn_hotel_id (import->property_key, "", "", &import->hotel->property.id);
}

static void
read_all (PtnImport *import, yyjson_val *root)
{
  if (!read_format (import, root) || !find_parts (import, root))
    return;
  read_property (import);
  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    index_keys (import, list);
  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    read_list (import, list);
  ptn_import_check (import);
  ptn_import_check_stays (import);
  ptn_import_check_orders (import);
}

PtnHotel *
ptn_import_read (const char             *text,
                 gsize                   length,
                 const PtnImportOptions *options,
                 PtnComplaints          *complaints)
{
  g_autoptr (PtnHotel)   hotel = ptn_hotel_new ();
  PtnImport              import = { .complaints = complaints, .hotel = hotel };
  g_autoptr (PtnJsonDoc) doc = NULL;
  GError                *fault = NULL;

  doc = ptn_json_parse (text, length, &ptn_json_import_limits, &fault);
  if (keep (&import, doc != NULL, &fault))
    read_all (&import, yyjson_doc_get_root (doc));
  for (int list = 0; list < PTN_N_HOTEL_LISTS; list++)
    g_clear_pointer (&import.keys[list], g_hash_table_unref);
  if (ptn_complaints_count (complaints) == 0)
    ptn_import_place_in_time (&import, options);
  return ptn_complaints_count (complaints) == 0 ? g_steal_pointer (&hotel) : NULL;
}
