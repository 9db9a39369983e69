// SPDX-License-Identifier: GPL-3.0-or-later
// UUIDv7 (RFC 9562): the identity of everything that is made on a desk or the server.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_UUID_TEXT_SIZE 37 /* 36 characters and the terminating zero */

typedef struct
{
  guint8 bytes[16];
} PtnUuid;

/* Fills @out with a new UUIDv7. Any thread. Within one process every UUID is greater than the ones
 * before it. */
void ptn_uuid_new (PtnUuid *out);

/* Reads the canonical lower- or upper-case form with hyphens, and nothing else (no braces, no
 * blanks). Returns: FALSE and leaves @out alone where @text is anything else. @text: (nullable) */
gboolean ptn_uuid_parse (const char *text, PtnUuid *out);

/* Writes the canonical lower-case form. */
void ptn_uuid_print (const PtnUuid *uuid, char out[PTN_UUID_TEXT_SIZE]);

gboolean ptn_uuid_is_nil (const PtnUuid *uuid);

/* For GHashTable; the arguments are PtnUuid pointers. */
guint    ptn_uuid_hash (gconstpointer uuid);
gboolean ptn_uuid_equal (gconstpointer a, gconstpointer b);
int      ptn_uuid_compare (const PtnUuid *a, const PtnUuid *b);

G_END_DECLS
