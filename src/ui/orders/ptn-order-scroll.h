// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a long list from staying blank after a jump.
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.18's lists take the first jump beyond the rows that they have bound as seen, but leave
 * those rows in place, out of sight (DESIGN §7); when the adjustment says the same value again,
 * they follow. So it is said again, at each jump.
 * @scroller: around a GtkListView or GtkColumnView that is its child already. */
void ptn_order_scroll_heal (GtkScrolledWindow *scroller);

G_END_DECLS
