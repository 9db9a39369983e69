// SPDX-License-Identifier: GPL-3.0-or-later
// Windows of the Orders list.
//
// Two generations of values: what is looked at goes into the young one; when that is full, the old
// one is forgotten and the young one grows old. So between GENERATION and twice as many of those
// looked at last are kept, and no list of uses.

#include "config.h"

#include "ptn-order-window.h"

#include "ptn-offer-name.h"
#include "ptn-step.h"

#define GENERATION 512
/* How many orders the first screen is looked for in: a millisecond. */
#define FIRST_LOOKED_AT 5000

struct _PtnOrderWindow
{
  PtnDb      *db;
  PtnLanguage language;
  PtnLanguage fallback;
  char       *time_zone;
  gboolean    has_property;
  GHashTable *young; /* row → PtnOrderData */
  GHashTable *old;
  GHashTable *names; /* offer_name.id → the name in language */
};

static GHashTable *
new_generation (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ptn_order_data_unref);
}

PtnOrderWindow *
ptn_order_window_new (PtnDb *db, PtnLanguage language)
{
  PtnOrderWindow *window = g_new0 (PtnOrderWindow, 1);

  window->db = db;
  window->language = language;
  window->young = new_generation ();
  window->old = new_generation ();
  window->names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return window;
}

void
ptn_order_window_free (PtnOrderWindow *window)
{
  if (window == NULL)
    return;
  g_hash_table_unref (window->young);
  g_hash_table_unref (window->old);
  g_hash_table_unref (window->names);
  g_free (window->time_zone);
  g_free (window);
}

static void
warn (const GError *error)
{
  g_warning ("The orders cannot be read: %s", error != NULL ? error->message : "no row");
}

static void
keep (PtnOrderWindow *window, guint32 row, PtnOrderData *data)
{
  if (g_hash_table_size (window->young) >= GENERATION)
    {
      g_hash_table_unref (window->old);
      window->old = window->young;
      window->young = new_generation ();
    }
  g_hash_table_insert (window->young, GUINT_TO_POINTER (row), data);
}

PtnOrderData *
ptn_order_window_get (PtnOrderWindow *window, guint32 row)
{
  PtnOrderData *data = g_hash_table_lookup (window->young, GUINT_TO_POINTER (row));

  if (data != NULL)
    return data;
  data = g_hash_table_lookup (window->old, GUINT_TO_POINTER (row));
  if (data != NULL)
    keep (window, row, ptn_order_data_ref (data));
  return data;
}

void
ptn_order_window_forget (PtnOrderWindow *window, guint32 row)
{
  g_hash_table_remove (window->young, GUINT_TO_POINTER (row));
  g_hash_table_remove (window->old, GUINT_TO_POINTER (row));
}

void
ptn_order_window_forget_all (PtnOrderWindow *window)
{
  g_hash_table_remove_all (window->young);
  g_hash_table_remove_all (window->old);
  g_hash_table_remove_all (window->names);
  window->has_property = FALSE;
}

static gboolean
need_property (PtnOrderWindow *window, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  gboolean                 row;

  if (window->has_property)
    return TRUE;
  statement = ptn_db_query (window->db, error, "SELECT language, time_zone FROM property", "");
  if (!ptn_step (statement, &row, error))
    return FALSE;
  window->fallback = row ? ptn_statement_int (statement, 0) : PTN_LANGUAGE_EN;
  g_set_str (&window->time_zone, row ? ptn_statement_text (statement, 1) : NULL);
  window->has_property = TRUE;
  return TRUE;
}

/* The name @id in the window's language. @json: the names. Returns: (transfer none) */
static const char *
get_name (PtnOrderWindow *window, gint64 id, const char *json)
{
  const char *known = g_hash_table_lookup (window->names, GINT_TO_POINTER ((int) id));
  PtnTexts    names;
  char       *name;

  if (known != NULL)
    return known;
  if (!ptn_offer_name_read (json, &names, NULL))
    return "";
  name = g_strdup (ptn_texts_get (&names, window->language, window->fallback));
  ptn_offer_name_clear (&names);
  g_hash_table_insert (window->names, GINT_TO_POINTER ((int) id), name);
  return name;
}

static PtnOrderData *
read_data (PtnOrderWindow *window, PtnStatement *statement)
{
  PtnOrderData *data = ptn_order_data_new ();

  ptn_statement_uuid (statement, 0, &data->id);
  data->guest_name = g_strdup (ptn_statement_text (statement, 1));
  data->offer_name = g_strdup (
      get_name (window, ptn_statement_int (statement, 2), ptn_statement_text (statement, 3)));
  data->type = ptn_statement_int (statement, 4);
  data->revenue = ptn_statement_int (statement, 5);
  ptn_currency_parse (ptn_statement_text (statement, 6), &data->currency);
  data->ordered_at = ptn_statement_int (statement, 7);
  data->status = ptn_statement_int (statement, 8);
  data->waiting = ptn_statement_int (statement, 9) != 0;
  return data;
}

