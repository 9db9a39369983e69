// SPDX-License-Identifier: GPL-3.0-or-later
// UUIDv7 with a counter that keeps the UUIDs of a process in order (RFC 9562, 5.7 and 6.2 method
// 1).
#include "config.h"

#include "ptn-uuid.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "ptn-date.h"

/* The 12 bits of rand_a are a counter within the millisecond, begun at random in its lower half.
 * When it is used up, or the clock stands still or goes backwards, the time stamp runs ahead of the
 * clock instead: it never goes back. */
#define COUNTER_MAX       0xfff
#define COUNTER_SEED_MASK 0x7ff

static void
fill_random (void *out, gsize size)
{
  /* Up to 256 bytes come whole and uninterrupted once the pool is initialised; before that a signal
   * can interrupt. */
  while (getrandom (out, size, 0) != (gssize) size)
    if (errno != EINTR)
      g_error ("The system gives no random numbers: %s", g_strerror (errno));
}

static void
next_stamp (guint16 seed, guint64 *time, guint16 *counter)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* ThreadSanitizer sees it */
  static guint64         last_time;
  static guint16         last_counter;
  const guint64          now = (guint64) ptn_clock_now ();

  pthread_mutex_lock (&mutex);
  if (now > last_time || last_counter == COUNTER_MAX)
    {
      last_time = MAX (now, last_time + 1);
      last_counter = seed & COUNTER_SEED_MASK;
    }
  else
    {
      last_counter++;
    }
  *time = last_time;
  *counter = last_counter;
  pthread_mutex_unlock (&mutex);
}

static gboolean
is_hyphen_place (gsize place)
{
  return place == 8 || place == 13 || place == 18 || place == 23;
}

void
ptn_uuid_new (PtnUuid *out)
{
  guint64 time;
  guint16 counter, seed;

  fill_random (&seed, sizeof seed);
  fill_random (out->bytes + 8, 8);
  next_stamp (seed, &time, &counter);

  for (int i = 0; i < 6; i++)
    out->bytes[i] = (guint8) (time >> (40 - 8 * i));
  out->bytes[6] = (guint8) (0x70 | counter >> 8);
  out->bytes[7] = (guint8) counter;
  out->bytes[8] = (out->bytes[8] & 0x3f) | 0x80;
}

gboolean
ptn_uuid_parse (const char *text, PtnUuid *out)
{
  PtnUuid uuid = { 0 };
  gsize   nibble = 0;

  if (text == NULL || strlen (text) != PTN_UUID_TEXT_SIZE - 1)
    return FALSE;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      const int digit = g_ascii_xdigit_value (text[i]);

      if (is_hyphen_place (i) ? text[i] != '-' : digit < 0)
        return FALSE;
      if (is_hyphen_place (i))
        continue;
      uuid.bytes[nibble / 2] = (guint8) (uuid.bytes[nibble / 2] << 4 | digit);
      nibble++;
    }

  *out = uuid;
  return TRUE;
}

void
ptn_uuid_print (const PtnUuid *uuid, char out[PTN_UUID_TEXT_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  gsize             place = 0;

  for (gsize i = 0; i < sizeof uuid->bytes; i++)
    {
      if (is_hyphen_place (place))
        out[place++] = '-';
      out[place++] = digits[uuid->bytes[i] >> 4];
      out[place++] = digits[uuid->bytes[i] & 0xf];
    }
  out[place] = '\0';
}

gboolean
ptn_uuid_is_nil (const PtnUuid *uuid)
{
  static const PtnUuid nil;

  return ptn_uuid_equal (uuid, &nil);
}

guint
ptn_uuid_hash (gconstpointer uuid)
{
  guint32 words[4];

  memcpy (words, uuid, sizeof words);
  return words[0] ^ words[1] ^ words[2] ^ words[3];
}

gboolean
ptn_uuid_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (PtnUuid)) == 0;
}

int
ptn_uuid_compare (const PtnUuid *a, const PtnUuid *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes);
}
