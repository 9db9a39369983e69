// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders page over the real store, without a server: states, decisions, search, selection,
// layouts.
#include "ui-fixture.h"

#include "sync/ptn-sync.h"
#include "ui/common/ptn-ui.h"
#include "ui/orders/ptn-order-cards.h"
#include "ui/orders/ptn-order-choice-bar.h"
#include "ui/orders/ptn-order-pane.h"
#include "ui/orders/ptn-order-table.h"
#include "ui/orders/ptn-orders-page.h"

typedef struct
{
  UiFixture  ui;
  PtnSync   *sync;
  GtkWidget *page;
} PageFixture;

/* @statuses: which orders the page shows from the beginning; 0: all */
static void
set_up (PageFixture *fixture, gint64 n_orders, guint statuses)
{
  PtnUser      *user;
  PtnOrderQuery query;

  ptn_order_query_init (&query);
  query.statuses = statuses;
  ui_fixture_init (&fixture->ui, n_orders);
  ui_query (&fixture->ui, &query); /* the fixture's own list, to know what stands where */
  fixture->sync = ptn_sync_new (fixture->ui.desk);
  fixture->page = ptn_orders_page_new (fixture->ui.desk, fixture->sync, fixture->ui.locale, FALSE,
                                       FALSE, &query);
  user = ptn_synth_user (&fixture->ui.synth, 0);
  ptn_orders_page_set_user (PTN_ORDERS_PAGE (fixture->page), &user->id);
  ptn_record_free (&ptn_user_record, user);
}

static void
present (PageFixture *fixture)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->ui.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->ui.window));
  ui_wait_frames (fixture->ui.window, 10);
}

static void
tear_down (PageFixture *fixture)
{
  gtk_window_set_child (GTK_WINDOW (fixture->ui.window), NULL);
  ptn_sync_stop (fixture->sync);
  g_clear_object (&fixture->sync);
  ui_fixture_clear (&fixture->ui);
}

static GtkSelectionModel *
selection_of (PageFixture *fixture)
{
  GtkWidget *view = ui_find (fixture->page, GTK_TYPE_COLUMN_VIEW);

  if (view != NULL)
    return gtk_column_view_get_model (GTK_COLUMN_VIEW (view));
  return gtk_list_view_get_model (GTK_LIST_VIEW (ui_find (fixture->page, GTK_TYPE_LIST_VIEW)));
}

static guint
n_rows (PageFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection_of (fixture)));
}

static PtnOrderStatus
shown_status (PageFixture *fixture, const PtnUuid *order)
{
  g_autoptr (PtnOrderDetails) details = ptn_desk_load_order (fixture->ui.desk, order, NULL);

  g_assert_nonnull (details);
  return details->shown;
}

static void
settle (PageFixture *fixture)
{
  ui_wait_frames (fixture->ui.window, 5);
}

/* The actions that the keyboard, the menu and the bar share. */
static void
test_confirm_and_undo (void)
{
  PageFixture fixture;
  PtnUuid     order;

  set_up (&fixture, 500, 1u << PTN_ORDER_PENDING);
  present (&fixture);
  order = ui_id_at (&fixture.ui, 0);
  gtk_selection_model_select_item (selection_of (&fixture), 0, TRUE);
  settle (&fixture);

  g_assert_true (gtk_widget_activate_action (fixture.page, "orders.confirm", NULL));
  while (shown_status (&fixture, &order) != PTN_ORDER_CONFIRMED)
    g_main_context_iteration (NULL, FALSE);
  settle (&fixture);

  g_assert_true (gtk_widget_activate_action (fixture.page, "orders.undo", NULL));
  while (shown_status (&fixture, &order) != PTN_ORDER_PENDING)
    g_main_context_iteration (NULL, FALSE);
  tear_down (&fixture);
}

/* Nobody may decide without having signed in: the page asks for that instead. */
static void
asked_cb (GSimpleAction *action, GVariant *parameter, gboolean *asked)
{
  *asked = TRUE;
}

