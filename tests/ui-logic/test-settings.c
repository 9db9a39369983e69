// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in, the session that a keyring keeps, and the languages that can be chosen: without a
// display.
#include "config.h"

#include <glib/gstdio.h>

#include "app/ptn-keyring.h"
#include "ui/settings/ptn-language.h"
#include "ui/settings/ptn-sign-in-form.h"

static void
test_empty_fields (void)
{
  static const struct
  {
    const char *address, *login, *password;
    const char *faults[PTN_N_SIGN_IN_FIELDS];
  } cases[] = {
    { "https://hotel.example", "anna", "secret", { NULL, NULL, NULL } },
    { "",
      "anna",
      "secret",
      { "Enter the server’s address, like https://hotel.example", NULL, NULL } },
    { "  ",
      "anna",
      "secret",
      { "Enter the server’s address, like https://hotel.example", NULL, NULL } },
    { "https://hotel.example", " ", "secret", { NULL, "Enter your user name", NULL } },
    { "https://hotel.example", "anna", "", { NULL, NULL, "Enter your password" } },
    { "https://hotel.example", "anna", " ", { NULL, NULL, NULL } }, /* a blank is a password */
    { "",
      "",
      "",
      { "Enter the server’s address, like https://hotel.example", "Enter your user name",
        "Enter your password" } },
  };
  PtnSignInForm form = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean complete = TRUE;

      for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
        complete = complete && cases[i].faults[field] == NULL;
      g_assert_cmpint (ptn_sign_in_form_check (&form, cases[i].address, cases[i].login,
                                               cases[i].password),
                       ==, complete);
      for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
        g_assert_cmpstr (form.faults[field], ==, cases[i].faults[field]);
    }
  ptn_sign_in_form_clear (&form);
}

/* Each refusal stands at the field that a person can change. */
static void
test_refusals (void)
{
  static const struct
  {
    PtnSyncError   code;
    PtnSignInField field;
  } cases[] = {
    { PTN_SYNC_ERROR_ADDRESS, PTN_SIGN_IN_ADDRESS },
    { PTN_SYNC_ERROR_OFFLINE, PTN_SIGN_IN_ADDRESS },
    { PTN_SYNC_ERROR_STRANGER, PTN_SIGN_IN_ADDRESS },
    { PTN_SYNC_ERROR_PROTOCOL, PTN_SIGN_IN_ADDRESS },
    { PTN_SYNC_ERROR_PASSWORD, PTN_SIGN_IN_PASSWORD },
    { PTN_SYNC_ERROR_THROTTLED, PTN_SIGN_IN_PASSWORD },
    { PTN_SYNC_ERROR_SIGN_IN, PTN_SIGN_IN_PASSWORD },
  };
  PtnSignInForm form = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (PTN_SYNC_ERROR, cases[i].code, "words of case %u",
                                              (guint) i);

      ptn_sign_in_form_refused (&form, error);
      for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
        g_assert_cmpstr (form.faults[field], ==,
                         field == (int) cases[i].field ? error->message : NULL);
    }
  ptn_sign_in_form_clear (&form);
}

static void
test_session_text (void)
{
  PtnSession session = {
    .address = (char *) "https://hotel.example",
    .login = (char *) "anna",
    .name = (char *) "Anna; Rossi\n=[x] ยืนยัน",
    .role = PTN_ROLE_SUPERVISOR,
    .token = (char *) "to#ken",
    .refresh = (char *) " refresh ",
    .expires_at = G_GINT64_CONSTANT (1795337460000),
    .op_seq = 41,
  };
  g_autofree char       *text = NULL;
  g_autoptr (PtnSession) back = NULL;

  ptn_uuid_new (&session.server);
  ptn_uuid_new (&session.property);
  ptn_uuid_new (&session.user);
  text = ptn_session_to_text (&session);
  back = ptn_session_from_text (text);
  g_assert_nonnull (back);
  g_assert_cmpstr (back->address, ==, session.address);
  g_assert_cmpstr (back->login, ==, session.login);
  g_assert_cmpstr (back->name, ==, session.name);
  g_assert_cmpstr (back->token, ==, session.token);
  g_assert_cmpstr (back->refresh, ==, session.refresh);
  g_assert_cmpint (back->role, ==, session.role);
  g_assert_cmpint (back->expires_at, ==, session.expires_at);
  g_assert_cmpint (back->op_seq, ==, session.op_seq);
  g_assert_true (ptn_uuid_equal (&back->server, &session.server));
  g_assert_true (ptn_uuid_equal (&back->property, &session.property));
  g_assert_true (ptn_uuid_equal (&back->user, &session.user));

  g_assert_null (ptn_session_from_text (""));
  g_assert_null (ptn_session_from_text ("not a key file"));
  g_assert_null (ptn_session_from_text ("[session]\naddress=https://hotel.example\n"));
}

/* A language needs the C library's locale and, but for English, our texts; what is missing is named
 * with its command. */
static void
test_languages (void)
{
  PtnInterfaceLanguage        unknown = { "xx", "Klingon", "xx_XX.UTF-8" };
  g_autofree char            *empty = g_dir_make_tmp ("ptn-language-XXXXXX", NULL);
  g_autofree char            *command = NULL;
  gsize                       n;
  const PtnInterfaceLanguage *languages = ptn_interface_languages (&n);

  g_assert_cmpuint (n, ==, 3);
  for (gsize i = 0; i < n; i++)
    {
      gboolean english = g_str_equal (languages[i].code, "en");

      g_assert_cmpint (ptn_interface_language_state (&languages[i],
                                                     g_getenv ("PORTINERIA_LOCALE_DIR")),
                       ==, PTN_LANGUAGE_READY);
      g_assert_cmpint (ptn_interface_language_state (&languages[i], empty), ==,
                       english ? PTN_LANGUAGE_READY : PTN_LANGUAGE_NO_CATALOGUE);
    }
  g_assert_cmpint (ptn_interface_language_state (&unknown, empty), ==, PTN_LANGUAGE_NO_LOCALE);
  command = ptn_interface_language_command (&unknown, PTN_LANGUAGE_NO_LOCALE);
  g_assert_nonnull (strstr (command, "xx"));
  g_rmdir (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui-logic/sign-in/empty-fields", test_empty_fields);
  g_test_add_func ("/ui-logic/sign-in/refusals", test_refusals);
  g_test_add_func ("/ui-logic/session/text", test_session_text);
  g_test_add_func ("/ui-logic/languages", test_languages);
  return g_test_run ();
}
