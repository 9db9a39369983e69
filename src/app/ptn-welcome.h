// SPDX-License-Identifier: GPL-3.0-or-later
// The first run: sign in to the hotel's server, or use this PC only.
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PTN_TYPE_WELCOME (ptn_welcome_get_type ())
G_DECLARE_FINAL_TYPE (PtnWelcome, ptn_welcome, PTN, WELCOME, AdwBin)

/* Its buttons activate "app.sign-in" and "app.use-local". */
GtkWidget *ptn_welcome_new (void);

G_END_DECLS
