// SPDX-License-Identifier: GPL-3.0-or-later
// What a person reads of a fault.

#include "config.h"

#include "assert-message.h"

#include <string.h>

void
assert_message (const GError *error, const char *expected)
{
  g_autofree char *said = error != NULL ? g_strdup (error->message) : NULL;

  if (said != NULL && expected != NULL && g_str_has_suffix (expected, ": ") &&
      strlen (said) > strlen (expected))
    said[strlen (expected)] = '\0';
  g_assert_cmpstr (said, ==, expected);
}
