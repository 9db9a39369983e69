// SPDX-License-Identifier: GPL-3.0-or-later
// Records to JSON and back: every field's accepted and refused values, and random records of every
// kind.

#include "config.h"

#include <string.h>

#include "assert-message.h"
#include "model/ptn-order.h"
#include "model/ptn-record-fields.h"
#include "tests/model/random-record.h"
#include "wire/ptn-codec.h"

#define ROUNDS 300

/* A record with a field of each type, each with narrow limits. */
typedef struct
{
  char *text;
} Item;

typedef struct
{
  PtnUuid         uuid;
  char           *text;
  gint64          integer;
  gboolean        boolean;
  PtnDate         date;
  gint64          instant;
  PtnCurrency     currency;
  PtnExchangeRate rate;
  int             choice;
  PtnTexts        texts;
  PtnRecords      items;
} Sample;

static const PtnField item_fields[] = {
  PTN_TEXT (Item, text, PTN_FIELD_REQUIRED, 4),
};

static const PtnRecordType item_type = { "item", sizeof (Item), item_fields,
                                         G_N_ELEMENTS (item_fields) };

static const char *const choice_names[] = { "one", "two", NULL };

/* Only "integer" is required, so that a case can be about one member alone. */
static const PtnField sample_fields[] = {
  PTN_UUID (Sample, uuid, PTN_FIELD_OPTIONAL, NULL),
  PTN_TEXT (Sample, text, PTN_FIELD_OPTIONAL, 6),
  PTN_INTEGER (Sample, integer, 0, 100),
  { .name = "boolean",
    .type = PTN_FIELD_BOOLEAN,
    .offset = G_STRUCT_OFFSET (Sample, boolean),
    .need = PTN_FIELD_OPTIONAL },
  PTN_DATE (Sample, date, PTN_FIELD_OPTIONAL),
  PTN_INSTANT (Sample, instant, PTN_FIELD_OPTIONAL),
  PTN_CURRENCY (Sample, currency, PTN_FIELD_OPTIONAL),
  { .name = "rate",
    .type = PTN_FIELD_EXCHANGE_RATE,
    .offset = G_STRUCT_OFFSET (Sample, rate),
    .need = PTN_FIELD_OPTIONAL },
  { .name = "choice",
    .type = PTN_FIELD_ENUM,
    .offset = G_STRUCT_OFFSET (Sample, choice),
    .need = PTN_FIELD_OPTIONAL,
    .names = choice_names },
  PTN_TEXTS (Sample, texts, PTN_FIELD_OPTIONAL, 6),
  { .name = "items",
    .type = PTN_FIELD_RECORDS,
    .offset = G_STRUCT_OFFSET (Sample, items),
    .need = PTN_FIELD_OPTIONAL,
    .max = 2,
    .item = &item_type },
};

static const PtnRecordType sample_type = { "sample", sizeof (Sample), sample_fields,
                                           G_N_ELEMENTS (sample_fields) };

#define UUID     "must be a UUID in a string, and not the nil one"
#define TEXT     "must be a text of 1 to 6 bytes"
#define CONTROL  "must not contain control characters other than newline and tab"
#define INTEGER  "must be a whole number from 0 to 100"
#define BOOLEAN  "must be true or false"
#define DATE     "must be a date that exists, written YYYY-MM-DD"
#define INSTANT  "must be a time in Unix milliseconds, from 1 to 253402300799999"
#define CURRENCY "must be an ISO 4217 currency code such as \"EUR\""
#define RATE                                                                                       \
  "must be an exchange rate in a string, greater than zero and with at most 10 fractional "        \
  "digits, such as \"0.0271\""
#define CHOICE  "must be one of: one, two"
#define RECORDS "must be an array of at most 2 elements"

