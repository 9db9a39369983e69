// SPDX-License-Identifier: GPL-3.0-or-later
// The users' own words in the three languages (GLOSSARY), through the catalogues that are
// installed.
#include "config.h"

#include <libintl.h>

#include "ui/common/ptn-words.h"
#include "ui/orders/ptn-order-filter.h"
#include "ui/settings/ptn-language.h"

static const char *const languages[] = { "en", "it", "th" };

#define N_LANGUAGES G_N_ELEMENTS (languages)

typedef struct
{
  const char *context; /* (nullable) */
  const char *english;
  const char *words[N_LANGUAGES];
} Term;

/* The glossary's rows that this part of the program uses, word for word. */
static const Term terms[] = {
  { "menu", "Guest activity", { "Guest activity", "Attività degli ospiti", "กิจกรรมของผู้เข้าพัก" } },
  { NULL, "Orders", { "Orders", "Ordini", "คำสั่งซื้อ" } },
  { NULL, "Guest name", { "Guest name", "Nome ospite", "ชื่อผู้เข้าพัก" } },
  { NULL, "Offer name", { "Offer name", "Nome offerta", "ชื่อข้อเสนอ" } },
  { NULL, "Offer type", { "Offer type", "Tipologia offerta", "ประเภทข้อเสนอ" } },
  { NULL, "Revenue", { "Revenue", "Ricavi", "รายได้" } },
  { NULL, "Ordered on", { "Ordered on", "Data ordine", "สั่งซื้อเมื่อ" } },
  { NULL, "Actions", { "Actions", "Azioni", "การดำเนินการ" } },
  { NULL, "Room upgrade", { "Room upgrade", "Upgrade di camera", "การอัพเกรดห้องพัก" } },
  { "offer type", "Offer", { "Offer", "Offerta", "ข้อเสนอ" } },
  { "order action", "Confirm", { "Confirm", "Conferma", "ยืนยัน" } },
  { "order action", "Cancel", { "Cancel", "Annulla", "ยกเลิก" } },
  { "order action", "Undo", { "Undo", "Ripristina", "เลิกทำ" } },
  { "order status", "Pending", { "Pending", "Da confermare", "รอการยืนยัน" } },
  { "order status", "Confirmed", { "Confirmed", "Confermato", "ยืนยันแล้ว" } },
  { "order status", "Cancelled", { "Cancelled", "Annullato", "ยกเลิกแล้ว" } },
  { NULL, "Cancel the Order", { "Cancel the Order", "Annulla l'ordine", "ยกเลิกคำสั่งซื้อ" } },
  { NULL, "Contact the guest", { "Contact the guest", "Contatta l'ospite", "ติดต่อผู้เข้าพัก" } },
  { NULL, "Guest stay", { "Guest stay", "Soggiorno ospite", "การเข้าพักของผู้เข้าพัก" } },
  { NULL, "Needs attention", { "Needs attention", "Da verificare", "ต้องตรวจสอบ" } },
  { NULL, "Waiting to be sent", { "Waiting to be sent", "In attesa di invio", "รอส่ง" } },
  { NULL, "Sign In", { "Sign In", "Accedi", "เข้าสู่ระบบ" } },
  { "dialog", "_Back", { "_Back", "_Indietro", "_ย้อนกลับ" } },
  { "stay status", "In-house", { "In-house", "Presente", "กำลังเข้าพัก" } },
  { "stay status", "No-show", { "No-show", "Mancato arrivo", "ไม่มาเข้าพัก" } },
};

static void
test_glossary (void)
{
  for (gsize l = 0; l < N_LANGUAGES; l++)
    {
      ptn_interface_language_use (languages[l]);
      for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
        {
          const char *words = terms[i].context != NULL
                                  ? g_dpgettext2 (NULL, terms[i].context, terms[i].english)
                                  : gettext (terms[i].english);

          g_assert_cmpstr (words, ==, terms[i].words[l]);
        }
    }
}

/* What the functions say where Thai has one word for an action and a state, and the whole names of
 * buttons. */
static void
test_functions (void)
{
  static const struct
  {
    const char *confirm, *cancel, *confirmed, *toast, *toasts;
  } words[N_LANGUAGES] = {
    { "Confirm the order of Anna Rossi: Spa", "Cancel the order of Anna Rossi: Spa",
      "Confirmed by Elena", "Order of Anna Rossi confirmed", "5 orders cancelled" },
    { "Conferma l'ordine di Anna Rossi: Spa", "Annulla l'ordine di Anna Rossi: Spa",
      "Confermato da Elena", "Ordine di Anna Rossi confermato", "5 ordini annullati" },
    { "ยืนยันคำสั่งซื้อของ Anna Rossi: Spa", "ยกเลิกคำสั่งซื้อของ Anna Rossi: Spa", "ยืนยันโดย Elena",
      "ยืนยันคำสั่งซื้อของ Anna Rossi แล้ว", "ยกเลิกคำสั่งซื้อ 5 รายการแล้ว" },
  };

  for (gsize l = 0; l < N_LANGUAGES; l++)
    {
      g_autofree char *confirm = NULL, *cancel = NULL, *confirmed = NULL, *toast = NULL,
                      *toasts = NULL;

      ptn_interface_language_use (languages[l]);
      confirm = ptn_words_action (PTN_DECISION_CONFIRM, "Anna Rossi", "Spa");
      cancel = ptn_words_action (PTN_DECISION_CANCEL, "Anna Rossi", "Spa");
      confirmed = ptn_words_event (PTN_EVENT_CONFIRMED, "Elena");
      toast = ptn_words_decided (PTN_DECISION_CONFIRM, 1, "Anna Rossi");
      toasts = ptn_words_decided (PTN_DECISION_CANCEL, 5, NULL);
      g_assert_cmpstr (confirm, ==, words[l].confirm);
      g_assert_cmpstr (cancel, ==, words[l].cancel);
      g_assert_cmpstr (confirmed, ==, words[l].confirmed);
      g_assert_cmpstr (toast, ==, words[l].toast);
      g_assert_cmpstr (toasts, ==, words[l].toasts);
    }
}

