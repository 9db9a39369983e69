// SPDX-License-Identifier: GPL-3.0-or-later
// The error domain of src/base: what a caller would do differently, nothing finer.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_BASE_ERROR (ptn_base_error_quark ())

typedef enum
{
  PTN_BASE_ERROR_SYNTAX, /* the text is not of the form asked for: say so at the field */
  PTN_BASE_ERROR_RANGE,  /* understood, but outside what can be represented or is allowed */
} PtnBaseError;

GQuark ptn_base_error_quark (void);

G_END_DECLS