static void
test_decides_only_for_a_user (void)
{
  PageFixture                    fixture;
  PtnUuid                        order;
  gboolean                       asked = FALSE;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction)      sign_in = g_simple_action_new ("sign-in", NULL);

  g_signal_connect (sign_in, "activate", G_CALLBACK (asked_cb), &asked);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (sign_in));
  set_up (&fixture, 500, 1u << PTN_ORDER_PENDING);
  gtk_widget_insert_action_group (fixture.ui.window, "app", G_ACTION_GROUP (group));
  present (&fixture);
  order = ui_id_at (&fixture.ui, 0);
  ptn_orders_page_set_user (PTN_ORDERS_PAGE (fixture.page), NULL);
  gtk_selection_model_select_item (selection_of (&fixture), 0, TRUE);
  settle (&fixture);

  gtk_widget_activate_action (fixture.page, "orders.confirm", NULL);
  settle (&fixture);
  g_assert_true (asked);
  g_assert_cmpint (shown_status (&fixture, &order), ==, PTN_ORDER_PENDING);
  tear_down (&fixture);
}

/* Several orders at once: those that can be, are. */
static void
test_confirms_several (void)
{
  PageFixture fixture;
  PtnUuid     orders[3];

  set_up (&fixture, 1000, 1u << PTN_ORDER_PENDING);
  present (&fixture);
  g_assert_cmpuint (n_rows (&fixture), >=, 3);
  for (guint i = 0; i < 3; i++)
    orders[i] = ui_id_at (&fixture.ui, i);
  gtk_selection_model_select_range (selection_of (&fixture), 0, 3, TRUE);
  settle (&fixture);
  gtk_widget_activate_action (fixture.page, "orders.confirm", NULL);
  for (guint i = 0; i < 3; i++)
    while (shown_status (&fixture, &orders[i]) != PTN_ORDER_CONFIRMED)
      g_main_context_iteration (NULL, FALSE);
  tear_down (&fixture);
}

/* What a search hides must not stay selected: it could be decided unseen. */
static void
test_search_unselects (void)
{
  PageFixture fixture;
  GtkWidget  *entry;

  set_up (&fixture, 500, 0);
  present (&fixture);
  gtk_selection_model_select_range (selection_of (&fixture), 0, 4, TRUE);
  settle (&fixture);
  gtk_widget_activate_action (fixture.page, "orders.search", NULL);
  entry = ui_find (fixture.page, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "zzzzzz");
  settle (&fixture);
  g_assert_cmpuint (ptn_order_selection_get_n (PTN_ORDER_SELECTION (selection_of (&fixture))), ==,
                    0);
  while (n_rows (&fixture) != 0)
    g_main_context_iteration (NULL, FALSE);
  settle (&fixture);
  g_assert_cmpstr (adw_status_page_get_title (
                       ADW_STATUS_PAGE (ui_find (fixture.page, ADW_TYPE_STATUS_PAGE))),
                   ==, "No Results Found");

  gtk_widget_activate_action (fixture.page, "orders.show-all", NULL);
  while (n_rows (&fixture) != 500)
    g_main_context_iteration (NULL, FALSE);
  tear_down (&fixture);
}

static void
test_layout_follows_the_width (void)
{
  PageFixture fixture;

  set_up (&fixture, 300, 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture.ui.window), 360, 600);
  present (&fixture);
  g_assert_nonnull (ui_find (fixture.page, PTN_TYPE_ORDER_CARDS));
  g_assert_null (ui_find (fixture.page, PTN_TYPE_ORDER_TABLE));
  gtk_window_set_default_size (GTK_WINDOW (fixture.ui.window), 1200, 600);
  settle (&fixture);
  settle (&fixture);
  g_assert_null (ui_find (fixture.page, PTN_TYPE_ORDER_CARDS));
  g_assert_nonnull (ui_find (fixture.page, PTN_TYPE_ORDER_TABLE));
  tear_down (&fixture);
}

