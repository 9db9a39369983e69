// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of src/wire share among themselves.
#pragma once

#include "model/ptn-record.h"
#include "ptn-json.h"
#include "ptn-op.h"
#include "ptn-problem.h"

G_BEGIN_DECLS

/* One value, wherever it stands; FALSE with a fault at @path. */
gboolean ptn_json_value_integer (yyjson_val        *value,
                                 gint64             min,
                                 gint64             max,
                                 gint64            *out,
                                 const PtnJsonPath *path,
                                 GError           **error);
/* Any UUID but the nil one, which stands for "none" in memory and never on the wire. */
gboolean
ptn_json_value_uuid (yyjson_val *value, PtnUuid *out, const PtnJsonPath *path, GError **error);
gboolean
ptn_json_value_boolean (yyjson_val *value, gboolean *out, const PtnJsonPath *path, GError **error);
/* The position of the string in @names (NULL-terminated). */
gboolean ptn_json_value_enum (yyjson_val        *value,
                              const char *const *names,
                              int               *out,
                              const PtnJsonPath *path,
                              GError           **error);
/* FALSE with a fault where @value is no object; @path is its own. */
gboolean ptn_json_is_object (yyjson_val *value, const PtnJsonPath *path, GError **error);

/* A new document whose root is an empty object. Returns: (transfer full) */
PtnJsonMutDoc *ptn_json_new_object (void);
/* Returns: (transfer none): a string value that @doc owns */
yyjson_mut_val *ptn_json_new_uuid (PtnJsonMutDoc *doc, const PtnUuid *uuid);
/* Adds the member @key, a static string, to @object. */
void ptn_json_add_uuid (PtnJsonMutDoc  *doc,
                        yyjson_mut_val *object,
                        const char     *key,
                        const PtnUuid  *uuid);
/* The document as text; its strings must be UTF-8. Returns: (transfer full) */
char *ptn_json_to_text (PtnJsonMutDoc *doc, gsize *length);

yyjson_mut_val *ptn_problem_write (const PtnProblem *problem, PtnJsonMutDoc *doc);
gboolean
ptn_problem_read (yyjson_val *value, const PtnJsonPath *path, PtnProblem *out, GError **error);

yyjson_mut_val *ptn_op_result_write (const PtnOpResult *result, PtnJsonMutDoc *doc);
gboolean
ptn_op_result_read (yyjson_val *object, const PtnJsonPath *path, PtnOpResult *out, GError **error);

G_END_DECLS
