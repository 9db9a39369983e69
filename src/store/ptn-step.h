// SPDX-License-Identifier: GPL-3.0-or-later
// Steps through a statement where "no row" and "an error" lead to different ends.
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* *row: (out): whether there is a next row. FALSE only on an error. @statement: (nullable): NULL
 * where ptn_db_query() has set @error already. */
gboolean ptn_step (PtnStatement *statement, gboolean *row, GError **error);
/* To the end. */
gboolean ptn_step_all (PtnStatement *statement, GError **error);
/* The first column of the first row; *out stays as it is where there is none. */
gboolean ptn_step_int (PtnStatement *statement, gint64 *out, GError **error);

G_END_DECLS
