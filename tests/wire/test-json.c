// SPDX-License-Identifier: GPL-3.0-or-later
// JSON from outside: what is refused, with which words, and where in the text a fault stands.

#include "config.h"

#include <string.h>

#include "assert-message.h"
#include "tests/model/random-record.h"
#include "wire/ptn-json.h"

static const PtnJsonLimits small = { .bytes = 4096, .depth = 3, .string = 8, .count = 20 };

/* Values */

static void
test_accepted (void)
{
  static const char *const texts[] = {
    "null",
    "true",
    "-0",
    "1e3",
    "\"\"",
    "[]",
    "{}",
    " [1 , 2]\r\n\t",
    "{\"a\":{\"a\":[1]}}",
    "\"\\u00e8 \\ud83d\\ude00\"",
    "\"ก\"",
    "{\"a\":1,\"A\":2}",
    "[[[]]]",
    "\"12345678\"",
    "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]",
    "{\"01\":1,\"02\":1,\"03\":1,\"04\":1,\"05\":1,\"06\":1,\"07\":1,\"08\":1,\"09\":1,\"10\":1,"
    "\"11\":1,\"12\":1,\"13\":1,"
    "\"14\":1,\"15\":1,\"16\":1,\"17\":1,\"18\":1,\"19\":1,\"20\":1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (PtnJsonDoc) doc = ptn_json_parse (texts[i], strlen (texts[i]), &small, &error);

      g_assert_no_error (error);
      g_assert_nonnull (doc);
    }
}

static const struct
{
  const char  *text;
  PtnWireError code;
  const char  *message;
} refusals[] = {
  /* RFC 8259 and nothing besides */
  { "", PTN_WIRE_ERROR_INVALID, "line 1, column 1: " },
  { "  ", PTN_WIRE_ERROR_INVALID, "line 1, column 1: " },
  { "{", PTN_WIRE_ERROR_INVALID, "line 1, column 2: " },
  { "[1,\n 2,\n è]", PTN_WIRE_ERROR_INVALID, "line 3, column 2: " },
  { "[\"è\" x]", PTN_WIRE_ERROR_INVALID, "line 1, column 6: " },
  { "[1,]", PTN_WIRE_ERROR_INVALID, "line 1, column 3: " },
  { "[1] [2]", PTN_WIRE_ERROR_INVALID, "line 1, column 5: " },
  { "[1] // one", PTN_WIRE_ERROR_INVALID, "line 1, column 5: " },
  { "{a:1}", PTN_WIRE_ERROR_INVALID, "line 1, column 2: " },
  { "[NaN]", PTN_WIRE_ERROR_INVALID, "line 1, column 2: " },
  { "[01]", PTN_WIRE_ERROR_INVALID, "line 1, column 2: " },
  { "[1e999]", PTN_WIRE_ERROR_INVALID, "line 1, column 2: " },
  { "[\"a\tb\"]", PTN_WIRE_ERROR_INVALID, "line 1, column 4: " },
  { "[\"\xff\"]", PTN_WIRE_ERROR_INVALID, "line 1, column 3: " },
  { "[\"\xed\xa0\x80\"]", PTN_WIRE_ERROR_INVALID, "line 1, column 3: " },
  { "[\"\\ud83d\"]", PTN_WIRE_ERROR_INVALID, "line 1, column 9: " },
  { "\xef\xbb\xbf[]", PTN_WIRE_ERROR_INVALID, "line 1, column 1: " },
  /* what is well-formed and still not wanted */
  { "[\"a\\u0000b\"]", PTN_WIRE_ERROR_INVALID, "/0: must not contain the character U+0000" },
  { "{\"a\":{\"b\\u0000\":1}}", PTN_WIRE_ERROR_INVALID,
    "/a: must not contain the character U+0000" },
  { "{\"a\":1,\"b\":2,\"a\":3}", PTN_WIRE_ERROR_INVALID, "/a: stands there twice" },
  { "{\"a\":1,\"\\u0061\":1}", PTN_WIRE_ERROR_INVALID, "/a: stands there twice" },
  { "[0,{\"b\":{\"a\":1,\"a\":1}}]", PTN_WIRE_ERROR_INVALID, "/1/b/a: stands there twice" },
  { "{\"01\":1,\"02\":1,\"03\":1,\"04\":1,\"05\":1,\"06\":1,\"07\":1,\"08\":1,\"09\":1,\"10\":1,"
    "\"11\":1,\"12\":1,\"13\":1,"
    "\"14\":1,\"15\":1,\"04\":1}",
    PTN_WIRE_ERROR_INVALID, "/04: stands there twice" },
  { "{\"01\":1,\"02\":1,\"03\":1,\"04\":1,\"05\":1,\"06\":1,\"07\":1,\"08\":1,\"09\":1,\"10\":1,"
    "\"11\":1,\"12\":1,\"13\":1,"
    "\"14\":1,\"15\":1,\"16\":1,\"04\":1}",
    PTN_WIRE_ERROR_INVALID, "/04: stands there twice" },
  /* the limits */
  { "[[[[]]]]", PTN_WIRE_ERROR_TOO_LARGE, "/0/0/0: is nested deeper than 3 levels" },
  { "{\"a\":[{\"b\":{}}]}", PTN_WIRE_ERROR_TOO_LARGE, "/a/0/b: is nested deeper than 3 levels" },
  { "[1,\"123456789\"]", PTN_WIRE_ERROR_TOO_LARGE, "/1: has a text of more than 8 bytes" },
  { "[\"กกก\"]", PTN_WIRE_ERROR_TOO_LARGE, "/0: has a text of more than 8 bytes" },
  { "{\"123456789\":1}", PTN_WIRE_ERROR_TOO_LARGE, "has a text of more than 8 bytes" },
  { "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21]", PTN_WIRE_ERROR_TOO_LARGE,
    "has more than 20 elements" },
  { "[{\"01\":1,\"02\":1,\"03\":1,\"04\":1,\"05\":1,\"06\":1,\"07\":1,\"08\":1,\"09\":1,\"10\":1,"
    "\"11\":1,\"12\":1,\"13\":1,"
    "\"14\":1,\"15\":1,\"16\":1,\"17\":1,\"18\":1,\"19\":1,\"20\":1,\"21\":1}]",
    PTN_WIRE_ERROR_TOO_LARGE, "/0: has more than 20 members" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (PtnJsonDoc) doc = ptn_json_parse (refusals[i].text, strlen (refusals[i].text),
                                                   &small, &error);

      g_test_message ("case %zu", i);
      g_assert_null (doc);
      assert_message (error, refusals[i].message);
      g_assert_error (error, PTN_WIRE_ERROR, (int) refusals[i].code);
    }
}

