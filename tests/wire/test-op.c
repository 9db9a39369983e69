// SPDX-License-Identifier: GPL-3.0-or-later
// Operations: the exact forms of request, response and bodies, what is refused, the limits, damaged
// requests.

#include "config.h"

#include <string.h>

#include "assert-message.h"
#include "mutations.h"
#include "wire/ptn-op.h"

#define A "018f4d3c-0000-7000-8000-00000000000a"
#define B "018f4d3c-0000-7000-8000-00000000000b"
#define C "018f4d3c-0000-7000-8000-00000000000c"
/* SHA-256 of "{}", as sha256sum prints it */
#define HASH "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
#define OP_WITHOUT_SEQ                                                                             \
  "\"id\":\"" A "\",\"hash\":\"" HASH "\",\"kind\":\"order.cancel\",\"base_revs\":{\"" B           \
  "\":7},\"body\":\"{}\"}"
#define OP(seq)      "{\"op_seq\":" #seq "," OP_WITHOUT_SEQ
#define REQUEST(ops) "{\"device\":\"" A "\",\"user\":\"" B "\",\"ops\":[" ops "]}"

static PtnUuid
uuid (const char *text)
{
  PtnUuid out;

  g_assert_true (ptn_uuid_parse (text, &out));
  return out;
}

static PtnOp
make_op (gint64 op_seq, const char *body)
{
  PtnOp op = {
    .op_seq = op_seq, .id = uuid (A), .kind = PTN_OP_ORDER_CANCEL, .body = g_strdup (body)
  };

  ptn_op_seal (&op);
  return op;
}

static PtnOpsRequest
make_request (void)
{
  return (PtnOpsRequest) { uuid (A), uuid (B), g_array_new (FALSE, TRUE, sizeof (PtnOp)) };
}

static void
add_op (PtnOpsRequest *request, gint64 op_seq, const char *body)
{
  const PtnOp op = make_op (op_seq, body);

  g_array_append_val (request->ops, op);
}

/* @message NULL: it must be accepted. */
static void
check_request (const char *text, const char *message)
{
  PtnOpsRequest      request;
  g_autoptr (GError) error = NULL;
  const gboolean     done = ptn_ops_request_from_json (text, strlen (text), &request, &error);

  assert_message (error, message);
  g_assert_cmpint (done, ==, message == NULL);
  g_assert_true (done == (request.ops != NULL));
  ptn_ops_request_clear (&request);
}

static void
test_request_written (void)
{
  PtnOpsRequest      request = make_request (), back;
  const PtnBaseRev   base = { uuid (B), 7 };
  g_autoptr (GError) error = NULL;
  g_autofree char   *text = NULL;
  PtnOp             *op;

  add_op (&request, 3, "{}");
  add_op (&request, 5, "{ \"a\":\t\"è\" }");
  op = &g_array_index (request.ops, PtnOp, 0);
  op->base_revs = g_array_new (FALSE, FALSE, sizeof (PtnBaseRev));
  g_array_append_val (op->base_revs, base);
  text = ptn_ops_request_to_json (&request);
  g_assert_true (g_str_has_prefix (text, "{\"device\":\"" A "\",\"user\":\"" B
                                         "\",\"ops\":[" OP (3) ",{\"op_seq\":5,"));
  g_assert_nonnull (strstr (text, "\"base_revs\":{},\"body\":\"{ \\\"a\\\":\\t\\\"è\\\" }\"}]}"));

  ptn_ops_request_from_json (text, strlen (text), &back, &error);
  g_assert_no_error (error);
  g_assert_true (ptn_uuid_equal (&back.device, &request.device) &&
                 ptn_uuid_equal (&back.user, &request.user));
  g_assert_cmpuint (back.ops->len, ==, 2);
  op = &g_array_index (back.ops, PtnOp, 0);
  g_assert_cmpint (op->op_seq, ==, 3);
  g_assert_cmpint (op->kind, ==, PTN_OP_ORDER_CANCEL);
  g_assert_cmpint (ptn_op_base_rev (op, &base.id), ==, 7);
  g_assert_cmpint (ptn_op_base_rev (op, &request.device), ==, -1);
  g_assert_cmpstr (op->hash, ==, HASH);
  /* The body's bytes are kept: the blanks too. */
  op = &g_array_index (back.ops, PtnOp, 1);
  g_assert_cmpstr (op->body, ==, "{ \"a\":\t\"è\" }");
  g_assert_cmpint (ptn_op_base_rev (op, &base.id), ==, -1);
  ptn_ops_request_clear (&request);
  ptn_ops_request_clear (&back);
}

