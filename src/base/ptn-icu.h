// SPDX-License-Identifier: GPL-3.0-or-later
// What every caller of ICU in src/base needs; not for use outside it.
#pragma once

#include <glib.h>
#include <unicode/utypes.h>

/* The calls that go through here have constant or validated arguments: they fail only where ICU's
 * data is missing or memory is short, and then nothing can be shown at all. */
static inline void
ptn_icu_check (UErrorCode status, const char *call)
{
  if (U_FAILURE (status))
    g_error ("ICU cannot work here: %s: %s. Reinstall the ICU library and its data.", call,
             u_errorName (status));
}
