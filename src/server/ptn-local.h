// SPDX-License-Identifier: GPL-3.0-or-later
// Local mode: the first start makes a property and its owner, unless a hotel was imported.
#pragma once

#include "db/ptn-db.h"

G_BEGIN_DECLS

/* What the new property is like; what is NULL comes from the user's locale and system. */
typedef struct
{
  const char *name;
  const char *currency;
  const char *time_zone;
} PtnLocalProperty;

/* Makes the property and its owner, a manager named after the system's user, where the database has
 * no property yet. FALSE with an error of PTN_BASE_ERROR where @property has what cannot be. Main
 * thread. */
gboolean ptn_local_prepare (PtnDb *db, const PtnLocalProperty *property, GError **error);

G_END_DECLS