#define BEFORE_KIND "{\"op_seq\":1,\"id\":\"" A "\",\"hash\":\"" HASH "\","
#define OPS         "/ops: must be an array of 1 to 100 operations"

static const struct
{
  const char *text, *message;
} refusals[] = {
  { REQUEST (OP (1) "," OP (2)), NULL },
  { REQUEST (OP (7) "," OP (9)), NULL }, /* a gap is the server's to judge */
  { "[]", "must be an object" },
  { "{\"device\":\"" A "\",\"ops\":[" OP (1) "]}", "lacks the member \"user\"" },
  { "{\"user\":\"" A "\",\"ops\":[" OP (1) "]}", "lacks the member \"device\"" },
  { "{\"device\":\"" A "\",\"user\":\"" B "\"}", "lacks the member \"ops\"" },
  { "{\"device\":\"" A "\",\"user\":\"" B "\",\"ops\":[" OP (1) "],\"new\":1}",
    "/new: is not a known member" },
  { "{\"device\":\"x\",\"user\":\"" B "\",\"ops\":[" OP (1) "]}",
    "/device: must be a UUID in a string, and not the nil one" },
  { "{\"device\":\"" A "\",\"user\":\"" B "\",\"ops\":{}}", OPS },
  { REQUEST (""), OPS },
  { REQUEST ("1"), "/ops/0: must be an object" },
  { REQUEST (OP (1) "," OP (1)), "/ops/1/op_seq: must be greater than the one before" },
  { REQUEST (OP (2) "," OP (1)), "/ops/1/op_seq: must be greater than the one before" },
  { REQUEST (OP (0)), "/ops/0/op_seq: must be a whole number from 1 to 9223372036854775807" },
  { REQUEST ("{" OP_WITHOUT_SEQ), "/ops/0: lacks the member \"op_seq\"" },
  { REQUEST ("{\"op_seq\":1,\"new\":1," OP_WITHOUT_SEQ), "/ops/0/new: is not a known member" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.delete\",\"base_revs\":{},\"body\":\"{}\"}"),
    "/ops/0/kind: must be one of: order.confirm, order.cancel, order.undo" },
  { REQUEST (BEFORE_KIND "\"base_revs\":{},\"body\":\"{}\"}"),
    "/ops/0: lacks the member \"kind\"" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"body\":\"{}\"}"),
    "/ops/0: lacks the member \"base_revs\"" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":[],\"body\":\"{}\"}"),
    "/ops/0/base_revs: must be an object" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":{\"x\":1},\"body\":\"{}\"}"),
    "/ops/0/base_revs/x: must be a UUID in a string, and not the nil one" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":{\"" A "\":-1},\"body\":\"{}\"}"),
    "/ops/0/base_revs/" A ": must be a whole number from 0 to 9223372036854775807" },
  { REQUEST (BEFORE_KIND
             "\"kind\":\"order.undo\",\"base_revs\":{\"018f4d3c-0000-7000-8000-00000000000a\":1,"
             "\"018F4D3C-0000-7000-8000-00000000000A\":2},\"body\":\"{}\"}"),
    "/ops/0/base_revs/018F4D3C-0000-7000-8000-00000000000A: stands there twice" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":{}}"),
    "/ops/0: lacks the member \"body\"" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":{},\"body\":{}}"),
    "/ops/0/body: must be a string" },
  { REQUEST (BEFORE_KIND "\"kind\":\"order.undo\",\"base_revs\":{},\"body\":\"{ }\"}"),
    "/ops/0/hash: must be the SHA-256 of the body's bytes in lower-case hexadecimal" },
  { REQUEST ("{\"op_seq\":1,\"id\":\"" A
             "\",\"kind\":\"order.undo\",\"base_revs\":{},\"body\":\"{}\"}"),
    "/ops/0: lacks the member \"hash\"" },
  { REQUEST ("{\"op_seq\":1,\"id\":\"" A
             "\",\"hash\":\"44136FA355B3678A1146AD16F7E8649E94FB4FC21FE77E8310C060F61CAAFF8A\","
             "\"kind\":\"order.undo\",\"base_revs\":{},\"body\":\"{}\"}"),
    "/ops/0/hash: must be the SHA-256 of the body's bytes in lower-case hexadecimal" },
};

