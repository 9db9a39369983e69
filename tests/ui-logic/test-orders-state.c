// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders page shows, as a table of facts.
#include <locale.h>

#include "ui/orders/ptn-orders-state.h"

typedef struct
{
  const char     *name;
  PtnOrdersFacts  facts;
  PtnOrdersView   view;
  PtnOrdersBanner banner;
  PtnOrdersRemedy remedy; /* of the banner where there is one, else of the view */
  gboolean        can_narrow, can_decide;
} Case;

#define BASE          .has_base = TRUE, .has_user = TRUE, .n_orders = 5
#define FINE          .sync = PTN_SYNC_ONLINE, .sync_error = -1
#define OFFLINE(code) .sync = PTN_SYNC_OFFLINE, .sync_error = code
#define VIEW(name)    PTN_ORDERS_VIEW_##name
#define BANNER(name)  PTN_ORDERS_BANNER_##name
#define REMEDY(name)  PTN_ORDERS_REMEDY_##name

static const Case cases[] = {
  /* Nothing here yet */
  { "first run, signed out",
    { .sync = PTN_SYNC_SIGNED_OUT, .sync_error = -1 },
    VIEW (SIGN_IN),
    BANNER (NONE),
    REMEDY (SIGN_IN),
    FALSE,
    FALSE },
  { "first run on this PC: its server is starting",
    { .sync = PTN_SYNC_SIGNED_OUT, .sync_error = -1, .local = TRUE },
    VIEW (LOADING),
    BANNER (NONE),
    REMEDY (NONE),
    FALSE,
    FALSE },
  { "connecting",
    { .sync = PTN_SYNC_CONNECTING, .sync_error = -1, .has_user = TRUE },
    VIEW (LOADING),
    BANNER (NONE),
    REMEDY (NONE),
    FALSE,
    FALSE },
  { "the first base",
    { .sync = PTN_SYNC_LOADING, .sync_error = -1, .has_user = TRUE },
    VIEW (LOADING),
    BANNER (NONE),
    REMEDY (NONE),
    FALSE,
    FALSE },
  { "no network",
    { OFFLINE (PTN_SYNC_ERROR_OFFLINE), .has_user = TRUE },
    VIEW (OFFLINE),
    BANNER (NONE),
    REMEDY (TRY_AGAIN),
    FALSE,
    FALSE },
  { "captive portal",
    { OFFLINE (PTN_SYNC_ERROR_STRANGER), .has_user = TRUE },
    VIEW (ERROR),
    BANNER (NONE),
    REMEDY (TRY_AGAIN),
    FALSE,
    FALSE },
  { "other version",
    { OFFLINE (PTN_SYNC_ERROR_PROTOCOL), .has_user = TRUE },
    VIEW (ERROR),
    BANNER (NONE),
    REMEDY (TRY_AGAIN),
    FALSE,
    FALSE },

  /* The list can be used */
  { "all well", { FINE, BASE }, VIEW (LIST), BANNER (NONE), REMEDY (NONE), TRUE, TRUE },
  { "a query is being computed",
    { FINE, .has_base = TRUE, .has_user = TRUE, .narrowed = TRUE, .list_loading = TRUE },
    VIEW (LIST),
    BANNER (NONE),
    REMEDY (NONE),
    TRUE,
    TRUE },
  { "offline",
    { OFFLINE (PTN_SYNC_ERROR_OFFLINE), BASE },
    VIEW (LIST),
    BANNER (OFFLINE),
    REMEDY (TRY_AGAIN),
    TRUE,
    TRUE },
  { "offline for a lasting reason",
    { OFFLINE (PTN_SYNC_ERROR_STRANGER), BASE },
    VIEW (LIST),
    BANNER (ERROR),
    REMEDY (TRY_AGAIN),
    TRUE,
    TRUE },
  { "the session ended: decisions are kept",
    { .sync = PTN_SYNC_SIGNED_OUT, .sync_error = PTN_SYNC_ERROR_SIGN_IN, BASE },
    VIEW (LIST),
    BANNER (SIGN_IN),
    REMEDY (SIGN_IN),
    TRUE,
    TRUE },
  { "signed out by hand: nobody decides",
    { .sync = PTN_SYNC_SIGNED_OUT, .sync_error = -1, .has_base = TRUE, .n_orders = 5 },
    VIEW (LIST),
    BANNER (SIGN_IN),
    REMEDY (SIGN_IN),
    TRUE,
    FALSE },
  { "this PC's server is starting",
    { .sync = PTN_SYNC_SIGNED_OUT, .sync_error = -1, .local = TRUE, BASE },
    VIEW (LIST),
    BANNER (NONE),
    REMEDY (NONE),
    TRUE,
    TRUE },
  { "a new base",
    { .sync = PTN_SYNC_LOADING, .sync_error = -1, BASE },
    VIEW (LIST),
    BANNER (RELOADING),
    REMEDY (NONE),
    TRUE,
    TRUE },
  { "connecting again says nothing",
    { .sync = PTN_SYNC_CONNECTING, .sync_error = -1, BASE },
    VIEW (LIST),
    BANNER (NONE),
    REMEDY (NONE),
    TRUE,
    TRUE },
  { "guests cannot reach the Concierge",
    { FINE, BASE, .local = TRUE, .closed = TRUE },
    VIEW (LIST),
    BANNER (CLOSED),
    REMEDY (NONE),
    TRUE,
    TRUE },
  { "offline comes before that",
    { OFFLINE (PTN_SYNC_ERROR_OFFLINE), BASE, .local = TRUE, .closed = TRUE },
    VIEW (LIST),
    BANNER (OFFLINE),
    REMEDY (TRY_AGAIN),
    TRUE,
    TRUE },

  /* Nothing in it */
  { "nobody has ordered",
    { FINE, .has_base = TRUE, .has_user = TRUE },
    VIEW (EMPTY),
    BANNER (NONE),
    REMEDY (NONE),
    FALSE,
    TRUE },
  { "nobody can order: said once",
    { FINE, .has_base = TRUE, .has_user = TRUE, .local = TRUE, .closed = TRUE },
    VIEW (EMPTY),
    BANNER (NONE),
    REMEDY (NONE),
    FALSE,
    TRUE },
  { "nothing found",
    { FINE, .has_base = TRUE, .has_user = TRUE, .narrowed = TRUE },
    VIEW (NO_RESULTS),
    BANNER (NONE),
    REMEDY (CLEAR_FILTERS),
    TRUE,
    TRUE },
};

