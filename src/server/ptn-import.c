// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a whole hotel into the server's database, and the sub-command that does.

#include "config.h"

#include "ptn-import.h"

#include "db/ptn-record-sql.h"
#include "ptn-audit.h"
#include "ptn-command-line.h"
#include "ptn-credential.h"
#include "ptn-import-read.h"
#include "ptn-schema.h"

/* Whatever refers to a thing goes before it. What is kept beside the records is not here. */
static const char *const deletions[] = {
  "DELETE FROM effect WHERE property = $1",
  "DELETE FROM \"order\" WHERE property = $1",
  "DELETE FROM offer WHERE property = $1",
  "DELETE FROM stay WHERE property = $1",
  "DELETE FROM guest WHERE property = $1",
  "DELETE FROM rate_plan WHERE property = $1",
  "DELETE FROM room WHERE property = $1",
  "DELETE FROM room_type WHERE property = $1",
  "DELETE FROM credential WHERE property = $1",
  "DELETE FROM \"user\" WHERE property = $1",
  NULL,
};

static const char *const orphans[] = {
  "DELETE FROM stay_code WHERE property = $1 AND stay NOT IN (SELECT id FROM stay WHERE property = "
  "$1)",
  "DELETE FROM session WHERE property = $1 AND user_id NOT IN (SELECT id FROM \"user\" WHERE "
  "property = $1)",
  NULL,
};

static gboolean
run_each (PtnDb *db, const char *const *statements, gint64 property, GError **error)
{
  for (int i = 0; statements[i] != NULL; i++)
    if (!ptn_db_run (db, error, statements[i], "i", property))
      return FALSE;
  return TRUE;
}

/* A statement that inserts records of @type: $1 property, $2 id, $3 revision, from $4 the fields.
 */
static PtnStatement *
prepare_insert (PtnDb *db, const PtnRecordType *type, GError **error)
{
  g_autofree char *params = ptn_record_params (type, 4);
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO \"%s\" (property, id, rev, %s) VALUES ($1, $2, $3, %s)",
                       type->name, ptn_record_columns (type), params);

  return ptn_db_query (db, error, sql, "");
}

