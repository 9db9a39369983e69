// SPDX-License-Identifier: GPL-3.0-or-later
// New passwords.

#include "config.h"

#include "ptn-password.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>

const char *
ptn_password_fault (const char *password)
{
  if (!g_utf8_validate (password, -1, NULL))
    return "must be UTF-8 text";
  if (g_utf8_strlen (password, -1) < PTN_PASSWORD_MIN)
    return "must have at least " G_STRINGIFY (PTN_PASSWORD_MIN) " characters";
  if (strlen (password) > PTN_PASSWORD_MAX)
    return "must have at most " G_STRINGIFY (PTN_PASSWORD_MAX) " bytes";
  return NULL;
}

/* Returns: (transfer full) (nullable): the next line, without its end; NULL at the end of the file
 */
static char *
read_line (FILE *file)
{
  char line[PTN_PASSWORD_MAX + 2]; /* one byte more than fits shows that it is too long */

  if (fgets (line, sizeof line, file) == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line);
}

static char *
prompt (FILE *terminal, const char *question)
{
  char *answer;

  fputs (question, terminal);
  fflush (terminal);
  answer = read_line (terminal);
  fputc ('\n', terminal);
  return answer != NULL ? answer : g_strdup ("");
}

static char *
ask_twice (GError **error)
{
  FILE            *terminal = fopen ("/dev/tty", "r+");
  g_autofree char *first = NULL, *second = NULL;
  struct termios   shown, hidden;

  if (terminal == NULL || tcgetattr (fileno (terminal), &shown) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           "There is no terminal to ask for the password. Give it on standard "
                           "input, with --password-stdin.");
      g_clear_pointer (&terminal, fclose);
      return NULL;
    }
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (fileno (terminal), TCSAFLUSH, &hidden);
  first = prompt (terminal, "Password: ");
  second = prompt (terminal, "The same once more: ");
  tcsetattr (fileno (terminal), TCSAFLUSH, &shown);
  fclose (terminal);
  if (g_str_equal (first, second))
    return g_steal_pointer (&first);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "The two passwords differ. Try again.");
  return NULL;
}

static char *
read_stdin (GError **error)
{
  char *password = read_line (stdin);

  if (password == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "There is no password on standard input.");
  return password;
}

char *
ptn_password_ask (gboolean from_stdin, GError **error)
{
  g_autofree char *password = from_stdin ? read_stdin (error) : ask_twice (error);
  const char      *fault = password != NULL ? ptn_password_fault (password) : NULL;

  if (fault == NULL)
    return g_steal_pointer (&password);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The password %s.", fault);
  return NULL;
}
