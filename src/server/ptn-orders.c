// SPDX-License-Identifier: GPL-3.0-or-later
// Placing and deciding orders inside a commit.

#include "config.h"

#include "ptn-orders.h"

#include <string.h>

#include "model/ptn-property.h"
#include "model/ptn-stay.h"
#include "ptn-effects.h"

static const char *const decision_names[] = { "order.confirm", "order.cancel", "order.undo" };

static PtnOrderEvent
decision_event (PtnDecision decision)
{
  switch (decision)
    {
    case PTN_DECISION_CONFIRM:
      return PTN_EVENT_CONFIRMED;
    case PTN_DECISION_CANCEL:
      return PTN_EVENT_CANCELLED;
    case PTN_DECISION_UNDO:
    default:
      return PTN_EVENT_UNDONE;
    }
}

static gsize
history_max (void)
{
  for (gsize i = 0; i < ptn_order_record.n_fields; i++)
    if (ptn_order_record.fields[i].offset == G_STRUCT_OFFSET (PtnOrder, history))
      return (gsize) ptn_order_record.fields[i].max;
  g_assert_not_reached ();
}

/* A full history loses its oldest line: it must stay a record that a desk accepts. */
static void
add_history (PtnOrder *order, gint64 at, PtnOrderEvent event, const PtnUuid *by)
{
  PtnRecords      *history = &order->history;
  PtnOrderHistory *lines;

  if (history->length == history_max ())
    {
      lines = history->data;
      memmove (lines, lines + 1, --history->length * sizeof *lines);
    }
  history->data = lines = g_renew (PtnOrderHistory, history->data, history->length + 1);
  lines[history->length++] = (PtnOrderHistory) { at, (int) event, *by };
}

