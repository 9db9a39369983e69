// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list.
//
// MODEL. The rows of the newest answer (PtnRows) are the model; a PtnOrderRow is made when a
// position is asked for and lives as long as somebody holds it. It stands for its position: when
// another order comes to stand there, it says "changed", and GTK keeps its widgets. items-changed
// with both removed and added is never said, because GTK then asks for every item that was added
// (DESIGN §7): a refill keeps the positions there are, lets them say "changed", and announces only
// the tail.
//
// CHANGES. An update of the reader that is no refill lists edits. While they are said one after the
// other, the model must be in the state between two of them: the beginning of the new rows, as far
// as the edits have come, and the rest of the old ones. "old", "old_from" and "new_to" are that
// state.
//
// FIRST SCREEN. Until the reader's first answer, the first rows of the query, which an index gives
// at once. The reader is asked when the main loop has nothing else to do, because building its
// index keeps a core busy that the first frame can use; and its answer is put in place likewise,
// that is after the first frame: a column view binds 205 rows where it finds them, and a window
// with one screenful is on the screen sooner.

#include "config.h"

#include "ptn-order-list.h"

#include <string.h>

#include "ptn-desk-private.h"
#include "ptn-order-query.h"
#include "ptn-order-row-private.h"
#include "ptn-order-window.h"

#define FIRST_SCREEN 60
/* Rows that are read at a time; a power of two. */
#define WINDOW  64
#define NOWHERE G_MAXUINT

struct _PtnOrderList
{
  GObject parent_instance;

  PtnDesk         *desk;
  PtnOrderWindow  *window;
  guint            number; /* at the desk */
  PtnOrderQuery    query;
  PtnOrderInstants instants; /* of query */
  guint            serial;   /* likewise */
  gboolean         loading;

  gint64   base;
  PtnRows *rows;
  PtnRows
      *old; /* (nullable): while edits are said: rows is new up to new_to, then old from old_from */
  guint   old_from;
  guint   new_to;
  GArray *totals;

  GHashTable *live;        /* PtnOrderRow → its position; not owned */
  GHashTable *by_position; /* the same the other way round */

  gboolean answered;   /* rows are the reader's */
  GQueue   updates;    /* (element-type PtnOrderUpdate): not in place yet */
  guint    ask_source; /* the first query is still to be sent */
  guint    first_source;
};

enum
{
  PROP_LOADING = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  TOTALS_CHANGED,
  REFILLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
get_length (PtnOrderList *list)
{
  return list->old == NULL ? list->rows->length
                           : list->new_to + (list->old->length - list->old_from);
}

static guint32
get_row (PtnOrderList *list, guint position)
{
  if (list->old == NULL || position < list->new_to)
    return list->rows->at[position];
  return list->old->at[position - list->new_to + list->old_from];
}

/* Returns: (transfer none) (nullable): the values at @position, read with those around it */
static PtnOrderData *
get_data (PtnOrderList *list, guint position)
{
  PtnOrderData *data = ptn_order_window_get (list->window, get_row (list, position));
  const guint   first = position & ~(WINDOW - 1);
  const guint   end = MIN (first + WINDOW, get_length (list));
  guint32       rows[WINDOW];

  if (data != NULL)
    return data;
  for (guint i = first; i < end; i++)
    rows[i - first] = get_row (list, i);
  ptn_order_window_read (list->window, list->base, rows, end - first);
  return ptn_order_window_get (list->window, get_row (list, position));
}

/* ---- The rows that somebody holds ---- */

static void
row_gone_cb (gpointer data, GObject *row)
{
  PtnOrderList *list = data;

  g_hash_table_remove (list->by_position, g_hash_table_lookup (list->live, row));
  g_hash_table_remove (list->live, row);
}

static void
enter_row (PtnOrderList *list, PtnOrderRow *row, guint position)
{
  g_hash_table_insert (list->live, row, GUINT_TO_POINTER (position));
  g_hash_table_insert (list->by_position, GUINT_TO_POINTER (position), row);
}

/* Lets @row stand for nothing any more. */
static void
release_row (PtnOrderList *list, PtnOrderRow *row)
{
  g_object_weak_unref (G_OBJECT (row), row_gone_cb, list);
  ptn_order_row_set_position (row, NOWHERE);
}

/* After @removed positions went at @position and @added came. */
static void
shift_rows (PtnOrderList *list, guint position, guint removed, guint added)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&list->live);
  GHashTableIter         iter;
  gpointer               row, value;

  list->live = g_hash_table_new (NULL, NULL);
  g_hash_table_remove_all (list->by_position);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &row, &value))
    {
      guint at = GPOINTER_TO_UINT (value);

      if (at >= position && at < position + removed)
        {
          release_row (list, row);
          continue;
        }
      if (at >= position)
        at = at - removed + added;
      ptn_order_row_set_position (row, at);
      enter_row (list, row, at);
    }
}

/* Gives the rows that are held the values of their positions. @changed: (nullable): only those of
 * these orders. */
