// SPDX-License-Identifier: GPL-3.0-or-later
// Listening for pokes.

#include "config.h"

#include "ptn-poke.h"

#include "ptn-backoff.h"
#include "wire/ptn-json.h"

/* Only a place that the base has certainly reached is no news: whatever else comes is a reason to
 * look. */
static gboolean
is_news (const PtnPoke *poke, const char *message)
{
  g_autoptr (PtnJsonDoc) doc = ptn_json_parse (message, strlen (message), &ptn_json_line_limits,
                                               NULL);
  const char            *text;
  PtnCursor              to;

  if (doc == NULL || !ptn_json_string (yyjson_doc_get_root (doc), "to", &text, NULL, NULL) ||
      !ptn_cursor_parse (text, &to))
    return TRUE;
  return to.epoch != poke->link->cursor.epoch || to.seq > poke->link->cursor.seq;
}

static void
note_opened (PtnPoke *poke)
{
  poke->open = TRUE;
  poke->opening = FALSE;
  poke->failures = 0;
}

/* A poke that breaks off is the first sign that the server went away: look at once. */
static void
note_closed (PtnPoke *poke)
{
  poke->heard |= poke->open;
  poke->open = poke->opening = FALSE;
  poke->retry_at = g_get_monotonic_time () + ptn_backoff_delay (++poke->failures) * 1000;
}

static void
poke_cb (const char *message, gpointer user_data)
{
  PtnPoke *poke = user_data;

  if (message == NULL)
    note_closed (poke);
  else if (!poke->open)
    note_opened (poke);
  /* What the feed got before the poke was open was told to nobody: the first look is due then too.
   */
  poke->heard |= message != NULL && is_news (poke, message);
}

void
ptn_poke_tend (PtnPoke *poke)
{
  if (poke->open || poke->opening || g_get_monotonic_time () < poke->retry_at)
    return;
  poke->opening = TRUE;
  ptn_transport_listen (poke->link->transport, "/v1/events", poke->link->session->token, poke_cb,
                        poke);
}

void
ptn_poke_reset (PtnPoke *poke)
{
  poke->opening = poke->open = FALSE;
  poke->failures = 0;
  poke->retry_at = 0;
}
