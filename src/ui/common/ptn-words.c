// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what the model names. Thai has one word for an action and its state in places:
// those have a context.
#include "ptn-words.h"

#include <glib/gi18n.h>

const char *
ptn_words_status (PtnOrderStatus status)
{
  static const char *const words[] = {
    NC_ ("order status", "Pending"),
    NC_ ("order status", "Confirmed"),
    NC_ ("order status", "Cancelled"),
  };

  return g_dpgettext2 (NULL, "order status", words[status]);
}

const char *
ptn_words_status_icon (PtnOrderStatus status)
{
  static const char *const icons[] = {
    "ptn-pending-symbolic",
    "ptn-confirmed-symbolic",
    "ptn-cancelled-symbolic",
  };

  return icons[status];
}

const char *
ptn_words_status_style (PtnOrderStatus status)
{
  static const char *const styles[] = { "pending", "confirmed", "cancelled" };

  return styles[status];
}

const char *
ptn_words_decision (PtnDecision decision)
{
  static const char *const words[] = {
    NC_ ("order action", "Confirm"),
    NC_ ("order action", "Cancel"),
    NC_ ("order action", "Undo"),
  };

  return g_dpgettext2 (NULL, "order action", words[decision]);
}

const char *
ptn_words_offer_type (PtnOfferType type)
{
  return type == PTN_OFFER_UPGRADE ? _ ("Room upgrade") : C_ ("offer type", "Offer");
}

const char *
ptn_words_stay_status (PtnStayStatus status)
{
  static const char *const words[] = {
    NC_ ("stay status", "Reserved"), NC_ ("stay status", "In-house"),
    NC_ ("stay status", "Departed"), NC_ ("stay status", "Cancelled"),
    NC_ ("stay status", "No-show"),
  };

  return g_dpgettext2 (NULL, "stay status", words[status]);
}

const char *
ptn_words_language (PtnLanguage language)
{
  static const char *const words[] = {
    NC_ ("language", "English"),
    NC_ ("language", "Italian"),
    NC_ ("language", "Thai"),
  };

  return g_dpgettext2 (NULL, "language", words[language]);
}

const char *
ptn_words_waiting (void)
{
  return _ ("Waiting to be sent");
}

char *
ptn_words_action (PtnDecision decision, const char *guest, const char *offer)
{
  switch (decision)
    {
    case PTN_DECISION_CONFIRM:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("Confirm the order of %s: %s"), guest, offer);
    case PTN_DECISION_CANCEL:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("Cancel the order of %s: %s"), guest, offer);
    case PTN_DECISION_UNDO:
    default:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("Undo the decision on the order of %s: %s"), guest, offer);
    }
}

char *
ptn_words_row (PtnOrderRow *row, PtnFormat *format)
{
  g_autofree char *revenue = ptn_format_money (format, ptn_order_row_get_revenue (row),
                                               ptn_order_row_get_currency (row));
  g_autofree char *ordered = ptn_format_instant (format, ptn_order_row_get_ordered_at (row));
  const char      *status = ptn_words_status (ptn_order_row_get_status (row));
  g_autofree char *sentence = NULL;

  /* Translators: guest's name, offer's name, offer type, revenue, ordered on, status */
  sentence = g_strdup_printf (_ ("%s, %s, %s, %s, ordered on %s, %s"),
                              ptn_order_row_get_guest_name (row),
                              ptn_order_row_get_offer_name (row),
                              ptn_words_offer_type (ptn_order_row_get_offer_type (row)), revenue,
                              ordered, status);
  if (!ptn_order_row_get_waiting (row))
    return g_steal_pointer (&sentence);
  return g_strjoin (", ", sentence, ptn_words_waiting (), NULL);
}

