// SPDX-License-Identifier: GPL-3.0-or-later
// The error domain of src/base.
#include "config.h"

#include "ptn-base-error.h"

#include "ptn-quark.h"

PTN_DEFINE_QUARK ("ptn-base-error-quark", ptn_base_error_quark)
