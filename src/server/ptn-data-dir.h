// SPDX-License-Identifier: GPL-3.0-or-later
// The server's data directory: where its database is, and who may use it just now.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_DATA_DIR_ERROR (ptn_data_dir_error_quark ())

typedef enum
{
  PTN_DATA_DIR_ERROR_IN_USE, /* another process uses it in a way that this use cannot stand beside
                              */
  PTN_DATA_DIR_ERROR_FAILED, /* it cannot be made, entered or locked: the message says why */
} PtnDataDirError;

GQuark ptn_data_dir_error_quark (void);

typedef enum
{
  PTN_DATA_DIR_SERVE,   /* the one server; sub-commands may work beside it */
  PTN_DATA_DIR_COMMAND, /* a sub-command that opens the database */
  PTN_DATA_DIR_REPLACE, /* restore: nobody else */
} PtnDataDirUse;

/* Where the server keeps its data unless --data says otherwise: $STATE_DIRECTORY, as a systemd unit
 * sets it, else portineria/server in the user's data directory. Returns: (transfer full) (type
 * filename) */
char *ptn_data_dir_default (void);

/* The database's file in @dir. Returns: (transfer full) (type filename) */
char *ptn_data_dir_database (const char *dir);

/* Makes @dir (mode 0700) where it is missing and locks it for @use. The lock lasts until the
 * returned descriptor is closed or the process ends, however it ends. Returns: the descriptor, -1
 * with @error (PTN_DATA_DIR_ERROR). Any thread. */
int ptn_data_dir_lock (const char *dir, PtnDataDirUse use, GError **error);

G_END_DECLS
