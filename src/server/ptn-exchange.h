// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where the HTTP loop and the workers meet: a request becomes a plain value, a worker
// thread turns it into a response with straight-line blocking code, and the loop sends it.
#pragma once

#include <glib.h>

#include "db/ptn-db.h"
#include "wire/ptn-json.h"
#include "wire/ptn-problem.h"

G_BEGIN_DECLS

/* Everything a handler may look at; no HTTP object crosses the threads. */
typedef struct
{
  char       *method;
  char       *path;          /* decoded, without the query */
  GHashTable *query;         /* (nullable) of decoded texts, and for a form POST: none (see form) */
  GHashTable *form;          /* (nullable) fields of an application/x-www-form-urlencoded body */
  char       *content_type;  /* (nullable) without parameters, lower case */
  char       *authorization; /* (nullable) */
  char       *accept_language; /* (nullable) */
  char       *cookie;          /* (nullable) */
  GBytes     *body;
  char       *remote;    /* who asks, as ptn-remote.h names peers */
  gboolean    same_user; /* a Unix socket whose peer runs as the server's own user */
} PtnRequest;

void ptn_request_clear (PtnRequest *request);

/* (nullable) (transfer none): one query or form field */
const char *ptn_request_query (const PtnRequest *request, const char *name);
const char *ptn_request_form (const PtnRequest *request, const char *name);

/* The body of a request that must be JSON, within the limits of ptn-json.h. Returns: (transfer
 * full) (nullable): NULL with PTN_WIRE_ERROR */
PtnJsonDoc *ptn_request_json (const PtnRequest *request, GError **error);

typedef struct
{
  guint       status;
  const char *content_type; /* static */
  GBytes     *body;         /* (nullable) */
  GPtrArray  *headers;      /* (nullable) name, value, name, value … */
  gint64      listen_to;    /* status 101: the property whose stream of pokes this becomes … */
  gint64      listen_until; /* … and the instant at which it ends */
} PtnResponse;

void ptn_response_clear (PtnResponse *response);
/* @body: (transfer full) */
void ptn_response_text (PtnResponse *response, guint status, const char *content_type, char *body);
void ptn_response_header (PtnResponse *response, const char *name, const char *value);
/* Answers with problem details; @detail is for developers and is never a guest's data. */
void ptn_response_problem (PtnResponse *response, PtnProblemType type, const char *detail);
/* The same with the JSON pointer of the fault. */
void ptn_response_problem_at (PtnResponse   *response,
                              PtnProblemType type,
                              const char    *pointer,
                              const char    *detail);
/* The problem that fits @error of any of our domains: wire faults are 400 with their pointer, a
 * busy database 503, anything unforeseen 500 without its text, which goes to the log. */
void ptn_response_error (PtnResponse *response, const GError *error);

/* What every handler of one worker shares: its own connection, and the server's parts that are safe
 * to use from any thread. */
typedef struct _PtnServer PtnServer;

typedef struct
{
  PtnServer *server;
  PtnDb     *db;
} PtnWorker;

/* Call it after every ptn_commit_finish() that put something: pokes the desks of @property and
 * looks when the next effect falls due. */
void ptn_worker_changed (PtnWorker *worker, gint64 property);

typedef void (*PtnHandler) (PtnWorker *worker, const PtnRequest *request, PtnResponse *response);

/* Handing over. A job's functions are all that the two sides share of it: work runs on a worker,
 * done on the loop's thread. */
typedef struct _PtnExchange PtnExchange;
typedef struct _PtnJob      PtnJob;

struct _PtnJob
{
  void (*work) (PtnJob *job, PtnWorker *worker);
  void (*done) (PtnJob *job); /* frees the job */
};

/* Starts @n_workers threads, each with a connection of its own to @database. Loop thread. Returns:
 * (transfer full) (nullable): NULL with PTN_DB_ERROR */
PtnExchange *
ptn_exchange_new (PtnServer *server, const char *database, guint n_workers, GError **error);
/* Waits for the workers to finish what is queued; calls what is done without the loop. Loop thread.
 */
void ptn_exchange_free (PtnExchange *exchange);
/* Loop to worker, and back when it is done. Loop thread. */
void ptn_exchange_push (PtnExchange *exchange, PtnJob *job);
/* Worker to loop: only done is called. Any thread. */
void ptn_exchange_post (PtnExchange *exchange, PtnJob *job);

G_END_DECLS
