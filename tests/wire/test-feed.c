// SPDX-License-Identifier: GPL-3.0-or-later
// The feed's lines: cursors, the exact form, what is refused, random rows, the largest rows,
// damaged lines.

#include "config.h"

#include <string.h>

#include "assert-message.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "mutations.h"
#include "tests/model/random-record.h"
#include "wire/ptn-feed.h"

#define ROUNDS 300
#define A      "018f4d3c-0000-7000-8000-00000000000a"
#define B      "018f4d3c-0000-7000-8000-00000000000b"

static PtnUuid
uuid (const char *text)
{
  PtnUuid out;

  g_assert_true (ptn_uuid_parse (text, &out));
  return out;
}

static const struct
{
  const char *text;
  gint64      epoch, seq; /* -1: refused */
} cursors[] = {
  { "0.0", 0, 0 },
  { "3.1207", 3, 1207 },
  { "9223372036854775807.9223372036854775807", G_MAXINT64, G_MAXINT64 },
  { NULL, -1, -1 },
  { "", -1, -1 },
  { ".", -1, -1 },
  { "3", -1, -1 },
  { "3.", -1, -1 },
  { ".3", -1, -1 },
  { "3.12.1", -1, -1 },
  { "03.1", -1, -1 },
  { "3.01", -1, -1 },
  { "-3.1", -1, -1 },
  { "3.-1", -1, -1 },
  { "+3.1", -1, -1 },
  { " 3.1", -1, -1 },
  { "3.1 ", -1, -1 },
  { "3.1e2", -1, -1 },
  { "0x3.1", -1, -1 },
  { "9223372036854775808.0", -1, -1 },
  { "0.9223372036854775808", -1, -1 },
  { "0.99999999999999999999", -1, -1 },
  { "๓.1", -1, -1 },
};

static void
test_cursor (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cursors); i++)
    {
      PtnCursor      cursor = { -1, -1 };
      char           text[PTN_CURSOR_TEXT_SIZE];
      const gboolean done = ptn_cursor_parse (cursors[i].text, &cursor);

      g_test_message ("%s", cursors[i].text != NULL ? cursors[i].text : "(null)");
      g_assert_cmpint (done, ==, cursors[i].epoch >= 0);
      g_assert_cmpint (cursor.epoch, ==, cursors[i].epoch);
      g_assert_cmpint (cursor.seq, ==, cursors[i].seq);
      if (done)
        {
          ptn_cursor_print (cursor, text);
          g_assert_cmpstr (text, ==, cursors[i].text);
        }
    }
}

static void
test_written (void)
{
  g_autoptr (GString) out = g_string_new ("kept\n");
  char                number[] = "101";
  PtnRoom             room = { .number = number, .room_type = uuid (B) };
  const PtnUuid       id = uuid (A);
  PtnFeedTail         tail = { .to = { 3, 9 }, .count = 2, .more = FALSE };

  ptn_feed_write_head (out, &(PtnFeedHead) { uuid (A), uuid (B), { 3, 7 } });
  ptn_feed_write_row (out, 8, &ptn_room_record, &id, 2, &room);
  ptn_feed_write_row (out, 0, &ptn_room_record, &id, 2, &room);
  ptn_feed_write_row (out, 9, &ptn_room_record, &id, 3, NULL);
  ptn_feed_write_tail (out, &tail);
  tail.more = TRUE;
  strcpy (tail.after, "room/" A);
  ptn_feed_write_tail (out, &tail);

  g_assert_cmpstr (out->str, ==,
                   "kept\n"
                   "{\"head\":{\"server\":\"" A "\",\"property\":\"" B "\",\"from\":\"3.7\"}}\n"
                   "{\"kind\":\"room\",\"id\":\"" A
                   "\",\"rev\":2,\"seq\":8,\"value\":{\"number\":\"101\",\"room_type\":\"" B
                   "\"}}\n"
                   "{\"kind\":\"room\",\"id\":\"" A
                   "\",\"rev\":2,\"value\":{\"number\":\"101\",\"room_type\":\"" B "\"}}\n"
                   "{\"kind\":\"room\",\"id\":\"" A "\",\"rev\":3,\"seq\":9,\"deleted\":true}\n"
                   "{\"tail\":{\"to\":\"3.9\",\"count\":2,\"more\":false}}\n"
                   "{\"tail\":{\"to\":\"3.9\",\"after\":\"room/" A
                   "\",\"count\":2,\"more\":true}}\n");
}

