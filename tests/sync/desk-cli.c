// SPDX-License-Identifier: GPL-3.0-or-later
// A desk without windows, for tests: the real store and the real sync, obeying standard input,
// telling standard output in JSON lines.
//
//   desk-cli DIR             opens DIR/desk.db, and the session that DIR/session.json keeps
//
//   sign-in ADDRESS LOGIN PASSWORD     {"signed-in": USER} or {"sign-in-failed": CODE, "error":
//   MESSAGE} local DIR                          the same with the local server of DIR sign-out
//   confirm ORDER | cancel ORDER       {"saved": OPERATION, "order": ORDER} when it is durable, or
//   {"refused": MESSAGE, "order": ORDER} undo OPERATION                     {"undone": OPERATION},
//   or {"refused": MESSAGE} wait STATE                         {"reached": STATE} wait-sent
//   {"sent": true} when nothing waits any more wait-cursor EPOCH.SEQ              {"at": EPOCH.SEQ}
//   when the base has come so far order ORDER                        {"order": ORDER, "base":
//   STATUS, "shown": STATUS, "waiting": BOOLEAN} attention                          {"attention":
//   PROBLEM, "order": ORDER} for each line, {"end": "attention"} dump every record of the base as a
//   line of the feed, {"end": "dump"} wake
//                                      {"state": STATE, "error": MESSAGE} comes with each change of
//                                      either
//   watch                              from now on {"changed": CURSOR, "at": µs} after each commit
//   quit                               also at the end of standard input

#include "config.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ptn-log.h"
#include "store/ptn-replica.h"
#include "sync/ptn-sync.h"
#include "sync/ptn-transport-soup.h"
#include "wire/ptn-json.h"

#include "db/ptn-record-sql.h"

static const char *const state_names[] = { "signed-out", "offline", "connecting",
                                           "loading",    "online",  NULL };

typedef struct
{
  GMainLoop        *main_loop;
  char             *dir;
  PtnDesk          *desk;
  PtnSync          *sync;
  PtnDb            *db; /* the cli's own eyes */
  PtnLocalServer   *local;
  GDataInputStream *input;

  int       wanted_state; /* -1: nobody waits for one */
  gboolean  wants_sent;
  PtnCursor wanted_cursor; /* epoch 0: nobody waits for one */
  gboolean  watches;
} Cli;

/* What is told */

/* ("key", "text", …, NULL): one object of texts on one line. */
static void
tell (const char *key, ...)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root = yyjson_mut_obj (doc);
  g_autofree char          *line = NULL;
  va_list                   rest;

  yyjson_mut_doc_set_root (doc, root);
  va_start (rest, key);
  for (; key != NULL; key = va_arg (rest, const char *))
    yyjson_mut_obj_add_str (doc, root, key, va_arg (rest, const char *));
  va_end (rest);
  line = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  puts (line);
  fflush (stdout);
}

static void
tell_error (const char *key, const GError *error)
{
  g_autofree char *code = g_strdup_printf ("%d", error->code);

  tell (key, code, "error", error->message, NULL);
}

static void
print_op (const PtnUuid *op, char text[PTN_UUID_TEXT_SIZE])
{
  ptn_uuid_print (op, text);
}

/* The kept session */

static char *
session_path (Cli *cli)
{
  return g_build_filename (cli->dir, "session.json", NULL);
}

static void
add_uuid (yyjson_mut_doc *doc, const char *key, const PtnUuid *uuid)
{
  char text[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (uuid, text);
  yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), key, text);
}

