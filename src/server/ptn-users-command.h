// SPDX-License-Identifier: GPL-3.0-or-later
// "user add" and "user passwd": see ptn-commands.h.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int ptn_user_command (int argc, char **argv);

G_END_DECLS
