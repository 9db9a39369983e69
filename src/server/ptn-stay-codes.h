// SPDX-License-Identifier: GPL-3.0-or-later
// The codes in the links to the Concierge: one for each stay (DESIGN §4). The database holds their
// SHA-256 only, so that a copy of it opens no guest's page; whoever lost a link gets a new one.
#pragma once

#include "ptn-commit.h"

G_BEGIN_DECLS

/* 130 random bits: 26 letters and digits without i, l, o and u, which are hard to tell apart. */
#define PTN_STAY_CODE_LENGTH 26

/* Makes the code of @stay; an earlier one no longer works. */
gboolean ptn_stay_code_new (PtnCommit     *commit,
                            const PtnUuid *stay,
                            char           code[PTN_STAY_CODE_LENGTH + 1],
                            GError       **error);

/* Finds the stay of @code, in whatever case it is written. That it has expired is for the caller to
 * see, by the stay's departure. FALSE with @error set on an error, FALSE without where there is
 * none. @code: (nullable): any text */
gboolean
ptn_stay_code_find (PtnDb *db, const char *code, gint64 *property, PtnUuid *stay, GError **error);

/* Deletes the codes that can have no use any more, of stays that departed before yesterday wherever
 * they are; @now: Unix ms. */
gboolean ptn_stay_codes_prune (PtnDb *db, gint64 now, GError **error);

/* "code STAY": see ptn-commands.h. */
int ptn_code_command (int argc, char **argv);

G_END_DECLS
