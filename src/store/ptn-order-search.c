// SPDX-License-Identifier: GPL-3.0-or-later
// Searching names. Guests are many: the trigram index finds any part of three characters or more in
// any script, and the index of folded names finds shorter beginnings. The names of offers are few:
// each is looked at.

#include "config.h"

#include "ptn-order-search.h"

#include <string.h>

#include "ptn-step.h"

/* The trigram tokenizer's shortest. */
#define PART_MIN 3

static void
add (guint8 *set, guint bit)
{
  set[bit >> 3] |= 1 << (bit & 7);
}

/* Returns: (transfer full): @text as one FTS5 string */
static char *
quote (const char *text)
{
  GString *quoted = g_string_new (text);

  g_string_replace (quoted, "\"", "\"\"", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static PtnStatement *
query_guests (PtnDb *db, const char *folded, GError **error)
{
  g_autofree char *pattern = NULL;

  if (g_utf8_strlen (folded, -1) < PART_MIN)
    /* U+10FFFF comes after whatever can follow the beginning. */
    return ptn_db_query (
        db, error, "SELECT row FROM guest WHERE folded >= $1 AND folded < $1 || char (1114111)",
        "t", folded);
  pattern = quote (folded);
  return ptn_db_query (db, error, "SELECT rowid FROM guest_fts WHERE guest_fts MATCH $1", "t",
                       pattern);
}

static gboolean
find_guests (PtnOrderSearch *search, PtnDb *db, const char *folded, GError **error)
{
  g_autoptr (PtnStatement) statement = query_guests (db, folded, error);
  gboolean                 ok, more;

  while ((ok = ptn_step (statement, &more, error)) && more)
    {
      const gint64 row = ptn_statement_int (statement, 0);

      if (row < search->n_guests)
        add (search->guests, row);
    }
  return ok;
}

static gboolean
find_names (PtnOrderSearch *search, PtnDb *db, const char *folded, GError **error)
{
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, "SELECT id, folded FROM offer_name",
                                                     "");
  /* Each name follows a line feed. */
  g_autofree char *beginning = g_strconcat ("\n", folded, NULL);
  const char      *part = g_utf8_strlen (folded, -1) < PART_MIN ? beginning : folded;
  gboolean         ok, more;

  while ((ok = ptn_step (statement, &more, error)) && more)
    {
      const gint64 id = ptn_statement_int (statement, 0);

      if (strstr (ptn_statement_text (statement, 1), part) != NULL)
        add (search->names, MIN (id, PTN_NAME_MAX));
    }
  return ok;
}

PtnOrderSearch *
ptn_order_search_new (const PtnOrderIndex *index, PtnDb *db, const char *folded, GError **error)
{
  g_autoptr (PtnOrderSearch) search = g_new0 (PtnOrderSearch, 1);

  search->n_guests = index->n_guests;
  search->guests = g_malloc0 (index->n_guests / 8 + 1);
  search->names = g_malloc0 (index->n_names / 8 + 1);
  return find_guests (search, db, folded, error) && find_names (search, db, folded, error)
             ? g_steal_pointer (&search)
             : NULL;
}

void
ptn_order_search_free (PtnOrderSearch *search)
{
  if (search == NULL)
    return;
  g_free (search->guests);
  g_free (search->names);
  g_free (search);
}
