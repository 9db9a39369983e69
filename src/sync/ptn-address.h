// SPDX-License-Identifier: GPL-3.0-or-later
// The address of a server, as a person types it and as the desk keeps it.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads what a person typed: https://host[:port][/path]; http only for this PC itself (127.0.0.0/8,
 * ::1, localhost), because a password would cross the network readable; unix:/path of a local
 * server. A name without a scheme is taken as https. Returns: (transfer full) the form that is
 * kept, without a slash at its end; NULL with PTN_SYNC_ERROR_ADDRESS and a translated message for
 * the field. Any thread. */
char *ptn_address_parse (const char *text, GError **error);

/* The path of the socket of a "unix:" address. Returns: (transfer none) (nullable): NULL for a
 * network address. */
const char *ptn_address_socket (const char *address);

/* What a message calls the server: its host name and port, or "this PC". Returns: (transfer full)
 */
char *ptn_address_name (const char *address);

G_END_DECLS
