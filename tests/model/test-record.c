// SPDX-License-Identifier: GPL-3.0-or-later
// Records: the tables are sound, and whatever has a table can be copied, compared and cleared.

#include "config.h"

#include <string.h>

#include "model/ptn-guest.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "model/ptn-record-fields.h"
#include "model/ptn-stay.h"
#include "random-record.h"

#define ROUNDS 200

static int
position_of (const PtnRecordType *type)
{
  int i = 0;

  while (ptn_record_types[i] != NULL && ptn_record_types[i] != type)
    i++;
  return i;
}

static void
check_field (const PtnRecordType *type, const PtnRecordType *owner, const PtnField *field)
{
  g_test_message ("%s.%s", type->name, field->name);
  g_assert_cmpuint (field->offset, <, type->size);
  if (field->type == PTN_FIELD_INTEGER)
    g_assert_cmpint (field->min, <, field->max);
  if (field->type == PTN_FIELD_TEXT || field->type == PTN_FIELD_TEXTS ||
      field->type == PTN_FIELD_RECORDS)
    g_assert_cmpint (field->max, >, 0);
  g_assert_true ((field->type == PTN_FIELD_ENUM) == (field->names != NULL));
  g_assert_true ((field->type == PTN_FIELD_RECORDS) == (field->item != NULL));
  /* "whatever a kind refers to comes before it" */
  if (field->type == PTN_FIELD_UUID && field->target != NULL)
    g_assert_cmpint (position_of (field->target), <, position_of (owner));
}

static void
check_type (const PtnRecordType *type, const PtnRecordType *owner)
{
  g_assert_cmpuint (type->n_fields, <=, 64);
  for (gsize i = 0; i < type->n_fields; i++)
    {
      check_field (type, owner, &type->fields[i]);
      for (gsize other = 0; other < i; other++)
        g_assert_cmpstr (type->fields[i].name, !=, type->fields[other].name);
      if (type->fields[i].item != NULL)
        check_type (type->fields[i].item, owner);
      /* A listed kind begins with its id. */
      else if (type == owner)
        g_assert_cmpuint (type->fields[i].offset, >=, sizeof (PtnUuid));
    }
}

static void
test_tables (void)
{
  for (int i = 0; ptn_record_types[i] != NULL; i++)
    check_type (ptn_record_types[i], ptn_record_types[i]);
}

static void
test_kinds (void)
{
  static const char *const kinds[] = { "property", "user", "room_type", "room", "rate_plan",
                                       "guest",    "stay", "offer",     "order" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_assert_cmpstr (ptn_record_types[i]->name, ==, kinds[i]);
      g_assert_true (ptn_record_type_find (kinds[i]) == ptn_record_types[i]);
    }
  g_assert_null (ptn_record_types[G_N_ELEMENTS (kinds)]);
  g_assert_null (ptn_record_type_find ("night"));
  g_assert_null (ptn_record_type_find (""));
}

static void
test_new_is_absent (void)
{
  PtnOrder *order = ptn_record_new (&ptn_order_record);

  g_assert_cmpint (order->service_date, ==, PTN_DATE_NONE);
  g_assert_true (ptn_uuid_is_nil (&order->id));
  g_assert_null (order->name.text[PTN_LANGUAGE_EN]);
  g_assert_cmpuint (order->history.length, ==, 0);
  ptn_record_free (&ptn_order_record, order);
  ptn_record_free (&ptn_order_record, NULL);
}

/* Makes the field another value than it had. */
static void
change_field (const PtnField *field, gpointer record)
{
  gpointer at = G_STRUCT_MEMBER_P (record, field->offset);

  switch (field->type)
    {
    case PTN_FIELD_UUID:
      ((PtnUuid *) at)->bytes[15] ^= 1;
      break;
    case PTN_FIELD_TEXT:
    case PTN_FIELD_TEXTS:
      {
        /* Of texts, the last language's. */
        char **text = (char **) at + (field->type == PTN_FIELD_TEXTS ? PTN_LANGUAGE_TH : 0);
        char  *longer = g_strconcat ("x", *text, NULL);

        g_free (*text);
        *text = longer;
        break;
      }
    case PTN_FIELD_INTEGER:
    case PTN_FIELD_INSTANT:
    case PTN_FIELD_EXCHANGE_RATE:
      *(gint64 *) at ^= G_GINT64_CONSTANT (1) << 40;
      break;
    case PTN_FIELD_BOOLEAN:
      *(gboolean *) at = !*(gboolean *) at;
      break;
    case PTN_FIELD_DATE:
    case PTN_FIELD_ENUM:
      *(int *) at ^= 1;
      break;
    case PTN_FIELD_CURRENCY:
      ((PtnCurrency *) at)->code[2] ^= 1;
      break;
    case PTN_FIELD_RECORDS:
      if (((PtnRecords *) at)->length > 0)
        change_field (&field->item->fields[0], ((PtnRecords *) at)->data);
      break;
    }
}

