// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens: 256 random bits, of which the server keeps the SHA-256 (docs/protocol.md, Identity and
// signing in).
#pragma once

#include "db/ptn-db.h"
#include "model/ptn-property.h"

G_BEGIN_DECLS

#define PTN_TOKEN_SIZE 65 /* 64 hexadecimal digits and the terminating zero */

/* Who calls. */
typedef struct
{
  gint64  session;
  gint64  property;
  PtnUuid user;
  PtnUuid device;
  PtnRole role;
  gint64  expires_at; /* of the token */
} PtnIdentity;

typedef struct
{
  char   token[PTN_TOKEN_SIZE];
  char   refresh[PTN_TOKEN_SIZE];
  gint64 expires_at; /* of token */
} PtnTokens;

/* Whose @token is: an unexpired one, of a user who is active. FALSE with @error set on an error,
 * FALSE without where it is nobody's. */
gboolean
ptn_token_find (PtnDb *db, const char *token, gint64 now, PtnIdentity *out, GError **error);
/* Begins a session. Inside the caller's transaction. */
gboolean ptn_token_issue (PtnDb         *db,
                          gint64         property,
                          const PtnUuid *user,
                          const PtnUuid *device,
                          gint64         now,
                          PtnTokens     *out,
                          GError       **error);
/* New tokens for a refresh token, once: one that comes a second time was stolen, then or now, and
 * ends its session. In a transaction of its own. FALSE with @error set on an error, FALSE without
 * where it is not valid. */
gboolean
ptn_token_refresh (PtnDb *db, const char *refresh, gint64 now, PtnTokens *out, GError **error);
/* Ends the session. */
gboolean ptn_token_end (PtnDb *db, gint64 session, GError **error);

G_END_DECLS
