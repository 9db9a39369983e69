// SPDX-License-Identifier: GPL-3.0-or-later
// Who is connected.
//
// Time limits are deadlines that one timer looks at, not a timer for each request. A deadline shuts
// the socket down; libsoup then sees the connection's end and cleans up. A peer belongs to its
// GSocket and goes with it. There must never be so many that no descriptor is left: libsoup stops
// listening for good when accepting fails.

#include "config.h"

#include "ptn-peers.h"

#include <gio/gunixsocketaddress.h>
#include <unistd.h>

#include "ptn-remote.h"

#define CONNECTIONS_MAX      256
#define FROM_ONE_ADDRESS_MAX 16
#define ARRIVAL_MS           30000
#define ANSWER_MS            60000
#define REFUSED_MS           2000
#define REFUSED_MAX          32 /* that are given time to read their answer */
#define TICK_MAX_MS          1000

struct _PtnPeers
{
  char       *server;
  GHashTable *all;       /* set of PtnPeer */
  GHashTable *addresses; /* address → number of peers */
  guint       n_refused;
  gint64      limits[PTN_N_PEER_PHASES]; /* microseconds; 0: none */
  guint       tick_ms;
  guint       tick_id;
  gboolean    stopping;
};

struct _PtnPeer
{
  PtnPeers    *peers;  /* NULL once nobody watches */
  GSocket     *socket; /* owns this peer */
  char        *address;
  gboolean     same_user;
  PtnPeerPhase phase;
  gint64       deadline; /* monotonic microseconds; 0: none */
};

static GQuark
peer_quark (void)
{
  return g_quark_from_static_string ("ptn-peer");
}