static void
keep_session (Cli *cli, const PtnSession *session)
{
  g_autoptr (PtnJsonMutDoc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val           *root = yyjson_mut_obj (doc);
  g_autofree char          *path = session_path (cli);
  g_autofree char          *text = NULL;

  yyjson_mut_doc_set_root (doc, root);
  add_uuid (doc, "server", &session->server);
  add_uuid (doc, "property", &session->property);
  add_uuid (doc, "user", &session->user);
  yyjson_mut_obj_add_str (doc, root, "address", session->address);
  yyjson_mut_obj_add_str (doc, root, "login", session->login);
  yyjson_mut_obj_add_str (doc, root, "name", session->name);
  yyjson_mut_obj_add_str (doc, root, "token", session->token);
  yyjson_mut_obj_add_str (doc, root, "refresh", session->refresh);
  yyjson_mut_obj_add_int (doc, root, "role", session->role);
  yyjson_mut_obj_add_int (doc, root, "expires_at", session->expires_at);
  yyjson_mut_obj_add_int (doc, root, "op_seq", session->op_seq);
  text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  g_file_set_contents (path, text, -1, NULL);
}

static char *
member (yyjson_val *root, const char *key)
{
  return g_strdup (yyjson_get_str (yyjson_obj_get (root, key)));
}

static void
use_kept_session (Cli *cli)
{
  g_autofree char       *path = session_path (cli);
  g_autofree char       *text = NULL;
  gsize                  length = 0;
  g_autoptr (PtnJsonDoc) doc = NULL;
  g_autoptr (PtnSession) session = g_new0 (PtnSession, 1);
  yyjson_val            *root;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return;
  doc = ptn_json_parse (text, length, &ptn_json_line_limits, NULL);
  root = yyjson_doc_get_root (doc);
  ptn_json_uuid (root, "server", &session->server, NULL, NULL);
  ptn_json_uuid (root, "property", &session->property, NULL, NULL);
  ptn_json_uuid (root, "user", &session->user, NULL, NULL);
  session->address = member (root, "address");
  session->login = member (root, "login");
  session->name = member (root, "name");
  session->token = member (root, "token");
  session->refresh = member (root, "refresh");
  session->role = yyjson_get_int (yyjson_obj_get (root, "role"));
  session->expires_at = yyjson_get_sint (yyjson_obj_get (root, "expires_at"));
  session->op_seq = yyjson_get_sint (yyjson_obj_get (root, "op_seq"));
  ptn_sync_set_session (cli->sync, session);
}

/* Waiting */

static PtnCursor
cursor (Cli *cli)
{
  PtnCursor          at = { 0 };
  g_autoptr (GError) error = NULL;

  if (!ptn_replica_cursor (cli->db, &at, &error) && error != NULL)
    g_error ("%s", error->message);
  return at;
}

static guint
waiting (Cli *cli)
{
  guint n;

  g_object_get (cli->desk, "waiting", &n, NULL);
  return n;
}

static int
state (Cli *cli)
{
  int now;

  g_object_get (cli->sync, "state", &now, NULL);
  return now;
}

static void
look (Cli *cli)
{
  char text[PTN_CURSOR_TEXT_SIZE];

  if (cli->wanted_state == state (cli))
    {
      cli->wanted_state = -1;
      tell ("reached", state_names[state (cli)], NULL);
    }
  if (cli->wants_sent && waiting (cli) == 0)
    {
      cli->wants_sent = FALSE;
      tell ("sent", "true", NULL);
    }
  if (cli->wanted_cursor.epoch != 0)
    {
      const PtnCursor at = cursor (cli);

      if (at.epoch < cli->wanted_cursor.epoch ||
          (at.epoch == cli->wanted_cursor.epoch && at.seq < cli->wanted_cursor.seq))
        return;
      cli->wanted_cursor.epoch = 0;
      ptn_cursor_print (at, text);
      tell ("at", text, NULL);
    }
}

/* Callbacks */

static void
state_cb (PtnSync *sync, GParamSpec *pspec G_GNUC_UNUSED, Cli *cli)
{
  g_autoptr (GError) error = NULL;

  g_object_get (sync, "error", &error, NULL);
  tell ("state", state_names[state (cli)], "error", error != NULL ? error->message : "", NULL);
  look (cli);
}

static void
session_changed_cb (PtnSync *sync, Cli *cli)
{
  keep_session (cli, ptn_sync_get_session (sync));
}

static void
changed_cb (PtnDesk *desk G_GNUC_UNUSED, const PtnChanges *changes G_GNUC_UNUSED, Cli *cli)
{
  if (cli->watches)
    {
      g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
      char             text[PTN_CURSOR_TEXT_SIZE];

      ptn_cursor_print (cursor (cli), text);
      tell ("changed", text, "at", at, NULL);
    }
  look (cli);
}

static void
waiting_cb (PtnDesk *desk G_GNUC_UNUSED, GParamSpec *pspec G_GNUC_UNUSED, Cli *cli)
{
  look (cli);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Cli                   *cli = user_data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (PtnSession) session = ptn_sync_sign_in_finish (PTN_SYNC (source), result, &error);
  char                   user[PTN_UUID_TEXT_SIZE];

  if (session == NULL)
    {
      tell_error ("sign-in-failed", error);
      return;
    }
  keep_session (cli, session);
  ptn_uuid_print (&session->user, user);
  tell ("signed-in", user, NULL);
}

typedef struct
{
  Cli  *cli;
  char *subject;
} Request;

static Request *
request_new (Cli *cli, const char *subject)
{
  Request *request = g_new0 (Request, 1);

  request->cli = cli;
  request->subject = g_strdup (subject);
  return request;
}

static void
request_free (Request *request)
{
  g_free (request->subject);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError)  error = NULL;
  char                text[PTN_UUID_TEXT_SIZE];
  PtnUuid             op;

  if (!ptn_desk_decide_finish (PTN_DESK (source), result, &op, &error))
    {
      tell ("refused", error->message, "order", request->subject, NULL);
      return;
    }
  print_op (&op, text);
  tell ("saved", text, "order", request->subject, NULL);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError)  error = NULL;

  if (ptn_desk_undo_finish (PTN_DESK (source), result, &error))
    tell ("undone", request->subject, NULL);
  else
    tell ("refused", error->message, "op", request->subject, NULL);
}

