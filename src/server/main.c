// SPDX-License-Identifier: GPL-3.0-or-later
// portineria-server: serves, or runs one of the sub-commands.

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>

#include "base/ptn-log.h"
#include "ptn-commands.h"
#include "ptn-server.h"

#define EXIT_USAGE   2
#define LISTEN_USUAL "127.0.0.1:8080"
/* All the connections that ptn-peers.c allows, and the databases and the like. */
#define DESCRIPTORS_MIN 400
#define DESCRIPTORS     4096

typedef struct
{
  PtnServerOptions server;
  char            *data;
  char           **listen;
  char            *property_name;
  char            *currency;
  char            *time_zone;
  gboolean         verbose;
  gboolean         version;
  char           **words;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_strfreev (options->listen);
  g_free (options->property_name);
  g_free (options->currency);
  g_free (options->time_zone);
  g_strfreev (options->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "listen", 'l', 0, G_OPTION_ARG_STRING_ARRAY, &options->listen,
      "Address to listen on, HOST:PORT or unix:PATH; may be given several times (" LISTEN_USUAL ")",
      "ADDRESS" },
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data, "Directory of the database", "DIR" },
    { "allow-network", 0, 0, G_OPTION_ARG_NONE, &options->server.allow_network,
      "Listen on addresses that other computers can reach, without TLS", NULL },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &options->server.behind_proxy,
      "Believe the X-Forwarded-For of a reverse proxy on this computer", NULL },
    { "local", 0, 0, G_OPTION_ARG_NONE, &options->server.local,
      "Serve the desks of one computer, whose owner needs no password", NULL },
    { "lifeline", 0, 0, G_OPTION_ARG_INT, &options->server.lifeline,
      "End when this descriptor is closed at its other end and no desk listens", "FD" },
    { "property-name", 0, 0, G_OPTION_ARG_STRING, &options->property_name,
      "--local: name of a new property", "NAME" },
    { "currency", 0, 0, G_OPTION_ARG_STRING, &options->currency,
      "--local: currency of a new property", "CODE" },
    { "time-zone", 0, 0, G_OPTION_ARG_STRING, &options->time_zone,
      "--local: time zone of a new property", "ZONE" },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &options->verbose, "Log more", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL },
    { "arrival-timeout", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT,
      &options->server.arrival_timeout, "For tests", "MS" },
    { "answer-timeout", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &options->server.answer_timeout,
      "For tests", "MS" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->words, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[serve] | COMMAND …");
  g_autofree char           *commands = ptn_command_help ();
  g_autofree char           *description = g_strdup_printf ("Commands:\n%s", commands);

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  return g_option_context_parse (context, &argc, &argv, error);
}

/* "serve" is all that may remain. */
static gboolean
check_words (char *const *words, GError **error)
{
  if (words == NULL || (g_str_equal (words[0], "serve") && words[1] == NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               ptn_command_exists (words[0]) ? "Give the options of “%s” after it."
                                             : "There is no command “%s”. See --help.",
               words[0]);
  return FALSE;
}

/* libsoup stops listening for good when no descriptor is left for a new connection. */
static gboolean
raise_descriptors (GError **error)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return TRUE;
  limit.rlim_cur = MAX (limit.rlim_cur, MIN (limit.rlim_max, DESCRIPTORS));
  if (limit.rlim_cur >= DESCRIPTORS_MIN && setrlimit (RLIMIT_NOFILE, &limit) == 0)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "The server may open only %lu files and needs %d: raise the limit with "
               "“ulimit -n” or systemd’s LimitNOFILE=.",
               (gulong) limit.rlim_cur, DESCRIPTORS_MIN);
  return FALSE;
}

static int
serve (Options *options, GError **error)
{
  static const char *const usual[] = { LISTEN_USUAL, NULL };
  g_autoptr (PtnServer)    server = NULL;

  options->server.data = options->data;
  options->server.listen = options->listen != NULL ? (const char *const *) options->listen : usual;
  options->server.property = (PtnLocalProperty) { options->property_name, options->currency,
                                                  options->time_zone };
  if (!raise_descriptors (error) || (server = ptn_server_new (&options->server, error)) == NULL)
    return EXIT_FAILURE;
  ptn_server_run (server);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  g_auto (Options)   options = { .server.lifeline = -1 };
  g_autoptr (GError) error = NULL;
  int                status = EXIT_USAGE;

  setlocale (LC_ALL, "");
  /* Whoever reads our log may go; the server stays. */
  signal (SIGPIPE, SIG_IGN);
  if (sodium_init () < 0)
    g_error ("libsodium finds no source of random numbers");
  if (argc > 1 && ptn_command_exists (argv[1]))
    return ptn_command_run (argv[1], argc - 1, argv + 1);
  if (parse (&options, argc, argv, &error) && check_words (options.words, &error))
    {
      if (options.version)
        {
          g_print ("portineria-server %s\n", PTN_VERSION);
          return EXIT_SUCCESS;
        }
      ptn_log_init ("portineria-server", options.verbose);
      status = serve (&options, &error);
    }
  if (error != NULL)
    g_printerr ("portineria-server: %s\n", error->message);
  return status;
}