/* SHA-256 of what was asked, as text. Returns: (transfer full) */
static char *
digest (const char *action, const PtnUuid *order, gint64 rev, const PtnUuid *op)
{
  char             order_text[PTN_UUID_TEXT_SIZE], op_text[PTN_UUID_TEXT_SIZE];
  g_autofree char *text = NULL;

  ptn_uuid_print (order, order_text);
  ptn_uuid_print (op, op_text);
  text = g_strdup_printf ("%s %s %" G_GINT64_FORMAT " %s", action, order_text, rev, op_text);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

gboolean
ptn_orders_state (PtnCommit     *commit,
                  const PtnUuid *order,
                  PtnOrder      *record,
                  PtnOrderState *state,
                  GError       **error)
{
  gint64 rev;

  if (!ptn_commit_get (commit, &ptn_order_record, order, record, &rev, error))
    return FALSE;
  *state = (PtnOrderState) { .status = (PtnOrderStatus) record->status, .rev = rev };
  return ptn_effects_decision (commit, order, state, NULL, error);
}

/* Drops the effects of the decision that is taken back; those of the decision before it may still
 * be held. */
static gboolean
take_back (PtnCommit *commit, PtnOrder *order, const PtnOrderRequest *request, GError **error)
{
  PtnOrderState before = { 0 };

  return ptn_effects_drop (commit, &order->id, &request->undoes, error) &&
         ptn_effects_decision (commit, &order->id, &before, &order->held_until, error);
}

static gboolean
hold_effects (PtnCommit             *commit,
              PtnOrder              *order,
              const PtnOrderRequest *request,
              const PtnOrderState   *before,
              const PtnUuid         *op,
              GError               **error)
{
  PtnEffect effect = {
    .kind = request->decision == PTN_DECISION_CONFIRM ? PTN_EFFECT_CONFIRMED : PTN_EFFECT_CANCELLED,
    .order = order->id,
    .rev = before->rev + 1,
    .op = *op,
    .decided_by = request->user,
    .before = before->status,
  };

  if (!ptn_effects_held_until (commit, &effect.held_until, error))
    return FALSE;
  order->held_until = effect.held_until;
  return ptn_effects_add (commit, &effect, error);
}

static gboolean
change (PtnCommit             *commit,
        PtnOrder              *order,
        const PtnOrderRequest *request,
        const PtnOrderState   *before,
        const PtnUuid         *device,
        const PtnUuid         *op,
        gint64                *rev,
        GError               **error)
{
  const char      *action = decision_names[request->decision];
  g_autofree char *asked = digest (action, &order->id, request->seen_rev, op);

  if (request->decision == PTN_DECISION_UNDO
          ? !take_back (commit, order, request, error)
          : !hold_effects (commit, order, request, before, op, error))
    return FALSE;
  add_history (order, ptn_commit_now (commit), decision_event (request->decision), &request->user);
  return ptn_commit_put (commit, &ptn_order_record, order, rev, error) &&
         ptn_commit_audit (commit, &request->user, device, action, &order->id, asked, error);
}

gboolean
ptn_orders_decide (PtnCommit             *commit,
                   const PtnUuid         *order,
                   const PtnOrderRequest *request,
                   const PtnUuid         *device,
                   const PtnUuid         *op,
                   PtnVerdict            *verdict,
                   gint64                *rev,
                   GError               **error)
{
  PtnOrder       record;
  PtnOrderState  state;
  PtnOrderStatus after;
  gboolean       done;

  ptn_record_init (&ptn_order_record, &record);
  done = ptn_orders_state (commit, order, &record, &state, error);
  if (done)
    {
      *verdict = ptn_order_decide (&state, request, &after);
      *rev = state.rev;
    }
  if (done && *verdict == PTN_VERDICT_CHANGE)
    {
      record.status = (int) after;
      done = change (commit, &record, request, &state, device, op, rev, error);
    }
  ptn_record_clear (&ptn_order_record, &record);
  return done;
}

/* Placing */

static gboolean
get (PtnCommit           *commit,
     const PtnRecordType *type,
     const PtnUuid       *id,
     gpointer             record,
     GError             **error)
{
  g_autoptr (GError) fault = NULL;

  if (ptn_commit_get (commit, type, id, record, NULL, &fault))
    return TRUE;
  if (fault == NULL)
    g_set_error (&fault, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT, "there is no such %s", type->name);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
get_property (PtnCommit *commit, PtnProperty *property, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (ptn_commit_db (commit), error,
                                                     "SELECT id FROM property WHERE property = $1",
                                                     "i", ptn_commit_property (commit));
  PtnUuid                  id;

  return statement != NULL && ptn_statement_step (statement, error) &&
         ptn_statement_uuid (statement, 0, &id) &&
         get (commit, &ptn_property_record, &id, property, error);
}

static gboolean
fill_in (PtnOrder          *order,
         const PtnProperty *property,
         const PtnStay     *stay,
         const PtnOffer    *offer,
         gint64             now,
         GError           **error)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    {
      g_free (order->name.text[i]);
      order->name.text[i] = g_strdup (offer->name.text[i]);
    }
  order->type = offer->type;
  order->unit_price = offer->price;
  order->currency = property->currency;
  order->ordered_at = now;
  order->status = (int) ptn_order_initial (offer);
  order->held_until = 0;
  return ptn_offer_price (offer, order->quantity, order->persons, stay->departure - stay->arrival,
                          &order->revenue, error);
}

static gboolean
read_and_fill_in (PtnCommit *commit, PtnOrder *order, GError **error)
{
  PtnProperty property;
  PtnStay     stay;
  PtnOffer    offer;
  gboolean    done;

  ptn_record_init (&ptn_property_record, &property);
  ptn_record_init (&ptn_stay_record, &stay);
  ptn_record_init (&ptn_offer_record, &offer);
  done = get_property (commit, &property, error) &&
         get (commit, &ptn_stay_record, &order->stay, &stay, error) &&
         get (commit, &ptn_offer_record, &order->offer, &offer, error) &&
         fill_in (order, &property, &stay, &offer, ptn_commit_now (commit), error);
  ptn_record_clear (&ptn_offer_record, &offer);
  ptn_record_clear (&ptn_stay_record, &stay);
  ptn_record_clear (&ptn_property_record, &property);
  return done;
}

/* The effects of an order's arrival are not held: there is nothing to undo. */
static gboolean
add_arrival (PtnCommit *commit, const PtnOrder *order, PtnEffectKind kind, GError **error)
{
  const PtnEffect effect = { .kind = kind, .order = order->id, .rev = 1 };

  return ptn_effects_add (commit, &effect, error);
}

gboolean
ptn_orders_place (PtnCommit *commit, PtnOrder *order, gboolean *placed, GError **error)
{
  static const PtnUuid nobody;
  g_autofree char     *asked = digest ("order.place", &order->id, 0, &order->offer);
  gint64               exists = 0;

  *placed = FALSE;
  if (!ptn_db_get_int (ptn_commit_db (commit), &exists, error,
                       "SELECT EXISTS (SELECT 1 FROM \"order\" WHERE property = $1 AND id = $2)",
                       "iu", ptn_commit_property (commit), &order->id))
    return FALSE;
  if (exists)
    return TRUE;
  if (!read_and_fill_in (commit, order, error))
    return FALSE;
  *placed = TRUE;
  if (order->status == PTN_ORDER_CONFIRMED)
    add_history (order, order->ordered_at, PTN_EVENT_AUTO_CONFIRMED, &nobody);
  return ptn_commit_put (commit, &ptn_order_record, order, NULL, error) &&
         add_arrival (commit, order, PTN_EFFECT_RECEIVED, error) &&
         (order->status != PTN_ORDER_CONFIRMED ||
          add_arrival (commit, order, PTN_EFFECT_AUTO_CONFIRMED, error)) &&
         ptn_commit_audit (commit, &nobody, &nobody, "order.place", &order->id, asked, error);
}
