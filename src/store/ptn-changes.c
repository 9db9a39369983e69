// SPDX-License-Identifier: GPL-3.0-or-later
// What a write changed.

#include "config.h"

#include "ptn-changes.h"

#define LISTED_MAX 1000

void
ptn_changes_init (PtnChanges *changes)
{
  *changes = (PtnChanges) { .orders = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

void
ptn_changes_clear (PtnChanges *changes)
{
  g_clear_pointer (&changes->orders, g_array_unref);
  *changes = (PtnChanges) { 0 };
}

void
ptn_changes_order (PtnChanges *changes, gint64 row)
{
  if (changes->everything)
    return;
  if (changes->orders->len < LISTED_MAX)
    {
      g_array_append_val (changes->orders, row);
      return;
    }
  changes->everything = TRUE;
  g_array_set_size (changes->orders, 0);
}

gboolean
ptn_changes_any (const PtnChanges *changes)
{
  return changes->orders->len > 0 || changes->everything || changes->settings || changes->outbox;
}

void
ptn_changes_merge (PtnChanges *changes, const PtnChanges *more)
{
  changes->moved |= more->moved;
  changes->everything |= more->everything;
  changes->settings |= more->settings;
  changes->outbox |= more->outbox;
  for (guint i = 0; i < more->orders->len; i++)
    ptn_changes_order (changes, g_array_index (more->orders, gint64, i));
  if (changes->everything)
    g_array_set_size (changes->orders, 0);
}
