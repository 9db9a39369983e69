// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in: what each answer of the address means to the person who typed it, and that no
// password goes to a stranger.

#include "config.h"

#include <string.h>

#include "script-transport.h"
#include "sync/ptn-sign-in.h"

#define SERVER  "0192f0c0-0000-7000-8000-000000000001"
#define ID      "0192f0c0-0000-7000-8000-000000000002"
#define OTHER   "0192f0c0-0000-7000-8000-000000000003"
#define JSON    "application/json"
#define PROBLEM "application/problem+json"

#define WHO(server, product, protocol)                                                             \
  { 200,                                                                                           \
    JSON,                                                                                          \
    SERVER,                                                                                        \
    NULL,                                                                                          \
    "{\"server\":\"" server "\",\"product\":\"" product                                            \
    "\",\"version\":\"1\",\"protocol\":" #protocol ",\"local\":false,\"properties\":[]}",          \
    0 }
#define OURS WHO (SERVER, "portineria", 1)
#define USER                                                                                       \
  "\"user\":{\"id\":\"" ID "\",\"login\":\"anna\",\"name\":\"Anna\",\"role\":\"supervisor\"}"
#define SESSION                                                                                    \
  "{\"server\":\"" SERVER                                                                          \
  "\",\"token\":\"t\",\"refresh\":\"r\",\"expires_at\":9,\"property\":\"" OTHER "\"," USER         \
  ",\"op_seq\":41}"
#define SAYS(status, name, retry_after)                                                            \
  { status, PROBLEM, SERVER, retry_after, "{\"type\":\"urn:portineria:problem:" name "\"}", 0 }

#define NOT_OURS                                                                                   \
  "This address answers, but it is not a Portineria server. Check the address; on a guest or "     \
  "public network, "                                                                               \
  "sign in to the network first."
#define BROKEN                                                                                     \
  "The server’s answer cannot be understood. Install the same version of Portineria on both; "     \
  "nothing is lost."
#define WRONG                                                                                      \
  "The user name or the password is wrong. Type both again; mind capital letters and the "         \
  "keyboard’s language."

static const struct
{
  const char  *name;
  ScriptAnswer answers[2];
  gboolean     local;
  int          code;
  const char  *message;
} refusals[] = {
  { "a web site",
    { { 200, "text/html", NULL, NULL, "<html>", 0 } },
    FALSE,
    PTN_SYNC_ERROR_STRANGER,
    NOT_OURS },
  { "another program", { WHO (SERVER, "pensione", 1) }, FALSE, PTN_SYNC_ERROR_STRANGER, NOT_OURS },
  { "an identity that it does not keep to",
    { WHO (OTHER, "portineria", 1) },
    FALSE,
    PTN_SYNC_ERROR_STRANGER,
    NOT_OURS },
  { "no object",
    { { 200, JSON, SERVER, NULL, "[]", 0 } },
    FALSE,
    PTN_SYNC_ERROR_STRANGER,
    NOT_OURS },
  { "a page that is not there",
    { SAYS (404, "not-found", NULL) },
    FALSE,
    PTN_SYNC_ERROR_STRANGER,
    NOT_OURS },
  { "a newer version",
    { WHO (SERVER, "portineria", 2) },
    FALSE,
    PTN_SYNC_ERROR_PROTOCOL,
    "The server speaks version 2 of the protocol and this desk version 1. Install the same version "
    "of Portineria on both." },
  { "busy",
    { { 503, NULL, NULL, NULL, NULL, 0 } },
    FALSE,
    PTN_SYNC_ERROR_OFFLINE,
    "The server cannot work just now (503). It is tried again by itself." },
  { "wrong password",
    { OURS, SAYS (401, "sign-in", NULL) },
    FALSE,
    PTN_SYNC_ERROR_PASSWORD,
    WRONG },
  { "a user who may not",
    { OURS, SAYS (403, "forbidden", NULL) },
    FALSE,
    PTN_SYNC_ERROR_PASSWORD,
    WRONG },
  { "throttled",
    { OURS, SAYS (429, "throttled", "900") },
    FALSE,
    PTN_SYNC_ERROR_THROTTLED,
    "There were too many wrong passwords. Wait 15 minutes, then try again." },
  { "throttled, a little",
    { OURS, SAYS (429, "throttled", "20") },
    FALSE,
    PTN_SYNC_ERROR_THROTTLED,
    "There were too many wrong passwords. Wait 1 minute, then try again." },
  { "a refusal that this version does not know",
    { OURS, SAYS (400, "invalid", NULL) },
    FALSE,
    PTN_SYNC_ERROR_PROTOCOL,
    "The server refused what this desk sent (invalid). Install the same version of Portineria on "
    "both; what waits to be sent is kept." },
  { "another person's PC",
    { OURS, SAYS (403, "forbidden", NULL) },
    TRUE,
    PTN_SYNC_ERROR_SIGN_IN,
    "The server on this PC belongs to another user of the PC. Log in to the PC as that user." },
  { "another server answers the second call",
    { OURS, { 200, JSON, OTHER, NULL, SESSION, 0 } },
    FALSE,
    PTN_SYNC_ERROR_STRANGER,
    "Another Portineria server than the one this desk is signed in to answers at this address. "
    "Check the address, or sign in again." },
  { "a session without a token",
    { OURS, { 200, JSON, SERVER, NULL, "{}", 0 } },
    FALSE,
    PTN_SYNC_ERROR_PROTOCOL,
    BROKEN },
  { "cut",
    { OURS, { 200, JSON, SERVER, NULL, SESSION, 30 } },
    FALSE,
    PTN_SYNC_ERROR_OFFLINE,
    "The connection to the server was cut. It is tried again by itself." },
};