static const struct
{
  const char *member;  /* beside "integer": 1, unless it is that */
  const char *message; /* NULL: accepted */
} values[] = {
  { "\"uuid\":\"018f4d3c-0000-7000-8000-000000000001\"", NULL },
  { "\"uuid\":\"00000000-0000-0000-0000-000000000000\"", "/uuid: " UUID },
  { "\"uuid\":\"{018f4d3c-0000-7000-8000-000000000001}\"", "/uuid: " UUID },
  { "\"uuid\":\"\"", "/uuid: " UUID },
  { "\"uuid\":null", "/uuid: " UUID },

  { "\"text\":\"123456\"", NULL },
  { "\"text\":\"กข\"", NULL },
  { "\"text\":\"a\\n\\tb\"", NULL },
  { "\"text\":\"\\u00a0\"", NULL },
  { "\"text\":\"1234567\"", "/text: " TEXT },
  { "\"text\":\"กขค\"", "/text: " TEXT },
  { "\"text\":\"\"", "/text: " TEXT },
  { "\"text\":null", "/text: " TEXT },
  { "\"text\":1", "/text: " TEXT },
  { "\"text\":[\"a\"]", "/text: " TEXT },
  { "\"text\":\"a\\rb\"", "/text: " CONTROL },
  { "\"text\":\"\\u0001\"", "/text: " CONTROL },
  { "\"text\":\"\\u001f\"", "/text: " CONTROL },
  { "\"text\":\"\\u007f\"", "/text: " CONTROL },
  { "\"text\":\"\\u0080\"", "/text: " CONTROL },
  { "\"text\":\"\\u009f\"", "/text: " CONTROL },

  { "\"integer\":0", NULL },
  { "\"integer\":100", NULL },
  { "\"integer\":-1", "/integer: " INTEGER },
  { "\"integer\":101", "/integer: " INTEGER },
  { "\"integer\":1.0", "/integer: " INTEGER },
  { "\"integer\":1e1", "/integer: " INTEGER },
  { "\"integer\":18446744073709551615", "/integer: " INTEGER },
  { "\"integer\":\"1\"", "/integer: " INTEGER },
  { "\"integer\":true", "/integer: " INTEGER },
  { "\"integer\":null", "/integer: " INTEGER },

  { "\"boolean\":true", NULL },
  { "\"boolean\":false", NULL },
  { "\"boolean\":1", "/boolean: " BOOLEAN },
  { "\"boolean\":\"true\"", "/boolean: " BOOLEAN },
  { "\"boolean\":null", "/boolean: " BOOLEAN },

  { "\"date\":\"2028-02-29\"", NULL },
  { "\"date\":\"2026-02-29\"", "/date: " DATE },
  { "\"date\":\"2026-2-9\"", "/date: " DATE },
  { "\"date\":\"2026-02-09T00:00:00Z\"", "/date: " DATE },
  { "\"date\":\"0000-01-01\"", "/date: " DATE },
  { "\"date\":\"\"", "/date: " DATE },
  { "\"date\":20260209", "/date: " DATE },
  { "\"date\":null", "/date: " DATE },

  { "\"instant\":1", NULL },
  { "\"instant\":253402300799999", NULL },
  { "\"instant\":0", "/instant: " INSTANT },
  { "\"instant\":-1", "/instant: " INSTANT },
  { "\"instant\":253402300800000", "/instant: " INSTANT },
  { "\"instant\":\"2026-02-09T00:00:00Z\"", "/instant: " INSTANT },
  { "\"instant\":null", "/instant: " INSTANT },

  { "\"currency\":\"THB\"", NULL },
  { "\"currency\":\"thb\"", "/currency: " CURRENCY },
  { "\"currency\":\"XXX\"", "/currency: " CURRENCY },
  { "\"currency\":\"\"", "/currency: " CURRENCY },
  { "\"currency\":null", "/currency: " CURRENCY },

  { "\"rate\":\"0.0271\"", NULL },
  { "\"rate\":\"1\"", NULL },
  { "\"rate\":\"0.0000000001\"", NULL },
  { "\"rate\":\"0.00000000001\"", "/rate: " RATE },
  { "\"rate\":\"0\"", "/rate: " RATE },
  { "\"rate\":\"-1\"", "/rate: " RATE },
  { "\"rate\":\"1e3\"", "/rate: " RATE },
  { "\"rate\":0.0271", "/rate: " RATE },
  { "\"rate\":null", "/rate: " RATE },

  { "\"choice\":\"two\"", NULL },
  { "\"choice\":\"three\"", "/choice: " CHOICE },
  { "\"choice\":\"Two\"", "/choice: " CHOICE },
  { "\"choice\":\"\"", "/choice: " CHOICE },
  { "\"choice\":1", "/choice: " CHOICE },
  { "\"choice\":null", "/choice: " CHOICE },

  { "\"texts\":{\"th\":\"ก\"}", NULL },
  { "\"texts\":{\"en\":\"a\",\"it\":\"b\",\"th\":\"c\"}", NULL },
  { "\"texts\":{}", "/texts: must have a text in at least one of: en, it, th" },
  { "\"texts\":{\"it\":\"\"}", "/texts/it: " TEXT },
  { "\"texts\":{\"en\":\"a\",\"it\":\"1234567\"}", "/texts/it: " TEXT },
  { "\"texts\":{\"en\":\"a\",\"it\":null}", "/texts/it: " TEXT },
  { "\"texts\":{\"en\":\"\\u0007\"}", "/texts/en: " CONTROL },
  { "\"texts\":\"a\"", "/texts: must be an object" },
  { "\"texts\":null", "/texts: must be an object" },

  { "\"items\":[]", NULL },
  { "\"items\":[{\"text\":\"a\"},{\"text\":\"b\"}]", NULL },
  { "\"items\":[{\"text\":\"a\"},{\"text\":\"b\"},{\"text\":\"c\"}]", "/items: " RECORDS },
  { "\"items\":[{\"text\":\"a\"},{\"text\":\"12345\"}]",
    "/items/1/text: must be a text of 1 to 4 bytes" },
  { "\"items\":[{\"text\":\"a\"},{}]", "/items/1: lacks the member \"text\"" },
  { "\"items\":[\"a\"]", "/items/0: must be an object" },
  { "\"items\":{}", "/items: " RECORDS },
  { "\"items\":null", "/items: " RECORDS },
};

