// SPDX-License-Identifier: GPL-3.0-or-later
// Which answers are believed, what a person reads about the others, and that bodies are read within
// bounds (DESIGN §6: "a captive portal's 200 must lose nothing").

#include "config.h"

#include <string.h>

#include "script-transport.h"
#include "sync/ptn-backoff.h"

#define SERVER  "0192f0c0-0000-7000-8000-000000000001"
#define OTHER   "0192f0c0-0000-7000-8000-000000000002"
#define JSON    "application/json"
#define PROBLEM "application/problem+json"
#define NOT_OURS                                                                                   \
  "This address answers, but it is not a Portineria server. Check the address; on a guest or "     \
  "public network, "                                                                               \
  "sign in to the network first."
#define OTHER_ONE                                                                                  \
  "Another Portineria server than the one this desk is signed in to answers at this address. "     \
  "Check the address, or "                                                                         \
  "sign in again."
#define GONE "{\"type\":\"urn:portineria:problem:gone\",\"title\":\"Gone\",\"status\":410}"

static const struct
{
  ScriptAnswer answer;
  int          code; /* -1: it is believed and ok; -2: it is believed and a problem */
  const char  *message;
} answers[] = {
  { { 200, JSON, SERVER, NULL, "{}", 0 }, -1, NULL },
  { { 410, PROBLEM, SERVER, NULL, GONE, 0 }, -2, NULL },
  /* a captive portal says 200, or redirects, or asks for a sign-in of its own */
  { { 200, "text/html", NULL, NULL, "<html>", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 200, JSON, NULL, NULL, "{}", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 200, "text/html", SERVER, NULL, "<html>", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 200, NULL, SERVER, NULL, NULL, 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 200, JSON, "hotel", NULL, "{}", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 204, NULL, SERVER, NULL, NULL, 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 302, JSON, SERVER, NULL, NULL, 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 302, PROBLEM, SERVER, NULL, GONE, 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 401, "text/html", NULL, NULL, "<html>", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 401, PROBLEM, NULL, NULL, "{\"type\":\"urn:portineria:problem:sign-in\"}", 0 },
    PTN_SYNC_ERROR_STRANGER,
    NOT_OURS },
  { { 410, PROBLEM, SERVER, NULL, "gone", 0 }, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { { 511, "text/html", NULL, NULL, "<html>", 0 },
    PTN_SYNC_ERROR_OFFLINE,
    "The server cannot work just now (511). It is tried again by itself." },
  /* another hotel's server */
  { { 200, JSON, OTHER, NULL, "{}", 0 }, PTN_SYNC_ERROR_STRANGER, OTHER_ONE },
  { { 401, PROBLEM, OTHER, NULL, "{\"type\":\"urn:portineria:problem:sign-in\"}", 0 },
    PTN_SYNC_ERROR_STRANGER,
    OTHER_ONE },
  /* 5xx and 429 tell nothing, whoever says it */
  { { 500, PROBLEM, SERVER, NULL, "{}", 0 },
    PTN_SYNC_ERROR_OFFLINE,
    "The server cannot work just now (500). It is tried again by itself." },
  { { 503, "text/html", NULL, "7", "<html>", 0 },
    PTN_SYNC_ERROR_OFFLINE,
    "The server cannot work just now (503). It is tried again by itself." },
  { { 429, PROBLEM, SERVER, "7", "{}", 0 },
    PTN_SYNC_ERROR_THROTTLED,
    "The server is asked too often (429). It is tried again by itself, later." },
};

static void
test_judgement (void)
{
  PtnUuid       server;
  const PtnCall call = {
    .method = "GET", .path = "/v1/x", .content_type = JSON, .server = &server
  };

  g_assert_true (ptn_uuid_parse (SERVER, &server));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (PtnTransport) transport = script_transport_new (&answers[i].answer, 1, 1000);
      g_auto (PtnAnswer)       answer = { 0 };
      g_autoptr (GError)       error = NULL;
      const gboolean           ours = ptn_transport_call (transport, &call, &answer, &error);

      g_test_message ("case %u: %u %s", (guint) i, answers[i].answer.status,
                      answers[i].answer.content_type);
      g_assert_cmpuint (answer.status, ==, answers[i].answer.status);
      g_assert_cmpint (ours, ==, answers[i].code < 0);
      g_assert_cmpint (answer.ok, ==, answers[i].code == -1);
      if (answers[i].code == -2)
        g_assert_cmpint (answer.problem.type, ==, PTN_PROBLEM_GONE);
      if (answers[i].code < 0)
        continue;
      g_assert_error (error, PTN_SYNC_ERROR, answers[i].code);
      g_assert_cmpstr (error->message, ==, answers[i].message);
    }
}

