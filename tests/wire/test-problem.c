// SPDX-License-Identifier: GPL-3.0-or-later
// Problem details: names and statuses, the exact form, and documents of others.

#include "config.h"

#include <string.h>

#include "assert-message.h"
#include "mutations.h"
#include "wire/ptn-problem.h"
#include "wire/ptn-wire-error.h"

#define TYPE "{\"type\":\"urn:portineria:problem:sequence\""

/* docs/protocol.md: what the names and statuses are for other programs. */
static const struct
{
  PtnProblemType type;
  const char    *name;
  guint          status;
} problems[] = {
  { PTN_PROBLEM_INVALID, "invalid", 400 },     { PTN_PROBLEM_SIGN_IN, "sign-in", 401 },
  { PTN_PROBLEM_FORBIDDEN, "forbidden", 403 }, { PTN_PROBLEM_NOT_FOUND, "not-found", 404 },
  { PTN_PROBLEM_METHOD, "method", 405 },       { PTN_PROBLEM_CONFLICT, "conflict", 409 },
  { PTN_PROBLEM_SEQUENCE, "sequence", 409 },   { PTN_PROBLEM_GONE, "gone", 410 },
  { PTN_PROBLEM_TOO_LARGE, "too-large", 413 }, { PTN_PROBLEM_HASH, "hash", 422 },
  { PTN_PROBLEM_THROTTLED, "throttled", 429 }, { PTN_PROBLEM_FINAL, "final", 409 },
  { PTN_PROBLEM_TOO_LATE, "too-late", 409 },   { PTN_PROBLEM_NOT_YOURS, "not-yours", 403 },
  { PTN_PROBLEM_INTERNAL, "internal", 500 },   { PTN_PROBLEM_UNAVAILABLE, "unavailable", 503 },
};

static void
test_table (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (problems), ==, PTN_N_PROBLEMS);
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      const PtnProblem problem = { .type = problems[i].type };
      g_autofree char *text = ptn_problem_to_json (&problem);
      PtnProblem       back;

      g_assert_cmpstr (ptn_problem_name (problems[i].type), ==, problems[i].name);
      g_assert_cmpuint (ptn_problem_status (problems[i].type), ==, problems[i].status);
      g_assert_true (ptn_problem_from_json (text, strlen (text), &back, NULL));
      g_assert_cmpint (back.type, ==, problems[i].type);
    }
}

static void
test_written (void)
{
  char             detail[] = "expected 5, got \"7\"", pointer[] = "/ops/0/op_seq";
  const PtnProblem problem = { PTN_PROBLEM_SEQUENCE, detail, pointer, 5 };
  g_autofree char *text = ptn_problem_to_json (&problem);
  PtnProblem       back;

  g_assert_cmpstr (
      text, ==,
      TYPE
      ",\"title\":\"Another operation number is expected\",\"status\":409,"
      "\"detail\":\"expected 5, got \\\"7\\\"\",\"pointer\":\"/ops/0/op_seq\",\"expected\":5}");
  g_assert_true (ptn_problem_from_json (text, strlen (text), &back, NULL));
  g_assert_cmpstr (back.detail, ==, detail);
  g_assert_cmpstr (back.pointer, ==, pointer);
  g_assert_cmpint (back.expected, ==, 5);
  ptn_problem_clear (&back);
  g_assert_null (back.detail);
}

static const struct
{
  const char    *text;
  PtnProblemType type;
  const char    *detail;
  gint64         expected;
  const char    *message; /* NULL: accepted */
} documents[] = {
  /* "An unknown type reads as PTN_PROBLEM_INTERNAL" */
  { "{\"type\":\"urn:portineria:problem:new\",\"detail\":\"d\"}", PTN_PROBLEM_INTERNAL, "d", 0,
    NULL },
  { "{\"type\":\"about:blank\",\"status\":404}", PTN_PROBLEM_INTERNAL, NULL, 0, NULL },
  { "{\"type\":\"sequence\"}", PTN_PROBLEM_INTERNAL, NULL, 0, NULL },
  { "{\"type\":\"urn:portineria:problem:sequences\"}", PTN_PROBLEM_INTERNAL, NULL, 0, NULL },
  /* RFC 9457 §3: unknown members, and known ones of another type, are ignored */
  { TYPE ",\"new\":{\"a\":[1]}}", PTN_PROBLEM_SEQUENCE, NULL, 0, NULL },
  { TYPE ",\"detail\":7,\"pointer\":[],\"expected\":\"5\"}", PTN_PROBLEM_SEQUENCE, NULL, 0, NULL },
  { TYPE ",\"expected\":0}", PTN_PROBLEM_SEQUENCE, NULL, 0, NULL },
  { TYPE ",\"expected\":9}", PTN_PROBLEM_SEQUENCE, NULL, 9, NULL },
  /* no problem document of ours */
  { "{\"error\":\"x\"}", 0, NULL, 0, "lacks the member \"type\"" },
  { "{\"type\":1}", 0, NULL, 0, "/type: must be a string" },
  { "[]", 0, NULL, 0, "must be an object" },
  { "<html>", 0, NULL, 0, "line 1, column 1: " },
  { TYPE ",\"type\":\"a\"}", 0, NULL, 0, "/type: stands there twice" },
};

static void
test_documents (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      PtnProblem         problem = { 0 };
      g_autoptr (GError) error = NULL;
      const gboolean done = ptn_problem_from_json (documents[i].text, strlen (documents[i].text),
                                                   &problem, &error);

      g_test_message ("%s", documents[i].text);
      assert_message (error, documents[i].message);
      g_assert_cmpint (done, ==, documents[i].message == NULL);
      g_assert_cmpint (problem.type, ==, documents[i].type);
      g_assert_cmpstr (problem.detail, ==, documents[i].detail);
      g_assert_null (problem.pointer);
      g_assert_cmpint (problem.expected, ==, documents[i].expected);
      ptn_problem_clear (&problem);
    }
}

static void
check_damaged (const char *text, gsize length)
{
  PtnProblem         problem;
  g_autoptr (GError) error = NULL;

  if (ptn_problem_from_json (text, length, &problem, &error))
    ptn_problem_clear (&problem);
  else
    g_assert_nonnull (error);
}

static void
test_damaged (void)
{
  for_each_mutation (TYPE ",\"status\":409,\"detail\":\"d è\",\"pointer\":\"/ops\",\"expected\":5}",
                     check_damaged);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/problem/table", test_table);
  g_test_add_func ("/wire/problem/written", test_written);
  g_test_add_func ("/wire/problem/documents", test_documents);
  g_test_add_func ("/wire/problem/damaged", test_damaged);

  return g_test_run ();
}
