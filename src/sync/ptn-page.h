// SPDX-License-Identifier: GPL-3.0-or-later
// One page of the feed or one chunk of a snapshot, fetched and checked as a whole before anything
// of it is applied.
#pragma once

#include "ptn-link.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean    gone; /* 410: there is no such place in the feed any more; nothing else is set */
  PtnFeedHead head;
  GPtrArray  *rows; /* (element-type PtnFeedRow): of the kinds that this version knows */
  PtnFeedTail tail;
} PtnPage;

void ptn_page_clear (PtnPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnPage, ptn_page_clear)

/* The page of /v1/changes that follows @since. */
gboolean ptn_page_changes (PtnLink *link, PtnCursor since, PtnPage *page, GError **error);
/* The chunk of /v1/snapshot that follows the key @after at the position @at. @at: (nullable): NULL
 * for the first chunk */
gboolean ptn_page_snapshot (PtnLink         *link,
                            const PtnCursor *at,
                            const char      *after,
                            PtnPage         *page,
                            GError         **error);

G_END_DECLS
