// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and responses as plain values.

#include "config.h"

#include <string.h>

#include "base/ptn-base-error.h"
#include "ptn-exchange.h"

void
ptn_request_clear (PtnRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_clear_pointer (&request->query, g_hash_table_unref);
  g_clear_pointer (&request->form, g_hash_table_unref);
  g_free (request->content_type);
  g_free (request->authorization);
  g_free (request->accept_language);
  g_free (request->cookie);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->remote);
  *request = (PtnRequest) { 0 };
}

const char *
ptn_request_query (const PtnRequest *request, const char *name)
{
  return request->query != NULL ? g_hash_table_lookup (request->query, name) : NULL;
}

const char *
ptn_request_form (const PtnRequest *request, const char *name)
{
  return request->form != NULL ? g_hash_table_lookup (request->form, name) : NULL;
}

PtnJsonDoc *
ptn_request_json (const PtnRequest *request, GError **error)
{
  if (g_strcmp0 (request->content_type, "application/json") == 0)
    return ptn_json_parse (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                           &ptn_json_request_limits, error);
  g_set_error (error, PTN_WIRE_ERROR, PTN_WIRE_ERROR_INVALID,
               "the Content-Type must be application/json");
  return NULL;
}

void
ptn_response_clear (PtnResponse *response)
{
  g_clear_pointer (&response->body, g_bytes_unref);
  g_clear_pointer (&response->headers, g_ptr_array_unref);
  *response = (PtnResponse) { 0 };
}

void
ptn_response_text (PtnResponse *response, guint status, const char *content_type, char *body)
{
  g_clear_pointer (&response->body, g_bytes_unref);
  response->status = status;
  response->content_type = content_type;
  response->body = g_bytes_new_take (body, strlen (body));
}

void
ptn_response_header (PtnResponse *response, const char *name, const char *value)
{
  if (response->headers == NULL)
    response->headers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (response->headers, g_strdup (name));
  g_ptr_array_add (response->headers, g_strdup (value));
}

static void
answer (PtnResponse *response, const PtnProblem *problem)
{
  ptn_response_text (response, ptn_problem_status (problem->type), PTN_PROBLEM_CONTENT_TYPE,
                     ptn_problem_to_json (problem));
  if (problem->type == PTN_PROBLEM_UNAVAILABLE)
    ptn_response_header (response, "Retry-After", "1");
}

void
ptn_response_problem (PtnResponse *response, PtnProblemType type, const char *detail)
{
  answer (response, &(PtnProblem) { .type = type, .detail = (char *) detail });
}

void
ptn_response_problem_at (PtnResponse   *response,
                         PtnProblemType type,
                         const char    *pointer,
                         const char    *detail)
{
  answer (response,
          &(PtnProblem) { .type = type, .detail = (char *) detail, .pointer = (char *) pointer });
}

static PtnProblemType
type_of (const GError *error)
{
  if (error->domain == PTN_WIRE_ERROR)
    return error->code == PTN_WIRE_ERROR_TOO_LARGE ? PTN_PROBLEM_TOO_LARGE : PTN_PROBLEM_INVALID;
  if (error->domain == PTN_BASE_ERROR)
    return PTN_PROBLEM_INVALID;
  if (error->domain == PTN_DB_ERROR &&
      (error->code == PTN_DB_ERROR_BUSY || error->code == PTN_DB_ERROR_FULL ||
       error->code == PTN_DB_ERROR_INTERRUPTED))
    return PTN_PROBLEM_UNAVAILABLE;
  return PTN_PROBLEM_INTERNAL;
}

void
ptn_response_error (PtnResponse *response, const GError *error)
{
  const PtnProblemType type = type_of (error);
  const gboolean       ours = type == PTN_PROBLEM_INTERNAL || type == PTN_PROBLEM_UNAVAILABLE;
  g_autofree char     *pointer = ptn_json_fault_pointer (error);

  if (ours)
    g_warning ("%s: %s", g_quark_to_string (error->domain), error->message);
  answer (response, &(PtnProblem) {
                        .type = type, .detail = ours ? NULL : error->message, .pointer = pointer });
}
