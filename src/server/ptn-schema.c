// SPDX-License-Identifier: GPL-3.0-or-later
// The server's database: its schema, its identity, and the beginning of a new epoch.

#include "config.h"

#include "ptn-schema.h"

#include "base/ptn-date.h"
#include "ptn-migrations.h"

static gboolean
make_identity (PtnDb *db, GError **error)
{
  PtnUuid id;

  ptn_uuid_new (&id);
  return ptn_db_run (
      db, error,
      "INSERT INTO server (id, created_at) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM server)",
      "ui", &id, ptn_clock_now ());
}

PtnDb *
ptn_schema_open (const char *path, GError **error)
{
  g_autoptr (PtnDb) db = ptn_db_open (path, PTN_DB_WRITER, error);

  if (db == NULL || !ptn_db_migrate (db, ptn_migrations, error) || !make_identity (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

gboolean
ptn_schema_server_id (PtnDb *db, PtnUuid *out, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, "SELECT id FROM server", "");

  return statement != NULL && ptn_statement_step (statement, error) &&
         ptn_statement_uuid (statement, 0, out);
}

gboolean
ptn_schema_cursor (PtnDb *db, gint64 property, PtnCursor *out, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT epoch, seq FROM property_clock WHERE property = $1", "i",
                    property);

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *out = (PtnCursor) { ptn_statement_int (statement, 0), ptn_statement_int (statement, 1) };
  return TRUE;
}

gboolean
ptn_schema_new_epoch (PtnDb *db, gint64 property, GError **error)
{
  return ptn_db_run (db, error, "DELETE FROM feed WHERE property = $1", "i", property) &&
         ptn_db_run (db, error,
                     "INSERT INTO property_clock (property) VALUES ($1)"
                     " ON CONFLICT (property) DO UPDATE SET epoch = epoch + 1, seq = 0, pruned = 0",
                     "i", property);
}
