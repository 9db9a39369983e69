// SPDX-License-Identifier: GPL-3.0-or-later
// GET /v1/changes: the feed, copied line by line as the commits wrote it. A page never splits a
// commit.

#include "config.h"

#include "ptn-calls.h"
#include "ptn-page.h"
#include "ptn-server.h"

#define LIMIT_USUAL 5000
#define LIMIT_MAX   50000

static gboolean
is_full (const PtnPage *page, const PtnFeedTail *tail, gint64 limit)
{
  return tail->count >= limit || page->out->len >= PTN_PAGE_BYTES;
}

static gboolean
write_rows (PtnPage *page, gint64 limit, PtnFeedTail *tail, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (page->db, error,
                    "SELECT seq, line FROM feed WHERE property = $1 AND seq > $2 ORDER BY seq, n",
                    "ii", page->property, tail->to.seq);

  if (statement == NULL)
    return FALSE;
  while (ptn_statement_step (statement, &fault))
    {
      const gint64 seq = ptn_statement_int (statement, 0);

      if (seq != tail->to.seq && is_full (page, tail, limit))
        {
          tail->more = TRUE;
          return TRUE;
        }
      g_string_append_len (page->out, ptn_statement_text (statement, 1),
                           (gssize) ptn_statement_size (statement, 1));
      tail->to.seq = seq;
      tail->count++;
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

void
ptn_call_changes (PtnWorker         *worker,
                  const PtnIdentity *who,
                  const PtnRequest  *request,
                  PtnResponse       *response)
{
  g_autoptr (GError) error = NULL;
  g_auto (PtnPage)   page = { 0 };
  PtnFeedTail        tail = { 0 };
  gint64             limit;

  if (!ptn_page_cursor (request, "since", &tail.to, &error) ||
      !ptn_page_limit (request, LIMIT_USUAL, LIMIT_MAX, &limit, &error) ||
      !ptn_page_begin (&page, worker->db, who->property, &error))
    {
      ptn_response_error (response, error);
      return;
    }
  if (!ptn_page_serves (&page, tail.to))
    {
      ptn_response_problem (response, PTN_PROBLEM_GONE, NULL);
      return;
    }
  ptn_page_head (&page, ptn_server_id (worker->server), tail.to);
  if (write_rows (&page, limit, &tail, &error))
    ptn_page_answer (&page, &tail, response);
  else
    ptn_response_error (response, error);
}
