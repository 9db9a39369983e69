// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up hotel in a desk's database, staged as a snapshot from a server is.
#pragma once

#include "lib/ptn-synth.h"
#include "store/ptn-desk.h"

G_BEGIN_DECLS

/* Puts all of @synth into @desk, which has no base yet; ends the program where that fails. Main
 * thread; blocks. */
void ptn_load_desk (PtnDesk *desk, const PtnSynth *synth);

G_END_DECLS
