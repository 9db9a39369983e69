// SPDX-License-Identifier: GPL-3.0-or-later
// Where this desk's data is and who is signed in: owns the desk, its sync, the local server, and
// what the keyring keeps.
#pragma once

#include "store/ptn-desk.h"
#include "sync/ptn-sync.h"

G_BEGIN_DECLS

/* The setting "server": nothing chosen yet, this PC only, or else an address. */
#define PTN_SERVER_NONE  ""
#define PTN_SERVER_LOCAL "local"

#define PTN_TYPE_CONNECTION (ptn_connection_get_type ())
G_DECLARE_FINAL_TYPE (PtnConnection, ptn_connection, PTN, CONNECTION, GObject)

/* Signals: "opened": there is another desk, or none; "user-changed"; "not-kept": no keyring
 * answers, so the session ends with the program. Property "error" (GError, nullable): why the desk
 * or the local server could not be opened. Main thread. */

/* @dir: where this PC's data is. @demo: (nullable): a hotel to import into a new local server.
 * Returns: (transfer full) */
PtnConnection *ptn_connection_new (const char *dir, GSettings *settings, const char *demo);
/* Opens what the settings name and signs in by itself where it can. */
void ptn_connection_resume (PtnConnection *self);

/* NULL until something is opened. Returns: (transfer none) (nullable) */
PtnDesk      *ptn_connection_get_desk (PtnConnection *self);
PtnSync      *ptn_connection_get_sync (PtnConnection *self);
const GError *ptn_connection_get_error (PtnConnection *self);
gboolean      ptn_connection_is_local (PtnConnection *self);
/* Who decides here, also after the session's end until somebody signs out. Returns: (transfer none)
 * (nullable) */
const PtnUuid *ptn_connection_get_user (PtnConnection *self);
/* Returns: (transfer none) (nullable) */
const char *ptn_connection_get_name (PtnConnection *self);

/* Signs in at the server at @address, which becomes this desk's. Errors: PTN_SYNC_ERROR; nothing
 * changes then. */
void     ptn_connection_sign_in (PtnConnection      *self,
                                 const char         *address,
                                 const char         *login,
                                 const char         *password,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);
gboolean ptn_connection_sign_in_finish (PtnConnection *self, GAsyncResult *result, GError **error);
/* Uses this PC only: starts its own server and signs its owner in. */
void ptn_connection_use_local (PtnConnection *self);
/* Forgets the session; what waits to be sent stays. */
void ptn_connection_sign_out (PtnConnection *self);
/* Back to the choice of a server; the data stays for the next time. */
void ptn_connection_leave (PtnConnection *self);

G_END_DECLS
