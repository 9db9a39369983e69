// SPDX-License-Identifier: GPL-3.0-or-later
// What a person reads of a fault.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @error must say @expected, word for word; NULL: there must be none. An @expected that ends in ":
 * " is only the beginning: the words behind a syntax fault's place are yyjson's and change with its
 * version. */
void assert_message (const GError *error, const char *expected);

G_END_DECLS
