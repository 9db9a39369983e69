// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's index of the orders.
//
// FORMAT. Parallel arrays by row of the table "order" hold what filters, sorts and totals look at:
// 11 bytes an order, and by_date, the rows newest first, 4 more. Guests and offers' names are few
// against the orders and are referred to by number, so a search asks the database only which guests
// and which names match (ptn-order-search.c) and the rest is one pass over the arrays. What is rare
// is kept aside: a revenue beyond 32 bits, or a 32nd currency, in "odd".
//
// ALGORITHM. Loading is one scan of the covering index order_by_date, which has the columns of the
// arrays in the order of by_date: 15 bytes are read for each order instead of some 500. A change
// reads its rows again; by_date is immutable for those who show it, so one that gains or loses rows
// is copied (4 MB, a millisecond). A new row's place is found by bisection: each probe asks the
// database when the order there was made.
// Sorting by another key is stable and begins with by_date (ptn-order-sort.c), so no other order is
// kept.

#include "config.h"

#include "ptn-order-index.h"

#include <string.h>

#include "ptn-step.h"

#define SLACK 4096

PtnOrderIndex *
ptn_order_index_new (void)
{
  PtnOrderIndex *index = g_new0 (PtnOrderIndex, 1);

  index->by_date = ptn_rows_new (0);
  index->odd = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  index->currencies = g_array_new (FALSE, FALSE, sizeof (PtnCurrency));
  index->sums = g_array_new (FALSE, TRUE, sizeof (PtnOrderSum));
  return index;
}

void
ptn_order_index_free (PtnOrderIndex *index)
{
  if (index == NULL)
    return;
  g_free (index->guest);
  g_free (index->revenue);
  g_free (index->name);
  g_free (index->bits);
  g_free (index->guest_rank);
  ptn_rows_unref (index->by_date);
  g_hash_table_unref (index->odd);
  g_array_unref (index->currencies);
  g_array_unref (index->sums);
  g_free (index);
}

static void
reserve (PtnOrderIndex *index, gsize capacity)
{
  if (capacity <= index->capacity)
    return;
  capacity += SLACK;
  index->guest = g_renew (guint32, index->guest, capacity);
  index->revenue = g_renew (guint32, index->revenue, capacity);
  index->name = g_renew (guint16, index->name, capacity);
  index->bits = g_renew (guint8, index->bits, capacity);
  memset (index->bits + index->capacity, PTN_STATUS_NONE, capacity - index->capacity);
  index->capacity = capacity;
}

static guint
find_currency (PtnOrderIndex *index, const char *code)
{
  PtnCurrency currency = { 0 };

  g_strlcpy (currency.code, code != NULL ? code : "", sizeof currency.code);
  for (guint i = 0; i < index->currencies->len; i++)
    if (ptn_currency_equal (g_array_index (index->currencies, PtnCurrency, i), currency))
      return i;
  g_array_append_val (index->currencies, currency);
  g_array_set_size (index->sums, index->currencies->len);
  return index->currencies->len - 1;
}

/* The columns of ENTRY_COLUMNS. */
#define ENTRY_COLUMNS "row, ordered_at, guest_row, name_id, type, shown_status, revenue, currency"

static void
read_entry (PtnOrderIndex *index, PtnStatement *statement, PtnOrderEntry *entry)
{
  entry->row = ptn_statement_int (statement, 0);
  entry->ordered_at = ptn_statement_int (statement, 1);
  entry->guest = ptn_statement_int (statement, 2);
  entry->name = MIN (ptn_statement_int (statement, 3), PTN_NAME_MAX);
  entry->type = ptn_statement_int (statement, 4);
  entry->status = ptn_statement_int (statement, 5);
  entry->revenue = ptn_statement_int (statement, 6);
  entry->currency = find_currency (index, ptn_statement_text (statement, 7));
}

void
ptn_order_index_money (const PtnOrderIndex *index, guint32 row, PtnOddMoney *money)
{
  if (G_LIKELY (index->revenue[row] != PTN_REVENUE_ODD))
    *money = (PtnOddMoney) { .currency = PTN_BITS_CURRENCY (index->bits[row]),
                             .revenue = index->revenue[row] };
  else
    *money = *(const PtnOddMoney *) g_hash_table_lookup (index->odd, GUINT_TO_POINTER (row));
}

void
ptn_order_index_add_up (const PtnOrderIndex *index, guint32 row, int times, PtnOrderSum *sums)
{
  const guint kind = PTN_BITS_KIND (index->bits[row]);
  PtnOddMoney money;

  ptn_order_index_money (index, row, &money);
  sums[money.currency].revenue[kind] += times * money.revenue;
  sums[money.currency].n[kind] += times;
}

static gboolean
has_order (const PtnOrderIndex *index, guint32 row)
{
  return row < index->capacity && PTN_BITS_STATUS (index->bits[row]) != PTN_STATUS_NONE;
}

