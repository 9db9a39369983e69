// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a JSON text the value at a JSON pointer stands.
//
// A parsed document does not know its positions, and a fault is rare: so the text is walked again,
// and only as far as needed. It is well-formed; the walk still never leaves it, whatever it holds.

#include "config.h"

#include "ptn-json.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Scan;

static void
skip_blanks (Scan *scan)
{
  while (scan->at < scan->end && strchr (" \t\r\n", *scan->at) != NULL && *scan->at != '\0')
    scan->at++;
}

static gboolean
skip_char (Scan *scan, char c)
{
  skip_blanks (scan);
  if (scan->at == scan->end || *scan->at != c)
    return FALSE;
  scan->at++;
  return TRUE;
}

/* From the opening to behind the closing quotation mark. */
static void
skip_string (Scan *scan)
{
  scan->at++;
  while (scan->at < scan->end && *scan->at != '"')
    scan->at += *scan->at == '\\' && scan->end - scan->at > 1 ? 2 : 1;
  if (scan->at < scan->end)
    scan->at++;
}

static void
skip_value (Scan *scan)
{
  gsize depth = 0;

  for (skip_blanks (scan); scan->at < scan->end;)
    {
      const char c = *scan->at;

      if (depth == 0 && (c == ',' || c == '}' || c == ']'))
        return;
      if (c == '"')
        {
          skip_string (scan);
          continue;
        }
      if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      scan->at++;
    }
}

/* The key as the text writes it, with its quotation marks and escapes, is JSON itself. */
static gboolean
key_equals (const char *raw, gsize length, const char *key)
{
  g_autoptr (PtnJsonDoc) doc = yyjson_read (raw, length, YYJSON_READ_NOFLAG);

  return yyjson_equals_str (yyjson_doc_get_root (doc), key);
}

/* From the opening brace to the value of @key. */
static gboolean
enter_object (Scan *scan, const char *key)
{
  const char *found = NULL;

  do
    {
      const char *raw;
      gsize       length;

      skip_blanks (scan);
      raw = scan->at;
      if (raw == scan->end || *raw != '"')
        break;
      skip_string (scan);
      length = scan->at - raw;
      if (!skip_char (scan, ':'))
        break;
      skip_blanks (scan);
      if (key_equals (raw, length, key))
        found = scan->at;
      skip_value (scan);
    }
  while (skip_char (scan, ','));

  if (found != NULL)
    scan->at = found;
  return found != NULL;
}

/* From the opening bracket to the element number @index. */
static gboolean
enter_array (Scan *scan, const char *index)
{
  guint64 n;

  if (!g_ascii_string_to_unsigned (index, 10, 0, G_MAXINT64, &n, NULL))
    return FALSE;
  for (; n > 0; n--)
    {
      skip_value (scan);
      if (!skip_char (scan, ','))
        return FALSE;
    }
  skip_blanks (scan);
  return scan->at < scan->end && *scan->at != ']';
}

/* The pointer's next reference token, unescaped. Returns: (transfer full) (nullable): NULL at the
 * pointer's end */
static char *
next_token (const char **pointer)
{
  g_autoptr (GString) token = g_string_new (NULL);
  gsize               length;

  if (**pointer != '/')
    return NULL;
  length = strcspn (*pointer + 1, "/");
  g_string_append_len (token, *pointer + 1, length);
  g_string_replace (token, "~1", "/", 0);
  g_string_replace (token, "~0", "~", 0);
  *pointer += 1 + length;
  return g_string_free_and_steal (g_steal_pointer (&token));
}

gboolean
ptn_json_locate (const char *text, gsize length, const char *pointer, guint *line, guint *column)
{
  Scan  scan = { text, text + length };
  gsize found_line, found_column, character;

  for (;;)
    {
      g_autofree char *token = next_token (&pointer);

      skip_blanks (&scan);
      if (token == NULL)
        break;
      if (skip_char (&scan, '{') ? !enter_object (&scan, token)
                                 : !skip_char (&scan, '[') || !enter_array (&scan, token))
        return FALSE;
    }
  if (scan.at == scan.end || *pointer != '\0' ||
      !yyjson_locate_pos (text, length, scan.at - text, &found_line, &found_column, &character))
    return FALSE;
  *line = (guint) found_line;
  *column = (guint) found_column;
  return TRUE;
}
