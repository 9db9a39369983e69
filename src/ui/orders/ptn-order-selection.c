// SPDX-License-Identifier: GPL-3.0-or-later
// The Orders list's selection: a set of order ids, or all orders but a set. The view asks about a
// position; its row's id answers. Nothing else reads a row, except selecting a range, which reads
// the rows of that range.
#include "ptn-order-selection.h"

struct _PtnOrderSelection
{
  GObject parent_instance;

  GListModel *model;
  GHashTable *ids; /* of PtnUuid: the selected, or where inverted the others */
  gboolean    inverted;
  guint       limit;

  /* The row that was asked for last: the view asks right after whether it is selected. */
  PtnOrderRow *recent; /* (nullable) */
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PtnOrderSelection,
                               ptn_order_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

enum
{
  PROP_N_SELECTED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static guint
shown (PtnOrderSelection *self)
{
  return MIN (self->limit, g_list_model_get_n_items (self->model));
}

/* The end of a range, which may reach beyond the last row. */
static guint
range_end (PtnOrderSelection *self, guint position, guint n_items)
{
  guint n = shown (self);

  return position >= n ? n : position + MIN (n_items, n - position);
}

static void
announce (PtnOrderSelection *self, guint position, guint n_items)
{
  if (n_items > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

/* The set is of the selected ids or of the others: selecting adds to the one and takes from the
 * other. */
static void
mark (PtnOrderSelection *self, const PtnUuid *id, gboolean selected)
{
  if (selected != self->inverted)
    g_hash_table_add (self->ids, g_memdup2 (id, sizeof *id));
  else
    g_hash_table_remove (self->ids, id);
}

static void
mark_range (PtnOrderSelection *self, guint position, guint n_items, gboolean selected)
{
  guint end = range_end (self, position, n_items);

  for (guint i = position; i < end; i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (self->model, i);

      mark (self, ptn_order_row_get_id (row), selected);
    }
}

static void
reset (PtnOrderSelection *self, gboolean inverted)
{
  g_hash_table_remove_all (self->ids);
  self->inverted = inverted;
}

/* One screenful is announced as replaced while the limit stands, which is cheap; later only what
 * changed. */
static void
items_changed_cb (PtnOrderSelection *self, guint position, guint removed, guint added)
{
  guint after = g_list_model_get_n_items (self->model);
  guint before = after + removed - added;

  if (self->limit >= MAX (before, after))
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  else if (position < self->limit)
    g_list_model_items_changed (G_LIST_MODEL (self), position, MIN (before, self->limit) - position,
                                MIN (after, self->limit) - position);
  if (self->inverted)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static GType
get_item_type (GListModel *model)
{
  return PTN_TYPE_ORDER_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return shown (PTN_ORDER_SELECTION (model));
}

static gpointer
get_item (GListModel *model, guint position)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);

  g_clear_object (&self->recent);
  if (position >= shown (self))
    return NULL;
  self->recent = g_list_model_get_item (self->model, position);
  return g_object_ref (self->recent);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  PtnOrderSelection      *self = PTN_ORDER_SELECTION (model);
  g_autoptr (PtnOrderRow) row = NULL;

  if (g_hash_table_size (self->ids) == 0)
    return self->inverted;
  if (self->recent != NULL && ptn_order_row_get_position (self->recent) == position)
    row = g_object_ref (self->recent);
  else
    row = get_item (G_LIST_MODEL (self), position);
  return row != NULL && ptn_order_selection_contains (self, ptn_order_row_get_id (row));
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  GtkBitset *bits = gtk_bitset_new_empty ();
  guint      end = range_end (PTN_ORDER_SELECTION (model), position, n_items);

  for (guint i = position; i < end; i++)
    {
      if (is_selected (model, i))
        gtk_bitset_add (bits, i);
    }
  return bits;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n_items, gboolean unselect_rest)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);

