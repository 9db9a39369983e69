// SPDX-License-Identifier: GPL-3.0-or-later
// "user add" and "user passwd".

#include "config.h"

#include "ptn-users-command.h"

#include "base/ptn-locale.h"
#include "model/ptn-property.h"
#include "ptn-command-line.h"
#include "ptn-commit.h"
#include "ptn-credential.h"
#include "ptn-password.h"

typedef struct
{
  char    *name;
  char    *role;
  char    *property;
  gboolean password_stdin;
} Options;

static const PtnUuid nobody;

static void
clear_options (Options *options)
{
  g_free (options->name);
  g_free (options->role);
  g_free (options->property);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error,
                     g_error_new_valist (PTN_DB_ERROR, PTN_DB_ERROR_FAILED, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* The user of @property whose login is @login, compared after folding: also one who has no password
 * yet, as the owner of local mode. @stored: (out): as it is written there. FALSE with @error, or
 * without where there is none. */
static gboolean
find_user (PtnDb      *db,
           gint64      property,
           const char *login,
           PtnUuid    *user,
           char      **stored,
           GError    **error)
{
  g_autofree char         *folded = ptn_fold (login);
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT id, login FROM \"user\" WHERE property = $1", "i", property);

  while (statement != NULL && ptn_statement_step (statement, error))
    {
      const char      *here = ptn_statement_text (statement, 1);
      g_autofree char *here_folded = ptn_fold (here);

      if (!g_str_equal (here_folded, folded))
        continue;
      *stored = g_strdup (here);
      return ptn_statement_uuid (statement, 0, user);
    }
  return FALSE;
}

static gboolean
parse_role (const char *name, int *role, GError **error)
{
  g_autofree char *known = g_strjoinv (", ", (char **) ptn_role_names);

  for (*role = 0; name != NULL && ptn_role_names[*role] != NULL; ++*role)
    if (g_str_equal (name, ptn_role_names[*role]))
      return TRUE;
  return refuse (error, "Say with --role what the user may do, one of: %s.", known);
}

static gboolean
put_new (PtnCommit *commit, const PtnUser *user, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char   *login = NULL;
  PtnUuid            other;

  if (find_user (ptn_commit_db (commit), ptn_commit_property (commit), user->login, &other, &login,
                 &fault))
    return refuse (error,
                   "There is a user \"%s\" already. To give that user another password: "
                   "portineria-server user passwd %s",
                   login, login);
  if (fault == NULL)
    return ptn_commit_put (commit, &ptn_user_record, user, NULL, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* Everything in one commit: @user's record where it is new, the password, and a line of the audit
 * log. */
static gboolean
store (PtnCommand    *command,
       gint64         property,
       const PtnUser *user,
       gboolean       is_new,
       const char    *password,
       GError       **error)
{
  g_autofree char      *hash = ptn_credential_hash (password);
  g_autoptr (PtnCommit) commit = ptn_commit_begin (command->db, property, error);

  return commit != NULL && (!is_new || put_new (commit, user, error)) &&
         ptn_credential_store (command->db, property, &user->id, user->login, hash, error) &&
         ptn_commit_audit (commit, &nobody, &nobody, is_new ? "user.add" : "user.passwd", &user->id,
                           "", error) &&
         ptn_commit_finish (g_steal_pointer (&commit), NULL, error);
}

static gboolean
add (PtnCommand *command, const Options *options, gint64 property, GError **error)
{
  PtnUser          user = { .login = command->words[1], .name = options->name, .active = TRUE };
  g_autofree char *password = NULL;

  if (!ptn_command_check_text ("login", user.login, 100, error) ||
      !ptn_command_check_text ("name, which --name gives,", user.name, 200, error) ||
      !parse_role (options->role, &user.role, error))
    return FALSE;
  password = ptn_password_ask (options->password_stdin, error);
  ptn_uuid_new (&user.id);
  return password != NULL && store (command, property, &user, TRUE, password, error);
}

static gboolean
passwd (PtnCommand *command, const Options *options, gint64 property, GError **error)
{
  PtnUser            user = { 0 };
  g_autofree char   *login = NULL;
  g_autofree char   *password = NULL;
  g_autoptr (GError) fault = NULL;

  if (find_user (command->db, property, command->words[1], &user.id, &login, &fault))
    {
      user.login = login;
      password = ptn_password_ask (options->password_stdin, error);
      return password != NULL && store (command, property, &user, FALSE, password, error);
    }
  if (fault == NULL)
    return refuse (error, "There is no user \"%s\". To add one: portineria-server user add",
                   command->words[1]);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

int
ptn_user_command (int argc, char **argv)
{
  g_auto (Options)   options = { 0 };
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &options.name, "add: the user's name", "NAME" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options.role, "add: receptionist, supervisor or manager",
      "ROLE" },
    { "property", 0, 0, G_OPTION_ARG_STRING, &options.property,
      "Which property, where the server has several", "NAME" },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options.password_stdin,
      "Read the password from standard input", NULL },
    { NULL },
  };
  g_auto (PtnCommand) command = PTN_COMMAND_INIT;
  g_autoptr (GError)  error = NULL;
  gint64              property;
  gboolean            adds;

  if (!ptn_command_parse (&command, "add|passwd LOGIN", 2, entries, argc, argv))
    return PTN_COMMAND_USAGE;
  adds = g_str_equal (command.words[0], "add");
  if (!adds && !g_str_equal (command.words[0], "passwd"))
    {
      g_printerr ("\"user\" can \"add\" and \"passwd\", not \"%s\".\n", command.words[0]);
      return PTN_COMMAND_USAGE;
    }
  if (!ptn_command_open (&command, FALSE, &error) ||
      !ptn_command_property (&command, options.property, &property, &error) ||
      !(adds ? add : passwd) (&command, &options, property, &error))
    return ptn_command_fail (error);
  g_print (adds ? "%s can sign in now.\n" : "%s has a new password; earlier sessions have ended.\n",
           command.words[1]);
  return PTN_COMMAND_DONE;
}
