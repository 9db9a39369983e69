// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the session of a server in the desktop's keyring (libsecret), so that a restart needs no
// password. Main thread.
#pragma once

#include "sync/ptn-sync.h"

G_BEGIN_DECLS

void ptn_keyring_save (const PtnSession *session, GAsyncReadyCallback callback, gpointer user_data);
/* FALSE where no keyring answers: the session lives only as long as the program. */
gboolean ptn_keyring_save_finish (GAsyncResult *result, GError **error);
void     ptn_keyring_lookup (const char         *address,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data);
/* Returns: (transfer full) (nullable): NULL where none is kept, or with @error where no keyring
 * answers */
PtnSession *ptn_keyring_lookup_finish (GAsyncResult *result, GError **error);
void        ptn_keyring_forget (const char *address);

/* The session as the keyring keeps it, and back; NULL where it is nothing of the kind. Returns:
 * (transfer full) */
char       *ptn_session_to_text (const PtnSession *session);
PtnSession *ptn_session_from_text (const char *text);

G_END_DECLS
