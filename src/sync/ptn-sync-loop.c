// SPDX-License-Identifier: GPL-3.0-or-later
// The sync thread: straight-line code that does one round after another and waits between them.
//
// A round renews the tokens where that is due, pushes the outbox, and pulls. It pushes first, even
// after a month away: what waits are decisions that a person was told are saved, and each carries
// the revision that it was made from, so the server judges it rightly however old this desk's base
// is; a pull may take minutes (a whole new base), and all that time they would be on one disk only
// and the guest without an answer. The server keeps every result for as long as the device is
// registered, so nothing is gained by waiting either. When the pull comes, what was decided is in
// it already.
//
// Between rounds the thread runs its main context until something is due: a poke, an order of the
// main thread, or time. A poke makes it pull at once; without any it looks every 30 s while the
// poke is open and every 5 s while it is not, so polling alone converges.
//
// A monotonic clock stands still while the PC sleeps and the boot clock does not: when they drift
// apart, the PC has slept, and connections may be dead without knowing it. They are dropped and the
// next round begins at once, instead of after a time-out.

#include "config.h"

#include "ptn-sync-loop.h"

#include <glib/gi18n-lib.h>
#include <time.h>

#include "ptn-backoff.h"
#include "ptn-poke.h"
#include "ptn-pull.h"
#include "ptn-push.h"
#include "ptn-sign-in.h"
#include "ptn-transport-soup.h"
#include "store/ptn-replica.h"

#define POLL_WITH_POKE_MS  30000
#define POLL_WITHOUT_MS    5000
#define FOREVER_MS         (-1)
#define CLOCK_TICK_SECONDS 5
#define SLEPT_MS           2000
#define GOODBYE_MS         1000

typedef struct
{
  PtnSyncMail  *mail;
  GMainContext *context;
  PtnLink       link;
  PtnPoke       poke;
  PtnTransport *busy; /* whose call may be under way: the link's or a sign-in's */

  gboolean stop;
  gboolean kick;
  gboolean wake;
  gboolean sign_in;
  gboolean new_session;

  guint  failures;   /* rounds in a row */
  gint64 not_before; /* monotonic µs until which the server asked to wait */
  gint64 slept_ms;   /* how far the boot clock was ahead of the monotonic one */
} PtnLoop;

/* What comes from outside while the thread waits */

static void
interrupt (PtnLoop *loop, gboolean only_silent)
{
  if (loop->busy != NULL)
    ptn_transport_interrupt (loop->busy, only_silent);
  /* It may have come between two calls, or with the last bytes of one. */
  loop->link.overtaken |= !only_silent;
}

static void
take_orders (PtnLoop *loop)
{
  const guint orders = ptn_sync_mail_orders (loop->mail);

  loop->stop |= (orders & PTN_SYNC_ORDER_STOP) != 0;
  loop->kick |= (orders & PTN_SYNC_ORDER_KICK) != 0;
  loop->wake |= (orders & PTN_SYNC_ORDER_WAKE) != 0;
  loop->sign_in |= (orders & PTN_SYNC_ORDER_SIGN_IN) != 0;
  loop->new_session |= (orders & PTN_SYNC_ORDER_SESSION) != 0;
}

/* A round makes way for a person who waits; a sign-in only where it is not wanted any more. */
static gboolean
is_overtaken (const PtnLoop *loop)
{
  if (loop->busy == loop->link.transport)
    return loop->sign_in || loop->new_session;
  return ptn_sync_mail_is_cancelled (loop->mail);
}

static gboolean
orders_cb (gpointer user_data)
{
  PtnLoop *loop = user_data;

  take_orders (loop);
  /* A call that is going well survives a mere change of the network. */
  if (loop->stop || is_overtaken (loop))
    interrupt (loop, FALSE);
  else if (loop->wake)
    interrupt (loop, TRUE);
  return G_SOURCE_CONTINUE;
}

static gint64
slept_ms (void)
{
  struct timespec boot;
  struct timespec monotonic;

  clock_gettime (CLOCK_BOOTTIME, &boot);
  clock_gettime (CLOCK_MONOTONIC, &monotonic);
  return (boot.tv_sec - monotonic.tv_sec) * G_GINT64_CONSTANT (1000) +
         (boot.tv_nsec - monotonic.tv_nsec) / 1000000;
}

static gboolean
clock_tick_cb (gpointer user_data)
{
  PtnLoop     *loop = user_data;
  const gint64 slept = slept_ms ();

  if (slept - loop->slept_ms > SLEPT_MS)
    {
      g_message ("This PC has slept: connecting anew");
      loop->wake = TRUE;
      interrupt (loop, FALSE);
    }
  loop->slept_ms = slept;
  return G_SOURCE_CONTINUE;
}

static gboolean
expired_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* While the server's Retry-After runs, neither a decision nor a poke is a reason to ask again; a
 * person's wish is. */
static gboolean
is_something_due (const PtnLoop *loop)
{
  const gboolean asked_to_wait = g_get_monotonic_time () < loop->not_before;

  return loop->stop || loop->wake || loop->sign_in || loop->new_session ||
         (!asked_to_wait && (loop->kick || loop->poke.heard));
}

