// SPDX-License-Identifier: GPL-3.0-or-later
// The details of one order.
#include "ptn-order-pane.h"

#include <glib/gi18n.h>

#include "ptn-order-actions.h"
#include "ui/common/ptn-words.h"

struct _PtnOrderPane
{
  AdwBin parent_instance;

  PtnFormat *format;

  GtkStack            *stack;
  GtkLabel            *guest;
  GtkLabel            *offer;
  PtnOrderActions     *actions;
  GtkWidget           *pending;
  AdwActionRow        *type;
  AdwActionRow        *quantity;
  AdwActionRow        *unit_price;
  AdwActionRow        *persons;
  AdwActionRow        *service_date;
  AdwActionRow        *revenue;
  AdwActionRow        *email;
  AdwActionRow        *phone;
  AdwActionRow        *language;
  GtkWidget           *contact;
  AdwActionRow        *stay;
  AdwActionRow        *dates;
  AdwActionRow        *room;
  AdwActionRow        *party;
  AdwPreferencesGroup *history;
  GPtrArray           *history_rows;
};

G_DEFINE_FINAL_TYPE (PtnOrderPane, ptn_order_pane, ADW_TYPE_BIN)

enum
{
  CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A row that has nothing to say is not there. */
static void
set_row (AdwActionRow *row, const char *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL && *text != '\0');
}

static void
show_order (PtnOrderPane *self, const PtnOrder *order)
{
  g_autofree char *quantity = ptn_format_number (self->format, order->quantity);
  g_autofree char *unit_price = ptn_format_money (self->format, order->unit_price, order->currency);
  g_autofree char *revenue = ptn_format_money (self->format, order->revenue, order->currency);
  g_autofree char *persons = NULL;
  g_autofree char *service = NULL;

  if (order->persons > 0)
    persons = ptn_format_number (self->format, order->persons);
  if (order->service_date != PTN_DATE_NONE)
    service = ptn_format_date (self->format, order->service_date);

  set_row (self->type, ptn_words_offer_type (order->type));
  set_row (self->quantity, quantity);
  set_row (self->unit_price, unit_price);
  set_row (self->persons, persons);
  set_row (self->service_date, service);
  set_row (self->revenue, revenue);
}

static void
show_guest (PtnOrderPane *self, const PtnGuest *guest)
{
  gboolean has_email = guest->email != NULL && *guest->email != '\0';

  gtk_label_set_label (self->guest, guest->name);
  set_row (self->email, has_email ? guest->email : _ ("No address known"));
  set_row (self->phone, guest->phone);
  set_row (self->language, ptn_words_language (guest->language));
  gtk_widget_set_sensitive (self->contact, has_email);
  gtk_widget_set_tooltip_text (
      self->contact,
      has_email ? NULL : _ ("This guest has no e-mail address, so no mail can be written"));
}

static char *
describe_party (const PtnStay *stay)
{
  g_autofree char *adults = g_strdup_printf (ngettext ("%d adult", "%d adults", stay->adults),
                                             (int) stay->adults);
  g_autofree char *children = NULL;

  if (stay->children == 0)
    return g_steal_pointer (&adults);
  children = g_strdup_printf (ngettext ("%d child", "%d children", stay->children),
                              (int) stay->children);
  return g_strjoin (", ", adults, children, NULL);
}

static void
show_stay (PtnOrderPane *self, const PtnOrderDetails *details)
{
  const PtnStay   *stay = &details->stay;
  const char      *room_type = ptn_format_text (self->format, &details->room_type);
  int              n_nights = stay->departure - stay->arrival;
  g_autofree char *arrival = ptn_format_date (self->format, stay->arrival);
  g_autofree char *departure = ptn_format_date (self->format, stay->departure);
  g_autofree char *nights = g_strdup_printf (ngettext ("%d night", "%d nights", n_nights),
                                             n_nights);
  g_autofree char *name = g_strdup_printf ("%s · %s", stay->number,
                                           ptn_words_stay_status (stay->status));
  /* Translators: arrival, departure, number of nights */
  g_autofree char *dates = g_strdup_printf (_ ("%s – %s · %s"), arrival, departure, nights);
  g_autofree char *party = describe_party (stay);
  g_autofree char *room = NULL;

  if (details->room != NULL)
    room = g_strdup_printf ("%s · %s", details->room, room_type);
  else
    /* Translators: a room that has no number yet; the room type */
    room = g_strdup_printf (_ ("Not assigned yet · %s"), room_type);

  set_row (self->stay, name);
  set_row (self->dates, dates);
  set_row (self->room, room);
  set_row (self->party, party);
}

