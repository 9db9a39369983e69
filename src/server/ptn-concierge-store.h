// SPDX-License-Identifier: GPL-3.0-or-later
// What the guest's pages read and write. Worker threads.
#pragma once

#include "db/ptn-db.h"
#include "ptn-concierge-page.h"

G_BEGIN_DECLS

/* Whose pages a request is about. */
typedef struct
{
  gint64      property;
  PtnUuid     stay;
  const char *code;
} PtnConciergeLink;

/* Fills in what the empty @page shows of the stay. FALSE with @error set on an error, FALSE without
 * where the code works no longer: the day of departure is over, or the stay is gone. */
gboolean ptn_concierge_load (PtnDb                  *db,
                             const PtnConciergeLink *link,
                             PtnConciergePage       *page,
                             GError                **error);

/* Places the order @id of @offer in one commit, or none: then @fault says why. An order that the
 * stay has already is left as it is, so that a form that is sent twice makes one. @quantity:
 * (nullable): as it was entered. FALSE with @error only where the database fails. */
gboolean ptn_concierge_place (PtnDb                  *db,
                              const PtnConciergeLink *link,
                              const PtnUuid          *id,
                              const PtnUuid          *offer,
                              const char             *quantity,
                              PtnConciergeFault      *fault,
                              GError                **error);

G_END_DECLS
