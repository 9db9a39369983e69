// SPDX-License-Identifier: GPL-3.0-or-later
// GET /v1/snapshot: every record, in chunks that are all at one position of the feed without an
// open transaction between them.
//
// A record that changed after the position is left out: the feed from there brings it whole. So a
// chunk shows each record as it was at the position, whenever it is asked for, and no chunk needs
// to know of the others.

#include "config.h"

#include <string.h>

#include "db/ptn-record-sql.h"
#include "ptn-calls.h"
#include "ptn-page.h"
#include "ptn-server.h"

#define LIMIT_USUAL 10000
#define LIMIT_MAX   50000

typedef struct
{
  PtnPage     page;
  PtnCursor   at;
  gint64      limit;
  gsize       kind;  /* continue with this kind … */
  PtnUuid     after; /* … after this record; nil: from its first */
  PtnFeedTail tail;
} Chunk;

static void
chunk_clear (Chunk *chunk)
{
  ptn_page_end (&chunk->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chunk, chunk_clear)

static PtnStatement *
query_kind (Chunk *chunk, const PtnRecordType *type, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id, rev, %s FROM \"%s\" WHERE property = $1 AND id > $4"
      " AND id NOT IN (SELECT id FROM feed WHERE property = $1 AND seq > $2 AND kind = $3)"
      " ORDER BY id",
      ptn_record_columns (type), type->name);
  PtnStatement *statement = ptn_db_query (chunk->page.db, error, sql, "iit", chunk->page.property,
                                          chunk->at.seq, type->name);

  /* As a blob: the nil UUID would be bound as NULL, and nothing is greater than that. */
  if (statement != NULL)
    ptn_statement_bind_blob (statement, 4, chunk->after.bytes, sizeof chunk->after.bytes);
  return statement;
}

static gboolean
write_row (Chunk               *chunk,
           const PtnRecordType *type,
           PtnStatement        *statement,
           gpointer             record,
           GError             **error)
{
  ptn_statement_uuid (statement, 0, &chunk->after);
  ptn_record_clear (type, record);
  if (!ptn_record_load (statement, 2, type, record, error))
    return FALSE;
  ptn_feed_write_row (chunk->page.out, 0, type, &chunk->after, ptn_statement_int (statement, 1),
                      record);
  chunk->tail.count++;
  return TRUE;
}

static gboolean
is_full (const Chunk *chunk)
{
  return chunk->tail.count >= chunk->limit || chunk->page.out->len >= PTN_PAGE_BYTES;
}

/* The rest of one kind, or as much of it as there is room for. */
static gboolean
write_kind (Chunk *chunk, const PtnRecordType *type, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement = query_kind (chunk, type, &fault);
  gpointer                 record = ptn_record_new (type);

  while (statement != NULL && !is_full (chunk) && ptn_statement_step (statement, &fault) &&
         write_row (chunk, type, statement, record, &fault))
    ;
  ptn_record_free (type, record);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static void
print_after (Chunk *chunk)
{
  char id[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (&chunk->after, id);
  g_snprintf (chunk->tail.after, sizeof chunk->tail.after, "%s/%s",
              ptn_record_types[chunk->kind]->name, id);
}

static gboolean
write_rows (Chunk *chunk, GError **error)
{
  for (;; chunk->kind++, chunk->after = (PtnUuid) { 0 })
    {
      if (ptn_record_types[chunk->kind] == NULL)
        return TRUE;
      if (!write_kind (chunk, ptn_record_types[chunk->kind], error))
        return FALSE;
      if (is_full (chunk))
        {
          chunk->tail.more = TRUE;
          print_after (chunk);
          return TRUE;
        }
    }
}

/* "KIND/ID" */
static gboolean
parse_after (const char *text, Chunk *chunk, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);

  for (chunk->kind = 0; ptn_record_types[chunk->kind] != NULL; chunk->kind++)
    if (parts[0] != NULL && g_str_equal (parts[0], ptn_record_types[chunk->kind]->name) &&
        ptn_uuid_parse (parts[1], &chunk->after))
      return TRUE;
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID,
               "after must be what the last chunk's tail said");
  return FALSE;
}

static gboolean
read_request (const PtnRequest *request, Chunk *chunk, GError **error)
{
  const char *after = ptn_request_query (request, "after");

  if (!ptn_page_limit (request, LIMIT_USUAL, LIMIT_MAX, &chunk->limit, error))
    return FALSE;
  if (ptn_request_query (request, "at") != NULL)
    return ptn_page_cursor (request, "at", &chunk->at, error) &&
           (after == NULL || parse_after (after, chunk, error));
  if (after == NULL)
    return TRUE;
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID, "after needs the position at");
  return FALSE;
}

void
ptn_call_snapshot (PtnWorker         *worker,
                   const PtnIdentity *who,
                   const PtnRequest  *request,
                   PtnResponse       *response)
{
  g_autoptr (GError) error = NULL;
  g_auto (Chunk)     chunk = { 0 };

  if (!read_request (request, &chunk, &error) ||
      !ptn_page_begin (&chunk.page, worker->db, who->property, &error))
    {
      ptn_response_error (response, error);
      return;
    }
  if (ptn_request_query (request, "at") == NULL)
    chunk.at = chunk.page.now;
  if (!ptn_page_serves (&chunk.page, chunk.at))
    {
      ptn_response_problem (response, PTN_PROBLEM_GONE, NULL);
      return;
    }
  chunk.tail.to = chunk.at;
  ptn_page_head (&chunk.page, ptn_server_id (worker->server), chunk.at);
  if (write_rows (&chunk, &error))
    ptn_page_answer (&chunk.page, &chunk.tail, response);
  else
    ptn_response_error (response, error);
}
