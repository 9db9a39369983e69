// SPDX-License-Identifier: GPL-3.0-or-later
// Identity, signing in and out.

#include "config.h"

#include "base/ptn-date.h"
#include "base/ptn-log.h"
#include "ptn-account.h"
#include "ptn-calls.h"
#include "ptn-credential.h"
#include "ptn-server.h"

#define PASSWORD_MAX    1024
#define DEVICE_NAME_MAX 200

typedef struct
{
  const char *login; /* NULL for the local session */
  const char *password;
  PtnUuid     device;
  const char *device_name;
  PtnUuid     property_id; /* nil: the only one */
} SignIn;

static void
add_uuid (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *key, const PtnUuid *uuid)
{
  char text[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (uuid, text);
  yyjson_mut_obj_add_strcpy (doc, object, key, text);
}

static void
answer_json (PtnResponse *response, yyjson_mut_doc *doc)
{
  ptn_response_text (response, 200, "application/json",
                     yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL));
}

/* Adds {"id", "name"} of every property. */
static gboolean
add_properties (PtnDb *db, yyjson_mut_doc *doc, yyjson_mut_val *array, GError **error)
{
  g_autoptr (GError)       fault = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT id, name FROM property ORDER BY property", "");

  if (statement == NULL)
    return FALSE;
  while (ptn_statement_step (statement, &fault))
    {
      yyjson_mut_val *property = yyjson_mut_arr_add_obj (doc, array);
      PtnUuid         id;

      ptn_statement_uuid (statement, 0, &id);
      add_uuid (doc, property, "id", &id);
      yyjson_mut_obj_add_strcpy (doc, property, "name", ptn_statement_text (statement, 1));
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

void
ptn_call_server (PtnWorker                       *worker,
                 G_GNUC_UNUSED const PtnIdentity *who,
                 G_GNUC_UNUSED const PtnRequest  *request,
                 PtnResponse                     *response)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "server", ptn_server_id_text (worker->server));
  yyjson_mut_obj_add_str (doc, root, "product", "portineria");
  yyjson_mut_obj_add_str (doc, root, "version", PTN_VERSION);
  yyjson_mut_obj_add_int (doc, root, "protocol", 1);
  yyjson_mut_obj_add_bool (doc, root, "local", ptn_server_is_local (worker->server));
  if (add_properties (worker->db, doc, yyjson_mut_obj_add_arr (doc, root, "properties"), &error))
    answer_json (response, doc);
  else
    ptn_response_error (response, error);
}

/* Reading the request */

static gboolean
read_text (yyjson_val        *object,
           const char        *key,
           gsize              max,
           const char       **out,
           const PtnJsonPath *path,
           GError           **error)
{
  const PtnJsonPath at = { path, key, 0 };

  if (!ptn_json_string (object, key, out, path, error))
    return FALSE;
  return (**out != '\0' && strlen (*out) <= max) ||
         ptn_json_fault (&at, error, "must have 1 to %zu bytes", max);
}

static gboolean
read_device (yyjson_val *root, SignIn *out, GError **error)
{
  static const char *const known[] = { "id", "name", NULL };
  const PtnJsonPath        path = { NULL, "device", 0 };
  yyjson_val              *device = ptn_json_member (root, "device", NULL, error);

  return device != NULL && ptn_json_known (device, known, &path, error) &&
         ptn_json_uuid (device, "id", &out->device, &path, error) &&
         read_text (device, "name", DEVICE_NAME_MAX, &out->device_name, &path, error);
}

/* What both ways of signing in have. */
static gboolean
read_place (yyjson_val *root, SignIn *out, GError **error)
{
  return read_device (root, out, error) &&
         (yyjson_obj_get (root, "property") == NULL ||
          ptn_json_uuid (root, "property", &out->property_id, NULL, error));
}

static gboolean
read_sign_in (yyjson_val *root, SignIn *out, GError **error)
{
  static const char *const known[] = { "login", "password", "device", "property", NULL };

  return ptn_json_known (root, known, NULL, error) &&
         read_text (root, "login", 100, &out->login, NULL, error) &&
         read_text (root, "password", PASSWORD_MAX, &out->password, NULL, error) &&
         read_place (root, out, error);
}

