// SPDX-License-Identifier: GPL-3.0-or-later
// The bar for several selected orders.
#include "ptn-order-choice-bar.h"

#include <glib/gi18n.h>

#include "ptn-order-decider.h"
#include "ptn-orders-state.h"

/* Up to here the states of the selected orders are read on each change of the selection, so that
 * the buttons can count. */
#define COUNT_MAX 100
/* More than this are decided only after a question: each one writes to a guest. */
#define ASK_ABOVE 10

struct _PtnOrderChoiceBar
{
  AdwBin parent_instance;

  PtnDesk           *desk;
  PtnOrderSelection *selection;
  PtnFormat         *format;
  PtnOrdersChoice    choice;
  gboolean           counted; /* choice says all; otherwise only how many are selected is known */
  guint              refresh_id;

  GtkRevealer *revealer;
  GtkLabel    *label;
  GtkButton   *confirm;
  GtkButton   *cancel;
};

G_DEFINE_FINAL_TYPE (PtnOrderChoiceBar, ptn_order_choice_bar, ADW_TYPE_BIN)

enum
{
  CHANGED,
  DECIDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
count (PtnOrderChoiceBar *self)
{
  guint n = ptn_order_selection_get_n (self->selection);

  self->choice = (PtnOrdersChoice) { 0 };
  self->counted = n <= COUNT_MAX && !ptn_order_selection_is_inverted (self->selection);
  if (self->counted)
    {
      g_autoptr (GArray) ids = ptn_order_selection_get_ids (self->selection, COUNT_MAX);

      for (guint i = 0; i < ids->len; i++)
        {
          g_autoptr (PtnOrderDetails) details =
              ptn_desk_load_order (self->desk, &g_array_index (ids, PtnUuid, i), NULL);

          if (details != NULL)
            ptn_orders_choice_add (&self->choice, details->shown);
        }
    }
  self->choice.n_chosen = n;
}

static void
paint_button (PtnOrderChoiceBar *self, GtkButton *button, PtnDecision decision)
{
  g_autofree char *label = ptn_orders_choice_label (&self->choice, decision);

  gtk_button_set_label (button, label);
}

static void
paint (PtnOrderChoiceBar *self)
{
  g_autofree char *number = ptn_format_number (self->format, self->choice.n_chosen);
  g_autofree char *label =
      g_strdup_printf (ngettext ("%s selected", "%s selected", self->choice.n_chosen), number);

  gtk_label_set_label (self->label, label);
  paint_button (self, self->confirm, PTN_DECISION_CONFIRM);
  paint_button (self, self->cancel, PTN_DECISION_CANCEL);
  gtk_revealer_set_reveal_child (self->revealer, self->choice.n_chosen > 1);
}

static gboolean
refresh_cb (gpointer user_data)
{
  PtnOrderChoiceBar *self = user_data;

  self->refresh_id = 0;
  count (self);
  paint (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static GArray *
only_possible (PtnOrderChoiceBar *self, GArray *ids, PtnDecision decision)
{
  GArray *possible = g_array_new (FALSE, FALSE, sizeof (PtnUuid));

  for (guint i = 0; i < ids->len; i++)
    {
      const PtnUuid              *id = &g_array_index (ids, PtnUuid, i);
      g_autoptr (PtnOrderDetails) details = ptn_desk_load_order (self->desk, id, NULL);

      if (details != NULL && ptn_order_can (details->shown, decision))
        g_array_append_val (possible, *id);
    }
  return possible;
}

typedef struct
{
  PtnOrderChoiceBar *bar;
  GArray            *orders;
  PtnDecision        decision;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->bar);
  g_array_unref (question->orders);
  g_free (question);
}

static void
answered_cb (AdwAlertDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "decide"))
    g_signal_emit (question->bar, signals[DECIDE], 0, question->decision, question->orders);
}

