// SPDX-License-Identifier: GPL-3.0-or-later
// Sending the outbox: numbers, requests and answers. ptn-outbox.c explains the whole.

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ptn-attention.h"
#include "ptn-base-batch.h"
#include "ptn-outbox.h"
#include "ptn-overlay.h"
#include "ptn-step.h"

#define KEPT_DONE 1000
/* What an operation's members beside its body take in a request. */
#define OP_OVERHEAD 512

/* Numbers the operations in @keys that have no number yet. */
static gboolean
number_ops (PtnDb *db, const PtnUuid *user, GArray *keys, GError **error)
{
  gint64                   last = 0;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT op_seq FROM sender WHERE user = $1", "u", user);

  if (!ptn_step_int (statement, &last, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!ptn_db_run (db, error, "UPDATE outbox SET op_seq = $2 WHERE key = $1", "ii",
                     g_array_index (keys, gint64, i), ++last))
      return FALSE;
  return keys->len == 0 || ptn_outbox_seen (db, user, last, error);
}

static gboolean
number_waiting (PtnDb *db, const PtnUuid *user, GError **error)
{
  g_autoptr (GArray)       keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error,
      "SELECT key, op_seq IS NULL FROM outbox WHERE user = $1 AND state = 0 ORDER BY key LIMIT $2",
      "ui", user, (gint64) PTN_OPS_MAX);
  gboolean ok, row;

  while ((ok = ptn_step (statement, &row, error)) && row)
    {
      const gint64 key = ptn_statement_int (statement, 0);

      if (ptn_statement_int (statement, 1) != 0)
        g_array_append_val (keys, key);
    }
  return ok && number_ops (db, user, keys, error);
}

static void
read_op (PtnStatement *statement, PtnOp *op)
{
  PtnBaseRev base = { 0 };

  *op = (PtnOp) { .op_seq = ptn_statement_int (statement, 0),
                  .kind = ptn_statement_int (statement, 2) };
  ptn_statement_uuid (statement, 1, &op->id);
  op->base_revs = g_array_new (FALSE, FALSE, sizeof (PtnBaseRev));
  if (!ptn_statement_is_null (statement, 4))
    {
      ptn_statement_uuid (statement, 3, &base.id);
      base.rev = ptn_statement_int (statement, 4);
      g_array_append_val (op->base_revs, base);
    }
  op->body = g_strdup (ptn_statement_text (statement, 5));
  g_strlcpy (op->hash, ptn_statement_text (statement, 6), sizeof op->hash);
}

gboolean
ptn_outbox_take (PtnDb *db, const PtnUuid *user, PtnOpsRequest *request, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  g_autoptr (PtnStatement) desk = NULL;
  gsize                    size = 0;
  gboolean                 ok, row;

  if (!number_waiting (db, user, error))
    return FALSE;
  *request = (PtnOpsRequest) { .user = *user, .ops = g_array_new (FALSE, FALSE, sizeof (PtnOp)) };
  statement = ptn_db_query (db, error,
                            "SELECT op_seq, id, kind, \"order\", told_rev, body, hash FROM outbox"
                            " WHERE user = $1 AND state = 0 ORDER BY key LIMIT $2",
                            "ui", user, (gint64) PTN_OPS_MAX);
  while ((ok = ptn_step (statement, &row, error)) && row)
    {
      PtnOp op;

      size += OP_OVERHEAD + 2 * ptn_statement_size (statement, 5); /* a body is escaped once more */
      if (size > PTN_OPS_BYTES_MAX && request->ops->len > 0)
        break;
      read_op (statement, &op);
      g_array_append_val (request->ops, op);
    }
  desk = ptn_db_query (db, error, "SELECT device FROM desk", "");
  ok = ok && request->ops->len > 0 && ptn_step (desk, &row, error) && row &&
       ptn_statement_uuid (desk, 0, &request->device);
  if (!ok)
    ptn_ops_request_clear (request);
  return ok;
}

static gboolean
not_ours (GError **error)
{
  g_set_error_literal (error, PTN_STORE_ERROR, PTN_STORE_ERROR_NOT_OURS,
                       _ ("The answer is not one to what this computer sent"));
  return FALSE;
}

static gboolean
check_server (PtnDb *db, const PtnUuid *server, GError **error)
{
  gint64                   same = 0;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT coalesce (server = $1, 0) FROM desk", "u", server);

  return ptn_step_int (statement, &same, error) && (same != 0 || not_ours (error));
}

/* What the answer is to. */
typedef struct
{
  gint64         key;
  PtnOpKind      kind;
  PtnUuid        order;
  PtnOutboxState state;
} Sent;

