// SPDX-License-Identifier: GPL-3.0-or-later
// Needs attention: operations that the server refused, until a person has looked at them.
#pragma once

#include "ptn-outbox.h"

G_BEGIN_DECLS

/* @current: (nullable): the order as it stands after all */
gboolean ptn_attention_add (PtnDb          *db,
                            const PtnUuid  *user,
                            PtnOpKind       kind,
                            const PtnUuid  *order,
                            PtnProblemType  problem,
                            const PtnOrder *current,
                            GError        **error);

G_END_DECLS