static void
test_details_show_the_selected_order (void)
{
  PageFixture      fixture;
  PtnUuid          order;
  GtkWidget       *pane;
  PtnOrderDetails *details;

  set_up (&fixture, 300, 0);
  present (&fixture);
  g_assert_null (ui_find (fixture.page, PTN_TYPE_ORDER_PANE)); /* not made before it is wanted */
  order = ui_id_at (&fixture.ui, 2);
  ptn_orders_page_show_order (PTN_ORDERS_PAGE (fixture.page), &order);
  settle (&fixture);
  pane = ui_find (fixture.page, PTN_TYPE_ORDER_PANE);
  g_assert_nonnull (pane);
  details = ptn_desk_load_order (fixture.ui.desk, &order, NULL);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (ui_find_styled (pane, "title-2"))), ==,
                   details->guest.name);
  ptn_order_details_free (details);
  tear_down (&fixture);
}

static AdwOverlaySplitView *
split_view_of (PageFixture *fixture)
{
  return ADW_OVERLAY_SPLIT_VIEW (ui_find (fixture->page, ADW_TYPE_OVERLAY_SPLIT_VIEW));
}

/* Where there is room for the details again, they do not come by themselves. */
static void
test_details_come_only_when_asked_for (void)
{
  PageFixture fixture;

  set_up (&fixture, 300, 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture.ui.window), 900, 600);
  present (&fixture);
  g_assert_true (adw_overlay_split_view_get_collapsed (split_view_of (&fixture)));
  gtk_window_set_default_size (GTK_WINDOW (fixture.ui.window), 1250, 600);
  settle (&fixture);
  settle (&fixture);
  g_assert_false (adw_overlay_split_view_get_collapsed (split_view_of (&fixture)));
  g_assert_false (adw_overlay_split_view_get_show_sidebar (split_view_of (&fixture)));
  tear_down (&fixture);
}

/* Where the details cover the list, a search uncovers it. */
static void
test_search_uncovers_the_list (void)
{
  PageFixture fixture;
  PtnUuid     order;

  set_up (&fixture, 300, 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture.ui.window), 900, 600);
  present (&fixture);
  order = ui_id_at (&fixture.ui, 2);
  ptn_orders_page_show_order (PTN_ORDERS_PAGE (fixture.page), &order);
  settle (&fixture);
  g_assert_true (adw_overlay_split_view_get_show_sidebar (split_view_of (&fixture)));
  gtk_widget_activate_action (fixture.page, "orders.search", NULL);
  settle (&fixture);
  g_assert_false (adw_overlay_split_view_get_show_sidebar (split_view_of (&fixture)));
  tear_down (&fixture);
}

static void
test_empty_hotel (void)
{
  PageFixture fixture;

  set_up (&fixture, 0, 0);
  present (&fixture);
  g_assert_cmpstr (adw_status_page_get_title (
                       ADW_STATUS_PAGE (ui_find (fixture.page, ADW_TYPE_STATUS_PAGE))),
                   ==, "No Orders Yet");
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ptn_ui_init ();

  g_test_add_func ("/ui/orders-page/confirm-and-undo", test_confirm_and_undo);
  g_test_add_func ("/ui/orders-page/only-for-a-user", test_decides_only_for_a_user);
  g_test_add_func ("/ui/orders-page/several", test_confirms_several);
  g_test_add_func ("/ui/orders-page/search-unselects", test_search_unselects);
  g_test_add_func ("/ui/orders-page/width", test_layout_follows_the_width);
  g_test_add_func ("/ui/orders-page/details", test_details_show_the_selected_order);
  g_test_add_func ("/ui/orders-page/details-when-asked", test_details_come_only_when_asked_for);
  g_test_add_func ("/ui/orders-page/search-uncovers", test_search_uncovers_the_list);
  g_test_add_func ("/ui/orders-page/empty", test_empty_hotel);
  return g_test_run ();
}
