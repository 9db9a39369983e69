// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens.

#include "config.h"

#include "ptn-token.h"

#include <sodium.h>
#include <string.h>

#define ACCESS_MS  (12 * G_GINT64_CONSTANT (3600000))
#define REFRESH_MS (90 * 24 * G_GINT64_CONSTANT (3600000))

static GBytes *
hash_token (const char *token)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, (const guint8 *) token, strlen (token));
  return g_bytes_new (hash, sizeof hash);
}

static void
make_token (char out[PTN_TOKEN_SIZE])
{
  guint8 random[32];

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (out, PTN_TOKEN_SIZE, random, sizeof random);
}

/* The desk has its tokens: from now on the refresh token before them is not accepted again. */
static gboolean
note_seen (PtnDb *db, gint64 session, GError **error)
{
  return ptn_db_run (
      db, error,
      "UPDATE session_token SET seen = 1 WHERE session = $1 AND kind IN ('access', 'spent')", "i",
      session);
}

static gboolean
read_identity (PtnDb       *db,
               const char  *token,
               gint64       now,
               PtnIdentity *out,
               gboolean    *seen,
               GError     **error)
{
  g_autoptr (GBytes)       hash = hash_token (token);
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error,
                    "SELECT s.id, s.property, s.user_id, s.device_id, u.role, t.expires_at, t.seen "
                    "FROM session_token AS t"
                    " JOIN session AS s ON s.id = t.session"
                    " JOIN \"user\" AS u ON u.property = s.property AND u.id = s.user_id"
                    " WHERE t.hash = $1 AND t.kind = 'access' AND t.expires_at > $2 AND u.active",
                    "bi", hash, now);

  if (statement == NULL || !ptn_statement_step (statement, error))
    return FALSE;
  *out = (PtnIdentity) {
    .session = ptn_statement_int (statement, 0),
    .property = ptn_statement_int (statement, 1),
    .role = (PtnRole) ptn_statement_int (statement, 4),
    .expires_at = ptn_statement_int (statement, 5),
  };
  *seen = ptn_statement_int (statement, 6) != 0;
  return ptn_statement_uuid (statement, 2, &out->user) &&
         ptn_statement_uuid (statement, 3, &out->device);
}

gboolean
ptn_token_find (PtnDb *db, const char *token, gint64 now, PtnIdentity *out, GError **error)
{
  gboolean seen;

  /* What is read must be read to its end before something is written: else SQLite refuses the write
   * when somebody else has written meanwhile (SQLITE_BUSY_SNAPSHOT). */
  return read_identity (db, token, now, out, &seen, error) &&
         (seen || note_seen (db, out->session, error));
}

static gboolean
store_token (PtnDb      *db,
             gint64      session,
             const char *kind,
             const char *token,
             gint64      expires_at,
             GError    **error)
{
  g_autoptr (GBytes) hash = hash_token (token);

  return ptn_db_run (
      db, error,
      "INSERT INTO session_token (hash, session, kind, expires_at) VALUES ($1, $2, $3, $4)", "biti",
      hash, session, kind, expires_at);
}

static gboolean
issue (PtnDb *db, gint64 session, gint64 now, PtnTokens *out, GError **error)
{
  make_token (out->token);
  make_token (out->refresh);
  out->expires_at = now + ACCESS_MS;
  return store_token (db, session, "access", out->token, out->expires_at, error) &&
         store_token (db, session, "refresh", out->refresh, now + REFRESH_MS, error);
}

gboolean
ptn_token_issue (PtnDb         *db,
                 gint64         property,
                 const PtnUuid *user,
                 const PtnUuid *device,
                 gint64         now,
                 PtnTokens     *out,
                 GError       **error)
{
  return ptn_db_run (db, error,
                     "INSERT INTO session (property, user_id, device_id, created_at) VALUES ($1, "
                     "$2, $3, $4)",
                     "iuui", property, user, device, now) &&
         issue (db, ptn_db_last_rowid (db), now, out, error);
}

/* The session of an unexpired refresh token, 0 where there is none; @spent: it was used before, and
 * so were the tokens that it was exchanged for. Where those never were, their answer was lost on
 * its way, and the desk asks again with what it has. */
static gboolean
find_refresh (PtnDb *db, GBytes *hash, gint64 now, gint64 *session, gboolean *spent, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error,
      "SELECT t.session, t.kind = 'spent' AND t.seen FROM session_token AS t JOIN session AS s ON "
      "s.id = t.session"
      " JOIN \"user\" AS u ON u.property = s.property AND u.id = s.user_id"
      " WHERE t.hash = $1 AND t.kind IN ('refresh', 'spent') AND t.expires_at > $2 AND u.active",
      "bi", hash, now);

  if (statement == NULL)
    return FALSE;
  *session = 0;
  if (ptn_statement_step (statement, &fault))
    {
      *session = ptn_statement_int (statement, 0);
      *spent = ptn_statement_int (statement, 1) != 0;
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
rotate (PtnDb *db, const char *refresh, gint64 now, PtnTokens *out, gboolean *valid, GError **error)
{
  g_autoptr (GBytes) hash = hash_token (refresh);
  gboolean           spent = FALSE;
  gint64             session;

  if (!find_refresh (db, hash, now, &session, &spent, error))
    return FALSE;
  *valid = session != 0 && !spent;
  if (!*valid)
    return session == 0 || ptn_token_end (db, session, error);
  return ptn_db_run (db, error,
                     "UPDATE session_token SET seen = 1 WHERE session = $1 AND kind = 'spent'", "i",
                     session) &&
         ptn_db_run (db, error, "UPDATE session_token SET kind = 'spent', seen = 0 WHERE hash = $1",
                     "b", hash) &&
         ptn_db_run (
             db, error,
             "DELETE FROM session_token WHERE session = $1 AND kind IN ('access', 'refresh')", "i",
             session) &&
         issue (db, session, now, out, error);
}

gboolean
ptn_token_refresh (PtnDb *db, const char *refresh, gint64 now, PtnTokens *out, GError **error)
{
  gboolean valid;

  if (ptn_db_begin (db, error) && rotate (db, refresh, now, out, &valid, error) &&
      ptn_db_commit (db, error))
    return valid;
  ptn_db_rollback (db);
  return FALSE;
}

gboolean
ptn_token_end (PtnDb *db, gint64 session, GError **error)
{
  return ptn_db_run (db, error, "DELETE FROM session WHERE id = $1", "i", session);
}
