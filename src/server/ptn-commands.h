// SPDX-License-Identifier: GPL-3.0-or-later
// The sub-commands of portineria-server: "portineria-server import FILE" and the like. Serving is
// none of them.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @name is a sub-command, which ptn_command_run() needs. */
gboolean ptn_command_exists (const char *name);

/* Runs the sub-command @name. @argv: the words after the program's name, argv[0] being @name; each
 * command reads its own options from them, --data DIR among them. Results go to standard output,
 * complaints to standard error. Main thread. Returns: the program's exit status: 0 done, 1 refused
 * or failed (nothing was changed), 2 wrongly called. */
int ptn_command_run (const char *name, int argc, char **argv);

/* One line for each sub-command, for --help. Returns: (transfer full) */
char *ptn_command_help (void);

G_END_DECLS
