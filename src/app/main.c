// SPDX-License-Identifier: GPL-3.0-or-later
// portineria: the front-office desk.
#include "config.h"

#include <gtk/gtk.h>
#include <libintl.h>
#include <locale.h>

#include "base/ptn-log.h"
#include "ptn-application.h"
#include "ui/common/ptn-ui.h"

static void
bind_texts (void)
{
  const char *dir = g_getenv ("PORTINERIA_LOCALE_DIR");

  bindtextdomain (GETTEXT_PACKAGE, dir != NULL ? dir : PTN_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  g_autoptr (PtnApplication) application = NULL;

  ptn_log_init ("portineria", FALSE);
  /* The language of the interface is our own setting: see ptn-language.h. */
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  bind_texts ();
  ptn_ui_init ();

  application = ptn_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