static PtnSession *
sign_in (PtnTransport *transport, gboolean local, GError **error)
{
  PtnUuid device;

  g_assert_true (ptn_uuid_parse (ID, &device));
  return ptn_sign_in (transport, "https://hotel.example", &device, local ? NULL : "anna",
                      local ? NULL : "hunter2", error);
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (PtnTransport) transport = script_transport_new (refusals[i].answers, 2, 1000);
      g_autoptr (GError)       error = NULL;
      const gboolean           broken = g_strcmp0 (refusals[i].message, BROKEN) == 0;
      GPtrArray               *calls = script_transport_calls (transport);

      g_test_message ("%s", refusals[i].name);
      if (broken)
        g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING,
                               "The server broke the protocol: *");
      g_assert_null (sign_in (transport, refusals[i].local, &error));
      if (broken)
        g_test_assert_expected_messages ();
      g_assert_error (error, PTN_SYNC_ERROR, refusals[i].code);
      g_assert_cmpstr (error->message, ==, refusals[i].message);
      /* The password goes to nobody who has not said who he is. */
      g_assert_null (strstr (g_ptr_array_index (calls, 0), "hunter2"));
      g_assert_cmpuint (calls->len, ==, refusals[i].answers[1].status != 0 ? 2 : 1);
    }
}

