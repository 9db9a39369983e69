// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a whole hotel into the server's database.
#pragma once

#include "db/ptn-db.h"
#include "ptn-hotel.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_IMPORT_NEW,     /* refuse a property that exists */
  PTN_IMPORT_REPLACE, /* delete what the property had first */
} PtnImportMode;

/* Writes @hotel in one transaction, all or nothing, and begins a new epoch of its property, so that
 * desks take a snapshot; the feed has no rows of it. A replaced property keeps its devices with
 * their operations' results, the links of stays that @hotel has too, and its audit log; its users
 * sign in again. @digest: SHA-256 of the file, for the audit log. Errors: PTN_DB_ERROR;
 * PTN_DB_ERROR_CONSTRAINT where the property exists and @mode does not allow that. */
gboolean ptn_import_write (PtnDb          *db,
                           const PtnHotel *hotel,
                           PtnImportMode   mode,
                           const char     *digest,
                           GError        **error);

/* "import FILE": see ptn-commands.h. */
int ptn_import_command (int argc, char **argv);

G_END_DECLS
