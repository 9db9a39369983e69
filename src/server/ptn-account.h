// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever signs in: the property and the user.
#pragma once

#include "db/ptn-db.h"
#include "model/ptn-property.h"

G_BEGIN_DECLS

typedef struct
{
  gint64  property;
  PtnUuid property_id;
  PtnUuid user;
  char   *login;
  char   *name;
  int     role; /* PtnRole */
} PtnAccount;

void ptn_account_clear (PtnAccount *account);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnAccount, ptn_account_clear)

/* Fills in the property @id; with the nil one, the server's only one. FALSE with PTN_WIRE_ERROR at
 * "/property" where there is none such or several, or with PTN_DB_ERROR. */
gboolean
ptn_account_find_property (PtnDb *db, const PtnUuid *id, PtnAccount *account, GError **error);
/* Fills in the property's user @id. FALSE with @error set on an error, FALSE without where there is
 * none who is active. */
gboolean ptn_account_find_user (PtnDb *db, const PtnUuid *id, PtnAccount *account, GError **error);
/* The same for the property's owner: the active manager that it has had for longest. */
gboolean ptn_account_find_owner (PtnDb *db, PtnAccount *account, GError **error);

G_END_DECLS
