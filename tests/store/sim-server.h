// SPDX-License-Identifier: GPL-3.0-or-later
// A server in memory that keeps docs/protocol.md's promises for orders: for tests of the desk's
// side alone.
#pragma once

#include "lib/ptn-synth.h"
#include "rules/ptn-order-rules.h"
#include "wire/ptn-op.h"

G_BEGIN_DECLS

typedef struct _SimServer SimServer;

/* The hotel of @synth, every record at revision 1, at EPOCH.0. */
SimServer *sim_server_new (const PtnSynth *synth, const PtnUuid *id, gint64 epoch);
void       sim_server_free (SimServer *server);

/* POST /v1/ops. Returns: (transfer full): clear with ptn_ops_response_clear() */
PtnOpsResponse sim_server_push (SimServer *server, const PtnOpsRequest *request);
/* GET /v1/changes: whole commits from after @since, some @limit rows. Returns: (transfer full)
 * (element-type PtnFeedRow) */
GPtrArray *sim_server_pull (SimServer *server, gint64 since, guint limit, gint64 *to);
/* GET /v1/snapshot: everything as it stands. Returns: (transfer full) (element-type PtnFeedRow) */
GPtrArray *sim_server_snapshot (SimServer *server);
gint64     sim_server_get_seq (SimServer *server);

/* Somebody else decides the order @n; a guest makes one; the effects of what was decided are
 * released. */
void   sim_server_decide (SimServer *server, const PtnUuid *user, gint64 n, PtnDecision decision);
void   sim_server_add_order (SimServer *server);
void   sim_server_release (SimServer *server, gint64 n);
gint64 sim_server_n_orders (SimServer *server);

/* How often the operation took effect; -1: never heard of it. */
int sim_server_get_effects (SimServer *server, const PtnUuid *op);

G_END_DECLS