static void
read_line (const char *text, PtnFeedLine *out)
{
  g_autoptr (GError) error = NULL;

  ptn_feed_read_line (text, strlen (text), out, &error);
  g_assert_no_error (error);
}

static void
test_read (void)
{
  const PtnUuid a = uuid (A), b = uuid (B);
  PtnFeedLine   line;

  read_line ("{\"head\":{\"server\":\"" A "\",\"property\":\"" B
             "\",\"from\":\"3.7\",\"new\":1},\"new\":1}\n",
             &line);
  g_assert_cmpint (line.kind, ==, PTN_FEED_HEAD);
  g_assert_true (ptn_uuid_equal (&line.head.server, &a) &&
                 ptn_uuid_equal (&line.head.property, &b));
  g_assert_true (line.head.from.epoch == 3 && line.head.from.seq == 7);

  read_line ("{\"tail\":{\"to\":\"3.9\",\"count\":5,\"more\":true,\"new\":1}}", &line);
  g_assert_cmpint (line.kind, ==, PTN_FEED_TAIL);
  g_assert_true (line.tail.to.epoch == 3 && line.tail.to.seq == 9 && line.tail.more);
  g_assert_cmpint (line.tail.count, ==, 5);
  g_assert_cmpstr (line.tail.after, ==, "");

  read_line ("{\"tail\":{\"to\":\"3.9\",\"after\":\"rate_plan/" A "\",\"count\":0,\"more\":false}}",
             &line);
  g_assert_cmpstr (line.tail.after, ==, "rate_plan/" A);
  g_assert_false (line.tail.more);
}

/* What a newer server may say without breaking an older desk. */
static void
test_read_newer (void)
{
  PtnFeedLine line;

  read_line ("{\"kind\":\"room\",\"id\":\"" A
             "\",\"rev\":2,\"new\":1,\"value\":{\"number\":\"101\",\"floor\":1,"
             "\"room_type\":\"" B "\"}}",
             &line);
  g_assert_true (line.row.type == &ptn_room_record);
  g_assert_cmpstr (((PtnRoom *) line.row.record)->number, ==, "101");
  ptn_feed_row_clear (&line.row);
  g_assert_null (line.row.record);

  read_line ("{\"kind\":\"minibar\",\"id\":\"" A
             "\",\"rev\":2,\"seq\":4,\"value\":{\"beer\":null}}",
             &line);
  g_assert_cmpint (line.kind, ==, PTN_FEED_ROW);
  g_assert_null (line.row.type);
  g_assert_null (line.row.record);
  g_assert_cmpint (line.row.rev, ==, 2);
  g_assert_cmpint (line.row.seq, ==, 4);
  g_assert_false (line.row.deleted);
  ptn_feed_row_clear (&line.row);

  read_line ("{\"kind\":\"minibar\",\"id\":\"" A "\",\"rev\":2,\"seq\":4,\"deleted\":true}", &line);
  g_assert_null (line.row.type);
  g_assert_true (line.row.deleted);
}

#define ROW    "{\"kind\":\"room\",\"id\":\"" A "\",\"rev\":2,"
#define VALUE  "\"value\":{\"number\":\"101\",\"room_type\":\"" B "\"}"
#define TAIL   "{\"tail\":{\"to\":\"3.9\",\"count\":0,\"more\":false"
#define ONE_OF "must have exactly one of \"head\", \"kind\" and \"tail\""
#define EITHER "must have either a \"value\" or \"deleted\": true"
#define KEY    "/tail/after: must be a kind, a slash and a UUID"

