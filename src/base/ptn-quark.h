// SPDX-License-Identifier: GPL-3.0-or-later
// G_DEFINE_QUARK for an error domain of which several threads may be the first to speak.
#pragma once

#include <glib.h>

/* Defines @function, which returns the quark of @name. GLib's own macro keeps the quark in a plain
 * variable, which is a data race. */
#define PTN_DEFINE_QUARK(name, function)                                                           \
  GQuark function (void)                                                                           \
  {                                                                                                \
    return g_quark_from_static_string (name);                                                      \
  }
