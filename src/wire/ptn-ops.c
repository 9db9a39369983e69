// SPDX-License-Identifier: GPL-3.0-or-later
// The request and the response of POST /v1/ops.

#include "config.h"

#include "ptn-op.h"

#include "ptn-wire-private.h"

/* The caller's arrays need no clear function of their own: clearing twice does no harm. */
static void
clear_array (GArray **array, GDestroyNotify clear)
{
  if (*array != NULL)
    g_array_set_clear_func (*array, clear);
  g_clear_pointer (array, g_array_unref);
}

void
ptn_ops_request_clear (PtnOpsRequest *request)
{
  clear_array (&request->ops, (GDestroyNotify) ptn_op_clear);
  *request = (PtnOpsRequest) { 0 };
}

void
ptn_ops_response_clear (PtnOpsResponse *response)
{
  clear_array (&response->results, (GDestroyNotify) ptn_op_result_clear);
  *response = (PtnOpsResponse) { 0 };
}

/* The request */

static yyjson_mut_val *
write_base_revs (GArray *base_revs, PtnJsonMutDoc *doc)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  for (guint i = 0; base_revs != NULL && i < base_revs->len; i++)
    {
      const PtnBaseRev *base = &g_array_index (base_revs, PtnBaseRev, i);

      yyjson_mut_obj_add (object, ptn_json_new_uuid (doc, &base->id),
                          yyjson_mut_sint (doc, base->rev));
    }
  return object;
}

static yyjson_mut_val *
write_op (const PtnOp *op, PtnJsonMutDoc *doc)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  yyjson_mut_obj_add_sint (doc, object, "op_seq", op->op_seq);
  ptn_json_add_uuid (doc, object, "id", &op->id);
  yyjson_mut_obj_add_str (doc, object, "hash", op->hash);
  yyjson_mut_obj_add_str (doc, object, "kind", ptn_op_names[op->kind]);
  yyjson_mut_obj_add_val (doc, object, "base_revs", write_base_revs (op->base_revs, doc));
  yyjson_mut_obj_add_str (doc, object, "body", op->body);
  return object;
}

char *
ptn_ops_request_to_json (const PtnOpsRequest *request)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val           *root = yyjson_mut_doc_get_root (doc), *ops;

  ptn_json_add_uuid (doc, root, "device", &request->device);
  ptn_json_add_uuid (doc, root, "user", &request->user);
  ops = yyjson_mut_obj_add_arr (doc, root, "ops");
  for (guint i = 0; i < request->ops->len; i++)
    yyjson_mut_arr_append (ops, write_op (&g_array_index (request->ops, PtnOp, i), doc));
  return ptn_json_to_text (doc, NULL);
}

static gboolean
read_base_revs (yyjson_val *object, PtnOp *op, const PtnJsonPath *path, GError **error)
{
  gsize       i, n;
  yyjson_val *key, *value;

  op->base_revs = g_array_new (FALSE, TRUE, sizeof (PtnBaseRev));
  if (!ptn_json_is_object (object, path, error))
    return FALSE;
  if (yyjson_obj_size (object) > PTN_OP_BASE_REVS_MAX)
    return ptn_json_fault (path, error, "must have at most %d members", PTN_OP_BASE_REVS_MAX);
  yyjson_obj_foreach (object, i, n, key, value)
    {
      const PtnJsonPath at = { path, yyjson_get_str (key), 0 };
      PtnBaseRev        base;

      if (!ptn_json_value_uuid (key, &base.id, &at, error) ||
          !ptn_json_value_integer (value, 0, G_MAXINT64, &base.rev, &at, error))
        return FALSE;
      /* Two spellings of one UUID are different keys to JSON. */
      if (ptn_op_base_rev (op, &base.id) >= 0)
        return ptn_json_fault (&at, error, "stands there twice");
      g_array_append_val (op->base_revs, base);
    }
  return TRUE;
}

static gboolean
read_body (yyjson_val *object, PtnOp *op, const PtnJsonPath *path, GError **error)
{
  const char *body, *hash;

  if (!ptn_json_string (object, "body", &body, path, error) ||
      !ptn_json_string (object, "hash", &hash, path, error))
    return FALSE;
  op->body = g_strdup (body);
  ptn_op_seal (op);
  return g_str_equal (op->hash, hash) ||
         ptn_json_fault (&(PtnJsonPath) { path, "hash", 0 }, error,
                         "must be the SHA-256 of the body's bytes in lower-case hexadecimal");
}