static const struct
{
  const char *line, *message;
} refusals[] = {
  { "", "line 1, column 1: " },
  { ROW, "line 1, column 68: " },
  { "[]", "must be an object" },
  { "{}", ONE_OF },
  { "{\"foot\":{}}", ONE_OF },
  { "{\"head\":{},\"tail\":{}}", ONE_OF },
  { "{\"kind\":\"room\",\"tail\":{}}", ONE_OF },
  { "{\"head\":1}", "/head: must be an object" },
  { "{\"head\":{\"property\":\"" B "\",\"from\":\"3.7\"}}", "/head: lacks the member \"server\"" },
  { "{\"head\":{\"server\":\"" A "\",\"from\":\"3.7\"}}", "/head: lacks the member \"property\"" },
  { "{\"head\":{\"server\":\"" A "\",\"property\":\"" B "\"}}",
    "/head: lacks the member \"from\"" },
  { "{\"head\":{\"server\":\"" A "\",\"property\":\"" B "\",\"from\":\"3\"}}",
    "/head/from: must be a feed position such as \"3.1207\"" },
  { "{\"head\":{\"server\":\"a\",\"property\":\"" B "\",\"from\":\"3.7\"}}",
    "/head/server: must be a UUID in a string, and not the nil one" },
  { "{\"tail\":[]}", "/tail: must be an object" },
  { "{\"tail\":{\"count\":0,\"more\":false}}", "/tail: lacks the member \"to\"" },
  { "{\"tail\":{\"to\":3,\"count\":0,\"more\":false}}", "/tail/to: must be a string" },
  { "{\"tail\":{\"to\":\"3.9\",\"more\":false}}", "/tail: lacks the member \"count\"" },
  { "{\"tail\":{\"to\":\"3.9\",\"count\":-1,\"more\":false}}",
    "/tail/count: must be a whole number from 0 to 9223372036854775807" },
  { "{\"tail\":{\"to\":\"3.9\",\"count\":0}}", "/tail: lacks the member \"more\"" },
  { "{\"tail\":{\"to\":\"3.9\",\"count\":0,\"more\":0}}", "/tail/more: must be true or false" },
  { TAIL ",\"after\":1}}", "/tail/after: must be a string" },
  { TAIL ",\"after\":\"\"}}", KEY },
  { TAIL ",\"after\":\"room\"}}", KEY },
  { TAIL ",\"after\":\"/" A "\"}}", KEY },
  { TAIL ",\"after\":\"room/x\"}}", KEY },
  { TAIL ",\"after\":\"a-kind-with-a-name-too-long-for-any-table-there-is/" A "\"}}", KEY },
  { "{\"kind\":1,\"id\":\"" A "\",\"rev\":2," VALUE "}", "/kind: must be a string" },
  { "{\"kind\":\"room\",\"rev\":2," VALUE "}", "lacks the member \"id\"" },
  { "{\"kind\":\"room\",\"id\":\"" A "\"," VALUE "}", "lacks the member \"rev\"" },
  { "{\"kind\":\"room\",\"id\":\"" A "\",\"rev\":0," VALUE "}",
    "/rev: must be a whole number from 1 to 9223372036854775807" },
  { ROW "\"seq\":0," VALUE "}", "/seq: must be a whole number from 1 to 9223372036854775807" },
  { ROW "\"seq\":1}", EITHER },
  { ROW "\"deleted\":true," VALUE "}", EITHER },
  { ROW "\"deleted\":false," VALUE "}", EITHER },
  { ROW "\"deleted\":false}", EITHER },
  { ROW "\"deleted\":1}", EITHER },
  { ROW "\"value\":null}", "/value: must be an object" },
  { ROW "\"value\":{\"number\":\"101\"}}", "/value: lacks the member \"room_type\"" },
  { ROW "\"value\":{\"number\":\"\",\"room_type\":\"" B "\"}}",
    "/value/number: must be a text of 1 to 20 bytes" },
  { "{\"kind\":\"user\",\"id\":\"" A
    "\",\"rev\":2,\"value\":{\"login\":\"a\",\"name\":\"b\",\"role\":\"owner\",\"active\":true}}",
    "/value/role: must be one of: receptionist, supervisor, manager" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      PtnFeedLine        line;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refusals[i].line);
      g_assert_false (
          ptn_feed_read_line (refusals[i].line, strlen (refusals[i].line), &line, &error));
      g_assert_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID);
      assert_message (error, refusals[i].message);
      if (line.kind == PTN_FEED_ROW)
        g_assert_null (line.row.record);
    }
}

static void
check_row (const PtnRecordType *type, gconstpointer record, gint64 seq, gint64 rev)
{
  g_autoptr (GString) out = g_string_new (NULL);
  PtnFeedLine         line;

  ptn_feed_write_row (out, seq, type, record, rev, record);
  g_assert_true (strchr (out->str, '\n') == out->str + out->len - 1);
  read_line (out->str, &line);
  g_assert_cmpint (line.kind, ==, PTN_FEED_ROW);
  g_assert_true (line.row.type == type);
  g_assert_cmpint (line.row.seq, ==, seq);
  g_assert_cmpint (line.row.rev, ==, rev);
  g_assert_true (ptn_uuid_equal (&line.row.id, record));
  g_assert_true (ptn_record_equal (type, record, line.row.record));
  ptn_feed_row_clear (&line.row);
}

static void
test_round_trip (gconstpointer data)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      gpointer record = random_record (data);

      check_row (data, record, random_integer (0, G_MAXINT64), random_integer (1, G_MAXINT64));
      ptn_record_free (data, record);
    }
}