static void
remove_entry (PtnOrderIndex *index, guint32 row)
{
  if (!has_order (index, row))
    return;
  ptn_order_index_add_up (index, row, -1, (PtnOrderSum *) index->sums->data);
  index->bits[row] = PTN_STATUS_NONE;
}

static void
put_entry (PtnOrderIndex *index, const PtnOrderEntry *entry)
{
  const gboolean odd = entry->revenue >= PTN_REVENUE_ODD || entry->currency >= PTN_CURRENCY_ODD;
  PtnOddMoney    money = { .currency = entry->currency, .revenue = entry->revenue };

  reserve (index, (gsize) entry->row + 1);
  remove_entry (index, entry->row);
  index->guest[entry->row] = entry->guest;
  index->name[entry->row] = entry->name;
  index->revenue[entry->row] = odd ? PTN_REVENUE_ODD : (guint32) entry->revenue;
  index->bits[entry->row] = entry->status | entry->type << 2 |
                            MIN (entry->currency, PTN_CURRENCY_ODD) << 3;
  index->n_guests = MAX (index->n_guests, entry->guest + 1);
  if (odd)
    g_hash_table_insert (index->odd, GUINT_TO_POINTER (entry->row),
                         g_memdup2 (&money, sizeof money));
  else
    g_hash_table_remove (index->odd, GUINT_TO_POINTER (entry->row));
  ptn_order_index_add_up (index, entry->row, 1, (PtnOrderSum *) index->sums->data);
}

static void
empty (PtnOrderIndex *index)
{
  if (index->capacity > 0)
    memset (index->bits, PTN_STATUS_NONE, index->capacity);
  g_hash_table_remove_all (index->odd);
  g_array_set_size (index->currencies, 0);
  g_array_set_size (index->sums, 0);
  g_clear_pointer (&index->guest_rank, g_free);
  ptn_rows_unref (index->by_date);
  index->by_date = ptn_rows_new (0);
}

gboolean
ptn_order_index_update_names (PtnOrderIndex *index, PtnDb *db, GError **error)
{
  gint64 guests = 0, names = 0;

  g_clear_pointer (&index->guest_rank, g_free);
  if (!ptn_db_get_int (db, &guests, error, "SELECT coalesce (max (row), 0) FROM guest", "") ||
      !ptn_db_get_int (db, &names, error, "SELECT coalesce (max (id), 0) FROM offer_name", ""))
    return FALSE;
  index->n_guests = guests + 1;
  index->n_names = MIN (names, PTN_NAME_MAX) + 1;
  return TRUE;
}

static gboolean
load_rows (PtnOrderIndex *index, PtnDb *db, guint expected, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (
      db, error, "SELECT " ENTRY_COLUMNS " FROM \"order\" ORDER BY ordered_at DESC, row DESC", "");
  PtnRows      *rows = ptn_rows_new (expected);
  PtnOrderEntry entry;
  gboolean      ok, more;
  guint         n = 0;

  while ((ok = ptn_step (statement, &more, error)) && more && n < expected)
    {
      read_entry (index, statement, &entry);
      put_entry (index, &entry);
      rows->at[n++] = entry.row;
    }
  ptn_rows_unref (index->by_date);
  index->by_date = ptn_rows_shrink (rows, n);
  return ok;
}

gboolean
ptn_order_index_load (PtnOrderIndex *index, PtnDb *db, GError **error)
{
  gint64 last = 0, n = 0;

  empty (index);
  if (!ptn_order_index_update_names (index, db, error) ||
      !ptn_db_get_int (db, &last, error, "SELECT coalesce (max (row), 0) FROM \"order\"", "") ||
      !ptn_db_get_int (db, &n, error, "SELECT sum (n) FROM counter", ""))
    return FALSE;
  reserve (index, last + 1);
  if (load_rows (index, db, n, error))
    return TRUE;
  empty (index);
  return FALSE;
}

static gboolean
ordered_at (PtnDb *db, guint32 row, gint64 *instant, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT ordered_at FROM \"order\" WHERE row = $1", "i",
                    (gint64) row);

  *instant = 0;
  return ptn_step_int (statement, instant, error);
}

/* The first position in @rows, which are newest first, that an order made at @instant in @row comes
 * before. */
static gboolean
bisect (PtnDb         *db,
        const PtnRows *rows,
        gint64         instant,
        guint32        row,
        guint         *position,
        GError       **error)
{
  guint low = 0, high = rows->length;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      gint64      there;

      if (!ordered_at (db, rows->at[middle], &there, error))
        return FALSE;
      if (there > instant || (there == instant && rows->at[middle] > row))
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;
  return TRUE;
}

gboolean
ptn_order_index_find_date (PtnOrderIndex *index,
                           PtnDb         *db,
                           gint64         instant,
                           guint         *position,
                           GError       **error)
{
  return bisect (db, index->by_date, instant, 0, position, error);
}

