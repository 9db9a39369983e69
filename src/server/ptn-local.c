// SPDX-License-Identifier: GPL-3.0-or-later
// Local mode's first start.

#include "config.h"

#include "ptn-local.h"

#include <locale.h>
#include <string.h>

#include "base/ptn-base-error.h"
#include "model/ptn-property.h"
#include "ptn-command-line.h"
#include "ptn-commit.h"
#include "ptn-schema.h"

#define FIRST_PROPERTY      1
#define NAME_MAX_BYTES      200
#define NIGHT_AUDIT_MINUTES (4 * 60)
#define MINUTE_MS           60000

/* "EUR " in most of Europe, "" in the C locale. */
static PtnCurrency
usual_currency (void)
{
  PtnCurrency currency = { "EUR" };
  char        code[4];

  g_strlcpy (code, localeconv ()->int_curr_symbol, sizeof code);
  ptn_currency_parse (code, &currency);
  return currency;
}

static gboolean
choose_currency (const char *code, PtnCurrency *currency, GError **error)
{
  *currency = usual_currency ();
  if (code == NULL || ptn_currency_parse (code, currency))
    return TRUE;
  g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_SYNTAX,
               "“%s” is no ISO 4217 currency such as EUR.", code);
  return FALSE;
}

static gboolean
choose_time_zone (const char *name, GTimeZone **zone, GError **error)
{
  *zone = name != NULL ? g_time_zone_new_identifier (name) : g_time_zone_new_local ();
  if (*zone != NULL)
    return TRUE;
  g_set_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_SYNTAX,
               "“%s” is no time zone of this system such as Europe/Rome.", name);
  return FALSE;
}

static PtnLanguage
usual_language (void)
{
  return ptn_language_parse (setlocale (LC_MESSAGES, NULL));
}

static gboolean
fill_property (PtnProperty *record, const PtnLocalProperty *wanted, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (wanted->name != NULL &&
      !ptn_command_check_text ("property's name", wanted->name, NAME_MAX_BYTES, error))
    return FALSE;
  if (!choose_currency (wanted->currency, &record->currency, error) ||
      !choose_time_zone (wanted->time_zone, &zone, error))
    return FALSE;
  ptn_uuid_new (&record->id);
  record->name = g_strdup (wanted->name != NULL ? wanted->name : "Hotel");
  record->time_zone = g_strdup (g_time_zone_get_identifier (zone));
  record->language = (int) usual_language ();
  record->night_audit = NIGHT_AUDIT_MINUTES;
  record->business_date = ptn_date_at (ptn_clock_now () - NIGHT_AUDIT_MINUTES * MINUTE_MS, zone);
  return TRUE;
}

static void
fill_owner (PtnUser *record)
{
  const char *name = g_get_real_name ();

  ptn_uuid_new (&record->id);
  record->login = g_strdup (g_get_user_name ());
  record->name = g_strdup (g_str_equal (name, "Unknown") ? record->login : name);
  record->role = PTN_ROLE_MANAGER;
  record->active = TRUE;
}

static gboolean
put_both (PtnDb *db, const PtnProperty *property, const PtnUser *owner, GError **error)
{
  g_autoptr (PtnCommit) commit = ptn_commit_begin (db, FIRST_PROPERTY, error);

  return commit != NULL && ptn_schema_new_epoch (db, FIRST_PROPERTY, error) &&
         ptn_commit_put (commit, &ptn_property_record, property, NULL, error) &&
         ptn_commit_put (commit, &ptn_user_record, owner, NULL, error) &&
         ptn_commit_finish (g_steal_pointer (&commit), NULL, error);
}

static gboolean
make (PtnDb *db, const PtnLocalProperty *wanted, GError **error)
{
  PtnProperty property;
  PtnUser     owner;
  gboolean    done;

  ptn_record_init (&ptn_property_record, &property);
  ptn_record_init (&ptn_user_record, &owner);
  fill_owner (&owner);
  done = fill_property (&property, wanted, error) && put_both (db, &property, &owner, error);
  ptn_record_clear (&ptn_user_record, &owner);
  ptn_record_clear (&ptn_property_record, &property);
  return done;
}

gboolean
ptn_local_prepare (PtnDb *db, const PtnLocalProperty *property, GError **error)
{
  gint64 exists;

  return ptn_db_get_int (db, &exists, error, "SELECT EXISTS (SELECT 1 FROM property)", "") &&
         (exists || make (db, property, error));
}
