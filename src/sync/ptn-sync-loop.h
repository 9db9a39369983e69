// SPDX-License-Identifier: GPL-3.0-or-later
// The sync thread.
#pragma once

#include "ptn-sync-mail.h"

G_BEGIN_DECLS

/* Works until the mail brings the order to stop. Takes what it is told from @mail, and everything
 * it has to tell goes there. */
void ptn_sync_loop_run (PtnDesk *desk, PtnSyncMail *mail);

G_END_DECLS
