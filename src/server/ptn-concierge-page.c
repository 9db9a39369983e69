// SPDX-License-Identifier: GPL-3.0-or-later
// A guest's page as HTML.

#include "config.h"

#include "ptn-concierge-page.h"

#include <pthread.h>

#include "ptn-concierge-text.h"
#include "ptn-concierge.h"
#include "ptn-template.h"
#include "rules/ptn-order-rules.h"

static char *page_template, *style_href;

static void
load_files (void)
{
  g_autoptr (GBytes) style = ptn_concierge_file ("concierge.css");
  g_autoptr (GBytes) page = ptn_concierge_file ("page.html");
  g_autofree char   *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, style);

  page_template = g_strndup (g_bytes_get_data (page, NULL), g_bytes_get_size (page));
  style_href = g_strdup_printf (PTN_CONCIERGE_PREFIX "concierge.css?v=%.16s", digest);
}

static void
load_files_once (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;

  pthread_once (&once, load_files);
}

static void
free_offer (gpointer offer)
{
  ptn_record_free (&ptn_offer_record, offer);
}

static void
free_order (gpointer order)
{
  ptn_record_free (&ptn_order_record, order);
}

void
ptn_concierge_page_init (PtnConciergePage *page)
{
  *page = (PtnConciergePage) { 0 };
  ptn_record_init (&ptn_property_record, &page->property);
  ptn_record_init (&ptn_stay_record, &page->stay);
  ptn_record_init (&ptn_guest_record, &page->guest);
  ptn_record_init (&ptn_room_type_record, &page->room_type);
  page->offers = g_ptr_array_new_with_free_func (free_offer);
  page->orders = g_ptr_array_new_with_free_func (free_order);
}

void
ptn_concierge_page_clear (PtnConciergePage *page)
{
  ptn_record_clear (&ptn_property_record, &page->property);
  ptn_record_clear (&ptn_stay_record, &page->stay);
  ptn_record_clear (&ptn_guest_record, &page->guest);
  ptn_record_clear (&ptn_room_type_record, &page->room_type);
  g_clear_pointer (&page->offers, g_ptr_array_unref);
  g_clear_pointer (&page->orders, g_ptr_array_unref);
  g_clear_pointer (&page->quantity, g_free);
}

static const char *
text_in (const PtnConciergePage *page, const PtnTexts *texts)
{
  return ptn_texts_get (texts, page->language, (PtnLanguage) page->property.language);
}

static void
add (GVariantDict *values, const char *name, const char *text)
{
  g_variant_dict_insert (values, name, "s", text);
}

/* @text: (transfer full) */
static void
add_taken (GVariantDict *values, const char *name, char *text)
{
  g_variant_dict_insert_value (values, name, g_variant_new_take_string (text));
}

static void
add_id (GVariantDict *values, const char *name, const PtnUuid *id)
{
  char text[PTN_UUID_TEXT_SIZE];

  ptn_uuid_print (id, text);
  add (values, name, text);
}

static char *
format_date (const PtnConciergePage *page, PtnDate date)
{
  return ptn_locale_format_date (ptn_concierge_locale (page->language), date, PTN_DATE_MEDIUM);
}

static char *
format_money (const PtnConciergePage *page, gint64 minor, PtnCurrency currency)
{
  return ptn_locale_format_money (ptn_concierge_locale (page->language), minor, currency);
}

static GVariant *
list_languages (PtnLanguage current)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (PtnLanguage language = 0; language < PTN_N_LANGUAGES; language++)
    {
      GVariantDict values = G_VARIANT_DICT_INIT (NULL);

      add (&values, "code", ptn_language_names[language]);
      add (&values, "name", ptn_concierge_text (language, "language"));
      g_variant_dict_insert (&values, "current", "b", language == current);
      g_variant_builder_add_value (&list, g_variant_dict_end (&values));
    }
  return g_variant_builder_end (&list);
}

