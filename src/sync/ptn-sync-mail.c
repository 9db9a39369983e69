// SPDX-License-Identifier: GPL-3.0-or-later
// The hand-over between the main thread and the sync thread.

#include "config.h"

#include "ptn-sync-mail.h"

#include <pthread.h>
#include <string.h>

struct _PtnSyncMail
{
  GSource *news_bell; /* rings in the main thread */
  GSource
      *orders_bell; /* rings in the sync thread; NULL before it has begun and after it has ended */

  pthread_mutex_t mutex; /* guards everything below and orders_bell */
  guint           orders;
  gboolean        has_session; /* there is an order to use session, which may be none */
  PtnSession     *session;
  GQueue          sign_ins; /* of PtnSignIn; the first is the one being done */
  PtnSyncNews     news;
};

void
ptn_sign_in_free (PtnSignIn *sign_in)
{
  if (sign_in->password != NULL)
    explicit_bzero (sign_in->password, strlen (sign_in->password));
  g_free (sign_in->password);
  g_free (sign_in->address);
  g_free (sign_in->login);
  g_clear_pointer (&sign_in->session, ptn_session_free);
  g_clear_error (&sign_in->error);
  g_free (sign_in);
}

static void
free_sign_in (gpointer sign_in)
{
  ptn_sign_in_free (sign_in);
}

static void
news_init (PtnSyncNews *news, PtnSyncState state)
{
  *news = (PtnSyncNews) { .state = state,
                          .sign_ins = g_ptr_array_new_with_free_func (free_sign_in) };
}

void
ptn_sync_news_clear (PtnSyncNews *news)
{
  g_clear_error (&news->error);
  g_clear_pointer (&news->session, ptn_session_free);
  g_clear_pointer (&news->sign_ins, g_ptr_array_unref);
}

/* A bell is a source that rings when another thread sets it: nothing is allocated by one thread and
 * freed by the other. */

static gboolean
bell_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSource *
bell_new (GSourceFunc callback, gpointer user_data)
{
  static GSourceFuncs      funcs = { .dispatch = bell_dispatch };
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource                 *bell = g_source_new (&funcs, sizeof (GSource));

  g_source_set_callback (bell, callback, user_data, NULL);
  g_source_attach (bell, context);
  return bell;
}

static void
bell_free (GSource *bell)
{
  if (bell == NULL)
    return;
  g_source_destroy (bell);
  g_source_unref (bell);
}

PtnSyncMail *
ptn_sync_mail_new (GSourceFunc news_cb, gpointer user_data)
{
  PtnSyncMail *mail = g_new0 (PtnSyncMail, 1);

  pthread_mutex_init (&mail->mutex, NULL);
  news_init (&mail->news, PTN_SYNC_SIGNED_OUT);
  mail->news_bell = bell_new (news_cb, user_data);
  return mail;
}

void
ptn_sync_mail_free (PtnSyncMail *mail)
{
  bell_free (mail->news_bell);
  g_queue_clear_full (&mail->sign_ins, free_sign_in);
  g_clear_pointer (&mail->session, ptn_session_free);
  ptn_sync_news_clear (&mail->news);
  pthread_mutex_destroy (&mail->mutex);
  g_free (mail);
}

/* For the main thread */

static void
add_order (PtnSyncMail *mail, PtnSyncOrder order)
{
  mail->orders |= order;
  if (mail->orders_bell != NULL)
    g_source_set_ready_time (mail->orders_bell, 0);
}

