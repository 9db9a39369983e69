// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the feed and the snapshot.

#include "config.h"

#include "ptn-feed.h"

#include <string.h>

#include "ptn-wire-private.h"

/* One or more decimal digits without a leading zero, up to G_MAXINT64. */
static gboolean
parse_number (const char *text, gsize length, gint64 *out)
{
  gint64 number = 0;

  if (length == 0 || (text[0] == '0' && length > 1))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]) || __builtin_mul_overflow (number, 10, &number) ||
          __builtin_add_overflow (number, text[i] - '0', &number))
        return FALSE;
    }
  *out = number;
  return TRUE;
}

gboolean
ptn_cursor_parse (const char *text, PtnCursor *out)
{
  const char *point = text != NULL ? strchr (text, '.') : NULL;
  PtnCursor   cursor;

  if (point == NULL || !parse_number (text, point - text, &cursor.epoch) ||
      !parse_number (point + 1, strlen (point + 1), &cursor.seq))
    return FALSE;
  *out = cursor;
  return TRUE;
}

void
ptn_cursor_print (PtnCursor cursor, char out[PTN_CURSOR_TEXT_SIZE])
{
  g_snprintf (out, PTN_CURSOR_TEXT_SIZE, "%" G_GINT64_FORMAT ".%" G_GINT64_FORMAT, cursor.epoch,
              cursor.seq);
}

void
ptn_feed_row_clear (PtnFeedRow *row)
{
  if (row->type != NULL)
    ptn_record_free (row->type, row->record);
  *row = (PtnFeedRow) { 0 };
}

/* Writing */

static void
append_line (GString *out, PtnJsonMutDoc *doc)
{
  gsize            length;
  g_autofree char *text = ptn_json_to_text (doc, &length);

  g_string_append_len (out, text, length);
  g_string_append_c (out, '\n');
}

static void
add_cursor (PtnJsonMutDoc *doc, yyjson_mut_val *object, const char *key, PtnCursor cursor)
{
  char text[PTN_CURSOR_TEXT_SIZE];

  ptn_cursor_print (cursor, text);
  yyjson_mut_obj_add_strcpy (doc, object, key, text);
}

void
ptn_feed_write_head (GString *out, const PtnFeedHead *head)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val *object = yyjson_mut_obj_add_obj (doc, yyjson_mut_doc_get_root (doc), "head");

  ptn_json_add_uuid (doc, object, "server", &head->server);
  ptn_json_add_uuid (doc, object, "property", &head->property);
  add_cursor (doc, object, "from", head->from);
  append_line (out, doc);
}

void
ptn_feed_write_row (GString             *out,
                    gint64               seq,
                    const PtnRecordType *type,
                    const PtnUuid       *id,
                    gint64               rev,
                    gconstpointer        record)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val           *row = yyjson_mut_doc_get_root (doc);

  yyjson_mut_obj_add_str (doc, row, "kind", type->name);
  ptn_json_add_uuid (doc, row, "id", id);
  yyjson_mut_obj_add_sint (doc, row, "rev", rev);
  if (seq != 0)
    yyjson_mut_obj_add_sint (doc, row, "seq", seq);
  if (record != NULL)
    yyjson_mut_obj_add_val (doc, row, "value", ptn_codec_write (type, record, doc));
  else
    yyjson_mut_obj_add_true (doc, row, "deleted");
  append_line (out, doc);
}

void
ptn_feed_write_tail (GString *out, const PtnFeedTail *tail)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val *object = yyjson_mut_obj_add_obj (doc, yyjson_mut_doc_get_root (doc), "tail");

  add_cursor (doc, object, "to", tail->to);
  if (tail->after[0] != '\0')
    yyjson_mut_obj_add_str (doc, object, "after", tail->after);
  yyjson_mut_obj_add_sint (doc, object, "count", tail->count);
  yyjson_mut_obj_add_bool (doc, object, "more", tail->more);
  append_line (out, doc);
}

/* Reading */

static gboolean
read_cursor (yyjson_val        *object,
             const char        *key,
             PtnCursor         *out,
             const PtnJsonPath *path,
             GError           **error)
{
  const char *text;

  return ptn_json_string (object, key, &text, path, error) &&
         (ptn_cursor_parse (text, out) ||
          ptn_json_fault (&(PtnJsonPath) { path, key, 0 }, error,
                          "must be a feed position such as \"3.1207\""));
}

