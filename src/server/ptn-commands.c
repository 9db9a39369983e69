// SPDX-License-Identifier: GPL-3.0-or-later
// The table of sub-commands.

#include "config.h"

#include "ptn-commands.h"

#include "ptn-audit.h"
#include "ptn-backup.h"
#include "ptn-import.h"
#include "ptn-stay-codes.h"
#include "ptn-users-command.h"

typedef struct
{
  const char *name;
  const char *usage;
  const char *purpose;
  int         (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
  { "import", "FILE [--as-of-today] [--replace]",
    "put a hotel from a JSON file into the database, all or nothing", ptn_import_command },
  { "backup", "FILE", "write a consistent copy of the database to the new FILE, also while serving",
    ptn_backup_command },
  { "restore", "FILE", "put a backup in the database's place, while nobody serves",
    ptn_restore_command },
  { "code", "STAY [--property NAME]",
    "make a new Concierge link for a stay, by its confirmation number", ptn_code_command },
  { "user", "add LOGIN --name NAME --role ROLE [--password-stdin]", "add somebody who may sign in",
    ptn_user_command },
  { "user", "passwd LOGIN [--password-stdin]",
    "give a user another password and end the user's sessions", ptn_user_command },
  { "audit", "verify", "check that the audit log is unbroken", ptn_audit_command },
};

static const Command *
find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

gboolean
ptn_command_exists (const char *name)
{
  return find (name) != NULL;
}

int
ptn_command_run (const char *name, int argc, char **argv)
{
  return find (name)->run (argc, argv);
}

char *
ptn_command_help (void)
{
  GString *help = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "  %s %s\n      %s\n", commands[i].name, commands[i].usage,
                            commands[i].purpose);
  return g_string_free_and_steal (help);
}