static void
test_bytes_limit (void)
{
  g_autofree char       *text = g_strnfill (4097, ' ');
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnJsonDoc) doc = NULL;

  text[0] = '1';
  doc = ptn_json_parse (text, 4096, &small, &error);
  g_assert_no_error (error);
  g_assert_null (ptn_json_parse (text, 4097, &small, &error));
  g_assert_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_TOO_LARGE);
  assert_message (error, "the text has more than 4096 bytes");
  /* An empty body of a request may come as no bytes at all. */
  g_assert_null (ptn_json_parse (NULL, 0, &small, NULL));
}

/* A million brackets overflow no stack. */
static void
test_deep_nesting (void)
{
  g_autofree char   *text = g_strnfill (1000000, '[');
  g_autofree char   *closed = g_strnfill (1000000, ']');
  g_autoptr (GError) error = NULL;

  memcpy (closed, text, 500000);
  g_assert_null (ptn_json_parse (text, 1000000, &ptn_json_import_limits, NULL));
  g_assert_null (ptn_json_parse (closed, 1000000, &ptn_json_import_limits, &error));
  g_assert_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_TOO_LARGE);
}

/* Members */

static gboolean
read_integer (yyjson_val *root, GError **error)
{
  gint64 out = 0;

  return ptn_json_integer (root, "n", -5, G_MAXINT64, &out, &(PtnJsonPath) { NULL, "at", 0 },
                           error);
}

static gboolean
read_string (yyjson_val *root, GError **error)
{
  const char *out;

  return ptn_json_string (root, "s", &out, NULL, error);
}

static gboolean
read_uuid (yyjson_val *root, GError **error)
{
  PtnUuid out;

  return ptn_json_uuid (root, "u", &out, NULL, error);
}

static gboolean
read_known (yyjson_val *root, GError **error)
{
  static const char *const known[] = { "a", "b", NULL };
  const PtnJsonPath        list = { NULL, "list", 0 };
  const PtnJsonPath        item = { &list, NULL, 7 };

  return ptn_json_known (root, known, &item, error);
}

#define EXPECTED_N "/at/n: must be a whole number from -5 to 9223372036854775807"
#define EXPECTED_U "/u: must be a UUID in a string, and not the nil one"