static void
wait (PtnLoop *loop, gint64 ms)
{
  g_autoptr (GSource) timer = NULL;
  gboolean            expired = FALSE;

  if (ms != FOREVER_MS)
    {
      timer = g_timeout_source_new (ms);
      g_source_set_callback (timer, expired_cb, &expired, NULL);
      g_source_attach (timer, loop->context);
    }
  while (!expired && !is_something_due (loop))
    g_main_context_iteration (loop->context, TRUE);
  if (timer != NULL)
    g_source_destroy (timer);
}

/* The session */

static void
loading_cb (gpointer user_data)
{
  PtnLoop *loop = user_data;

  ptn_sync_mail_tell_state (loop->mail, PTN_SYNC_LOADING, NULL);
}

static void
renewed_cb (gpointer user_data)
{
  PtnLoop *loop = user_data;

  ptn_sync_mail_tell_session (loop->mail, loop->link.session);
}

static void
use_transport (PtnLoop *loop, PtnTransport *transport)
{
  if (loop->link.transport != NULL)
    ptn_transport_reset (loop->link.transport);
  g_clear_object (&loop->link.transport);
  loop->link.transport = loop->busy = transport;
  ptn_poke_reset (&loop->poke);
}

/* @session: (nullable) (transfer full). @why: (nullable): why there is none any more */
static void
use_session (PtnLoop *loop, PtnSession *session, const GError *why)
{
  ptn_session_free (loop->link.session);
  loop->link.session = session;
  loop->link.renewed_at = 0;
  loop->failures = 0;
  loop->not_before = 0;
  use_transport (loop, session != NULL ? ptn_transport_soup_new (session->address) : NULL);
  ptn_sync_mail_tell_state (loop->mail, session != NULL ? PTN_SYNC_CONNECTING : PTN_SYNC_SIGNED_OUT,
                            why);
}

/* The writes of ptn_desk_write_sync(): the desk belongs to the session's server and property, */
static gboolean
bind_desk (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  const PtnSession *session = data;

  return ptn_replica_bind (db, &session->server, &session->property, error);
}

/* and after a sign-in continues the user's numbers. */
static gboolean
note_sign_in (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  const PtnSession *session = data;

  return bind_desk (db, data, changes, error) &&
         ptn_outbox_seen (db, &session->user, session->op_seq, error);
}

static gboolean
give_up_goodbye_cb (gpointer user_data)
{
  ptn_transport_interrupt (user_data, FALSE);
  return G_SOURCE_REMOVE;
}

/* Ends the session at the server, so that its tokens are worth nothing to whoever finds them. Where
 * the server is away they expire by themselves: nobody waits for it. */
static void
say_goodbye (PtnLoop *loop)
{
  PtnTransport       *transport = loop->link.transport;
  g_autoptr (GSource) patience = g_timeout_source_new (GOODBYE_MS);
  g_auto (PtnAnswer)  answer = { 0 };
  const PtnCall       call = { .method = "DELETE",
                               .path = "/v1/session",
                               .token = loop->link.session->token,
                               .server = &loop->link.session->server };

  g_source_set_callback (patience, give_up_goodbye_cb, transport, NULL);
  g_source_attach (patience, loop->context);
  loop->busy = NULL; /* its own time is short: orders wait */
  ptn_transport_call (transport, &call, &answer, NULL);
  ptn_transport_end (transport);
  loop->busy = transport;
  g_source_destroy (patience);
}

/* A session that was kept may be another database's. */
static void
use_kept_session (PtnLoop *loop)
{
  g_autoptr (PtnSession) session = NULL;
  g_autoptr (GError)     error = NULL;

  loop->new_session = FALSE;
  if (!ptn_sync_mail_take_session (loop->mail, &session))
    return; /* two orders, of which the first found both sessions */
  if (session == NULL && loop->link.session != NULL && loop->failures == 0)
    say_goodbye (loop);
  if (session != NULL && !ptn_desk_write_sync (loop->link.desk, bind_desk, session, &error))
    g_clear_pointer (&session, ptn_session_free);
  use_session (loop, g_steal_pointer (&session), error);
}

static PtnSession *
sign_in (PtnLoop *loop, const PtnSignIn *request, GError **error)
{
  g_autoptr (PtnTransport) transport = ptn_transport_soup_new (request->address);
  g_autoptr (PtnSession)   session = NULL;
  PtnUuid                  device;

  loop->busy = transport;
  ptn_desk_device (loop->link.desk, &device);
  session = ptn_sign_in (transport, request->address, &device, request->login, request->password,
                         error);
  loop->busy = loop->link.transport;
  ptn_transport_reset (transport);
  if (session == NULL || !ptn_desk_write_sync (loop->link.desk, note_sign_in, session, error))
    return NULL;
  return g_steal_pointer (&session);
}

