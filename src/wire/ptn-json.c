// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON from outside.

#include "config.h"

#include "ptn-json.h"

#include <string.h>

#include "base/ptn-quark.h"

/* Above this number of members, duplicate keys are found by sorting instead of by comparing each
 * with each. */
#define FEW_MEMBERS 16
/* A key in a message: long enough for any of ours, short enough to read. */
#define KEY_SHOWN 64

const PtnJsonLimits ptn_json_line_limits = {
  .bytes = 1024 * 1024,
  .depth = 8,
  .string = 64 * 1024,
  .count = 4096,
};

const PtnJsonLimits ptn_json_request_limits = {
  .bytes = (1024 + 64) * 1024,
  .depth = 8,
  .string = 512 * 1024,
  .count = 1000,
};

const PtnJsonLimits ptn_json_response_limits = {
  .bytes = 64 * 1024 * 1024,
  .depth = 10,
  .string = 64 * 1024,
  .count = 4096,
};

const PtnJsonLimits ptn_json_import_limits = {
  .bytes = 512 * 1024 * 1024,
  .depth = 12,
  .string = 64 * 1024,
  .count = 2000000,
};

PTN_DEFINE_QUARK ("ptn-wire-error-quark", ptn_wire_error_quark)

/* A foreign key may hold anything: what could upset a terminal or a log line becomes "?". */
static void
append_key (GString *out, const char *key)
{
  int shown = 0;

  for (const char *at = key; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (++shown > KEY_SHOWN)
        {
          g_string_append (out, "…");
          return;
        }
      if (c == '~')
        g_string_append (out, "~0");
      else if (c == '/')
        g_string_append (out, "~1");
      else
        g_string_append_unichar (out, g_unichar_isprint (c) ? c : '?');
    }
}

static void
append_path (GString *out, const PtnJsonPath *path)
{
  if (path == NULL)
    return;
  append_path (out, path->parent);
  g_string_append_c (out, '/');
  if (path->key != NULL)
    append_key (out, path->key);
  else
    g_string_append_printf (out, "%zu", path->index);
}

static void
set_fault (const PtnJsonPath *path,
           GError           **error,
           PtnWireError       code,
           const char        *format,
           va_list            arguments)
{
  g_autoptr (GString) message = g_string_new (NULL);

  append_path (message, path);
  if (path != NULL)
    g_string_append (message, ": ");
  g_string_append_vprintf (message, format, arguments);
  g_set_error_literal (error, PTN_WIRE_ERROR, code, message->str);
}

