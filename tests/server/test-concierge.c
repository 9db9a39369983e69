// SPDX-License-Identifier: GPL-3.0-or-later
// The guest's pages without a server: the template, the words, and every part of a page filled in.

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "server/ptn-concierge-page.h"
#include "server/ptn-concierge-text.h"
#include "server/ptn-concierge-throttle.h"
#include "server/ptn-template.h"

typedef struct
{
  const char *template;
  const char *expected; /* "!" and the beginning of the error where there is one */
} TemplateCase;

static const TemplateCase template_cases[] = {
  { "", "" },
  { "plain } text { here", "plain } text { here" },
  { "<b>{{name}}</b>", "<b>Ann &amp; &lt;Bob&gt;</b>" },
  { "<a title=\"{{quoted}}\">", "<a title=\"&quot;&apos;\">" },
  { "{{@greeting}}", "Hello &lt;you&gt;" },
  { "{{#yes}}a{{/yes}}{{#no}}b{{/no}}", "a" },
  { "{{^yes}}a{{/yes}}{{^no}}b{{/no}}", "b" },
  { "{{#name}}[{{name}}]{{/name}}", "[Ann &amp; &lt;Bob&gt;]" },
  { "{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}", "b" },
  { "{{#list}}{{n}}{{quoted}};{{/list}}", "1&quot;&apos;;2&quot;&apos;;" },
  { "{{#list}}{{#list}}{{n}}{{/list}},{{/list}}", "12,12," },
  { "{{#nothing}}{{unknown}}{{/nothing}}{{^nothing}}none{{/nothing}}", "none" },
  { "{{#no}}{{#list}}{{n}}{{/list}}{{/no}}.", "." },
  { "{{#yes}}\na\n{{/yes}}\nb", "a\nb" },
  { "{{#list}}\n{{n}}\n{{/list}}\n", "1\n2\n" },
  { "x{{#yes}}\na{{/yes}}\n", "x\na\n" },
  { "{{name}}\n{{name}}\n", "Ann &amp; &lt;Bob&gt;\nAnn &amp; &lt;Bob&gt;\n" },
  { "a\n{{unknown}}", "!line 2: there is no text \"unknown\"" },
  { "{{@unknown}}", "!line 1: there is no text \"@unknown\"" },
  { "{{list}}", "!line 1: there is no text \"list\"" },
  { "{{yes}}", "!line 1: there is no text \"yes\"" },
  { "{{ name }}", "!line 1: there is no text \" name \"" },
  { "{{}}", "!line 1: there is no text \"\"" },
  { "{{#unknown}}{{/unknown}}", "!line 1: there is no list, text or truth value \"unknown\"" },
  { "{{#yes}}", "!line 1: the section \"yes\" is not closed" },
  { "{{#no}}", "!line 1: the section \"no\" is not closed" },
  { "{{/yes}}", "!line 1: \"yes\" is closed where it is not open" },
  { "{{#yes}}{{/no}}", "!line 1: \"no\" is closed where it is not open" },
  { "{{name", "!line 1: \"{{\" without \"}}\"" },
};

static const char *
find_greeting (const char *key, gpointer data)
{
  g_assert_cmpstr (data, ==, "data");
  return g_str_equal (key, "greeting") ? "Hello <you>" : NULL;
}

static GVariant *
make_values (void)
{
  return g_variant_ref_sink (g_variant_new_parsed (
      "{'name': <'Ann & <Bob>'>, 'quoted': <'\"\\''>, 'empty': <''>, 'yes': <true>, 'no': <false>,"
      " 'list': <[{'n': <'1'>}, {'n': <'2'>}]>, 'nothing': <@aa{sv} []>}"));
}

static void
test_template (void)
{
  g_autoptr (GVariant) values = make_values ();

  for (gsize i = 0; i < G_N_ELEMENTS (template_cases); i++)
    {
      const TemplateCase *here = &template_cases[i];
      g_autoptr (GError)  error = NULL;
      g_autofree char    *filled = ptn_template_fill (here->template, values, find_greeting, "data",
                                                      &error);

      g_test_message ("%s", here->template);
      if (*here->expected == '!')
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
          g_assert_cmpstr (error->message, ==, here->expected + 1);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (filled, ==, here->expected);
    }
}

