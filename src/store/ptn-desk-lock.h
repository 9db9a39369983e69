// SPDX-License-Identifier: GPL-3.0-or-later
// One desk at a time on one database.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the lock of the database file @path, which lies beside it; ptn_desk_unlock(), or the end of
 * the program however it comes, gives it back. Any thread. Returns: -1 with PTN_STORE_ERROR_IN_USE
 * where another desk has it, this program's own too. */
int ptn_desk_lock (const char *path, GError **error);
/* *lock: (inout): -1 does nothing and is what is left */
void ptn_desk_unlock (int *lock);

G_END_DECLS