static gboolean
find_sent (PtnDb *db, const PtnUuid *user, const PtnOpResult *result, Sent *sent, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error,
      "SELECT key, kind, \"order\", state FROM outbox WHERE user = $1 AND op_seq = $2 AND id = $3",
      "uiu", user, result->op_seq, &result->id);
  gboolean row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  if (!row)
    return not_ours (error);
  sent->key = ptn_statement_int (statement, 0);
  sent->kind = ptn_statement_int (statement, 1);
  ptn_statement_uuid (statement, 2, &sent->order);
  sent->state = ptn_statement_int (statement, 3);
  return TRUE;
}

/* The order as it stands now goes into the base at once, before the feed brings it. */
static gboolean
put_current (PtnDb *db, const PtnFeedRow *current, PtnChanges *changes, GError **error)
{
  g_auto (PtnBaseBatch) batch = { 0 };

  return ptn_base_batch_begin (&batch, db, PTN_BASE_LIVE, changes, error) &&
         ptn_base_batch_put (&batch, current, error) && ptn_base_batch_end (&batch, error);
}

static gboolean
settle_refused (PtnDb             *db,
                const PtnUuid     *user,
                const Sent        *sent,
                const PtnOpResult *result,
                PtnChanges        *changes,
                GError           **error)
{
  PtnFeedLine     line = { .kind = PTN_FEED_TAIL };
  const PtnOrder *current = NULL;
  gboolean        ok;

  if (result->current != NULL &&
      !ptn_feed_read_line (result->current, strlen (result->current), &line, error))
    return FALSE;
  if (line.kind == PTN_FEED_ROW && line.row.type == &ptn_order_record && !line.row.deleted)
    current = line.row.record;
  ok = ptn_db_run (db, error, "UPDATE outbox SET state = 3 WHERE key = $1", "i", sent->key) &&
       ptn_attention_add (db, user, sent->kind, &sent->order, result->problem.type, current,
                          error) &&
       (current == NULL || put_current (db, &line.row, changes, error));
  if (line.kind == PTN_FEED_ROW)
    ptn_feed_row_clear (&line.row);
  return ok;
}

/* The server did it: an echo until the feed brings the revision that the answer was given at, done
 * where the base has that one already, or the order is not here any more. */
static gboolean
settle_applied (PtnDb *db, const Sent *sent, const PtnOpResult *result, GError **error)
{
  return ptn_db_run (
      db, error,
      "UPDATE outbox AS b SET answered_rev = $2, state = CASE WHEN $2 > 0 AND coalesce ((SELECT "
      "rev >= "
      "$2 FROM \"order\" WHERE id = b.\"order\"), 1) THEN 2 ELSE 1 END WHERE key = $1",
      "ii", sent->key, result->rev);
}

static gboolean
settle_one (PtnDb             *db,
            const PtnUuid     *user,
            const PtnOpResult *result,
            PtnChanges        *changes,
            GError           **error)
{
  Sent sent;

  if (!find_sent (db, user, result, &sent, error))
    return FALSE;
  if (sent.state != PTN_OUTBOX_WAITING) /* the answer came twice */
    return TRUE;
  changes->outbox = TRUE;
  if (result->kind == PTN_RESULT_APPLIED
          ? !settle_applied (db, &sent, result, error)
          : !settle_refused (db, user, &sent, result, changes, error))
    return FALSE;
  return ptn_overlay_refresh (db, &sent.order, changes, error);
}

gboolean
ptn_outbox_settle (PtnDb                *db,
                   const PtnUuid        *user,
                   const PtnOpsResponse *response,
                   PtnChanges           *changes,
                   GError              **error)
{
  if (!check_server (db, &response->server, error))
    return FALSE;
  for (guint i = 0; i < response->results->len; i++)
    if (!settle_one (db, user, &g_array_index (response->results, PtnOpResult, i), changes, error))
      return FALSE;
  return ptn_db_run (
      db, error,
      "DELETE FROM outbox WHERE state >= 2 AND key < (SELECT max (key) FROM outbox) - $1", "i",
      (gint64) KEPT_DONE);
}

gboolean
ptn_outbox_seen (PtnDb *db, const PtnUuid *user, gint64 op_seq, GError **error)
{
  return ptn_db_run (db, error,
                     "INSERT INTO sender (user, op_seq) VALUES ($1, $2)"
                     " ON CONFLICT (user) DO UPDATE SET op_seq = max (op_seq, excluded.op_seq)",
                     "ui", user, op_seq);
}

gboolean
ptn_outbox_renumber (PtnDb *db, const PtnUuid *user, gint64 next, GError **error)
{
  return ptn_db_run (db, error, "UPDATE outbox SET op_seq = NULL WHERE user = $1", "u", user) &&
         ptn_db_run (db, error, "DELETE FROM sender WHERE user = $1", "u", user) &&
         ptn_outbox_seen (db, user, next - 1, error);
}