/* Every status, decision and type has words, an icon and a style of its own: never colour alone. */
static void
test_statuses_differ (void)
{
  ptn_interface_language_use ("th");
  for (PtnOrderStatus a = PTN_ORDER_PENDING; a <= PTN_ORDER_CANCELLED; a++)
    for (PtnOrderStatus b = a + 1; b <= PTN_ORDER_CANCELLED; b++)
      {
        g_assert_cmpstr (ptn_words_status (a), !=, ptn_words_status (b));
        g_assert_cmpstr (ptn_words_status_icon (a), !=, ptn_words_status_icon (b));
        g_assert_cmpstr (ptn_words_status_style (a), !=, ptn_words_status_style (b));
      }
  g_assert_cmpstr (ptn_words_decision (PTN_DECISION_CONFIRM), !=,
                   ptn_words_status (PTN_ORDER_CONFIRMED));
  g_assert_cmpstr (ptn_words_decision (PTN_DECISION_CANCEL), !=,
                   ptn_words_status (PTN_ORDER_CANCELLED));
}

/* Each refusal says why, and what to do. */
static void
test_attention (void)
{
  static const struct
  {
    PtnProblemType problem;
    gint64         decided_at;
    const char    *by;
    const char    *reason;
  } reasons[] = {
    { PTN_PROBLEM_CONFLICT, 1795331460000, "Elena",
      "Elena decided it meanwhile, on Nov 22, 2026, 8:11 AM. Look at it and decide again." },
    { PTN_PROBLEM_CONFLICT, 1795331460000, NULL,
      "It was decided meanwhile, on Nov 22, 2026, 8:11 AM. Look at it and decide again." },
    { PTN_PROBLEM_CONFLICT, 0, NULL,
      "Somebody else changed it first. Look at it and decide again." },
    { PTN_PROBLEM_FINAL, 0, NULL,
      "Its cancellation is final: the guest has been told. Ask the guest to order again." },
    { PTN_PROBLEM_TOO_LATE, 0, NULL,
      "It was too late to undo: the guest has been told. Contact the guest." },
    { PTN_PROBLEM_NOT_YOURS, 0, NULL, "Somebody else made that decision. Only they can undo it." },
    { PTN_PROBLEM_FORBIDDEN, 0, NULL,
      "You are not allowed to do this. Ask a supervisor or a manager." },
    { PTN_PROBLEM_NOT_FOUND, 0, NULL, "The order no longer exists on the server." },
    { PTN_PROBLEM_INTERNAL, 0, NULL,
      "The server refused it. Try once more; if it happens again, tell whoever looks after the "
      "server." },
  };
  g_autoptr (PtnLocale) locale = ptn_locale_new ("en_US", PTN_YEARS_COMMON);
  PtnProperty           property = { .time_zone = (char *) "Europe/Rome" };
  g_autoptr (PtnFormat) format = ptn_format_new (locale, &property);
  PtnAttention          attention = { .guest_name = (char *) "Anna Rossi",
                                      .offer_name.text = { (char *) "Spa" } };
  g_autofree char      *title = NULL;

  ptn_interface_language_use ("en");
  attention.kind = PTN_OP_ORDER_CANCEL;
  title = ptn_words_attention_title (&attention, format);
  g_assert_cmpstr (title, ==, "The order of Anna Rossi was not cancelled: Spa");
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autofree char    *reason = NULL;
      g_autoptr (GString) plain = NULL;

      attention.problem = reasons[i].problem;
      attention.decided_at = reasons[i].decided_at;
      reason = ptn_words_attention_reason (&attention, format, reasons[i].by);
      plain = g_string_new (reason);
      g_string_replace (plain, "\u202f", " ", 0); /* ICU's space before AM and PM */
      g_assert_cmpstr (plain->str, ==, reasons[i].reason);
    }
}

/* Years are of one era wherever they stand (DESIGN, issue 2.2). */
static void
test_filter_words (void)
{
  g_autoptr (PtnLocale) locale = ptn_locale_new ("th_TH", PTN_YEARS_OF_LOCALE);
  g_autoptr (PtnFormat) format = ptn_format_new (locale, NULL);
  PtnOrderQuery         query;
  g_autofree char      *words = NULL;

  ptn_interface_language_use ("th");
  ptn_order_query_init (&query);
  query.statuses = 1u << PTN_ORDER_PENDING;
  query.types = 1u << PTN_OFFER_UPGRADE;
  query.from = ptn_date_from_ymd (2026, 11, 1);
  query.to = ptn_date_from_ymd (2026, 11, 22);
  words = ptn_order_filter_words (&query, format);
  g_assert_cmpstr (words, ==, "รอการยืนยัน · การอัพเกรดห้องพัก · ตั้งแต่ 1 พ.ย. 2569 · ถึง 22 พ.ย. 2569");
}

int
main (int argc, char **argv)
{
  ptn_interface_language_start (PTN_LANGUAGE_SYSTEM);
  g_test_init (&argc, &argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PORTINERIA_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_test_add_func ("/ui-logic/words/glossary", test_glossary);
  g_test_add_func ("/ui-logic/words/functions", test_functions);
  g_test_add_func ("/ui-logic/words/statuses", test_statuses_differ);
  g_test_add_func ("/ui-logic/words/attention", test_attention);
  g_test_add_func ("/ui-logic/words/filter", test_filter_words);
  return g_test_run ();
}
