// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard shortcuts, in words.
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* GTK's own shortcuts window is deprecated in 4.18, and libadwaita's follows only with 1.8. */
AdwDialog *ptn_shortcuts_dialog_new (void);

G_END_DECLS
