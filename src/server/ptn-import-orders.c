// SPDX-License-Identifier: GPL-3.0-or-later
// The orders of an import: what they may leave out, and whether price, status and history fit
// together.

#include "config.h"

#include "ptn-import-private.h"

#include "rules/ptn-order-rules.h"

#define LIST PTN_HOTEL_ORDERS

static void
add_copy (yyjson_mut_doc *doc, yyjson_mut_val *order, const char *name, yyjson_val *value)
{
  if (value != NULL && yyjson_mut_obj_get (order, name) == NULL)
    yyjson_mut_obj_add_val (doc, order, name, yyjson_val_mut_copy (doc, value));
}

/* What the member @name of @order refers to, in the file and as a record. FALSE where that is at
 * fault itself. */
static gboolean
referred (PtnImport      *import,
          yyjson_mut_val *order,
          const char     *name,
          PtnHotelList    list,
          yyjson_val    **value,
          gpointer       *record)
{
  const char *key = yyjson_mut_get_str (yyjson_mut_obj_get (order, name));
  gpointer    index;

  *value = NULL;
  *record = NULL;
  if (key == NULL || !g_hash_table_lookup_extended (import->keys[list], key, NULL, &index))
    return TRUE; /* the missing reference is complained of where it stands */
  *value = yyjson_arr_get (import->values[list], GPOINTER_TO_UINT (index));
  *record = import->hotel->lists[list]->pdata[GPOINTER_TO_UINT (index)];
  return *record != NULL;
}

gboolean
ptn_import_complete_order (PtnImport *import, yyjson_mut_doc *doc, yyjson_mut_val *order)
{
  yyjson_val *offer, *stay;
  gpointer    offer_record, stay_record;

  if (import->hotel->property.name == NULL ||
      !referred (import, order, "offer", PTN_HOTEL_OFFERS, &offer, &offer_record) ||
      !referred (import, order, "stay", PTN_HOTEL_STAYS, &stay, &stay_record))
    return FALSE;
  add_copy (doc, order, "name", yyjson_obj_get (offer, "name"));
  add_copy (doc, order, "type", yyjson_obj_get (offer, "type"));
  add_copy (doc, order, "unit_price", yyjson_obj_get (offer, "price"));
  add_copy (doc, order, "guest", yyjson_obj_get (stay, "guest"));
  add_copy (doc, order, "currency", yyjson_obj_get (import->property, "currency"));
  if (stay_record != NULL && yyjson_mut_obj_get (order, "persons") == NULL)
    yyjson_mut_obj_add_int (doc, order, "persons",
                            ((PtnStay *) stay_record)->adults +
                                ((PtnStay *) stay_record)->children);
  if (yyjson_mut_obj_get (order, "history") == NULL)
    yyjson_mut_obj_add_arr (doc, order, "history");
  return TRUE;
}

static gboolean
price_fits (const PtnOrder *order, const PtnOffer *offer, const PtnStay *stay)
{
  PtnOffer then = *offer; /* borrows its texts */
  gint64   revenue;

  then.price = order->unit_price;
  return ptn_offer_price (&then, order->quantity, order->persons, stay->departure - stay->arrival,
                          &revenue, NULL) &&
         revenue == order->revenue;
}

static void
check_parts (PtnImport *import, const PtnOrder *order, guint index)
{
  const PtnStay    *stay = ptn_hotel_find (import->hotel, &order->stay);
  const PtnOffer   *offer = ptn_hotel_find (import->hotel, &order->offer);
  const PtnCurrency currency = import->hotel->property.currency;

  if (!ptn_uuid_equal (&order->guest, &stay->guest))
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "guest"),
                  "must be the guest of stay %s", stay->number);
  if (order->type != offer->type)
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "type"),
                  "must be the type of its offer");
  if (order->persons > stay->adults + stay->children)
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "persons"),
                  "must not be more than are in stay %s", stay->number);
  if (!ptn_currency_equal (order->currency, currency))
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "currency"),
                  "must be the property's currency %s", currency.code);
  if (order->service_date != PTN_DATE_NONE &&
      (order->service_date < stay->arrival || order->service_date > stay->departure))
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "service_date"),
                  "must be between arrival and departure of stay %s", stay->number);
  if (!price_fits (order, offer, stay))
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "revenue"),
                  "does not follow from \"unit_price\", \"quantity\", the offer's basis and, where "
                  "that has them, persons and "
                  "nights; correct whichever is wrong");
}

