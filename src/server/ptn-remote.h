// SPDX-License-Identifier: GPL-3.0-or-later
// Who a request comes from, as a name to count by. Any thread.
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What all peers on Unix sockets are called. */
#define PTN_REMOTE_UNIX "unix"

/* An address that stands for whoever has it: of IPv6 the first 64 bits, because a household gets as
 * many; and an IPv4 address in IPv6's clothes is an IPv4 address. @address: (nullable): a Unix
 * socket's peer. Returns: (transfer full) */
char *ptn_remote_name (GInetAddress *address);

/* Whether a name is of this machine: a Unix socket or loopback. */
gboolean ptn_remote_is_near (const char *name);

/* The client of a reverse proxy: the last address of X-Forwarded-For, which is the one that the
 * proxy itself has added. @header: (nullable). Returns: (transfer full) (nullable): NULL where
 * that is no address */
char *ptn_remote_forwarded (const char *header);

G_END_DECLS
