// SPDX-License-Identifier: GPL-3.0-or-later
// The records of src/model to JSON and back, driven by their field tables.
#pragma once

#include "model/ptn-record.h"
#include "ptn-json.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_CODEC_STRICT,  /* a member that the table does not know is a fault: operations and imports */
  PTN_CODEC_LENIENT, /* it is ignored: a newer server's rows */
} PtnCodecMode;

/* Reads the fields of @type (not its id) from @object, of a document of ptn_json_parse(), into the
 * empty @record, which is cleared again on a fault. Any thread. Values: uuid, text, date
 * ("YYYY-MM-DD") and exchange rate as strings; integer and instant (Unix ms) as integers; enum by
 * name, an unknown one is a fault; texts as an object by language; optional and absent = no member
 * (null is a fault). */
gboolean ptn_codec_read (const PtnRecordType *type,
                         yyjson_val          *object,
                         PtnCodecMode         mode,
                         const PtnJsonPath   *path,
                         gpointer             record,
                         GError             **error);

/* The fields of @record (not its id) as a new object of @doc, which borrows the record's strings:
 * keep the record until
 * @doc is written out. Members stand in the table's order; absent ones are left out. What @record
 * holds must be valid: text that is not UTF-8 aborts the program when @doc is written. */
yyjson_mut_val *
ptn_codec_write (const PtnRecordType *type, gconstpointer record, yyjson_mut_doc *doc);

/* One field's value alone, for a column that holds JSON (texts, records), and back, strictly, into
 * an empty field. Returns: (transfer full) (nullable): NULL where the field is absent */
char    *ptn_codec_field_to_text (const PtnField *field, gconstpointer record);
gboolean ptn_codec_field_from_text (const PtnField *field,
                                    const char     *text,
                                    gsize           length,
                                    gpointer        record,
                                    GError        **error);

G_END_DECLS
