// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders page shows, computed from plain facts.
#include "ptn-orders-state.h"

#include <glib/gi18n.h>

/* Only a person can do something about these: waiting for the network does not help. */
static gboolean
error_is_lasting (int error)
{
  return error == PTN_SYNC_ERROR_PROTOCOL || error == PTN_SYNC_ERROR_ADDRESS ||
         error == PTN_SYNC_ERROR_STRANGER;
}

static PtnOrdersView
view_without_base (const PtnOrdersFacts *facts)
{
  switch (facts->sync)
    {
    case PTN_SYNC_SIGNED_OUT:
      return facts->local ? PTN_ORDERS_VIEW_LOADING : PTN_ORDERS_VIEW_SIGN_IN;
    case PTN_SYNC_OFFLINE:
      return error_is_lasting (facts->sync_error) ? PTN_ORDERS_VIEW_ERROR : PTN_ORDERS_VIEW_OFFLINE;
    case PTN_SYNC_CONNECTING:
    case PTN_SYNC_LOADING:
    case PTN_SYNC_ONLINE:
    default:
      return PTN_ORDERS_VIEW_LOADING;
    }
}

static PtnOrdersView
choose_view (const PtnOrdersFacts *facts)
{
  if (!facts->has_base)
    return view_without_base (facts);
  /* While a query is being computed the rows of the one before stand: nothing flickers on each
   * keystroke. */
  if (facts->n_orders > 0 || facts->list_loading)
    return PTN_ORDERS_VIEW_LIST;
  return facts->narrowed ? PTN_ORDERS_VIEW_NO_RESULTS : PTN_ORDERS_VIEW_EMPTY;
}

static PtnOrdersBanner
choose_banner (const PtnOrdersFacts *facts)
{
  if (!facts->has_base)
    return PTN_ORDERS_BANNER_NONE;
  /* Said below the title where there is nothing else to see. */
  if (facts->sync == PTN_SYNC_ONLINE && facts->closed &&
      choose_view (facts) != PTN_ORDERS_VIEW_EMPTY)
    return PTN_ORDERS_BANNER_CLOSED;

  switch (facts->sync)
    {
    case PTN_SYNC_SIGNED_OUT:
      return facts->local ? PTN_ORDERS_BANNER_NONE : PTN_ORDERS_BANNER_SIGN_IN;
    case PTN_SYNC_OFFLINE:
      return error_is_lasting (facts->sync_error) ? PTN_ORDERS_BANNER_ERROR
                                                  : PTN_ORDERS_BANNER_OFFLINE;
    case PTN_SYNC_LOADING:
      return PTN_ORDERS_BANNER_RELOADING;
    case PTN_SYNC_CONNECTING:
    case PTN_SYNC_ONLINE:
    default:
      return PTN_ORDERS_BANNER_NONE;
    }
}

static PtnOrdersRemedy
view_remedy (PtnOrdersView view)
{
  switch (view)
    {
    case PTN_ORDERS_VIEW_SIGN_IN:
      return PTN_ORDERS_REMEDY_SIGN_IN;
    case PTN_ORDERS_VIEW_OFFLINE:
    case PTN_ORDERS_VIEW_ERROR:
      return PTN_ORDERS_REMEDY_TRY_AGAIN;
    case PTN_ORDERS_VIEW_NO_RESULTS:
      return PTN_ORDERS_REMEDY_CLEAR_FILTERS;
    case PTN_ORDERS_VIEW_LIST:
    case PTN_ORDERS_VIEW_LOADING:
    case PTN_ORDERS_VIEW_EMPTY:
    default:
      return PTN_ORDERS_REMEDY_NONE;
    }
}

static PtnOrdersRemedy
banner_remedy (PtnOrdersBanner banner)
{
  switch (banner)
    {
    case PTN_ORDERS_BANNER_SIGN_IN:
      return PTN_ORDERS_REMEDY_SIGN_IN;
    case PTN_ORDERS_BANNER_OFFLINE:
    case PTN_ORDERS_BANNER_ERROR:
      return PTN_ORDERS_REMEDY_TRY_AGAIN;
    case PTN_ORDERS_BANNER_NONE:
    case PTN_ORDERS_BANNER_RELOADING:
    case PTN_ORDERS_BANNER_CLOSED:
    default:
      return PTN_ORDERS_REMEDY_NONE;
    }
}

PtnOrdersState
ptn_orders_state_compute (const PtnOrdersFacts *facts)
{
  PtnOrdersState state = { 0 };

  state.view = choose_view (facts);
  state.view_remedy = view_remedy (state.view);
  state.banner = choose_banner (facts);
  state.banner_remedy = banner_remedy (state.banner);
  state.can_narrow = state.view == PTN_ORDERS_VIEW_LIST || state.view == PTN_ORDERS_VIEW_NO_RESULTS;
  state.can_decide = facts->has_base && facts->has_user;
  return state;
}

const char *
ptn_orders_state_icon (const PtnOrdersState *state)
{
  switch (state->view)
    {
    case PTN_ORDERS_VIEW_NO_RESULTS:
      return "edit-find-symbolic";
    case PTN_ORDERS_VIEW_SIGN_IN:
      return "avatar-default-symbolic";
    case PTN_ORDERS_VIEW_OFFLINE:
      return "network-offline-symbolic";
    case PTN_ORDERS_VIEW_ERROR:
      return "network-error-symbolic";
    case PTN_ORDERS_VIEW_EMPTY:
      return "ptn-orders-symbolic";
    case PTN_ORDERS_VIEW_LIST:
    case PTN_ORDERS_VIEW_LOADING:
    default:
      return "";
    }
}

