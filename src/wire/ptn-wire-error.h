// SPDX-License-Identifier: GPL-3.0-or-later
// The error domain of src/wire.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_WIRE_ERROR (ptn_wire_error_quark ())

typedef enum
{
  PTN_WIRE_ERROR_INVALID,   /* not what the protocol says; the message begins with the path of the
                               fault: "/ops/3/hash: …" */
  PTN_WIRE_ERROR_TOO_LARGE, /* a limit of ptn-json.h or docs/protocol.md is exceeded */
} PtnWireError;

GQuark ptn_wire_error_quark (void);

G_END_DECLS
