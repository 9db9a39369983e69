// SPDX-License-Identifier: GPL-3.0-or-later
// What the steps of a round (renew, push, pull) work on: the desk, its server and who is signed in.
// Sync thread only.
#pragma once

#include "ptn-transport.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

/* How many rows to ask for. It follows what the network and the writer can do, see ptn-pull.c. */
typedef guint PtnPace;

typedef struct
{
  PtnDesk      *desk;
  PtnTransport *transport;
  PtnSession   *session;
  PtnCursor     cursor; /* of the base, when it was last read */
  PtnPace       changes_pace;
  PtnPace       snapshot_pace;
  gboolean overtaken;   /* something else waits for the end of the round: no call begins any more */
  gint64   retry_after; /* ms that the server asked to wait in the last call; 0: it did not */
  gint64   renewed_at;  /* CLOCK_BOOTTIME ms; 0: not yet in this run */
  void     (*loading) (gpointer user_data); /* a new base is being fetched */
  void     (*renewed) (gpointer user_data); /* session has other tokens now */
  gpointer user_data;
} PtnLink;

/* One call in the name of the session. Errors: those of ptn_transport_call(), _OFFLINE where the
 * round is overtaken, and PTN_SYNC_ERROR_SIGN_IN where the token is not (or no longer) valid.
 * @body: (nullable) */
gboolean ptn_link_call (PtnLink    *link,
                        const char *method,
                        const char *path,
                        const char *body,
                        const char *content_type,
                        PtnAnswer  *answer,
                        GError    **error);
/* The error for a problem that the caller has no other answer to. Returns: FALSE, always. */
gboolean ptn_link_refuse (const PtnAnswer *answer, GError **error);
/* PTN_SYNC_ERROR_SIGN_IN. Returns: FALSE, always. */
gboolean ptn_link_signed_out (GError **error);
/* The error for an answer of our own server that breaks the protocol; @detail goes to the log.
 * Returns: FALSE, always. */
gboolean ptn_link_broken (const char *detail, GError **error);

G_END_DECLS