static gboolean
read_row (PtnOrderWindow *window, guint32 row, GError **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  gboolean                 there;

  if (ptn_order_window_get (window, row) != NULL)
    return TRUE;
  statement = ptn_db_query (
      window->db, error,
      "SELECT o.id, g.name, n.id, n.names, o.type, o.revenue, o.currency, o.ordered_at, "
      "o.shown_status, o.waiting"
      " FROM \"order\" o"
      " LEFT JOIN guest g ON g.row = o.guest_row LEFT JOIN offer_name n ON n.id = o.name_id"
      " WHERE o.row = $1",
      "i", (gint64) row);
  if (!ptn_step (statement, &there, error))
    return FALSE;
  if (there)
    keep (window, row, read_data (window, statement));
  return TRUE;
}

static gboolean
read_base (PtnOrderWindow *window, gint64 *base, GError **error)
{
  return ptn_db_get_int (window->db, base, error, "SELECT base FROM desk", "");
}

static gboolean
read_rows (PtnOrderWindow *window, gint64 base, const guint32 *rows, guint n, GError **error)
{
  gint64 now;

  if (!read_base (window, &now, error) || !need_property (window, error))
    return FALSE;
  for (guint i = 0; now == base && i < n; i++)
    if (!read_row (window, rows[i], error))
      return FALSE;
  return TRUE;
}

void
ptn_order_window_read (PtnOrderWindow *window, gint64 base, const guint32 *rows, guint n)
{
  g_autoptr (GError) error = NULL;

  if (!ptn_db_begin (window->db, &error) || !read_rows (window, base, rows, n, &error))
    warn (error);
  ptn_db_rollback (window->db);
}

static guint
mask (guint bits)
{
  return bits != 0 ? bits : G_MAXUINT;
}

static gboolean
read_first (PtnOrderWindow      *window,
            const PtnOrderQuery *query,
            PtnRows             *rows,
            guint                max,
            gint64              *base,
            GError             **error)
{
  g_autoptr (PtnStatement) statement = NULL;
  PtnOrderInstants         instants;
  gboolean                 ok, more;

  rows->length = 0;
  if (!read_base (window, base, error) || !need_property (window, error))
    return FALSE;
  instants = ptn_order_query_instants (query, window->time_zone);
  statement = ptn_db_query (window->db, error,
                            query->ascending
                                ? "SELECT row FROM (SELECT row, shown_status, type FROM \"order\" "
                                  "WHERE ordered_at >= $1 AND ordered_at < $2"
                                  " ORDER BY ordered_at, row LIMIT $3)"
                                  " WHERE ($4 >> shown_status) & 1 AND ($5 >> type) & 1 LIMIT $6"
                                : "SELECT row FROM (SELECT row, shown_status, type FROM \"order\" "
                                  "WHERE ordered_at >= $1 AND ordered_at < $2"
                                  " ORDER BY ordered_at DESC, row DESC LIMIT $3)"
                                  " WHERE ($4 >> shown_status) & 1 AND ($5 >> type) & 1 LIMIT $6",
                            "iiiiii", instants.from, instants.to, (gint64) FIRST_LOOKED_AT,
                            (gint64) mask (query->statuses), (gint64) mask (query->types),
                            (gint64) max);
  while ((ok = ptn_step (statement, &more, error)) && more)
    rows->at[rows->length++] = ptn_statement_int (statement, 0);
  return ok;
}

PtnOrderInstants
ptn_order_window_instants (PtnOrderWindow *window, const PtnOrderQuery *query)
{
  g_autoptr (GError) error = NULL;

  if (!need_property (window, &error))
    warn (error);
  return ptn_order_query_instants (query, window->time_zone);
}

PtnRows *
ptn_order_window_first (PtnOrderWindow *window, const PtnOrderQuery *query, guint max, gint64 *base)
{
  g_autofree char   *folded = ptn_order_query_fold (query);
  g_autoptr (GError) error = NULL;
  PtnRows           *rows = ptn_rows_new (max);

  rows->length = 0;
  if (folded != NULL || query->sort != PTN_ORDER_SORT_ORDERED)
    return rows; /* only the reader can tell */
  if (!ptn_db_begin (window->db, &error) || !read_first (window, query, rows, max, base, &error))
    warn (error);
  ptn_db_rollback (window->db);
  return rows;
}

guint32
ptn_order_window_find (PtnOrderWindow *window, const PtnUuid *order)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (PtnStatement) statement =
      ptn_db_query (window->db, &error, "SELECT row FROM \"order\" WHERE id = $1", "u", order);
  gint64 row = 0;

  if (!ptn_step_int (statement, &row, &error))
    warn (error);
  return row;
}
