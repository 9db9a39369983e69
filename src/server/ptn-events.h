// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of pokes: GET /v1/events once it is a WebSocket. Loop thread.
#pragma once

#include <libsoup/soup.h>

#include "wire/ptn-feed.h"

G_BEGIN_DECLS

#define PTN_EVENTS_PROTOCOL "portineria.v1"

typedef struct _PtnEvents PtnEvents;

/* @emptied is called when the last stream has ended. Returns: (transfer full) */
PtnEvents *ptn_events_new (void (*emptied) (gpointer data), gpointer data);
void       ptn_events_free (PtnEvents *events);
/* Asks every desk to leave; they go one by one. */
void  ptn_events_stop (PtnEvents *events);
guint ptn_events_count (PtnEvents *events);

/* Sends the handshake's answer of @message, which is paused and has no status yet, and makes a
 * stream of @property of it. FALSE where it is no WebSocket handshake of our protocol. @until: the
 * instant at which the stream ends. */
gboolean
ptn_events_accept (PtnEvents *events, SoupServerMessage *message, gint64 property, gint64 until);
/* The feed of @property has grown: says so at once, and then at most every 50 ms. */
void ptn_events_poke (PtnEvents *events, gint64 property, PtnCursor to);

G_END_DECLS
