// SPDX-License-Identifier: GPL-3.0-or-later
// The popover that narrows the Orders list. GtkCalendar shows years as the system's C library does,
// so the chosen day always stands beside it in the window's own years.
#include "ptn-order-filter.h"

#include <glib/gi18n.h>

#include "ptn-orders-state.h"
#include "ui/common/ptn-words.h"

#define N_STATUSES (PTN_ORDER_CANCELLED + 1)
#define N_TYPES    (PTN_OFFER_UPGRADE + 1)

typedef enum
{
  END_FROM,
  END_TO,
  N_ENDS,
} End;

struct _PtnOrderFilter
{
  GtkPopover parent_instance;

  PtnFormat *format;
  PtnDate    days[N_ENDS];
  gboolean   painting; /* the controls are being set by the program, not by a person */

  GtkBox         *statuses;
  GtkBox         *types;
  GtkCheckButton *status_checks[N_STATUSES];
  GtkCheckButton *type_checks[N_TYPES];
  GtkMenuButton  *from_button;
  GtkMenuButton  *to_button;
  GtkLabel       *from_label;
  GtkLabel       *to_label;
  GtkWidget      *from_clear;
  GtkWidget      *to_clear;
  GtkWidget      *clear;
};

G_DEFINE_FINAL_TYPE (PtnOrderFilter, ptn_order_filter, GTK_TYPE_POPOVER)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GDateTime *
to_calendar (PtnDate date)
{
  int year, month, day;

  ptn_date_to_ymd (date, &year, &month, &day);
  return g_date_time_new_local (year, month, day, 12, 0, 0);
}

static PtnDate
from_calendar (GtkCalendar *calendar)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);

  return ptn_date_from_ymd (g_date_time_get_year (day), g_date_time_get_month (day),
                            g_date_time_get_day_of_month (day));
}

static void
paint_days (PtnOrderFilter *self)
{
  GtkLabel  *labels[N_ENDS] = { self->from_label, self->to_label };
  GtkWidget *clears[N_ENDS] = { self->from_clear, self->to_clear };

  for (int end = 0; end < N_ENDS; end++)
    {
      gboolean         open = self->days[end] == PTN_DATE_NONE;
      g_autofree char *day = open ? NULL : ptn_format_date (self->format, self->days[end]);

      gtk_label_set_label (labels[end], open ? C_ ("date", "Any day") : day);
      gtk_widget_set_sensitive (clears[end], !open);
    }
}