void
ptn_sync_mail_order (PtnSyncMail *mail, PtnSyncOrder order)
{
  pthread_mutex_lock (&mail->mutex);
  add_order (mail, order);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_session (PtnSyncMail *mail, PtnSession *session)
{
  pthread_mutex_lock (&mail->mutex);
  ptn_session_free (mail->session);
  mail->session = session;
  mail->has_session = TRUE;
  add_order (mail, PTN_SYNC_ORDER_SESSION);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_sign_in (PtnSyncMail *mail, PtnSignIn *sign_in)
{
  pthread_mutex_lock (&mail->mutex);
  g_queue_push_tail (&mail->sign_ins, sign_in);
  add_order (mail, PTN_SYNC_ORDER_SIGN_IN);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_cancel (PtnSyncMail *mail, gpointer task)
{
  pthread_mutex_lock (&mail->mutex);
  for (GList *link = mail->sign_ins.head; link != NULL; link = link->next)
    {
      PtnSignIn *sign_in = link->data;

      sign_in->cancelled |= sign_in->task == task;
    }
  add_order (mail, PTN_SYNC_ORDER_SIGN_IN);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_read_news (PtnSyncMail *mail, PtnSyncNews *news)
{
  pthread_mutex_lock (&mail->mutex);
  *news = mail->news;
  news_init (&mail->news, news->state);
  if (news->error != NULL)
    mail->news.error = g_error_copy (news->error);
  pthread_mutex_unlock (&mail->mutex);
}

/* For the sync thread */

void
ptn_sync_mail_attach (PtnSyncMail *mail, GSourceFunc orders_cb, gpointer user_data)
{
  pthread_mutex_lock (&mail->mutex);
  mail->orders_bell = bell_new (orders_cb, user_data);
  g_source_set_ready_time (mail->orders_bell, 0);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_detach (PtnSyncMail *mail)
{
  pthread_mutex_lock (&mail->mutex);
  g_clear_pointer (&mail->orders_bell, bell_free);
  pthread_mutex_unlock (&mail->mutex);
}

guint
ptn_sync_mail_orders (PtnSyncMail *mail)
{
  guint orders;

  pthread_mutex_lock (&mail->mutex);
  orders = mail->orders;
  mail->orders = 0;
  pthread_mutex_unlock (&mail->mutex);
  return orders;
}

gboolean
ptn_sync_mail_take_session (PtnSyncMail *mail, PtnSession **session)
{
  gboolean taken;

  pthread_mutex_lock (&mail->mutex);
  taken = mail->has_session;
  *session = g_steal_pointer (&mail->session);
  mail->has_session = FALSE;
  pthread_mutex_unlock (&mail->mutex);
  return taken;
}

PtnSignIn *
ptn_sync_mail_next_sign_in (PtnSyncMail *mail)
{
  PtnSignIn *sign_in;

  pthread_mutex_lock (&mail->mutex);
  sign_in = g_queue_peek_head (&mail->sign_ins);
  pthread_mutex_unlock (&mail->mutex);
  return sign_in;
}

gboolean
ptn_sync_mail_is_cancelled (PtnSyncMail *mail)
{
  PtnSignIn *sign_in;
  gboolean   cancelled;

  pthread_mutex_lock (&mail->mutex);
  sign_in = g_queue_peek_head (&mail->sign_ins);
  cancelled = sign_in != NULL && sign_in->cancelled;
  pthread_mutex_unlock (&mail->mutex);
  return cancelled;
}

gboolean
ptn_sync_mail_tell_sign_in (PtnSyncMail *mail, PtnSession *session, GError *error)
{
  PtnSignIn *sign_in;
  gboolean   wanted;

  pthread_mutex_lock (&mail->mutex);
  sign_in = g_queue_pop_head (&mail->sign_ins);
  sign_in->session = session;
  sign_in->error = error;
  wanted = !sign_in->cancelled;
  g_ptr_array_add (mail->news.sign_ins, sign_in);
  g_source_set_ready_time (mail->news_bell, 0);
  pthread_mutex_unlock (&mail->mutex);
  return wanted;
}

void
ptn_sync_mail_tell_state (PtnSyncMail *mail, PtnSyncState state, const GError *error)
{
  pthread_mutex_lock (&mail->mutex);
  mail->news.state = state;
  g_clear_error (&mail->news.error);
  mail->news.error = error != NULL ? g_error_copy (error) : NULL;
  g_source_set_ready_time (mail->news_bell, 0);
  pthread_mutex_unlock (&mail->mutex);
}

void
ptn_sync_mail_tell_session (PtnSyncMail *mail, const PtnSession *session)
{
  pthread_mutex_lock (&mail->mutex);
  ptn_session_free (mail->news.session);
  mail->news.session = ptn_session_copy (session);
  g_source_set_ready_time (mail->news_bell, 0);
  pthread_mutex_unlock (&mail->mutex);
}
