// SPDX-License-Identifier: GPL-3.0-or-later
// libsoup's side of a request: limits while it arrives, then a plain value for a worker, then the
// response. Loop thread.
#pragma once

#include "ptn-events.h"
#include "ptn-exchange.h"
#include "ptn-peers.h"

G_BEGIN_DECLS

typedef struct _PtnHttp PtnHttp;

/* @exchange, @events and @peers must outlive it. @behind_proxy: a reverse proxy on this machine
 * says in X-Forwarded-For who asks. Returns: (transfer full) */
PtnHttp *
ptn_http_new (PtnExchange *exchange, PtnEvents *events, PtnPeers *peers, gboolean behind_proxy);
/* @socket: (transfer none): listening */
gboolean ptn_http_listen (PtnHttp *http, GSocket *socket, GError **error);
/* Ends every connection. */
void ptn_http_free (PtnHttp *http);

G_END_DECLS
