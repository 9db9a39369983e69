// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before trying again.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_BACKOFF_FIRST_MS 500
#define PTN_BACKOFF_MAX_MS   30000

/* The wait after @failures (from 1) in a row, in ms: it doubles from PTN_BACKOFF_FIRST_MS up to
 * PTN_BACKOFF_MAX_MS, less a random part of up to half, so that the desks of a hotel do not come
 * back to a restarted server all at once. Any thread. */
gint64 ptn_backoff_delay (guint failures);

G_END_DECLS
