// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list against the slow way, after random queries and changes; the signals that a view
// lives by; and how often it asks.

#include "config.h"

#include <string.h>

#include "list-oracle.h"
#include "store-fixture.h"
#include "store/ptn-order-update.h"

#define LANGUAGE    PTN_LANGUAGE_EN
#define HELD        60
#define PATIENCE_US (G_USEC_PER_SEC * 30)

typedef struct
{
  StoreFixture  store;
  PtnSynth      synth;
  PtnDesk      *desk;
  PtnOrderList *list;
  PtnOrderQuery query;
  PtnUuid       user;
  gint64        seq;
  gint64        next; /* number of the next new order */
  GHashTable   *revs; /* id → revision of what was changed */

  GArray  *mirror; /* PtnUuid at each position, as the signals tell */
  gboolean reused; /* a removed order's row may be another order's now: its position says "changed"
                      only to who holds it */
  GPtrArray *held; /* PtnOrderRow, as a view holds them */
  guint      n_edits;
  guint      n_refills;
  GArray    *edits; /* of PtnEdit: all since it was emptied */
} World;

/* ---- What a view would know ---- */

static void
read_mirror (World *world, guint from, guint n)
{
  for (guint i = from; i < from + n; i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (G_LIST_MODEL (world->list), i);

      g_array_index (world->mirror, PtnUuid, i) = *ptn_order_row_get_id (row);
    }
}

typedef struct
{
  guint position;
  guint removed;
  guint added;
} Edit;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  World        *world = data;
  const Edit    edit = { position, removed, added };
  const PtnUuid nobody = { 0 };

  g_assert_true (removed == 0 || added == 0);
  world->n_edits++;
  g_array_append_val (world->edits, edit);
  if (removed > 0)
    g_array_remove_range (world->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_array_insert_val (world->mirror, position, nobody);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, world->mirror->len);
  if (added < 200) /* else it is the tail of a refill */
    read_mirror (world, position, added);
}

static void
refilled_cb (G_GNUC_UNUSED PtnOrderList *list, gpointer data)
{
  World *world = data;

  world->n_refills++;
  read_mirror (world, 0, world->mirror->len);
}

/* A row that is held, and what it said when it last said something. */
static void
row_changed_cb (PtnOrderRow *row, G_GNUC_UNUSED gpointer data)
{
  PtnUuid *id = g_object_get_data (G_OBJECT (row), "id");

  *id = *ptn_order_row_get_id (row);
  g_object_set_data_full (G_OBJECT (row), "guest", g_strdup (ptn_order_row_get_guest_name (row)),
                          g_free);
  g_object_set_data (G_OBJECT (row), "status",
                     GINT_TO_POINTER (ptn_order_row_get_status (row) +
                                      (ptn_order_row_get_waiting (row) ? 8 : 0)));
}

static void
hold (World *world, guint position)
{
  PtnOrderRow *row = g_list_model_get_item (G_LIST_MODEL (world->list), position);

  g_object_set_data_full (G_OBJECT (row), "id", g_new0 (PtnUuid, 1), g_free);
  row_changed_cb (row, NULL);
  if (!g_ptr_array_find (world->held, row, NULL))
    g_signal_connect (row, "changed", G_CALLBACK (row_changed_cb), NULL);
  g_ptr_array_add (world->held, row);
}

static void
hold_some (World *world)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (world->list));
  const guint from = n > HELD ? g_test_rand_int_range (0, n - HELD) : 0;

  g_ptr_array_set_size (world->held, 0);
  for (guint i = from; i < MIN (from + HELD, n); i++)
    hold (world, i);
}

/* ---- Agreement with the oracle ---- */

static gboolean
held_rows_agree (World *world, const Oracle *oracle)
{
  for (guint i = 0; i < world->held->len; i++)
    {
      PtnOrderRow       *row = g_ptr_array_index (world->held, i);
      const guint        position = ptn_order_row_get_position (row);
      const OracleOrder *order;
      int                status;

      if (position == G_MAXUINT)
        continue;
      if (position >= oracle->orders->len)
        return FALSE;
      order = g_ptr_array_index (oracle->orders, position);
      status = order->status + (order->waiting ? 8 : 0);
      if (!oracle_order_matches (order, row) ||
          !ptn_uuid_equal (g_object_get_data (G_OBJECT (row), "id"), &order->id) ||
          !g_str_equal (g_object_get_data (G_OBJECT (row), "guest"), order->guest_name) ||
          GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "status")) != status)
        return FALSE;
    }
  return TRUE;
}

