// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged texts.

#include "config.h"

#include "mutations.h"

#include <string.h>

static const char signs[] = "{}[]\",:\\-0. \n";

static void
check_copy (const char *text, gsize length, MutationCheck check)
{
  g_autofree char *copy = g_memdup2 (text, length);

  check (copy, length);
}

void
for_each_mutation (const char *text, MutationCheck check)
{
  const gsize      length = strlen (text);
  g_autofree char *damaged = g_strdup (text);

  for (gsize i = 0; i < length; i++)
    {
      check_copy (text, i, check);
      memmove (damaged + i, text + i + 1, length - i);
      check_copy (damaged, length - 1, check);
      memcpy (damaged + i, text + i, length - i);
      for (int bit = 0; bit < 8; bit++)
        {
          damaged[i] = (char) (text[i] ^ 1 << bit);
          check_copy (damaged, length, check);
        }
      for (const char *sign = signs; *sign != '\0'; sign++)
        {
          damaged[i] = *sign;
          check_copy (damaged, length, check);
        }
      damaged[i] = text[i];
    }
}
