// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors of row ids and the difference between two of them.

#include "config.h"

#include "ptn-order-update.h"

#include <string.h>

/* Equal stretches of two vectors are compared in blocks of this many rows. */
#define BLOCK 1024

PtnRows *
ptn_rows_new (guint length)
{
  PtnRows *rows = g_malloc (sizeof (PtnRows) + sizeof (guint32) * (gsize) length);

  rows->ref_count = 1;
  rows->length = length;
  return rows;
}

PtnRows *
ptn_rows_shrink (PtnRows *rows, guint length)
{
  rows->length = length;
  return g_realloc (rows, sizeof (PtnRows) + sizeof (guint32) * (gsize) length);
}

PtnRows *
ptn_rows_ref (PtnRows *rows)
{
  g_atomic_int_inc (&rows->ref_count);
  return rows;
}

void
ptn_rows_unref (PtnRows *rows)
{
  if (rows != NULL && g_atomic_int_dec_and_test (&rows->ref_count))
    g_free (rows);
}

void
ptn_order_update_free (PtnOrderUpdate *update)
{
  if (update == NULL)
    return;
  ptn_rows_unref (update->rows);
  g_clear_pointer (&update->edits, g_array_unref);
  g_clear_pointer (&update->changed, g_array_unref);
  g_clear_pointer (&update->totals, g_array_unref);
  g_free (update);
}

/* How many rows are the same from @i and @j on. */
static guint
count_equal (const PtnRows *before, guint i, const PtnRows *after, guint j)
{
  const guint max = MIN (before->length - i, after->length - j);
  guint       n = 0;

  while (n + BLOCK <= max &&
         memcmp (before->at + i + n, after->at + j + n, BLOCK * sizeof (guint32)) == 0)
    n += BLOCK;
  while (n < max && before->at[i + n] == after->at[j + n])
    n++;
  return n;
}

/* Rows are numbered from 1. */
static guint32
row_at (const PtnRows *rows, guint position)
{
  return position < rows->length ? rows->at[position] : 0;
}

/* How many changed rows stand from @from on, before @stop: a row that stands next in the other
 * vector too does not go and come back. */
static guint
count_changed (const PtnRows *rows, guint from, GHashTable *changed, guint32 stop)
{
  guint n = 0;

  while (from + n < rows->length && rows->at[from + n] != stop &&
         g_hash_table_contains (changed, GUINT_TO_POINTER (rows->at[from + n])))
    n++;
  return n;
}

GArray *
ptn_rows_diff (const PtnRows *before, const PtnRows *after, GArray *changed, guint max)
{
  g_autoptr (GArray)     edits = g_array_new (FALSE, FALSE, sizeof (PtnEdit));
  g_autoptr (GHashTable) moved = g_hash_table_new (NULL, NULL);
  guint                  i = 0, j = 0;

  if (before == after)
    return g_steal_pointer (&edits);
  for (guint k = 0; k < changed->len; k++)
    g_hash_table_add (moved, GUINT_TO_POINTER (g_array_index (changed, guint32, k)));
  for (;;)
    {
      const guint equal = count_equal (before, i, after, j);
      PtnEdit     edit = { .position = j + equal };

      i += equal;
      j += equal;
      if (i == before->length && j == after->length)
        return g_steal_pointer (&edits);
      edit.added = count_changed (after, j, moved, row_at (before, i));
      if (edit.added == 0 || row_at (after, j + edit.added) != row_at (before, i))
        edit.removed = count_changed (before, i, moved, row_at (after, j));
      if (edit.removed > 0)
        edit.added = 0;
      i += edit.removed;
      j += edit.added;
      if (edit.removed + edit.added == 0 || edits->len == max)
        return NULL;
      g_array_append_val (edits, edit);
    }
}
