// SPDX-License-Identifier: GPL-3.0-or-later
// One operation, its body and its result.

#include "config.h"

#include "ptn-op.h"

#include <string.h>

#include "ptn-wire-private.h"

const char *const ptn_op_names[] = { "order.confirm", "order.cancel", "order.undo", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (ptn_op_names) == PTN_N_OPS + 1);

static const char *const result_names[] = { "applied", "rejected", "conflict", NULL };

void
ptn_op_clear (PtnOp *op)
{
  g_clear_pointer (&op->base_revs, g_array_unref);
  g_free (op->body);
  *op = (PtnOp) { 0 };
}

void
ptn_op_seal (PtnOp *op)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, op->body, -1);

  g_strlcpy (op->hash, hash, sizeof op->hash);
}

gint64
ptn_op_base_rev (const PtnOp *op, const PtnUuid *id)
{
  for (guint i = 0; op->base_revs != NULL && i < op->base_revs->len; i++)
    {
      const PtnBaseRev *base = &g_array_index (op->base_revs, PtnBaseRev, i);

      if (ptn_uuid_equal (&base->id, id))
        return base->rev;
    }
  return -1;
}

/* The body of an order's operation */

char *
ptn_order_op_to_body (PtnOpKind kind, const PtnOrderOp *op)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val           *object = yyjson_mut_doc_get_root (doc);

  ptn_json_add_uuid (doc, object, "order", &op->order);
  if (kind == PTN_OP_ORDER_UNDO)
    ptn_json_add_uuid (doc, object, "decision", &op->decision);
  return ptn_json_to_text (doc, NULL);
}

gboolean
ptn_order_op_from_body (PtnOpKind kind, const char *body, PtnOrderOp *out, GError **error)
{
  /* Without the second member where it is not undo. */
  const gboolean         undo = kind == PTN_OP_ORDER_UNDO;
  const char *const      known[] = { "order", undo ? "decision" : NULL, NULL };
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (body, strlen (body), &ptn_json_request_limits,
                                               error);
  yyjson_val            *root = yyjson_doc_get_root (doc);

  *out = (PtnOrderOp) { 0 };
  return doc != NULL && ptn_json_known (root, known, NULL, error) &&
         ptn_json_uuid (root, "order", &out->order, NULL, error) &&
         (!undo || ptn_json_uuid (root, "decision", &out->decision, NULL, error));
}

/* Its result */

void
ptn_op_result_clear (PtnOpResult *result)
{
  ptn_problem_clear (&result->problem);
  g_free (result->current);
  *result = (PtnOpResult) { 0 };
}

yyjson_mut_val *
ptn_op_result_write (const PtnOpResult *result, PtnJsonMutDoc *doc)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  yyjson_mut_obj_add_sint (doc, object, "op_seq", result->op_seq);
  ptn_json_add_uuid (doc, object, "id", &result->id);
  yyjson_mut_obj_add_str (doc, object, "result", result_names[result->kind]);
  if (result->rev > 0)
    yyjson_mut_obj_add_sint (doc, object, "rev", result->rev);
  if (result->kind != PTN_RESULT_APPLIED)
    yyjson_mut_obj_add_val (doc, object, "problem", ptn_problem_write (&result->problem, doc));
  if (result->current != NULL)
    {
      /* A line of the feed may end in its newline. */
      yyjson_mut_val *row = yyjson_mut_rawn (doc, result->current, strcspn (result->current, "\n"));

      yyjson_mut_obj_add_val (doc, object, "current", row);
    }
  return object;
}

static gboolean
read_outcome (yyjson_val *object, PtnOpResult *out, const PtnJsonPath *path, GError **error)
{
  const PtnJsonPath problem_path = { path, "problem", 0 };
  const PtnJsonPath current_path = { path, "current", 0 };
  const PtnJsonPath rev_path = { path, "rev", 0 };
  yyjson_val       *problem = yyjson_obj_get (object, "problem");
  yyjson_val       *current = yyjson_obj_get (object, "current");
  yyjson_val       *rev = yyjson_obj_get (object, "rev");

  if ((problem != NULL) != (out->kind != PTN_RESULT_APPLIED))
    return ptn_json_fault (path, error, "must have a \"problem\" unless it is applied");
  if (current != NULL && out->kind != PTN_RESULT_CONFLICT)
    return ptn_json_fault (path, error, "must have no \"current\" unless it is a conflict");
  if (rev != NULL && out->kind != PTN_RESULT_APPLIED)
    return ptn_json_fault (path, error, "must have no \"rev\" unless it is applied");
  if (rev != NULL && !ptn_json_value_integer (rev, 1, G_MAXINT64, &out->rev, &rev_path, error))
    return FALSE;
  if (problem != NULL && !ptn_problem_read (problem, &problem_path, &out->problem, error))
    return FALSE;
  if (current == NULL)
    return TRUE;
  out->current = yyjson_val_write (current, YYJSON_WRITE_NOFLAG, NULL);
  return ptn_json_is_object (current, &current_path, error);
}

gboolean
ptn_op_result_read (yyjson_val *object, const PtnJsonPath *path, PtnOpResult *out, GError **error)
{
  static const char *const known[] = {
    "op_seq", "id", "result", "rev", "problem", "current", NULL
  };
  const PtnJsonPath result_path = { path, "result", 0 };
  yyjson_val       *result;
  int               kind;

  *out = (PtnOpResult) { 0 };
  if (!ptn_json_known (object, known, path, error) ||
      !ptn_json_integer (object, "op_seq", 1, G_MAXINT64, &out->op_seq, path, error) ||
      !ptn_json_uuid (object, "id", &out->id, path, error) ||
      (result = ptn_json_member (object, "result", path, error)) == NULL ||
      !ptn_json_value_enum (result, result_names, &kind, &result_path, error))
    return FALSE;
  out->kind = (PtnResultKind) kind;
  if (read_outcome (object, out, path, error))
    return TRUE;
  ptn_op_result_clear (out);
  return FALSE;
}

char *
ptn_op_result_to_json (const PtnOpResult *result)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, ptn_op_result_write (result, doc));
  return ptn_json_to_text (doc, NULL);
}

gboolean
ptn_op_result_from_json (const char *text, gsize length, PtnOpResult *out, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (text, length, &ptn_json_response_limits, error);

  return doc != NULL && ptn_op_result_read (yyjson_doc_get_root (doc), NULL, out, error);
}
