// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a sign-in, by field.
#include "ptn-sign-in-form.h"

#include <glib/gi18n.h>

#include "ui/common/ptn-words.h"

static gboolean
is_blank (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '\0';
}

void
ptn_sign_in_form_clear (PtnSignInForm *form)
{
  for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
    g_clear_pointer (&form->faults[field], g_free);
}

gboolean
ptn_sign_in_form_check (PtnSignInForm *form,
                        const char    *address,
                        const char    *login,
                        const char    *password)
{
  ptn_sign_in_form_clear (form);
  if (is_blank (address))
    form->faults[PTN_SIGN_IN_ADDRESS] = g_strdup (
        _ ("Enter the server’s address, like https://hotel.example"));
  if (is_blank (login))
    form->faults[PTN_SIGN_IN_LOGIN] = g_strdup (_ ("Enter your user name"));
  if (*password == '\0')
    form->faults[PTN_SIGN_IN_PASSWORD] = g_strdup (_ ("Enter your password"));
  return form->faults[PTN_SIGN_IN_ADDRESS] == NULL && form->faults[PTN_SIGN_IN_LOGIN] == NULL &&
         form->faults[PTN_SIGN_IN_PASSWORD] == NULL;
}

static PtnSignInField
field_of (const GError *error)
{
  if (error->domain == PTN_SYNC_ERROR &&
      (error->code == PTN_SYNC_ERROR_PASSWORD || error->code == PTN_SYNC_ERROR_THROTTLED ||
       error->code == PTN_SYNC_ERROR_SIGN_IN))
    return PTN_SIGN_IN_PASSWORD;
  return PTN_SIGN_IN_ADDRESS;
}

void
ptn_sign_in_form_refused (PtnSignInForm *form, const GError *error)
{
  ptn_sign_in_form_clear (form);
  form->faults[field_of (error)] = g_strdup (ptn_words_sync_error (error));
}
