// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching the feed, or a whole new base (docs/protocol.md, Pull).
#pragma once

#include "ptn-link.h"

G_BEGIN_DECLS

#define PTN_PACE_FIRST 1000

/* Brings the base up to what the server has now. Without a base, or with one that the feed does not
 * reach back to, a new one is staged (and reported by link->loading), from where it was cut the
 * last time, and swapped in. */
gboolean ptn_pull (PtnLink *link, GError **error);

G_END_DECLS
