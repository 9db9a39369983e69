// SPDX-License-Identifier: GPL-3.0-or-later
// The program: its options, settings, language, actions and window.
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PTN_TYPE_APPLICATION (ptn_application_get_type ())
G_DECLARE_FINAL_TYPE (PtnApplication, ptn_application, PTN, APPLICATION, AdwApplication)

/* Returns: (transfer full) */
PtnApplication *ptn_application_new (void);

G_END_DECLS