static gboolean
insert (PtnStatement        *statement,
        const PtnRecordType *type,
        gint64               property,
        gint64               rev,
        gconstpointer        record,
        GError             **error)
{
  g_autoptr (GError) fault = NULL;

  ptn_statement_reset (statement);
  ptn_statement_bind_int (statement, 1, property);
  ptn_statement_bind_uuid (statement, 2, record);
  ptn_statement_bind_int (statement, 3, rev);
  ptn_record_bind (statement, 4, type, record);
  ptn_statement_step (statement, &fault);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
insert_list (PtnDb          *db,
             const PtnHotel *hotel,
             PtnHotelList    list,
             gint64          property,
             gint64          rev,
             GError        **error)
{
  const PtnRecordType     *type = ptn_hotel_lists[list].type;
  g_autoptr (PtnStatement) statement = prepare_insert (db, type, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < hotel->lists[list]->len; i++)
    if (!insert (statement, type, property, rev, hotel->lists[list]->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
set_credentials (PtnDb *db, const PtnHotel *hotel, gint64 property, char **hashes, GError **error)
{
  for (guint i = 0; i < hotel->passwords->len; i++)
    {
      const PtnUser *user = hotel->lists[PTN_HOTEL_USERS]->pdata[i];

      if (!ptn_credential_store (db, property, &user->id, user->login, hashes[i], error))
        return FALSE;
    }
  return TRUE;
}

/* The highest revision that any record of the property has: a replaced one gets a higher one, so
 * that no operation of a desk that was away can take it for the record that the desk saw. */
static gboolean
highest_rev (PtnDb *db, gint64 property, gint64 *out, GError **error)
{
  *out = 0;
  for (int i = 0; ptn_record_types[i] != NULL; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT ifnull (max (rev), 0) FROM \"%s\" WHERE property = $1",
                           ptn_record_types[i]->name);
      gint64 rev;

      if (!ptn_db_get_int (db, &rev, error, sql, "i", property))
        return FALSE;
      *out = MAX (*out, rev);
    }
  return TRUE;
}

static gboolean
insert_property (PtnDb *db, const PtnProperty *property, gint64 *key, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;

  if (!ptn_db_get_int (db, key, error, "SELECT ifnull (max (property), 0) + 1 FROM property", ""))
    return FALSE;
  statement = prepare_insert (db, &ptn_property_record, error);
  return statement != NULL && insert (statement, &ptn_property_record, *key, 1, property, error);
}

static gboolean
replace_property (PtnDb *db, const PtnProperty *property, gint64 key, gint64 rev, GError **error)
{
  g_autofree char *assignments = ptn_record_assignments (&ptn_property_record, 3);
  g_autofree char *sql =
      g_strdup_printf ("UPDATE property SET rev = $2, %s WHERE property = $1 RETURNING 1",
                       assignments);
  g_autoptr (PtnStatement) statement = NULL;

  if (!run_each (db, deletions, key, error))
    return FALSE;
  statement = ptn_db_query (db, error, sql, "ii", key, rev);
  if (statement == NULL)
    return FALSE;
  ptn_record_bind (statement, 3, &ptn_property_record, property);
  return ptn_statement_step (statement, error);
}

/* The property's row and key, and the revision of everything else. */
static gboolean
write_property (PtnDb             *db,
                const PtnProperty *property,
                PtnImportMode      mode,
                gint64            *key,
                gint64            *rev,
                GError           **error)
{
  g_autoptr (GError) fault = NULL;

  *rev = 1;
  if (!ptn_db_get_int (db, key, &fault, "SELECT property FROM property WHERE id = $1", "u",
                       &property->id))
    {
      if (fault == NULL)
        return insert_property (db, property, key, error);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (mode == PTN_IMPORT_NEW)
    {
      g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT,
                   "This server has the property already, as \"%s\" in the file. To delete all "
                   "that it has and put the file in its "
                   "place, import with --replace.",
                   property->name);
      return FALSE;
    }
  if (!highest_rev (db, *key, rev, error))
    return FALSE;
  ++*rev;
  return replace_property (db, property, *key, *rev, error);
}

static gboolean
write_all (PtnDb          *db,
           const PtnHotel *hotel,
           PtnImportMode   mode,
           char          **hashes,
           const char     *digest,
           GError        **error)
{
  const PtnAuditLine line = {
    .at = ptn_clock_now (), .action = "import", .subject = hotel->property.id, .digest = digest
  };
  gint64 property, rev;

  if (!write_property (db, &hotel->property, mode, &property, &rev, error))
    return FALSE;
  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    if (!insert_list (db, hotel, list, property, rev, error))
      return FALSE;
  return set_credentials (db, hotel, property, hashes, error) &&
         run_each (db, orphans, property, error) && ptn_schema_new_epoch (db, property, error) &&
         ptn_audit_append (db, property, &line, error);
}

gboolean
ptn_import_write (PtnDb          *db,
                  const PtnHotel *hotel,
                  PtnImportMode   mode,
                  const char     *digest,
                  GError        **error)
{
  g_auto (GStrv) hashes = g_new0 (char *, hotel->passwords->len + 1);

  /* Before the transaction: hashing is slow on purpose, and others wait for the lock. */
  for (guint i = 0; i < hotel->passwords->len; i++)
    hashes[i] = ptn_credential_hash (hotel->passwords->pdata[i]);
  if (!ptn_db_begin (db, error))
    return FALSE;
  if (write_all (db, hotel, mode, hashes, digest, error) && ptn_db_commit (db, error))
    return TRUE;
  ptn_db_rollback (db);
  return FALSE;
}

/* The hotel in @file, or complaints on standard error. */
static PtnHotel *
read_file (const char *file, gboolean as_of_today, char **digest)
{
  const PtnImportOptions    options = { as_of_today, ptn_clock_now () };
  g_autoptr (PtnComplaints) complaints = NULL;
  g_autoptr (GError)        error = NULL;
  g_autofree char          *text = NULL, *complained = NULL;
  PtnHotel                 *hotel;
  gsize                     length;

  if (!g_file_get_contents (file, &text, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }
  complaints = ptn_complaints_new (file, text, length);
  hotel = ptn_import_read (text, length, &options, complaints);
  complained = ptn_complaints_text (complaints);
  g_printerr ("%s", complained);
  if (hotel == NULL)
    g_printerr ("Nothing was imported. Correct the file and import it again.\n");
  *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
  return hotel;
}

static void
print_summary (const PtnHotel *hotel)
{
  g_autoptr (GString) counts = g_string_new (NULL);

  for (PtnHotelList list = 0; list < PTN_N_HOTEL_LISTS; list++)
    g_string_append_printf (counts, "%s%u %s", list > 0 ? ", " : "", hotel->lists[list]->len,
                            ptn_hotel_lists[list].name);
  g_string_replace (counts, "_", " ", 0);
  g_print ("%s: imported with %s.\n", hotel->property.name, counts->str);
}

int
ptn_import_command (int argc, char **argv)
{
  gboolean           replace = FALSE, as_of_today = FALSE;
  const GOptionEntry entries[] = {
    { "replace", 0, 0, G_OPTION_ARG_NONE, &replace, "Delete what the property had before", NULL },
    { "as-of-today", 0, 0, G_OPTION_ARG_NONE, &as_of_today,
      "Move all dates so that the file's \"as_of\" is today", NULL },
    { NULL },
  };
  g_auto (PtnCommand)  command = PTN_COMMAND_INIT;
  g_autoptr (PtnHotel) hotel = NULL;
  g_autofree char     *digest = NULL;
  g_autoptr (GError)   error = NULL;

  if (!ptn_command_parse (&command, "FILE", 1, entries, argc, argv))
    return PTN_COMMAND_USAGE;
  hotel = read_file (command.words[0], as_of_today, &digest);
  if (hotel == NULL)
    return PTN_COMMAND_FAILED;
  if (!ptn_command_open (&command, TRUE, &error) ||
      !ptn_import_write (command.db, hotel, replace ? PTN_IMPORT_REPLACE : PTN_IMPORT_NEW, digest,
                         &error))
    return ptn_command_fail (error);
  print_summary (hotel);
  return PTN_COMMAND_DONE;
}
