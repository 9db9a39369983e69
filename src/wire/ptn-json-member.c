// SPDX-License-Identifier: GPL-3.0-or-later
// Single values and members of JSON, read and written.

#include "config.h"

#include "ptn-wire-private.h"

gboolean
ptn_json_is_object (yyjson_val *value, const PtnJsonPath *path, GError **error)
{
  return yyjson_is_obj (value) || ptn_json_fault (path, error, "must be an object");
}

gboolean
ptn_json_value_integer (yyjson_val        *value,
                        gint64             min,
                        gint64             max,
                        gint64            *out,
                        const PtnJsonPath *path,
                        GError           **error)
{
  /* A number above G_MAXINT64 is of the unsigned kind and would wrap around. */
  const gboolean fits = yyjson_is_sint (value) ||
                        (yyjson_is_uint (value) && yyjson_get_uint (value) <= G_MAXINT64);

  if (!fits || yyjson_get_sint (value) < min || yyjson_get_sint (value) > max)
    return ptn_json_fault (path, error,
                           "must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                           min, max);
  *out = yyjson_get_sint (value);
  return TRUE;
}

gboolean
ptn_json_value_uuid (yyjson_val *value, PtnUuid *out, const PtnJsonPath *path, GError **error)
{
  PtnUuid uuid;

  if (!ptn_uuid_parse (yyjson_get_str (value), &uuid) || ptn_uuid_is_nil (&uuid))
    return ptn_json_fault (path, error, "must be a UUID in a string, and not the nil one");
  *out = uuid;
  return TRUE;
}

gboolean
ptn_json_value_boolean (yyjson_val *value, gboolean *out, const PtnJsonPath *path, GError **error)
{
  if (!yyjson_is_bool (value))
    return ptn_json_fault (path, error, "must be true or false");
  *out = yyjson_get_bool (value);
  return TRUE;
}

gboolean
ptn_json_value_enum (yyjson_val        *value,
                     const char *const *names,
                     int               *out,
                     const PtnJsonPath *path,
                     GError           **error)
{
  g_autofree char *known = NULL;

  for (int i = 0; names[i] != NULL; i++)
    {
      if (yyjson_equals_str (value, names[i]))
        {
          *out = i;
          return TRUE;
        }
    }
  known = g_strjoinv (", ", (char **) names);
  return ptn_json_fault (path, error, "must be one of: %s", known);
}

yyjson_val *
ptn_json_member (yyjson_val *object, const char *key, const PtnJsonPath *path, GError **error)
{
  yyjson_val *member = yyjson_obj_get (object, key);

  if (member == NULL && ptn_json_is_object (object, path, error))
    ptn_json_fault (path, error, "lacks the member \"%s\"", key);
  return member;
}

gboolean
ptn_json_string (yyjson_val        *object,
                 const char        *key,
                 const char       **out,
                 const PtnJsonPath *path,
                 GError           **error)
{
  yyjson_val *member = ptn_json_member (object, key, path, error);

  if (member == NULL)
    return FALSE;
  if (!yyjson_is_str (member))
    return ptn_json_fault (&(PtnJsonPath) { path, key, 0 }, error, "must be a string");
  *out = yyjson_get_str (member);
  return TRUE;
}

gboolean
ptn_json_integer (yyjson_val        *object,
                  const char        *key,
                  gint64             min,
                  gint64             max,
                  gint64            *out,
                  const PtnJsonPath *path,
                  GError           **error)
{
  yyjson_val *member = ptn_json_member (object, key, path, error);

  return member != NULL &&
         ptn_json_value_integer (member, min, max, out, &(PtnJsonPath) { path, key, 0 }, error);
}

gboolean
ptn_json_uuid (yyjson_val        *object,
               const char        *key,
               PtnUuid           *out,
               const PtnJsonPath *path,
               GError           **error)
{
  yyjson_val *member = ptn_json_member (object, key, path, error);

  return member != NULL &&
         ptn_json_value_uuid (member, out, &(PtnJsonPath) { path, key, 0 }, error);
}

gboolean
ptn_json_known (yyjson_val        *object,
                const char *const *known,
                const PtnJsonPath *path,
                GError           **error)
{
  gsize       i, n;
  yyjson_val *key, *value;

  if (!ptn_json_is_object (object, path, error))
    return FALSE;
  yyjson_obj_foreach (object, i, n, key, value)
    {
      if (!g_strv_contains (known, yyjson_get_str (key)))
        return ptn_json_fault (&(PtnJsonPath) { path, yyjson_get_str (key), 0 }, error,
                               "is not a known member");
    }
  return TRUE;
}

PtnJsonMutDoc *
ptn_json_new_object (void)
{
  PtnJsonMutDoc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
  return doc;
}

yyjson_mut_val *
ptn_json_new_uuid (PtnJsonMutDoc *doc, const PtnUuid *uuid)
{
  char text[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (uuid, text);
  return yyjson_mut_strncpy (doc, text, PTN_UUID_TEXT_SIZE - 1);
}

void
ptn_json_add_uuid (PtnJsonMutDoc *doc, yyjson_mut_val *object, const char *key, const PtnUuid *uuid)
{
  yyjson_mut_obj_add_val (doc, object, key, ptn_json_new_uuid (doc, uuid));
}

char *
ptn_json_to_text (PtnJsonMutDoc *doc, gsize *length)
{
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, length);

  g_assert (text != NULL);
  return text;
}