static void
serve_sign_ins (PtnLoop *loop)
{
  const PtnSignIn *request;

  take_orders (loop);
  if (loop->new_session)
    use_kept_session (loop); /* what was wanted before the sign-in */
  loop->sign_in = FALSE;
  while ((request = ptn_sync_mail_next_sign_in (loop->mail)) != NULL)
    {
      g_autoptr (PtnSession) session = NULL;
      PtnSession            *copy = NULL;
      GError                *error = NULL;

      if (loop->stop || ptn_sync_mail_is_cancelled (loop->mail))
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      else
        session = sign_in (loop, request, &error);
      if (session != NULL)
        copy = ptn_session_copy (session);
      if (ptn_sync_mail_tell_sign_in (loop->mail, copy, error) && session != NULL)
        use_session (loop, g_steal_pointer (&session), NULL);
    }
}

/* A round */

static gboolean
is_error (const GError *error, PtnSyncError code)
{
  return g_error_matches (error, PTN_SYNC_ERROR, code);
}

/* What the server refuses in the outbox keeps nobody from seeing what is new: only a server that
 * cannot be reached, or that does not know who asks, is not asked twice. */
static gboolean
push_and_pull (PtnLink *link, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (!ptn_push (link, &fault) && !is_error (fault, PTN_SYNC_ERROR_PROTOCOL))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (!ptn_pull (link, error))
    return FALSE;
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
round_with_renewal (PtnLink *link, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (ptn_renewal_due (link) && !ptn_renew (link, error))
    return FALSE;
  if (push_and_pull (link, &fault))
    return TRUE;
  if (is_error (fault, PTN_SYNC_ERROR_SIGN_IN))
    return ptn_renew (link, error) && push_and_pull (link, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* After a failed round. Returns: the time to wait in ms */
static gint64
give_up (PtnLoop *loop, const GError *error)
{
  const gint64 asked = loop->link.retry_after;

  if (loop->stop || loop->sign_in || loop->new_session)
    return 0; /* it was interrupted for that */
  if (is_error (error, PTN_SYNC_ERROR_SIGN_IN))
    {
      use_session (loop, NULL, error);
      return FOREVER_MS;
    }
  loop->failures++;
  loop->not_before = g_get_monotonic_time () + asked * 1000;
  if (!loop->wake)
    ptn_sync_mail_tell_state (loop->mail, PTN_SYNC_OFFLINE, error);
  return MAX (asked, ptn_backoff_delay (loop->failures));
}

/* Returns: the time to wait for the next round in ms */
static gint64
do_round (PtnLoop *loop)
{
  g_autoptr (GError) error = NULL;

  if (loop->wake)
    {
      ptn_transport_reset (loop->link.transport);
      ptn_poke_reset (&loop->poke);
      loop->failures = 0;
    }
  loop->wake = loop->kick = loop->poke.heard = FALSE;
  loop->link.overtaken = FALSE;
  loop->link.retry_after = 0;
  ptn_poke_tend (&loop->poke);
  if (!round_with_renewal (&loop->link, &error))
    return give_up (loop, error);
  loop->failures = 0;
  loop->not_before = 0;
  ptn_sync_mail_tell_state (loop->mail, PTN_SYNC_ONLINE, NULL);
  return loop->poke.open ? POLL_WITH_POKE_MS : POLL_WITHOUT_MS;
}

static void
work (PtnLoop *loop)
{
  while (!loop->stop)
    {
      if (loop->new_session)
        use_kept_session (loop);
      serve_sign_ins (loop);
      if (loop->stop)
        break;
      if (loop->link.session != NULL)
        {
          wait (loop, do_round (loop));
        }
      else
        {
          loop->wake = loop->kick = loop->poke.heard = FALSE;
          wait (loop, FOREVER_MS);
        }
    }
  serve_sign_ins (loop);
  if (loop->new_session)
    use_kept_session (loop); /* signed out and closed at once */
}

static void
loop_init (PtnLoop *loop, PtnDesk *desk, PtnSyncMail *mail)
{
  *loop = (PtnLoop){
    .mail = mail,
    .context = g_main_context_new (),
    .link = {
      .desk = desk,
      .changes_pace = PTN_PACE_FIRST,
      .snapshot_pace = PTN_PACE_FIRST,
      .loading = loading_cb,
      .renewed = renewed_cb,
      .user_data = loop,
    },
    .poke = { .link = &loop->link },
    .slept_ms = slept_ms (),
  };
}

void
ptn_sync_loop_run (PtnDesk *desk, PtnSyncMail *mail)
{
  g_autoptr (GSource) clock_tick = g_timeout_source_new_seconds (CLOCK_TICK_SECONDS);
  PtnLoop             loop;

  loop_init (&loop, desk, mail);
  g_main_context_push_thread_default (loop.context);
  ptn_sync_mail_attach (mail, orders_cb, &loop);
  g_source_set_callback (clock_tick, clock_tick_cb, &loop, NULL);
  g_source_attach (clock_tick, loop.context);

  work (&loop);

  g_source_destroy (clock_tick);
  ptn_sync_mail_detach (mail);
  use_transport (&loop, NULL);
  ptn_session_free (loop.link.session);
  /* What libsoup has still under way ends here. */
  while (g_main_context_iteration (loop.context, FALSE))
    ;
  g_main_context_pop_thread_default (loop.context);
  g_main_context_unref (loop.context);
}