static gboolean
rows_agree (World *world, const Oracle *oracle)
{
  for (guint i = 0; i < oracle->orders->len; i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (G_LIST_MODEL (world->list), i);
      const OracleOrder      *order = g_ptr_array_index (oracle->orders, i);

      if (!oracle_order_matches (order, row) || ptn_order_row_get_position (row) != i ||
          (!world->reused &&
           !ptn_uuid_equal (&g_array_index (world->mirror, PtnUuid, i), &order->id)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
totals_agree (World *world, const Oracle *oracle)
{
  const GArray *totals = ptn_order_list_get_totals (world->list);

  if (totals->len != oracle->totals->len)
    return FALSE;
  for (guint i = 0; i < totals->len; i++)
    {
      const PtnOrderTotals *one = &g_array_index (totals, PtnOrderTotals, i);
      const PtnOrderTotals *other = &g_array_index (oracle->totals, PtnOrderTotals, i);

      if (!ptn_currency_equal (one->currency, other->currency) ||
          one->confirmed != other->confirmed || one->pending != other->pending ||
          one->n_orders != other->n_orders)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_loading (World *world)
{
  gboolean loading;

  g_object_get (world->list, "loading", &loading, NULL);
  return loading;
}

static gboolean
agree (World *world, const Oracle *oracle)
{
  return !is_loading (world) &&
         g_list_model_get_n_items (G_LIST_MODEL (world->list)) == oracle->orders->len &&
         totals_agree (world, oracle) && held_rows_agree (world, oracle) &&
         rows_agree (world, oracle);
}

static char *
describe (World *world)
{
  const PtnOrderQuery *query = &world->query;

  return g_strdup_printf ("sort %d%s, statuses %u, types %u, from %d, to %d, search “%s”: %u rows",
                          query->sort, query->ascending ? " ascending" : "", query->statuses,
                          query->types, query->from, query->to,
                          query->search != NULL ? query->search : "",
                          g_list_model_get_n_items (G_LIST_MODEL (world->list)));
}

/* Waits until the list shows what the oracle says. */
static void
check (World *world, const char *what)
{
  g_autoptr (Oracle) oracle = oracle_ask (world->store.path, &world->query, LANGUAGE);
  const gint64       end = g_get_monotonic_time () + PATIENCE_US;

  while (!agree (world, oracle))
    {
      if (g_get_monotonic_time () > end)
        {
          g_autofree char *query = describe (world);

          g_error ("after %s: %s; expected %u (held %d, rows %d, totals %d)", what, query,
                   oracle->orders->len, held_rows_agree (world, oracle),
                   g_list_model_get_n_items (G_LIST_MODEL (world->list)) == oracle->orders->len &&
                       rows_agree (world, oracle),
                   totals_agree (world, oracle));
        }
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
  if (world->reused)
    read_mirror (world, 0, world->mirror->len);
  world->reused = FALSE;
}

/* ---- What may happen ---- */

typedef struct
{
  GPtrArray *rows;
  PtnCursor  to;
} Page;

static gboolean
write_page (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  Page *page = data;

  return ptn_replica_apply (db, page->rows, page->to, changes, error);
}

/* @rows: (transfer full) */
static void
apply (World *world, GPtrArray *rows)
{
  Page               page = { .rows = rows, .to = { 1, world->seq } };
  g_autoptr (GError) error = NULL;

  ptn_desk_write_sync (world->desk, write_page, &page, &error);
  g_assert_no_error (error);
  g_ptr_array_unref (rows);
}

static void
add_row (World *world, GPtrArray *rows, const PtnRecordType *type, gpointer record)
{
  const PtnUuid *id = record;
  const gint64   rev = GPOINTER_TO_INT (g_hash_table_lookup (world->revs, id)) + 2;

  g_hash_table_insert (world->revs, g_memdup2 (id, sizeof *id), GINT_TO_POINTER ((int) rev - 1));
  ptn_synth_rows_add (rows, type, id, rev, ++world->seq, record);
}

/* Some values that the arrays have no room for, and more currencies than a byte holds. */
static void
make_odd (PtnOrder *order)
{
  const char *const *codes = ptn_currency_codes ();

  if (g_test_rand_bit ())
    order->revenue = G_GINT64_CONSTANT (4294967290) + g_test_rand_int_range (0, 12);
  if (g_test_rand_int_range (0, 3) == 0)
    ptn_currency_parse (codes[g_test_rand_int_range (0, 60)], &order->currency);
}

static void
add_new_order (World *world, GPtrArray *rows)
{
  PtnOrder *order = ptn_synth_order (&world->synth, world->next++);

  if (g_test_rand_int_range (0, 3) == 0)
    {
      PtnGuest *guest = ptn_synth_guest (&world->synth, world->next * 7);

      ptn_uuid_new (&guest->id);
      order->guest = guest->id;
      add_row (world, rows, &ptn_guest_record, guest);
    }
  if (g_test_rand_int_range (0, 4) == 0)
    g_set_str (&order->name.text[LANGUAGE], "Aperitivo “at the lake”");
  if (g_test_rand_int_range (0, 3) == 0)
    make_odd (order);
  if (g_test_rand_int_range (0, 5) == 0) /* all in the same millisecond */
    order->ordered_at = world->synth.start + 777;
  add_row (world, rows, &ptn_order_record, order);
}

static void
add_changed_order (World *world, GPtrArray *rows)
{
  PtnOrder *order = ptn_synth_order (&world->synth, g_test_rand_int_range (0, world->next));

  order->status = g_test_rand_int_range (0, 3);
  if (g_test_rand_int_range (0, 4) == 0)
    make_odd (order);
  if (g_test_rand_int_range (0, 8) == 0)
    order->ordered_at += g_test_rand_int_range (-1000000000, 1000000000);
  add_row (world, rows, &ptn_order_record, order);
}

static void
remove_order (World *world, GPtrArray *rows, gint64 n)
{
  PtnOrder *order = ptn_synth_order (&world->synth, n);

  add_row (world, rows, &ptn_order_record, order);
  ((PtnFeedRow *) g_ptr_array_index (rows, rows->len - 1))->deleted = TRUE;
}

static void
change_one (World *world)
{
  GPtrArray *rows = ptn_synth_rows_new ();

  add_changed_order (world, rows);
  apply (world, rows);
}

static void
change_many (World *world)
{
  GPtrArray *rows = ptn_synth_rows_new ();
  const int  n = g_test_rand_int_range (2, 1500);

  for (int i = 0; i < n; i++)
    if (g_test_rand_int_range (0, 4) == 0)
      add_new_order (world, rows);
    else
      add_changed_order (world, rows);
  apply (world, rows);
}

static void
add_one (World *world)
{
  GPtrArray *rows = ptn_synth_rows_new ();

  add_new_order (world, rows);
  apply (world, rows);
}

/* Also the newest, whose row the next order gets again, in the same commit or before the reader
 * looks. */
static void
remove_some (World *world)
{
  GPtrArray *rows = ptn_synth_rows_new ();

  world->reused = TRUE;
  remove_order (world, rows, world->next - 1);
  remove_order (world, rows, g_test_rand_int_range (0, world->next));
  if (g_test_rand_bit ())
    add_new_order (world, rows);
  apply (world, rows);
  if (g_test_rand_bit ())
    add_one (world);
}

static void
rename_guest (World *world)
{
  GPtrArray *rows = ptn_synth_rows_new ();
  PtnGuest  *guest = ptn_synth_guest (&world->synth,
                                      g_test_rand_int_range (0, world->synth.n_stays));

  g_set_str (&guest->name, g_test_rand_bit () ? "Zoë “Zz” \"Zappa\"" : "อรุณ ใจดี");
  add_row (world, rows, &ptn_guest_record, guest);
  apply (world, rows);
}

static void
change_property (World *world)
{
  GPtrArray   *rows = ptn_synth_rows_new ();
  PtnProperty *property = ptn_synth_property (&world->synth);

  g_set_str (&property->time_zone, g_test_rand_bit () ? "Asia/Bangkok" : "America/Sao_Paulo");
  property->language = g_test_rand_int_range (0, PTN_N_LANGUAGES);
  add_row (world, rows, &ptn_property_record, property);
  apply (world, rows);
}

static void
decided_cb (GObject *desk, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!ptn_desk_decide_finish (PTN_DESK (desk), result, NULL, &error))
    g_assert_true (error->domain == PTN_STORE_ERROR);
  *(gboolean *) data = TRUE;
}

static void
decide (World *world)
{
  PtnOrder *order = ptn_synth_order (&world->synth, g_test_rand_int_range (0, world->next));
  gboolean  done = FALSE;

  ptn_desk_decide (world->desk, &world->user, &order->id,
                   g_test_rand_bit () ? PTN_DECISION_CONFIRM : PTN_DECISION_CANCEL, decided_cb,
                   &done);
  store_wait (&done);
  ptn_record_free (&ptn_order_record, order);
}

/* A new base, in which everything has another row. */
static void
swap (World *world)
{
  world->synth.seed++;
  world->next = world->synth.n_orders;
  g_hash_table_remove_all (world->revs);
  world->seq = 0;
  store_load_desk (world->desk, NULL, &world->synth, (PtnCursor) { 1, 0 });
}

static void
set_query (World *world)
{
  if (g_test_rand_int_range (0, 4) == 0)
    hold_some (world);
  ptn_order_list_set_query (world->list, &world->query);
}

static char *
random_part (World *world)
{
  PtnGuest   *guest = ptn_synth_guest (&world->synth,
                                       g_test_rand_int_range (0, world->synth.n_stays));
  PtnOrder   *order = ptn_synth_order (&world->synth, g_test_rand_int_range (0, 100));
  const char *from = g_test_rand_bit () ? guest->name
                                        : order->name.text[g_test_rand_int_range (0, 2)];
  const long  length = g_utf8_strlen (from, -1);
  const int   start = g_test_rand_bit () ? 0 : g_test_rand_int_range (0, length);
  const int   n = g_test_rand_int_range (1, 9);
  char       *part = g_utf8_substring (from, start, MIN (length, start + n));

  ptn_record_free (&ptn_guest_record, guest);
  ptn_record_free (&ptn_order_record, order);
  return part;
}

static void
random_query (World *world)
{
  PtnOrderQuery *query = &world->query;
  const PtnDate  first = ptn_date_from_ymd (2020, 1, 1);

  ptn_order_query_clear (query);
  if (g_test_rand_int_range (0, 5) > 0)
    {
      query->sort = g_test_rand_int_range (0, 6);
      query->ascending = g_test_rand_bit ();
    }
  if (g_test_rand_int_range (0, 3) == 0)
    query->statuses = g_test_rand_int_range (0, 8);
  if (g_test_rand_int_range (0, 4) == 0)
    query->types = g_test_rand_int_range (0, 4);
  if (g_test_rand_int_range (0, 4) == 0)
    query->from = first + g_test_rand_int_range (0, 2200);
  if (g_test_rand_int_range (0, 4) == 0)
    query->to = first + g_test_rand_int_range (0, 2200);
  if (g_test_rand_int_range (0, 3) == 0)
    query->search = random_part (world);
  set_query (world);
}

/* Typing: only the last one counts. */
static void
random_typing (World *world)
{
  g_autofree char *part = random_part (world);

  for (const char *end = part; *end != '\0';)
    {
      end = g_utf8_next_char (end);
      g_free (world->query.search);
      world->query.search = g_strndup (part, end - part);
      set_query (world);
      g_main_context_iteration (NULL, FALSE);
    }
}

static const struct
{
  const char *name;
  void        (*happen) (World *world);
  int         weight;
} happenings[] = {
  { "one change", change_one, 20 },
  { "a new order", add_one, 20 },
  { "a decision", decide, 20 },
  { "another query", random_query, 30 },
  { "typing", random_typing, 8 },
  { "many changes", change_many, 3 },
  { "removed orders", remove_some, 6 },
  { "a renamed guest", rename_guest, 4 },
  { "another property", change_property, 2 },
  { "another base", swap, 1 },
};

static guint
draw_happening (void)
{
  int sum = 0, at;

  for (gsize i = 0; i < G_N_ELEMENTS (happenings); i++)
    sum += happenings[i].weight;
  at = g_test_rand_int_range (0, sum);
  for (guint i = 0;; i++)
    if ((at -= happenings[i].weight) < 0)
      return i;
}

static void
set_up (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  *world = (World) { 0 };
  store_fixture_init (&world->store);
  ptn_synth_init (&world->synth, g_test_rand_int (), GPOINTER_TO_INT (data));
  world->next = world->synth.n_orders;
  ptn_uuid_new (&world->user);
  world->revs = g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free, NULL);
  world->mirror = g_array_new (FALSE, TRUE, sizeof (PtnUuid));
  world->held = g_ptr_array_new_with_free_func (g_object_unref);
  world->edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  world->desk = ptn_desk_open (world->store.path, &error);
  g_assert_no_error (error);
  if (world->synth.n_orders > 0)
    store_load_desk (world->desk, &world->store, &world->synth, (PtnCursor) { 1, 0 });
  ptn_order_query_init (&world->query);
  world->list = ptn_order_list_new (world->desk, LANGUAGE);
  g_signal_connect (world->list, "items-changed", G_CALLBACK (items_changed_cb), world);
  g_signal_connect (world->list, "refilled", G_CALLBACK (refilled_cb), world);
}

static void
tear_down (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_ptr_array_unref (world->held);
  g_object_unref (world->list);
  g_object_unref (world->desk);
  g_array_unref (world->mirror);
  g_array_unref (world->edits);
  g_hash_table_unref (world->revs);
  ptn_order_query_clear (&world->query);
  store_fixture_clear (&world->store);
}

static void
test_random (World *world, G_GNUC_UNUSED gconstpointer data)
{
  const int steps = g_test_slow () ? 3000 : 250;

  ptn_order_list_set_query (world->list, &world->query);
  check (world, "the first query");
  for (int i = 0; i < steps; i++)
    {
      const guint n = draw_happening ();

      happenings[n].happen (world);
      if (g_test_rand_int_range (0, 4) == 0)
        continue; /* the next one comes before anybody has looked */
      check (world, happenings[n].name);
      if (g_test_rand_bit ())
        hold_some (world);
    }
  check (world, "everything");
  g_test_message ("%u items-changed, %u refills", world->n_edits, world->n_refills);
}

static const char *const odd_searches[] = { "\"",       "\"zap",  "\" \"",   "“zz”", "*",
                                            "a*b",      "AND",    "NOT zoe", "zoë",  "ZOE",
                                            "  anna  ", "%",      "_",       "",     "\n",
                                            "(",        "guest:", "-a b",    "^zoe" };

/* What means something to the search's own language means itself. */
static void
test_odd_searches (World *world, G_GNUC_UNUSED gconstpointer data)
{
  ptn_order_list_set_query (world->list, &world->query);
  check (world, "the first query");
  for (int i = 0; i < 20; i++)
    rename_guest (world);
  for (gsize i = 0; i < G_N_ELEMENTS (odd_searches); i++)
    {
      g_set_str (&world->query.search, odd_searches[i]);
      ptn_order_list_set_query (world->list, &world->query);
      check (world, odd_searches[i]);
    }
}

/* ---- Signals of single changes ---- */

static void
start (World *world)
{
  ptn_order_list_set_query (world->list, &world->query);
  check (world, "the first query");
  g_array_set_size (world->edits, 0);
  world->n_refills = 0;
}

static void
assert_edits (World *world, guint n, Edit first)
{
  const Edit *edit = (const Edit *) world->edits->data;

  g_assert_cmpuint (world->n_refills, ==, 0);
  g_assert_cmpuint (world->edits->len, ==, n);
  if (n == 0)
    return;
  g_assert_cmpuint (edit->position, ==, first.position);
  g_assert_cmpuint (edit->removed, ==, first.removed);
  g_assert_cmpuint (edit->added, ==, first.added);
}

/* A new order comes at the top, the rest stays: selection, focus and scroll position with it
 * (DESIGN §7). */
static void
test_new_order (World *world, G_GNUC_UNUSED gconstpointer data)
{
  GPtrArray    *rows = ptn_synth_rows_new ();
  PtnOrder     *order = ptn_synth_order (&world->synth, world->next + 100);
  const PtnUuid id = order->id;
  PtnOrderRow  *row;

  start (world);
  hold (world, 10);
  row = g_ptr_array_index (world->held, 0);
  add_row (world, rows, &ptn_order_record, order);
  apply (world, rows);
  check (world, "a new order");
  assert_edits (world, 1, (Edit) { 0, 0, 1 });
  g_assert_cmpuint (ptn_order_row_get_position (row), ==, 11);
  g_assert_cmpuint (ptn_order_list_find (world->list, &id), ==, 0);
  g_assert_cmpuint (ptn_order_list_find (world->list, ptn_order_row_get_id (row)), ==, 11);
}

static void
decide_at (World *world, guint position, PtnDecision decision)
{
  g_autoptr (PtnOrderRow) row = g_list_model_get_item (G_LIST_MODEL (world->list), position);
  gboolean                done = FALSE;

  ptn_desk_decide (world->desk, &world->user, ptn_order_row_get_id (row), decision, decided_cb,
                   &done);
  store_wait (&done);
}

/* A decision changes its row in place; only where the filter hides it now it goes. */
static void
test_decision (World *world, G_GNUC_UNUSED gconstpointer data)
{
  guint position;

  start (world);
  hold (world, 7);
  hold (world, 8);
  for (guint i = 7; i < 9; i++)
    decide_at (world, i, PTN_DECISION_CANCEL);
  check (world, "a decision");
  assert_edits (world, 0, (Edit) { 0 });

  world->query.statuses = 1 << PTN_ORDER_CONFIRMED;
  ptn_order_list_set_query (world->list, &world->query);
  check (world, "a filter");
  g_array_set_size (world->edits, 0);
  world->n_refills = 0;
  position = g_list_model_get_n_items (G_LIST_MODEL (world->list)) / 2;
  decide_at (world, position, PTN_DECISION_CANCEL);
  check (world, "a decision");
  assert_edits (world, 1, (Edit) { position, 1, 0 });
}

/* ---- How often a view asks ---- */

/* GtkColumnView in short: holds the rows around a place, asks for those it misses, and, where
 * something is replaced, for all that was added. */
typedef struct
{
  GListModel *model;
  GPtrArray  *rows;
  guint       top;
  guint       asked;
} View;

#define VIEW_ROWS 205

static void
view_fill (View *view)
{
  const guint n = g_list_model_get_n_items (view->model);

  for (guint i = view->rows->len; i < VIEW_ROWS && view->top + i < n; i++)
    {
      g_ptr_array_add (view->rows, g_list_model_get_item (view->model, view->top + i));
      view->asked++;
    }
}

static void
view_items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  View *view = data;

  for (guint i = 0; removed > 0 && i < added; i++)
    {
      g_object_unref (g_list_model_get_item (model, position + i));
      view->asked++;
    }
  if (position < view->top + view->rows->len)
    {
      const guint keep = position > view->top ? position - view->top : 0;
      const guint gone = MIN (removed, view->rows->len - keep);

      if (gone > 0)
        g_ptr_array_remove_range (view->rows, keep, gone);
      if (added > 0)
        g_ptr_array_set_size (view->rows, keep);
    }
  view_fill (view);
}

static void
test_asked (World *world, G_GNUC_UNUSED gconstpointer data)
{
  View  view = { .model = G_LIST_MODEL (world->list),
                 .rows = g_ptr_array_new_with_free_func (g_object_unref) };
  guint handler;

  g_signal_handlers_disconnect_by_data (world->list, world);
  handler = g_signal_connect (world->list, "items-changed", G_CALLBACK (view_items_changed_cb),
                              &view);
  for (int i = 0; i < 60; i++)
    {
      view.asked = 0;
      random_query (world);
      while (is_loading (world))
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (view.asked, <=, 300);
    }
  g_signal_handler_disconnect (world->list, handler);
  g_ptr_array_unref (view.rows);
}

/* ---- The beginning ---- */

/* One screenful at once, before the main loop has run; then all. */
static void
test_first_screen (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (Oracle) oracle = oracle_ask (world->store.path, &world->query, LANGUAGE);
  GListModel        *model = G_LIST_MODEL (world->list);

  ptn_order_list_set_query (world->list, &world->query);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (model, i);

      g_assert_true (oracle_order_matches (g_ptr_array_index (oracle->orders, i), row));
    }
  check (world, "the first query");
  g_assert_cmpuint (world->edits->len, ==, 2);
}

static void
test_first_screen_filtered (World *world, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (Oracle) oracle = NULL;
  GListModel        *model = G_LIST_MODEL (world->list);

  world->query.statuses = 1 << PTN_ORDER_PENDING;
  world->query.ascending = TRUE;
  oracle = oracle_ask (world->store.path, &world->query, LANGUAGE);
  ptn_order_list_set_query (world->list, &world->query);
  g_assert_cmpuint (g_list_model_get_n_items (model), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (model, i);

      g_assert_true (oracle_order_matches (g_ptr_array_index (oracle->orders, i), row));
    }
  check (world, "the first query");
}

/* Nothing there; then a base comes. */
static void
test_empty (World *world, G_GNUC_UNUSED gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (world->list);
  gboolean    empty;

  ptn_order_list_set_query (world->list, &world->query);
  while (is_loading (world))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);
  g_object_get (world->desk, "empty", &empty, NULL);
  g_assert_true (empty);
  ptn_synth_init (&world->synth, 5, 300);
  store_load_desk (world->desk, &world->store, &world->synth, (PtnCursor) { 1, 0 });
  check (world, "the first base");
  g_object_get (world->desk, "empty", &empty, NULL);
  g_assert_false (empty);
}

static PtnRows *
make_rows (const guint32 *rows)
{
  guint    n = 0;
  PtnRows *made;

  while (rows[n] != 0)
    n++;
  made = ptn_rows_new (n);
  memcpy (made->at, rows, n * sizeof *rows);
  return made;
}

/* A row that changed and stays where it is must not go and come back: the keyboard's focus would go
 * with it. */
static void
test_diff (void)
{
  static const struct
  {
    guint32 before[6], after[6], changed[6]; /* ended by a 0 */
    Edit    edits[3];                        /* ended by one that does nothing */
  } cases[] = {
    { { 10, 9, 8 }, { 11, 10, 9, 8 }, { 10, 11 }, { { 0, 0, 1 } } },
    { { 10, 9, 8 }, { 12, 11, 10, 9, 8 }, { 9, 10, 11, 12 }, { { 0, 0, 2 } } },
    { { 11, 10, 9, 8 }, { 10, 9, 8 }, { 10, 11 }, { { 0, 1, 0 } } },
    { { 10, 9, 8 }, { 10, 9, 8, 7 }, { 8, 7 }, { { 3, 0, 1 } } },
    { { 10, 9, 8 }, { 11, 9, 8 }, { 10, 11 }, { { 0, 1, 0 }, { 0, 0, 1 } } },
    { { 1, 2, 3 }, { 2, 3, 1 }, { 1 }, { { 0, 1, 0 }, { 2, 0, 1 } } },
    { { 1, 2 }, { 2, 1 }, { 1, 2 }, { { 0, 0, 1 }, { 2, 1, 0 } } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PtnRows) before = make_rows (cases[i].before);
      g_autoptr (PtnRows) after = make_rows (cases[i].after);
      g_autoptr (GArray)  changed = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GArray)  edits = NULL;
      guint               n = 0;

      for (; cases[i].changed[n] != 0; n++)
        g_array_append_val (changed, cases[i].changed[n]);
      edits = ptn_rows_diff (before, after, changed, 10);
      g_assert_nonnull (edits);
      for (n = 0; cases[i].edits[n].removed + cases[i].edits[n].added > 0; n++)
        g_assert_true (n < edits->len && memcmp (&g_array_index (edits, PtnEdit, n),
                                                 &cases[i].edits[n], sizeof (PtnEdit)) == 0);
      g_assert_cmpuint (edits->len, ==, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, n, func)                                                                         \
  g_test_add ("/store/order-list/" path, World, GINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("random", 1200, test_random);
  ADD ("random-few", 30, test_random);
  ADD ("odd-searches", 300, test_odd_searches);
  ADD ("new-order", 700, test_new_order);
  ADD ("decision", 700, test_decision);
  ADD ("asked", 3000, test_asked);
  ADD ("first-screen", 500, test_first_screen);
  ADD ("first-screen-filtered", 3000, test_first_screen_filtered);
  ADD ("empty", 0, test_empty);
  g_test_add_func ("/store/order-list/diff", test_diff);

  return g_test_run ();
}
