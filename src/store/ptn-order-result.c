// SPDX-License-Identifier: GPL-3.0-or-later
// Answers a list's query.
//
// There is one way to answer: a pass over by_date (or the part of it that the dates leave) which
// keeps what matches and adds up the totals, and a sort of what was kept. The answer to no question
// at all is by_date itself. A change is answered in the same way, and the difference between the
// two vectors gives the edits: a few milliseconds for a million orders, and nothing that could
// drift from the truth.

#include "config.h"

#include "ptn-order-result.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/ptn-collation.h"
#include "ptn-offer-name.h"
#include "ptn-order-search.h"
#include "ptn-order-sort.h"
#include "ptn-step.h"

/* More edits than this cost a list more than looking at each of its positions anew. */
#define EDITS_MAX 64

struct _PtnOrderResult
{
  PtnLanguage      language;
  guint            serial;
  PtnOrderQuery   *query;
  PtnOrderInstants instants;  /* of query */
  PtnRows         *rows;      /* (nullable): the answer that the list has */
  PtnOrderSearch  *search;    /* (nullable) */
  guint16         *name_rank; /* (nullable) */
};

PtnOrderResult *
ptn_order_result_new (PtnLanguage language)
{
  PtnOrderResult *result = g_new0 (PtnOrderResult, 1);

  result->language = language;
  return result;
}

void
ptn_order_result_free (PtnOrderResult *result)
{
  ptn_order_result_forget (result);
  ptn_order_query_free (result->query);
  ptn_rows_unref (result->rows);
  g_free (result);
}

void
ptn_order_result_set_query (PtnOrderResult  *result,
                            PtnOrderQuery   *query,
                            PtnOrderInstants instants,
                            guint            serial)
{
  ptn_order_result_forget (result);
  ptn_order_query_free (result->query);
  result->query = query;
  result->instants = instants;
  result->serial = serial;
}

void
ptn_order_result_forget (PtnOrderResult *result)
{
  g_clear_pointer (&result->search, ptn_order_search_free);
  g_clear_pointer (&result->name_rank, g_free);
}

typedef struct
{
  guint   id;
  GBytes *key;
} NameKey;

static void
clear_name_key (gpointer name)
{
  g_bytes_unref (((NameKey *) name)->key);
}

static int
compare_name_keys (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (((const NameKey *) a)->key, ((const NameKey *) b)->key);
}

static gboolean
load_name_keys (PtnOrderResult *result, PtnDb *db, GArray *keys, GError **error)
{
  g_autoptr (PtnStatement) property = ptn_db_query (db, error, "SELECT language FROM property", "");
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT id, names FROM offer_name WHERE id < $1", "i",
                    (gint64) PTN_NAME_MAX);
  gint64   fallback = PTN_LANGUAGE_EN;
  gboolean ok, more;

  if (!ptn_step_int (property, &fallback, error))
    return FALSE;
  while ((ok = ptn_step (statement, &more, error)) && more)
    {
      PtnTexts names;
      NameKey  name = { .id = ptn_statement_int (statement, 0) };

      if (!ptn_offer_name_read (ptn_statement_text (statement, 1), &names, error))
        return FALSE;
      name.key = ptn_collation_key (ptn_texts_get (&names, result->language, fallback));
      g_array_append_val (keys, name);
      ptn_offer_name_clear (&names);
    }
  return ok;
}

static gboolean
rank_names (PtnOrderResult *result, const PtnOrderIndex *index, PtnDb *db, GError **error)
{
  g_autoptr (GArray)  keys = g_array_new (FALSE, FALSE, sizeof (NameKey));
  g_autofree guint16 *rank = g_new0 (guint16, index->n_names);
  guint16             place = 0;

  g_array_set_clear_func (keys, clear_name_key);
  if (!load_name_keys (result, db, keys, error))
    return FALSE;
  g_array_sort (keys, compare_name_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const NameKey *name = &g_array_index (keys, NameKey, i);

      if (i > 0 && compare_name_keys (name - 1, name) != 0)
        place++;
      if (name->id < index->n_names)
        rank[name->id] = place;
    }
  if (index->n_names > PTN_NAME_MAX)
    rank[PTN_NAME_MAX] = G_MAXUINT16;
  result->name_rank = g_steal_pointer (&rank);
  return TRUE;
}

/* Whatever the pass and the sort look things up in. */
static gboolean
prepare (PtnOrderResult *result, PtnOrderIndex *index, PtnDb *db, GError **error)
{
  g_autofree char *folded = ptn_order_query_fold (result->query);

  if (folded != NULL && result->search == NULL &&
      (result->search = ptn_order_search_new (index, db, folded, error)) == NULL)
    return FALSE;
  if (result->query->sort == PTN_ORDER_SORT_GUEST && !ptn_order_index_need_ranks (index, db, error))
    return FALSE;
  return result->query->sort != PTN_ORDER_SORT_OFFER || result->name_rank != NULL ||
         rank_names (result, index, db, error);
}

/* The part of by_date that the query's days leave. */
static gboolean
find_range (PtnOrderResult *result,
            PtnOrderIndex  *index,
            PtnDb          *db,
            guint          *first,
            guint          *end,
            GError        **error)
{
  const gint64 from = result->instants.from;
  const gint64 to = result->instants.to;

  *first = 0;
  *end = index->by_date->length;
  return (to == G_MAXINT64 || ptn_order_index_find_date (index, db, to, first, error)) &&
         (from == G_MININT64 || ptn_order_index_find_date (index, db, from, end, error));
}

