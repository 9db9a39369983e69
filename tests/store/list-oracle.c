// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list the slow way.

#include "config.h"

#include "list-oracle.h"

#include <string.h>

#include "base/ptn-collation.h"
#include "store/ptn-offer-name.h"

typedef struct
{
  OracleOrder shown;
  char       *guest_folded;
  char       *offers_folded[PTN_N_LANGUAGES];
  GBytes     *guest_key;
  GBytes     *offer_key;
} Candidate;

static void
free_order (gpointer data)
{
  OracleOrder *order = data;

  g_free (order->guest_name);
  g_free (order->offer_name);
  g_free (order);
}

static void
free_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->shown.guest_name);
  g_free (candidate->shown.offer_name);
  g_free (candidate->guest_folded);
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    g_free (candidate->offers_folded[i]);
  g_bytes_unref (candidate->guest_key);
  g_bytes_unref (candidate->offer_key);
  g_free (candidate);
}

void
oracle_free (Oracle *oracle)
{
  g_ptr_array_unref (oracle->orders);
  g_array_unref (oracle->totals);
  g_free (oracle);
}

static Candidate *
read_candidate (PtnStatement *statement, PtnLanguage language, PtnLanguage fallback)
{
  Candidate   *candidate = g_new0 (Candidate, 1);
  OracleOrder *shown = &candidate->shown;
  PtnTexts     names;

  shown->row = ptn_statement_int (statement, 0);
  ptn_statement_uuid (statement, 1, &shown->id);
  shown->guest_name = g_strdup (ptn_statement_text (statement, 2));
  g_assert_true (ptn_offer_name_read (ptn_statement_text (statement, 3), &names, NULL));
  shown->offer_name = g_strdup (ptn_texts_get (&names, language, fallback));
  shown->type = ptn_statement_int (statement, 4);
  shown->status = ptn_statement_int (statement, 5);
  shown->waiting = ptn_statement_int (statement, 6) != 0;
  shown->revenue = ptn_statement_int (statement, 7);
  g_assert_true (ptn_currency_parse (ptn_statement_text (statement, 8), &shown->currency));
  shown->ordered_at = ptn_statement_int (statement, 9);
  candidate->guest_folded = ptn_fold (shown->guest_name);
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    candidate->offers_folded[i] = ptn_fold (names.text[i] != NULL ? names.text[i] : "");
  candidate->guest_key = ptn_collation_key (shown->guest_name);
  candidate->offer_key = ptn_collation_key (shown->offer_name);
  ptn_offer_name_clear (&names);
  return candidate;
}

static gboolean
contains (const char *text, const char *part)
{
  return g_utf8_strlen (part, -1) < 3 ? g_str_has_prefix (text, part) : strstr (text, part) != NULL;
}

static gboolean
is_found (const Candidate *candidate, const char *search)
{
  g_autofree char *stripped = search != NULL ? g_strstrip (g_strdup (search)) : g_strdup ("");
  g_autofree char *folded = ptn_fold (stripped);

  if (*folded == '\0' || contains (candidate->guest_folded, folded))
    return TRUE;
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    if (contains (candidate->offers_folded[i], folded))
      return TRUE;
  return FALSE;
}

static gboolean
is_shown (const Candidate *candidate, const PtnOrderQuery *query, GTimeZone *zone)
{
  const PtnDate date = ptn_date_at (candidate->shown.ordered_at, zone);

  return (query->statuses == 0 || (query->statuses & (1u << candidate->shown.status)) != 0) &&
         (query->types == 0 || (query->types & (1u << candidate->shown.type)) != 0) &&
         (query->from == PTN_DATE_NONE || date >= query->from) &&
         (query->to == PTN_DATE_NONE || date <= query->to) && is_found (candidate, query->search);
}

