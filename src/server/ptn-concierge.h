// SPDX-License-Identifier: GPL-3.0-or-later
// The guest's own pages on the server, first form (DESIGN §4): the stay, what can be ordered, and
// the state of own orders.
#pragma once

#include "ptn-exchange.h"

G_BEGIN_DECLS

#define PTN_CONCIERGE_PREFIX "/c/"

/* Handles every path that begins with PTN_CONCIERGE_PREFIX, of any method: GET and POST /c/CODE
 * (POST is application/x-www-form-urlencoded), GET /c/concierge.css. It answers with pages, never
 * with problem details. Worker threads. */
void ptn_concierge_handle (PtnWorker *worker, const PtnRequest *request, PtnResponse *response);

G_END_DECLS
