// SPDX-License-Identifier: GPL-3.0-or-later
// Pages of the feed: only a whole one is taken (docs/protocol.md, Pull: "A body without its tail,
// or whose rows are not count, is a cut one: nothing of it is applied").

#include "config.h"

#include <string.h>

#include "model/ptn-property.h"
#include "script-transport.h"
#include "sync/ptn-page.h"

#define SERVER   "0192f0c0-0000-7000-8000-000000000001"
#define PROPERTY "0192f0c0-0000-7000-8000-000000000002"
#define OTHER    "0192f0c0-0000-7000-8000-000000000003"

#define HEAD(server, property, from)                                                               \
  "{\"head\":{\"server\":\"" server "\",\"property\":\"" property "\",\"from\":\"" from "\"}}\n"
#define ROW(seq)                                                                                   \
  "{\"kind\":\"room\",\"id\":\"" OTHER "\",\"rev\":1,\"seq\":" #seq ",\"deleted\":true}\n"
#define STRANGE_ROW(seq)                                                                           \
  "{\"kind\":\"spa\",\"id\":\"" OTHER "\",\"rev\":1,\"seq\":" #seq ",\"value\":{\"x\":1}}\n"
#define CHUNK_ROW                                                                                  \
  "{\"kind\":\"room\",\"id\":\"" OTHER                                                             \
  "\",\"rev\":1,\"value\":{\"number\":\"7\",\"room_type\":\"" OTHER "\"}}\n"
#define TAIL(to, count, more)                                                                      \
  "{\"tail\":{\"to\":\"" to "\",\"count\":" #count ",\"more\":" #more "}}\n"
#define OURS HEAD (SERVER, PROPERTY, "3.17")

#define CUT_OFF "The connection to the server was cut. It is tried again by itself."
#define BROKEN                                                                                     \
  "The server’s answer cannot be understood. Install the same version of Portineria on both; "     \
  "nothing is lost."
#define NOT_OURS                                                                                   \
  "This address answers, but it is not a Portineria server. Check the address; on a guest or "     \
  "public network, "                                                                               \
  "sign in to the network first."

typedef struct
{
  const char *name;
  const char *body;
  const char *message; /* NULL: it is taken */
} PageCase;

static const PageCase changes[] = {
  { "nothing new", OURS TAIL ("3.17", 0, false), NULL },
  { "two commits", OURS ROW (18) ROW (18) ROW (19) TAIL ("3.19", 3, false), NULL },
  { "a kind of a newer server counts", OURS STRANGE_ROW (18) TAIL ("3.18", 1, true), NULL },
  { "nothing at all", "", CUT_OFF },
  { "no tail", OURS ROW (18), CUT_OFF },
  { "no head", ROW (18) TAIL ("3.18", 1, false), BROKEN },
  { "only a tail", TAIL ("3.17", 0, false), BROKEN },
  { "two heads", OURS OURS TAIL ("3.17", 0, false), BROKEN },
  { "a row after the tail", OURS TAIL ("3.17", 0, false) ROW (18), BROKEN },
  { "two tails", OURS TAIL ("3.17", 0, false) TAIL ("3.17", 0, false), BROKEN },
  { "a row too few", OURS ROW (18) TAIL ("3.18", 2, false), BROKEN },
  { "a row too many", OURS ROW (18) ROW (18) TAIL ("3.18", 1, false), BROKEN },
  { "a tail further than the rows", OURS ROW (18) TAIL ("3.19", 1, false), BROKEN },
  { "a tail of another epoch", OURS TAIL ("4.17", 0, false), BROKEN },
  { "more of nothing", OURS TAIL ("3.17", 0, true), BROKEN },
  { "a commit is missing at the beginning", OURS ROW (19) TAIL ("3.19", 1, false), BROKEN },
  { "a commit is missing in the middle", OURS ROW (18) ROW (20) TAIL ("3.20", 2, false), BROKEN },
  { "commits go backwards", OURS ROW (18) ROW (19) ROW (18) TAIL ("3.18", 3, false), BROKEN },
  { "a commit that is in already", OURS ROW (17) TAIL ("3.17", 1, false), BROKEN },
  { "from another place", HEAD (SERVER, PROPERTY, "3.16") TAIL ("3.16", 0, false), BROKEN },
  { "of another epoch", HEAD (SERVER, PROPERTY, "4.17") TAIL ("4.17", 0, false), BROKEN },
  { "of another server", HEAD (OTHER, PROPERTY, "3.17") TAIL ("3.17", 0, false), NOT_OURS },
  { "of another property", HEAD (SERVER, OTHER, "3.17") TAIL ("3.17", 0, false), NOT_OURS },
  { "no JSON", OURS "<html>\n", BROKEN },
};

