// SPDX-License-Identifier: GPL-3.0-or-later
// An order's Actions: two places side by side, Confirm or the status in the first, Cancel in the
// second, so that the buttons of all rows stand below each other.
#include "ptn-order-actions.h"

#include "ui/common/ptn-words.h"

struct _PtnOrderActions
{
  GtkBox parent_instance;

  PtnUuid order;

  /* Each is made when a row first needs it: most rows of a long list never need all of them. */
  GtkWidget *buttons[PTN_DECISION_CANCEL + 1];
  GtkWidget *status;
  GtkWidget *icon;
  GtkWidget *words;
};

G_DEFINE_FINAL_TYPE (PtnOrderActions, ptn_order_actions, GTK_TYPE_BOX)

static void
decide (PtnOrderActions *self, PtnDecision decision)
{
  char id[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (&self->order, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "orders.decide", "(su)", id, decision);
}

static void
confirm_clicked_cb (PtnOrderActions *self)
{
  decide (self, PTN_DECISION_CONFIRM);
}

static void
cancel_clicked_cb (PtnOrderActions *self)
{
  decide (self, PTN_DECISION_CANCEL);
}

static void
make_button (PtnOrderActions *self, PtnDecision decision)
{
  gboolean   confirm = decision == PTN_DECISION_CONFIRM;
  GtkWidget *button = gtk_button_new_with_label (ptn_words_decision (decision));

  gtk_button_set_can_shrink (GTK_BUTTON (button), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, confirm ? "confirm" : "cancel");
  /* The word on the button would go before the name that says whose order it is. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  g_signal_connect_swapped (button, "clicked",
                            G_CALLBACK (confirm ? confirm_clicked_cb : cancel_clicked_cb), self);
  gtk_widget_set_hexpand (button, confirm);
  if (confirm)
    gtk_box_prepend (GTK_BOX (self), button);
  else
    gtk_box_append (GTK_BOX (self), button);
  self->buttons[decision] = button;
}

static void
show_button (PtnOrderActions *self,
             PtnDecision      decision,
             PtnOrderStatus   status,
             const char      *guest,
             const char      *offer)
{
  gboolean can = ptn_order_can (status, decision);

  if (self->buttons[decision] == NULL && can)
    make_button (self, decision);
  if (self->buttons[decision] == NULL)
    return;

  gtk_widget_set_visible (self->buttons[decision], can);
  if (can)
    {
      g_autofree char *name = ptn_words_action (decision, guest, offer);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[decision]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
make_status (PtnOrderActions *self)
{
  self->status = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->icon = gtk_image_new ();
  self->words = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->words), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->words, "status-word");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);

  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_box_append (GTK_BOX (self->status), self->icon);
  gtk_box_append (GTK_BOX (self->status), self->words);
  gtk_box_prepend (GTK_BOX (self), self->status);
}

/* The second line, small and faint; attributes instead of a label of its own, because every row of
 * the list would have one. */
static PangoAttrList *
waiting_attributes (guint from)
{
  PangoAttrList  *list = pango_attr_list_new ();
  PangoAttribute *attributes[] = {
    pango_attr_scale_new (PANGO_SCALE_SMALL),
    pango_attr_foreground_alpha_new (G_MAXUINT16 * 0.6),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      attributes[i]->start_index = from;
      pango_attr_list_insert (list, attributes[i]);
    }
  return list;
}

static void
show_words (PtnOrderActions *self, const char *word, gboolean waiting)
{
  g_autofree char          *lines = NULL;
  g_autoptr (PangoAttrList) attributes = NULL;

  if (waiting)
    {
      lines = g_strjoin ("\n", word, ptn_words_waiting (), NULL);
      attributes = waiting_attributes (strlen (word) + 1);
    }
  gtk_label_set_attributes (GTK_LABEL (self->words), attributes);
  gtk_label_set_label (GTK_LABEL (self->words), waiting ? lines : word);
}

static void
show_status (PtnOrderActions *self, PtnOrderStatus status, gboolean waiting)
{
  /* A pending order's state is its two buttons. */
  gboolean show = status != PTN_ORDER_PENDING;

  if (self->status == NULL && show)
    make_status (self);
  if (self->status == NULL)
    return;

  gtk_widget_set_visible (self->status, show);
  show_words (self, ptn_words_status (status), waiting);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), ptn_words_status_icon (status));
  gtk_widget_set_css_classes (self->status,
                              (const char *[]) { "order-status", ptn_words_status_style (status),
                                                 NULL });
}

static void
ptn_order_actions_class_init (PtnOrderActionsClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "orderactions");
}

static void
ptn_order_actions_init (PtnOrderActions *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

GtkWidget *
ptn_order_actions_new (void)
{
  return g_object_new (PTN_TYPE_ORDER_ACTIONS, NULL);
}

void
ptn_order_actions_show (PtnOrderActions *self,
                        const PtnUuid   *order,
                        PtnOrderStatus   status,
                        gboolean         waiting,
                        const char      *guest,
                        const char      *offer)
{
  self->order = *order;
  show_button (self, PTN_DECISION_CONFIRM, status, guest, offer);
  show_button (self, PTN_DECISION_CANCEL, status, guest, offer);
  show_status (self, status, waiting);
}

void
ptn_order_actions_show_row (PtnOrderActions *self, PtnOrderRow *row)
{
  ptn_order_actions_show (self, ptn_order_row_get_id (row), ptn_order_row_get_status (row),
                          ptn_order_row_get_waiting (row), ptn_order_row_get_guest_name (row),
                          ptn_order_row_get_offer_name (row));
}
