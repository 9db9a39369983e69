// SPDX-License-Identifier: GPL-3.0-or-later
// What a sign-in gives, as a value.

#include "config.h"

#include "ptn-sync.h"

#include <string.h>

PtnSession *
ptn_session_copy (const PtnSession *session)
{
  PtnSession *copy = g_memdup2 (session, sizeof *session);

  copy->address = g_strdup (session->address);
  copy->login = g_strdup (session->login);
  copy->name = g_strdup (session->name);
  copy->token = g_strdup (session->token);
  copy->refresh = g_strdup (session->refresh);
  return copy;
}

static void
free_secret (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
ptn_session_free (PtnSession *session)
{
  if (session == NULL)
    return;
  g_free (session->address);
  g_free (session->login);
  g_free (session->name);
  free_secret (session->token);
  free_secret (session->refresh);
  g_free (session);
}
