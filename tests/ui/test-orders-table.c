// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders table over the real store, in a real window: what it asks of the model, and what stays
// put.
#include "ui-fixture.h"

#include "ui/common/ptn-ui.h"
#include "ui/orders/ptn-order-actions.h"
#include "ui/orders/ptn-order-columns.h"
#include "ui/orders/ptn-order-table.h"

/* DESIGN §7: at most 300 for any filter, sort or selection; a column view binds 205 rows. */
#define MAX_ITEMS 300
#define N_ORDERS  6000

static PtnOrderTable *
show_table (UiFixture *fixture)
{
  GtkWidget *table = ptn_order_table_new (fixture->selection, fixture->format,
                                          ptn_order_list_get_query (fixture->list));

  gtk_window_set_child (GTK_WINDOW (fixture->window), table);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_frames (fixture->window, 5);
  ui_take_count (fixture);
  return PTN_ORDER_TABLE (table);
}

/* The order whose row is painted @y pixels below the table's upper edge. */
static PtnUuid
id_at_y (PtnOrderTable *table, double y)
{
  GtkWidget   *at = gtk_widget_pick (GTK_WIDGET (table), 100, y, GTK_PICK_DEFAULT);
  PtnOrderRow *row = at != NULL ? ptn_order_columns_row_at (at) : NULL;

  g_assert_nonnull (row);
  return *ptn_order_row_get_id (row);
}

typedef struct
{
  const char   *name;
  PtnOrderQuery query;
} QueryCase;

static const QueryCase query_cases[] = {
  { "/pending",
    { .statuses = 1u << PTN_ORDER_PENDING, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/cancelled",
    { .statuses = 1u << PTN_ORDER_CANCELLED, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/upgrades", { .types = 1u << PTN_OFFER_UPGRADE, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/search", { .search = (char *) "an", .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/search-nothing",
    { .search = (char *) "zzzzzz", .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/oldest-first", { .ascending = TRUE, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/guest",
    { .sort = PTN_ORDER_SORT_GUEST,
      .ascending = TRUE,
      .from = PTN_DATE_NONE,
      .to = PTN_DATE_NONE } },
  { "/offer", { .sort = PTN_ORDER_SORT_OFFER, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/type", { .sort = PTN_ORDER_SORT_TYPE, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/revenue", { .sort = PTN_ORDER_SORT_REVENUE, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
  { "/status", { .sort = PTN_ORDER_SORT_STATUS, .from = PTN_DATE_NONE, .to = PTN_DATE_NONE } },
};

/* A query, and then all orders again, which adds as many rows as the query took away. */
static void
test_items_of_queries (void)
{
  UiFixture     fixture;
  PtnOrderQuery all;

  ui_fixture_init (&fixture, N_ORDERS);
  ptn_order_query_init (&all);
  show_table (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (query_cases); i++)
    {
      guint there, back;

      gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture.selection), 3, TRUE);
      ui_take_count (&fixture);
      ui_query (&fixture, &query_cases[i].query);
      there = ui_take_count (&fixture);
      ui_query (&fixture, &all);
      back = ui_take_count (&fixture);
      g_test_message ("%s: %u there, %u back", query_cases[i].name, there, back);
      g_assert_cmpuint (there, <=, MAX_ITEMS);
      g_assert_cmpuint (back, <=, MAX_ITEMS);
    }
  ui_fixture_clear (&fixture);
}

static void
test_items_of_selecting (void)
{
  UiFixture          fixture;
  GtkSelectionModel *selection;

  ui_fixture_init (&fixture, N_ORDERS);
  show_table (&fixture);
  selection = GTK_SELECTION_MODEL (fixture.selection);

  gtk_selection_model_select_all (selection);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (ui_take_count (&fixture), <=, MAX_ITEMS);
  g_assert_cmpuint (ptn_order_selection_get_n (fixture.selection), ==, N_ORDERS);

  gtk_selection_model_unselect_item (selection, 5);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (ui_take_count (&fixture), <=, MAX_ITEMS);
  g_assert_cmpuint (ptn_order_selection_get_n (fixture.selection), ==, N_ORDERS - 1);

  gtk_selection_model_unselect_all (selection);
  ui_wait_frames (fixture.window, 3);
  g_assert_cmpuint (ui_take_count (&fixture), <=, MAX_ITEMS);
  ui_fixture_clear (&fixture);
}

static void
test_items_of_new_orders (void)
{
  UiFixture fixture;

  ui_fixture_init (&fixture, N_ORDERS);
  show_table (&fixture);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture.selection), 3, TRUE);
  for (int i = 0; i < 5; i++)
    {
      ui_take_count (&fixture);
      ui_order_arrives (&fixture);
      g_assert_cmpuint (ui_take_count (&fixture), <=, MAX_ITEMS);
    }
  ui_fixture_clear (&fixture);
}

/* "a new order appears without losing the scroll position, the selection or the keyboard focus" */
static void
test_new_order_moves_nothing (void)
{
  UiFixture      fixture;
  PtnOrderTable *table;
  PtnUuid        selected, shown, focused, found;
  GtkWidget     *focus;

  ui_fixture_init (&fixture, N_ORDERS);
  table = show_table (&fixture);
  ptn_order_table_show (table, 1000, TRUE);
  ui_wait_frames (fixture.window, 3);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture.selection), 1000, TRUE);
  selected = ui_id_at (&fixture, 1000);
  shown = id_at_y (table, 300);
  focused = *ptn_order_row_get_id (
      ptn_order_columns_row_at (gtk_window_get_focus (GTK_WINDOW (fixture.window))));
  g_assert_true (ptn_uuid_equal (&focused, &selected));

  for (int i = 0; i < 3; i++)
    ui_order_arrives (&fixture);

  found = id_at_y (table, 300);
  g_assert_true (ptn_uuid_equal (&found, &shown));
  g_assert_true (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (fixture.selection), 1003));
  g_assert_false (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (fixture.selection), 1000));
  focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));
  g_assert_nonnull (focus);
  g_assert_true (
      ptn_uuid_equal (ptn_order_row_get_id (ptn_order_columns_row_at (focus)), &focused));
  ui_fixture_clear (&fixture);
}

