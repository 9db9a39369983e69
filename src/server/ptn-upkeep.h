// SPDX-License-Identifier: GPL-3.0-or-later
// Removing what has outlived its use.
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* How long the feed reaches back (docs/protocol.md, Pull). */
#define PTN_FEED_DAYS 90

/* Removes rows of the feed older than PTN_FEED_DAYS, expired tokens and the sessions that have none
 * left, wrong passwords that count no more, and expired Concierge codes. In transactions of its
 * own. Any thread. @now: Unix milliseconds */
gboolean ptn_upkeep_run (PtnDb *db, gint64 now, GError **error);

G_END_DECLS
