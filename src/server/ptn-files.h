// SPDX-License-Identifier: GPL-3.0-or-later
// Files that must be on the disk before somebody is told so.
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Waits until the contents of @path are on the disk. Each of these fails with G_IO_ERROR. Any
 * thread. */
gboolean ptn_file_sync (const char *path, GError **error);
/* Gives the file @from the name @to, which nothing may have yet, and waits until the directory says
 * so on the disk. */
gboolean ptn_file_publish (const char *from, const char *to, GError **error);
/* Puts the file @from in the place of @to, in one step, and waits likewise. */
gboolean ptn_file_replace (const char *from, const char *to, GError **error);

G_END_DECLS
