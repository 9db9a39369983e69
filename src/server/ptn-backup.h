// SPDX-License-Identifier: GPL-3.0-or-later
// "backup FILE" and "restore FILE": see ptn-commands.h.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int ptn_backup_command (int argc, char **argv);
int ptn_restore_command (int argc, char **argv);

G_END_DECLS