static void
refresh_rows (PtnOrderList *list, GHashTable *changed)
{
  g_autoptr (GPtrArray) rows = g_hash_table_get_keys_as_ptr_array (list->live);

  /* Somebody who hears "changed" may let go of other rows. */
  g_ptr_array_set_free_func (rows, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_object_ref (g_ptr_array_index (rows, i));
  for (guint i = 0; i < rows->len; i++)
    {
      PtnOrderRow *row = g_ptr_array_index (rows, i);
      const guint  position = ptn_order_row_get_position (row);

      if (position < get_length (list) &&
          (changed == NULL ||
           g_hash_table_contains (changed, GUINT_TO_POINTER (get_row (list, position)))))
        ptn_order_row_set_data (row, get_data (list, position));
    }
}

/* ---- Updates ---- */

static void
say_items_changed (PtnOrderList *list, guint position, guint removed, guint added)
{
  shift_rows (list, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (list), position, removed, added);
}

static void
refill (PtnOrderList *list, PtnOrderUpdate *update)
{
  const guint before = list->rows->length;
  const guint after = update->rows->length;

  if (list->base != update->base)
    ptn_order_window_forget_all (list->window);
  list->base = update->base;
  ptn_rows_unref (list->rows);
  list->rows = ptn_rows_ref (update->rows);
  if (after < before)
    say_items_changed (list, after, before - after, 0);
  else if (after > before)
    say_items_changed (list, before, 0, after - before);
  refresh_rows (list, NULL);
}

static void
apply_edits (PtnOrderList *list, PtnOrderUpdate *update)
{
  list->old = list->rows;
  list->rows = ptn_rows_ref (update->rows);
  list->old_from = 0;
  list->new_to = 0;
  for (guint i = 0; i < update->edits->len; i++)
    {
      const PtnEdit *edit = &g_array_index (update->edits, PtnEdit, i);

      list->old_from += edit->position - list->new_to + edit->removed;
      list->new_to = edit->position + edit->added;
      say_items_changed (list, edit->position, edit->removed, edit->added);
    }
  g_clear_pointer (&list->old, ptn_rows_unref);
}

static void
set_totals (PtnOrderList *list, GArray *totals)
{
  const gboolean same = list->totals->len == totals->len &&
                        (totals->len == 0 || memcmp (list->totals->data, totals->data,
                                                     totals->len * sizeof (PtnOrderTotals)) == 0);

  g_array_unref (list->totals);
  list->totals = g_array_ref (totals);
  if (!same)
    g_signal_emit (list, signals[TOTALS_CHANGED], 0);
}

static void
set_loading (PtnOrderList *list, gboolean loading)
{
  if (list->loading == loading)
    return;
  list->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (list), props[PROP_LOADING]);
}

static void
forget_changed (PtnOrderList *list, PtnOrderUpdate *update, GHashTable *changed)
{
  if (update->everything)
    ptn_order_window_forget_all (list->window);
  for (guint i = 0; update->changed != NULL && i < update->changed->len; i++)
    {
      const guint32 row = g_array_index (update->changed, guint32, i);

      ptn_order_window_forget (list->window, row);
      g_hash_table_add (changed, GUINT_TO_POINTER (row));
    }
}

static void
send_query (PtnOrderList *list)
{
  list->instants = ptn_order_window_instants (list->window, &list->query);
  list->serial++;
  ptn_desk_query_orders (list->desk, list->number, &list->query, list->instants, list->serial);
}

/* The property may be in another time zone now: then the query's days are other ones. */
static void
check_instants (PtnOrderList *list)
{
  const PtnOrderInstants now = ptn_order_window_instants (list->window, &list->query);

  if (now.from != list->instants.from || now.to != list->instants.to)
    send_query (list);
}

static void
apply (PtnOrderList *list, PtnOrderUpdate *update)
{
  g_autoptr (GHashTable) changed = g_hash_table_new (NULL, NULL);

  list->answered = TRUE;
  forget_changed (list, update, changed);
  if (update->edits == NULL)
    refill (list, update);
  else
    {
      apply_edits (list, update);
      refresh_rows (list, update->everything ? NULL : changed);
    }
  set_totals (list, update->totals);
  if (update->everything)
    check_instants (list);
  set_loading (list, update->serial != list->serial);
  if (update->edits == NULL)
    g_signal_emit (list, signals[REFILLED], 0);
}

static void
apply_all (PtnOrderList *list)
{
  g_autoptr (PtnOrderList) self = g_object_ref (list);
  PtnOrderUpdate          *update;

  while ((update = g_queue_pop_head (&self->updates)) != NULL)
    {
      apply (self, update);
      ptn_order_update_free (update);
    }
}

static gboolean
first_cb (gpointer data)
{
  PtnOrderList *list = data;

  list->first_source = 0;
  apply_all (list);
  return G_SOURCE_REMOVE;
}

static void
update_cb (PtnOrderUpdate *update, gpointer data)
{
  PtnOrderList *list = data;

  g_queue_push_tail (&list->updates, update);
  if (list->answered)
    apply_all (list);
  else if (list->first_source == 0)
    list->first_source = g_idle_add_full (G_PRIORITY_LOW, first_cb, list, NULL);
}

