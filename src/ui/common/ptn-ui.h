// SPDX-License-Identifier: GPL-3.0-or-later
// What the interface needs before its first widget.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Registers the templates, styles and icons that are built in. Once, on the main thread. */
void ptn_ui_init (void);

G_END_DECLS
