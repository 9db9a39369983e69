// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the guest's pages in each language, and how amounts and dates are written in it.
// They are the server's own and not gettext's: one process answers each request in another
// language, and gettext has one language for the process.
#pragma once

#include "base/ptn-locale.h"
#include "model/ptn-record.h"

G_BEGIN_DECLS

/* All of these: any thread. */

/* Returns: (transfer none) (nullable): the text, NULL where there is no such key */
const char *ptn_concierge_text (PtnLanguage language, const char *key);
/* The text with @value in the place of {}. Returns: (transfer full) */
char *ptn_concierge_text_with (PtnLanguage language, const char *key, const char *value);
/* The text @key.one or @key.other with the number in the place of {}. Returns: (transfer full) */
char *ptn_concierge_text_count (PtnLanguage language, const char *key, gint64 n);
/* Every key of @language. Returns: (transfer container): sorted, NULL-terminated */
const char **ptn_concierge_text_keys (PtnLanguage language);

/* Returns: (transfer none) */
PtnLocale *ptn_concierge_locale (PtnLanguage language);

/* A file of data/concierge. Returns: (transfer full) */
GBytes *ptn_concierge_file (const char *name);

G_END_DECLS
