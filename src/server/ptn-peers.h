// SPDX-License-Identifier: GPL-3.0-or-later
// Who is connected: how many may be, from where, and how long each may take (docs/protocol.md,
// Limits). Loop thread.
#pragma once

#include <libsoup/soup.h>

#include "wire/ptn-problem.h"

G_BEGIN_DECLS

typedef struct _PtnPeers PtnPeers;
typedef struct _PtnPeer  PtnPeer;

/* What a connection is doing; each phase has its own time limit, or none. */
typedef enum
{
  PTN_PEER_ARRIVING, /* a request is expected or on its way */
  PTN_PEER_HANDLED,  /* a worker has it */
  PTN_PEER_ANSWERED, /* the response is on its way */
  PTN_PEER_IDLE,     /* between two requests */
  PTN_PEER_STREAM,   /* a stream of pokes: limited by its own pings */
  PTN_PEER_REFUSED,  /* an answer was sent; nothing more is looked at */
  PTN_N_PEER_PHASES,
} PtnPeerPhase;

/* @server: the identity that refusals carry. @arrival_ms and @answer_ms: 0 for the protocol's.
 * Returns: (transfer full) */
PtnPeers *ptn_peers_new (const char *server, guint arrival_ms, guint answer_ms);
/* Connections that are still open are no longer watched. */
void ptn_peers_free (PtnPeers *peers);
/* Connections whose requests are not answered in full yet. */
guint ptn_peers_busy (PtnPeers *peers);
/* Refuses what arrives from now on, and ends what waits for nothing. */
void ptn_peers_stop (PtnPeers *peers);

/* The peer of a message, made at the first message of its connection: where there are too many, the
 * new one is refused. Returns: (transfer none), for as long as the connection */
PtnPeer     *ptn_peers_get (PtnPeers *peers, SoupServerMessage *message);
void         ptn_peer_enter (PtnPeer *peer, PtnPeerPhase phase);
PtnPeerPhase ptn_peer_phase (PtnPeer *peer);
/* "192.0.2.7", "::1", or "unix". Returns: (transfer none) */
const char *ptn_peer_address (PtnPeer *peer);
/* A Unix socket whose other end runs as this process's user. */
gboolean ptn_peer_is_same_user (PtnPeer *peer);

/* Answers with problem details at once, without reading what is still to come, and ends the
 * connection. libsoup would first read the whole request. @message must not be used any more. */
void ptn_peer_refuse (PtnPeer           *peer,
                      SoupServerMessage *message,
                      PtnProblemType     type,
                      const char        *detail);

G_END_DECLS
