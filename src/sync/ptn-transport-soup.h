// SPDX-License-Identifier: GPL-3.0-or-later
// The transport over HTTP: TCP with TLS, loopback TCP, or a Unix socket.
#pragma once

#include "ptn-transport.h"

G_BEGIN_DECLS

#define PTN_TYPE_TRANSPORT_SOUP (ptn_transport_soup_get_type ())
G_DECLARE_FINAL_TYPE (PtnTransportSoup, ptn_transport_soup, PTN, TRANSPORT_SOUP, PtnTransport)

/* @address: as ptn_address_parse() gives it. Belongs to the calling thread and its default main
 * context. Returns: (transfer full) */
PtnTransport *ptn_transport_soup_new (const char *address);

G_END_DECLS
