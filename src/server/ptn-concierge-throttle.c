// SPDX-License-Identifier: GPL-3.0-or-later
// How often an address may ask for pages that are not there.

#include "config.h"

#include "ptn-concierge-throttle.h"

#include <pthread.h>

/* So that a flood from many addresses costs no more memory than this; then all are forgotten. */
#define ADDRESSES_MAX 10000

typedef struct
{
  gint64 since;
  guint  count;
} Window;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable     *windows; /* address → Window */

/* The lock is held. */
static Window *
get_window (const char *address, gint64 now)
{
  Window *window;

  if (windows == NULL)
    windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_hash_table_size (windows) >= ADDRESSES_MAX)
    g_hash_table_remove_all (windows);
  window = g_hash_table_lookup (windows, address);
  if (window == NULL)
    {
      window = g_new0 (Window, 1);
      g_hash_table_insert (windows, g_strdup (address), window);
    }
  if (now - window->since >= PTN_CONCIERGE_WINDOW)
    *window = (Window) { .since = now };
  return window;
}

gint64
ptn_concierge_throttle (const char *address, gint64 now)
{
  gint64  wait = 0;
  Window *window;

  pthread_mutex_lock (&lock);
  window = get_window (address, now);
  if (++window->count > PTN_CONCIERGE_UNKNOWN_MAX)
    wait = (window->since + PTN_CONCIERGE_WINDOW - now + 999) / 1000;
  pthread_mutex_unlock (&lock);
  return wait;
}
