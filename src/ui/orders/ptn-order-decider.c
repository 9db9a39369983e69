// SPDX-License-Identifier: GPL-3.0-or-later
// Confirming and cancelling. A run is what one press of a button decides; it ends when each order's
// operation is durable or refused, and then one toast speaks of it all.
#include "ptn-order-decider.h"

#include <glib/gi18n.h>

#include "ui/common/ptn-words.h"

/* The server holds a decision's effects back for 10 s (DESIGN §2): as long as that, Undo is
 * offered. */
#define UNDO_SECONDS 10

typedef struct
{
  PtnOrderDecider *decider; /* until the run has ended */
  PtnUuid          user;
  PtnDecision      decision;
  guint            n_running;
  GArray          *ops;   /* of PtnUuid: what Undo takes back */
  char            *guest; /* (nullable): of a run of one */
  GError          *error; /* (nullable): the first refusal */
} Run;

struct _PtnOrderDecider
{
  GObject parent_instance;

  PtnDesk   *desk;
  GtkWidget *widget; /* (nullable): weak */
  AdwToast  *toast;  /* (nullable): offers to undo the last run */
  Run       *last;   /* (nullable) */
};

G_DEFINE_FINAL_TYPE (PtnOrderDecider, ptn_order_decider, G_TYPE_OBJECT)

static void
run_free (Run *run)
{
  g_clear_object (&run->decider);
  g_array_unref (run->ops);
  g_free (run->guest);
  g_clear_error (&run->error);
  g_free (run);
}

static void
show_toast (PtnOrderDecider *self, AdwToast *toast)
{
  GtkWidget *overlay = NULL;

  if (self->widget != NULL)
    overlay = gtk_widget_get_ancestor (self->widget, ADW_TYPE_TOAST_OVERLAY);
  adw_toast_set_use_markup (toast, FALSE);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
say (PtnOrderDecider *self, const char *text)
{
  show_toast (self, adw_toast_new (text));
}

static void
forget_last (PtnOrderDecider *self)
{
  g_clear_pointer (&self->last, run_free);
  g_clear_object (&self->toast);
}

static void
toast_dismissed_cb (AdwToast *toast, PtnOrderDecider *self)
{
  if (self->toast == toast)
    forget_last (self);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnOrderDecider) self = user_data;
  g_autoptr (GError)          error = NULL;

  if (!ptn_desk_undo_finish (PTN_DESK (source), result, &error))
    say (self, _ ("This can no longer be undone"));
}

static void
offer_undo (Run *run)
{
  g_autoptr (PtnOrderDecider) self = g_steal_pointer (&run->decider);
  g_autofree char            *text = ptn_words_decided (run->decision, run->ops->len, run->guest);
  AdwToast                   *toast = adw_toast_new (text);

  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  adw_toast_set_priority (
      toast, ADW_TOAST_PRIORITY_HIGH); /* waiting behind another, it would come too late */
  adw_toast_set_button_label (toast, ptn_words_decision (PTN_DECISION_UNDO));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (ptn_order_decider_undo), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self,
                           G_CONNECT_DEFAULT);

  forget_last (self);
  self->last = run;
  self->toast = g_object_ref_sink (toast);
  show_toast (self, g_object_ref (toast));
}

static void
run_ended (Run *run)
{
  if (run->error != NULL)
    say (run->decider, g_error_matches (run->error, PTN_STORE_ERROR, PTN_STORE_ERROR_REFUSED)
                           ? _ ("The order was decided meanwhile: look at it again")
                           : _ ("The decision could not be saved on this PC. Try again."));
  if (run->ops->len > 0)
    offer_undo (run);
  else
    run_free (run);
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run               *run = user_data;
  PtnUuid            op;
  g_autoptr (GError) error = NULL;

  if (ptn_desk_decide_finish (PTN_DESK (source), result, &op, &error))
    g_array_append_val (run->ops, op);
  else if (run->error == NULL)
    run->error = g_steal_pointer (&error);
  if (--run->n_running == 0)
    run_ended (run);
}

static void
ptn_order_decider_dispose (GObject *object)
{
  PtnOrderDecider *self = PTN_ORDER_DECIDER (object);

  forget_last (self);
  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ptn_order_decider_parent_class)->dispose (object);
}

static void
ptn_order_decider_class_init (PtnOrderDeciderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ptn_order_decider_dispose;
}

static void
ptn_order_decider_init (PtnOrderDecider *self)
{
}

PtnOrderDecider *
ptn_order_decider_new (PtnDesk *desk, GtkWidget *widget)
{
  PtnOrderDecider *self = g_object_new (PTN_TYPE_ORDER_DECIDER, NULL);

  self->desk = g_object_ref (desk);
  g_set_weak_pointer (&self->widget, widget);
  return self;
}

void
ptn_order_decider_decide (PtnOrderDecider *self,
                          const PtnUuid   *user,
                          GArray          *orders,
                          PtnDecision      decision)
{
  Run *run = g_new0 (Run, 1);

  run->decider = g_object_ref (self);
  run->user = *user;
  run->decision = decision;
  run->ops = g_array_new (FALSE, FALSE, sizeof (PtnUuid));
  for (guint i = 0; i < orders->len; i++)
    {
      const PtnUuid              *order = &g_array_index (orders, PtnUuid, i);
      g_autoptr (PtnOrderDetails) details = ptn_desk_load_order (self->desk, order, NULL);

      if (details == NULL || !ptn_order_can (details->shown, decision))
        continue;
      g_set_str (&run->guest, orders->len == 1 ? details->guest.name : NULL);
      run->n_running++;
      ptn_desk_decide (self->desk, user, order, decision, decided_cb, run);
    }
  if (run->n_running == 0)
    run_free (run);
}

void
ptn_order_decider_undo (PtnOrderDecider *self)
{
  Run *run = g_steal_pointer (&self->last);

  if (run == NULL)
    return;
  /* The last first: a later decision on the same order stands on the earlier one. */
  for (guint i = run->ops->len; i > 0; i--)
    ptn_desk_undo (self->desk, &run->user, &g_array_index (run->ops, PtnUuid, i - 1), undone_cb,
                   g_object_ref (self));
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  run_free (run);
}
