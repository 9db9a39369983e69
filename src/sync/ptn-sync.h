// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's sync: one thread that signs in, pushes the outbox, pulls the feed and listens for
// pokes (DESIGN §6, docs/protocol.md). It needs no restart when the network goes and comes, after
// sleep, or after a month away.
#pragma once

#include "store/ptn-desk.h"

G_BEGIN_DECLS

#define PTN_SYNC_ERROR (ptn_sync_error_quark ())

typedef enum
{
  PTN_SYNC_ERROR_OFFLINE,  /* no answer, a cut, 5xx: try again later, nothing is known */
  PTN_SYNC_ERROR_STRANGER, /* an answer that is not our server's (a captive portal, another server):
                              nothing was changed */
  PTN_SYNC_ERROR_PASSWORD, /* login or password are wrong */
  PTN_SYNC_ERROR_THROTTLED, /* too many attempts: wait */
  PTN_SYNC_ERROR_SIGN_IN,   /* the token is not valid any more: sign in again */
  PTN_SYNC_ERROR_PROTOCOL,  /* the server speaks another version, or broke the protocol */
  PTN_SYNC_ERROR_ADDRESS,   /* the address typed is not one of a server */
} PtnSyncError;

GQuark ptn_sync_error_quark (void);

typedef enum
{
  PTN_SYNC_SIGNED_OUT,
  PTN_SYNC_OFFLINE, /* the last attempt failed; error says how */
  PTN_SYNC_CONNECTING,
  PTN_SYNC_LOADING, /* the first or a new base is being fetched */
  PTN_SYNC_ONLINE,
} PtnSyncState;

/* What a sign-in gives and a keyring keeps. */
typedef struct
{
  char   *address; /* "https://hotel.example/", "http://127.0.0.1:8080", "unix:/run/…/socket" */
  PtnUuid server;
  PtnUuid property;
  PtnUuid user;
  char   *login;
  char   *name;
  int     role; /* PtnRole */
  char   *token;
  char   *refresh;
  gint64  expires_at;
  gint64  op_seq;
} PtnSession;

PtnSession *ptn_session_copy (const PtnSession *session);
void        ptn_session_free (PtnSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnSession, ptn_session_free)

#define PTN_TYPE_SYNC (ptn_sync_get_type ())
G_DECLARE_FINAL_TYPE (PtnSync, ptn_sync, PTN, SYNC, GObject)

/* Properties (notify on the main thread): "state" (PtnSyncState as int), "error" (GError boxed,
 * nullable), "progress" (double 0–1 while LOADING, -1 where unknown). Signals: "session-changed":
 * the tokens were renewed: keep ptn_sync_get_session() in the keyring. */

/* Starts the thread; it waits until there is a session. Returns: (transfer full) */
PtnSync *ptn_sync_new (PtnDesk *desk);
/* Ends the thread; blocks for at most the time that a request takes to be cancelled. */
void ptn_sync_stop (PtnSync *sync);

/* Signs in at @address with a password; in local mode (@password NULL and a unix: address) as the
 * owner of this PC's server. */
void ptn_sync_sign_in (PtnSync            *sync,
                       const char         *address,
                       const char         *login,
                       const char         *password,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data);
/* Returns: (transfer full): also in use already */
PtnSession *ptn_sync_sign_in_finish (PtnSync *sync, GAsyncResult *result, GError **error);
/* Uses a session that was kept; NULL: signed out, the outbox stays, and the session ends at the
 * server too where that answers within a second. */
void ptn_sync_set_session (PtnSync *sync, const PtnSession *session);
/* Returns: (transfer none) (nullable) */
const PtnSession *ptn_sync_get_session (PtnSync *sync);
/* Try now: the network came back, the PC woke up, or somebody pressed Try again. Any thread. */
void ptn_sync_wake (PtnSync *sync);

/* The local server of "use on this PC only": started as a subprocess on a Unix socket in @dir,
 * ended with the last desk. */
typedef struct _PtnLocalServer PtnLocalServer;

/* The path of portineria-server: told by the environment PORTINERIA_SERVER (the build tree), beside
 * this program (installed), or in the PATH. Any thread. Returns: (transfer full) (nullable) */
char *ptn_local_server_program (void);
/* Starts portineria-server on @dir and waits, at most 15 s, until it answers; an already running
 * one is used. @concierge: (nullable): the address on which it serves the Concierge's pages as
 * well, "127.0.0.1:8080" say. Blocks: call it from a GTask thread. Returns: (transfer full) */
PtnLocalServer *ptn_local_server_start (const char *dir, const char *concierge, GError **error);
/* Starts it again where it has ended, killed by accident say; nothing where it runs. Blocks as
 * _start() does. */
gboolean ptn_local_server_revive (PtnLocalServer *server, GError **error);
/* "unix:…". Returns: (transfer none) */
const char *ptn_local_server_address (PtnLocalServer *server);
void        ptn_local_server_free (PtnLocalServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnLocalServer, ptn_local_server_free)

G_END_DECLS