static void
test_states (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtnOrdersState  state = ptn_orders_state_compute (&cases[i].facts);
      PtnOrdersRemedy remedy = state.banner != PTN_ORDERS_BANNER_NONE ? state.banner_remedy
                                                                      : state.view_remedy;

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (state.view, ==, cases[i].view);
      g_assert_cmpint (state.banner, ==, cases[i].banner);
      g_assert_cmpint (remedy, ==, cases[i].remedy);
      g_assert_cmpint (state.can_narrow, ==, cases[i].can_narrow);
      g_assert_cmpint (state.can_decide, ==, cases[i].can_decide);
    }
}

/* Whatever is shown instead of the list says what it is; a button where there is something to do.
 */
static void
test_states_have_words (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtnOrdersState   state = ptn_orders_state_compute (&cases[i].facts);
      g_autofree char *description = ptn_orders_state_description (&state, &cases[i].facts);
      g_autofree char *banner = ptn_orders_state_banner (&state, &cases[i].facts);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (*ptn_orders_state_title (&state) != '\0', ==,
                       state.view != PTN_ORDERS_VIEW_LIST);
      if (state.view != PTN_ORDERS_VIEW_LIST && state.view != PTN_ORDERS_VIEW_LOADING)
        {
          g_assert_cmpstr (description, !=, "");
          g_assert_cmpstr (ptn_orders_state_icon (&state), !=, "");
        }
      g_assert_cmpint (*banner != '\0', ==, state.banner != PTN_ORDERS_BANNER_NONE);
      g_assert_cmpint (*ptn_orders_remedy_label (state.view_remedy) != '\0', ==,
                       state.view_remedy != PTN_ORDERS_REMEDY_NONE);
      g_assert_cmpint (*ptn_orders_remedy_label (state.banner_remedy) != '\0', ==,
                       state.banner_remedy != PTN_ORDERS_REMEDY_NONE);
    }
}

