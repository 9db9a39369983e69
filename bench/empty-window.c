// SPDX-License-Identifier: GPL-3.0-or-later
// An empty libadwaita window, to compare with: empty-window WIDTH HEIGHT
// Prints what orders-window prints in the end.

#include "config.h"

#include <adwaita.h>
#include <stdlib.h>

#include "ptn-probe.h"

static int width, height;

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
always (G_GNUC_UNUSED GtkWidget *window)
{
  return TRUE;
}

static void
done (GtkApplication *application, GtkWidget *window, const PtnFirstFrame *first)
{
  ptn_probe_run (1500);
  ptn_probe_print (window, first);
  g_application_quit (G_APPLICATION (application));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("org.portineria.Empty",
                                                                G_APPLICATION_NON_UNIQUE);

  if (argc != 3)
    return EXIT_FAILURE;
  width = atoi (argv[1]);
  height = atoi (argv[2]);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  ptn_probe_first_frame (GTK_APPLICATION (application), always, done);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
