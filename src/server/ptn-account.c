// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever signs in.

#include "config.h"

#include "ptn-account.h"

#include "wire/ptn-json.h"

void
ptn_account_clear (PtnAccount *account)
{
  g_free (account->login);
  g_free (account->name);
  *account = (PtnAccount) { 0 };
}

gboolean
ptn_account_find_property (PtnDb *db, const PtnUuid *id, PtnAccount *account, GError **error)
{
  const PtnJsonPath        path = { NULL, "property", 0 };
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error, "SELECT property, id FROM property WHERE $1 IS NULL OR id = $1 LIMIT 2", "u", id);

  if (statement == NULL)
    return FALSE;
  if (ptn_statement_step (statement, &fault))
    {
      account->property = ptn_statement_int (statement, 0);
      ptn_statement_uuid (statement, 1, &account->property_id);
      if (!ptn_statement_step (statement, &fault) && fault == NULL)
        return TRUE;
      if (fault == NULL)
        return ptn_json_fault (&path, error, "must say which property: the server has several");
    }
  if (fault == NULL)
    return ptn_json_fault (&path, error, "is none of this server's");
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
fill_in (PtnStatement *statement, PtnAccount *account, GError **error)
{
  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  account->login = g_strdup (ptn_statement_text (statement, 1));
  account->name = g_strdup (ptn_statement_text (statement, 2));
  account->role = (int) ptn_statement_int (statement, 3);
  return ptn_statement_uuid (statement, 0, &account->user);
}

gboolean
ptn_account_find_user (PtnDb *db, const PtnUuid *id, PtnAccount *account, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error,
      "SELECT id, login, name, role FROM \"user\" WHERE property = $1 AND id = $2 AND active", "iu",
      account->property, id);

  return fill_in (statement, account, error);
}

gboolean
ptn_account_find_owner (PtnDb *db, PtnAccount *account, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT id, login, name, role FROM \"user\" WHERE property = $1 AND role = $2 "
                    "AND active ORDER BY id LIMIT 1",
                    "ii", account->property, (gint64) PTN_ROLE_MANAGER);

  return fill_in (statement, account, error);
}