static void
test_waiting_is_counted (void)
{
  static const struct
  {
    PtnSyncState sync;
    guint        n;
    const char  *banner;
  } waiting[] = {
    { PTN_SYNC_OFFLINE, 0,
      "Offline: you see what was known last. Decisions are kept and sent later." },
    { PTN_SYNC_OFFLINE, 1, "Offline: 1 change waits to be sent" },
    { PTN_SYNC_OFFLINE, 3, "Offline: 3 changes wait to be sent" },
    { PTN_SYNC_SIGNED_OUT, 0, "Sign in to receive orders and to decide them" },
    { PTN_SYNC_SIGNED_OUT, 3, "Sign in to send 3 changes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waiting); i++)
    {
      PtnOrdersFacts   facts = { BASE, .sync = waiting[i].sync, .sync_error = -1,
                                 .n_waiting = waiting[i].n };
      PtnOrdersState   state = ptn_orders_state_compute (&facts);
      g_autofree char *banner = ptn_orders_state_banner (&state, &facts);

      g_assert_cmpstr (banner, ==, waiting[i].banner);
    }
}

static void
test_query (void)
{
  static const struct
  {
    PtnOrderQuery query;
    gboolean      filters, narrows;
  } queries[] = {
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE }, FALSE, FALSE },
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE, .sort = PTN_ORDER_SORT_GUEST }, FALSE, FALSE },
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE, .search = (char *) "" }, FALSE, FALSE },
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE, .search = (char *) "a" }, FALSE, TRUE },
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE, .statuses = 1 }, TRUE, TRUE },
    { { .from = PTN_DATE_NONE, .to = PTN_DATE_NONE, .types = 2 }, TRUE, TRUE },
    { { .from = 0, .to = PTN_DATE_NONE }, TRUE, TRUE },
    { { .from = PTN_DATE_NONE, .to = 0 }, TRUE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_assert_cmpint (ptn_order_query_filters (&queries[i].query), ==, queries[i].filters);
      g_assert_cmpint (ptn_order_query_narrows (&queries[i].query), ==, queries[i].narrows);
    }
}

/* Pending: both; confirmed: Cancel; cancelled: neither (reference/000). */
static void
test_choice (void)
{
  PtnOrdersChoice  choice = { 0 };
  g_autofree char *confirm = NULL;
  g_autofree char *cancel = NULL;
  g_autofree char *none = NULL;

  none = ptn_orders_choice_label (&choice, PTN_DECISION_CONFIRM);
  g_assert_cmpstr (none, ==, "Confirm the selected orders");
  ptn_orders_choice_add (&choice, PTN_ORDER_PENDING);
  ptn_orders_choice_add (&choice, PTN_ORDER_CONFIRMED);
  ptn_orders_choice_add (&choice, PTN_ORDER_CONFIRMED);
  ptn_orders_choice_add (&choice, PTN_ORDER_CANCELLED);
  g_assert_cmpuint (choice.n_chosen, ==, 4);
  g_assert_cmpuint (choice.n_confirm, ==, 1);
  g_assert_cmpuint (choice.n_cancel, ==, 3);
  confirm = ptn_orders_choice_label (&choice, PTN_DECISION_CONFIRM);
  cancel = ptn_orders_choice_label (&choice, PTN_DECISION_CANCEL);
  g_assert_cmpstr (confirm, ==, "Confirm 1 Order");
  g_assert_cmpstr (cancel, ==, "Cancel 3 Orders");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui-logic/orders-state/states", test_states);
  g_test_add_func ("/ui-logic/orders-state/words", test_states_have_words);
  g_test_add_func ("/ui-logic/orders-state/waiting", test_waiting_is_counted);
  g_test_add_func ("/ui-logic/orders-state/query", test_query);
  g_test_add_func ("/ui-logic/orders-state/choice", test_choice);
  return g_test_run ();
}
