// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's schema.

#include "config.h"

#include "ptn-schema.h"

#include <gio/gio.h>

#include "base/ptn-collation.h"
#include "ptn-step.h"
#include "ptn-store-resources.h"

static const char *const migrations[] = {
  "001-base-and-outbox.sql",
  "002-staged-collation.sql",
  "003-answered-revision.sql",
};

/* Returns: (transfer full) */
static char **
load_migrations (void)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (migrations); i++)
    {
      g_autofree char   *path = g_strconcat ("/org/portineria/store/migrations/", migrations[i],
                                             NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (ptn_store_get_resource (), path,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_strv_builder_take (texts,
                           g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  return g_strv_builder_end (texts);
}

static gboolean
make_device (PtnDb *db, PtnUuid *device, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;

  ptn_uuid_new (device);
  if (!ptn_db_run (
          db, error,
          "INSERT INTO desk (only, device, collation) VALUES (1, $1, $2) ON CONFLICT DO NOTHING",
          "ut", device, ptn_collation_version ()))
    return FALSE;
  statement = ptn_db_query (db, error, "SELECT device FROM desk", "");
  return statement != NULL && ptn_statement_step (statement, error) &&
         ptn_statement_uuid (statement, 0, device);
}

gboolean
ptn_schema_prepare (PtnDb *db, PtnUuid *device, GError **error)
{
  g_auto (GStrv) texts = load_migrations ();

  return ptn_db_migrate (db, (const char *const *) texts, error) && make_device (db, device, error);
}

gboolean
ptn_schema_is_collated (PtnDb *db, gboolean *collated, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, "SELECT collation FROM desk", "");

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *collated = g_strcmp0 (ptn_statement_text (statement, 0), ptn_collation_version ()) == 0;
  return TRUE;
}

static gboolean
set_key (PtnDb *db, gint64 row, const char *name, GError **error)
{
  g_autoptr (GBytes) key = ptn_collation_key (name);

  return ptn_db_run (db, error, "UPDATE guest SET sort_key = $2 WHERE row = $1", "ib", row, key);
}

gboolean
ptn_schema_collate (PtnDb *db, gint64 *row, gint64 limit, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error, "SELECT row, coalesce (name, '') FROM guest WHERE row > $1 ORDER BY row LIMIT $2",
      "ii", *row, limit);
  gboolean ok, more;
  gint64   n = 0;

  for (; (ok = ptn_step (statement, &more, error)) && more; n++)
    {
      *row = ptn_statement_int (statement, 0);
      if (!set_key (db, *row, ptn_statement_text (statement, 1), error))
        return FALSE;
    }
  if (!ok || n == limit)
    return ok;
  *row = 0;
  return ptn_db_run (db, error, "UPDATE desk SET collation = $1", "t", ptn_collation_version ());
}