  if (unselect_rest)
    reset (self, FALSE);
  mark_range (self, position, n_items, TRUE);
  announce (self, unselect_rest ? 0 : position, unselect_rest ? shown (self) : n_items);
  return TRUE;
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  return select_range (model, position, 1, unselect_rest);
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n_items)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);

  mark_range (self, position, n_items, FALSE);
  announce (self, position, n_items);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  return unselect_range (model, position, 1);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);

  reset (self, TRUE);
  announce (self, 0, shown (self));
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);

  reset (self, FALSE);
  announce (self, 0, shown (self));
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (model);
  GtkBitsetIter      iter;
  guint              position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    mark_range (self, position, 1, gtk_bitset_contains (selected, position));
  announce (self, 0, shown (self));
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

static void
ptn_order_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (object);

  switch (id)
    {
    case PROP_N_SELECTED:
      g_value_set_uint (value, ptn_order_selection_get_n (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ptn_order_selection_finalize (GObject *object)
{
  PtnOrderSelection *self = PTN_ORDER_SELECTION (object);

  g_clear_object (&self->recent);
  g_clear_object (&self->model);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  G_OBJECT_CLASS (ptn_order_selection_parent_class)->finalize (object);
}

static void
ptn_order_selection_class_init (PtnOrderSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ptn_order_selection_get_property;
  object_class->finalize = ptn_order_selection_finalize;

  properties[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                                                       G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ptn_order_selection_init (PtnOrderSelection *self)
{
  self->ids = g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free, NULL);
}

PtnOrderSelection *
ptn_order_selection_new (GListModel *model, guint limit)
{
  PtnOrderSelection *self = g_object_new (PTN_TYPE_ORDER_SELECTION, NULL);

  self->model = g_object_ref (model);
  self->limit = limit;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
ptn_order_selection_show_all (PtnOrderSelection *self)
{
  guint before = shown (self);

  if (self->limit == G_MAXUINT)
    return;
  self->limit = G_MAXUINT;
  if (shown (self) > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, shown (self) - before);
}

guint
ptn_order_selection_get_n (PtnOrderSelection *self)
{
  guint n_ids = g_hash_table_size (self->ids);
  guint n_items = g_list_model_get_n_items (self->model);

  if (!self->inverted)
    return n_ids;
  return n_items - MIN (n_ids, n_items);
}

gboolean
ptn_order_selection_is_inverted (PtnOrderSelection *self)
{
  return self->inverted;
}

gboolean
ptn_order_selection_contains (PtnOrderSelection *self, const PtnUuid *order)
{
  return g_hash_table_contains (self->ids, order) != self->inverted;
}

gboolean
ptn_order_selection_choose (PtnOrderSelection *self, PtnOrderRow *row)
{
  if (row == NULL)
    return FALSE;
  if (!ptn_order_selection_contains (self, ptn_order_row_get_id (row)))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self), ptn_order_row_get_position (row),
                                     TRUE);
  return TRUE;
}

GArray *
ptn_order_selection_get_ids (PtnOrderSelection *self, guint max)
{
  GArray        *ids = g_array_new (FALSE, FALSE, sizeof (PtnUuid));
  GHashTableIter iter;
  gpointer       id;

  if (!self->inverted)
    {
      g_hash_table_iter_init (&iter, self->ids);
      while (ids->len < max && g_hash_table_iter_next (&iter, &id, NULL))
        g_array_append_vals (ids, id, 1);
      return ids;
    }

  for (guint i = 0; ids->len < max && i < g_list_model_get_n_items (self->model); i++)
    {
      g_autoptr (PtnOrderRow) row = g_list_model_get_item (self->model, i);

      if (ptn_order_selection_contains (self, ptn_order_row_get_id (row)))
        g_array_append_vals (ids, ptn_order_row_get_id (row), 1);
    }
  return ids;
}

void
ptn_order_selection_row_changed (PtnOrderSelection *self, guint position)
{
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, 1);
}
