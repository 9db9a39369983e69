// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log.
//
// hash = SHA-256 of the line's columns as text, each ended by a newline: prev, property, n, at,
// user, device, action, subject, digest; UUIDs in their canonical form, absent ones empty; prev is
// the hash of the line before, 64 zeros for the first. No column can contain a newline, so that no
// two different lines have the same text.

#include "config.h"

#include "ptn-audit.h"

#include <string.h>

#include "ptn-command-line.h"

#define FIRST_PREV "0000000000000000000000000000000000000000000000000000000000000000"

static void
append_uuid (GString *out, const PtnUuid *uuid)
{
  char text[PTN_UUID_TEXT_SIZE] = "";

  if (!ptn_uuid_is_nil (uuid))
    ptn_uuid_print (uuid, text);
  g_string_append_printf (out, "%s\n", text);
}

static char *
hash_line (gint64 property, gint64 n, const char *prev, const PtnAuditLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n",
                          prev, property, n, line->at);
  append_uuid (text, &line->user);
  append_uuid (text, &line->device);
  g_string_append_printf (text, "%s\n", line->action);
  append_uuid (text, &line->subject);
  g_string_append_printf (text, "%s\n", line->digest);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}

/* The number and hash of the last line. */
static gboolean
read_end (PtnDb *db, gint64 property, gint64 *n, char **hash, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT n, hash FROM audit WHERE property = $1 ORDER BY n DESC LIMIT 1", "i",
                    property);

  if (statement == NULL)
    return FALSE;
  if (ptn_statement_step (statement, &fault))
    {
      *n = ptn_statement_int (statement, 0);
      *hash = g_strdup (ptn_statement_text (statement, 1));
      return TRUE;
    }
  *n = 0;
  *hash = g_strdup (FIRST_PREV);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_audit_append (PtnDb *db, gint64 property, const PtnAuditLine *line, GError **error)
{
  g_autofree char *prev = NULL;
  g_autofree char *hash = NULL;
  gint64           n;

  g_return_val_if_fail (strchr (line->action, '\n') == NULL && strchr (line->digest, '\n') == NULL,
                        FALSE);
  if (!read_end (db, property, &n, &prev, error))
    return FALSE;
  hash = hash_line (property, n + 1, prev, line);
  return ptn_db_run (
      db, error,
      "INSERT INTO audit (property, n, at, user_id, device_id, action, subject, digest, prev, hash)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      "iiiuututtt", property, n + 1, line->at, &line->user, &line->device, line->action,
      &line->subject, line->digest, prev, hash);
}

/* Whether the line under @statement follows the line @n whose hash is @prev; becomes its hash. */
static gboolean
check_line (PtnStatement *statement, gint64 property, gint64 n, char **prev)
{
  PtnAuditLine line = {
    .at = ptn_statement_int (statement, 1),
    .action = ptn_statement_text (statement, 4),
    .digest = ptn_statement_text (statement, 6),
  };
  g_autofree char *hash = NULL;

  ptn_statement_uuid (statement, 2, &line.user);
  ptn_statement_uuid (statement, 3, &line.device);
  ptn_statement_uuid (statement, 5, &line.subject);
  hash = hash_line (property, n, *prev, &line);
  if (ptn_statement_int (statement, 0) != n ||
      g_strcmp0 (ptn_statement_text (statement, 7), *prev) != 0 ||
      g_strcmp0 (ptn_statement_text (statement, 8), hash) != 0)
    return FALSE;
  g_free (*prev);
  *prev = g_steal_pointer (&hash);
  return TRUE;
}

gboolean
ptn_audit_verify (PtnDb   *db,
                  gint64   property,
                  gint64  *count,
                  gint64  *broken,
                  char   **head,
                  GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autofree char         *prev = g_strdup (FIRST_PREV);
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT n, at, user_id, device_id, action, subject, digest, prev, hash FROM "
                    "audit WHERE property = $1 ORDER BY n",
                    "i", property);

  if (statement == NULL)
    return FALSE;
  *count = 0;
  *broken = 0;
  while (ptn_statement_step (statement, &fault))
    {
      ++*count;
      if (*broken == 0 && !check_line (statement, property, *count, &prev))
        *broken = *count;
    }
  *head = g_steal_pointer (&prev);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* The sub-command */

static gboolean
print_property (PtnDb *db, gint64 property, const char *name, gboolean *sound, GError **error)
{
  g_autofree char *head = NULL;
  gint64           count, broken;

  if (!ptn_audit_verify (db, property, &count, &broken, &head, error))
    return FALSE;
  if (broken == 0)
    {
      g_print ("%s: %" G_GINT64_FORMAT " lines, unbroken, ending in %s\n", name, count, head);
      return TRUE;
    }
  g_print ("%s: BROKEN at line %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT "\n", name, broken,
           count);
  *sound = FALSE;
  return TRUE;
}

static gboolean
print_all (PtnDb *db, gboolean *sound, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, &fault, "SELECT property, name FROM property ORDER BY property", "");

  while (statement != NULL && ptn_statement_step (statement, &fault) &&
         print_property (db, ptn_statement_int (statement, 0), ptn_statement_text (statement, 1),
                         sound, &fault))
    ;
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

int
ptn_audit_command (int argc, char **argv)
{
  g_auto (PtnCommand) command = PTN_COMMAND_INIT;
  g_autoptr (GError)  error = NULL;
  gboolean            sound = TRUE;

  if (!ptn_command_parse (&command, "verify", 1, NULL, argc, argv))
    return PTN_COMMAND_USAGE;
  if (!g_str_equal (command.words[0], "verify"))
    {
      g_printerr ("portineria-server audit: the only thing to do is “verify”.\n");
      return PTN_COMMAND_USAGE;
    }
  if (!ptn_command_open (&command, FALSE, &error) || !print_all (command.db, &sound, &error))
    return ptn_command_fail (error);
  return sound ? PTN_COMMAND_DONE : PTN_COMMAND_FAILED;
}
