// SPDX-License-Identifier: GPL-3.0-or-later
// What a page of the feed and a chunk of a snapshot have in common.

#include "config.h"

#include "ptn-page.h"

static gboolean
read_position (PtnPage *page, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (page->db, error,
                    "SELECT p.id, c.epoch, c.seq, c.pruned FROM property_clock AS c JOIN property "
                    "AS p ON p.property = c.property"
                    " WHERE c.property = $1",
                    "i", page->property);

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  page->now = (PtnCursor) { ptn_statement_int (statement, 1), ptn_statement_int (statement, 2) };
  page->pruned = ptn_statement_int (statement, 3);
  return ptn_statement_uuid (statement, 0, &page->property_id);
}

gboolean
ptn_page_begin (PtnPage *page, PtnDb *db, gint64 property, GError **error)
{
  g_autoptr (GError) fault = NULL;

  *page = (PtnPage) { .db = db, .property = property };
  /* Not IMMEDIATE: readers wait for nobody. */
  if (ptn_db_exec (db, "BEGIN", &fault) && read_position (page, &fault))
    return TRUE;
  if (fault == NULL)
    g_set_error (&fault, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
                 "there is no property %" G_GINT64_FORMAT, property);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

void
ptn_page_end (PtnPage *page)
{
  if (page->db != NULL)
    ptn_db_rollback (page->db);
  if (page->out != NULL)
    g_string_free (page->out, TRUE);
  *page = (PtnPage) { 0 };
}

gboolean
ptn_page_serves (const PtnPage *page, PtnCursor cursor)
{
  return cursor.epoch == page->now.epoch && cursor.seq >= page->pruned &&
         cursor.seq <= page->now.seq;
}

void
ptn_page_head (PtnPage *page, const PtnUuid *server, PtnCursor from)
{
  const PtnFeedHead head = { .server = *server, .property = page->property_id, .from = from };

  page->out = g_string_new (NULL);
  ptn_feed_write_head (page->out, &head);
}

void
ptn_page_answer (PtnPage *page, const PtnFeedTail *tail, PtnResponse *response)
{
  ptn_feed_write_tail (page->out, tail);
  response->status = 200;
  response->content_type = PTN_FEED_CONTENT_TYPE;
  response->body = g_string_free_to_bytes (g_steal_pointer (&page->out));
}

gboolean
ptn_page_limit (const PtnRequest *request, gint64 usual, gint64 max, gint64 *limit, GError **error)
{
  const char *text = ptn_request_query (request, "limit");

  *limit = usual;
  if (text == NULL || g_ascii_string_to_signed (text, 10, 1, max, limit, NULL))
    return TRUE;
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID,
               "limit must be a whole number from 1 to %" G_GINT64_FORMAT, max);
  return FALSE;
}

gboolean
ptn_page_cursor (const PtnRequest *request, const char *name, PtnCursor *cursor, GError **error)
{
  if (ptn_cursor_parse (ptn_request_query (request, name), cursor))
    return TRUE;
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID,
               "%s must be a position in the feed such as 3.1207", name);
  return FALSE;
}
