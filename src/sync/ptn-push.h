// SPDX-License-Identifier: GPL-3.0-or-later
// Sending the outbox (docs/protocol.md, Push).
#pragma once

#include "ptn-link.h"

G_BEGIN_DECLS

/* Sends what waits for the session's user, in order, until nothing waits. An operation leaves the
 * outbox only when our server echoed its number and id; on any error the same bytes are sent again
 * the next time. */
gboolean ptn_push (PtnLink *link, GError **error);

G_END_DECLS
