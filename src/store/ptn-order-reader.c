// SPDX-License-Identifier: GPL-3.0-or-later
// The index and its lists.

#include "config.h"

#include "ptn-order-reader.h"

#include "ptn-order-index.h"
#include "ptn-order-result.h"

struct _PtnOrderReader
{
  PtnDb             *db;
  PtnOrderReaderFunc func;
  gpointer           user_data;
  PtnOrderIndex     *index;
  gboolean           loaded;
  gint64             base;
  GHashTable        *lists; /* id → List */
};

typedef struct
{
  PtnOrderResult *result;
  gboolean        due;        /* to be answered */
  gboolean        refill;     /* nothing is known of how the answer differs from the last one */
  gboolean        everything; /* any row's values may be others */
  GArray         *changed;    /* (element-type guint32): since the last answer */
} List;

static void
free_list (gpointer data)
{
  List *list = data;

  ptn_order_result_free (list->result);
  g_array_unref (list->changed);
  g_free (list);
}

PtnOrderReader *
ptn_order_reader_new (PtnDb *db, PtnOrderReaderFunc func, gpointer user_data)
{
  PtnOrderReader *reader = g_new0 (PtnOrderReader, 1);

  reader->db = db;
  reader->func = func;
  reader->user_data = user_data;
  reader->index = ptn_order_index_new ();
  reader->lists = g_hash_table_new_full (NULL, NULL, NULL, free_list);
  return reader;
}

void
ptn_order_reader_free (PtnOrderReader *reader)
{
  g_hash_table_unref (reader->lists);
  ptn_order_index_free (reader->index);
  g_free (reader);
}

void
ptn_order_reader_query (PtnOrderReader  *reader,
                        guint            id,
                        PtnLanguage      language,
                        PtnOrderQuery   *query,
                        PtnOrderInstants instants,
                        guint            serial)
{
  List *list = g_hash_table_lookup (reader->lists, GUINT_TO_POINTER (id));

  if (list == NULL)
    {
      list = g_new0 (List, 1);
      list->result = ptn_order_result_new (language);
      list->changed = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (reader->lists, GUINT_TO_POINTER (id), list);
    }
  ptn_order_result_set_query (list->result, query, instants, serial);
  list->due = TRUE;
  list->refill = TRUE;
}

void
ptn_order_reader_close (PtnOrderReader *reader, guint id)
{
  g_hash_table_remove (reader->lists, GUINT_TO_POINTER (id));
  if (g_hash_table_size (reader->lists) > 0)
    return;
  /* Nobody looks: the next list begins anew. */
  ptn_order_index_free (reader->index);
  reader->index = ptn_order_index_new ();
  reader->loaded = FALSE;
}

/* Each row once. Returns: (transfer full) (element-type guint32) */
static GArray *
list_rows (const PtnChanges *changes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GArray                *rows = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < changes->orders->len; i++)
    {
      const guint32 row = g_array_index (changes->orders, gint64, i);

      if (g_hash_table_add (seen, GUINT_TO_POINTER (row)))
        g_array_append_val (rows, row);
    }
  return rows;
}

/* What the next answers must know. */
static void
note (PtnOrderReader *reader, const PtnChanges *changes, const GArray *rows, gboolean reloaded)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, reader->lists);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      List *list = value;

      list->due |= reloaded || changes->settings || rows->len > 0;
      list->refill |= reloaded;
      list->everything |= reloaded || changes->settings;
      g_array_append_vals (list->changed, rows->data, rows->len);
      if (reloaded || changes->settings)
        ptn_order_result_forget (list->result);
    }
}

gboolean
ptn_order_reader_follow (PtnOrderReader   *reader,
                         gint64            base,
                         const PtnChanges *changes,
                         GError          **error)
{
  const gboolean     reload = !reader->loaded || changes->everything || base != reader->base;
  g_autoptr (GArray) rows = list_rows (changes);

  if (g_hash_table_size (reader->lists) == 0)
    return TRUE;
  reader->base = base;
  reader->loaded = FALSE;
  if (reload ? !ptn_order_index_load (reader->index, reader->db, error)
             : (changes->settings &&
                !ptn_order_index_update_names (reader->index, reader->db, error)) ||
                   !ptn_order_index_update (reader->index, reader->db, rows, changes->moved, error))
    return FALSE;
  reader->loaded = TRUE;
  note (reader, changes, rows, reload);
  return TRUE;
}

static gboolean
answer (PtnOrderReader *reader, guint id, List *list, GError **error)
{
  PtnOrderUpdate *update = ptn_order_result_run (list->result, reader->index, reader->db,
                                                 reader->base, list->changed, list->everything,
                                                 list->refill, error);

  if (update == NULL)
    return FALSE;
  g_array_unref (list->changed);
  list->changed = g_array_new (FALSE, FALSE, sizeof (guint32));
  list->due = list->refill = list->everything = FALSE;
  reader->func (id, update, reader->user_data);
  return TRUE;
}

gboolean
ptn_order_reader_answer (PtnOrderReader *reader, GError **error)
{
  GHashTableIter iter;
  gpointer       id, list;

  g_hash_table_iter_init (&iter, reader->lists);
  while (g_hash_table_iter_next (&iter, &id, &list))
    if (((List *) list)->due && !answer (reader, GPOINTER_TO_UINT (id), list, error))
      return FALSE;
  return TRUE;
}
