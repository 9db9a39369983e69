// SPDX-License-Identifier: GPL-3.0-or-later
// The table of calls.

#include "config.h"

#include "ptn-router.h"

#include "base/ptn-date.h"
#include "ptn-calls.h"
#include "ptn-concierge.h"
#include "ptn-server.h"

typedef struct
{
  const char *method;
  const char *path;
  PtnCall     call;
  gboolean    token; /* only for whoever is signed in */
} Route;

static const Route routes[] = {
  { "GET", "/v1/server", ptn_call_server, FALSE },
  { "POST", "/v1/session", ptn_call_sign_in, FALSE },
  { "POST", "/v1/session/local", ptn_call_sign_in_locally, FALSE },
  { "POST", "/v1/session/refresh", ptn_call_refresh, FALSE },
  { "DELETE", "/v1/session", ptn_call_sign_out, TRUE },
  { "POST", "/v1/ops", ptn_call_ops, TRUE },
  { "GET", "/v1/changes", ptn_call_changes, TRUE },
  { "GET", "/v1/snapshot", ptn_call_snapshot, TRUE },
  { "GET", "/v1/events", ptn_call_events, TRUE },
};

static const char *
bearer (const PtnRequest *request)
{
  const char *authorization = request->authorization;
  const gsize scheme = strlen ("Bearer ");

  return authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", scheme) == 0
             ? authorization + scheme
             : NULL;
}

static void
call_signed_in (const Route      *route,
                PtnWorker        *worker,
                const PtnRequest *request,
                PtnResponse      *response)
{
  g_autoptr (GError) error = NULL;
  const char        *token = bearer (request);
  PtnIdentity        who;

  if (token != NULL && ptn_token_find (worker->db, token, ptn_clock_now (), &who, &error))
    {
      route->call (worker, &who, request, response);
    }
  else if (error != NULL)
    {
      ptn_response_error (response, error);
    }
  else
    {
      ptn_response_problem (response, PTN_PROBLEM_SIGN_IN, NULL);
      ptn_response_header (response, "WWW-Authenticate", "Bearer");
    }
}

static void
refuse_method (const char *path, PtnResponse *response)
{
  g_autoptr (GString) allowed = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (path, routes[i].path))
      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", routes[i].method);
  if (allowed->len == 0)
    {
      ptn_response_problem (response, PTN_PROBLEM_NOT_FOUND, NULL);
      return;
    }
  ptn_response_problem (response, PTN_PROBLEM_METHOD, NULL);
  ptn_response_header (response, "Allow", allowed->str);
}

static const Route *
find_route (const PtnRequest *request)
{
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    if (g_str_equal (request->method, routes[i].method) &&
        g_str_equal (request->path, routes[i].path))
      return &routes[i];
  return NULL;
}

/* The loop turns the connection into a stream of pokes. */
void
ptn_call_events (G_GNUC_UNUSED PtnWorker        *worker,
                 const PtnIdentity              *who,
                 G_GNUC_UNUSED const PtnRequest *request,
                 PtnResponse                    *response)
{
  response->status = 101;
  response->listen_to = who->property;
  response->listen_until = who->expires_at;
}

void
ptn_router_handle (PtnWorker *worker, const PtnRequest *request, PtnResponse *response)
{
  const Route *route = find_route (request);

  if (g_str_has_prefix (request->path, PTN_CONCIERGE_PREFIX))
    {
      ptn_concierge_handle (worker, request, response);
      return;
    }
  if (route == NULL)
    refuse_method (request->path, response);
  else if (route->token)
    call_signed_in (route, worker, request, response);
  else
    route->call (worker, NULL, request, response);
  ptn_response_header (response, "Portineria-Server", ptn_server_id_text (worker->server));
  ptn_response_header (response, "Cache-Control", "no-store");
  ptn_response_header (response, "X-Content-Type-Options", "nosniff");
}

const char *
ptn_router_log_path (const char *path)
{
  return g_str_has_prefix (path, PTN_CONCIERGE_PREFIX) ? PTN_CONCIERGE_PREFIX "…" : path;
}
