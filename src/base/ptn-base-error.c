// SPDX-License-Identifier: GPL-3.0-or-later
// The error domain of src/base.
#include "config.h"

#include "ptn-base-error.h"

G_DEFINE_QUARK (ptn_base_error, ptn_base_error)
