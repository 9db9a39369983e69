// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the main thread and the sync thread meet: what the one asks for and what the
// other has to tell, handed over under a pthread mutex (which ThreadSanitizer sees; GLib's own it
// does not).
#pragma once

#include "ptn-sync.h"

G_BEGIN_DECLS

typedef enum
{
  PTN_SYNC_ORDER_STOP = 1 << 0,
  PTN_SYNC_ORDER_KICK = 1 << 1,    /* the outbox has grown */
  PTN_SYNC_ORDER_WAKE = 1 << 2,    /* the network changed, or somebody pressed Try again */
  PTN_SYNC_ORDER_SESSION = 1 << 3, /* take the session that the mail holds */
  PTN_SYNC_ORDER_SIGN_IN = 1 << 4, /* a sign-in waits, or was cancelled */
} PtnSyncOrder;

/* One sign-in on its way. The task belongs to the main thread alone. */
typedef struct
{
  char       *address;
  char       *login;    /* (nullable) */
  char       *password; /* (nullable): the owner of a local server */
  gpointer    task;
  gboolean    cancelled; /* under the mail's mutex until it is told */
  PtnSession *session;   /* what came of it, or */
  GError     *error;
} PtnSignIn;

/* Wipes the password. */
void ptn_sign_in_free (PtnSignIn *sign_in);

/* What the sync thread has told, the newest of each. */
typedef struct
{
  PtnSyncState state;
  GError      *error;    /* (nullable) */
  PtnSession  *session;  /* (nullable): the tokens are other ones now */
  GPtrArray   *sign_ins; /* (element-type PtnSignIn): those that are done */
} PtnSyncNews;

typedef struct _PtnSyncMail PtnSyncMail;

/* For the main thread. @news_cb is called in the calling thread's default main context whenever
 * there are news. Returns: (transfer full) */
PtnSyncMail *ptn_sync_mail_new (GSourceFunc news_cb, gpointer user_data);
/* After the sync thread has ended. */
void ptn_sync_mail_free (PtnSyncMail *mail);
void ptn_sync_mail_order (PtnSyncMail *mail, PtnSyncOrder order);
/* @session: (nullable) (transfer full) */
void ptn_sync_mail_session (PtnSyncMail *mail, PtnSession *session);
/* @sign_in: (transfer full) */
void ptn_sync_mail_sign_in (PtnSyncMail *mail, PtnSignIn *sign_in);
/* The sign-in of @task is not wanted any more; it comes with the news all the same. */
void ptn_sync_mail_cancel (PtnSyncMail *mail, gpointer task);
void ptn_sync_mail_read_news (PtnSyncMail *mail, PtnSyncNews *news);
void ptn_sync_news_clear (PtnSyncNews *news);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnSyncNews, ptn_sync_news_clear)

/* For the sync thread. */

/* From now on @orders_cb is called in the calling thread's default main context whenever there are
 * orders. */
void ptn_sync_mail_attach (PtnSyncMail *mail, GSourceFunc orders_cb, gpointer user_data);
void ptn_sync_mail_detach (PtnSyncMail *mail);
/* Takes the orders: bits of PtnSyncOrder. */
guint ptn_sync_mail_orders (PtnSyncMail *mail);
/* *session: (out) (transfer full) (nullable): the one to use from now on. Returns: FALSE where
 * nothing was said of a session since the last time */
gboolean ptn_sync_mail_take_session (PtnSyncMail *mail, PtnSession **session);
/* The next sign-in to do, until it is told. Returns: (transfer none) (nullable) */
PtnSignIn *ptn_sync_mail_next_sign_in (PtnSyncMail *mail);
/* Whether the sign-in that next gave was cancelled since. */
gboolean ptn_sync_mail_is_cancelled (PtnSyncMail *mail);
/* The sign-in that next gave is done. @session: (nullable) (transfer full), @error: (nullable)
 * (transfer full). Returns: whether it was wanted to the end, so that the session is the one to use
 * now */
gboolean ptn_sync_mail_tell_sign_in (PtnSyncMail *mail, PtnSession *session, GError *error);
/* @error: (nullable) */
void ptn_sync_mail_tell_state (PtnSyncMail *mail, PtnSyncState state, const GError *error);
/* The session is replaced, or has other tokens now. */
void ptn_sync_mail_tell_session (PtnSyncMail *mail, const PtnSession *session);

G_END_DECLS