static gboolean
tick_cb (gpointer data)
{
  PtnPeers      *peers = data;
  const gint64   now = g_get_monotonic_time ();
  GHashTableIter iter;
  PtnPeer       *peer;

  if (g_hash_table_size (peers->all) == 0)
    {
      peers->tick_id = 0;
      return G_SOURCE_REMOVE;
    }
  g_hash_table_iter_init (&iter, peers->all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (peer->deadline != 0 && peer->deadline <= now)
      g_socket_shutdown (peer->socket, TRUE, TRUE, NULL);
  return G_SOURCE_CONTINUE;
}

PtnPeers *
ptn_peers_new (const char *server, guint arrival_ms, guint answer_ms)
{
  PtnPeers   *peers = g_new0 (PtnPeers, 1);
  const guint arrival = arrival_ms != 0 ? arrival_ms : ARRIVAL_MS;
  const guint answer = answer_ms != 0 ? answer_ms : ANSWER_MS;

  peers->server = g_strdup (server);
  peers->all = g_hash_table_new (NULL, NULL);
  peers->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  peers->limits[PTN_PEER_ARRIVING] = arrival * G_GINT64_CONSTANT (1000);
  peers->limits[PTN_PEER_ANSWERED] = answer * G_GINT64_CONSTANT (1000);
  /* Longer than a desk's pause between two polls. The next request's first line may be on its way
   * already: libsoup says so when it has come whole. */
  peers->limits[PTN_PEER_IDLE] = 2 * peers->limits[PTN_PEER_ARRIVING];
  peers->limits[PTN_PEER_REFUSED] = REFUSED_MS * G_GINT64_CONSTANT (1000);
  peers->tick_ms = MIN (TICK_MAX_MS, MAX (MIN (arrival, answer) / 4, 10));
  return peers;
}

void
ptn_peers_free (PtnPeers *peers)
{
  GHashTableIter iter;
  PtnPeer       *peer;

  if (peers == NULL)
    return;
  g_hash_table_iter_init (&iter, peers->all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    peer->peers = NULL;
  g_clear_handle_id (&peers->tick_id, g_source_remove);
  g_hash_table_unref (peers->all);
  g_hash_table_unref (peers->addresses);
  g_free (peers->server);
  g_free (peers);
}

guint
ptn_peers_busy (PtnPeers *peers)
{
  GHashTableIter iter;
  PtnPeer       *peer;
  guint          busy = 0;

  g_hash_table_iter_init (&iter, peers->all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (peer->phase == PTN_PEER_HANDLED || peer->phase == PTN_PEER_ANSWERED)
      busy++;
  return busy;
}

void
ptn_peers_stop (PtnPeers *peers)
{
  GHashTableIter iter;
  PtnPeer       *peer;

  peers->stopping = TRUE;
  g_hash_table_iter_init (&iter, peers->all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &peer, NULL))
    if (peer->phase == PTN_PEER_IDLE)
      g_socket_shutdown (peer->socket, TRUE, TRUE, NULL);
}

static guint
count_address (PtnPeers *peers, const char *address, int step)
{
  const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (peers->addresses, address)) +
                      (guint) step;

  if (count > 0)
    g_hash_table_insert (peers->addresses, g_strdup (address), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (peers->addresses, address);
  return count;
}

static void
free_peer (gpointer data)
{
  PtnPeer *peer = data;

  if (peer->peers != NULL)
    {
      g_hash_table_remove (peer->peers->all, peer);
      peer->peers->n_refused -= peer->phase == PTN_PEER_REFUSED;
      count_address (peer->peers, peer->address, -1);
    }
  g_free (peer->address);
  g_free (peer);
}

static gboolean
is_same_user (GSocket *socket)
{
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (socket, NULL);

  return credentials != NULL && g_credentials_get_unix_user (credentials, NULL) == getuid ();
}

/* What limits are counted for: NULL for a peer of this machine. */
static GInetAddress *
find_address (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_remote_address (socket, NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return NULL;
  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/* The response is short and the socket new or drained: it fits into the kernel's buffer. */
static void
send_problem (PtnPeer *peer, PtnProblemType type, const char *detail)
{
  const PtnProblem problem = { .type = type, .detail = (char *) detail };
  g_autofree char *body = ptn_problem_to_json (&problem);
  const guint      status = ptn_problem_status (type);
  g_autofree char *text =
      g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                       "Content-Type: " PTN_PROBLEM_CONTENT_TYPE "\r\n"
                       "Content-Length: %zu\r\n"
                       "Portineria-Server: %s\r\n"
                       "%s"
                       "Connection: close\r\n\r\n%s",
                       status, soup_status_get_phrase (status), strlen (body),
                       peer->peers != NULL ? peer->peers->server : "",
                       type == PTN_PROBLEM_UNAVAILABLE ? "Retry-After: 1\r\n" : "", body);

  g_socket_send_with_blocking (peer->socket, text, strlen (text), FALSE, NULL, NULL);
  g_socket_shutdown (peer->socket, FALSE, TRUE, NULL);
}

/* (nullable): why there may be no more connections of this kind. */
static const char *
find_excess (PtnPeers *peers, const char *address)
{
  if (peers->stopping)
    return "the server is stopping";
  if (g_hash_table_size (peers->all) - peers->n_refused >= CONNECTIONS_MAX)
    return "there are too many connections";
  if (!ptn_remote_is_near (address) && count_address (peers, address, 0) >= FROM_ONE_ADDRESS_MAX)
    return "there are too many connections from this address";
  return NULL;
}

static PtnPeer *
add_peer (PtnPeers *peers, GSocket *socket)
{
  g_autoptr (GInetAddress) address = find_address (socket);
  PtnPeer                 *peer = g_new0 (PtnPeer, 1);
  const char              *excess;

  peer->peers = peers;
  peer->socket = socket;
  peer->address = ptn_remote_name (address);
  peer->same_user = address == NULL && is_same_user (socket);
  excess = find_excess (peers, peer->address);
  g_object_set_qdata_full (G_OBJECT (socket), peer_quark (), peer, free_peer);
  g_hash_table_add (peers->all, peer);
  count_address (peers, peer->address, 1);
  if (peers->tick_id == 0)
    peers->tick_id = g_timeout_add (peers->tick_ms, tick_cb, peers);
  if (excess != NULL)
    {
      send_problem (peer, PTN_PROBLEM_UNAVAILABLE, excess);
      ptn_peer_enter (peer, PTN_PEER_REFUSED);
    }
  return peer;
}

PtnPeer *
ptn_peers_get (PtnPeers *peers, SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);
  PtnPeer *peer = g_object_get_qdata (G_OBJECT (socket), peer_quark ());

  return peer != NULL ? peer : add_peer (peers, socket);
}

void
ptn_peer_enter (PtnPeer *peer, PtnPeerPhase phase)
{
  const gint64 limit = peer->peers != NULL ? peer->peers->limits[phase] : 0;

  if (peer->phase == PTN_PEER_REFUSED)
    return;
  peer->phase = phase;
  peer->deadline = limit != 0 ? g_get_monotonic_time () + limit : 0;
  if (phase == PTN_PEER_REFUSED && peer->peers != NULL && ++peer->peers->n_refused > REFUSED_MAX)
    g_socket_shutdown (peer->socket, TRUE, TRUE, NULL);
  if (phase == PTN_PEER_IDLE && peer->peers != NULL && peer->peers->stopping)
    g_socket_shutdown (peer->socket, TRUE, TRUE, NULL);
}

PtnPeerPhase
ptn_peer_phase (PtnPeer *peer)
{
  return peer->phase;
}

const char *
ptn_peer_address (PtnPeer *peer)
{
  return peer->address;
}

gboolean
ptn_peer_is_same_user (PtnPeer *peer)
{
  return peer->same_user;
}

/* What the peer sends after its refusal is read and thrown away for a while: closing at once would
 * reset the connection, and the peer might never see the answer. */
static gboolean
discard_cb (GSocket *socket, G_GNUC_UNUSED GIOCondition condition, G_GNUC_UNUSED gpointer stream)
{
  char buffer[16384];

  return g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, NULL) > 0;
}

void
ptn_peer_refuse (PtnPeer *peer, SoupServerMessage *message, PtnProblemType type, const char *detail)
{
  const gboolean      answered = peer->phase == PTN_PEER_REFUSED;
  GIOStream          *stream = soup_server_message_steal_connection (message);
  g_autoptr (GSource) source = g_socket_create_source (peer->socket, G_IO_IN | G_IO_HUP, NULL);

  if (!answered)
    send_problem (peer, type, detail);
  ptn_peer_enter (peer, PTN_PEER_REFUSED);
  g_source_set_callback (source, G_SOURCE_FUNC (discard_cb), stream, g_object_unref);
  g_source_attach (source, NULL);
}