static void
changed (PtnOrderFilter *self)
{
  PtnOrderQuery query;

  if (self->painting)
    return;
  ptn_order_query_init (&query);
  ptn_order_filter_fill (self, &query);
  gtk_widget_set_sensitive (self->clear, ptn_order_query_filters (&query));
  ptn_order_query_clear (&query);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The other end follows where the days would cross, so that the range is never empty. */
static void
set_day (PtnOrderFilter *self, End end, PtnDate day)
{
  End other = end == END_FROM ? END_TO : END_FROM;

  self->days[end] = day;
  if (self->days[END_FROM] != PTN_DATE_NONE && self->days[END_TO] != PTN_DATE_NONE &&
      self->days[END_FROM] > self->days[END_TO])
    self->days[other] = day;
  paint_days (self);
  changed (self);
}

static void
from_selected_cb (PtnOrderFilter *self, GtkCalendar *calendar)
{
  set_day (self, END_FROM, from_calendar (calendar));
}

static void
to_selected_cb (PtnOrderFilter *self, GtkCalendar *calendar)
{
  set_day (self, END_TO, from_calendar (calendar));
}

static void
clear_from_cb (PtnOrderFilter *self)
{
  set_day (self, END_FROM, PTN_DATE_NONE);
}

static void
clear_to_cb (PtnOrderFilter *self)
{
  set_day (self, END_TO, PTN_DATE_NONE);
}

static void
clear_cb (PtnOrderFilter *self)
{
  PtnOrderQuery query;

  ptn_order_query_init (&query);
  ptn_order_filter_show (self, &query);
  ptn_order_query_clear (&query);
  changed (self);
}

static void
make_calendar (PtnOrderFilter *self, GtkMenuButton *button, End end)
{
  PtnDate               day = self->days[end] != PTN_DATE_NONE ? self->days[end]
                                                               : ptn_format_today (self->format);
  g_autoptr (GDateTime) shown = to_calendar (day);
  GtkWidget            *calendar = gtk_calendar_new ();
  GtkWidget            *popover = gtk_popover_new ();

  gtk_calendar_select_day (GTK_CALENDAR (calendar), shown);
  g_signal_connect_object (calendar, "day-selected",
                           G_CALLBACK (end == END_FROM ? from_selected_cb : to_selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (button, popover);
}

static void
make_from_calendar (GtkMenuButton *button, gpointer self)
{
  make_calendar (self, button, END_FROM);
}

static void
make_to_calendar (GtkMenuButton *button, gpointer self)
{
  make_calendar (self, button, END_TO);
}

static GtkCheckButton *
add_check (PtnOrderFilter *self, GtkBox *box, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_signal_connect_swapped (check, "toggled", G_CALLBACK (changed), self);
  gtk_box_append (box, check);
  return GTK_CHECK_BUTTON (check);
}

static guint
checked_bits (GtkCheckButton *const *checks, guint n)
{
  guint bits = 0;

  for (guint i = 0; i < n; i++)
    bits |= gtk_check_button_get_active (checks[i]) ? 1u << i : 0;
  return bits;
}

static void
ptn_order_filter_dispose (GObject *object)
{
  PtnOrderFilter *self = PTN_ORDER_FILTER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_ORDER_FILTER);
  g_clear_pointer (&self->format, ptn_format_unref);
  G_OBJECT_CLASS (ptn_order_filter_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, statuses);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, types);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, from_button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, to_button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, from_label);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, to_label);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, from_clear);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, to_clear);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderFilter, clear);
  gtk_widget_class_bind_template_callback (widget_class, clear_from_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_to_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
ptn_order_filter_class_init (PtnOrderFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_order_filter_dispose;

  signals[CHANGED] = g_signal_new ("changed", PTN_TYPE_ORDER_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-filter.ui");
  bind_children (widget_class);
}

static void
ptn_order_filter_init (PtnOrderFilter *self)
{
  self->days[END_FROM] = self->days[END_TO] = PTN_DATE_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_STATUSES; i++)
    self->status_checks[i] = add_check (self, self->statuses, ptn_words_status (i));
  for (guint i = 0; i < N_TYPES; i++)
    self->type_checks[i] = add_check (self, self->types, ptn_words_offer_type (i));
  gtk_menu_button_set_create_popup_func (self->from_button, make_from_calendar, self, NULL);
  gtk_menu_button_set_create_popup_func (self->to_button, make_to_calendar, self, NULL);
}

GtkWidget *
ptn_order_filter_new (PtnFormat *format)
{
  PtnOrderFilter *self = g_object_new (PTN_TYPE_ORDER_FILTER, NULL);

  self->format = ptn_format_ref (format);
  return GTK_WIDGET (self);
}

void
ptn_order_filter_show (PtnOrderFilter *self, const PtnOrderQuery *query)
{
  self->painting = TRUE;
  for (guint i = 0; i < N_STATUSES; i++)
    gtk_check_button_set_active (self->status_checks[i], (query->statuses & (1u << i)) != 0);
  for (guint i = 0; i < N_TYPES; i++)
    gtk_check_button_set_active (self->type_checks[i], (query->types & (1u << i)) != 0);
  self->days[END_FROM] = query->from;
  self->days[END_TO] = query->to;
  paint_days (self);
  gtk_widget_set_sensitive (self->clear, ptn_order_query_filters (query));
  self->painting = FALSE;
}

void
ptn_order_filter_fill (PtnOrderFilter *self, PtnOrderQuery *query)
{
  query->statuses = checked_bits (self->status_checks, N_STATUSES);
  query->types = checked_bits (self->type_checks, N_TYPES);
  query->from = self->days[END_FROM];
  query->to = self->days[END_TO];
}

char *
ptn_order_filter_words (const PtnOrderQuery *query, PtnFormat *format)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv)           words = NULL;

  for (guint i = 0; i < N_STATUSES; i++)
    if (query->statuses & (1u << i))
      g_strv_builder_add (parts, ptn_words_status (i));
  for (guint i = 0; i < N_TYPES; i++)
    if (query->types & (1u << i))
      g_strv_builder_add (parts, ptn_words_offer_type (i));
  if (query->from != PTN_DATE_NONE)
    {
      g_autofree char *day = ptn_format_date (format, query->from);

      g_strv_builder_take (parts, g_strdup_printf (_ ("from %s"), day));
    }
  if (query->to != PTN_DATE_NONE)
    {
      g_autofree char *day = ptn_format_date (format, query->to);

      g_strv_builder_take (parts, g_strdup_printf (_ ("to %s"), day));
    }
  words = g_strv_builder_end (parts);
  return g_strjoinv (" · ", words);
}
