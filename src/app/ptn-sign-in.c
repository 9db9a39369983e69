// SPDX-License-Identifier: GPL-3.0-or-later
// The sign-in dialog.
#include "ptn-sign-in.h"

#include <glib/gi18n.h>

#include "ui/common/ptn-words.h"
#include "ui/settings/ptn-sign-in-form.h"

struct _PtnSignIn
{
  AdwDialog parent_instance;

  PtnConnection *connection;
  GCancellable  *cancellable; /* (nullable): while the server is asked */
  PtnSignInForm  form;

  GtkEditable *fields[PTN_N_SIGN_IN_FIELDS];
  GtkLabel    *faults[PTN_N_SIGN_IN_FIELDS];
  GtkEditable *address;
  GtkEditable *login;
  GtkEditable *password;
  GtkLabel    *address_fault;
  GtkLabel    *login_fault;
  GtkLabel    *password_fault;
  GtkWidget   *submit;
  GtkStack    *submit_stack;
};

G_DEFINE_FINAL_TYPE (PtnSignIn, ptn_sign_in, ADW_TYPE_DIALOG)

static void
paint_field (PtnSignIn *self, PtnSignInField field)
{
  GtkEditable   *entry = self->fields[field];
  GtkAccessible *text = GTK_ACCESSIBLE (gtk_editable_get_delegate (entry)); /* has the focus */
  GtkLabel      *fault = self->faults[field];
  const char    *words = self->form.faults[field];

  gtk_label_set_label (fault, words != NULL ? words : "");
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (fault), GTK_TYPE_LIST_BOX_ROW),
                          words != NULL);
  if (words != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_update_state (text, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
      gtk_accessible_update_relation (text, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, fault, NULL, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      gtk_accessible_reset_state (text, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (text, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
    }
}

static void
paint (PtnSignIn *self)
{
  gboolean busy = self->cancellable != NULL;

  for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
    {
      paint_field (self, field);
      gtk_editable_set_editable (self->fields[field], !busy);
    }
  gtk_widget_set_sensitive (self->submit, !busy);
  gtk_stack_set_visible_child_name (self->submit_stack, busy ? "busy" : "ready");
}

/* Takes the focus to the first field that something is wrong with. */
static void
focus_fault (PtnSignIn *self)
{
  for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
    if (self->form.faults[field] != NULL)
      {
        gtk_widget_grab_focus (GTK_WIDGET (self->fields[field]));
        return;
      }
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PtnSignIn) self = user_data;
  g_autoptr (GError)    error = NULL;
  gboolean done = ptn_connection_sign_in_finish (PTN_CONNECTION (source), result, &error);

  g_clear_object (&self->cancellable);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  ptn_sign_in_form_refused (&self->form, error);
  paint (self);
  focus_fault (self);
}

static void
submit_cb (PtnSignIn *self)
{
  const char *address = gtk_editable_get_text (self->address);
  const char *login = gtk_editable_get_text (self->login);
  const char *password = gtk_editable_get_text (self->password);

  if (self->cancellable != NULL)
    return;
  if (ptn_sign_in_form_check (&self->form, address, login, password))
    {
      self->cancellable = g_cancellable_new ();
      ptn_connection_sign_in (self->connection, address, login, password, self->cancellable,
                              signed_in_cb, g_object_ref (self));
    }
  paint (self);
  focus_fault (self);
}

/* Typing takes the complaint away. */
static void
edited_cb (PtnSignIn *self, GtkEditable *entry)
{
  for (int field = 0; field < PTN_N_SIGN_IN_FIELDS; field++)
    if (self->fields[field] == entry && self->form.faults[field] != NULL)
      {
        g_clear_pointer (&self->form.faults[field], g_free);
        paint_field (self, field);
      }
}

static void
back_cb (PtnSignIn *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
ptn_sign_in_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (PTN_SIGN_IN (dialog)->cancellable);
}

static void
ptn_sign_in_dispose (GObject *object)
{
  PtnSignIn *self = PTN_SIGN_IN (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  ptn_sign_in_form_clear (&self->form);
  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_SIGN_IN);
  G_OBJECT_CLASS (ptn_sign_in_parent_class)->dispose (object);
}

static void
ptn_sign_in_class_init (PtnSignInClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_sign_in_dispose;
  ADW_DIALOG_CLASS (klass)->closed = ptn_sign_in_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/portineria/Portineria/ui/app/ptn-sign-in.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, address);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, login);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, password);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, address_fault);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, login_fault);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, password_fault);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, submit);
  gtk_widget_class_bind_template_child (widget_class, PtnSignIn, submit_stack);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
}

static void
ptn_sign_in_init (PtnSignIn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fields[PTN_SIGN_IN_ADDRESS] = self->address;
  self->fields[PTN_SIGN_IN_LOGIN] = self->login;
  self->fields[PTN_SIGN_IN_PASSWORD] = self->password;
  self->faults[PTN_SIGN_IN_ADDRESS] = self->address_fault;
  self->faults[PTN_SIGN_IN_LOGIN] = self->login_fault;
  self->faults[PTN_SIGN_IN_PASSWORD] = self->password_fault;
}

AdwDialog *
ptn_sign_in_new (GSettings *settings, PtnConnection *connection)
{
  PtnSignIn       *self = g_object_new (PTN_TYPE_SIGN_IN, NULL);
  g_autofree char *server = g_settings_get_string (settings, "server");
  g_autofree char *login = g_settings_get_string (settings, "login");

  self->connection = g_object_ref (connection);
  if (!g_str_equal (server, PTN_SERVER_LOCAL))
    gtk_editable_set_text (self->address, server);
  gtk_editable_set_text (self->login, login);
  paint (self);
  adw_dialog_set_focus (ADW_DIALOG (self),
                        GTK_WIDGET (*gtk_editable_get_text (self->address) == '\0' ? self->address
                                    : *login == '\0'                               ? self->login
                                                     : self->password));
  return ADW_DIALOG (self);
}
