// SPDX-License-Identifier: GPL-3.0-or-later
// The window: the sidebar with Guest activity › Orders, the page that is open, and the first run.
#pragma once

#include <adwaita.h>

#include "base/ptn-locale.h"
#include "ptn-connection.h"

G_BEGIN_DECLS

#define PTN_TYPE_WINDOW (ptn_window_get_type ())
G_DECLARE_FINAL_TYPE (PtnWindow, ptn_window, PTN, WINDOW, AdwApplicationWindow)

/* @old: (nullable): the window whose place this one takes, in another language say: its size and
 * what its list shows. */
PtnWindow *ptn_window_new (AdwApplication *application,
                           PtnConnection  *connection,
                           GSettings      *settings,
                           PtnLocale      *locale,
                           PtnWindow      *old);

G_END_DECLS
