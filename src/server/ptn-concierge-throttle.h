// SPDX-License-Identifier: GPL-3.0-or-later
// How often an address may ask for pages that are not there. Counted in memory: 130 random bits are
// not found by guessing, so this protects the log and the database, not the codes.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most so many unknown codes from one address in so many milliseconds. */
#define PTN_CONCIERGE_UNKNOWN_MAX 20
#define PTN_CONCIERGE_WINDOW      (15 * 60 * 1000)

/* Counts one unknown code from @address at @now (Unix ms). Any thread. Returns: 0 within the limit,
 * else the seconds to wait */
gint64 ptn_concierge_throttle (const char *address, gint64 now);

G_END_DECLS
