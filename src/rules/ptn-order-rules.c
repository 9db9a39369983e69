// SPDX-License-Identifier: GPL-3.0-or-later
// The states of an order (DESIGN §2).

#include "config.h"

#include "ptn-order-rules.h"

static PtnVerdict
undo (const PtnOrderState *now, const PtnOrderRequest *request, PtnOrderStatus *after)
{
  if (!now->held || !ptn_uuid_equal (&now->decision, &request->undoes))
    return PTN_VERDICT_TOO_LATE;
  if (!ptn_uuid_equal (&now->decided_by, &request->user))
    return PTN_VERDICT_NOT_YOURS;
  if (request->seen_rev >= 0 && request->seen_rev != now->rev)
    return PTN_VERDICT_CONFLICT;
  *after = now->before;
  return PTN_VERDICT_CHANGE;
}

PtnVerdict
ptn_order_decide (const PtnOrderState *now, const PtnOrderRequest *request, PtnOrderStatus *after)
{
  PtnOrderStatus target;

  if (request->decision == PTN_DECISION_UNDO)
    return undo (now, request, after);

  target = request->decision == PTN_DECISION_CONFIRM ? PTN_ORDER_CONFIRMED : PTN_ORDER_CANCELLED;
  if (now->status == target)
    return PTN_VERDICT_NONE;
  if (now->rev != request->seen_rev)
    return PTN_VERDICT_CONFLICT;
  if (!ptn_order_can (now->status, request->decision))
    return PTN_VERDICT_FINAL;
  *after = target;
  return PTN_VERDICT_CHANGE;
}

gboolean
ptn_order_can (PtnOrderStatus status, PtnDecision decision)
{
  switch (decision)
    {
    case PTN_DECISION_CONFIRM:
      return status == PTN_ORDER_PENDING;
    case PTN_DECISION_CANCEL:
      return status == PTN_ORDER_PENDING || status == PTN_ORDER_CONFIRMED;
    case PTN_DECISION_UNDO:
    default:
      return FALSE;
    }
}

PtnOrderStatus
ptn_order_initial (const PtnOffer *offer)
{
  return offer->auto_confirm ? PTN_ORDER_CONFIRMED : PTN_ORDER_PENDING;
}

gboolean
ptn_offer_price (const PtnOffer *offer,
                 gint64          quantity,
                 gint64          persons,
                 gint64          nights,
                 gint64         *revenue,
                 GError        **error)
{
  const gboolean per_person = offer->basis == PTN_BASIS_PERSON ||
                              offer->basis == PTN_BASIS_PERSON_NIGHT;
  const gboolean per_night = offer->basis == PTN_BASIS_NIGHT ||
                             offer->basis == PTN_BASIS_PERSON_NIGHT;
  gint64 total;

  if (!ptn_money_multiply (offer->price, quantity, &total, error) ||
      (per_person && !ptn_money_multiply (total, persons, &total, error)) ||
      (per_night && !ptn_money_multiply (total, nights, &total, error)))
    return FALSE;
  if (total > PTN_ORDER_REVENUE_MAX)
    {
      g_set_error_literal (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE,
                           "The price exceeds what an order can hold. Choose a smaller quantity.");
      return FALSE;
    }
  *revenue = total;
  return TRUE;
}