static gboolean
read_sample (const char *text, PtnCodecMode mode, Sample *sample, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (text, strlen (text), &ptn_json_line_limits, error);

  g_assert_nonnull (doc);
  ptn_record_init (&sample_type, sample);
  return ptn_codec_read (&sample_type, yyjson_doc_get_root (doc), mode, NULL, sample, error);
}

/* A refused record holds nothing. */
static void
check_sample (const char *text, const char *message, PtnCodecMode mode)
{
  Sample             sample, empty;
  g_autoptr (GError) error = NULL;
  const gboolean     done = read_sample (text, mode, &sample, &error);

  g_test_message ("%s", text);
  assert_message (error, message);
  g_assert_cmpint (done, ==, message == NULL);
  ptn_record_init (&sample_type, &empty);
  if (!done)
    g_assert_true (ptn_record_equal (&sample_type, &sample, &empty));
  ptn_record_clear (&sample_type, &sample);
}

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const gboolean   integer = g_str_has_prefix (values[i].member, "\"integer\"");
      g_autofree char *text = g_strdup_printf ("{%s%s}", integer ? "" : "\"integer\":1,",
                                               values[i].member);

      check_sample (text, values[i].message, PTN_CODEC_STRICT);
      /* A value that is wrong is wrong in every mode. */
      check_sample (text, values[i].message, PTN_CODEC_LENIENT);
    }
}

static void
test_members (void)
{
  static const struct
  {
    const char *text, *strict, *lenient;
  } cases[] = {
    { "{\"integer\":1}", NULL, NULL },
    { "{\"text\":\"a\",\"integer\":1,\"boolean\":true}", NULL, NULL },
    { "{\"boolean\":true,\"integer\":1,\"text\":\"a\"}", NULL, NULL },
    { "{\"text\":\"a\"}", "lacks the member \"integer\"", "lacks the member \"integer\"" },
    { "[]", "must be an object", "must be an object" },
    { "{\"integer\":1,\"new\":{\"a\":[null]}}", "/new: is not a known member", NULL },
    { "{\"integer\":1,\"id\":\"x\"}", "/id: is not a known member", NULL },
    { "{\"integer\":1,\"texts\":{\"en\":\"a\",\"de\":\"b\"}}", "/texts/de: is not a known member",
      NULL },
    { "{\"integer\":1,\"texts\":{\"de\":\"b\"}}", "/texts/de: is not a known member",
      "/texts: must have a text in at least one of: en, it, th" },
    { "{\"integer\":1,\"items\":[{\"text\":\"a\",\"new\":1}]}",
      "/items/0/new: is not a known member", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check_sample (cases[i].text, cases[i].strict, PTN_CODEC_STRICT);
      check_sample (cases[i].text, cases[i].lenient, PTN_CODEC_LENIENT);
    }
}

/* The path begins where the caller stands. */
static void
test_path (void)
{
  const char             text[] = "{\"integer\":-1}";
  const PtnJsonPath      list = { NULL, "samples", 0 };
  const PtnJsonPath      item = { &list, NULL, 3 };
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (text, strlen (text), &ptn_json_line_limits, NULL);
  g_autoptr (GError)     error = NULL;
  Sample                 sample;

  ptn_record_init (&sample_type, &sample);
  g_assert_false (ptn_codec_read (&sample_type, yyjson_doc_get_root (doc), PTN_CODEC_STRICT, &item,
                                  &sample, &error));
  assert_message (error, "/samples/3/integer: " INTEGER);
  g_assert_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID);
}

/* The wire's form, word for word: other programs read it. */
static void
test_written (void)
{
  char   text[] = "è", english[] = "A \"b\"", item[] = "x\n";
  Item   items[] = { { item } };
  Sample sample = {
    .text = text,
    .integer = 7,
    .boolean = TRUE,
    .date = 0,
    .instant = 5,
    .currency = { "JPY" },
    .rate = { 271000000 },
    .choice = 1,
    .texts = { { english } },
    .items = { items, 1 },
  };
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  g_autofree char          *written = NULL;

  g_assert_true (ptn_uuid_parse ("018f4d3c-0000-7000-8000-00000000000a", &sample.uuid));
  yyjson_mut_doc_set_root (doc, ptn_codec_write (&sample_type, &sample, doc));
  written = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  g_assert_cmpstr (written, ==,
                   "{\"uuid\":\"018f4d3c-0000-7000-8000-00000000000a\",\"text\":\"è\",\"integer\":"
                   "7,\"boolean\":true,"
                   "\"date\":\"1970-01-01\",\"instant\":5,\"currency\":\"JPY\",\"rate\":\"0.0271\","
                   "\"choice\":\"two\","
                   "\"texts\":{\"en\":\"A \\\"b\\\"\"},\"items\":[{\"text\":\"x\\n\"}]}");
}