static void
test_request_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_test_message ("%s", refusals[i].text);
      check_request (refusals[i].text, refusals[i].message);
    }
}

static void
check_written (const PtnOpsRequest *request, const char *message)
{
  g_autofree char *text = ptn_ops_request_to_json (request);

  check_request (text, message);
}

static void
test_number_limit (void)
{
  PtnOpsRequest request = make_request ();

  for (int i = 1; i <= PTN_OPS_MAX; i++)
    add_op (&request, i, "{}");
  check_written (&request, NULL);
  add_op (&request, PTN_OPS_MAX + 1, "{}");
  check_written (&request, OPS);
  ptn_ops_request_clear (&request);
}

static void
add_base_revs (PtnOp *op, int n)
{
  op->base_revs = g_array_new (FALSE, FALSE, sizeof (PtnBaseRev));
  for (int i = 0; i < n; i++)
    {
      PtnBaseRev base = { .rev = G_MAXINT64 };

      ptn_uuid_new (&base.id);
      g_array_append_val (op->base_revs, base);
    }
}

/* The largest operation fits a request: its body is all quotation marks, which JSON doubles. */
static void
test_largest_op (void)
{
  PtnOpsRequest    request = make_request ();
  g_autofree char *body = g_strnfill (PTN_OP_BODY_MAX + 1, '"');
  PtnOp           *op;

  add_op (&request, G_MAXINT64, body + 1);
  op = &g_array_index (request.ops, PtnOp, 0);
  add_base_revs (op, PTN_OP_BASE_REVS_MAX);
  check_written (&request, NULL);

  ptn_op_clear (op);
  *op = make_op (G_MAXINT64, body);
  check_written (&request, "/ops/0/body: has a text of more than 524288 bytes");
  ptn_ops_request_clear (&request);
}

static void
test_base_revs_limit (void)
{
  PtnOpsRequest request = make_request ();

  add_op (&request, 1, "{}");
  add_base_revs (&g_array_index (request.ops, PtnOp, 0), PTN_OP_BASE_REVS_MAX + 1);
  check_written (&request, "/ops/0/base_revs: must have at most 256 members");
  ptn_ops_request_clear (&request);
}

static void
check_damaged_request (const char *text, gsize length)
{
  PtnOpsRequest      request;
  g_autoptr (GError) error = NULL;

  if (ptn_ops_request_from_json (text, length, &request, &error))
    ptn_ops_request_clear (&request);
  else
    g_assert_nonnull (error);
}

static void
test_damaged_request (void)
{
  for_each_mutation (REQUEST (OP (1) "," OP (2)), check_damaged_request);
}

/* Bodies of orders' operations */

