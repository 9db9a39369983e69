// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows where the data on this PC cannot be opened.
#include "ptn-fault.h"

struct _PtnFault
{
  AdwBin parent_instance;

  AdwStatusPage *status_page;
};

G_DEFINE_FINAL_TYPE (PtnFault, ptn_fault, ADW_TYPE_BIN)

static void
ptn_fault_class_init (PtnFaultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/portineria/Portineria/ui/app/ptn-fault.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnFault, status_page);
}

static void
ptn_fault_init (PtnFault *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ptn_fault_new (const char *words)
{
  PtnFault        *self = g_object_new (PTN_TYPE_FAULT, NULL);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_status_page_set_description (self->status_page, escaped);
  return GTK_WIDGET (self);
}