static gboolean
read_op (yyjson_val *object, PtnOp *op, const PtnJsonPath *path, GError **error)
{
  static const char *const known[] = { "op_seq", "id", "hash", "kind", "base_revs", "body", NULL };
  const PtnJsonPath        kind_path = { path, "kind", 0 };
  const PtnJsonPath        base_revs_path = { path, "base_revs", 0 };
  yyjson_val              *kind, *base_revs;
  int                      position;

  if (!ptn_json_known (object, known, path, error) ||
      !ptn_json_integer (object, "op_seq", 1, G_MAXINT64, &op->op_seq, path, error) ||
      !ptn_json_uuid (object, "id", &op->id, path, error) ||
      (kind = ptn_json_member (object, "kind", path, error)) == NULL ||
      !ptn_json_value_enum (kind, ptn_op_names, &position, &kind_path, error) ||
      (base_revs = ptn_json_member (object, "base_revs", path, error)) == NULL ||
      !read_base_revs (base_revs, op, &base_revs_path, error))
    return FALSE;
  op->kind = (PtnOpKind) position;
  return read_body (object, op, path, error);
}

static gboolean
read_ops (yyjson_val *array, PtnOpsRequest *out, GError **error)
{
  const PtnJsonPath path = { NULL, "ops", 0 };
  gint64            last = 0;
  gsize             i, n;
  yyjson_val       *value;

  if (!yyjson_is_arr (array) || yyjson_arr_size (array) < 1 ||
      yyjson_arr_size (array) > PTN_OPS_MAX)
    return ptn_json_fault (&path, error, "must be an array of 1 to %d operations", PTN_OPS_MAX);
  g_array_set_size (out->ops, (guint) yyjson_arr_size (array));
  yyjson_arr_foreach (array, i, n, value)
    {
      const PtnJsonPath at = { &path, NULL, i };
      PtnOp            *op = &g_array_index (out->ops, PtnOp, i);

      if (!read_op (value, op, &at, error))
        return FALSE;
      if (op->op_seq <= last)
        return ptn_json_fault (&(PtnJsonPath) { &at, "op_seq", 0 }, error,
                               "must be greater than the one before");
      last = op->op_seq;
    }
  return TRUE;
}

gboolean
ptn_ops_request_from_json (const char *text, gsize length, PtnOpsRequest *out, GError **error)
{
  static const char *const known[] = { "device", "user", "ops", NULL };
  g_autoptr (PtnJsonDoc)   doc = ptn_json_parse (text, length, &ptn_json_request_limits, error);
  yyjson_val              *root = yyjson_doc_get_root (doc), *ops;

  *out = (PtnOpsRequest) { .ops = g_array_new (FALSE, TRUE, sizeof (PtnOp)) };
  if (doc != NULL && ptn_json_known (root, known, NULL, error) &&
      ptn_json_uuid (root, "device", &out->device, NULL, error) &&
      ptn_json_uuid (root, "user", &out->user, NULL, error) &&
      (ops = ptn_json_member (root, "ops", NULL, error)) != NULL && read_ops (ops, out, error))
    return TRUE;
  ptn_ops_request_clear (out);
  return FALSE;
}

/* The response */

char *
ptn_ops_response_to_json (const PtnOpsResponse *response)
{
  g_autoptr (PtnJsonMutDoc) doc = ptn_json_new_object ();
  yyjson_mut_val           *root = yyjson_mut_doc_get_root (doc), *results;

  ptn_json_add_uuid (doc, root, "server", &response->server);
  results = yyjson_mut_obj_add_arr (doc, root, "results");
  for (guint i = 0; i < response->results->len; i++)
    yyjson_mut_arr_append (results,
                           ptn_op_result_write (&g_array_index (response->results, PtnOpResult, i),
                                                doc));
  return ptn_json_to_text (doc, NULL);
}

static gboolean
read_results (yyjson_val *array, PtnOpsResponse *out, GError **error)
{
  const PtnJsonPath path = { NULL, "results", 0 };
  gsize             i, n;
  yyjson_val       *value;

  if (!yyjson_is_arr (array) || yyjson_arr_size (array) > PTN_OPS_MAX)
    return ptn_json_fault (&path, error, "must be an array of at most %d results", PTN_OPS_MAX);
  g_array_set_size (out->results, (guint) yyjson_arr_size (array));
  yyjson_arr_foreach (array, i, n, value)
    {
      const PtnJsonPath at = { &path, NULL, i };

      if (!ptn_op_result_read (value, &at, &g_array_index (out->results, PtnOpResult, i), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ptn_ops_response_from_json (const char *text, gsize length, PtnOpsResponse *out, GError **error)
{
  static const char *const known[] = { "server", "results", NULL };
  g_autoptr (PtnJsonDoc)   doc = ptn_json_parse (text, length, &ptn_json_response_limits, error);
  yyjson_val              *root = yyjson_doc_get_root (doc), *results;

  *out = (PtnOpsResponse) { .results = g_array_new (FALSE, TRUE, sizeof (PtnOpResult)) };
  if (doc != NULL && ptn_json_known (root, known, NULL, error) &&
      ptn_json_uuid (root, "server", &out->server, NULL, error) &&
      (results = ptn_json_member (root, "results", NULL, error)) != NULL &&
      read_results (results, out, error))
    return TRUE;
  ptn_ops_response_clear (out);
  return FALSE;
}
