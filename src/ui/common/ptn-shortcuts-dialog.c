// SPDX-License-Identifier: GPL-3.0-or-later
// The keyboard shortcuts, in words.
#include "ptn-shortcuts-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *accelerator;
} Shortcut;

static const Shortcut orders[] = {
  { N_ ("Confirm the selected orders"), "<Control>Return" },
  { N_ ("Cancel the selected orders"), "<Control>Delete" },
  { N_ ("Undo the last decision"), "<Control>z" },
  { N_ ("Show the order’s details"), "Return" },
  { N_ ("Show or hide the details"), "F9" },
  { N_ ("Contact the guest"), "<Control>m" },
  { N_ ("Open the order’s menu"), "<Shift>F10" },
  { N_ ("Select all orders"), "<Control>a" },
};

static const Shortcut finding[] = {
  { N_ ("Search"), "<Control>f" },
  { N_ ("Filter"), "<Control><Shift>f" },
  { N_ ("Try the server again"), "F5" },
};

static const Shortcut program[] = {
  { N_ ("Preferences"), "<Control>comma" },
  { N_ ("Keyboard shortcuts"), "<Control>question" },
  { N_ ("Main menu"), "F10" },
  { N_ ("Close the window"), "<Control>w" },
  { N_ ("Quit"), "<Control>q" },
};

static void
add_shortcut (AdwPreferencesGroup *group, const Shortcut *shortcut)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *keys;
  guint            key;
  GdkModifierType  modifiers;
  g_autofree char *label = NULL;

  gtk_accelerator_parse (shortcut->accelerator, &key, &modifiers);
  label = gtk_accelerator_get_label (key, modifiers);
  keys = gtk_label_new (label);
  gtk_widget_add_css_class (keys, "dimmed");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  adw_preferences_group_add (group, row);
}

static void
add_group (AdwPreferencesPage *page, const char *title, const Shortcut *shortcuts, gsize n)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  for (gsize i = 0; i < n; i++)
    add_shortcut (group, &shortcuts[i]);
  adw_preferences_page_add (page, group);
}

AdwDialog *
ptn_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  add_group (ADW_PREFERENCES_PAGE (page), _ ("Orders"), orders, G_N_ELEMENTS (orders));
  add_group (ADW_PREFERENCES_PAGE (page), C_ ("shortcuts", "Finding"), finding,
             G_N_ELEMENTS (finding));
  add_group (ADW_PREFERENCES_PAGE (page), "Portineria", program, G_N_ELEMENTS (program));

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_set_child (dialog, view);
  return dialog;
}
