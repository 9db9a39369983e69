// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a sign-in, by field: pure, no display.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PTN_SIGN_IN_ADDRESS,
  PTN_SIGN_IN_LOGIN,
  PTN_SIGN_IN_PASSWORD,
  PTN_N_SIGN_IN_FIELDS,
} PtnSignInField;

typedef struct
{
  char *faults[PTN_N_SIGN_IN_FIELDS]; /* (nullable): in words */
} PtnSignInForm;

void ptn_sign_in_form_clear (PtnSignInForm *form);
/* Before the server is asked. Returns: FALSE where a field is empty, and says so there */
gboolean ptn_sign_in_form_check (PtnSignInForm *form,
                                 const char    *address,
                                 const char    *login,
                                 const char    *password);
/* After the attempt failed with @error. */
void ptn_sign_in_form_refused (PtnSignInForm *form, const GError *error);

G_END_DECLS
