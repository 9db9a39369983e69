// SPDX-License-Identifier: GPL-3.0-or-later
// Becoming and staying signed in.

#include "config.h"

#include "ptn-sign-in.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <time.h>

#include "ptn-address.h"
#include "wire/ptn-json.h"

#define PRODUCT    "portineria"
#define PROTOCOL   1
#define ANSWER_MAX (64 * 1024)
/* A token lives 12 hours and its refresh token 90 days. The instant at which it ends is the
 * server's, and this desk's clock may be wrong: it is a hint only, followed once an hour at most.
 * What decides is the server's 401. */
#define RENEW_BEFORE_MS (60 * 60 * 1000)
#define RENEW_EVERY_MS  (60 * 60 * 1000)

static gint64
boot_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000) + now.tv_nsec / 1000000;
}

/* Reads a small JSON answer. Returns: (transfer full) (nullable) */
static PtnJsonDoc *
read_json (PtnTransport *transport, GError **error)
{
  gsize              length = 0;
  g_autofree char   *text = ptn_transport_read_all (transport, ANSWER_MAX, &length, error);
  g_autoptr (GError) fault = NULL;
  PtnJsonDoc        *doc;

  if (text == NULL)
    return NULL;
  doc = ptn_json_parse (text, length, &ptn_json_line_limits, &fault);
  explicit_bzero (text, length);
  if (doc == NULL)
    ptn_link_broken (fault->message, error);
  return doc;
}

/* Who answers */

static gboolean
check_product (yyjson_val *root, const PtnUuid *header, GError **error)
{
  const char *product = "";
  gint64      protocol = 0;
  PtnUuid     server;

  if (!ptn_json_string (root, "product", &product, NULL, NULL) || !g_str_equal (product, PRODUCT) ||
      !ptn_json_uuid (root, "server", &server, NULL, NULL) || !ptn_uuid_equal (&server, header))
    return ptn_transport_stranger (error);
  if (ptn_json_integer (root, "protocol", 1, G_MAXINT32, &protocol, NULL, NULL) &&
      protocol == PROTOCOL)
    return TRUE;
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL,
               _ ("The server speaks version %d of the protocol and this desk version %d. Install "
                  "the same version of Portineria on both."),
               (int) protocol, PROTOCOL);
  return FALSE;
}

static gboolean
ask_identity (PtnTransport *transport, PtnUuid *server, GError **error)
{
  const PtnCall          call = { .method = "GET",
                                  .path = "/v1/server",
                                  .content_type = PTN_JSON_CONTENT_TYPE };
  g_auto (PtnAnswer)     answer = { 0 };
  g_autoptr (PtnJsonDoc) doc = NULL;

  if (!ptn_transport_call (transport, &call, &answer, error))
    return FALSE;
  if (!answer.ok)
    return ptn_transport_stranger (error);
  doc = read_json (transport, error);
  *server = answer.server;
  return doc != NULL && check_product (yyjson_doc_get_root (doc), &answer.server, error);
}

/* The session that an answer gives */

static gboolean
read_tokens (yyjson_val *root, PtnSession *session, GError **error)
{
  const char *token;
  const char *refresh;

  if (!ptn_json_string (root, "token", &token, NULL, error) ||
      !ptn_json_string (root, "refresh", &refresh, NULL, error) ||
      !ptn_json_integer (root, "expires_at", 0, G_MAXINT64, &session->expires_at, NULL, error))
    return FALSE;
  g_free (session->token);
  session->token = g_strdup (token);
  g_free (session->refresh);
  session->refresh = g_strdup (refresh);
  return TRUE;
}

static gboolean
read_role (yyjson_val *user, const PtnJsonPath *path, int *role, GError **error)
{
  const char *name;

  if (!ptn_json_string (user, "role", &name, path, error))
    return FALSE;
  for (*role = 0; ptn_role_names[*role] != NULL; (*role)++)
    if (g_str_equal (name, ptn_role_names[*role]))
      return TRUE;
  return ptn_json_fault (&(PtnJsonPath) { path, "role", 0 }, error, "“%s” is not a role", name);
}

