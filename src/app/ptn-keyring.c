// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the session of a server in the desktop's keyring: one item for each address, holding all of
// the session as a key file.
#include "ptn-keyring.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

#define GROUP "session"

static const SecretSchema schema = {
  "org.portineria.Portineria.Session",
  SECRET_SCHEMA_NONE,
  { { "address", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static void
set_uuid (GKeyFile *file, const char *key, const PtnUuid *uuid)
{
  char text[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (uuid, text);
  g_key_file_set_string (file, GROUP, key, text);
}

static gboolean
get_uuid (GKeyFile *file, const char *key, PtnUuid *uuid)
{
  g_autofree char *text = g_key_file_get_string (file, GROUP, key, NULL);

  return ptn_uuid_parse (text, uuid);
}

char *
ptn_session_to_text (const PtnSession *session)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, "address", session->address);
  set_uuid (file, "server", &session->server);
  set_uuid (file, "property", &session->property);
  set_uuid (file, "user", &session->user);
  g_key_file_set_string (file, GROUP, "login", session->login);
  g_key_file_set_string (file, GROUP, "name", session->name);
  g_key_file_set_integer (file, GROUP, "role", session->role);
  g_key_file_set_string (file, GROUP, "token", session->token);
  g_key_file_set_string (file, GROUP, "refresh", session->refresh);
  g_key_file_set_int64 (file, GROUP, "expires-at", session->expires_at);
  g_key_file_set_int64 (file, GROUP, "op-seq", session->op_seq);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
read_session (GKeyFile *file, PtnSession *session)
{
  session->address = g_key_file_get_string (file, GROUP, "address", NULL);
  session->login = g_key_file_get_string (file, GROUP, "login", NULL);
  session->name = g_key_file_get_string (file, GROUP, "name", NULL);
  session->role = g_key_file_get_integer (file, GROUP, "role", NULL);
  session->token = g_key_file_get_string (file, GROUP, "token", NULL);
  session->refresh = g_key_file_get_string (file, GROUP, "refresh", NULL);
  session->expires_at = g_key_file_get_int64 (file, GROUP, "expires-at", NULL);
  session->op_seq = g_key_file_get_int64 (file, GROUP, "op-seq", NULL);
  return session->address != NULL && session->login != NULL && session->name != NULL &&
         session->token != NULL && session->refresh != NULL &&
         get_uuid (file, "server", &session->server) &&
         get_uuid (file, "property", &session->property) && get_uuid (file, "user", &session->user);
}

PtnSession *
ptn_session_from_text (const char *text)
{
  g_autoptr (GKeyFile)   file = g_key_file_new ();
  g_autoptr (PtnSession) session = g_new0 (PtnSession, 1);

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, NULL) ||
      !read_session (file, session))
    return NULL;
  return g_steal_pointer (&session);
}

void
ptn_keyring_save (const PtnSession *session, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *text = ptn_session_to_text (session);
  /* Translators: how the keyring lists the session: the user name, then the server's address */
  g_autofree char *label = g_strdup_printf (_ ("Portineria: %s at %s"), session->login,
                                            session->address);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, text, NULL, callback, user_data,
                         "address", session->address, NULL);
}

gboolean
ptn_keyring_save_finish (GAsyncResult *result, GError **error)
{
  return secret_password_store_finish (result, error);
}

void
ptn_keyring_lookup (const char         *address,
                    GCancellable       *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer            user_data)
{
  secret_password_lookup (&schema, cancellable, callback, user_data, "address", address, NULL);
}

PtnSession *
ptn_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  char       *text = secret_password_lookup_finish (result, error);
  PtnSession *session = text != NULL ? ptn_session_from_text (text) : NULL;

  secret_password_free (text);
  return session;
}

void
ptn_keyring_forget (const char *address)
{
  secret_password_clear (&schema, NULL, NULL, NULL, "address", address, NULL);
}
