// SPDX-License-Identifier: GPL-3.0-or-later
// UUIDv7: layout, order and uniqueness, with a clock that the test sets (linked with
// --wrap=ptn_clock_now).
#include "config.h"

#include "base/ptn-uuid.h"

#include <string.h>

#include "base/ptn-date.h"

#define N_THREADS 4
#define N_EACH    20000

gint64 __real_ptn_clock_now (void);
gint64 __wrap_ptn_clock_now (void);

/* 0: the real clock. The tests run in order and the UUIDs only ever go up, so each sets a later
 * time. */
static gint64 clock_now;

gint64
__wrap_ptn_clock_now (void)
{
  return clock_now != 0 ? clock_now : __real_ptn_clock_now ();
}

static gint64
time_of (const PtnUuid *uuid)
{
  gint64 time = 0;

  for (int i = 0; i < 6; i++)
    time = time << 8 | uuid->bytes[i];
  return time;
}

static void
test_layout (void)
{
  const gint64 before = __real_ptn_clock_now ();
  PtnUuid      uuid;

  ptn_uuid_new (&uuid);
  g_assert_cmpint (time_of (&uuid), >=, before);
  g_assert_cmpint (time_of (&uuid), <=, __real_ptn_clock_now ());
  g_assert_cmpint (uuid.bytes[6] >> 4, ==, 7);
  g_assert_cmpint (uuid.bytes[8] >> 6, ==, 2);
  g_assert_false (ptn_uuid_is_nil (&uuid));
}

/* Every bit that is meant to be random takes both values. */
static void
test_random (void)
{
  PtnUuid uuid, ones = { 0 }, zeros;

  memset (&zeros, 0xff, sizeof zeros);
  for (int i = 0; i < 200; i++)
    {
      ptn_uuid_new (&uuid);
      for (int k = 8; k < 16; k++)
        {
          ones.bytes[k] |= uuid.bytes[k];
          zeros.bytes[k] &= uuid.bytes[k];
        }
    }
  g_assert_cmpint (ones.bytes[8], ==, 0xbf);
  g_assert_cmpint (zeros.bytes[8], ==, 0x80);
  for (int k = 9; k < 16; k++)
    {
      g_assert_cmpint (ones.bytes[k], ==, 0xff);
      g_assert_cmpint (zeros.bytes[k], ==, 0x00);
    }
}

static void
make_rising (PtnUuid *last, int count)
{
  PtnUuid next;

  for (int i = 0; i < count; i++)
    {
      ptn_uuid_new (&next);
      g_assert_cmpint (ptn_uuid_compare (last, &next), <, 0);
      *last = next;
    }
}

static void
test_clock (void)
{
  const gint64 base = __real_ptn_clock_now () + 1000 * 1000;
  PtnUuid      last;

  clock_now = base;
  ptn_uuid_new (&last);
  g_assert_cmpint (time_of (&last), ==, base);
  clock_now = base + 5;
  make_rising (&last, 1);
  g_assert_cmpint (time_of (&last), ==, base + 5);

  clock_now = base - 3600 * 1000; /* set back by an hour */
  make_rising (&last, 2000);
  g_assert_cmpint (time_of (&last), ==, base + 5);

  clock_now = base + 5; /* stands still for longer than a counter lasts */
  make_rising (&last, 20000);
  g_assert_cmpint (time_of (&last), >, base + 5);
  g_assert_cmpint (time_of (&last), <, base + 5 + 20);

  clock_now = base + 1000; /* and is followed again as soon as it has caught up */
  make_rising (&last, 1);
  g_assert_cmpint (time_of (&last), ==, base + 1000);
  clock_now = 0;
}

static gpointer
make_many_cb (gpointer out)
{
  PtnUuid *uuids = out;

  for (int i = 0; i < N_EACH; i++)
    ptn_uuid_new (&uuids[i]);
  return NULL;
}

static void
test_threads (void)
{
  g_autofree PtnUuid    *uuids = g_new (PtnUuid, N_THREADS * N_EACH);
  g_autoptr (GHashTable) seen = g_hash_table_new (ptn_uuid_hash, ptn_uuid_equal);
  GThread               *threads[N_THREADS];

  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("uuid", make_many_cb, uuids + i * N_EACH);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  for (int i = 0; i < N_THREADS * N_EACH; i++)
    {
      g_assert_true (g_hash_table_add (seen, &uuids[i]));
      if (i % N_EACH > 0)
        g_assert_cmpint (ptn_uuid_compare (&uuids[i - 1], &uuids[i]), <, 0);
    }
}

static void
test_text (void)
{
  const PtnUuid expected = { { 0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0, 0x7c, 0xc3, 0x98, 0xc4, 0xdc,
                               0x0c, 0x0c, 0x07, 0x39, 0x8f } };
  const char   *text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"; /* RFC 9562, A.6 */
  char          printed[PTN_UUID_TEXT_SIZE];
  PtnUuid       uuid;

  g_assert_true (ptn_uuid_parse (text, &uuid));
  g_assert_cmpmem (uuid.bytes, 16, expected.bytes, 16);
  ptn_uuid_print (&uuid, printed);
  g_assert_cmpstr (printed, ==, text);

  g_assert_true (ptn_uuid_parse ("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", &uuid));
  g_assert_true (ptn_uuid_equal (&uuid, &expected));
  g_assert_cmpuint (ptn_uuid_hash (&uuid), ==, ptn_uuid_hash (&expected));
  g_assert_true (ptn_uuid_parse ("00000000-0000-0000-0000-000000000000", &uuid));
  g_assert_true (ptn_uuid_is_nil (&uuid));
  g_assert_cmpint (ptn_uuid_compare (&uuid, &expected), <, 0);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    NULL,
    "",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
    " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e279b07cc398c4dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
    "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c0739-f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
    "--------------------------"
    "----------",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      PtnUuid       uuid = { { 7 } };
      const PtnUuid before = uuid;

      g_test_message ("“%s”", texts[i]);
      g_assert_false (ptn_uuid_parse (texts[i], &uuid));
      g_assert_true (ptn_uuid_equal (&uuid, &before));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/uuid/layout", test_layout);
  g_test_add_func ("/uuid/random", test_random);
  g_test_add_func ("/uuid/clock", test_clock);
  g_test_add_func ("/uuid/threads", test_threads);
  g_test_add_func ("/uuid/text", test_text);
  g_test_add_func ("/uuid/refused", test_refused);

  return g_test_run ();
}
