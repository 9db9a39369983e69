// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of docs/protocol.md, one function each, for the router's table. Worker threads.
#pragma once

#include "ptn-router.h"

G_BEGIN_DECLS

/* ptn-session.c */
void ptn_call_server (PtnWorker         *worker,
                      const PtnIdentity *who,
                      const PtnRequest  *request,
                      PtnResponse       *response);
void ptn_call_sign_in (PtnWorker         *worker,
                       const PtnIdentity *who,
                       const PtnRequest  *request,
                       PtnResponse       *response);
void ptn_call_sign_in_locally (PtnWorker         *worker,
                               const PtnIdentity *who,
                               const PtnRequest  *request,
                               PtnResponse       *response);
void ptn_call_refresh (PtnWorker         *worker,
                       const PtnIdentity *who,
                       const PtnRequest  *request,
                       PtnResponse       *response);
void ptn_call_sign_out (PtnWorker         *worker,
                        const PtnIdentity *who,
                        const PtnRequest  *request,
                        PtnResponse       *response);
/* ptn-ops.c */
void ptn_call_ops (PtnWorker         *worker,
                   const PtnIdentity *who,
                   const PtnRequest  *request,
                   PtnResponse       *response);
/* ptn-changes.c */
void ptn_call_changes (PtnWorker         *worker,
                       const PtnIdentity *who,
                       const PtnRequest  *request,
                       PtnResponse       *response);
/* ptn-snapshot.c */
void ptn_call_snapshot (PtnWorker         *worker,
                        const PtnIdentity *who,
                        const PtnRequest  *request,
                        PtnResponse       *response);
/* ptn-router.c: what becomes of it is in ptn-events.c, on the loop's thread. */
void ptn_call_events (PtnWorker         *worker,
                      const PtnIdentity *who,
                      const PtnRequest  *request,
                      PtnResponse       *response);

G_END_DECLS