/* Fills every field to its largest size: whatever the tables allow must fit in a line. */
static void
enlarge (const PtnRecordType *type, gpointer record)
{
  for (gsize i = 0; i < type->n_fields; i++)
    {
      const PtnField *field = &type->fields[i];
      gpointer        at = G_STRUCT_MEMBER_P (record, field->offset);

      if (field->type == PTN_FIELD_TEXT)
        *(char **) at = g_strnfill ((gsize) field->max, '"');
      else if (field->type == PTN_FIELD_INTEGER)
        *(gint64 *) at = field->max;
      else if (field->type == PTN_FIELD_RECORDS)
        {
          PtnRecords *items = at;

          items->length = (gsize) field->max;
          items->data = g_malloc_n (items->length, field->item->size);
          for (gsize n = 0; n < items->length; n++)
            {
              ptn_record_init (field->item, (char *) items->data + n * field->item->size);
              enlarge (field->item, (char *) items->data + n * field->item->size);
            }
        }
      else
        random_field (field, record);
      for (int language = 0; field->type == PTN_FIELD_TEXTS && language < PTN_N_LANGUAGES;
           language++)
        {
          g_free (((PtnTexts *) at)->text[language]);
          ((PtnTexts *) at)->text[language] = g_strnfill ((gsize) field->max, '"');
        }
    }
}

static void
test_largest (gconstpointer data)
{
  const PtnRecordType *type = data;
  gpointer             record = ptn_record_new (type);

  ptn_uuid_new (record);
  enlarge (type, record);
  check_row (type, record, G_MAXINT64, G_MAXINT64);
  ptn_record_free (type, record);
}

/* A damaged line is refused with a message, or it means something, which is then as good as any
 * other row. */
static void
check_damaged (const char *text, gsize length)
{
  PtnFeedLine        line;
  g_autoptr (GError) error = NULL;

  if (!ptn_feed_read_line (text, length, &line, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  if (line.kind != PTN_FEED_ROW)
    return;
  if (line.row.record != NULL)
    check_row (line.row.type, line.row.record, line.row.seq, line.row.rev);
  ptn_feed_row_clear (&line.row);
}

static void
test_damaged (void)
{
  static const char *const lines[] = {
    "{\"head\":{\"server\":\"" A "\",\"property\":\"" B "\",\"from\":\"3.7\"}}",
    "{\"tail\":{\"to\":\"3.9\",\"after\":\"room/" A "\",\"count\":2,\"more\":true}}",
    "{\"kind\":\"room\",\"id\":\"" A "\",\"rev\":3,\"seq\":9,\"deleted\":true}",
    "{\"kind\":\"order\",\"id\":\"" A "\",\"rev\":2,\"seq\":8,\"value\":{\"guest\":\"" A
    "\",\"stay\":\"" A "\","
    "\"offer\":\"" A "\",\"name\":{\"it\":\"Colazione "
    "\\\"è\\\"\",\"th\":\"อาหาร\"},\"type\":\"offer\",\"quantity\":2,"
    "\"persons\":2,\"service_date\":\"2026-11-22\",\"unit_price\":3500,\"revenue\":7000,"
    "\"currency\":\"EUR\","
    "\"ordered_at\":1763789000000,\"status\":\"confirmed\",\"history\":[{\"at\":1763790000000,"
    "\"event\":\"confirmed\","
    "\"by\":\"" B "\"}]}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      PtnFeedLine line;

      read_line (lines[i], &line);
      if (line.kind == PTN_FEED_ROW)
        ptn_feed_row_clear (&line.row);
      for_each_mutation (lines[i], check_damaged);
    }
}

static void
add_for_each_type (const char *path, GTestDataFunc test)
{
  for (int i = 0; ptn_record_types[i] != NULL; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, ptn_record_types[i]->name);

      g_test_add_data_func (full, ptn_record_types[i], test);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/feed/cursor", test_cursor);
  g_test_add_func ("/wire/feed/written", test_written);
  g_test_add_func ("/wire/feed/read", test_read);
  g_test_add_func ("/wire/feed/read-newer", test_read_newer);
  g_test_add_func ("/wire/feed/refused", test_refused);
  add_for_each_type ("/wire/feed/round-trip", test_round_trip);
  add_for_each_type ("/wire/feed/largest", test_largest);
  g_test_add_func ("/wire/feed/damaged", test_damaged);

  return g_test_run ();
}
