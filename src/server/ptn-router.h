// SPDX-License-Identifier: GPL-3.0-or-later
// Which handler answers which call, and who may make it.
#pragma once

#include "ptn-exchange.h"
#include "ptn-token.h"

G_BEGIN_DECLS

/* @who: (nullable): NULL for calls that need no token */
typedef void (*PtnCall) (PtnWorker         *worker,
                         const PtnIdentity *who,
                         const PtnRequest  *request,
                         PtnResponse       *response);

/* Answers any request. Worker threads. */
void ptn_router_handle (PtnWorker *worker, const PtnRequest *request, PtnResponse *response);

/* @path as the log may show it. Returns: (transfer none) */
const char *ptn_router_log_path (const char *path);

G_END_DECLS
