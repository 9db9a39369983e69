// SPDX-License-Identifier: GPL-3.0-or-later
// What a page of the feed and a chunk of a snapshot have in common: one read transaction, and where
// the feed stands in it.
#pragma once

#include "ptn-router.h"
#include "wire/ptn-feed.h"

G_BEGIN_DECLS

/* A page ends when it has grown to this size, however few rows it has. */
#define PTN_PAGE_BYTES (4 * 1024 * 1024)

typedef struct
{
  PtnDb    *db;
  gint64    property;
  PtnUuid   property_id;
  PtnCursor now;
  gint64    pruned; /* rows of the feed up to and including this one are gone */
  GString  *out;
} PtnPage;

/* Begins the read transaction. */
gboolean ptn_page_begin (PtnPage *page, PtnDb *db, gint64 property, GError **error);
void     ptn_page_end (PtnPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnPage, ptn_page_end)

/* Whether the feed can be continued from @cursor. */
gboolean ptn_page_serves (const PtnPage *page, PtnCursor cursor);
/* Begins the text of the page. */
void ptn_page_head (PtnPage *page, const PtnUuid *server, PtnCursor from);
/* Ends it and makes it the response. */
void ptn_page_answer (PtnPage *page, const PtnFeedTail *tail, PtnResponse *response);

/* The query's "limit", 1 to @max, else @usual where it is absent. */
gboolean
ptn_page_limit (const PtnRequest *request, gint64 usual, gint64 max, gint64 *limit, GError **error);
/* The query's cursor called @name. */
gboolean
ptn_page_cursor (const PtnRequest *request, const char *name, PtnCursor *cursor, GError **error);

G_END_DECLS
