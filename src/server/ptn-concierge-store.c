// SPDX-License-Identifier: GPL-3.0-or-later
// What the guest's pages read and write.

#include "config.h"

#include "ptn-concierge-store.h"

#include "base/ptn-base-error.h"
#include "base/ptn-date.h"
#include "db/ptn-record-sql.h"
#include "ptn-orders.h"
#include "rules/ptn-offer-rules.h"

/* Each order is work for the hotel and a mail for both: no guest in good faith gets there. */
#define ORDERS_IN_HOUR_MAX 30
#define HOUR_MS            (60 * 60 * 1000)
/* The newest; a page with more would be of use to nobody. */
#define ORDERS_SHOWN "200"

/* FALSE with @error set on an error, FALSE without where there is no such record. */
static gboolean
get (PtnDb               *db,
     gint64               property,
     const PtnRecordType *type,
     const PtnUuid       *id,
     gpointer             record,
     GError             **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE property = $1 AND id = $2",
                                          ptn_record_columns (type), type->name);
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, sql, "iu", property, id);

  if (statement == NULL || !ptn_statement_step (statement, error) ||
      !ptn_record_load (statement, 0, type, record, error))
    return FALSE;
  *(PtnUuid *) record = *id;
  return TRUE;
}

static gboolean
get_property (PtnDb *db, gint64 property, PtnProperty *out, GError **error)
{
  g_autofree char         *sql = g_strdup_printf ("SELECT %s FROM property WHERE property = $1",
                                                  ptn_record_columns (&ptn_property_record));
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, sql, "i", property);

  return statement != NULL && ptn_statement_step (statement, error) &&
         ptn_record_load (statement, 0, &ptn_property_record, out, error);
}

/* Adds the rows of @statement, whose columns are the id and the fields. Takes @statement, which may
 * be NULL after an error. */
static gboolean
get_all (PtnStatement *statement, const PtnRecordType *type, GPtrArray *records, GError **error)
{
  g_autoptr (PtnStatement) owned = statement;
  g_autoptr (GError)       fault = NULL;

  if (owned == NULL)
    return FALSE;
  while (ptn_statement_step (owned, &fault))
    {
      gpointer record = ptn_record_new (type);

      g_ptr_array_add (records, record);
      if (!ptn_statement_uuid (owned, 0, record) ||
          !ptn_record_load (owned, 1, type, record, error))
        return FALSE;
    }
  if (fault == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
get_offers (PtnDb *db, gint64 property, PtnConciergePage *page, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT id, %s FROM offer WHERE property = $1 AND NOT archived ORDER BY position, id",
      ptn_record_columns (&ptn_offer_record));

  if (!get_all (ptn_db_query (db, error, sql, "i", property), &ptn_offer_record, page->offers,
                error))
    return FALSE;
  for (guint i = page->offers->len; i-- > 0;)
    if (!ptn_offer_can_order (page->offers->pdata[i], &page->stay, page->property.business_date))
      g_ptr_array_remove_index (page->offers, i);
  return TRUE;
}

static gboolean
get_orders (PtnDb *db, gint64 property, PtnConciergePage *page, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM \"order\" WHERE property = $1 AND "
                                          "stay = $2 ORDER BY ordered_at DESC, id DESC"
                                          " LIMIT " ORDERS_SHOWN,
                                          ptn_record_columns (&ptn_order_record));

  return get_all (ptn_db_query (db, error, sql, "iu", property, &page->stay.id), &ptn_order_record,
                  page->orders, error);
}

/* A code works until the end of the day of departure, by the calendar where the property is. */
static gboolean
has_expired (const PtnProperty *property, const PtnStay *stay)
{
  g_autoptr (GTimeZone) zone = ptn_time_zone (property->time_zone);

  return ptn_date_at (ptn_clock_now (), zone) > stay->departure;
}

static PtnConciergeFault
read_quantity (const char *text, const PtnOffer *offer, gint64 *out)
{
  guint64 quantity;

  if (text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 1, (guint64) offer->quantity_max, &quantity, NULL))
    return PTN_CONCIERGE_QUANTITY;
  *out = (gint64) quantity;
  return PTN_CONCIERGE_FINE;
}

/* @other has the id of @order: it is the same form sent twice, or sent again after a step back and
 * a change, or somebody else's id. */
static PtnConciergeFault
compare (const PtnOrder *other, const PtnOrder *order, const char *quantity)
{
  if (!ptn_uuid_equal (&other->stay, &order->stay))
    return PTN_CONCIERGE_OFFER;
  return ptn_uuid_equal (&other->offer, &order->offer) && quantity != NULL &&
                 g_ascii_strtoll (quantity, NULL, 10) == other->quantity
             ? PTN_CONCIERGE_FINE
             : PTN_CONCIERGE_AGAIN;
}

