// SPDX-License-Identifier: GPL-3.0-or-later
// The server: listeners, workers, timers, and its end.
#pragma once

#include "ptn-exchange.h"
#include "ptn-local.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *data;          /* (nullable): the default directory */
  const char *const *listen;        /* "HOST:PORT" and "unix:PATH", NULL-terminated, at least one */
  gboolean           allow_network; /* to listen on an address that is not loopback */
  gboolean           behind_proxy;  /* on this machine, which adds X-Forwarded-For */
  gboolean           local;         /* the owner signs in without a password over a Unix socket */
  PtnLocalProperty   property;      /* local: what the first start makes */
  int lifeline; /* local: ends when this descriptor is closed at its other end and nobody listens to
                   pokes; -1: none */
  guint arrival_timeout; /* milliseconds for a request to arrive; 0: the protocol's 30 s */
  guint answer_timeout;  /* milliseconds for a response to be taken; 0: the protocol's 60 s */
} PtnServerOptions;

/* Opens the data, listens, and tells standard output "listening on ADDRESS" for each address when
 * all of them do. Main thread. Returns: (transfer full) (nullable): NULL with an error that says
 * what to do */
PtnServer *ptn_server_new (const PtnServerOptions *options, GError **error);
/* Serves until SIGTERM, SIGINT or the lifeline's end; then refuses new requests, finishes those
 * that run, and closes the database. */
void ptn_server_run (PtnServer *server);
void ptn_server_free (PtnServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnServer, ptn_server_free)

/* Fixed after the start: any thread. */
const PtnUuid *ptn_server_id (PtnServer *server);
const char    *ptn_server_id_text (PtnServer *server);
gboolean       ptn_server_is_local (PtnServer *server);
/* Whether this is the server that runs what must run once: it holds the data directory's lock. */
gboolean ptn_server_is_the_one (PtnServer *server);

G_END_DECLS