static void
test_retry_after (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_seconds (now, 100);
  g_autofree char      *date = g_date_time_format (soon, "%a, %d %b %Y %H:%M:%S GMT");
  const struct
  {
    const char *text;
    gint64      min;
    gint64      max;
  } cases[] = {
    { NULL, 0, 0 },
    { "0", 0, 0 },
    { "7", 7000, 7000 },
    { "3600", 3600000, 3600000 },
    { "3601", 3600000, 3600000 },
    { "18446744073709551615", 3600000, 3600000 },
    { "-1", 0, 0 },
    { "soon", 0, 0 },
    { "", 0, 0 },
    { "Sun, 06 Nov 1994 08:49:37 GMT", 0, 0 },
    { date, 1000, 100000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ScriptAnswer       busy = { .status = 503, .retry_after = cases[i].text };
      g_autoptr (PtnTransport) transport = script_transport_new (&busy, 1, 1);
      const PtnCall            call = { .method = "GET", .path = "/v1/x", .content_type = JSON };
      g_auto (PtnAnswer)       answer = { 0 };

      g_test_message ("%s", cases[i].text);
      g_assert_false (ptn_transport_call (transport, &call, &answer, NULL));
      g_assert_cmpint (answer.retry_after, >=, cases[i].min);
      g_assert_cmpint (answer.retry_after, <=, cases[i].max);
    }
}

static PtnTransport *
open_body (const ScriptAnswer *answer, gsize step)
{
  PtnTransport      *transport = script_transport_new (answer, 1, step);
  const PtnCall      call = { .method = "GET", .path = "/v1/x", .content_type = JSON };
  g_auto (PtnAnswer) got = { 0 };

  g_assert_true (ptn_transport_call (transport, &call, &got, NULL));
  return transport;
}

static char *
read_lines (PtnTransport *transport, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);
  const char         *line;
  gsize               length;

  while (ptn_transport_read_line (transport, &line, &length, error))
    g_string_append_printf (all, "[%.*s]", (int) length, line);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* However the bytes arrive, the lines are the same. */
static void
test_lines (void)
{
  const ScriptAnswer body = { 200, JSON, SERVER, NULL, "one\n\ntwo and more\nthree\n", 0 };

  for (gsize step = 1; step < 30; step++)
    {
      g_autoptr (PtnTransport) transport = open_body (&body, step);
      g_autoptr (GError)       error = NULL;
      g_autofree char         *lines = read_lines (transport, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (lines, ==, "[one][][two and more][three]");
    }
}

static void
test_cut_lines (void)
{
  const ScriptAnswer bodies[] = {
    { 200, JSON, SERVER, NULL, "one\ntwo", 0 },
    { 200, JSON, SERVER, NULL, "one\ntwo\nthree\n", 8 },
    { 200, JSON, SERVER, NULL, "one\ntwo\nthree\n", 6 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (PtnTransport) transport = open_body (&bodies[i], 3);
      g_autoptr (GError)       error = NULL;
      g_autofree char         *lines = read_lines (transport, &error);

      g_assert_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE);
      g_assert_cmpstr (error->message, ==,
                       "The connection to the server was cut. It is tried again by itself.");
      g_assert_true (g_str_has_prefix (lines, "[one]"));
    }
}

static void
test_too_long (void)
{
  g_autofree char         *huge = g_strnfill (3 * 1024 * 1024, 'x');
  const ScriptAnswer       body = { 200, JSON, SERVER, NULL, huge, 0 };
  g_autoptr (PtnTransport) transport = open_body (&body, 65536);
  g_autoptr (PtnTransport) whole = open_body (&body, 65536);
  g_autoptr (GError)       error = NULL;
  g_autoptr (GError)       whole_error = NULL;
  g_autofree char         *lines = read_lines (transport, &error);
  gsize                    length;

  g_assert_error (error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL);
  g_assert_cmpstr (error->message, ==,
                   "The server sent more than this version of Portineria accepts. Install the same "
                   "version on both.");
  g_assert_null (ptn_transport_read_all (whole, 1024, &length, &whole_error));
  g_assert_error (whole_error, PTN_SYNC_ERROR, PTN_SYNC_ERROR_PROTOCOL);
}

/* DESIGN §6 as the task words it: exponential from 0.5 s to 30 s, with jitter. */
static void
test_backoff (void)
{
  static const gint64 whole[] = { 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000 };
  gboolean            varies = FALSE;

  for (guint failures = 1; failures <= 1000; failures++)
    {
      const gint64 most = whole[MIN (failures, G_N_ELEMENTS (whole)) - 1];
      const gint64 delay = ptn_backoff_delay (failures);

      g_assert_cmpint (delay, >=, most / 2);
      g_assert_cmpint (delay, <=, most);
      varies |= delay != most;
    }
  g_assert_true (varies);
  g_assert_cmpint (ptn_backoff_delay (G_MAXUINT), <=, 30000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/judgement", test_judgement);
  g_test_add_func ("/transport/retry-after", test_retry_after);
  g_test_add_func ("/transport/lines", test_lines);
  g_test_add_func ("/transport/cut-lines", test_cut_lines);
  g_test_add_func ("/transport/too-long", test_too_long);
  g_test_add_func ("/transport/backoff", test_backoff);
  return g_test_run ();
}