static void
test_absent_is_left_out (void)
{
  Sample                    sample;
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  g_autofree char          *written = NULL;

  ptn_record_init (&sample_type, &sample);
  yyjson_mut_doc_set_root (doc, ptn_codec_write (&sample_type, &sample, doc));
  written = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  g_assert_cmpstr (written, ==,
                   "{\"integer\":0,\"boolean\":false,\"choice\":\"one\",\"items\":[]}");
}

/* What is written reads back as the same, for any record of the type. */
static void
test_round_trip (gconstpointer data)
{
  const PtnRecordType *type = data;

  for (int round = 0; round < ROUNDS; round++)
    {
      gpointer                  record = random_record (type), back = ptn_record_new (type);
      g_autoptr (PtnJsonMutDoc) out = yyjson_mut_doc_new (NULL);
      g_autoptr (PtnJsonDoc)    in = NULL;
      g_autoptr (GError)        error = NULL;
      g_autofree char          *text = NULL;

      yyjson_mut_doc_set_root (out, ptn_codec_write (type, record, out));
      text = yyjson_mut_write (out, YYJSON_WRITE_NOFLAG, NULL);
      in = ptn_json_parse (text, strlen (text), &ptn_json_line_limits, &error);
      g_assert_no_error (error);
      ptn_codec_read (type, yyjson_doc_get_root (in), PTN_CODEC_STRICT, NULL, back, &error);
      g_assert_no_error (error);
      /* The id stands outside. */
      if (ptn_record_type_find (type->name) == type)
        *(PtnUuid *) back = *(PtnUuid *) record;
      g_assert_true (ptn_record_equal (type, record, back));
      ptn_record_free (type, record);
      ptn_record_free (type, back);
    }
}

/* The same for single fields, where absent ones have no text. */
static void
test_field_round_trip (void)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      gpointer record = random_record (&sample_type), back = ptn_record_new (&sample_type);

      for (gsize i = 0; i < sample_type.n_fields; i++)
        {
          g_autofree char   *text = ptn_codec_field_to_text (&sample_fields[i], record);
          g_autoptr (GError) error = NULL;

          if (text != NULL)
            ptn_codec_field_from_text (&sample_fields[i], text, strlen (text), back, &error);
          g_assert_no_error (error);
        }
      g_assert_true (ptn_record_equal (&sample_type, record, back));
      ptn_record_free (&sample_type, record);
      ptn_record_free (&sample_type, back);
    }
}

static void
test_field_faults (void)
{
  static const struct
  {
    gsize       field;
    const char *text, *message;
  } cases[] = {
    { 10, "[{\"text\":\"a\"},{\"text\":\"b\",\"c\":1}]", "/1/c: is not a known member" },
    { 9, "{\"en\":\"a\",\"it\":\"1234567\"}", "/it: " TEXT },
    { 9, "null", "must be an object" },
    { 9, "{\"en\":", "line 1, column 7: " },
    { 2, "101", INTEGER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Sample             sample, empty;
      g_autoptr (GError) error = NULL;

      ptn_record_init (&sample_type, &sample);
      ptn_record_init (&sample_type, &empty);
      g_assert_false (ptn_codec_field_from_text (&sample_fields[cases[i].field], cases[i].text,
                                                 strlen (cases[i].text), &sample, &error));
      assert_message (error, cases[i].message);
      g_assert_true (ptn_record_equal (&sample_type, &sample, &empty));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/codec/values", test_values);
  g_test_add_func ("/wire/codec/members", test_members);
  g_test_add_func ("/wire/codec/path", test_path);
  g_test_add_func ("/wire/codec/written", test_written);
  g_test_add_func ("/wire/codec/absent-is-left-out", test_absent_is_left_out);
  for (int i = 0; ptn_record_types[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/wire/codec/round-trip/%s",
                                               ptn_record_types[i]->name);

      g_test_add_data_func (path, ptn_record_types[i], test_round_trip);
    }
  g_test_add_data_func ("/wire/codec/round-trip/history", &ptn_order_history_record,
                        test_round_trip);
  g_test_add_func ("/wire/codec/field-round-trip", test_field_round_trip);
  g_test_add_func ("/wire/codec/field-faults", test_field_faults);

  return g_test_run ();
}