static void
ask (PtnOrderChoiceBar *self, GArray *orders, PtnDecision decision)
{
  gboolean         confirm = decision == PTN_DECISION_CONFIRM;
  Question        *question = g_new (Question, 1);
  g_autofree char *heading =
      g_strdup_printf (confirm ? ngettext ("Confirm %u Order?", "Confirm %u Orders?", orders->len)
                               : ngettext ("Cancel %u Order?", "Cancel %u Orders?", orders->len),
                       orders->len);
  g_autofree char *answer =
      g_strdup_printf (confirm ? ngettext ("Confirm %u Order", "Confirm %u Orders", orders->len)
                               : ngettext ("Cancel %u Order", "Cancel %u Orders", orders->len),
                       orders->len);
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (
      adw_alert_dialog_new (heading, _ ("The guests are told by e-mail.")));

  adw_alert_dialog_add_responses (dialog, "back", C_ ("dialog", "_Back"), "decide", answer, NULL);
  adw_alert_dialog_set_close_response (dialog, "back");
  adw_alert_dialog_set_response_appearance (dialog, "decide",
                                            confirm ? ADW_RESPONSE_SUGGESTED
                                                    : ADW_RESPONSE_DESTRUCTIVE);
  *question = (Question) { g_object_ref (self), g_array_ref (orders), decision };
  g_signal_connect_data (dialog, "response", G_CALLBACK (answered_cb), question, question_free,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* There are too many to decide at once: says so, and what to do. */
static void
refuse (PtnOrderChoiceBar *self)
{
  g_autofree char *number = ptn_format_number (self->format, PTN_DECIDE_MAX);
  g_autofree char *heading = g_strdup_printf (_ ("At Most %s Orders at a Time"), number);
  AdwDialog *dialog = adw_alert_dialog_new (heading, _ ("Use a filter to choose fewer orders."));

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "back", C_ ("dialog", "_Back"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
ptn_order_choice_bar_dispose (GObject *object)
{
  PtnOrderChoiceBar *self = PTN_ORDER_CHOICE_BAR (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_object (&self->desk);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->format, ptn_format_unref);
  G_OBJECT_CLASS (ptn_order_choice_bar_parent_class)->dispose (object);
}

static void
ptn_order_choice_bar_class_init (PtnOrderChoiceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_order_choice_bar_dispose;

  signals[CHANGED] = g_signal_new ("changed", PTN_TYPE_ORDER_CHOICE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[DECIDE] = g_signal_new ("decide", PTN_TYPE_ORDER_CHOICE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_ARRAY);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-order-choice-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnOrderChoiceBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderChoiceBar, label);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderChoiceBar, confirm);
  gtk_widget_class_bind_template_child (widget_class, PtnOrderChoiceBar, cancel);
}

static void
ptn_order_choice_bar_init (PtnOrderChoiceBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ptn_order_choice_bar_new (PtnDesk *desk, PtnOrderSelection *selection, PtnFormat *format)
{
  PtnOrderChoiceBar *self = g_object_new (PTN_TYPE_ORDER_CHOICE_BAR, NULL);

  self->desk = g_object_ref (desk);
  self->selection = g_object_ref (selection);
  self->format = ptn_format_ref (format);
  g_signal_connect_object (selection, "selection-changed",
                           G_CALLBACK (ptn_order_choice_bar_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "notify::n-selected",
                           G_CALLBACK (ptn_order_choice_bar_refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

gboolean
ptn_order_choice_bar_can (PtnOrderChoiceBar *self, PtnDecision decision)
{
  if (!self->counted)
    return self->choice.n_chosen > 0;
  return decision == PTN_DECISION_CONFIRM ? self->choice.n_confirm > 0 : self->choice.n_cancel > 0;
}

void
ptn_order_choice_bar_decide (PtnOrderChoiceBar *self, PtnDecision decision)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) orders = NULL;

  if (ptn_order_selection_get_n (self->selection) > PTN_DECIDE_MAX)
    {
      refuse (self);
      return;
    }

  ids = ptn_order_selection_get_ids (self->selection, PTN_DECIDE_MAX);
  orders = only_possible (self, ids, decision);
  if (orders->len > ASK_ABOVE ||
      (orders->len > 0 && ptn_order_selection_is_inverted (self->selection)))
    ask (self, orders, decision);
  else if (orders->len > 0)
    g_signal_emit (self, signals[DECIDE], 0, decision, orders);
}

gboolean
ptn_order_choice_bar_get_only (PtnOrderChoiceBar *self, PtnUuid *order)
{
  g_autoptr (GArray) ids = NULL;

  if (ptn_order_selection_get_n (self->selection) != 1)
    return FALSE;
  ids = ptn_order_selection_get_ids (self->selection, 1);
  if (ids->len != 1)
    return FALSE;
  *order = g_array_index (ids, PtnUuid, 0);
  return TRUE;
}

void
ptn_order_choice_bar_refresh (PtnOrderChoiceBar *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add (refresh_cb, self);
}
