// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching and checking pages. A page without its right tail is a cut one, and a feed whose commits
// are not numbered one by one has lost some: neither is ever applied.

#include "config.h"

#include "ptn-page.h"

typedef struct
{
  gboolean  feed; /* of /v1/changes: rows carry the numbers of their commits */
  PtnCursor from; /* where it must begin; epoch 0: the server chooses */
  gint64    seq;  /* of the commit read last */
  gint64    count;
  gboolean  has_head;
  gboolean  has_tail;
} PtnReading;

static void
row_free (gpointer data)
{
  ptn_feed_row_clear (data);
  g_free (data);
}

void
ptn_page_clear (PtnPage *page)
{
  g_clear_pointer (&page->rows, g_ptr_array_unref);
}

static gboolean
same (PtnCursor a, PtnCursor b)
{
  return a.epoch == b.epoch && a.seq == b.seq;
}

static gboolean
take_head (PtnLink           *link,
           PtnReading        *reading,
           const PtnFeedHead *head,
           PtnPage           *page,
           GError           **error)
{
  if (!ptn_uuid_equal (&head->server, &link->session->server) ||
      !ptn_uuid_equal (&head->property, &link->session->property))
    return ptn_transport_stranger (error);
  if (reading->from.epoch != 0 && !same (reading->from, head->from))
    return ptn_link_broken ("a page from another place than the one asked for", error);
  reading->has_head = TRUE;
  reading->seq = head->from.seq;
  page->head = *head;
  return TRUE;
}

static gboolean
take_row (PtnReading *reading, PtnFeedRow *row, PtnPage *page, GError **error)
{
  reading->count++;
  if (reading->feed &&
      (row->seq < reading->seq || row->seq > reading->seq + 1 || row->seq == page->head.from.seq))
    {
      ptn_feed_row_clear (row);
      return ptn_link_broken ("a gap in the feed", error);
    }
  reading->seq = row->seq;
  if (row->type != NULL)
    g_ptr_array_add (page->rows, g_memdup2 (row, sizeof *row));
  return TRUE;
}

static gboolean
take_tail (PtnReading *reading, const PtnFeedTail *tail, PtnPage *page, GError **error)
{
  const PtnCursor end = { page->head.from.epoch,
                          reading->feed ? reading->seq : page->head.from.seq };

  if (tail->count != reading->count || !same (tail->to, end) || (tail->more && tail->count == 0))
    return ptn_link_broken ("a tail that does not fit its page", error);
  reading->has_tail = TRUE;
  page->tail = *tail;
  return TRUE;
}

/* Each line has one place: the head first, the tail last. */
static gboolean
take_line (PtnLink *link, PtnReading *reading, PtnFeedLine *line, PtnPage *page, GError **error)
{
  const gboolean in_place = (line->kind == PTN_FEED_HEAD) == !reading->has_head &&
                            !reading->has_tail;

  if (!in_place && line->kind == PTN_FEED_ROW)
    ptn_feed_row_clear (&line->row);
  if (!in_place)
    return ptn_link_broken ("a line out of its place", error);
  switch (line->kind)
    {
    case PTN_FEED_HEAD:
      return take_head (link, reading, &line->head, page, error);
    case PTN_FEED_ROW:
      return take_row (reading, &line->row, page, error);
    case PTN_FEED_TAIL:
    default:
      return take_tail (reading, &line->tail, page, error);
    }
}

static gboolean
read_page (PtnLink *link, PtnReading *reading, PtnPage *page, GError **error)
{
  g_autoptr (GError) fault = NULL;
  const char        *text;
  gsize              length;

  page->rows = g_ptr_array_new_with_free_func (row_free);
  while (ptn_transport_read_line (link->transport, &text, &length, &fault))
    {
      PtnFeedLine line = { 0 };

      if (!ptn_feed_read_line (text, length, &line, &fault))
        return ptn_link_broken (fault->message, error);
      if (!take_line (link, reading, &line, page, error))
        return FALSE;
    }
  if (fault == NULL && reading->has_tail)
    return TRUE;
  if (fault == NULL)
    return ptn_transport_cut (error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
fetch (PtnLink *link, const char *path, PtnReading *reading, PtnPage *page, GError **error)
{
  g_auto (PtnAnswer) answer = { 0 };

  if (!ptn_link_call (link, "GET", path, NULL, PTN_FEED_CONTENT_TYPE, &answer, error))
    return FALSE;
  page->gone = !answer.ok && answer.problem.type == PTN_PROBLEM_GONE;
  if (page->gone)
    return TRUE;
  return answer.ok ? read_page (link, reading, page, error) : ptn_link_refuse (&answer, error);
}

gboolean
ptn_page_changes (PtnLink *link, PtnCursor since, PtnPage *page, GError **error)
{
  PtnReading       reading = { .feed = TRUE, .from = since };
  char             text[PTN_CURSOR_TEXT_SIZE];
  g_autofree char *path = NULL;

  ptn_cursor_print (since, text);
  path = g_strdup_printf ("/v1/changes?since=%s&limit=%u", text, link->changes_pace);
  return fetch (link, path, &reading, page, error);
}

gboolean
ptn_page_snapshot (PtnLink         *link,
                   const PtnCursor *at,
                   const char      *after,
                   PtnPage         *page,
                   GError         **error)
{
  PtnReading          reading = { .feed = FALSE };
  g_autoptr (GString) path = g_string_new (NULL);
  char                text[PTN_CURSOR_TEXT_SIZE];

  g_string_printf (path, "/v1/snapshot?limit=%u", link->snapshot_pace);
  if (at != NULL)
    {
      reading.from = *at;
      ptn_cursor_print (*at, text);
      g_string_append_printf (path, "&at=%s", text);
    }
  if (at != NULL && *after != '\0')
    {
      g_autofree char *escaped = g_uri_escape_string (after, NULL, FALSE);

      g_string_append_printf (path, "&after=%s", escaped);
    }
  return fetch (link, path->str, &reading, page, error);
}