static gboolean
read_local (yyjson_val *root, SignIn *out, GError **error)
{
  static const char *const known[] = { "device", "property", NULL };

  return ptn_json_known (root, known, NULL, error) && read_place (root, out, error);
}

/* Answering */

static gboolean
register_device (PtnDb            *db,
                 const SignIn     *sign_in,
                 const PtnAccount *account,
                 gint64            now,
                 gint64           *op_seq,
                 GError          **error)
{
  return ptn_db_run (db, error,
                     "INSERT INTO device (property, id, name, user_id, seen_at) VALUES ($1, $2, "
                     "$3, $4, $5) ON CONFLICT (property, id)"
                     " DO UPDATE SET name = excluded.name, user_id = excluded.user_id, seen_at = "
                     "excluded.seen_at",
                     "iutui", account->property, &sign_in->device, sign_in->device_name,
                     &account->user, now) &&
         ptn_db_get_int (db, op_seq, error,
                         "SELECT coalesce ((SELECT op_seq FROM device_seq WHERE property = $1 AND "
                         "device_id = $2 AND user_id = $3), 0)",
                         "iuu", account->property, &sign_in->device, &account->user);
}

static void
add_tokens (PtnServer *server, yyjson_mut_doc *doc, const PtnTokens *tokens)
{
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "server", ptn_server_id_text (server));
  yyjson_mut_obj_add_str (doc, root, "token", tokens->token);
  yyjson_mut_obj_add_str (doc, root, "refresh", tokens->refresh);
  yyjson_mut_obj_add_int (doc, root, "expires_at", tokens->expires_at);
}

static void
answer_session (PtnWorker        *worker,
                const PtnAccount *account,
                const PtnTokens  *tokens,
                gint64            op_seq,
                PtnResponse      *response)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root, *user;

  add_tokens (worker->server, doc, tokens);
  root = yyjson_mut_doc_get_root (doc);
  add_uuid (doc, root, "property", &account->property_id);
  user = yyjson_mut_obj_add_obj (doc, root, "user");
  add_uuid (doc, user, "id", &account->user);
  yyjson_mut_obj_add_str (doc, user, "login", account->login);
  yyjson_mut_obj_add_str (doc, user, "name", account->name);
  yyjson_mut_obj_add_str (doc, user, "role", ptn_role_names[account->role]);
  yyjson_mut_obj_add_int (doc, root, "op_seq", op_seq);
  answer_json (response, doc);
}

static void
begin_session (PtnWorker        *worker,
               const SignIn     *sign_in,
               const PtnAccount *account,
               PtnResponse      *response)
{
  const gint64       now = ptn_clock_now ();
  g_autoptr (GError) error = NULL;
  char               user[PTN_UUID_TEXT_SIZE];
  PtnTokens          tokens;
  gint64             op_seq;

  if (ptn_db_begin (worker->db, &error) &&
      register_device (worker->db, sign_in, account, now, &op_seq, &error) &&
      ptn_token_issue (worker->db, account->property, &account->user, &sign_in->device, now,
                       &tokens, &error) &&
      ptn_db_commit (worker->db, &error))
    {
      ptn_uuid_print (&account->user, user);
      ptn_log_event ("session.begun", "user", user, NULL);
      answer_session (worker, account, &tokens, op_seq, response);
      return;
    }
  ptn_db_rollback (worker->db);
  ptn_response_error (response, error);
}

static void
refuse_throttled (PtnResponse *response, gint64 retry_after)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, retry_after);

  ptn_response_problem (response, PTN_PROBLEM_THROTTLED, "there were too many wrong passwords");
  ptn_response_header (response, "Retry-After", seconds);
}