/* A row that enters by_date before what stands at position now. */
typedef struct
{
  guint   position;
  gint64  ordered_at;
  guint32 row;
} Arrival;

static int
compare_arrivals (gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer data)
{
  const Arrival *one = a;
  const Arrival *other = b;

  if (one->ordered_at != other->ordered_at)
    return one->ordered_at > other->ordered_at ? -1 : 1;
  return (one->row < other->row) - (one->row > other->row);
}

static void
drop_rows (PtnOrderIndex *index, GHashTable *leaving)
{
  const PtnRows *old = index->by_date;
  PtnRows       *rows = ptn_rows_new (old->length);
  guint          n = 0;

  for (guint i = 0; i < old->length; i++)
    if (!g_hash_table_contains (leaving, GUINT_TO_POINTER (old->at[i])))
      rows->at[n++] = old->at[i];
  ptn_rows_unref (index->by_date);
  index->by_date = ptn_rows_shrink (rows, n);
}

static gboolean
add_rows (PtnOrderIndex *index, PtnDb *db, GArray *arrivals, GError **error)
{
  const PtnRows *old = index->by_date;
  PtnRows       *rows = NULL;
  guint          from = 0;

  g_sort_array (arrivals->data, arrivals->len, sizeof (Arrival), compare_arrivals, NULL);
  for (guint k = 0; k < arrivals->len; k++)
    {
      Arrival *arrival = &g_array_index (arrivals, Arrival, k);

      if (!bisect (db, old, arrival->ordered_at, arrival->row, &arrival->position, error))
        return FALSE;
    }
  rows = ptn_rows_new (old->length + arrivals->len);
  for (guint k = 0; k < arrivals->len; k++)
    {
      const Arrival *arrival = &g_array_index (arrivals, Arrival, k);

      memcpy (rows->at + from + k, old->at + from, (arrival->position - from) * sizeof (guint32));
      from = arrival->position;
      rows->at[from + k] = arrival->row;
    }
  memcpy (rows->at + from + arrivals->len, old->at + from, (old->length - from) * sizeof (guint32));
  ptn_rows_unref (index->by_date);
  index->by_date = rows;
  return TRUE;
}

static gboolean
update_row (PtnOrderIndex *index,
            PtnDb         *db,
            guint32        row,
            gboolean       moved,
            GArray        *arrivals,
            GHashTable    *leaving,
            GError       **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error,
                                                     "SELECT " ENTRY_COLUMNS
                                                     " FROM \"order\" WHERE row = $1",
                                                     "i", (gint64) row);
  const gboolean           was = has_order (index, row);
  PtnOrderEntry            entry = { .row = row };
  gboolean                 is;

  if (!ptn_step (statement, &is, error))
    return FALSE;
  if (is)
    {
      read_entry (index, statement, &entry);
      put_entry (index, &entry);
    }
  else
    remove_entry (index, row);
  if (was && (!is || moved))
    g_hash_table_add (leaving, GUINT_TO_POINTER (row));
  if (is && (!was || moved))
    {
      const Arrival arrival = { .row = row, .ordered_at = entry.ordered_at };

      g_array_append_val (arrivals, arrival);
    }
  return TRUE;
}

gboolean
ptn_order_index_update (PtnOrderIndex *index,
                        PtnDb         *db,
                        GArray        *changed,
                        gboolean       moved,
                        GError       **error)
{
  g_autoptr (GArray)     arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  g_autoptr (GHashTable) leaving = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < changed->len; i++)
    if (!update_row (index, db, g_array_index (changed, guint32, i), moved, arrivals, leaving,
                     error))
      return FALSE;
  if (g_hash_table_size (leaving) > 0)
    drop_rows (index, leaving);
  return arrivals->len == 0 || add_rows (index, db, arrivals, error);
}

gboolean
ptn_order_index_need_ranks (PtnOrderIndex *index, PtnDb *db, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  g_autofree guint32      *ranks = NULL;
  g_autoptr (GByteArray)   last = g_byte_array_new ();
  gboolean                 ok, more;
  guint32                  rank = 0;

  if (index->guest_rank != NULL)
    return TRUE;
  ranks = g_new0 (guint32, index->n_guests);
  statement = ptn_db_query (db, error, "SELECT row, sort_key FROM guest ORDER BY sort_key", "");
  while ((ok = ptn_step (statement, &more, error)) && more)
    {
      const gint64  row = ptn_statement_int (statement, 0);
      const gsize   size = ptn_statement_size (statement, 1);
      const guint8 *key = ptn_statement_blob (statement, 1);

      if (size != last->len || (size > 0 && memcmp (key, last->data, size) != 0))
        {
          rank++;
          g_byte_array_set_size (last, size);
          memcpy (last->data, key, size);
        }
      if (row < index->n_guests)
        ranks[row] = rank;
    }
  if (ok)
    index->guest_rank = g_steal_pointer (&ranks);
  return ok;
}