/* Whether @order's id is taken already. */
static gboolean
look_for_order (PtnCommit         *commit,
                const PtnOrder    *order,
                const char        *quantity,
                gboolean          *taken,
                PtnConciergeFault *fault,
                GError           **error)
{
  PtnOrder           other;
  g_autoptr (GError) failure = NULL;

  ptn_record_init (&ptn_order_record, &other);
  *taken = ptn_commit_get (commit, &ptn_order_record, &order->id, &other, NULL, &failure);
  if (*taken)
    *fault = compare (&other, order, quantity);
  ptn_record_clear (&ptn_order_record, &other);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* What the order's rules say, by the stay and the offer as they stand in @commit. Fills in what the
 * guest chose. */
static gboolean
check_order (PtnCommit         *commit,
             const char        *quantity,
             PtnOrder          *order,
             PtnConciergeFault *fault,
             GError           **error)
{
  PtnProperty        property;
  PtnStay            stay;
  PtnOffer           offer;
  g_autoptr (GError) failure = NULL;

  ptn_record_init (&ptn_property_record, &property);
  ptn_record_init (&ptn_stay_record, &stay);
  ptn_record_init (&ptn_offer_record, &offer);
  *fault = PTN_CONCIERGE_OFFER;
  if (get_property (ptn_commit_db (commit), ptn_commit_property (commit), &property, &failure) &&
      ptn_commit_get (commit, &ptn_stay_record, &order->stay, &stay, NULL, &failure) &&
      ptn_commit_get (commit, &ptn_offer_record, &order->offer, &offer, NULL, &failure) &&
      ptn_offer_can_order (&offer, &stay, property.business_date))
    *fault = read_quantity (quantity, &offer, &order->quantity);
  order->guest = stay.guest;
  order->persons = stay.adults + stay.children;
  ptn_record_clear (&ptn_offer_record, &offer);
  ptn_record_clear (&ptn_stay_record, &stay);
  ptn_record_clear (&ptn_property_record, &property);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
check_rate (PtnCommit *commit, const PtnOrder *order, PtnConciergeFault *fault, GError **error)
{
  gint64 n;

  if (!ptn_db_get_int (ptn_commit_db (commit), &n, error,
                       "SELECT count (*) FROM \"order\" WHERE property = $1 AND stay = $2 AND "
                       "ordered_at > $3",
                       "iui", ptn_commit_property (commit), &order->stay,
                       ptn_clock_now () - HOUR_MS))
    return FALSE;
  *fault = n < ORDERS_IN_HOUR_MAX ? PTN_CONCIERGE_FINE : PTN_CONCIERGE_MANY;
  return TRUE;
}

static gboolean
place (PtnCommit         *commit,
       const char        *quantity,
       PtnOrder          *order,
       PtnConciergeFault *fault,
       GError           **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean           taken, placed;

  if (!look_for_order (commit, order, quantity, &taken, fault, error))
    return FALSE;
  if (taken)
    return TRUE;
  if (!check_rate (commit, order, fault, error))
    return FALSE;
  if (*fault != PTN_CONCIERGE_FINE)
    return TRUE;
  if (!check_order (commit, quantity, order, fault, error))
    return FALSE;
  if (*fault != PTN_CONCIERGE_FINE || ptn_orders_place (commit, order, &placed, &failure))
    return TRUE;
  if (failure->domain == PTN_BASE_ERROR)
    {
      *fault = PTN_CONCIERGE_OFFER; /* a price beyond what an order can hold */
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
ptn_concierge_load (PtnDb *db, const PtnConciergeLink *link, PtnConciergePage *page, GError **error)
{
  if (!get_property (db, link->property, &page->property, error) ||
      !get (db, link->property, &ptn_stay_record, &link->stay, &page->stay, error) ||
      has_expired (&page->property, &page->stay))
    return FALSE;
  return get (db, link->property, &ptn_guest_record, &page->stay.guest, &page->guest, error) &&
         get (db, link->property, &ptn_room_type_record,
              &ptn_stay_night (&page->stay, page->property.business_date)->room_type,
              &page->room_type, error) &&
         get_offers (db, link->property, page, error) &&
         get_orders (db, link->property, page, error);
}

gboolean
ptn_concierge_place (PtnDb                  *db,
                     const PtnConciergeLink *link,
                     const PtnUuid          *id,
                     const PtnUuid          *offer,
                     const char             *quantity,
                     PtnConciergeFault      *fault,
                     GError                **error)
{
  g_autoptr (PtnCommit) commit = ptn_commit_begin (db, link->property, error);
  PtnOrder              order;
  gboolean              done;

  if (commit == NULL)
    return FALSE;
  ptn_record_init (&ptn_order_record, &order);
  order.id = *id;
  order.stay = link->stay;
  order.offer = *offer;
  done = place (commit, quantity, &order, fault, error);
  ptn_record_clear (&ptn_order_record, &order);
  if (!done || *fault != PTN_CONCIERGE_FINE)
    return done;
  return ptn_commit_finish (g_steal_pointer (&commit), NULL, error);
}
