// SPDX-License-Identifier: GPL-3.0-or-later
// Random valid records of any type, from the seed that GLib's test framework prints and takes back
// with --seed.
#pragma once

#include "model/ptn-record.h"

G_BEGIN_DECLS

/* Fills the empty field of @record. */
void random_field (const PtnField *field, gpointer record);
/* With an id where @type is one of ptn_record_types. Returns: (transfer full) */
gpointer random_record (const PtnRecordType *type);

gint64 random_integer (gint64 min, gint64 max);

G_END_DECLS