/* ---- GListModel ---- */

static GType
get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return PTN_TYPE_ORDER_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return get_length (PTN_ORDER_LIST (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  PtnOrderList *list = PTN_ORDER_LIST (model);
  PtnOrderRow  *row;

  if (position >= get_length (list))
    return NULL;
  row = g_hash_table_lookup (list->by_position, GUINT_TO_POINTER (position));
  if (row != NULL)
    return g_object_ref (row);
  row = ptn_order_row_new (position, get_data (list, position));
  enter_row (list, row, position);
  g_object_weak_ref (G_OBJECT (row), row_gone_cb, list);
  return row;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PtnOrderList,
                               ptn_order_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
ptn_order_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_LOADING)
    g_value_set_boolean (value, PTN_ORDER_LIST (object)->loading);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ptn_order_list_dispose (GObject *object)
{
  PtnOrderList  *list = PTN_ORDER_LIST (object);
  GHashTableIter iter;
  gpointer       row;

  if (list->desk != NULL)
    ptn_desk_close_orders (list->desk, list->number);
  g_clear_object (&list->desk);
  g_clear_handle_id (&list->ask_source, g_source_remove);
  g_clear_handle_id (&list->first_source, g_source_remove);
  g_hash_table_iter_init (&iter, list->live);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    release_row (list, row);
  g_hash_table_remove_all (list->live);
  g_hash_table_remove_all (list->by_position);
  G_OBJECT_CLASS (ptn_order_list_parent_class)->dispose (object);
}

static void
ptn_order_list_finalize (GObject *object)
{
  PtnOrderList *list = PTN_ORDER_LIST (object);

  g_queue_clear_full (&list->updates, (GDestroyNotify) ptn_order_update_free);
  ptn_order_query_clear (&list->query);
  ptn_order_window_free (list->window);
  ptn_rows_unref (list->rows);
  g_array_unref (list->totals);
  g_hash_table_unref (list->live);
  g_hash_table_unref (list->by_position);
  G_OBJECT_CLASS (ptn_order_list_parent_class)->finalize (object);
}

static void
ptn_order_list_class_init (PtnOrderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ptn_order_list_get_property;
  object_class->dispose = ptn_order_list_dispose;
  object_class->finalize = ptn_order_list_finalize;

  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                                                  G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[TOTALS_CHANGED] = g_signal_new ("totals-changed", PTN_TYPE_ORDER_LIST, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFILLED] = g_signal_new ("refilled", PTN_TYPE_ORDER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
ptn_order_list_init (PtnOrderList *list)
{
  ptn_order_query_init (&list->query);
  list->rows = ptn_rows_new (0);
  list->totals = g_array_new (FALSE, FALSE, sizeof (PtnOrderTotals));
  list->live = g_hash_table_new (NULL, NULL);
  list->by_position = g_hash_table_new (NULL, NULL);
  g_queue_init (&list->updates);
}

PtnOrderList *
ptn_order_list_new (PtnDesk *desk, PtnLanguage language)
{
  PtnOrderList *list = g_object_new (PTN_TYPE_ORDER_LIST, NULL);

  list->desk = g_object_ref (desk);
  list->window = ptn_order_window_new (ptn_desk_get_db (desk), language);
  list->number = ptn_desk_open_orders (desk, language, update_cb, list);
  return list;
}

static void
show_first_screen (PtnOrderList *list)
{
  g_autoptr (PtnOrderUpdate) first = g_new0 (PtnOrderUpdate, 1);

  first->rows = ptn_order_window_first (list->window, &list->query, FIRST_SCREEN, &first->base);
  refill (list, first);
}

static gboolean
ask_cb (gpointer data)
{
  PtnOrderList *list = data;

  list->ask_source = 0;
  send_query (list);
  return G_SOURCE_REMOVE;
}

void
ptn_order_list_set_query (PtnOrderList *list, const PtnOrderQuery *query)
{
  PtnOrderQuery *copy = ptn_order_query_copy (query);

  ptn_order_query_clear (&list->query);
  list->query = *copy;
  g_free (copy);
  if (list->serial > 0)
    send_query (list);
  else if (list->ask_source == 0)
    list->ask_source = g_idle_add_full (G_PRIORITY_LOW, ask_cb, list, NULL);
  set_loading (list, TRUE);
  if (!list->answered && g_queue_is_empty (&list->updates))
    show_first_screen (list);
}

const PtnOrderQuery *
ptn_order_list_get_query (PtnOrderList *list)
{
  return &list->query;
}

GArray *
ptn_order_list_get_totals (PtnOrderList *list)
{
  return list->totals;
}

guint
ptn_order_list_find (PtnOrderList *list, const PtnUuid *order)
{
  const guint32 row = ptn_order_window_find (list->window, order);
  const guint   length = row != 0 ? get_length (list) : 0;

  for (guint i = 0; i < length; i++)
    if (get_row (list, i) == row)
      return i;
  return NOWHERE;
}