static const struct
{
  gboolean    (*read) (yyjson_val *root, GError **error);
  const char *text;
  const char *message; /* NULL: accepted */
} members[] = {
  { read_integer, "{\"n\":-5}", NULL },
  { read_integer, "{\"n\":0}", NULL },
  { read_integer, "{\"n\":9223372036854775807}", NULL },
  { read_integer, "{\"n\":-6}", EXPECTED_N },
  { read_integer, "{\"n\":9223372036854775808}", EXPECTED_N },
  { read_integer, "{\"n\":18446744073709551615}", EXPECTED_N },
  { read_integer, "{\"n\":18446744073709551616}", EXPECTED_N },
  { read_integer, "{\"n\":-9223372036854775809}", EXPECTED_N },
  { read_integer, "{\"n\":1.0}", EXPECTED_N },
  { read_integer, "{\"n\":1e3}", EXPECTED_N },
  { read_integer, "{\"n\":\"1\"}", EXPECTED_N },
  { read_integer, "{\"n\":true}", EXPECTED_N },
  { read_integer, "{\"n\":null}", EXPECTED_N },
  { read_integer, "{\"N\":1}", "/at: lacks the member \"n\"" },
  { read_integer, "[1]", "/at: must be an object" },
  { read_string, "{\"s\":\"\"}", NULL },
  { read_string, "{\"s\":1}", "/s: must be a string" },
  { read_string, "{\"s\":null}", "/s: must be a string" },
  { read_string, "{}", "lacks the member \"s\"" },
  { read_string, "\"s\"", "must be an object" },
  { read_uuid, "{\"u\":\"018f4d3c-0000-7000-8000-000000000001\"}", NULL },
  { read_uuid, "{\"u\":\"018F4D3C-0000-7000-8000-00000000000A\"}", NULL },
  { read_uuid, "{\"u\":\"00000000-0000-0000-0000-000000000000\"}", EXPECTED_U },
  { read_uuid, "{\"u\":\"018f4d3c-0000-7000-8000-00000000000\"}", EXPECTED_U },
  { read_uuid, "{\"u\":\"018f4d3c00007000800000000000000001\"}", EXPECTED_U },
  { read_uuid, "{\"u\":\"\"}", EXPECTED_U },
  { read_uuid, "{\"u\":7}", EXPECTED_U },
  { read_known, "{}", NULL },
  { read_known, "{\"b\":1,\"a\":1}", NULL },
  { read_known, "{\"a\":1,\"c\":1}", "/list/7/c: is not a known member" },
  { read_known, "{\"~/\":1}", "/list/7/~0~1: is not a known member" },
  { read_known, "{\"\\u001b[2J\\u202e\\n\":1}", "/list/7/?[2J??: is not a known member" },
  { read_known, "{\"ชื่อ\":1}", "/list/7/ชื่อ: is not a known member" },
  { read_known, "{\"0123456789012345678901234567890123456789012345678901234567890123456789\":1}",
    "/list/7/0123456789012345678901234567890123456789012345678901234567890123…: is not a known "
    "member" },
  { read_known, "[]", "/list/7: must be an object" },
};

static void
test_members (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (GError)     error = NULL;
      g_autoptr (PtnJsonDoc) doc = ptn_json_parse (members[i].text, strlen (members[i].text),
                                                   &ptn_json_line_limits, &error);
      gboolean               done;

      g_assert_no_error (error);
      done = members[i].read (yyjson_doc_get_root (doc), &error);
      g_test_message ("%s", members[i].text);
      assert_message (error, members[i].message);
      g_assert_cmpint (done, ==, members[i].message == NULL);
    }
}

static void
test_fault_pointer (void)
{
  static const struct
  {
    const char *message, *pointer;
  } cases[] = {
    { "/a/0: must be: so", "/a/0" },
    { "/: must be so", "/" },
    { "must be an object", NULL },
    { "line 1, column 2: ", NULL },
  };
  g_autoptr (GError) other = g_error_new_literal (PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE, "/a: b");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID,
                                                      cases[i].message);
      g_autofree char   *pointer = ptn_json_fault_pointer (error);

      g_assert_cmpstr (pointer, ==, cases[i].pointer);
    }
  g_assert_null (ptn_json_fault_pointer (other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/json/accepted", test_accepted);
  g_test_add_func ("/wire/json/refused", test_refused);
  g_test_add_func ("/wire/json/bytes-limit", test_bytes_limit);
  g_test_add_func ("/wire/json/deep-nesting", test_deep_nesting);
  g_test_add_func ("/wire/json/members", test_members);
  g_test_add_func ("/wire/json/fault-pointer", test_fault_pointer);

  return g_test_run ();
}