static gboolean
read_user (yyjson_val *root, PtnSession *session, GError **error)
{
  const PtnJsonPath path = { NULL, "user", 0 };
  yyjson_val       *user = ptn_json_member (root, "user", NULL, error);
  const char       *login;
  const char       *name;

  if (user == NULL || !ptn_json_uuid (user, "id", &session->user, &path, error) ||
      !ptn_json_string (user, "login", &login, &path, error) ||
      !ptn_json_string (user, "name", &name, &path, error))
    return FALSE;
  session->login = g_strdup (login);
  session->name = g_strdup (name);
  return read_role (user, &path, &session->role, error);
}

static PtnSession *
read_session (PtnTransport *transport, const char *address, const PtnUuid *server, GError **error)
{
  g_autoptr (PtnJsonDoc) doc = read_json (transport, error);
  g_autoptr (PtnSession) session = g_new0 (PtnSession, 1);
  g_autoptr (GError)     fault = NULL;
  yyjson_val            *root = yyjson_doc_get_root (doc);

  if (doc == NULL)
    return NULL;
  session->address = g_strdup (address);
  session->server = *server;
  if (read_tokens (root, session, &fault) && read_user (root, session, &fault) &&
      ptn_json_uuid (root, "property", &session->property, NULL, &fault) &&
      ptn_json_integer (root, "op_seq", 0, G_MAXINT64, &session->op_seq, NULL, &fault))
    return g_steal_pointer (&session);
  ptn_link_broken (fault->message, error);
  return NULL;
}

/* Signing in */

static char *
sign_in_body (const PtnUuid *device, const char *login, const char *password)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root = yyjson_mut_obj (doc);
  yyjson_mut_val           *device_object = yyjson_mut_obj (doc);
  g_autofree char          *host = g_utf8_make_valid (g_get_host_name (), -1);
  char                      id[PTN_UUID_TEXT_SIZE];

  yyjson_mut_doc_set_root (doc, root);
  if (password != NULL)
    {
      yyjson_mut_obj_add_str (doc, root, "login", login);
      yyjson_mut_obj_add_str (doc, root, "password", password);
    }
  ptn_uuid_print (device, id);
  yyjson_mut_obj_add_val (doc, root, "device", device_object);
  yyjson_mut_obj_add_str (doc, device_object, "id", id);
  yyjson_mut_obj_add_str (doc, device_object, "name", host);
  return yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
}

static gboolean
explain_refusal (const PtnAnswer *answer, gboolean local, GError **error)
{
  if (local && (answer->problem.type == PTN_PROBLEM_FORBIDDEN ||
                answer->problem.type == PTN_PROBLEM_SIGN_IN))
    g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_SIGN_IN,
                         _ ("The server on this PC belongs to another user of the PC. Log in to "
                            "the PC as that user."));
  else if (answer->problem.type == PTN_PROBLEM_SIGN_IN ||
           answer->problem.type == PTN_PROBLEM_FORBIDDEN)
    g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PASSWORD,
                         _ ("The user name or the password is wrong. Type both again; mind capital "
                            "letters and the keyboard’s language."));
  else if (answer->problem.type == PTN_PROBLEM_INVALID &&
           g_strcmp0 (answer->problem.pointer, "/property") == 0)
    g_set_error_literal (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_ADDRESS,
                         _ ("This server has no hotel to sign in to yet, or several. Ask whoever "
                            "looks after it to import the hotel, or for another address."));
  else
    return ptn_link_refuse (answer, error);
  return FALSE;
}

static void
explain_throttling (gint64 retry_after, GError **error)
{
  const guint minutes = MAX (1, (retry_after + 59999) / 60000);

  g_clear_error (error);
  g_set_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_THROTTLED,
               ngettext ("There were too many wrong passwords. Wait %u minute, then try again.",
                         "There were too many wrong passwords. Wait %u minutes, then try again.",
                         minutes),
               minutes);
}

