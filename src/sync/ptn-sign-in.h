// SPDX-License-Identifier: GPL-3.0-or-later
// Becoming and staying signed in (docs/protocol.md, Identity and signing in).
#pragma once

#include "ptn-link.h"

G_BEGIN_DECLS

/* Asks the address who it is before it is told a password, then signs in; with @password NULL as
 * the owner of a local server. Errors: PTN_SYNC_ERROR_*, each with a translated message that says
 * what to do. Returns: (transfer full) */
PtnSession *ptn_sign_in (PtnTransport  *transport,
                         const char    *address,
                         const PtnUuid *device,
                         const char    *login,
                         const char    *password,
                         GError       **error);
/* The session's token should be renewed before the next call. */
gboolean ptn_renewal_due (const PtnLink *link);
/* Gets new tokens for the session, and tells it by link->renewed. PTN_SYNC_ERROR_SIGN_IN where only
 * the person can help. */
gboolean ptn_renew (PtnLink *link, GError **error);

G_END_DECLS
