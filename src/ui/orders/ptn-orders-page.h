// SPDX-License-Identifier: GPL-3.0-or-later
// Guest activity › Orders: the page with the list of orders, its search, filters, totals and
// details (DESIGN §2).
#pragma once

#include <adwaita.h>

#include "store/ptn-order-list.h"
#include "sync/ptn-sync.h"

G_BEGIN_DECLS

#define PTN_TYPE_ORDERS_PAGE (ptn_orders_page_get_type ())
G_DECLARE_FINAL_TYPE (PtnOrdersPage, ptn_orders_page, PTN, ORDERS_PAGE, AdwNavigationPage)

/* The page expects an action "app.sign-in" above it, and an AdwToastOverlay.
 * @local: the server is this PC's own; @closed: and guests cannot reach its Concierge pages.
 * @query: (nullable): how the list begins; copied. Main thread. */
GtkWidget *ptn_orders_page_new (PtnDesk             *desk,
                                PtnSync             *sync,
                                PtnLocale           *locale,
                                gboolean             local,
                                gboolean             closed,
                                const PtnOrderQuery *query);
/* Who decides from now on; NULL: nobody may. @user: (nullable): copied */
void ptn_orders_page_set_user (PtnOrdersPage *self, const PtnUuid *user);
/* Chooses one order and shows its details. */
void ptn_orders_page_show_order (PtnOrdersPage *self, const PtnUuid *order);
/* The query, for a page that takes this one's place. Returns: (transfer none) */
const PtnOrderQuery *ptn_orders_page_get_query (PtnOrdersPage *self);

G_END_DECLS