static void
test_accepted (void)
{
  const ScriptAnswer       answers[] = { OURS, { 200, JSON, SERVER, NULL, SESSION, 0 } };
  g_autoptr (PtnTransport) transport = script_transport_new (answers, 2, 1000);
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnSession)   session = sign_in (transport, FALSE, &error);
  g_autoptr (PtnSession)   copy = NULL;
  const char              *call = g_ptr_array_index (script_transport_calls (transport), 1);
  PtnUuid                  id;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (
      call,
      "POST /v1/session - {\"login\":\"anna\",\"password\":\"hunter2\",\"device\":{\"id\":\"" ID
      "\",\"name\":"));
  copy = ptn_session_copy (session);
  g_assert_cmpstr (copy->address, ==, "https://hotel.example");
  g_assert_cmpstr (copy->token, ==, "t");
  g_assert_cmpstr (copy->refresh, ==, "r");
  g_assert_cmpstr (copy->login, ==, "anna");
  g_assert_cmpstr (copy->name, ==, "Anna");
  g_assert_cmpint (copy->role, ==, PTN_ROLE_SUPERVISOR);
  g_assert_cmpint (copy->expires_at, ==, 9);
  g_assert_cmpint (copy->op_seq, ==, 41);
  g_assert_true (ptn_uuid_parse (SERVER, &id) && ptn_uuid_equal (&copy->server, &id));
  g_assert_true (ptn_uuid_parse (OTHER, &id) && ptn_uuid_equal (&copy->property, &id));
  g_assert_true (ptn_uuid_parse (ID, &id) && ptn_uuid_equal (&copy->user, &id));
}

static void
test_local (void)
{
  const ScriptAnswer       answers[] = { OURS, { 200, JSON, SERVER, NULL, SESSION, 0 } };
  g_autoptr (PtnTransport) transport = script_transport_new (answers, 2, 1000);
  g_autoptr (PtnSession)   session = sign_in (transport, TRUE, NULL);

  g_assert_nonnull (session);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (script_transport_calls (transport), 1),
                                   "POST /v1/session/local - {\"device\":{"));
}

static void
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_renewal (void)
{
  static const struct
  {
    ScriptAnswer answer;
    int          code; /* -1: renewed */
  } cases[] = {
    { { 200, JSON, SERVER, NULL, "{\"token\":\"t2\",\"refresh\":\"r2\",\"expires_at\":12}", 0 },
      -1 },
    { { 200, JSON, SERVER, NULL, "{\"token\":\"t2\"}", 0 }, PTN_SYNC_ERROR_PROTOCOL },
    { SAYS (401, "sign-in", NULL), PTN_SYNC_ERROR_SIGN_IN },
    { { 503, NULL, NULL, "3", NULL, 0 }, PTN_SYNC_ERROR_OFFLINE },
    { { 401, "text/html", NULL, NULL, "<html>", 0 }, PTN_SYNC_ERROR_STRANGER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ScriptAnswer       answers[] = { OURS,
                                             { 200, JSON, SERVER, NULL, SESSION, 0 },
                                             cases[i].answer };
      g_autoptr (PtnTransport) transport = script_transport_new (answers, 3, 1000);
      g_autoptr (GError)       error = NULL;
      guint                    renewed = 0;
      PtnLink link = { .transport = transport, .renewed = count_cb, .user_data = &renewed };

      link.session = sign_in (transport, FALSE, NULL);
      g_assert_true (ptn_renewal_due (&link));
      if (cases[i].code == PTN_SYNC_ERROR_PROTOCOL)
        g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING,
                               "The server broke the protocol: *");
      g_assert_cmpint (ptn_renew (&link, &error), ==, cases[i].code == -1);
      g_test_assert_expected_messages ();
      g_assert_cmpstr (g_ptr_array_index (script_transport_calls (transport), 2), ==,
                       "POST /v1/session/refresh - {\"refresh\":\"r\"}");
      g_assert_cmpuint (renewed, ==, cases[i].code == -1);
      g_assert_cmpstr (link.session->token, ==, cases[i].code == -1 ? "t2" : "t");
      g_assert_cmpstr (link.session->refresh, ==, cases[i].code == -1 ? "r2" : "r");
      if (cases[i].code == -1)
        g_assert_false (ptn_renewal_due (&link)); /* however wrong this desk's clock is */
      else
        g_assert_error (error, PTN_SYNC_ERROR, cases[i].code);
      ptn_session_free (link.session);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in/refused", test_refused);
  g_test_add_func ("/sign-in/accepted", test_accepted);
  g_test_add_func ("/sign-in/local", test_local);
  g_test_add_func ("/sign-in/renewal", test_renewal);
  return g_test_run ();
}
