// SPDX-License-Identifier: GPL-3.0-or-later
// What a stay may order: pure functions (DESIGN §3, §4).
#pragma once

#include "model/ptn-offer.h"
#include "model/ptn-stay.h"

G_BEGIN_DECLS

/* Whether @stay may order @offer on @today, the property's date: neither is over, and an upgrade
 * leads from the room type that the stay has on that date (before its arrival: on its first night)
 * to another one. */
gboolean ptn_offer_can_order (const PtnOffer *offer, const PtnStay *stay, PtnDate today);

G_END_DECLS
