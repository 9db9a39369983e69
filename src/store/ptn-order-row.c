// SPDX-License-Identifier: GPL-3.0-or-later
// One visible position of the Orders list.

#include "config.h"

#include "ptn-order-row-private.h"

struct _PtnOrderRow
{
  GObject parent_instance;

  guint         position;
  PtnOrderData *data;
};

G_DEFINE_FINAL_TYPE (PtnOrderRow, ptn_order_row, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

PtnOrderData *
ptn_order_data_new (void)
{
  return g_rc_box_new0 (PtnOrderData);
}

PtnOrderData *
ptn_order_data_ref (PtnOrderData *data)
{
  return g_rc_box_acquire (data);
}

static void
clear_data (gpointer data)
{
  PtnOrderData *order = data;

  g_free (order->guest_name);
  g_free (order->offer_name);
}

void
ptn_order_data_unref (PtnOrderData *data)
{
  g_rc_box_release_full (data, clear_data);
}

static gboolean
equal_data (const PtnOrderData *a, const PtnOrderData *b)
{
  return ptn_uuid_equal (&a->id, &b->id) && a->status == b->status && a->waiting == b->waiting &&
         a->revenue == b->revenue && ptn_currency_equal (a->currency, b->currency) &&
         a->ordered_at == b->ordered_at && a->type == b->type &&
         g_strcmp0 (a->guest_name, b->guest_name) == 0 &&
         g_strcmp0 (a->offer_name, b->offer_name) == 0;
}

static void
ptn_order_row_finalize (GObject *object)
{
  ptn_order_data_unref (PTN_ORDER_ROW (object)->data);
  G_OBJECT_CLASS (ptn_order_row_parent_class)->finalize (object);
}

static void
ptn_order_row_class_init (PtnOrderRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ptn_order_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", PTN_TYPE_ORDER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
ptn_order_row_init (G_GNUC_UNUSED PtnOrderRow *row)
{
}

PtnOrderRow *
ptn_order_row_new (guint position, PtnOrderData *data)
{
  PtnOrderRow *row = g_object_new (PTN_TYPE_ORDER_ROW, NULL);

  row->position = position;
  row->data = data != NULL ? ptn_order_data_ref (data) : ptn_order_data_new ();
  return row;
}

void
ptn_order_row_set_data (PtnOrderRow *row, PtnOrderData *data)
{
  PtnOrderData *before = row->data;
  gboolean      same;

  if (data == NULL || data == before)
    return;
  same = equal_data (before, data);
  row->data = ptn_order_data_ref (data);
  ptn_order_data_unref (before);
  if (!same)
    g_signal_emit (row, signals[CHANGED], 0);
}

void
ptn_order_row_set_position (PtnOrderRow *row, guint position)
{
  row->position = position;
}

guint
ptn_order_row_get_position (PtnOrderRow *row)
{
  return row->position;
}

const PtnUuid *
ptn_order_row_get_id (PtnOrderRow *row)
{
  return &row->data->id;
}

const char *
ptn_order_row_get_guest_name (PtnOrderRow *row)
{
  return row->data->guest_name != NULL ? row->data->guest_name : "";
}

const char *
ptn_order_row_get_offer_name (PtnOrderRow *row)
{
  return row->data->offer_name != NULL ? row->data->offer_name : "";
}

PtnOfferType
ptn_order_row_get_offer_type (PtnOrderRow *row)
{
  return row->data->type;
}

gint64
ptn_order_row_get_revenue (PtnOrderRow *row)
{
  return row->data->revenue;
}

PtnCurrency
ptn_order_row_get_currency (PtnOrderRow *row)
{
  return row->data->currency;
}

gint64
ptn_order_row_get_ordered_at (PtnOrderRow *row)
{
  return row->data->ordered_at;
}

PtnOrderStatus
ptn_order_row_get_status (PtnOrderRow *row)
{
  return row->data->status;
}

gboolean
ptn_order_row_get_waiting (PtnOrderRow *row)
{
  return row->data->waiting;
}