const char *
ptn_orders_state_title (const PtnOrdersState *state)
{
  switch (state->view)
    {
    case PTN_ORDERS_VIEW_LOADING:
      return _ ("Loading Orders…");
    case PTN_ORDERS_VIEW_EMPTY:
      return _ ("No Orders Yet");
    case PTN_ORDERS_VIEW_NO_RESULTS:
      return _ ("No Results Found");
    case PTN_ORDERS_VIEW_SIGN_IN:
      return _ ("Sign In to See the Orders");
    case PTN_ORDERS_VIEW_OFFLINE:
      return _ ("The Server Cannot Be Reached");
    case PTN_ORDERS_VIEW_ERROR:
      return _ ("The Orders Cannot Be Loaded");
    case PTN_ORDERS_VIEW_LIST:
    default:
      return "";
    }
}

static const char *
error_words (const PtnOrdersFacts *facts)
{
  return facts->sync_message != NULL ? facts->sync_message : _ ("The server cannot be reached.");
}

char *
ptn_orders_state_description (const PtnOrdersState *state, const PtnOrdersFacts *facts)
{
  switch (state->view)
    {
    case PTN_ORDERS_VIEW_EMPTY:
      if (facts->closed)
        return g_strdup (
            _ ("Guests cannot order yet: their Concierge pages are not open. "
               "Open them to your network or the internet, and give each guest a code."));
      return g_strdup (
          _ ("Orders appear here as soon as guests place them on their Concierge pages. "
             "Guests can order once they have a code."));
    case PTN_ORDERS_VIEW_NO_RESULTS:
      return g_strdup (_ ("Try a different search or other filters"));
    case PTN_ORDERS_VIEW_SIGN_IN:
      return g_strdup (_ ("They are fetched from the hotel’s server once"));
    case PTN_ORDERS_VIEW_OFFLINE:
    case PTN_ORDERS_VIEW_ERROR:
      return g_strdup (error_words (facts));
    case PTN_ORDERS_VIEW_LIST:
    case PTN_ORDERS_VIEW_LOADING:
    default:
      return g_strdup ("");
    }
}

static char *
offline_words (guint n_waiting)
{
  if (n_waiting == 0)
    return g_strdup (
        _ ("Offline: you see what was known last. Decisions are kept and sent later."));
  return g_strdup_printf (ngettext ("Offline: %u change waits to be sent",
                                    "Offline: %u changes wait to be sent", n_waiting),
                          n_waiting);
}

char *
ptn_orders_state_banner (const PtnOrdersState *state, const PtnOrdersFacts *facts)
{
  switch (state->banner)
    {
    case PTN_ORDERS_BANNER_SIGN_IN:
      if (facts->n_waiting == 0)
        return g_strdup (_ ("Sign in to receive orders and to decide them"));
      return g_strdup_printf (ngettext ("Sign in to send %u change", "Sign in to send %u changes",
                                        facts->n_waiting),
                              facts->n_waiting);
    case PTN_ORDERS_BANNER_OFFLINE:
      return offline_words (facts->n_waiting);
    case PTN_ORDERS_BANNER_RELOADING:
      return g_strdup (_ ("Loading the orders anew: the list shows the ones from before"));
    case PTN_ORDERS_BANNER_ERROR:
      return g_strdup (error_words (facts));
    case PTN_ORDERS_BANNER_CLOSED:
      return g_strdup (_ ("Guests cannot order yet: their Concierge pages are not open"));
    case PTN_ORDERS_BANNER_NONE:
    default:
      return g_strdup ("");
    }
}

const char *
ptn_orders_remedy_label (PtnOrdersRemedy remedy)
{
  switch (remedy)
    {
    case PTN_ORDERS_REMEDY_SIGN_IN:
      return _ ("_Sign In…");
    case PTN_ORDERS_REMEDY_TRY_AGAIN:
      return _ ("_Try Again");
    case PTN_ORDERS_REMEDY_CLEAR_FILTERS:
      return _ ("_Show All Orders");
    case PTN_ORDERS_REMEDY_NONE:
    default:
      return "";
    }
}

gboolean
ptn_order_query_filters (const PtnOrderQuery *query)
{
  return query->statuses != 0 || query->types != 0 || query->from != PTN_DATE_NONE ||
         query->to != PTN_DATE_NONE;
}

gboolean
ptn_order_query_narrows (const PtnOrderQuery *query)
{
  return ptn_order_query_filters (query) || (query->search != NULL && *query->search != '\0');
}

void
ptn_orders_choice_add (PtnOrdersChoice *choice, PtnOrderStatus status)
{
  choice->n_chosen++;
  choice->n_confirm += ptn_order_can (status, PTN_DECISION_CONFIRM);
  choice->n_cancel += ptn_order_can (status, PTN_DECISION_CANCEL);
}

/* "Cancel" alone, beside "200 selected", would read as giving up the selection. */
char *
ptn_orders_choice_label (const PtnOrdersChoice *choice, PtnDecision decision)
{
  gboolean confirm = decision == PTN_DECISION_CONFIRM;
  guint    n = confirm ? choice->n_confirm : choice->n_cancel;

  if (n == 0)
    return g_strdup (confirm ? _ ("Confirm the selected orders")
                             : _ ("Cancel the selected orders"));
  if (confirm)
    return g_strdup_printf (ngettext ("Confirm %u Order", "Confirm %u Orders", n), n);
  return g_strdup_printf (ngettext ("Cancel %u Order", "Cancel %u Orders", n), n);
}
