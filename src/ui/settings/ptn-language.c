// SPDX-License-Identifier: GPL-3.0-or-later
// The languages of the interface. gettext goes by the environment's LANGUAGE first and the thread's
// locale then, so both are set. At run time the main thread's locale changes (uselocale), and of
// the process's own only LC_MESSAGES, which nothing but gettext looks at, and that under glibc's
// lock: what other threads format and parse must not change under their hands.
#include "config.h"

#include "ptn-language.h"

#include <libintl.h>
#include <locale.h>

static const PtnInterfaceLanguage languages[] = {
  { "en", "English", "en_US.UTF-8" },
  { "it", "Italiano", "it_IT.UTF-8" },
  { "th", "ไทย", "th_TH.UTF-8" },
};

/* What the PC speaks, kept before anything is set. */
static char *system_language;

static const PtnInterfaceLanguage *
find (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (languages[i].code, code) == 0)
      return &languages[i];
  return NULL;
}

const PtnInterfaceLanguage *
ptn_interface_languages (gsize *n)
{
  *n = G_N_ELEMENTS (languages);
  return languages;
}

PtnLanguageState
ptn_interface_language_state (const PtnInterfaceLanguage *language, const char *catalogues)
{
  g_autofree char *file = g_build_filename (catalogues, language->code, "LC_MESSAGES",
                                            GETTEXT_PACKAGE ".mo", NULL);
  locale_t         locale = newlocale (LC_ALL_MASK, language->locale, (locale_t) 0);

  if (locale == (locale_t) 0)
    return PTN_LANGUAGE_NO_LOCALE;
  freelocale (locale);
  /* The texts are written in English: that needs no catalogue. */
  if (g_str_equal (language->code, "en") || g_file_test (file, G_FILE_TEST_EXISTS))
    return PTN_LANGUAGE_READY;
  return PTN_LANGUAGE_NO_CATALOGUE;
}

char *
ptn_interface_language_command (const PtnInterfaceLanguage *language, PtnLanguageState state)
{
  g_auto (GStrv)   parts = g_strsplit (language->locale, ".", 2);
  g_autofree char *dnf = g_find_program_in_path ("dnf");

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return g_strdup (
        "flatpak config --user --set languages '*' && flatpak update --user " PTN_APPLICATION_ID);
  if (state == PTN_LANGUAGE_NO_CATALOGUE)
    return g_strdup_printf (dnf != NULL ? "sudo dnf reinstall %s"
                                        : "sudo apt install --reinstall %s",
                            GETTEXT_PACKAGE);
  if (dnf != NULL)
    return g_strdup_printf ("sudo dnf install glibc-langpack-%s", language->code);
  return g_strdup_printf ("sudo localedef -i %s -f UTF-8 %s", parts[0], language->locale);
}

static void
set_environment (const PtnInterfaceLanguage *language)
{
  /* getenv() in other threads is safe beside this from glibc 2.41 on, which all systems with our
   * GTK have. */
  if (language != NULL)
    g_setenv ("LANGUAGE", language->code, TRUE);
  else if (system_language != NULL)
    g_setenv ("LANGUAGE", system_language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}

void
ptn_interface_language_start (const char *code)
{
  const PtnInterfaceLanguage *language = find (code);

  system_language = g_strdup (g_getenv ("LANGUAGE"));
  setlocale (LC_ALL, "");
  /* GLib decides once whether to translate, and would decline in C.UTF-8 for good. */
  if (g_str_has_prefix (setlocale (LC_MESSAGES, NULL), "C."))
    setlocale (LC_MESSAGES, "C");
  if (language != NULL && setlocale (LC_ALL, language->locale) != NULL)
    set_environment (language);
}

void
ptn_interface_language_use (const char *code)
{
  static locale_t             current = (locale_t) 0;
  const PtnInterfaceLanguage *language = find (code);
  locale_t next = newlocale (LC_ALL_MASK, language != NULL ? language->locale : "", (locale_t) 0);

  if (next == (locale_t) 0)
    return;
  set_environment (language);
  uselocale (next);
  if (current != (locale_t) 0)
    freelocale (current);
  current = next;
  setlocale (LC_MESSAGES, language != NULL ? language->locale : "");
  /* Tells gettext that the environment changed. */
  textdomain (GETTEXT_PACKAGE);
}

const char *
ptn_interface_language_locale (const char *code)
{
  const PtnInterfaceLanguage *language = find (code);

  return language != NULL ? language->locale : g_get_language_names ()[0];
}
