// SPDX-License-Identifier: GPL-3.0-or-later
// What the Orders page shows, computed from plain facts: no widget, no display.
#pragma once

#include "store/ptn-order-list.h"
#include "sync/ptn-sync.h"

G_BEGIN_DECLS

typedef struct
{
  PtnSyncState sync;
  int          sync_error;   /* PtnSyncError; -1: none */
  const char  *sync_message; /* (nullable): the error in words */
  gboolean     has_base;     /* the server's data is on this PC */
  gboolean     local;        /* used on this PC only */
  gboolean     closed;       /* the Concierge's pages are not open to guests */
  gboolean     has_user;     /* somebody is signed in, if only by a session that has ended since */
  gboolean     list_loading; /* the rows of the newest query are not known yet */
  gboolean     narrowed;     /* a filter or a search is set */
  guint        n_orders;     /* that the query shows */
  guint        n_waiting;    /* operations that wait to be sent */
} PtnOrdersFacts;

typedef enum
{
  PTN_ORDERS_VIEW_LIST,
  PTN_ORDERS_VIEW_LOADING,    /* the first base is on its way */
  PTN_ORDERS_VIEW_EMPTY,      /* nobody has ordered yet */
  PTN_ORDERS_VIEW_NO_RESULTS, /* filter or search find nothing */
  PTN_ORDERS_VIEW_SIGN_IN,    /* nothing here yet and nobody signed in */
  PTN_ORDERS_VIEW_OFFLINE,    /* nothing here yet and the server is out of reach */
  PTN_ORDERS_VIEW_ERROR,      /* nothing here yet and trying again by itself will not help */
} PtnOrdersView;

/* Stands over the list while it can be used but something is not as usual. */
typedef enum
{
  PTN_ORDERS_BANNER_NONE,
  PTN_ORDERS_BANNER_SIGN_IN,
  PTN_ORDERS_BANNER_OFFLINE,
  PTN_ORDERS_BANNER_RELOADING,
  PTN_ORDERS_BANNER_ERROR,
  PTN_ORDERS_BANNER_CLOSED,
} PtnOrdersBanner;

/* What the button of the view or the banner does. */
typedef enum
{
  PTN_ORDERS_REMEDY_NONE,
  PTN_ORDERS_REMEDY_SIGN_IN,
  PTN_ORDERS_REMEDY_TRY_AGAIN,
  PTN_ORDERS_REMEDY_CLEAR_FILTERS,
} PtnOrdersRemedy;

typedef struct
{
  PtnOrdersView   view;
  PtnOrdersRemedy view_remedy;
  PtnOrdersBanner banner;
  PtnOrdersRemedy banner_remedy;
  gboolean        can_narrow; /* search and filter are of use */
  gboolean        can_decide;
} PtnOrdersState;

PtnOrdersState ptn_orders_state_compute (const PtnOrdersFacts *facts);

/* The words for it. Title, icon and button: Returns: (transfer none); "" where there is none. The
 * others: (transfer full) */
const char *ptn_orders_state_icon (const PtnOrdersState *state);
const char *ptn_orders_state_title (const PtnOrdersState *state);
char       *ptn_orders_state_description (const PtnOrdersState *state, const PtnOrdersFacts *facts);
char       *ptn_orders_state_banner (const PtnOrdersState *state, const PtnOrdersFacts *facts);
const char *ptn_orders_remedy_label (PtnOrdersRemedy remedy);

/* Whether @query leaves anything out. */
gboolean ptn_order_query_narrows (const PtnOrderQuery *query);
gboolean ptn_order_query_filters (const PtnOrderQuery *query);

/* How many of the chosen orders each action can be applied to, and the button's words with that
 * number; 0 where it is none, or not known. Returns: (transfer full) */
typedef struct
{
  guint n_chosen;
  guint n_confirm;
  guint n_cancel;
} PtnOrdersChoice;

void  ptn_orders_choice_add (PtnOrdersChoice *choice, PtnOrderStatus status);
char *ptn_orders_choice_label (const PtnOrdersChoice *choice, PtnDecision decision);

G_END_DECLS
