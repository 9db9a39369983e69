// SPDX-License-Identifier: GPL-3.0-or-later
// The codes in the links to the Concierge, and the sub-command that makes one.

#include "config.h"

#include "ptn-stay-codes.h"

#include <sodium.h>
#include <string.h>

#include "base/ptn-date.h"
#include "ptn-command-line.h"
#include "ptn-concierge.h"

/* Crockford's base 32 in lower case. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static GBytes *
digest (const char *code)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, (const guchar *) code, strlen (code));
  return g_bytes_new (hash, sizeof hash);
}

gboolean
ptn_stay_code_new (PtnCommit     *commit,
                   const PtnUuid *stay,
                   char           code[PTN_STAY_CODE_LENGTH + 1],
                   GError       **error)
{
  static const PtnUuid nobody;
  g_autoptr (GBytes)   hash = NULL;

  if (sodium_init () < 0)
    g_error ("there are no random numbers");
  for (int i = 0; i < PTN_STAY_CODE_LENGTH; i++)
    code[i] = alphabet[randombytes_uniform (32)];
  code[PTN_STAY_CODE_LENGTH] = '\0';
  hash = digest (code);
  return ptn_db_run (ptn_commit_db (commit), error,
                     "INSERT INTO stay_code (property, code, stay) VALUES ($1, $2, $3)"
                     " ON CONFLICT (property, stay) DO UPDATE SET code = excluded.code",
                     "ibu", ptn_commit_property (commit), hash, stay) &&
         ptn_commit_audit (commit, &nobody, &nobody, "code.new", stay, "", error);
}

gboolean
ptn_stay_code_find (PtnDb *db, const char *code, gint64 *property, PtnUuid *stay, GError **error)
{
  g_autofree char         *lower = code != NULL ? g_ascii_strdown (code, -1) : g_strdup ("");
  g_autoptr (GBytes)       hash = NULL;
  g_autoptr (PtnStatement) statement = NULL;

  if (strlen (lower) != PTN_STAY_CODE_LENGTH || strspn (lower, alphabet) != PTN_STAY_CODE_LENGTH)
    return FALSE;
  hash = digest (lower);
  statement = ptn_db_query (db, error, "SELECT property, stay FROM stay_code WHERE code = $1", "b",
                            hash);
  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *property = ptn_statement_int (statement, 0);
  return ptn_statement_uuid (statement, 1, stay);
}

gboolean
ptn_stay_codes_prune (PtnDb *db, gint64 now, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  char                  before[PTN_DATE_TEXT_SIZE];

  ptn_date_print (ptn_date_at (now, utc) - 1, before);
  return ptn_db_run (db, error,
                     "DELETE FROM stay_code WHERE EXISTS (SELECT 1 FROM stay AS s WHERE s.property "
                     "= stay_code.property"
                     " AND s.id = stay_code.stay AND s.departure < $1)",
                     "t", before);
}

/* Fails where the stay is over, because its link would not work. */
static gboolean
check_departure (const char *number, const char *departure, const char *time_zone, GError **error)
{
  g_autoptr (GTimeZone) zone = ptn_time_zone (time_zone);
  PtnDate               date;

  if (ptn_date_parse (departure, &date) && date >= ptn_date_at (ptn_clock_now (), zone))
    return TRUE;
  g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
               "The stay %s was over on %s: a link would not work any more.", number, departure);
  return FALSE;
}

/* The stay called @number and its departure. */
static gboolean
find_stay (PtnDb      *db,
           gint64      property,
           const char *number,
           PtnUuid    *stay,
           char      **departure,
           GError    **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT s.id, s.departure, p.time_zone FROM stay AS s"
                    " JOIN property AS p ON p.property = s.property"
                    " WHERE s.property = $1 AND s.number = $2",
                    "it", property, number);
  g_autoptr (GError) fault = NULL;

  if (statement == NULL)
    return FALSE;
  if (ptn_statement_step (statement, &fault) && ptn_statement_uuid (statement, 0, stay))
    {
      *departure = g_strdup (ptn_statement_text (statement, 1));
      return check_departure (number, *departure, ptn_statement_text (statement, 2), error);
    }
  if (fault == NULL)
    g_set_error (&fault, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
                 "There is no stay with the confirmation number \"%s\".", number);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
make_code (PtnCommand *command,
           const char *property_name,
           char        code[PTN_STAY_CODE_LENGTH + 1],
           char      **departure,
           GError    **error)
{
  g_autoptr (PtnCommit) commit = NULL;
  gint64                property;
  PtnUuid               stay;

  if (!ptn_command_open (command, FALSE, error) ||
      !ptn_command_property (command, property_name, &property, error) ||
      !find_stay (command->db, property, command->words[0], &stay, departure, error))
    return FALSE;
  commit = ptn_commit_begin (command->db, property, error);
  return commit != NULL && ptn_stay_code_new (commit, &stay, code, error) &&
         ptn_commit_finish (g_steal_pointer (&commit), NULL, error);
}

int
ptn_code_command (int argc, char **argv)
{
  g_autofree char   *property = NULL, *departure = NULL;
  const GOptionEntry entries[] = {
    { "property", 0, 0, G_OPTION_ARG_STRING, &property,
      "Which property, where the server has several", "NAME" },
    { NULL },
  };
  g_auto (PtnCommand) command = PTN_COMMAND_INIT;
  g_autoptr (GError)  error = NULL;
  char                code[PTN_STAY_CODE_LENGTH + 1];

  if (!ptn_command_parse (&command, "STAY", 1, entries, argc, argv))
    return PTN_COMMAND_USAGE;
  if (!make_code (&command, property, code, &departure, &error))
    return ptn_command_fail (error);
  g_print (PTN_CONCIERGE_PREFIX "%s\n", code);
  g_printerr (
      "It works until the day of departure, %s. An earlier link of this stay no longer works.\n",
      departure);
  return PTN_COMMAND_DONE;
}
