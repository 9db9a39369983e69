// SPDX-License-Identifier: GPL-3.0-or-later
// A record's fields as columns: one column for each field, named after it. UUIDs are 16-byte blobs,
// currencies and exchange rates texts, booleans and enums integers (an enum's position), texts and
// records JSON.
#pragma once

#include "model/ptn-record.h"
#include "ptn-db.h"

G_BEGIN_DECLS

/* "guest, stay, offer, …". Returns: (transfer none), kept for the life of the process; any thread
 */
const char *ptn_record_columns (const PtnRecordType *type);
/* "$4, $5, …", one for each field, from $@first. Returns: (transfer full) */
char *ptn_record_params (const PtnRecordType *type, int first);
/* "guest = $4, stay = $5, …". Returns: (transfer full) */
char *ptn_record_assignments (const PtnRecordType *type, int first);
/* Binds the fields of @record to $@first and on. */
void ptn_record_bind (PtnStatement        *statement,
                      int                  first,
                      const PtnRecordType *type,
                      gconstpointer        record);
/* Reads the fields from the columns @first and on into the empty @record. FALSE with
 * PTN_DB_ERROR_CORRUPT where a column holds what no field can. */
gboolean ptn_record_load (PtnStatement        *statement,
                          int                  first,
                          const PtnRecordType *type,
                          gpointer             record,
                          GError             **error);

G_END_DECLS
