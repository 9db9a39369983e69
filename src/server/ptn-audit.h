// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: append-only and hash-chained. It holds ids and digests, never a guest's data
// (DESIGN §8).
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

typedef struct
{
  gint64      at;
  PtnUuid     user;    /* nil: the program or a guest */
  PtnUuid     device;  /* nil: none */
  const char *action;  /* "order.confirm" */
  PtnUuid     subject; /* nil: none */
  const char *digest;  /* of what was asked */
} PtnAuditLine;

/* Adds one line to the property's chain, inside the caller's transaction. */
gboolean ptn_audit_append (PtnDb *db, gint64 property, const PtnAuditLine *line, GError **error);

/* Goes through the property's whole chain. FALSE with @error on an error; else @broken is the
 * number of the first line that does not fit, 0 where all do, and @count the number of lines. A
 * chain that was cut off at its end verifies: keep @head, the last hash, elsewhere to find that.
 * @head: (transfer full) */
gboolean ptn_audit_verify (PtnDb   *db,
                           gint64   property,
                           gint64  *count,
                           gint64  *broken,
                           char   **head,
                           GError **error);

/* "portineria-server audit verify [--data DIR]": prints a line for each property. Main thread.
 * Returns: the exit status, 1 where a chain is broken */
int ptn_audit_command (int argc, char **argv);

G_END_DECLS
