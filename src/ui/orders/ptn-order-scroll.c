// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps a long list from staying blank after a jump.
#include "ptn-order-scroll.h"

typedef struct
{
  double   value; /* before */
  gboolean again; /* the value is being said again */
} Scroll;

static void
value_changed_cb (GtkAdjustment *adjustment, Scroll *scroll)
{
  double   value = gtk_adjustment_get_value (adjustment);
  gboolean jumped = ABS (value - scroll->value) > gtk_adjustment_get_page_size (adjustment);

  scroll->value = value;
  if (!jumped || scroll->again)
    return;
  scroll->again = TRUE;
  g_signal_emit_by_name (adjustment, "value-changed");
  scroll->again = FALSE;
}

static void
scroll_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
ptn_order_scroll_heal (GtkScrolledWindow *scroller)
{
  g_signal_connect_data (gtk_scrolled_window_get_vadjustment (scroller), "value-changed",
                         G_CALLBACK (value_changed_cb), g_new0 (Scroll, 1), scroll_free,
                         G_CONNECT_AFTER);
}