/* Commands */

static void
decide (Cli *cli, char **words, PtnDecision decision)
{
  const PtnSession *session = ptn_sync_get_session (cli->sync);
  PtnUuid           order;

  if (session == NULL || !ptn_uuid_parse (words[1], &order))
    {
      tell ("refused", "not signed in, or no such id", "order", words[1], NULL);
      return;
    }
  ptn_desk_decide (cli->desk, &session->user, &order, decision, decided_cb,
                   request_new (cli, words[1]));
}

static void
confirm (Cli *cli, char **words)
{
  decide (cli, words, PTN_DECISION_CONFIRM);
}

static void
cancel (Cli *cli, char **words)
{
  decide (cli, words, PTN_DECISION_CANCEL);
}

static void
undo (Cli *cli, char **words)
{
  const PtnSession *session = ptn_sync_get_session (cli->sync);
  PtnUuid           op;

  if (session != NULL && ptn_uuid_parse (words[1], &op))
    ptn_desk_undo (cli->desk, &session->user, &op, undone_cb, request_new (cli, words[1]));
}

static void
sign_in (Cli *cli, char **words)
{
  ptn_sync_sign_in (cli->sync, words[1], words[2], words[3], NULL, signed_in_cb, cli);
}

static void
local (Cli *cli, char **words)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&cli->local, ptn_local_server_free);
  cli->local = ptn_local_server_start (words[1], NULL, &error);
  if (cli->local == NULL)
    tell_error ("sign-in-failed", error);
  else
    ptn_sync_sign_in (cli->sync, ptn_local_server_address (cli->local), NULL, NULL, NULL,
                      signed_in_cb, cli);
}

static void
sign_out (Cli *cli, char **words G_GNUC_UNUSED)
{
  g_autofree char *path = session_path (cli);

  unlink (path);
  ptn_sync_set_session (cli->sync, NULL);
}

static void
wait_state (Cli *cli, char **words)
{
  for (cli->wanted_state = G_N_ELEMENTS (state_names) - 2; cli->wanted_state >= 0;
       cli->wanted_state--)
    if (g_str_equal (words[1], state_names[cli->wanted_state]))
      break;
  look (cli);
}

static void
wait_sent (Cli *cli, char **words G_GNUC_UNUSED)
{
  cli->wants_sent = TRUE;
  look (cli);
}

static void
wait_cursor (Cli *cli, char **words)
{
  ptn_cursor_parse (words[1], &cli->wanted_cursor);
  look (cli);
}

static void
show_order (Cli *cli, char **words)
{
  g_autoptr (PtnOrderDetails) details = NULL;
  PtnUuid                     order;

  if (ptn_uuid_parse (words[1], &order))
    details = ptn_desk_load_order (cli->desk, &order, NULL);
  if (details == NULL)
    tell ("order", words[1], "base", "none", NULL);
  else
    tell ("order", words[1], "base", ptn_order_status_names[details->order.status], "shown",
          ptn_order_status_names[details->shown], "waiting", details->waiting ? "true" : "false",
          NULL);
}

static void
show_attention (Cli *cli, char **words G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = ptn_desk_load_attention (cli->desk);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const PtnAttention *line = g_ptr_array_index (lines, i);
      char                order[PTN_UUID_TEXT_SIZE];

      ptn_uuid_print (&line->order, order);
      tell ("attention", ptn_problem_name (line->problem), "order", order, NULL);
    }
  tell ("end", "attention", NULL);
}

static void
dump_kind (Cli *cli, const PtnRecordType *type, GString *out)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT id, rev, %s FROM \"%s\" WHERE rev > 0 ORDER BY id",
                       ptn_record_columns (type), type->name);
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) rows = ptn_db_query (cli->db, &error, sql, "");

  while (rows != NULL && ptn_statement_step (rows, &error))
    {
      gpointer record = ptn_record_new (type);
      PtnUuid  id;

      ptn_statement_uuid (rows, 0, &id);
      if (ptn_record_load (rows, 2, type, record, &error))
        ptn_feed_write_row (out, 0, type, &id, ptn_statement_int (rows, 1), record);
      ptn_record_free (type, record);
    }
  if (error != NULL)
    g_error ("%s: %s", type->name, error->message);
}

