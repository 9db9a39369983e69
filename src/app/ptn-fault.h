// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows where the data on this PC cannot be opened.
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PTN_TYPE_FAULT (ptn_fault_get_type ())
G_DECLARE_FINAL_TYPE (PtnFault, ptn_fault, PTN, FAULT, AdwBin)

/* Its buttons activate "app.retry" and "app.leave". @words: why */
GtkWidget *ptn_fault_new (const char *words);

G_END_DECLS