static void
test_copy_and_equal (gconstpointer data)
{
  const PtnRecordType *type = data;

  for (int round = 0; round < ROUNDS; round++)
    {
      gpointer record = random_record (type);

      for (gsize i = 0; i < type->n_fields; i++)
        {
          const PtnField *field = &type->fields[i];
          gpointer        copy = ptn_record_copy (type, record);
          const gboolean  empty = field->type == PTN_FIELD_RECORDS &&
                                 G_STRUCT_MEMBER (PtnRecords, record, field->offset).length == 0;

          g_assert_true (ptn_record_equal (type, record, copy));
          change_field (field, copy);
          g_assert_true (ptn_record_equal (type, record, copy) == empty);
          ptn_record_free (type, copy);
        }
      ptn_record_free (type, record);
    }
}

static void
test_id_counts (void)
{
  PtnRoom *room = random_record (&ptn_room_record);
  PtnRoom *other = ptn_record_copy (&ptn_room_record, room);

  ptn_uuid_new (&other->id);
  g_assert_false (ptn_record_equal (&ptn_room_record, room, other));
  ptn_record_free (&ptn_room_record, room);
  ptn_record_free (&ptn_room_record, other);
}

static void
test_fewer_items (void)
{
  PtnStay *stay = ptn_record_new (&ptn_stay_record);
  PtnStay *longer;

  stay->nights.length = 2;
  stay->nights.data = g_new0 (PtnNight, 2);
  longer = ptn_record_copy (&ptn_stay_record, stay);
  stay->nights.length = 1;
  g_assert_false (ptn_record_equal (&ptn_stay_record, stay, longer));
  g_assert_false (ptn_record_equal (&ptn_stay_record, longer, stay));
  ptn_record_free (&ptn_stay_record, stay);
  ptn_record_free (&ptn_stay_record, longer);
}

/* No record of ours has items with texts yet. */
typedef struct
{
  PtnTexts   texts;
  PtnRecords inner;
} Outer;

static const PtnField outer_fields[] = {
  PTN_TEXTS (Outer, texts, PTN_FIELD_REQUIRED, 20),
  PTN_RECORDS (Outer, inner, &ptn_guest_record, 5),
};

static const PtnRecordType outer_record = { "outer", sizeof (Outer), outer_fields,
                                            G_N_ELEMENTS (outer_fields) };

static void
test_copy_is_deep (void)
{
  Outer          *outer = ptn_record_new (&outer_record), *copy;
  const PtnGuest *guest, *guest_copy;

  outer->inner.data = random_record (&ptn_guest_record);
  outer->inner.length = 1;
  copy = ptn_record_copy (&outer_record, outer);
  guest = outer->inner.data;
  guest_copy = copy->inner.data;
  g_assert_true (guest != guest_copy);
  g_assert_true (guest->name != guest_copy->name);
  g_assert_true (ptn_record_equal (&outer_record, outer, copy));
  ptn_record_free (&outer_record, outer);
  ptn_record_free (&outer_record, copy);
}

static void
test_clear (gconstpointer data)
{
  const PtnRecordType *type = data;
  gpointer             empty = ptn_record_new (type);
  gpointer             record = random_record (type);

  ptn_record_clear (type, record);
  g_assert_cmpmem (record, type->size, empty, type->size);
  ptn_record_free (type, record);
  ptn_record_free (type, empty);
}

