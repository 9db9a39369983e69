// SPDX-License-Identifier: GPL-3.0-or-later
// The line and column of a JSON pointer.

#include "config.h"

#include <string.h>

#include "wire/ptn-json.h"

#define ROUNDS 300

static const char sample[] = "\n"
                             "{\n"
                             "  \"name\": \"Hotel {[\\\"è\\\"]}\",\n"
                             "  \"rooms\": [ {\"n\":1}, [2,\t3],\n"
                             "    \"c\" ],\n"
                             "  \"a/b~c\": true, \"~1\": 0,\n"
                             "  \"\": {},\n"
                             "  \"\\u00e8 \\\"q\\\"\" : -1.5e3 ,\n"
                             "  \"twice\": 1, \"twice\": 2,\n"
                             "  \"ชื่อ\": \"น้ำ\", \"after\": null\n"
                             "}\n";

static const struct
{
  const char *pointer;
  guint       line, column; /* 0: there is none */
} places[] = {
  { "", 2, 1 },
  { "/name", 3, 11 },
  { "/rooms", 4, 12 },
  { "/rooms/0", 4, 14 },
  { "/rooms/0/n", 4, 19 },
  { "/rooms/1/0", 4, 24 },
  { "/rooms/1/1", 4, 27 },
  { "/rooms/2", 5, 5 },
  { "/a~1b~0c", 6, 12 },
  { "/~01", 6, 24 },
  { "/", 7, 7 },
  { "/è \"q\"", 8, 20 },
  { "/twice", 9, 24 },
  { "/ชื่อ", 10, 11 },
  { "/after", 10, 27 },
  { "/rooms/3", 0, 0 },
  { "/rooms/-1", 0, 0 },
  { "/rooms/x", 0, 0 },
  { "/rooms/", 0, 0 },
  { "/rooms/99999999999999999999", 0, 0 },
  { "/Name", 0, 0 },
  { "/name/0", 0, 0 },
  { "//x", 0, 0 },
  { "name", 0, 0 },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint          line = 0, column = 0;
      const gboolean found = ptn_json_locate (sample, strlen (sample), places[i].pointer, &line,
                                              &column);

      g_test_message ("%s", places[i].pointer);
      g_assert_cmpint (found, ==, places[i].line != 0);
      g_assert_cmpuint (line, ==, places[i].line);
      g_assert_cmpuint (column, ==, places[i].column);
    }
}

static yyjson_mut_val *
random_value (yyjson_mut_doc *doc, int depth)
{
  static const char *const keys[] = { "a", "b/c", "~", "", "ก è", "\"\\\n", "0" };
  yyjson_mut_val          *value;
  const int                kind = g_test_rand_int_range (0, depth > 0 ? 6 : 4);
  const int                length = g_test_rand_int_range (0, 5);

  switch (kind)
    {
    case 0:
      return yyjson_mut_null (doc);
    case 1:
      return yyjson_mut_real (doc, g_test_rand_double ());
    case 2:
      return yyjson_mut_str (doc, keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys))]);
    case 3:
      return yyjson_mut_str (doc, "]}\",: {[");
    case 4:
      value = yyjson_mut_arr (doc);
      for (int i = 0; i < length; i++)
        yyjson_mut_arr_append (value, random_value (doc, depth - 1));
      return value;
    default:
      value = yyjson_mut_obj (doc);
      for (int i = 0; i < length; i++)
        yyjson_mut_obj_add_val (doc, value, keys[i], random_value (doc, depth - 1));
      return value;
    }
}

/* The byte at @line and @column of the text. */
static const char *
find_place (const char *text, guint line, guint column)
{
  while (--line > 0)
    text = strchr (text, '\n') + 1;
  return g_utf8_offset_to_pointer (text, column - 1);
}

static void
check_place (const char *text, const char *pointer, yyjson_val *expected)
{
  const gsize            length = strlen (text);
  guint                  line, column;
  const char            *at;
  g_autoptr (PtnJsonDoc) doc = NULL;

  g_assert_true (ptn_json_locate (text, length, pointer, &line, &column));
  at = find_place (text, line, column);
  doc = yyjson_read_opts ((char *) at, length - (at - text), YYJSON_READ_STOP_WHEN_DONE, NULL,
                          NULL);
  g_assert_true (yyjson_equals (yyjson_doc_get_root (doc), expected));
}

static char *
child_pointer (const char *pointer, yyjson_val *key, gsize index)
{
  g_autoptr (GString) child = g_string_new (pointer);
  g_autoptr (GString) token = g_string_new (yyjson_get_str (key));

  if (key == NULL)
    g_string_printf (token, "%zu", index);
  g_string_replace (token, "~", "~0", 0);
  g_string_replace (token, "/", "~1", 0);
  g_string_append_printf (child, "/%s", token->str);
  return g_string_free_and_steal (g_steal_pointer (&child));
}

static void
check_all (const char *text, const char *pointer, yyjson_val *value)
{
  gsize       i, n;
  yyjson_val *key, *member;

  check_place (text, pointer, value);
  yyjson_arr_foreach (value, i, n, member)
    {
      g_autofree char *child = child_pointer (pointer, NULL, i);

      check_all (text, child, member);
    }
  yyjson_obj_foreach (value, i, n, key, member)
    {
      g_autofree char *child = child_pointer (pointer, key, 0);

      check_all (text, child, member);
    }
}

/* Every value of a random document stands where it is said to stand, however the document is laid
 * out. */
static void
test_random_documents (void)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      g_autoptr (PtnJsonMutDoc) source = yyjson_mut_doc_new (NULL);
      const yyjson_write_flag   flags = g_test_rand_bit () ? YYJSON_WRITE_PRETTY
                                                           : YYJSON_WRITE_ESCAPE_UNICODE;
      g_autofree char          *text = NULL;
      g_autoptr (PtnJsonDoc)    doc = NULL;

      yyjson_mut_doc_set_root (source, random_value (source, 5));
      text = yyjson_mut_write (source, flags, NULL);
      doc = yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);
      check_all (text, "", yyjson_doc_get_root (doc));
    }
}

/* Whatever the text, the walk stays inside it: AddressSanitizer watches a copy of the exact size.
 */
static void
test_any_text (void)
{
  static const char *const pointers[] = { "",         "/name",  "/rooms/1/1",
                                          "/è \"q\"", "/after", "/nowhere" };
  static const char        signs[] = "{}[]\",:\\\n a0\xff";
  guint                    none;

  g_assert_false (ptn_json_locate ("", 0, "", &none, &none));
  for (gsize length = 1; length < sizeof sample; length++)
    {
      for (gsize i = 0; i < sizeof signs; i++)
        {
          g_autofree char *text = g_memdup2 (sample, length);
          guint            line, column;

          text[length * i / sizeof signs] = signs[i];
          for (gsize p = 0; p < G_N_ELEMENTS (pointers); p++)
            ptn_json_locate (text, length, pointers[p], &line, &column);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/json-locate/table", test_table);
  g_test_add_func ("/wire/json-locate/random-documents", test_random_documents);
  g_test_add_func ("/wire/json-locate/any-text", test_any_text);

  return g_test_run ();
}