/* DESIGN §7: the first jump of the adjustment to the middle left a blank list in two prototypes. */
static void
test_jump_to_the_middle (void)
{
  UiFixture      fixture;
  PtnOrderTable *table;
  GtkAdjustment *scroll;
  PtnUuid        id;
  guint          position;

  ui_fixture_init (&fixture, N_ORDERS);
  table = show_table (&fixture);
  scroll = ptn_order_table_get_scroll (table);
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) / 2);
  ui_wait_frames (fixture.window, 5);

  id = id_at_y (table, 300);
  position = ptn_order_list_find (fixture.list, &id);
  g_assert_cmpuint (position, >, N_ORDERS / 4);
  g_assert_cmpuint (position, <, N_ORDERS * 3 / 4);
  ui_fixture_clear (&fixture);
}

/* Thai lines and waiting orders are taller inside; the rows are not, or the scroll range would
 * jump. */
static void
test_rows_have_one_height (void)
{
  UiFixture  fixture;
  GtkWidget *view, *rows;
  int        height = 0;

  ui_fixture_init (&fixture, 300);
  view = ui_find (GTK_WIDGET (show_table (&fixture)), GTK_TYPE_COLUMN_VIEW);
  rows = gtk_widget_get_last_child (view);
  for (GtkWidget *row = gtk_widget_get_first_child (rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      if (!gtk_widget_get_child_visible (row) || gtk_widget_get_height (row) == 0)
        continue;
      if (height == 0)
        height = gtk_widget_get_height (row);
      g_assert_cmpint (gtk_widget_get_height (row), ==, height);
    }
  g_assert_cmpint (height, >, 0);
  ui_fixture_clear (&fixture);
}

/* reference/000: pending = Confirm and Cancel; confirmed = the status and Cancel; cancelled = the
 * status. */
static void
test_actions_of_each_status (void)
{
  static const struct
  {
    PtnOrderStatus status;
    gboolean       confirm, cancel, word;
  } cases[] = {
    { PTN_ORDER_PENDING, TRUE, TRUE, FALSE },
    { PTN_ORDER_CONFIRMED, FALSE, TRUE, TRUE },
    { PTN_ORDER_CANCELLED, FALSE, FALSE, TRUE },
  };
  g_autoptr (GtkWidget) actions = g_object_ref_sink (ptn_order_actions_new ());
  PtnUuid               order;

  ptn_uuid_new (&order);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *confirm, *cancel, *word;

      ptn_order_actions_show (PTN_ORDER_ACTIONS (actions), &order, cases[i].status, FALSE,
                              "Anna Rossi", "Spa for two");
      confirm = ui_find_styled (actions, "confirm");
      cancel = ui_find_styled (actions, "cancel");
      word = ui_find_styled (actions, "order-status");
      g_assert_cmpint (confirm != NULL && gtk_widget_get_visible (confirm), ==, cases[i].confirm);
      g_assert_cmpint (cancel != NULL && gtk_widget_get_visible (cancel), ==, cases[i].cancel);
      g_assert_cmpint (word != NULL && gtk_widget_get_visible (word), ==, cases[i].word);
      if (cases[i].confirm)
        gtk_test_accessible_assert_property (confirm, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             "Confirm the order of Anna Rossi: Spa for two");
      if (cases[i].cancel)
        gtk_test_accessible_assert_property (cancel, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             "Cancel the order of Anna Rossi: Spa for two");
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ptn_ui_init ();

  g_test_add_func ("/ui/orders-table/items/queries", test_items_of_queries);
  g_test_add_func ("/ui/orders-table/items/selecting", test_items_of_selecting);
  g_test_add_func ("/ui/orders-table/items/new-orders", test_items_of_new_orders);
  g_test_add_func ("/ui/orders-table/new-order-moves-nothing", test_new_order_moves_nothing);
  g_test_add_func ("/ui/orders-table/jump-to-the-middle", test_jump_to_the_middle);
  g_test_add_func ("/ui/orders-table/one-height", test_rows_have_one_height);
  g_test_add_func ("/ui/orders-table/actions", test_actions_of_each_status);
  return g_test_run ();
}
