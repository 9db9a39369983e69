// SPDX-License-Identifier: GPL-3.0-or-later
// Preferences: language and years, appearance, server.
#pragma once

#include <adwaita.h>

#include "ptn-connection.h"

G_BEGIN_DECLS

#define PTN_TYPE_PREFERENCES (ptn_preferences_get_type ())
G_DECLARE_FINAL_TYPE (PtnPreferences, ptn_preferences, PTN, PREFERENCES, AdwPreferencesDialog)

AdwDialog *ptn_preferences_new (GSettings *settings, PtnConnection *connection);

G_END_DECLS
