// SPDX-License-Identifier: GPL-3.0-or-later
// Problem details (RFC 9457).

#include "config.h"

#include "ptn-problem.h"

#include "ptn-wire-private.h"

#define TYPE_PREFIX "urn:portineria:problem:"

static const struct
{
  const char *name;
  guint       status;
  const char *title;
} problems[] = {
  [PTN_PROBLEM_INVALID] = { "invalid", 400, "The request is malformed" },
  [PTN_PROBLEM_SIGN_IN] = { "sign-in", 401, "A valid token is needed: sign in" },
  [PTN_PROBLEM_FORBIDDEN] = { "forbidden", 403, "The user's role does not allow it" },
  [PTN_PROBLEM_NOT_FOUND] = { "not-found", 404, "There is no such thing" },
  [PTN_PROBLEM_METHOD] = { "method", 405, "This method is not allowed here" },
  [PTN_PROBLEM_CONFLICT] = { "conflict", 409, "Somebody has changed it since" },
  [PTN_PROBLEM_SEQUENCE] = { "sequence", 409, "Another operation number is expected" },
  [PTN_PROBLEM_GONE] = { "gone", 410, "The cursor is no longer served: take a snapshot" },
  [PTN_PROBLEM_TOO_LARGE] = { "too-large", 413, "The request is too large" },
  [PTN_PROBLEM_HASH] = { "hash", 422, "This operation number was sent before with another body" },
  [PTN_PROBLEM_THROTTLED] = { "throttled", 429, "Too many requests: try again later" },
  [PTN_PROBLEM_FINAL] = { "final", 409, "A cancelled order stays cancelled" },
  [PTN_PROBLEM_TOO_LATE] = { "too-late", 409, "The decision can no longer be undone" },
  [PTN_PROBLEM_NOT_YOURS] = { "not-yours", 403, "Another user made the decision" },
  [PTN_PROBLEM_INTERNAL] = { "internal", 500, "The server failed" },
  [PTN_PROBLEM_UNAVAILABLE] = { "unavailable", 503,
                                "The server is not available: try again later" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (problems) == PTN_N_PROBLEMS);

void
ptn_problem_clear (PtnProblem *problem)
{
  g_free (problem->detail);
  g_free (problem->pointer);
  *problem = (PtnProblem) { 0 };
}

guint
ptn_problem_status (PtnProblemType type)
{
  return problems[type].status;
}

const char *
ptn_problem_name (PtnProblemType type)
{
  return problems[type].name;
}

yyjson_mut_val *
ptn_problem_write (const PtnProblem *problem, PtnJsonMutDoc *doc)
{
  yyjson_mut_val  *object = yyjson_mut_obj (doc);
  g_autofree char *type = g_strconcat (TYPE_PREFIX, problems[problem->type].name, NULL);

  yyjson_mut_obj_add_strcpy (doc, object, "type", type);
  yyjson_mut_obj_add_str (doc, object, "title", problems[problem->type].title);
  yyjson_mut_obj_add_uint (doc, object, "status", problems[problem->type].status);
  if (problem->detail != NULL)
    yyjson_mut_obj_add_str (doc, object, "detail", problem->detail);
  if (problem->pointer != NULL)
    yyjson_mut_obj_add_str (doc, object, "pointer", problem->pointer);
  if (problem->expected != 0)
    yyjson_mut_obj_add_sint (doc, object, "expected", problem->expected);
  return object;
}

static PtnProblemType
parse_type (const char *text)
{
  for (int i = 0; i < PTN_N_PROBLEMS; i++)
    {
      if (g_str_has_prefix (text, TYPE_PREFIX) &&
          g_str_equal (text + strlen (TYPE_PREFIX), problems[i].name))
        return (PtnProblemType) i;
    }
  return PTN_PROBLEM_INTERNAL;
}

/* As RFC 9457 §3 says, members that are unknown or of another type are ignored; but "type" must be
 * there: whatever lacks it is not our server's. */
gboolean
ptn_problem_read (yyjson_val *value, const PtnJsonPath *path, PtnProblem *out, GError **error)
{
  const char *type;
  yyjson_val *expected = yyjson_obj_get (value, "expected");

  *out = (PtnProblem) { 0 };
  if (!ptn_json_string (value, "type", &type, path, error))
    return FALSE;
  out->type = parse_type (type);
  out->detail = g_strdup (yyjson_get_str (yyjson_obj_get (value, "detail")));
  out->pointer = g_strdup (yyjson_get_str (yyjson_obj_get (value, "pointer")));
  ptn_json_value_integer (expected, 1, G_MAXINT64, &out->expected, NULL, NULL);
  return TRUE;
}

char *
ptn_problem_to_json (const PtnProblem *problem)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, ptn_problem_write (problem, doc));
  return ptn_json_to_text (doc, NULL);
}

gboolean
ptn_problem_from_json (const char *text, gsize length, PtnProblem *out, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (text, length, &ptn_json_line_limits, error);

  return doc != NULL && ptn_problem_read (yyjson_doc_get_root (doc), NULL, out, error);
}
