// SPDX-License-Identifier: GPL-3.0-or-later
// What a stay may order.

#include "config.h"

#include "ptn-offer-rules.h"

gboolean
ptn_offer_can_order (const PtnOffer *offer, const PtnStay *stay, PtnDate today)
{
  const PtnNight *night = ptn_stay_night (stay, today);

  if (offer->archived || night == NULL ||
      (stay->status != PTN_STAY_RESERVED && stay->status != PTN_STAY_IN_HOUSE))
    return FALSE;
  if (offer->type != PTN_OFFER_UPGRADE)
    return TRUE;
  return !ptn_uuid_equal (&offer->to_type, &night->room_type) &&
         (ptn_uuid_is_nil (&offer->from_type) ||
          ptn_uuid_equal (&offer->from_type, &night->room_type));
}
