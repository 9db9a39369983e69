// SPDX-License-Identifier: GPL-3.0-or-later
// Needs attention: what the server refused or somebody else decided first, and what waits for a
// colleague to sign in.
#pragma once

#include <adwaita.h>

#include "store/ptn-desk.h"

G_BEGIN_DECLS

#define PTN_TYPE_ATTENTION_PAGE (ptn_attention_page_get_type ())
G_DECLARE_FINAL_TYPE (PtnAttentionPage, ptn_attention_page, PTN, ATTENTION_PAGE, AdwNavigationPage)

/* Signal "show-order" (PtnUuid *): the person wants to look at this order. The page expects an
 * action "app.sign-in". */
GtkWidget *ptn_attention_page_new (PtnDesk *desk, PtnLocale *locale);
/* Who is signed in: what they have waiting goes by itself. @user: (nullable) */
void ptn_attention_page_set_user (PtnAttentionPage *self, const PtnUuid *user);

G_END_DECLS
