// SPDX-License-Identifier: GPL-3.0-or-later
// The sign-in dialog: address, user name, password; what is wrong is said at its field.
#pragma once

#include <adwaita.h>

#include "ptn-connection.h"

G_BEGIN_DECLS

#define PTN_TYPE_SIGN_IN (ptn_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (PtnSignIn, ptn_sign_in, PTN, SIGN_IN, AdwDialog)

/* Filled in with the server and the user of the last time. */
AdwDialog *ptn_sign_in_new (GSettings *settings, PtnConnection *connection);

G_END_DECLS