static const struct
{
  PtnOpKind   kind;
  const char *body, *message;
} bodies[] = {
  { PTN_OP_ORDER_CONFIRM, "{\"order\":\"" A "\"}", NULL },
  { PTN_OP_ORDER_CANCEL, "{\"order\":\"" A "\"}", NULL },
  { PTN_OP_ORDER_UNDO, "{\"order\":\"" A "\",\"decision\":\"" B "\"}", NULL },
  { PTN_OP_ORDER_UNDO, "{\"order\":\"" A "\"}", "lacks the member \"decision\"" },
  { PTN_OP_ORDER_CONFIRM, "{\"order\":\"" A "\",\"decision\":\"" B "\"}",
    "/decision: is not a known member" },
  { PTN_OP_ORDER_CANCEL, "{}", "lacks the member \"order\"" },
  { PTN_OP_ORDER_CANCEL, "{\"order\":7}",
    "/order: must be a UUID in a string, and not the nil one" },
  { PTN_OP_ORDER_CANCEL, "[]", "must be an object" },
  { PTN_OP_ORDER_CANCEL, "", "line 1, column 1: " },
};

static void
test_order_bodies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      PtnOrderOp         op;
      g_autoptr (GError) error = NULL;
      const gboolean done = ptn_order_op_from_body (bodies[i].kind, bodies[i].body, &op, &error);

      g_test_message ("%s", bodies[i].body);
      assert_message (error, bodies[i].message);
      g_assert_cmpint (done, ==, bodies[i].message == NULL);
      if (done)
        {
          g_autofree char *back = ptn_order_op_to_body (bodies[i].kind, &op);

          g_assert_cmpstr (back, ==, bodies[i].body);
        }
    }
}

/* Results */

#define RESULT "{\"op_seq\":3,\"id\":\"" A "\",\"result\":"
#define PROBLEM(name, title, status, detail)                                                       \
  "\"problem\":{\"type\":\"urn:portineria:problem:" name "\",\"title\":\"" title                   \
  "\",\"status\":" status ",\"detail\":\"" detail "\"}"
#define CONFLICT PROBLEM ("conflict", "Somebody has changed it since", "409", "it is 4")
#define FINAL    PROBLEM ("final", "A cancelled order stays cancelled", "409", "no")
#define CURRENT  "{\"kind\":\"room\",\"id\":\"" C "\",\"rev\":3,\"deleted\":true}"

/* Those that are accepted are also the exact form that is written. */
static const struct
{
  const char *text, *message;
} results[] = {
  { RESULT "\"applied\"}", NULL },
  { RESULT "\"applied\",\"rev\":7}", NULL },
  { RESULT "\"rejected\"," FINAL "}", NULL },
  { RESULT "\"conflict\"," CONFLICT "}", NULL },
  { RESULT "\"conflict\"," CONFLICT ",\"current\":" CURRENT "}", NULL },
  { RESULT "\"done\"}", "/result: must be one of: applied, rejected, conflict" },
  { RESULT "\"rejected\"}", "must have a \"problem\" unless it is applied" },
  { RESULT "\"applied\"," FINAL "}", "must have a \"problem\" unless it is applied" },
  { RESULT "\"rejected\"," FINAL ",\"current\":{}}",
    "must have no \"current\" unless it is a conflict" },
  { RESULT "\"conflict\"," CONFLICT ",\"current\":null}", "/current: must be an object" },
  { RESULT "\"rejected\",\"problem\":{}}", "/problem: lacks the member \"type\"" },
  { RESULT "\"rejected\",\"problem\":7}", "/problem: must be an object" },
  { RESULT "\"applied\",\"rev\":0}", "/rev: must be a whole number from 1 to 9223372036854775807" },
  { RESULT "\"rejected\",\"rev\":7," FINAL "}", "must have no \"rev\" unless it is applied" },
  { RESULT "\"applied\",\"new\":1}", "/new: is not a known member" },
  { "{\"op_seq\":3,\"id\":\"" A "\"}", "lacks the member \"result\"" },
  { "{\"id\":\"" A "\",\"result\":\"applied\"}", "lacks the member \"op_seq\"" },
  { "{\"op_seq\":3,\"result\":\"applied\"}", "lacks the member \"id\"" },
};

