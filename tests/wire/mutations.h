// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged texts: what a reader gets from a broken peer, a cut connection or an attacker.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*MutationCheck) (const char *text, gsize length);

/* Calls @check with every truncation of @text, with every byte left out, with every bit of every
 * byte flipped, and with each byte replaced by each sign of JSON. Each lies in memory of exactly
 * its size, so that AddressSanitizer sees a read beyond it. */
void for_each_mutation (const char *text, MutationCheck check);

G_END_DECLS
