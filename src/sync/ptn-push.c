// SPDX-License-Identifier: GPL-3.0-or-later
// Sending the outbox.

#include "config.h"

#include "ptn-push.h"

#include "wire/ptn-json.h"
#include "wire/ptn-op.h"

typedef struct
{
  const PtnUuid *user;
  PtnOpsRequest  request;
  PtnOpsResponse response;
  gboolean       taken;
  gint64         next; /* renumbering begins with it */
} PtnBatch;

static void
batch_clear (PtnBatch *batch)
{
  ptn_ops_request_clear (&batch->request);
  ptn_ops_response_clear (&batch->response);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnBatch, batch_clear)

/* The writes of ptn_desk_write_sync(), on the writer thread */

static gboolean
take (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  PtnBatch          *batch = data;
  g_autoptr (GError) fault = NULL;

  batch->taken = ptn_outbox_take (db, batch->user, &batch->request, &fault);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
settle (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  PtnBatch *batch = data;

  return ptn_outbox_settle (db, batch->user, &batch->response, changes, error);
}

static gboolean
renumber (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  PtnBatch *batch = data;

  return ptn_outbox_renumber (db, batch->user, batch->next, error);
}

/* Straight-line code of the sync thread */

/* The numbers do not fit together any more where the server or this desk came back from a backup.
 * Our first number is above the expected one: the server has lost what it knew, so it knows none of
 * ours; it is below and the bytes differ: this desk has. In both cases what waits has never been
 * decided under its number and can take the next free one; the base revisions still guard each
 * decision. */
static gboolean
refused (PtnLink *link, PtnBatch *batch, const PtnAnswer *answer, GError **error)
{
  const PtnProblem *problem = &answer->problem;

  if (problem->type == PTN_PROBLEM_FORBIDDEN)
    return ptn_link_signed_out (error); /* the token was made for another database than this one */
  if ((problem->type != PTN_PROBLEM_SEQUENCE && problem->type != PTN_PROBLEM_HASH) ||
      problem->expected <= 0)
    return ptn_link_refuse (answer, error);
  g_message ("The server expects operation %" G_GINT64_FORMAT ": numbering what waits anew",
             problem->expected);
  batch->next = problem->expected;
  return ptn_desk_write_sync (link->desk, renumber, batch, error);
}

static gboolean
read_response (PtnLink *link, PtnBatch *batch, GError **error)
{
  gsize              length = 0;
  g_autofree char   *text = ptn_transport_read_all (link->transport, ptn_json_response_limits.bytes,
                                                    &length, error);
  g_autoptr (GError) fault = NULL;

  if (text == NULL)
    return FALSE;
  if (!ptn_ops_response_from_json (text, length, &batch->response, &fault))
    return ptn_link_broken (fault->message, error);
  if (!ptn_uuid_equal (&batch->response.server, &link->session->server))
    return ptn_transport_stranger (error);
  if (batch->response.results->len == 0)
    return ptn_link_broken ("an answer without results", error);
  return TRUE;
}

static gboolean
send (PtnLink *link, PtnBatch *batch, GError **error)
{
  g_autofree char   *body = ptn_ops_request_to_json (&batch->request);
  g_auto (PtnAnswer) answer = { 0 };
  g_autoptr (GError) fault = NULL;

  if (!ptn_link_call (link, "POST", "/v1/ops", body, PTN_JSON_CONTENT_TYPE, &answer, error))
    return FALSE;
  if (!answer.ok)
    return refused (link, batch, &answer, error);
  if (!read_response (link, batch, error))
    return FALSE;
  if (ptn_desk_write_sync (link->desk, settle, batch, &fault))
    return TRUE;
  if (g_error_matches (fault, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS))
    return ptn_link_broken (fault->message, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_push (PtnLink *link, GError **error)
{
  for (;;)
    {
      g_auto (PtnBatch) batch = { .user = &link->session->user };

      if (!ptn_desk_write_sync (link->desk, take, &batch, error))
        return FALSE;
      if (!batch.taken)
        return TRUE;
      ptn_desk_device (link->desk, &batch.request.device);
      if (!send (link, &batch, error))
        return FALSE;
    }
}