static GVariant *
show_order (const PtnConciergePage *page, const PtnOrder *order)
{
  static const char *const states[] = { "state.pending", "state.confirmed", "state.cancelled" };
  g_autoptr (GTimeZone)    zone = ptn_time_zone (page->property.time_zone);
  PtnLocale               *locale = ptn_concierge_locale (page->language);
  g_autofree char         *at = ptn_locale_format_instant (locale, order->ordered_at, zone,
                                                           PTN_DATE_MEDIUM);
  GVariantDict             values = G_VARIANT_DICT_INIT (NULL);

  add (&values, "name", text_in (page, &order->name));
  add (&values, "state", ptn_order_status_names[order->status]);
  add (&values, "state_text", ptn_concierge_text (page->language, states[order->status]));
  add_taken (&values, "quantity",
             order->quantity > 1 ? ptn_locale_format_integer (locale, order->quantity)
                                 : g_strdup (""));
  add_taken (&values, "price", format_money (page, order->revenue, order->currency));
  add_taken (&values, "ordered", ptn_concierge_text_with (page->language, "ordered", at));
  return g_variant_dict_end (&values);
}

static GVariant *
list_orders (const PtnConciergePage *page)
{
  GVariantBuilder list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < page->orders->len; i++)
    g_variant_builder_add_value (&list, show_order (page, page->orders->pdata[i]));
  return g_variant_builder_end (&list);
}

/* What one costs for the whole stay, where that is not the price itself. Returns: (transfer full)
 */
static char *
total_of (const PtnConciergePage *page, const PtnOffer *offer)
{
  g_autofree char *amount = NULL;
  gint64           total;

  if (!ptn_offer_price (offer, 1, page->stay.adults + page->stay.children,
                        page->stay.departure - page->stay.arrival, &total, NULL) ||
      total == offer->price)
    return g_strdup ("");
  amount = format_money (page, total, page->property.currency);
  return ptn_concierge_text_with (page->language, "total", amount);
}

/* The field for the quantity, and what is wrong with what it holds. */
static void
add_quantity (GVariantDict *values, const PtnConciergePage *page, const PtnOffer *offer)
{
  const gboolean wrong = page->fault == PTN_CONCIERGE_QUANTITY &&
                         ptn_uuid_equal (&page->fault_offer, &offer->id);
  g_autofree char *max = g_strdup_printf ("%" G_GINT64_FORMAT, offer->quantity_max);

  g_variant_dict_insert (values, "choose", "b", offer->quantity_max > 1);
  add (values, "max", max);
  add (values, "quantity", wrong && page->quantity != NULL ? page->quantity : "1");
  add_taken (values, "wrong",
             wrong ? ptn_concierge_text_with (page->language, "quantity-wrong", max)
                   : g_strdup (""));
}

static GVariant *
show_offer (const PtnConciergePage *page, const PtnOffer *offer, guint n)
{
  static const char *const bases[] = { "basis.stay", "basis.night", "basis.person",
                                       "basis.person-night", "basis.unit" };
  GVariantDict             values = G_VARIANT_DICT_INIT (NULL);
  PtnUuid                  order;

  ptn_uuid_new (&order);
  add_taken (&values, "n", g_strdup_printf ("%u", n));
  add_id (&values, "order", &order);
  add_id (&values, "offer", &offer->id);
  add (&values, "name", text_in (page, &offer->name));
  add (&values, "description", text_in (page, &offer->description));
  add_taken (&values, "price", format_money (page, offer->price, page->property.currency));
  add (&values, "basis", ptn_concierge_text (page->language, bases[offer->basis]));
  add_taken (&values, "total", total_of (page, offer));
  add (&values, "when",
       ptn_concierge_text (page->language, offer->auto_confirm ? "at-once" : "by-hotel"));
  add_quantity (&values, page, offer);
  return g_variant_dict_end (&values);
}

/* Offers and upgrades each under their heading, as far as there are any. */
static GVariant *
list_groups (const PtnConciergePage *page)
{
  static const char *const groups[] = { "offers", "upgrades" };
  GVariantBuilder          list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (int type = PTN_OFFER_OFFER; type <= PTN_OFFER_UPGRADE; type++)
    {
      GVariantBuilder offers = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
      GVariantDict    values = G_VARIANT_DICT_INIT (NULL);
      guint           shown = 0;

      for (guint i = 0; i < page->offers->len; i++)
        if (((PtnOffer *) page->offers->pdata[i])->type == type)
          {
            g_variant_builder_add_value (&offers, show_offer (page, page->offers->pdata[i], i));
            shown++;
          }
      add (&values, "group", groups[type]);
      add (&values, "heading", ptn_concierge_text (page->language, groups[type]));
      g_variant_dict_insert_value (&values, "offers", g_variant_builder_end (&offers));
      if (shown > 0)
        g_variant_builder_add_value (&list, g_variant_dict_end (&values));
      else
        g_variant_dict_clear (&values);
    }
  return g_variant_builder_end (&list);
}