static void
test_texts (void)
{
  g_autofree const char **keys = ptn_concierge_text_keys (PTN_LANGUAGE_EN);

  g_assert_cmpuint (g_strv_length ((char **) keys), >, 40);
  for (PtnLanguage language = 0; language < PTN_N_LANGUAGES; language++)
    {
      g_autofree const char **here = ptn_concierge_text_keys (language);

      g_assert_cmpstrv (here, keys);
    }
  g_assert_null (ptn_concierge_text (PTN_LANGUAGE_EN, "no such key"));
}

typedef struct
{
  PtnLanguage language;
  gint64      n;
  const char *expected;
} CountCase;

static void
test_counts (void)
{
  static const CountCase cases[] = {
    { PTN_LANGUAGE_EN, 1, "1 night" },        { PTN_LANGUAGE_EN, 2, "2 nights" },
    { PTN_LANGUAGE_EN, 0, "0 nights" },       { PTN_LANGUAGE_IT, 1, "1 notte" },
    { PTN_LANGUAGE_IT, 3660, "3.660 notti" }, { PTN_LANGUAGE_TH, 1, "1 คืน" },
    { PTN_LANGUAGE_TH, 7, "7 คืน" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ptn_concierge_text_count (cases[i].language, "nights", cases[i].n);

      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

static PtnOffer *
make_offer (PtnOfferType type, PtnPriceBasis basis)
{
  PtnOffer *offer = ptn_record_new (&ptn_offer_record);

  ptn_uuid_new (&offer->id);
  offer->name.text[PTN_LANGUAGE_EN] = g_strdup ("An offer");
  if (basis != PTN_BASIS_STAY)
    offer->description.text[PTN_LANGUAGE_TH] = g_strdup ("คำอธิบาย");
  offer->type = (int) type;
  offer->basis = (int) basis;
  offer->price = 1000;
  offer->quantity_max = basis == PTN_BASIS_STAY ? 1 : 5;
  offer->auto_confirm = basis == PTN_BASIS_NIGHT;
  return offer;
}

static PtnOrder *
make_order (PtnOrderStatus status)
{
  PtnOrder *order = ptn_record_new (&ptn_order_record);

  ptn_uuid_new (&order->id);
  order->name.text[PTN_LANGUAGE_IT] = g_strdup ("Un'offerta");
  order->quantity = 1 + (gint64) status;
  order->revenue = 1000;
  ptn_currency_parse ("EUR", &order->currency);
  order->ordered_at = G_GINT64_CONSTANT (1768467600000);
  order->status = (int) status;
  return order;
}

/* Everything that a page can show. */
static void
make_page (PtnConciergePage *page, PtnLanguage language)
{
  ptn_concierge_page_init (page);
  page->language = language;
  page->property.name = g_strdup ("Albergo");
  page->property.time_zone = g_strdup ("Europe/Rome");
  ptn_currency_parse ("EUR", &page->property.currency);
  page->guest.name = g_strdup ("Anna");
  page->stay.number = g_strdup ("S1");
  page->stay.arrival = ptn_date_from_ymd (2026, 1, 15);
  page->stay.departure = page->stay.arrival + 3;
  page->stay.adults = 2;
  page->stay.children = 1;
  page->room_type.name.text[PTN_LANGUAGE_EN] = g_strdup ("Double");
  for (PtnPriceBasis basis = PTN_BASIS_STAY; basis <= PTN_BASIS_UNIT; basis++)
    {
      g_ptr_array_add (page->offers, make_offer (PTN_OFFER_OFFER, basis));
      g_ptr_array_add (page->offers, make_offer (PTN_OFFER_UPGRADE, basis));
    }
  for (PtnOrderStatus status = PTN_ORDER_PENDING; status <= PTN_ORDER_CANCELLED; status++)
    g_ptr_array_add (page->orders, make_order (status));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, part)) != NULL; at++)
    n++;
  return n;
}

