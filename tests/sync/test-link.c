// SPDX-License-Identifier: GPL-3.0-or-later
// A round that was overtaken: it makes no further call, also where the order to end came between
// two of them.

#include "config.h"

#include "script-transport.h"
#include "sync/ptn-sign-in.h"

#define SERVER "0192f0c0-0000-7000-8000-000000000001"
#define JSON   "application/json"

static const ScriptAnswer answers[] = { { 200, JSON, SERVER, NULL, "{}", 0 } };

static void
call (PtnLink *link, GError **error)
{
  g_auto (PtnAnswer) answer = { 0 };
  const gboolean     ok = ptn_link_call (link, "GET", "/v1/changes", NULL, JSON, &answer, error);

  g_assert_cmpint (ok, ==, *error == NULL);
}

static void
test_overtaken (void)
{
  g_autoptr (PtnTransport) transport = script_transport_new (answers, G_N_ELEMENTS (answers), 100);
  PtnSession         session = { .address = (char *) "http://127.0.0.1:1", .token = (char *) "t" };
  PtnLink            link = { .transport = transport, .session = &session, .overtaken = TRUE };
  g_autoptr (GError) called = NULL;
  g_autoptr (GError) renewed = NULL;
  g_autoptr (GError) none = NULL;

  ptn_uuid_parse (SERVER, &session.server);
  call (&link, &called);
  g_assert_error (called, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE);
  g_assert_false (ptn_renew (&link, &renewed));
  g_assert_error (renewed, PTN_SYNC_ERROR, PTN_SYNC_ERROR_OFFLINE);
  g_assert_cmpuint (script_transport_calls (transport)->len, ==, 0);

  link.overtaken = FALSE;
  call (&link, &none);
  g_assert_no_error (none);
  g_assert_cmpuint (script_transport_calls (transport)->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sync/link/overtaken", test_overtaken);

  return g_test_run ();
}
