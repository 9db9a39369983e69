// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before trying again.

#include "config.h"

#include "ptn-backoff.h"

gint64
ptn_backoff_delay (guint failures)
{
  const guint  doublings = MIN (failures - 1, 16);
  const gint64 whole = MIN ((gint64) PTN_BACKOFF_FIRST_MS << doublings, PTN_BACKOFF_MAX_MS);

  return whole - g_random_int_range (0, whole / 2 + 1);
}
