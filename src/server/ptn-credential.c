// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords.
//
// An attempt is counted as wrong before the password is looked at, and taken back when it was
// right: so that attempts sent at the same time cannot slip through together.

#include "config.h"

#include "ptn-credential.h"

#include <sodium.h>
#include <string.h>

#include "base/ptn-date.h"
#include "base/ptn-locale.h"
#include "ptn-remote.h"

#define WINDOW_MS   (15 * 60 * 1000)
#define LOGIN_MAX   5
#define ADDRESS_MAX 20

char *
ptn_credential_hash (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str_alg (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                             crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("A password cannot be hashed: there is not enough memory");
  return g_strdup (hash);
}

gboolean
ptn_credential_store (PtnDb         *db,
                      gint64         property,
                      const PtnUuid *user,
                      const char    *login,
                      const char    *hash,
                      GError       **error)
{
  g_autofree char *folded = ptn_fold (login);

  return ptn_db_run (
             db, error,
             "INSERT INTO credential (property, login, user_id, hash) VALUES ($1, $2, $3, $4)"
             " ON CONFLICT (property, user_id) DO UPDATE SET login = excluded.login, hash = "
             "excluded.hash",
             "itut", property, folded, user, hash) &&
         ptn_db_run (db, error, "DELETE FROM session WHERE property = $1 AND user_id = $2", "iu",
                     property, user);
}

/* When the limit is reached: the instant at which the oldest of the last @max failures leaves the
 * window; else 0. */
static gboolean
find_end (PtnDb      *db,
          const char *sql,
          const char *key,
          gint64      since,
          gint64      max,
          gint64     *end,
          GError    **error)
{
  g_autoptr (GError) fault = NULL;
  gint64             at;

  if (ptn_db_get_int (db, &at, &fault, sql, "tii", key, since, max - 1))
    *end = MAX (*end, at + WINDOW_MS);
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Counts one attempt, or says until when there may be none. The addresses of this machine are not
 * limited: all that come through a proxy may have them. */
static gboolean
begin_attempt (PtnDb      *db,
               const char *login,
               const char *address,
               gint64      now,
               gint64     *attempt,
               gint64     *end,
               GError    **error)
{
  *end = 0;
  if (!find_end (db,
                 "SELECT at FROM sign_in_failure WHERE login = $1 AND at > $2 ORDER BY at DESC "
                 "LIMIT 1 OFFSET $3",
                 login, now - WINDOW_MS, LOGIN_MAX, end, error) ||
      (!ptn_remote_is_near (address) &&
       !find_end (db,
                  "SELECT at FROM sign_in_failure WHERE address = $1 AND at > $2 ORDER BY at DESC "
                  "LIMIT 1 OFFSET $3",
                  address, now - WINDOW_MS, ADDRESS_MAX, end, error)))
    return FALSE;
  if (*end > 0)
    return TRUE;
  if (!ptn_db_run (db, error,
                   "INSERT INTO sign_in_failure (login, address, at) VALUES ($1, $2, $3)", "tti",
                   login, address, now))
    return FALSE;
  *attempt = ptn_db_last_rowid (db);
  return TRUE;
}

static gboolean
begin_attempt_now (PtnDb      *db,
                   const char *login,
                   const char *address,
                   gint64      now,
                   gint64     *attempt,
                   gint64     *end,
                   GError    **error)
{
  if (ptn_db_begin (db, error) && begin_attempt (db, login, address, now, attempt, end, error) &&
      ptn_db_commit (db, error))
    return TRUE;
  ptn_db_rollback (db);
  return FALSE;
}

/* The hash of the user with that login; (nullable): none. Whether the user is active is the
 * caller's to see. */
static gboolean
find_hash (PtnDb      *db,
           gint64      property,
           const char *login,
           PtnUuid    *user,
           char      **hash,
           GError    **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT user_id, hash FROM credential WHERE property = $1 AND login = $2", "it",
                    property, login);

  *hash = NULL;
  if (statement == NULL)
    return FALSE;
  if (ptn_statement_step (statement, &fault) && ptn_statement_uuid (statement, 0, user))
    *hash = g_strdup (ptn_statement_text (statement, 1));
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* An unknown login takes as long as a known one. */
static gboolean
verify (const char *hash, const char *password)
{
  static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                               "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  char              padded[crypto_pwhash_STRBYTES] = "";

  g_strlcpy (padded, hash != NULL ? hash : nobody, sizeof padded);
  return crypto_pwhash_str_verify (padded, password, strlen (password)) == 0 && hash != NULL;
}

gboolean
ptn_credential_check (PtnDb                *db,
                      gint64                property,
                      const char           *login,
                      const char           *password,
                      const char           *address,
                      PtnCredentialVerdict *verdict,
                      PtnUuid              *user,
                      gint64               *retry_after,
                      GError              **error)
{
  const gint64     now = ptn_clock_now ();
  g_autofree char *folded = ptn_fold (login);
  g_autofree char *hash = NULL;
  gint64           attempt = 0, end;

  if (!begin_attempt_now (db, folded, address, now, &attempt, &end, error))
    return FALSE;
  if (end > 0)
    {
      *verdict = PTN_CREDENTIAL_THROTTLED;
      *retry_after = MAX (1, (end - now + 999) / 1000);
      return TRUE;
    }
  if (!find_hash (db, property, folded, user, &hash, error))
    return FALSE;
  *verdict = verify (hash, password) ? PTN_CREDENTIAL_RIGHT : PTN_CREDENTIAL_WRONG;
  return *verdict == PTN_CREDENTIAL_WRONG ||
         ptn_db_run (db, error, "DELETE FROM sign_in_failure WHERE id = $1", "i", attempt);
}
