// SPDX-License-Identifier: GPL-3.0-or-later
// Where the server listens: an address of this computer, or a Unix socket.
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PtnListener PtnListener;

/* Binds and listens. @address: "HOST:PORT" with a numeric HOST ("127.0.0.1:8080", "[::1]:0") or
 * "localhost", or "unix:PATH", which is made with mode 0600; a socket that nobody answers on any
 * more is replaced. An address that is not loopback needs @allow_network. Main thread, before
 * others are started. Returns: (transfer full) (nullable): NULL with G_IO_ERROR, whose message says
 * what to do */
PtnListener *ptn_listener_new (const char *address, gboolean allow_network, GError **error);
/* Returns: (transfer none) */
GSocket *ptn_listener_socket (PtnListener *listener);
/* As it was given, with the port that the system chose for 0. Returns: (transfer none) */
const char *ptn_listener_name (PtnListener *listener);
/* Accepts nobody any more. */
void ptn_listener_stop (PtnListener *listener);
void ptn_listener_free (PtnListener *listener);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnListener, ptn_listener_free)

G_END_DECLS
