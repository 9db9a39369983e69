// SPDX-License-Identifier: GPL-3.0-or-later
// Calls in the name of a session.

#include "config.h"

#include "ptn-link.h"

#include <glib/gi18n-lib.h>

gboolean
ptn_link_signed_out (GError **error)
{
  g_set_error_literal (
      error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_SIGN_IN,
      _ ("You are signed out here. Sign in again: what waits to be sent is kept."));
  return FALSE;
}

gboolean
ptn_link_refuse (const PtnAnswer *answer, GError **error)
{
  const char *name = ptn_problem_name (answer->problem.type);

  g_debug ("refused: %s: %s", name, answer->problem.detail != NULL ? answer->problem.detail : "");
  if (answer->problem.type == PTN_PROBLEM_SIGN_IN)
    return ptn_link_signed_out (error);
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL,
               _ ("The server refused what this desk sent (%s). Install the same version of "
                  "Portineria on both; what waits to be "
                  "sent is kept."),
               name);
  return FALSE;
}

gboolean
ptn_link_broken (const char *detail, GError **error)
{
  g_warning ("The server broke the protocol: %s", detail);
  g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL,
                       _ ("The server’s answer cannot be understood. Install the same version of "
                          "Portineria on both; nothing is lost."));
  return FALSE;
}

gboolean
ptn_link_call (PtnLink    *link,
               const char *method,
               const char *path,
               const char *body,
               const char *content_type,
               PtnAnswer  *answer,
               GError    **error)
{
  const PtnCall call = {
    .method = method,
    .path = path,
    .token = link->session->token,
    .body = body,
    .content_type = content_type,
    .server = &link->session->server,
  };
  gboolean ours;

  *answer = (PtnAnswer) { 0 };
  if (link->overtaken)
    return ptn_transport_cut (error);
  ours = ptn_transport_call (link->transport, &call, answer, error);
  link->retry_after = answer->retry_after;
  if (!ours)
    return FALSE;
  return answer->ok || answer->problem.type != PTN_PROBLEM_SIGN_IN ||
         ptn_link_refuse (answer, error);
}