/* Whether the answer is by_date itself. */
static gboolean
is_plain (const PtnOrderResult *result)
{
  const PtnOrderQuery *query = result->query;

  return result->search == NULL && query->statuses == 0 && query->types == 0 &&
         query->from == PTN_DATE_NONE && query->to == PTN_DATE_NONE &&
         query->sort == PTN_ORDER_SORT_ORDERED && !query->ascending;
}

/* Bit 1 << PTN_BITS_KIND (bits) is set where status and type are asked for. */
static guint
wanted_kinds (const PtnOrderQuery *query)
{
  guint wanted = 0;

  for (int bits = 0; bits < 8; bits++)
    if (PTN_BITS_STATUS (bits) != PTN_STATUS_NONE &&
        ptn_order_query_has_status (query, PTN_BITS_STATUS (bits)) &&
        ptn_order_query_has_type (query, PTN_BITS_TYPE (bits)))
      wanted |= 1u << bits;
  return wanted;
}

/* What matches of by_date from @first to @end, newest first, into @rows; @sums: (nullable).
 * Returns: how many */
static guint
collect (const PtnOrderResult *result,
         const PtnOrderIndex  *index,
         guint                 wanted,
         guint                 first,
         guint                 end,
         PtnRows              *rows,
         PtnOrderSum          *sums)
{
  const PtnOrderSearch *search = result->search;
  guint                 n = 0;

  for (guint i = first; i < end; i++)
    {
      const guint32 row = index->by_date->at[i];
      const guint8  bits = index->bits[row];

      if (((wanted >> PTN_BITS_KIND (bits)) & 1) == 0 ||
          (search != NULL &&
           !ptn_order_search_matches (search, index->guest[row], index->name[row])))
        continue;
      rows->at[n++] = row;
      if (sums != NULL)
        ptn_order_index_add_up (index, row, 1, sums);
    }
  return n;
}

static int
compare_totals (gconstpointer a, gconstpointer b)
{
  const PtnOrderTotals *one = a;
  const PtnOrderTotals *other = b;

  if (one->n_orders != other->n_orders)
    return one->n_orders > other->n_orders ? -1 : 1;
  return strcmp (one->currency.code, other->currency.code);
}

/* Returns: (transfer full) */
static GArray *
make_totals (const PtnOrderIndex *index, guint wanted, const PtnOrderSum *sums)
{
  GArray *totals = g_array_new (FALSE, FALSE, sizeof (PtnOrderTotals));

  for (guint i = 0; i < index->currencies->len; i++)
    {
      PtnOrderTotals total = { .currency = g_array_index (index->currencies, PtnCurrency, i) };

      for (int kind = 0; kind < 8; kind++)
        if ((wanted >> kind) & 1)
          {
            total.n_orders += sums[i].n[kind];
            total.confirmed += PTN_BITS_STATUS (kind) == PTN_ORDER_CONFIRMED ? sums[i].revenue[kind]
                                                                             : 0;
            total.pending += PTN_BITS_STATUS (kind) == PTN_ORDER_PENDING ? sums[i].revenue[kind]
                                                                         : 0;
          }
      if (total.n_orders > 0)
        g_array_append_val (totals, total);
    }
  g_array_sort (totals, compare_totals);
  return totals;
}

/* Returns: (transfer full) */
static PtnRows *
answer (PtnOrderResult *result, PtnOrderIndex *index, guint first, guint end, GArray **totals)
{
  const guint             wanted = wanted_kinds (result->query);
  const gboolean          all = result->search == NULL && end - first == index->by_date->length;
  g_autofree PtnOrderSum *sums = NULL;
  PtnRows                *rows;

  if (all)
    *totals = make_totals (index, wanted, (const PtnOrderSum *) index->sums->data);
  if (is_plain (result))
    return ptn_rows_ref (index->by_date);
  sums = all ? NULL : g_new0 (PtnOrderSum, index->currencies->len + 1);
  rows = ptn_rows_new (end - first);
  rows = ptn_rows_shrink (rows, collect (result, index, wanted, first, end, rows, sums));
  if (!all)
    *totals = make_totals (index, wanted, sums);
  ptn_order_sort (index, result->name_rank, result->query->sort, result->query->ascending, rows);
  return rows;
}

PtnOrderUpdate *
ptn_order_result_run (PtnOrderResult *result,
                      PtnOrderIndex  *index,
                      PtnDb          *db,
                      gint64          base,
                      GArray         *changed,
                      gboolean        everything,
                      gboolean        refill,
                      GError        **error)
{
  PtnOrderUpdate *update;
  guint           first, end;

  if (!prepare (result, index, db, error) || !find_range (result, index, db, &first, &end, error))
    return NULL;
  update = g_new0 (PtnOrderUpdate, 1);
  update->serial = result->serial;
  update->base = base;
  update->everything = everything;
  update->rows = answer (result, index, first, MAX (first, end), &update->totals);
  update->changed = g_array_ref (changed);
  if (!refill)
    update->edits = ptn_rows_diff (result->rows, update->rows, changed, EDITS_MAX);
  ptn_rows_unref (result->rows);
  result->rows = ptn_rows_ref (update->rows);
  return update;
}