/* Once as it is after an order, once with each fault; nothing of it may be left unfilled. */
static void
check_page (PtnConciergePage *page)
{
  const PtnOffer *offer = page->offers->pdata[2];
  const PtnOrder *order = page->orders->pdata[1];

  page->placed = order->id;
  page->fault_offer = offer->id;
  page->quantity = g_strdup ("<99>");
  for (PtnConciergeFault fault = PTN_CONCIERGE_FINE; fault <= PTN_CONCIERGE_MANY; fault++)
    {
      g_autofree char *html = NULL;

      page->fault = fault;
      html = ptn_concierge_page_html (page, "code");
      g_assert_cmpuint (count (html, "{{"), ==, 0);
      g_assert_cmpuint (count (html, "{}"), ==, 0);
      g_assert_cmpuint (count (html, "<form method=\"post\" action=\"/c/code\">"), ==, 10);
      g_assert_cmpuint (count (html, "role=\"status\""), ==, 1);
      g_assert_cmpuint (count (html, "role=\"alert\""), ==, fault != PTN_CONCIERGE_FINE);
      g_assert_cmpuint (count (html, "aria-invalid"), ==, fault == PTN_CONCIERGE_QUANTITY);
      g_assert_cmpuint (count (html, "&lt;99&gt;"), ==, fault == PTN_CONCIERGE_QUANTITY);
    }
}

static void
test_page (void)
{
  for (PtnLanguage language = 0; language < PTN_N_LANGUAGES; language++)
    {
      PtnConciergePage page;

      make_page (&page, language);
      check_page (&page);
      ptn_concierge_page_clear (&page);
    }
}

static void
test_empty_page (void)
{
  PtnConciergePage page;
  g_autofree char *html = NULL;

  make_page (&page, PTN_LANGUAGE_EN);
  g_ptr_array_set_size (page.offers, 0);
  g_ptr_array_set_size (page.orders, 0);
  html = ptn_concierge_page_html (&page, "code");
  g_assert_cmpuint (count (html, "<form"), ==, 0);
  g_assert_cmpuint (count (html, "<section"), ==, 0);
  g_assert_nonnull (strstr (html, "There is nothing to order at the moment."));
  ptn_concierge_page_clear (&page);
}

static void
test_messages (void)
{
  static const char *const keys[] = { "unknown", "many", "method", "failed" };

  for (PtnLanguage language = 0; language < PTN_N_LANGUAGES; language++)
    for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
      {
        g_autofree char *html = ptn_concierge_message_html (language, keys[i]);

        g_assert_cmpuint (count (html, "<h1>"), ==, 1);
        g_assert_cmpuint (count (html, "<form"), ==, 0);
        g_assert_cmpuint (count (html, "{{"), ==, 0);
      }
}

static void
test_throttle (void)
{
  const gint64 now = G_GINT64_CONSTANT (1768467600000);

  for (guint i = 0; i < PTN_CONCIERGE_UNKNOWN_MAX; i++)
    g_assert_cmpint (ptn_concierge_throttle ("192.0.2.1", now + i), ==, 0);
  g_assert_cmpint (ptn_concierge_throttle ("192.0.2.1", now + 1000), ==, 899);
  g_assert_cmpint (ptn_concierge_throttle ("192.0.2.2", now + 1000), ==, 0);
  g_assert_cmpint (ptn_concierge_throttle ("192.0.2.1", now + PTN_CONCIERGE_WINDOW - 1), ==, 1);
  g_assert_cmpint (ptn_concierge_throttle ("192.0.2.1", now + PTN_CONCIERGE_WINDOW), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/concierge/template", test_template);
  g_test_add_func ("/concierge/texts", test_texts);
  g_test_add_func ("/concierge/counts", test_counts);
  g_test_add_func ("/concierge/page", test_page);
  g_test_add_func ("/concierge/empty-page", test_empty_page);
  g_test_add_func ("/concierge/messages", test_messages);
  g_test_add_func ("/concierge/throttle", test_throttle);
  return g_test_run ();
}
