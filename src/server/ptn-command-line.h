// SPDX-License-Identifier: GPL-3.0-or-later
// What the sub-commands share: their options, the database they work on, and how they end.
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* The exit status of a sub-command. */
enum
{
  PTN_COMMAND_DONE,
  PTN_COMMAND_FAILED, /* nothing was changed */
  PTN_COMMAND_USAGE,
};

/* One call of a sub-command, from its words to its database. */
typedef struct
{
  char **words; /* those that are not options, without the command's name */
  char  *data;  /* the data directory */
  int    lock;
  PtnDb *db; /* after ptn_command_open() */
} PtnCommand;

#define PTN_COMMAND_INIT { .lock = -1 }

void ptn_command_clear (PtnCommand *command);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnCommand, ptn_command_clear)

/* Reads @entries and --data, and @n_words words, described by @words ("FILE"). FALSE after saying
 * on standard error what is wrong. */
gboolean ptn_command_parse (PtnCommand         *command,
                            const char         *words,
                            guint               n_words,
                            const GOptionEntry *entries,
                            int                 argc,
                            char              **argv);

/* Locks the data directory against being replaced and opens its database; a server may be working
 * on it. @make: makes it where there is none, which only an import may. */
gboolean ptn_command_open (PtnCommand *command, gboolean make, GError **error);

/* Finds the property called @name; without a name, the server's only one. FALSE with
 * PTN_DB_ERROR_FAILED, whose message says which there are. @name: (nullable) */
gboolean
ptn_command_property (PtnCommand *command, const char *name, gint64 *property, GError **error);

/* Whether @text is what a desk accepts in a record: 1 to @max bytes without control characters.
 * @text: (nullable). FALSE with PTN_DB_ERROR_FAILED, whose message calls it @what. */
gboolean ptn_command_check_text (const char *what, const char *text, gsize max, GError **error);

/* Says @error on standard error. Returns: PTN_COMMAND_FAILED */
int ptn_command_fail (const GError *error);

G_END_DECLS