static void
test_results (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      PtnOpResult        result;
      g_autoptr (GError) error = NULL;
      const gboolean     done = ptn_op_result_from_json (results[i].text, strlen (results[i].text),
                                                         &result, &error);

      g_test_message ("%s", results[i].text);
      assert_message (error, results[i].message);
      g_assert_cmpint (done, ==, results[i].message == NULL);
      if (done)
        {
          g_autofree char *back = ptn_op_result_to_json (&result);

          g_assert_cmpstr (back, ==, results[i].text);
          ptn_op_result_clear (&result);
        }
      g_assert_null (result.current);
    }
}

/* A line of the feed serves as it is, with its newline. */
static void
test_current_of_feed (void)
{
  char              line[] = CURRENT "\n", detail[] = "it is 4";
  const PtnOpResult result = {
    3, uuid (A), PTN_RESULT_CONFLICT, 0, { .type = PTN_PROBLEM_CONFLICT, .detail = detail }, line
  };
  g_autofree char *text = ptn_op_result_to_json (&result);

  g_assert_cmpstr (text, ==, RESULT "\"conflict\"," CONFLICT ",\"current\":" CURRENT "}");
}

#define RESPONSE                                                                                   \
  "{\"server\":\"" B "\",\"results\":[" RESULT "\"applied\"}," RESULT "\"rejected\"," FINAL "}]}"

static void
check_damaged_response (const char *text, gsize length)
{
  PtnOpsResponse     response;
  g_autoptr (GError) error = NULL;

  if (ptn_ops_response_from_json (text, length, &response, &error))
    ptn_ops_response_clear (&response);
  else
    g_assert_nonnull (error);
}

static void
test_response (void)
{
  PtnOpsResponse     response;
  g_autoptr (GError) error = NULL;
  g_autofree char   *back = NULL;

  ptn_ops_response_from_json (RESPONSE, strlen (RESPONSE), &response, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response.results->len, ==, 2);
  g_assert_cmpint (g_array_index (response.results, PtnOpResult, 1).problem.type, ==,
                   PTN_PROBLEM_FINAL);
  back = ptn_ops_response_to_json (&response);
  g_assert_cmpstr (back, ==, RESPONSE);
  ptn_ops_response_clear (&response);
  for_each_mutation (RESPONSE, check_damaged_response);
}

static void
test_response_refused (void)
{
  static const struct
  {
    const char *text, *message;
  } cases[] = {
    { "{\"results\":[]}", "lacks the member \"server\"" },
    { "{\"server\":\"" B "\"}", "lacks the member \"results\"" },
    { "{\"server\":\"" B "\",\"results\":{}}",
      "/results: must be an array of at most 100 results" },
    { "{\"server\":\"" B "\",\"results\":[" RESULT "\"applied\"},{}]}",
      "/results/1: lacks the member \"op_seq\"" },
    { "{\"server\":\"" B "\",\"results\":[],\"new\":1}", "/new: is not a known member" },
    { "<html>Sign in to the hotel's network</html>", "line 1, column 1: " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtnOpsResponse     response;
      g_autoptr (GError) error = NULL;

      g_assert_false (
          ptn_ops_response_from_json (cases[i].text, strlen (cases[i].text), &response, &error));
      assert_message (error, cases[i].message);
      g_assert_null (response.results);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/op/request-written", test_request_written);
  g_test_add_func ("/wire/op/request-refused", test_request_refused);
  g_test_add_func ("/wire/op/number-limit", test_number_limit);
  g_test_add_func ("/wire/op/largest-op", test_largest_op);
  g_test_add_func ("/wire/op/base-revs-limit", test_base_revs_limit);
  g_test_add_func ("/wire/op/damaged-request", test_damaged_request);
  g_test_add_func ("/wire/op/order-bodies", test_order_bodies);
  g_test_add_func ("/wire/op/results", test_results);
  g_test_add_func ("/wire/op/current-of-feed", test_current_of_feed);
  g_test_add_func ("/wire/op/response", test_response);
  g_test_add_func ("/wire/op/response-refused", test_response_refused);

  return g_test_run ();
}
