// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON from outside: explicit limits, no duplicate keys, and the path of the fault in every
// complaint.
#pragma once

#include <glib.h>
#include <yyjson.h>

#include "base/ptn-uuid.h"
#include "ptn-wire-error.h"

G_BEGIN_DECLS

typedef struct
{
  gsize bytes;  /* of the whole text */
  gsize depth;  /* of nesting: 1 for an array or object of plain values */
  gsize string; /* bytes of one string */
  gsize count;  /* members of one object or elements of one array */
} PtnJsonLimits;

/* A row of the feed: 1 MiB, depth 8, strings of 64 KiB, 4,096 elements. The largest stay (3,660
 * nights) takes 683 KiB. */
extern const PtnJsonLimits ptn_json_line_limits;
/* A request's body: 1 MiB and 64 KiB for what stands around the operations, depth 8, strings of
 * 512 KiB, 1,000 elements. */
extern const PtnJsonLimits ptn_json_request_limits;
/* The server's answer to it, with the rows that stand now: 64 MiB, depth 10, strings of 64 KiB,
 * 4,096 elements. */
extern const PtnJsonLimits ptn_json_response_limits;
/* A hotel's import file: 512 MiB, depth 12, strings of 64 KiB, 2,000,000 elements. */
extern const PtnJsonLimits ptn_json_import_limits;

typedef yyjson_doc PtnJsonDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnJsonDoc, yyjson_doc_free)
typedef yyjson_mut_doc PtnJsonMutDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnJsonMutDoc, yyjson_mut_doc_free)

/* A fault's place while a document is walked: a chain on the caller's stack. */
typedef struct _PtnJsonPath PtnJsonPath;
struct _PtnJsonPath
{
  const PtnJsonPath *parent; /* NULL: the document's root */
  const char        *key;    /* NULL: an element of an array */
  gsize              index;
};

/* Parses RFC 8259 JSON in UTF-8 (no comments, no trailing commas, one value) within @limits and
 * refuses duplicate keys and U+0000 in strings, so that every string is a C string. The document
 * borrows nothing from @text. Returns: (transfer full); NULL with PTN_WIRE_ERROR, whose message
 * begins with "line N, column M: " for a syntax fault (both count from 1, columns in characters)
 * and with the path for any other. Any thread. */
PtnJsonDoc *
ptn_json_parse (const char *text, gsize length, const PtnJsonLimits *limits, GError **error);

/* Sets @error to PTN_WIRE_ERROR_INVALID with "PATH: message" (JSON pointer, RFC 6901), or with the
 * message alone for the root (@path NULL). In keys, unprintable characters appear as "?" and the
 * tail of very long ones as "…". Returns: FALSE, always. */
gboolean ptn_json_fault (const PtnJsonPath *path, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The JSON pointer with which @error's message begins. Returns: (transfer full) (nullable): NULL
 * where it has none */
char *ptn_json_fault_pointer (const GError *error);

/* Finds the line and column (from 1, columns in characters) where the value at the JSON pointer
 * @pointer ("": the whole) stands in @text, well-formed JSON. Of duplicate keys the last counts.
 * Returns: FALSE where there is none. */
gboolean
ptn_json_locate (const char *text, gsize length, const char *pointer, guint *line, guint *column);

/* A required member of an object. Returns: NULL with a fault where it is missing. (transfer none)
 */
yyjson_val *
ptn_json_member (yyjson_val *object, const char *key, const PtnJsonPath *path, GError **error);
/* Required members of one type; strings are borrowed from the document. FALSE with a fault at the
 * member. */
gboolean ptn_json_string (yyjson_val        *object,
                          const char        *key,
                          const char       **out,
                          const PtnJsonPath *path,
                          GError           **error);
gboolean ptn_json_integer (yyjson_val        *object,
                           const char        *key,
                           gint64             min,
                           gint64             max,
                           gint64            *out,
                           const PtnJsonPath *path,
                           GError           **error);
gboolean ptn_json_uuid (yyjson_val        *object,
                        const char        *key,
                        PtnUuid           *out,
                        const PtnJsonPath *path,
                        GError           **error);

/* Refuses members of @object that are not in @known (NULL-terminated). */
gboolean ptn_json_known (yyjson_val        *object,
                         const char *const *known,
                         const PtnJsonPath *path,
                         GError           **error);

G_END_DECLS
