// SPDX-License-Identifier: GPL-3.0-or-later
// The first run.
#include "ptn-welcome.h"

struct _PtnWelcome
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (PtnWelcome, ptn_welcome, ADW_TYPE_BIN)

static void
ptn_welcome_class_init (PtnWelcomeClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/portineria/Portineria/ui/app/ptn-welcome.ui");
}

static void
ptn_welcome_init (PtnWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ptn_welcome_new (void)
{
  return g_object_new (PTN_TYPE_WELCOME, NULL);
}
