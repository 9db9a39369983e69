// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting and searching names of all scripts alike on every desk (DESIGN §7, Search).
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sort key in ICU's root collation: comparing keys with memcmp() (a key that is a prefix of
 * another comes first, as SQLite compares blobs) orders names of all scripts alike on every desk.
 * @text: bytes that are not UTF-8 count as U+FFFD. Returns: (transfer full); any thread. */
GBytes *ptn_collation_key (const char *text);

/* The version that keys must be rebuilt for when it changes ("76.1/153.128": ICU's and the
 * collation data's). Returns: (transfer none); any thread. */
const char *ptn_collation_version (void);

/* Case and accents folded away, for prefix search: "Łukasz Ångström" is "lukasz angstrom". Marks
 * that are letters of their script stay (Thai vowels and tones, Indic vowels, kana voicing).
 * Compatibility forms become the plain ones.
 * @text: as above. Returns: (transfer full), UTF-8 in NFC; any thread. */
char *ptn_fold (const char *text);

G_END_DECLS