static gboolean
read_head (yyjson_val *object, PtnFeedHead *out, GError **error)
{
  const PtnJsonPath path = { NULL, "head", 0 };

  return ptn_json_uuid (object, "server", &out->server, &path, error) &&
         ptn_json_uuid (object, "property", &out->property, &path, error) &&
         read_cursor (object, "from", &out->from, &path, error);
}

/* "KIND/UUID" */
static gboolean
is_key (const char *text)
{
  const char *slash = strchr (text, '/');
  PtnUuid     uuid;

  return slash != NULL && slash != text && ptn_uuid_parse (slash + 1, &uuid);
}

static gboolean
read_after (yyjson_val *object, PtnFeedTail *out, const PtnJsonPath *path, GError **error)
{
  const char *text;

  if (yyjson_is_obj (object) && yyjson_obj_get (object, "after") == NULL)
    return TRUE;
  if (!ptn_json_string (object, "after", &text, path, error))
    return FALSE;
  if (!is_key (text) || g_strlcpy (out->after, text, sizeof out->after) >= sizeof out->after)
    return ptn_json_fault (&(PtnJsonPath) { path, "after", 0 }, error,
                           "must be a kind, a slash and a UUID");
  return TRUE;
}

static gboolean
read_tail (yyjson_val *object, PtnFeedTail *out, GError **error)
{
  const PtnJsonPath path = { NULL, "tail", 0 };
  const PtnJsonPath more_path = { &path, "more", 0 };
  yyjson_val       *more;

  return read_cursor (object, "to", &out->to, &path, error) &&
         read_after (object, out, &path, error) &&
         ptn_json_integer (object, "count", 0, G_MAXINT64, &out->count, &path, error) &&
         (more = ptn_json_member (object, "more", &path, error)) != NULL &&
         ptn_json_value_boolean (more, &out->more, &more_path, error);
}

/* Exactly one of "value" and "deleted": true. */
static gboolean
read_value (yyjson_val *object, PtnFeedRow *out, GError **error)
{
  const PtnJsonPath path = { NULL, "value", 0 };
  yyjson_val       *value = yyjson_obj_get (object, "value");
  yyjson_val       *deleted = yyjson_obj_get (object, "deleted");

  out->deleted = yyjson_is_true (deleted);
  if ((value != NULL) == (deleted != NULL) || (deleted != NULL && !out->deleted))
    return ptn_json_fault (NULL, error, "must have either a \"value\" or \"deleted\": true");
  if (value == NULL || out->type == NULL)
    return TRUE;

  out->record = ptn_record_new (out->type);
  if (!ptn_codec_read (out->type, value, PTN_CODEC_LENIENT, &path, out->record, error))
    return FALSE;
  *(PtnUuid *) out->record = out->id;
  return TRUE;
}

static gboolean
read_row (yyjson_val *object, PtnFeedRow *out, GError **error)
{
  const char *kind;

  if (!ptn_json_string (object, "kind", &kind, NULL, error) ||
      !ptn_json_uuid (object, "id", &out->id, NULL, error) ||
      !ptn_json_integer (object, "rev", 1, G_MAXINT64, &out->rev, NULL, error) ||
      (yyjson_obj_get (object, "seq") != NULL &&
       !ptn_json_integer (object, "seq", 1, G_MAXINT64, &out->seq, NULL, error)))
    return FALSE;
  out->type = ptn_record_type_find (kind);
  if (read_value (object, out, error))
    return TRUE;
  ptn_feed_row_clear (out);
  return FALSE;
}

gboolean
ptn_feed_read_line (const char *line, gsize length, PtnFeedLine *out, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (line, length, &ptn_json_line_limits, error);
  yyjson_val            *root = yyjson_doc_get_root (doc);
  yyjson_val            *head = yyjson_obj_get (root, "head");
  yyjson_val            *tail = yyjson_obj_get (root, "tail");

  memset (out, 0, sizeof *out);
  if (doc == NULL || !ptn_json_is_object (root, NULL, error))
    return FALSE;
  if ((head != NULL) + (tail != NULL) + (yyjson_obj_get (root, "kind") != NULL) != 1)
    return ptn_json_fault (NULL, error, "must have exactly one of \"head\", \"kind\" and \"tail\"");

  out->kind = head != NULL ? PTN_FEED_HEAD : tail != NULL ? PTN_FEED_TAIL : PTN_FEED_ROW;
  if (out->kind == PTN_FEED_HEAD)
    return read_head (head, &out->head, error);
  if (out->kind == PTN_FEED_TAIL)
    return read_tail (tail, &out->tail, error);
  return read_row (root, &out->row, error);
}