static void
test_texts_get (void)
{
  static const struct
  {
    PtnTexts    texts;
    PtnLanguage language, fallback;
    const char *expected;
  } cases[] = {
    { { { "e", "i", "t" } }, PTN_LANGUAGE_IT, PTN_LANGUAGE_EN, "i" },
    { { { "e", "i", "t" } }, PTN_LANGUAGE_TH, PTN_LANGUAGE_EN, "t" },
    { { { "e", "i", NULL } }, PTN_LANGUAGE_TH, PTN_LANGUAGE_IT, "i" },
    { { { "e", NULL, "t" } }, PTN_LANGUAGE_IT, PTN_LANGUAGE_TH, "t" },
    { { { NULL, NULL, "t" } }, PTN_LANGUAGE_EN, PTN_LANGUAGE_IT, "t" },
    { { { NULL, "i", "t" } }, PTN_LANGUAGE_EN, PTN_LANGUAGE_EN, "i" },
    { { { NULL, NULL, NULL } }, PTN_LANGUAGE_EN, PTN_LANGUAGE_IT, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (ptn_texts_get (&cases[i].texts, cases[i].language, cases[i].fallback), ==,
                     cases[i].expected);
}

static void
test_language_parse (void)
{
  static const struct
  {
    const char *name;
    PtnLanguage expected;
  } cases[] = {
    { "it_IT", PTN_LANGUAGE_IT },
    { "it", PTN_LANGUAGE_IT },
    { "IT-it", PTN_LANGUAGE_IT },
    { "th", PTN_LANGUAGE_TH },
    { "th_TH.UTF-8", PTN_LANGUAGE_TH },
    { "it@euro", PTN_LANGUAGE_IT },
    { "en-US", PTN_LANGUAGE_EN },
    { "en", PTN_LANGUAGE_EN },
    { "de_DE", PTN_LANGUAGE_EN },
    { "C", PTN_LANGUAGE_EN },
    { "", PTN_LANGUAGE_EN },
    { NULL, PTN_LANGUAGE_EN },
    { "i", PTN_LANGUAGE_EN },
    { "tha", PTN_LANGUAGE_EN },
    { "ita", PTN_LANGUAGE_EN },
    { "-it", PTN_LANGUAGE_EN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name != NULL ? cases[i].name : "(null)");
      g_assert_cmpint (ptn_language_parse (cases[i].name), ==, cases[i].expected);
    }
}

static void
test_stay_night (void)
{
  PtnNight      nights[] = { { .date = 10 }, { .date = 11 }, { .date = 13 } };
  const PtnStay stay = { .nights = { nights, G_N_ELEMENTS (nights) } };
  const PtnStay empty = { .nights = { NULL, 0 } };

  g_assert_true (ptn_stay_night (&stay, 11) == &nights[1]); /* its own */
  g_assert_true (ptn_stay_night (&stay, 12) == &nights[1]); /* the last before it */
  g_assert_true (ptn_stay_night (&stay, 99) == &nights[2]);
  g_assert_true (ptn_stay_night (&stay, 9) == &nights[0]); /* else the first */
  g_assert_null (ptn_stay_night (&empty, 9));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/record/tables", test_tables);
  g_test_add_func ("/model/record/kinds", test_kinds);
  g_test_add_func ("/model/record/new-is-absent", test_new_is_absent);
  g_test_add_func ("/model/record/id-counts", test_id_counts);
  g_test_add_func ("/model/record/fewer-items", test_fewer_items);
  g_test_add_func ("/model/record/copy-is-deep", test_copy_is_deep);
  for (int i = 0; ptn_record_types[i] != NULL; i++)
    {
      g_autofree char *copy = g_strdup_printf ("/model/record/copy-and-equal/%s",
                                               ptn_record_types[i]->name);
      g_autofree char *clear = g_strdup_printf ("/model/record/clear/%s",
                                                ptn_record_types[i]->name);

      g_test_add_data_func (copy, ptn_record_types[i], test_copy_and_equal);
      g_test_add_data_func (clear, ptn_record_types[i], test_clear);
    }
  g_test_add_func ("/model/texts/get", test_texts_get);
  g_test_add_func ("/model/language/parse", test_language_parse);
  g_test_add_func ("/model/stay/night", test_stay_night);

  return g_test_run ();
}