void
ptn_call_sign_in (PtnWorker                       *worker,
                  G_GNUC_UNUSED const PtnIdentity *who,
                  const PtnRequest                *request,
                  PtnResponse                     *response)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnJsonDoc) doc = ptn_request_json (request, &error);
  g_auto (PtnAccount)    account = { 0 };
  SignIn                 sign_in = { 0 };
  PtnCredentialVerdict   verdict;
  PtnUuid                user;
  gint64                 retry_after;

  if (doc == NULL || !read_sign_in (yyjson_doc_get_root (doc), &sign_in, &error) ||
      !ptn_account_find_property (worker->db, &sign_in.property_id, &account, &error) ||
      !ptn_credential_check (worker->db, account.property, sign_in.login, sign_in.password,
                             request->remote, &verdict, &user, &retry_after, &error))
    ptn_response_error (response, error);
  else if (verdict == PTN_CREDENTIAL_THROTTLED)
    refuse_throttled (response, retry_after);
  else if (verdict == PTN_CREDENTIAL_RIGHT &&
           ptn_account_find_user (worker->db, &user, &account, &error))
    begin_session (worker, &sign_in, &account, response);
  else if (error != NULL)
    ptn_response_error (response, error);
  else
    ptn_response_problem (response, PTN_PROBLEM_SIGN_IN, "the login or the password is wrong");
}

void
ptn_call_sign_in_locally (PtnWorker                       *worker,
                          G_GNUC_UNUSED const PtnIdentity *who,
                          const PtnRequest                *request,
                          PtnResponse                     *response)
{
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnJsonDoc) doc = NULL;
  g_auto (PtnAccount)    account = { 0 };
  SignIn                 sign_in = { 0 };

  if (!ptn_server_is_local (worker->server) || !request->same_user)
    ptn_response_problem (response, PTN_PROBLEM_FORBIDDEN,
                          "only for the owner of a local server, over its Unix socket");
  else if ((doc = ptn_request_json (request, &error)) == NULL ||
           !read_local (yyjson_doc_get_root (doc), &sign_in, &error) ||
           !ptn_account_find_property (worker->db, &sign_in.property_id, &account, &error))
    ptn_response_error (response, error);
  else if (ptn_account_find_owner (worker->db, &account, &error))
    begin_session (worker, &sign_in, &account, response);
  else if (error != NULL)
    ptn_response_error (response, error);
  else
    ptn_response_problem (response, PTN_PROBLEM_FORBIDDEN, "the property has no manager");
}

/* Refreshing and ending */

static gboolean
read_refresh (yyjson_val *root, const char **refresh, GError **error)
{
  static const char *const known[] = { "refresh", NULL };

  return ptn_json_known (root, known, NULL, error) &&
         ptn_json_string (root, "refresh", refresh, NULL, error);
}

void
ptn_call_refresh (PtnWorker                       *worker,
                  G_GNUC_UNUSED const PtnIdentity *who,
                  const PtnRequest                *request,
                  PtnResponse                     *response)
{
  g_autoptr (GError)        error = NULL;
  g_autoptr (PtnJsonDoc)    doc = ptn_request_json (request, &error);
  g_autoptr (PtnJsonMutDoc) reply = NULL;
  const char               *refresh;
  PtnTokens                 tokens;

  if (doc != NULL && read_refresh (yyjson_doc_get_root (doc), &refresh, &error) &&
      ptn_token_refresh (worker->db, refresh, ptn_clock_now (), &tokens, &error))
    {
      reply = yyjson_mut_doc_new (NULL);
      add_tokens (worker->server, reply, &tokens);
      answer_json (response, reply);
    }
  else if (error != NULL)
    {
      ptn_response_error (response, error);
    }
  else
    {
      ptn_response_problem (response, PTN_PROBLEM_SIGN_IN, NULL);
    }
}

void
ptn_call_sign_out (PtnWorker                      *worker,
                   const PtnIdentity              *who,
                   G_GNUC_UNUSED const PtnRequest *request,
                   PtnResponse                    *response)
{
  g_autoptr (GError) error = NULL;

  if (!ptn_token_end (worker->db, who->session, &error))
    {
      ptn_response_error (response, error);
      return;
    }
  response->status = 204;
  /* libsoup ends the connection after a 204 and would not say so. */
  ptn_response_header (response, "Connection", "close");
}