/* The status after @event, or -1 where it could not happen. @before: (inout): what an undo
 * restores, -1: nothing */
static int
follow (int status, const PtnOrderHistory *event, gboolean first, int *before)
{
  const PtnDecision decision = event->event == PTN_EVENT_CANCELLED ? PTN_DECISION_CANCEL
                                                                   : PTN_DECISION_CONFIRM;
  const int         restored = *before;

  *before = -1;
  switch (event->event)
    {
    case PTN_EVENT_AUTO_CONFIRMED:
      return first ? PTN_ORDER_CONFIRMED : -1;
    case PTN_EVENT_UNDONE:
      return restored;
    default:
      if (!ptn_order_can (status, decision))
        return -1;
      *before = status;
      return decision == PTN_DECISION_CANCEL ? PTN_ORDER_CANCELLED : PTN_ORDER_CONFIRMED;
    }
}

/* A person confirms and undoes; confirming automatically is nobody's; cancelling may be either's,
 * because requests expire. */
static gboolean
who_fits (const PtnOrderHistory *event)
{
  const gboolean person = !ptn_uuid_is_nil (&event->by);

  if (event->event == PTN_EVENT_AUTO_CONFIRMED)
    return !person;
  return person || event->event == PTN_EVENT_CANCELLED;
}

static void
check_history (PtnImport *import, const PtnOrder *order, guint index)
{
  const PtnOrderHistory *history = order->history.data;
  const PtnJsonPath     *path = PTN_MEMBER (LIST, index, "history");
  gint64                 earliest = order->ordered_at;
  int                    status = PTN_ORDER_PENDING, before = -1;

  for (gsize i = 0; i < order->history.length; earliest = history[i++].at)
    {
      const PtnJsonPath at = { path, NULL, i };

      if (history[i].at < earliest || history[i].at >= (import->as_of + 1) * PTN_DAY_MS)
        ptn_complain (import->complaints, &(PtnJsonPath) { &at, "at", 0 },
                      "must not be before the order or the event before it, nor after \"as_of\"");
      if (!who_fits (&history[i]))
        ptn_complain (import->complaints, &at,
                      "must say in \"by\" which user it was; only \"auto-confirmed\" is nobody's, "
                      "and \"cancelled\" can be");
      status = follow (status, &history[i], i == 0, &before);
      if (status >= 0)
        continue;
      ptn_complain (import->complaints, &(PtnJsonPath) { &at, "event", 0 },
                    "cannot follow what stands before it");
      return;
    }
  if (status != order->status)
    ptn_complain (import->complaints, PTN_MEMBER (LIST, index, "status"),
                  "must be \"%s\", as the history ends; correct the status or add to the history",
                  ptn_order_status_names[status]);
}

void
ptn_import_check_orders (PtnImport *import)
{
  const GPtrArray *orders = import->hotel->lists[LIST];

  for (guint i = 0; i < orders->len; i++)
    {
      const PtnOrder *order = orders->pdata[i];

      if (order == NULL)
        continue;
      check_parts (import, order, i);
      if (order->held_until != 0)
        ptn_complain (import->complaints, PTN_MEMBER (LIST, i, "held_until"),
                      "leave it out: nothing of an imported order is held back");
      if (order->ordered_at >= (import->as_of + 1) * PTN_DAY_MS ||
          order->ordered_at < (import->as_of - PTN_IMPORT_SPAN) * PTN_DAY_MS)
        ptn_complain (import->complaints, PTN_MEMBER (LIST, i, "ordered_at"),
                      "must not be after \"as_of\", nor more than %d days before it",
                      PTN_IMPORT_SPAN);
      check_history (import, order, i);
    }
}