static void
add_stay (GVariantDict *values, const PtnConciergePage *page)
{
  const PtnStay   *stay = &page->stay;
  g_autofree char *adults = ptn_concierge_text_count (page->language, "adults", stay->adults);
  g_autofree char *children = ptn_concierge_text_count (page->language, "children", stay->children);

  add_taken (values, "welcome",
             ptn_concierge_text_with (page->language, "welcome", page->guest.name));
  add_taken (values, "arrival", format_date (page, stay->arrival));
  add_taken (values, "departure", format_date (page, stay->departure));
  add_taken (values, "nights",
             ptn_concierge_text_count (page->language, "nights", stay->departure - stay->arrival));
  add (values, "room_type", text_in (page, &page->room_type.name));
  add_taken (values, "guests",
             g_strjoin (", ", adults, stay->children > 0 ? children : NULL, NULL));
  add (values, "number", stay->number);
}

static const char *
thanks_of (const PtnConciergePage *page)
{
  static const char *const thanks[] = { "thanks.pending", "thanks.confirmed", "thanks.cancelled" };

  for (guint i = 0; i < page->orders->len; i++)
    {
      const PtnOrder *order = page->orders->pdata[i];

      if (ptn_uuid_equal (&order->id, &page->placed))
        return ptn_concierge_text (page->language, thanks[order->status]);
    }
  return "";
}

static const char *
fault_of (const PtnConciergePage *page)
{
  static const char *const keys[] = {
    [PTN_CONCIERGE_QUANTITY] = "fault.quantity",
    [PTN_CONCIERGE_OFFER] = "fault.offer",
    [PTN_CONCIERGE_AGAIN] = "fault.again",
    [PTN_CONCIERGE_MANY] = "fault.many",
  };

  return page->fault != PTN_CONCIERGE_FINE ? ptn_concierge_text (page->language, keys[page->fault])
                                           : "";
}

static const char *
find_text (const char *key, gpointer language)
{
  return ptn_concierge_text (GPOINTER_TO_INT (language), key);
}

/* Fills the page's template from @values, which are ended, and what every page has. @property:
 * empty where none may be named */
static char *
fill (GVariantDict *values, PtnLanguage language, const char *title, const char *property)
{
  g_autoptr (GVariant) ended = NULL;
  g_autoptr (GError)   error = NULL;
  char                *html;

  load_files_once ();
  add (values, "lang", ptn_language_names[language]);
  add (values, "title", title);
  add (values, "property", property);
  add (values, "style", style_href);
  g_variant_dict_insert_value (values, "languages", list_languages (language));
  ended = g_variant_ref_sink (g_variant_dict_end (values));
  html = ptn_template_fill (page_template, ended, find_text, GINT_TO_POINTER (language), &error);
  if (html == NULL)
    g_error ("page.html, %s",
             error->message); /* it is compiled in, and tests fill in every part of it */
  return html;
}

char *
ptn_concierge_page_html (const PtnConciergePage *page, const char *code)
{
  GVariantDict values = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&values, "message", "b", FALSE);
  g_variant_dict_insert (&values, "stay", "b", TRUE);
  add_taken (&values, "action", g_strconcat (PTN_CONCIERGE_PREFIX, code, NULL));
  add (&values, "thanks", thanks_of (page));
  add (&values, "fault", fault_of (page));
  add_stay (&values, page);
  g_variant_dict_insert (&values, "has_orders", "b", page->orders->len > 0);
  g_variant_dict_insert_value (&values, "orders", list_orders (page));
  g_variant_dict_insert_value (&values, "groups", list_groups (page));
  return fill (&values, page->language, page->property.name, page->property.name);
}

char *
ptn_concierge_message_html (PtnLanguage language, const char *key)
{
  g_autofree char *heading = g_strconcat (key, ".heading", NULL);
  g_autofree char *text = g_strconcat (key, ".text", NULL);
  GVariantDict     values = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&values, "message", "b", TRUE);
  g_variant_dict_insert (&values, "stay", "b", FALSE);
  add (&values, "heading", ptn_concierge_text (language, heading));
  add (&values, "text", ptn_concierge_text (language, text));
  return fill (&values, language, ptn_concierge_text (language, heading), "");
}

const char *
ptn_concierge_style_href (void)
{
  load_files_once ();
  return style_href;
}