static int
compare_ints (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_keys (const Candidate *a, const Candidate *b, PtnOrderSort sort)
{
  const int currencies = strcmp (a->shown.currency.code, b->shown.currency.code);

  switch (sort)
    {
    case PTN_ORDER_SORT_GUEST:
      return g_bytes_compare (a->guest_key, b->guest_key);
    case PTN_ORDER_SORT_OFFER:
      return g_bytes_compare (a->offer_key, b->offer_key);
    case PTN_ORDER_SORT_TYPE:
      return compare_ints (a->shown.type, b->shown.type);
    case PTN_ORDER_SORT_REVENUE:
      return currencies != 0 ? currencies : compare_ints (a->shown.revenue, b->shown.revenue);
    case PTN_ORDER_SORT_STATUS:
      return compare_ints (a->shown.status, b->shown.status);
    case PTN_ORDER_SORT_ORDERED:
    default:
      return compare_ints (a->shown.ordered_at, b->shown.ordered_at);
    }
}

static int
compare_candidates (gconstpointer a, gconstpointer b, gpointer data)
{
  const PtnOrderQuery *query = data;
  const Candidate     *one = *(Candidate *const *) a;
  const Candidate     *other = *(Candidate *const *) b;
  int                  way = compare_keys (one, other, query->sort);

  if (way != 0)
    return query->ascending ? way : -way;
  if (query->sort == PTN_ORDER_SORT_ORDERED) /* of the same millisecond */
    return query->ascending ? compare_ints (one->shown.row, other->shown.row)
                            : compare_ints (other->shown.row, one->shown.row);
  way = compare_ints (other->shown.ordered_at, one->shown.ordered_at);
  return way != 0 ? way : compare_ints (other->shown.row, one->shown.row);
}

static int
compare_totals (gconstpointer a, gconstpointer b)
{
  const PtnOrderTotals *one = a;
  const PtnOrderTotals *other = b;
  const int             way = compare_ints (other->n_orders, one->n_orders);

  return way != 0 ? way : strcmp (one->currency.code, other->currency.code);
}

static void
add_up (GArray *totals, const OracleOrder *order)
{
  PtnOrderTotals *total = NULL;

  for (guint i = 0; i < totals->len && total == NULL; i++)
    if (ptn_currency_equal (g_array_index (totals, PtnOrderTotals, i).currency, order->currency))
      total = &g_array_index (totals, PtnOrderTotals, i);
  if (total == NULL)
    {
      g_array_set_size (totals, totals->len + 1);
      total = &g_array_index (totals, PtnOrderTotals, totals->len - 1);
      total->currency = order->currency;
    }
  total->n_orders++;
  if (order->status == PTN_ORDER_CONFIRMED)
    total->confirmed += order->revenue;
  if (order->status == PTN_ORDER_PENDING)
    total->pending += order->revenue;
}

Oracle *
oracle_ask (const char *path, const PtnOrderQuery *query, PtnLanguage language)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnDb)        db = ptn_db_open (path, PTN_DB_READER, &error);
  g_autoptr (PtnStatement) statement = NULL;
  g_autoptr (GPtrArray)    candidates = g_ptr_array_new_with_free_func (free_candidate);
  g_autoptr (GTimeZone)    zone = NULL;
  Oracle                  *oracle = g_new0 (Oracle, 1);
  PtnLanguage              fallback;

  g_assert_no_error (error);
  statement = ptn_db_query (db, &error, "SELECT language, time_zone FROM property", "");
  g_assert_true (ptn_statement_step (statement, &error));
  fallback = ptn_statement_int (statement, 0);
  zone = g_time_zone_new_identifier (ptn_statement_text (statement, 1));
  g_clear_pointer (&statement, ptn_statement_done);

  statement = ptn_db_query (db, &error,
                            "SELECT o.row, o.id, g.name, o.name, o.type, o.shown_status, "
                            "o.waiting, o.revenue, o.currency, o.ordered_at"
                            " FROM \"order\" o JOIN guest g ON g.id = o.guest",
                            "");
  while (ptn_statement_step (statement, &error))
    {
      Candidate *candidate = read_candidate (statement, language, fallback);

      if (is_shown (candidate, query, zone))
        g_ptr_array_add (candidates, candidate);
      else
        free_candidate (candidate);
    }
  g_assert_no_error (error);
  g_ptr_array_sort_with_data (candidates, compare_candidates, (gpointer) query);

  oracle->orders = g_ptr_array_new_with_free_func (free_order);
  oracle->totals = g_array_new (FALSE, TRUE, sizeof (PtnOrderTotals));
  for (guint i = 0; i < candidates->len; i++)
    {
      OracleOrder *shown = &((Candidate *) g_ptr_array_index (candidates, i))->shown;

      add_up (oracle->totals, shown);
      g_ptr_array_add (oracle->orders, g_memdup2 (shown, sizeof *shown));
      shown->guest_name = shown->offer_name = NULL;
    }
  g_array_sort (oracle->totals, compare_totals);
  return oracle;
}

gboolean
oracle_order_matches (const OracleOrder *order, PtnOrderRow *row)
{
  return ptn_uuid_equal (&order->id, ptn_order_row_get_id (row)) &&
         g_str_equal (order->guest_name, ptn_order_row_get_guest_name (row)) &&
         g_str_equal (order->offer_name, ptn_order_row_get_offer_name (row)) &&
         order->type == (int) ptn_order_row_get_offer_type (row) &&
         order->status == (int) ptn_order_row_get_status (row) &&
         order->waiting == ptn_order_row_get_waiting (row) &&
         order->revenue == ptn_order_row_get_revenue (row) &&
         ptn_currency_equal (order->currency, ptn_order_row_get_currency (row)) &&
         order->ordered_at == ptn_order_row_get_ordered_at (row);
}
