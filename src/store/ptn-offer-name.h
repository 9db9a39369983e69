// SPDX-License-Identifier: GPL-3.0-or-later
// The name of an offer as offer_name.names holds it: the JSON of an order's name.
#pragma once

#include "model/ptn-order.h"

G_BEGIN_DECLS

/* The order's field. Returns: (transfer none) */
const PtnField *ptn_offer_name_field (void);
gboolean        ptn_offer_name_read (const char *json, PtnTexts *name, GError **error);
void            ptn_offer_name_clear (PtnTexts *name);

G_END_DECLS
