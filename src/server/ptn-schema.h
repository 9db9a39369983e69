// SPDX-License-Identifier: GPL-3.0-or-later
// The server's database: its schema, its identity, and the beginning of a new epoch.
#pragma once

#include "db/ptn-db.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

/* PRAGMA application_id of the database, set by the first migration: "PTNS". */
#define PTN_SCHEMA_APPLICATION_ID 0x50544e53

/* Opens the server's database at @path for writing, made where it is missing, brings its schema up
 * to date and gives a new one its identity. Returns: (transfer full) (nullable): NULL with
 * PTN_DB_ERROR */
PtnDb *ptn_schema_open (const char *path, GError **error);

/* The identity that desks know the server by. */
gboolean ptn_schema_server_id (PtnDb *db, PtnUuid *out, GError **error);

/* Where the feed of @property stands. FALSE with @error set on an error, FALSE without where there
 * is no such property. */
gboolean ptn_schema_cursor (PtnDb *db, gint64 property, PtnCursor *out, GError **error);

/* Begins a new epoch of @property, inside the caller's transaction: an empty feed at seq 0, so that
 * every desk takes a snapshot. A property that has no clock yet gets one. For what changes records
 * without ptn_commit: import and restore. */
gboolean ptn_schema_new_epoch (PtnDb *db, gint64 property, GError **error);

G_END_DECLS
