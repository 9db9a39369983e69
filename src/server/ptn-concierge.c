// SPDX-License-Identifier: GPL-3.0-or-later
// The guest's own pages: requests, and what they read and write.
//
// A code is a guest's only credential. So an expired code looks like an unknown one, no page may be
// stored, framed or named to another site, and only unknown codes are counted against an address:
// the guests of a hotel share one, and a known code always works.

#include "config.h"

#include "ptn-concierge.h"

#include <libsoup/soup.h>
#include <string.h>

#include "base/ptn-date.h"
#include "ptn-concierge-store.h"
#include "ptn-concierge-text.h"
#include "ptn-concierge-throttle.h"
#include "ptn-stay-codes.h"

#define HTML "text/html; charset=utf-8"
#define POLICY                                                                                     \
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "    \
  "'none'"

static gboolean
find_language (const char *name, PtnLanguage *out)
{
  const PtnLanguage language = ptn_language_parse (name);

  /* Whatever is not ours is read as English. */
  if (name == NULL || g_ascii_strncasecmp (name, ptn_language_names[language],
                                           strlen (ptn_language_names[language])) != 0)
    return FALSE;
  *out = language;
  return TRUE;
}

/* The language that the guest switched to. */
static gboolean
chosen_language (const PtnRequest *request, PtnLanguage *out)
{
  return find_language (ptn_request_form (request, "lang"), out) ||
         find_language (ptn_request_query (request, "lang"), out);
}

/* For pages that know no guest: the browser's language. */
static PtnLanguage
browser_language (const PtnRequest *request)
{
  PtnLanguage language = PTN_LANGUAGE_EN;
  GSList     *accepted = NULL;

  if (chosen_language (request, &language) || request->accept_language == NULL)
    return language;
  accepted = soup_header_parse_quality_list (request->accept_language, NULL);
  for (GSList *at = accepted; at != NULL && !find_language (at->data, &language); at = at->next)
    ;
  soup_header_free_list (accepted);
  return language;
}

static void
guard (PtnResponse *response)
{
  ptn_response_header (response, "Cache-Control", "no-store");
  ptn_response_header (response, "Content-Security-Policy", POLICY);
  ptn_response_header (response, "Referrer-Policy", "no-referrer");
  ptn_response_header (response, "X-Content-Type-Options", "nosniff");
}

/* @html: (transfer full) */
static void
answer (PtnResponse *response, guint status, char *html)
{
  ptn_response_text (response, status, HTML, html);
  guard (response);
}

static void
answer_message (const PtnRequest *request, PtnResponse *response, guint status, const char *key)
{
  answer (response, status, ptn_concierge_message_html (browser_language (request), key));
}

static void
answer_unknown (const PtnRequest *request, PtnResponse *response)
{
  const gint64     wait = ptn_concierge_throttle (request->remote, ptn_clock_now ());
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, wait);

  if (wait == 0)
    {
      answer_message (request, response, 404, "unknown");
      return;
    }
  answer_message (request, response, 429, "many");
  ptn_response_header (response, "Retry-After", seconds);
}

static void
answer_failed (const PtnRequest *request, PtnResponse *response, const GError *error)
{
  const gboolean busy = g_error_matches (error, PTN_DB_ERROR, PTN_DB_ERROR_BUSY);

  g_warning ("concierge: %s", error->message);
  answer_message (request, response, busy ? 503 : 500, "failed");
}

static void
answer_style (PtnResponse *response)
{
  response->status = 200;
  response->content_type = "text/css; charset=utf-8";
  response->body = ptn_concierge_file ("concierge.css");
  ptn_response_header (response, "Cache-Control", "public, max-age=31536000, immutable");
  ptn_response_header (response, "X-Content-Type-Options", "nosniff");
}

static void
answer_ordered (PtnResponse            *response,
                const PtnConciergeLink *link,
                PtnLanguage             language,
                const PtnUuid          *order)
{
  char             id[PTN_UUID_TEXT_SIZE];
  g_autofree char *location = NULL;

  ptn_uuid_print (order, id);
  location = g_strdup_printf (PTN_CONCIERGE_PREFIX "%s?lang=%s&order=%s", link->code,
                              ptn_language_names[language], id);
  response->status = 303;
  ptn_response_header (response, "Location", location);
  guard (response);
}

static void
show (const PtnRequest       *request,
      const PtnConciergeLink *link,
      PtnConciergePage       *page,
      PtnResponse            *response)
{
  if (!ptn_uuid_parse (ptn_request_query (request, "order"), &page->placed))
    page->placed = (PtnUuid) { 0 };
  answer (response, page->fault == PTN_CONCIERGE_FINE ? 200 : 422,
          ptn_concierge_page_html (page, link->code));
}

/* One order, or none and @page says why. */
static gboolean
order (PtnWorker              *worker,
       const PtnConciergeLink *link,
       const PtnRequest       *request,
       PtnConciergePage       *page,
       PtnUuid                *id,
       GError                **error)
{
  const char *quantity = ptn_request_form (request, "quantity");
  PtnUuid     offer;

  page->fault = PTN_CONCIERGE_OFFER;
  if (!ptn_uuid_parse (ptn_request_form (request, "order"), id) || ptn_uuid_is_nil (id) ||
      !ptn_uuid_parse (ptn_request_form (request, "offer"), &offer))
    return TRUE;
  page->fault_offer = offer;
  page->quantity = quantity != NULL ? g_utf8_make_valid (quantity, -1) : NULL;
  if (!ptn_concierge_place (worker->db, link, id, &offer, quantity, &page->fault, error))
    return FALSE;
  if (page->fault == PTN_CONCIERGE_FINE)
    ptn_worker_changed (worker, link->property);
  return TRUE;
}

static void
handle_page (PtnWorker              *worker,
             const PtnConciergeLink *link,
             const PtnRequest       *request,
             PtnConciergePage       *page,
             PtnResponse            *response)
{
  g_autoptr (GError) error = NULL;
  PtnUuid            id;

  if (!ptn_concierge_load (worker->db, link, page, &error))
    {
      if (error == NULL)
        answer_unknown (request, response);
      else
        answer_failed (request, response, error);
      return;
    }
  if (!chosen_language (request, &page->language))
    page->language = (PtnLanguage) page->guest.language;
  if (!g_str_equal (request->method, "POST"))
    show (request, link, page, response);
  else if (!order (worker, link, request, page, &id, &error))
    answer_failed (request, response, error);
  else if (page->fault == PTN_CONCIERGE_FINE)
    answer_ordered (response, link, page->language, &id);
  else
    show (request, link, page, response);
}

void
ptn_concierge_handle (PtnWorker *worker, const PtnRequest *request, PtnResponse *response)
{
  static const char *const methods[] = { "GET", "HEAD", "POST", NULL };
  PtnConciergeLink         link = { .code = request->path + strlen (PTN_CONCIERGE_PREFIX) };
  g_autoptr (GError)       error = NULL;
  PtnConciergePage         page;

  if (!g_strv_contains (methods, request->method))
    {
      answer_message (request, response, 405, "method");
      ptn_response_header (response, "Allow", "GET, HEAD, POST");
      return;
    }
  if (g_str_equal (link.code, "concierge.css"))
    {
      answer_style (response);
      return;
    }
  if (!ptn_stay_code_find (worker->db, link.code, &link.property, &link.stay, &error))
    {
      if (error == NULL)
        answer_unknown (request, response);
      else
        answer_failed (request, response, error);
      return;
    }
  ptn_concierge_page_init (&page);
  handle_page (worker, &link, request, &page, response);
  ptn_concierge_page_clear (&page);
}
