// SPDX-License-Identifier: GPL-3.0-or-later
// Starting this PC's own server without blocking the main thread, with a hotel imported first where
// one is given.
#pragma once

#include "sync/ptn-sync.h"

G_BEGIN_DECLS

/* @source: what the callback gets as its source object. @dir: the server's data. @concierge:
 * (nullable): see ptn_local_server_start(). @demo: (nullable): a hotel to import where
 * @dir does not exist yet. */
void ptn_local_start (gpointer            source,
                      const char         *dir,
                      const char         *concierge,
                      const char         *demo,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data);
/* Returns: (transfer full) */
PtnLocalServer *ptn_local_start_finish (GAsyncResult *result, GError **error);

G_END_DECLS
