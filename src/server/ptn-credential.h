// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords: kept as argon2id hashes, checked with a limit on wrong ones (docs/protocol.md,
// Identity and signing in).
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* A password's argon2id hash as it is kept; takes about 0.1 s and 64 MiB, so call it outside a
 * transaction. Any thread. Returns: (transfer full) */
char *ptn_credential_hash (const char *password);

/* Gives @user, whose login is @login, the password of @hash, and ends the user's sessions. Inside
 * the caller's transaction. FALSE with PTN_DB_ERROR_CONSTRAINT where another user of the property
 * has that login, compared after folding. */
gboolean ptn_credential_store (PtnDb         *db,
                               gint64         property,
                               const PtnUuid *user,
                               const char    *login,
                               const char    *hash,
                               GError       **error);

typedef enum
{
  PTN_CREDENTIAL_RIGHT,
  PTN_CREDENTIAL_WRONG,     /* no such login, or another password: nobody learns which */
  PTN_CREDENTIAL_THROTTLED, /* too many wrong ones: not even looked at */
} PtnCredentialVerdict;

/* Checks a password given from @address; a user who is no longer active still has one. In
 * transactions of its own. @retry_after: seconds, for PTN_CREDENTIAL_THROTTLED. FALSE with @error
 * only where the database fails. */
gboolean ptn_credential_check (PtnDb                *db,
                               gint64                property,
                               const char           *login,
                               const char           *password,
                               const char           *address,
                               PtnCredentialVerdict *verdict,
                               PtnUuid              *user,
                               gint64               *retry_after,
                               GError              **error);

G_END_DECLS