static void
add_history (PtnOrderPane *self, const char *title, const char *icon, gint64 at)
{
  GtkWidget       *row = adw_action_row_new ();
  g_autofree char *when = at != 0 ? ptn_format_instant (self->format, at) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when != NULL ? when : "");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  adw_preferences_group_add (self->history, row);
  g_ptr_array_add (self->history_rows, row);
}

static const char *
event_icon (PtnOrderEvent event)
{
  switch (event)
    {
    case PTN_EVENT_CANCELLED:
      return ptn_words_status_icon (PTN_ORDER_CANCELLED);
    case PTN_EVENT_UNDONE:
      return "edit-undo-symbolic";
    case PTN_EVENT_CONFIRMED:
    case PTN_EVENT_AUTO_CONFIRMED:
    default:
      return ptn_words_status_icon (PTN_ORDER_CONFIRMED);
    }
}

static void
show_history (PtnOrderPane *self, const PtnOrderDetails *details)
{
  const PtnOrderHistory *events = details->order.history.data;

  for (guint i = 0; i < self->history_rows->len; i++)
    adw_preferences_group_remove (self->history, g_ptr_array_index (self->history_rows, i));
  g_ptr_array_set_size (self->history_rows, 0);

  add_history (self, _ ("Ordered by the guest"), "ptn-orders-symbolic", details->order.ordered_at);
  for (gsize i = 0; i < details->order.history.length; i++)
    {
      g_autofree char *words = ptn_words_event (events[i].event,
                                                g_ptr_array_index (details->decided_by, i));

      add_history (self, words, event_icon (events[i].event), events[i].at);
    }
  if (details->waiting)
    add_history (self, ptn_words_waiting (), "ptn-waiting-symbolic", 0);
}

static void
close_cb (PtnOrderPane *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
ptn_order_pane_dispose (GObject *object)
{
  PtnOrderPane *self = PTN_ORDER_PANE (object);

  g_clear_pointer (&self->format, ptn_format_unref);
  g_clear_pointer (&self->history_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (ptn_order_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, stack);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, guest);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, offer);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, actions);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, pending);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, type);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, quantity);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, unit_price);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, service_date);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, revenue);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, email);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, phone);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, language);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, contact);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, stay);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, dates);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, room);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, party);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, persons);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderPane, history);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
ptn_order_pane_class_init (PtnOrderPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_order_pane_dispose;

  signals[CLOSE] = g_signal_new ("close", PTN_TYPE_ORDER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  g_type_ensure (PTN_TYPE_ORDER_ACTIONS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-pane.ui");
  bind_children (widget_class);
}

static void
ptn_order_pane_init (PtnOrderPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->history_rows = g_ptr_array_new ();
}

GtkWidget *
ptn_order_pane_new (PtnFormat *format)
{
  PtnOrderPane *self = g_object_new (PTN_TYPE_ORDER_PANE, NULL);

  self->format = ptn_format_ref (format);
  return GTK_WIDGET (self);
}

void
ptn_order_pane_show (PtnOrderPane *self, const PtnOrderDetails *details)
{
  const char *offer;

  gtk_stack_set_visible_child_name (self->stack, details != NULL ? "order" : "none");
  if (details == NULL)
    return;

  offer = ptn_format_text (self->format, &details->order.name);
  gtk_label_set_label (self->offer, offer);
  gtk_widget_set_visible (self->pending, details->shown == PTN_ORDER_PENDING);
  ptn_order_actions_show (self->actions, &details->order.id, details->shown, details->waiting,
                          details->guest.name, offer);
  show_order (self, &details->order);
  show_guest (self, &details->guest);
  show_stay (self, details);
  show_history (self, details);
}

void
ptn_order_pane_contact (GtkWidget *parent, const PtnOrderDetails *details)
{
  g_autofree char           *address = NULL;
  g_autofree char           *uri = NULL;
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (details->guest.email == NULL || *details->guest.email == '\0')
    return;
  address = g_uri_escape_string (details->guest.email, "@", FALSE);
  uri = g_strconcat ("mailto:", address, NULL);
  launcher = gtk_uri_launcher_new (uri);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (parent)), NULL, NULL, NULL);
}