static gboolean G_GNUC_PRINTF (3, 4)
    too_large (const PtnJsonPath *path, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  set_fault (path, error, PTN_WIRE_ERROR_TOO_LARGE, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
ptn_json_fault (const PtnJsonPath *path, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  set_fault (path, error, PTN_WIRE_ERROR_INVALID, format, arguments);
  va_end (arguments);
  return FALSE;
}

char *
ptn_json_fault_pointer (const GError *error)
{
  const char *end;

  if (error->domain != PTN_WIRE_ERROR || error->message[0] != '/')
    return NULL;
  end = strstr (error->message, ": ");
  return end != NULL ? g_strndup (error->message, end - error->message) : NULL;
}

/* Strings with U+0000 are refused, so that all that follows may treat them as C strings. */
static gboolean
check_string (yyjson_val          *value,
              const PtnJsonLimits *limits,
              const PtnJsonPath   *path,
              GError             **error)
{
  const gsize length = yyjson_get_len (value);

  if (length > limits->string)
    return too_large (path, error, "has a text of more than %zu bytes", limits->string);
  if (memchr (yyjson_get_str (value), '\0', length) != NULL)
    return ptn_json_fault (path, error, "must not contain the character U+0000");
  return TRUE;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static const char *
duplicate_of_many (yyjson_val *object)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_sized_new ((guint) yyjson_obj_size (object));
  gsize                 i, n;
  yyjson_val           *key, *value;

  yyjson_obj_foreach (object, i, n, key, value)
    g_ptr_array_add (keys, (gpointer) yyjson_get_str (key));
  g_ptr_array_sort_values (keys, compare_keys);
  for (guint k = 1; k < keys->len; k++)
    {
      if (g_str_equal (keys->pdata[k - 1], keys->pdata[k]))
        return keys->pdata[k];
    }
  return NULL;
}

static const char *
duplicate_of_few (yyjson_val *object)
{
  yyjson_val *seen[FEW_MEMBERS];
  gsize       i, n;
  yyjson_val *key, *value;

  yyjson_obj_foreach (object, i, n, key, value)
    {
      for (gsize k = 0; k < i; k++)
        {
          if (yyjson_equals_strn (seen[k], yyjson_get_str (key), yyjson_get_len (key)))
            return yyjson_get_str (key);
        }
      seen[i] = key;
    }
  return NULL;
}

static gboolean
check_keys (yyjson_val          *object,
            const PtnJsonLimits *limits,
            const PtnJsonPath   *path,
            GError             **error)
{
  const char *duplicate;
  gsize       i, n;
  yyjson_val *key, *value;

  yyjson_obj_foreach (object, i, n, key, value)
    {
      if (!check_string (key, limits, path, error))
        return FALSE;
    }
  duplicate = n <= FEW_MEMBERS ? duplicate_of_few (object) : duplicate_of_many (object);
  if (duplicate != NULL)
    return ptn_json_fault (&(PtnJsonPath) { path, duplicate, 0 }, error, "stands there twice");
  return TRUE;
}

/* Recursion is bounded by @depth, the levels of nesting that are left. */
static gboolean
check_value (yyjson_val          *value,
             const PtnJsonLimits *limits,
             gsize                depth,
             const PtnJsonPath   *path,
             GError             **error)
{
  const gboolean is_object = yyjson_is_obj (value);
  gsize          i, n;
  yyjson_val    *key, *member;

  if (yyjson_is_str (value))
    return check_string (value, limits, path, error);
  if (!yyjson_is_ctn (value))
    return TRUE;
  if (depth == 0)
    return too_large (path, error, "is nested deeper than %zu levels", limits->depth);
  if (yyjson_get_len (value) > limits->count)
    return too_large (path, error, "has more than %zu %s", limits->count,
                      is_object ? "members" : "elements");
  if (is_object && !check_keys (value, limits, path, error))
    return FALSE;

  yyjson_obj_foreach (value, i, n, key, member)
    {
      const PtnJsonPath at = { path, yyjson_get_str (key), 0 };

      if (!check_value (member, limits, depth - 1, &at, error))
        return FALSE;
    }
  yyjson_arr_foreach (value, i, n, member)
    {
      const PtnJsonPath at = { path, NULL, i };

      if (!check_value (member, limits, depth - 1, &at, error))
        return FALSE;
    }
  return TRUE;
}

static void
syntax_fault (const char *text, gsize length, const yyjson_read_err *fault, GError **error)
{
  gsize line = 1, column = 1, character;

  yyjson_locate_pos (text, length, fault->pos, &line, &column, &character);
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID, "line %zu, column %zu: %s", line,
               column, fault->msg);
}

PtnJsonDoc *
ptn_json_parse (const char *text, gsize length, const PtnJsonLimits *limits, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = NULL;
  yyjson_read_err        fault;

  if (length > limits->bytes)
    {
      too_large (NULL, error, "the text has more than %zu bytes", limits->bytes);
      return NULL;
    }
  /* Without YYJSON_READ_INSITU the text is not written to. */
  doc = yyjson_read_opts ((char *) text, length, YYJSON_READ_NOFLAG, NULL, &fault);
  if (doc == NULL)
    syntax_fault (text, length, &fault, error);
  else if (check_value (yyjson_doc_get_root (doc), limits, limits->depth, NULL, error))
    return g_steal_pointer (&doc);
  return NULL;
}
