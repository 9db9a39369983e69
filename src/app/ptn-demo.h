// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration: a hotel that ships with the program, in a folder that lasts as long as the
// run.
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A new folder under the user's cache. Returns: (transfer full) (nullable): NULL with @error */
char *ptn_demo_folder_new (GError **error);
/* Removes it and all that is in it. */
void ptn_demo_folder_remove (const char *dir);
/* The file to import. Returns: (transfer full) */
char *ptn_demo_file (void);

G_END_DECLS