char *
ptn_words_decided (PtnDecision decision, guint n, const char *guest)
{
  gboolean confirm = decision == PTN_DECISION_CONFIRM;

  if (n == 1 && guest != NULL)
    /* Translators: the guest's name */
    return g_strdup_printf (confirm ? _ ("Order of %s confirmed") : _ ("Order of %s cancelled"),
                            guest);
  if (confirm)
    return g_strdup_printf (ngettext ("%u order confirmed", "%u orders confirmed", n), n);
  return g_strdup_printf (ngettext ("%u order cancelled", "%u orders cancelled", n), n);
}

char *
ptn_words_event (PtnOrderEvent event, const char *by)
{
  /* Translators: a person whose account is no longer known */
  const char *who = by != NULL ? by : _ ("somebody");

  switch (event)
    {
    case PTN_EVENT_CONFIRMED:
      return g_strdup_printf (_ ("Confirmed by %s"), who);
    case PTN_EVENT_CANCELLED:
      return g_strdup_printf (_ ("Cancelled by %s"), who);
    case PTN_EVENT_UNDONE:
      return g_strdup_printf (_ ("Decision undone by %s"), who);
    case PTN_EVENT_AUTO_CONFIRMED:
    default:
      return g_strdup (_ ("Confirmed automatically"));
    }
}

char *
ptn_words_attention_title (const PtnAttention *attention, PtnFormat *format)
{
  const char *guest = attention->guest_name;
  const char *offer = ptn_format_text (format, &attention->offer_name);

  switch (attention->kind)
    {
    case PTN_OP_ORDER_CONFIRM:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("The order of %s was not confirmed: %s"), guest, offer);
    case PTN_OP_ORDER_CANCEL:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("The order of %s was not cancelled: %s"), guest, offer);
    case PTN_OP_ORDER_UNDO:
    default:
      /* Translators: the guest's name, then the offer's */
      return g_strdup_printf (_ ("The decision on the order of %s was not undone: %s"), guest,
                              offer);
    }
}

static char *
conflict_reason (const PtnAttention *attention, PtnFormat *format, const char *decided_by)
{
  g_autofree char *when = NULL;

  if (attention->decided_at == 0)
    return g_strdup (_ ("Somebody else changed it first. Look at it and decide again."));

  when = ptn_format_instant (format, attention->decided_at);
  if (decided_by == NULL)
    return g_strdup_printf (_ ("It was decided meanwhile, on %s. Look at it and decide again."),
                            when);
  /* Translators: a colleague's name, then date and time */
  return g_strdup_printf (_ ("%s decided it meanwhile, on %s. Look at it and decide again."),
                          decided_by, when);
}

char *
ptn_words_attention_reason (const PtnAttention *attention,
                            PtnFormat          *format,
                            const char         *decided_by)
{
  switch (attention->problem)
    {
    case PTN_PROBLEM_CONFLICT:
      return conflict_reason (attention, format, decided_by);
    case PTN_PROBLEM_FINAL:
      return g_strdup (
          _ ("Its cancellation is final: the guest has been told. Ask the guest to order again."));
    case PTN_PROBLEM_TOO_LATE:
      return g_strdup (_ ("It was too late to undo: the guest has been told. Contact the guest."));
    case PTN_PROBLEM_NOT_YOURS:
      return g_strdup (_ ("Somebody else made that decision. Only they can undo it."));
    case PTN_PROBLEM_FORBIDDEN:
      return g_strdup (_ ("You are not allowed to do this. Ask a supervisor or a manager."));
    case PTN_PROBLEM_NOT_FOUND:
      return g_strdup (_ ("The order no longer exists on the server."));
    default:
      return g_strdup (_ ("The server refused it. Try once more; if it happens again, tell whoever "
                          "looks after the server."));
    }
}

const char *
ptn_words_sync_error (const GError *error)
{
  gboolean worded = error->domain == PTN_SYNC_ERROR || error->domain == PTN_STORE_ERROR;

  return worded ? error->message : _ ("Something went wrong on this PC. Try again.");
}
