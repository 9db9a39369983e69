// SPDX-License-Identifier: GPL-3.0-or-later
// What the server does by itself when it is due: releasing effects, and upkeep. Loop thread.
#pragma once

#include "ptn-exchange.h"

G_BEGIN_DECLS

typedef struct _PtnTimers PtnTimers;

/* Looks at once for what fell due while no server ran. Free it after @exchange, whose jobs it gets
 * back. Returns: (transfer full) */
PtnTimers *ptn_timers_new (PtnExchange *exchange);
void       ptn_timers_free (PtnTimers *timers);
/* An effect falls due at the instant @due. */
void ptn_timers_due (PtnTimers *timers, gint64 due);

G_END_DECLS