static void
dump (Cli *cli, char **words G_GNUC_UNUSED)
{
  g_autoptr (GString) out = g_string_new (NULL);

  ptn_db_begin (cli->db, NULL);
  for (gsize i = 0; ptn_record_types[i] != NULL; i++)
    dump_kind (cli, ptn_record_types[i], out);
  ptn_db_commit (cli->db, NULL);
  fwrite (out->str, 1, out->len, stdout);
  tell ("end", "dump", NULL);
}

static void
wake (Cli *cli, char **words G_GNUC_UNUSED)
{
  ptn_sync_wake (cli->sync);
}

static void
watch (Cli *cli, char **words G_GNUC_UNUSED)
{
  cli->watches = TRUE;
  tell ("watching", "true", NULL);
}

static void
quit (Cli *cli, char **words G_GNUC_UNUSED)
{
  g_main_loop_quit (cli->main_loop);
}

static const struct
{
  const char *name;
  guint       n_words;
  void        (*run) (Cli *cli, char **words);
} commands[] = {
  { "sign-in", 4, sign_in },
  { "local", 2, local },
  { "sign-out", 1, sign_out },
  { "confirm", 2, confirm },
  { "cancel", 2, cancel },
  { "undo", 2, undo },
  { "wait", 2, wait_state },
  { "wait-sent", 1, wait_sent },
  { "wait-cursor", 2, wait_cursor },
  { "order", 2, show_order },
  { "attention", 1, show_attention },
  { "dump", 1, dump },
  { "wake", 1, wake },
  { "watch", 1, watch },
  { "quit", 1, quit },
};

static void
obey (Cli *cli, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (words[0], commands[i].name) && g_strv_length (words) == commands[i].n_words)
      {
        commands[i].run (cli, words);
        return;
      }
  tell ("unknown", line, NULL);
}

static void
line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Cli             *cli = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, NULL, NULL);

  if (line == NULL)
    {
      g_main_loop_quit (cli->main_loop);
      return;
    }
  obey (cli, line);
  g_data_input_stream_read_line_async (cli->input, G_PRIORITY_DEFAULT, NULL, line_cb, cli);
}

static void
open_desk (Cli *cli)
{
  g_autofree char   *path = g_build_filename (cli->dir, "desk.db", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (cli->dir, 0700);
  cli->desk = ptn_desk_open (path, &error);
  if (cli->desk != NULL)
    cli->db = ptn_db_open (path, PTN_DB_READER, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  g_signal_connect (cli->desk, "changed", G_CALLBACK (changed_cb), cli);
  g_signal_connect (cli->desk, "notify::waiting", G_CALLBACK (waiting_cb), cli);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GInputStream) stdin_stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  Cli                      cli = { .wanted_state = -1 };

  g_assert (argc == 2);
  ptn_log_init ("desk-cli", g_getenv ("DESK_VERBOSE") != NULL);
  cli.dir = argv[1];
  cli.main_loop = g_main_loop_new (NULL, FALSE);
  /* Both threads use this class. It is made before there are two: ThreadSanitizer does not see how
   * GLib orders that. */
  g_type_class_ref (PTN_TYPE_TRANSPORT_SOUP);
  open_desk (&cli);
  cli.sync = ptn_sync_new (cli.desk);
  g_signal_connect (cli.sync, "notify::state", G_CALLBACK (state_cb), &cli);
  g_signal_connect (cli.sync, "notify::error", G_CALLBACK (state_cb), &cli);
  g_signal_connect (cli.sync, "session-changed", G_CALLBACK (session_changed_cb), &cli);
  use_kept_session (&cli);
  cli.input = g_data_input_stream_new (stdin_stream);
  g_data_input_stream_read_line_async (cli.input, G_PRIORITY_DEFAULT, NULL, line_cb, &cli);
  tell ("ready", "true", NULL);

  g_main_loop_run (cli.main_loop);

  ptn_sync_stop (cli.sync);
  g_clear_object (&cli.sync);
  g_clear_pointer (&cli.local, ptn_local_server_free);
  ptn_db_close (cli.db);
  ptn_desk_close (cli.desk);
  g_clear_object (&cli.desk);
  g_clear_object (&cli.input);
  g_main_loop_unref (cli.main_loop);
  return 0;
}