PtnSession *
ptn_sign_in (PtnTransport  *transport,
             const char    *address,
             const PtnUuid *device,
             const char    *login,
             const char    *password,
             GError       **error)
{
  const gboolean     local = password == NULL;
  g_autofree char   *body = sign_in_body (device, login, password);
  g_auto (PtnAnswer) answer = { 0 };
  g_autoptr (GError) fault = NULL;
  PtnSession        *session = NULL;
  PtnUuid            server;
  const PtnCall      call = {
         .method = "POST",
         .path = local ? "/v1/session/local" : "/v1/session",
         .body = body,
         .content_type = PTN_JSON_CONTENT_TYPE,
         .server = &server,
  };

  if (ask_identity (transport, &server, &fault) &&
      ptn_transport_call (transport, &call, &answer, &fault))
    {
      if (answer.ok)
        session = read_session (transport, address, &server, &fault);
      else
        explain_refusal (&answer, local, &fault);
    }
  explicit_bzero (body, strlen (body));
  if (g_error_matches (fault, PTN_SYNC_ERROR, PTN_SYNC_ERROR_THROTTLED))
    explain_throttling (answer.retry_after, &fault);
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return session;
}

/* Staying signed in */

gboolean
ptn_renewal_due (const PtnLink *link)
{
  const gboolean lately = link->renewed_at != 0 && boot_ms () - link->renewed_at < RENEW_EVERY_MS;

  return !lately && ptn_clock_now () > link->session->expires_at - RENEW_BEFORE_MS;
}

/* The owner of this PC's server needs no refresh token. */
static gboolean
renew_locally (PtnLink *link, GError **error)
{
  g_autoptr (PtnSession) session = NULL;
  PtnUuid                device;

  ptn_desk_device (link->desk, &device);
  session = ptn_sign_in (link->transport, link->session->address, &device, NULL, NULL, error);
  if (session == NULL)
    return FALSE;
  if (!ptn_uuid_equal (&session->server, &link->session->server) ||
      !ptn_uuid_equal (&session->user, &link->session->user))
    return ptn_transport_stranger (error);
  ptn_session_free (link->session);
  link->session = g_steal_pointer (&session);
  return TRUE;
}

static gboolean
refresh (PtnLink *link, GError **error)
{
  g_autoptr (PtnJsonMutDoc) request = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root = yyjson_mut_obj (request);
  g_autofree char          *body = NULL;
  g_auto (PtnAnswer)        answer = { 0 };
  g_autoptr (PtnJsonDoc)    doc = NULL;
  g_autoptr (GError)        fault = NULL;
  PtnCall                   call = {
                      .method = "POST",
                      .path = "/v1/session/refresh",
                      .content_type = PTN_JSON_CONTENT_TYPE,
                      .server = &link->session->server,
  };
  gboolean called;

  yyjson_mut_doc_set_root (request, root);
  yyjson_mut_obj_add_str (request, root, "refresh", link->session->refresh);
  call.body = body = yyjson_mut_write (request, YYJSON_WRITE_NOFLAG, NULL);
  called = ptn_transport_call (link->transport, &call, &answer, error);
  link->retry_after = answer.retry_after;
  if (!called)
    return FALSE;
  if (!answer.ok)
    return ptn_link_refuse (&answer, error);
  doc = read_json (link->transport, error);
  if (doc == NULL)
    return FALSE;
  return read_tokens (yyjson_doc_get_root (doc), link->session, &fault) ||
         ptn_link_broken (fault->message, error);
}

gboolean
ptn_renew (PtnLink *link, GError **error)
{
  const gboolean     local = ptn_address_socket (link->session->address) != NULL;
  g_autoptr (GError) fault = NULL;

  if (link->overtaken)
    return ptn_transport_cut (error);
  if (!refresh (link, &fault))
    {
      if (!local || !g_error_matches (fault, PTN_SYNC_ERROR, PTN_SYNC_ERROR_SIGN_IN))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (!renew_locally (link, error))
        return FALSE;
    }
  link->renewed_at = boot_ms ();
  link->renewed (link->user_data);
  return TRUE;
}
