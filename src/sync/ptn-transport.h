// SPDX-License-Identifier: GPL-3.0-or-later
// How the sync thread talks to a server: one call at a time, whose answer is judged before anybody
// reads it, and a poke beside it. The base class does what HTTP libraries do not: it trusts no
// answer that is not our server's, and bounds what it reads.
#pragma once

#include <gio/gio.h>

#include "base/ptn-uuid.h"
#include "ptn-sync.h"
#include "wire/ptn-problem.h"

G_BEGIN_DECLS

#define PTN_JSON_CONTENT_TYPE "application/json"

/* A whole call, from its first byte out to its last byte in, is over after this time: the server
 * gives up on a response that is not taken by then (docs/protocol.md, Limits). */
#define PTN_CALL_SECONDS 60
/* A peer that says nothing for this long is taken for dead. */
#define PTN_SILENCE_SECONDS 20

typedef struct
{
  const char    *method;
  const char    *path;         /* with its query, from "/v1/" on */
  const char    *token;        /* (nullable) */
  const char    *body;         /* (nullable): JSON; borrowed for the length of the call */
  const char    *content_type; /* of the answer that is asked for; NULL: an empty one */
  const PtnUuid *server; /* (nullable): whose answer it must be; NULL where that is not known yet */
} PtnCall;

typedef struct
{
  guint status;
  char *content_type; /* (nullable): lower case, without parameters */
  char *server;       /* (nullable): Portineria-Server as it came */
  char *retry_after;  /* (nullable): Retry-After as it came */
} PtnResponseHead;

typedef struct
{
  guint   status;
  PtnUuid server;
  gint64  retry_after; /* ms that the server asks to wait; 0: it says nothing. Valid after a failed
                          call too */
  gboolean   ok; /* a 2xx of the right kind; its body is read next. Else problem says why not */
  PtnProblem problem;
} PtnAnswer;

void ptn_answer_clear (PtnAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnAnswer, ptn_answer_clear)

/* What came over the poke; NULL: it is closed, or could not be opened. */
typedef void (*PtnPokeFunc) (const char *message, gpointer user_data);

#define PTN_TYPE_TRANSPORT (ptn_transport_get_type ())
G_DECLARE_DERIVABLE_TYPE (PtnTransport, ptn_transport, PTN, TRANSPORT, GObject)

/* Everything happens in the thread that owns the transport; what blocks runs that thread's default
 * main context meanwhile, so that its sources (a poke, a wake) are heard. */
struct _PtnTransportClass
{
  GObjectClass parent_class;

  /* Sends the request and waits for the head of its response; errors: PTN_SYNC_ERROR_OFFLINE and
   * _STRANGER, translated. */
  gboolean (*send) (PtnTransport *self, const PtnCall *call, PtnResponseHead *head, GError **error);
  /* The next bytes of the body; 0 at its end, -1 on an error. */
  gssize (*read) (PtnTransport *self, gpointer buffer, gsize size, GError **error);
  /* Ends the call, whether its body was read to the end or not. */
  void (*end) (PtnTransport *self);
  /* Makes the call that is under way fail; called from a source of the main context. */
  void (*interrupt) (PtnTransport *self, gboolean only_silent);
  /* Forgets every connection, the poke too: after sleep or on another network they may be dead
   * without knowing it. */
  void (*reset) (PtnTransport *self);
  /* Opens the poke; returns at once. */
  void (*listen) (PtnTransport *self,
                  const char   *path,
                  const char   *token,
                  PtnPokeFunc   func,
                  gpointer      user_data);
};

/* Sends @call and judges the head of the answer. TRUE: it is our server's; answer->ok says whether
 * it is what was asked for, or a problem. FALSE with PTN_SYNC_ERROR_OFFLINE    no answer, a cut,
 * 5xx: nothing is known about what the server did PTN_SYNC_ERROR_THROTTLED  429
 *   PTN_SYNC_ERROR_STRANGER   not our server's: another content type or server id, a redirect, a
 * certificate that is not trusted with a translated message. @answer is filled in any case: clear
 * it. */
gboolean
ptn_transport_call (PtnTransport *self, const PtnCall *call, PtnAnswer *answer, GError **error);
/* The next line of the body of an answer that is ok, without its newline, valid until the next
 * read. FALSE with PTN_SYNC_ERROR_OFFLINE on a cut and PTN_SYNC_ERROR_PROTOCOL on a line over the
 * limit; FALSE without @error at the end. A last line without newline is a cut. */
gboolean
ptn_transport_read_line (PtnTransport *self, const char **line, gsize *length, GError **error);
/* The whole body, at most @max bytes, ended by a zero that @length does not count. Returns:
 * (transfer full) (nullable) */
char *ptn_transport_read_all (PtnTransport *self, gsize max, gsize *length, GError **error);
void  ptn_transport_end (PtnTransport *self);
void  ptn_transport_interrupt (PtnTransport *self, gboolean only_silent);
void  ptn_transport_reset (PtnTransport *self);
void  ptn_transport_listen (PtnTransport *self,
                            const char   *path,
                            const char   *token,
                            PtnPokeFunc   func,
                            gpointer      user_data);

/* The error of an answer that is not our server's. Returns: FALSE, always. */
gboolean ptn_transport_stranger (GError **error);
/* The error of an answer that ended too soon. Returns: FALSE, always. */
gboolean ptn_transport_cut (GError **error);

G_END_DECLS