static const PageCase chunks[] = {
  { "an empty hotel", OURS TAIL ("3.17", 0, false), NULL },
  { "rows carry no number", OURS CHUNK_ROW CHUNK_ROW TAIL ("3.17", 2, false), NULL },
  { "a tail of another position", OURS CHUNK_ROW TAIL ("3.18", 1, false), BROKEN },
  { "a row too few", OURS CHUNK_ROW TAIL ("3.17", 2, false), BROKEN },
};

static void
init_link (PtnLink *link, PtnTransport *transport)
{
  *link = (PtnLink) {
    .transport = transport, .session = g_new0 (PtnSession, 1), .changes_pace = 7, .snapshot_pace = 8
  };
  link->session->token = g_strdup ("secret");
  g_assert_true (ptn_uuid_parse (SERVER, &link->session->server));
  g_assert_true (ptn_uuid_parse (PROPERTY, &link->session->property));
}

static gboolean
fetch (const char *body, gsize step, gboolean snapshot, PtnPage *page, GError **error)
{
  const ScriptAnswer       answer = { 200, PTN_FEED_CONTENT_TYPE, SERVER, NULL, body, 0 };
  g_autoptr (PtnTransport) transport = script_transport_new (&answer, 1, step);
  const PtnCursor          place = { 3, 17 };
  PtnLink                  link;
  gboolean                 fetched;

  init_link (&link, transport);
  fetched = snapshot ? ptn_page_snapshot (&link, &place, "order/" OTHER, page, error)
                     : ptn_page_changes (&link, place, page, error);
  g_assert_cmpstr (g_ptr_array_index (script_transport_calls (transport), 0), ==,
                   snapshot ? "GET /v1/snapshot?limit=8&at=3.17&after=order%2F" OTHER " secret -"
                            : "GET /v1/changes?since=3.17&limit=7 secret -");
  ptn_session_free (link.session);
  return fetched;
}

static void
check (const PageCase *cases, gsize n_cases, gboolean snapshot)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_auto (PtnPage)   page = { 0 };
      g_autoptr (GError) error = NULL;
      const gboolean     broken = g_strcmp0 (cases[i].message, BROKEN) == 0;

      g_test_message ("%s", cases[i].name);
      if (broken)
        g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING,
                               "The server broke the protocol: *");
      g_assert_cmpint (fetch (cases[i].body, 11, snapshot, &page, &error), ==,
                       cases[i].message == NULL);
      if (broken)
        g_test_assert_expected_messages ();
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].message);
    }
}

static void
test_changes (void)
{
  check (changes, G_N_ELEMENTS (changes), FALSE);
}

static void
test_chunks (void)
{
  check (chunks, G_N_ELEMENTS (chunks), TRUE);
}

static void
test_rows (void)
{
  g_auto (PtnPage)   page = { 0 };
  g_autoptr (GError) error = NULL;
  const PtnFeedRow  *row;

  g_assert_true (fetch (OURS CHUNK_ROW "{\"kind\":\"spa\",\"id\":\"" OTHER
                                       "\",\"rev\":1,\"value\":{}}\n" TAIL ("3.17", 2, false),
                        1, TRUE, &page, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (page.rows->len, ==, 1);
  row = g_ptr_array_index (page.rows, 0);
  g_assert_true (row->type == &ptn_room_record);
  g_assert_cmpstr (((PtnRoom *) row->record)->number, ==, "7");
  g_assert_cmpint (page.tail.count, ==, 2);
}

/* Cut after any byte, a page is not taken. */
static void
test_cut (void)
{
  const char *whole = OURS CHUNK_ROW CHUNK_ROW TAIL ("3.17", 2, false);

  for (gsize length = 0; length <= strlen (whole); length++)
    {
      g_autofree char *part = g_strndup (whole, length);
      g_auto (PtnPage) page = { 0 };

      g_assert_cmpint (fetch (part, 5, TRUE, &page, NULL), ==, length == strlen (whole));
    }
}

static void
test_gone (void)
{
  const ScriptAnswer answer = {
    410, PTN_PROBLEM_CONTENT_TYPE, SERVER, NULL, "{\"type\":\"urn:portineria:problem:gone\"}", 0
  };
  g_autoptr (PtnTransport) transport = script_transport_new (&answer, 1, 100);
  g_auto (PtnPage)         page = { 0 };
  g_autoptr (GError)       error = NULL;
  PtnLink                  link;

  init_link (&link, transport);
  g_assert_true (ptn_page_changes (&link, (PtnCursor) { 3, 17 }, &page, &error));
  g_assert_no_error (error);
  g_assert_true (page.gone);
  ptn_session_free (link.session);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/changes", test_changes);
  g_test_add_func ("/page/chunks", test_chunks);
  g_test_add_func ("/page/rows", test_rows);
  g_test_add_func ("/page/cut", test_cut);
  g_test_add_func ("/page/gone", test_gone);
  return g_test_run ();
}
