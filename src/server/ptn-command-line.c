// SPDX-License-Identifier: GPL-3.0-or-later
// What the sub-commands share.

#include "config.h"

#include "ptn-command-line.h"

#include <string.h>

#include <unistd.h>

#include "ptn-data-dir.h"
#include "ptn-schema.h"

void
ptn_command_clear (PtnCommand *command)
{
  g_clear_pointer (&command->db, ptn_db_close);
  if (command->lock >= 0)
    close (command->lock);
  command->lock = -1;
  g_clear_pointer (&command->words, g_strfreev);
  g_clear_pointer (&command->data, g_free);
}

/* Without the command's own name, which GOption would keep as the program's. */
static char **
copy_words (int argc, char **argv)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (int i = 1; i < argc; i++)
    if (!g_str_equal (argv[i], "--"))
      g_strv_builder_add (words, argv[i]);
  return g_strv_builder_end (words);
}

gboolean
ptn_command_parse (PtnCommand         *command,
                   const char         *words,
                   guint               n_words,
                   const GOptionEntry *entries,
                   int                 argc,
                   char              **argv)
{
  const GOptionEntry common[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &command->data, "The server's data directory", "DIR" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autoptr (GError)         error = NULL;
  g_autofree char           *help = NULL;

  g_option_context_add_main_entries (context, common, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  command->words = copy_words (argc, argv);
  if (g_strv_length (command->words) != n_words)
    {
      help = g_option_context_get_help (context, TRUE, NULL);
      g_printerr ("%s", help);
      return FALSE;
    }
  if (command->data == NULL)
    command->data = ptn_data_dir_default ();
  return TRUE;
}

gboolean
ptn_command_open (PtnCommand *command, gboolean make, GError **error)
{
  g_autofree char *path = ptn_data_dir_database (command->data);

  if (!make && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (
          error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
          "There is no database in %s. Say with --data where the server keeps its data, or "
          "import a hotel there first: portineria-server import FILE",
          command->data);
      return FALSE;
    }
  command->lock = ptn_data_dir_lock (command->data, PTN_DATA_DIR_COMMAND, error);
  if (command->lock < 0)
    return FALSE;
  command->db = ptn_schema_open (path, error);
  return command->db != NULL;
}

static gboolean
choose (GPtrArray *names, const char *name, GError **error)
{
  g_autofree char *known = NULL;

  if (names->len == 0)
    {
      g_set_error_literal (
          error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
          "This server has no property yet. Import a hotel first: portineria-server import FILE");
      return FALSE;
    }
  g_ptr_array_add (names, NULL);
  known = g_strjoinv ("\", \"", (char **) names->pdata);
  g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
               name == NULL ? "Say which property with --property: \"%s\"."
                            : "There is no such property. Choose from: \"%s\".",
               known);
  return FALSE;
}

gboolean
ptn_command_property (PtnCommand *command, const char *name, gint64 *property, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (command->db, error, "SELECT property, name FROM property ORDER BY name", "");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)    fault = NULL;
  guint                 found = 0;

  if (statement == NULL)
    return FALSE;
  while (ptn_statement_step (statement, &fault))
    {
      const char *here = ptn_statement_text (statement, 1);

      g_ptr_array_add (names, g_strdup (here));
      if (name != NULL && !g_str_equal (name, here))
        continue;
      *property = ptn_statement_int (statement, 0);
      found++;
    }
  if (fault == NULL)
    return found == 1 || choose (names, name, error);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

gboolean
ptn_command_check_text (const char *what, const char *text, gsize max, GError **error)
{
  if (text == NULL || *text == '\0' || strlen (text) > max || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
                   "The %s must be a text of 1 to %zu bytes.", what, max);
      return FALSE;
    }
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!g_unichar_iscntrl (g_utf8_get_char (at)))
        continue;
      g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_FAILED,
                   "The %s must not contain control characters.", what);
      return FALSE;
    }
  return TRUE;
}

int
ptn_command_fail (const GError *error)
{
  g_printerr ("%s\n", error->message);
  return PTN_COMMAND_FAILED;
}
