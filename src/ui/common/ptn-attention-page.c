// SPDX-License-Identifier: GPL-3.0-or-later
// Needs attention.
#include "ptn-attention-page.h"

#include <glib/gi18n.h>

#include "ptn-words.h"

struct _PtnAttentionPage
{
  AdwNavigationPage parent_instance;

  PtnDesk   *desk;
  PtnFormat *format;
  gboolean   has_user;
  PtnUuid    user;
  GPtrArray *rows;
  guint      fill_id;

  GtkStack            *stack;
  AdwPreferencesGroup *waiting;
  AdwPreferencesGroup *refused;
};

G_DEFINE_FINAL_TYPE (PtnAttentionPage, ptn_attention_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  SHOW_ORDER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
name_of (PtnAttentionPage *self, const PtnUuid *user)
{
  PtnUser *found = ptn_uuid_is_nil (user) ? NULL : ptn_desk_load_user (self->desk, user);
  char    *name = found != NULL ? g_strdup (found->name) : NULL;

  if (found != NULL)
    ptn_record_free (&ptn_user_record, found);
  return name;
}

static AdwActionRow *
add_row (PtnAttentionPage    *self,
         AdwPreferencesGroup *group,
         const char          *title,
         const char          *subtitle)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
  return row;
}

static GtkWidget *
add_button (AdwActionRow *row, const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (row, button);
  return button;
}

static void
dismiss_cb (GtkWidget *button, PtnAttentionPage *self)
{
  gint64 *key = g_object_get_data (G_OBJECT (button), "key");

  ptn_desk_dismiss_attention (self->desk, *key);
}

static void
show_cb (GtkWidget *button, PtnAttentionPage *self)
{
  g_signal_emit (self, signals[SHOW_ORDER], 0, g_object_get_data (G_OBJECT (button), "order"));
}

static void
add_attention (PtnAttentionPage *self, const PtnAttention *attention)
{
  g_autofree char *title = ptn_words_attention_title (attention, self->format);
  g_autofree char *decided_by = name_of (self, &attention->decided_by);
  g_autofree char *reason = ptn_words_attention_reason (attention, self->format, decided_by);
  AdwActionRow    *row = add_row (self, self->refused, title, reason);
  GtkWidget       *show = add_button (row, "ptn-details-symbolic", _ ("Show the Order"));
  GtkWidget       *dismiss = add_button (row, "window-close-symbolic", _ ("Dismiss"));

  g_object_set_data_full (G_OBJECT (show), "order", g_memdup2 (&attention->order, sizeof (PtnUuid)),
                          g_free);
  g_object_set_data_full (G_OBJECT (dismiss), "key", g_memdup2 (&attention->key, sizeof (gint64)),
                          g_free);
  g_signal_connect_object (show, "clicked", G_CALLBACK (show_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (dismiss, "clicked", G_CALLBACK (dismiss_cb), self, G_CONNECT_DEFAULT);
}

static void
add_waiting (PtnAttentionPage *self, const PtnUuid *user, guint n)
{
  g_autofree char *name = name_of (self, user);
  /* Translators: a colleague's name */
  g_autofree char *title = g_strdup_printf (_ ("Sign in as %s"),
                                            name != NULL ? name : _ ("somebody"));
  g_autofree char *subtitle =
      g_strdup_printf (ngettext ("to send %u change that was made on this PC",
                                 "to send %u changes that were made on this PC", n),
                       n);
  AdwActionRow *row = add_row (self, self->waiting, title, subtitle);
  GtkWidget    *button = gtk_button_new_with_mnemonic (_ ("_Sign In…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.sign-in");
  adw_action_row_add_suffix (row, button);
}

static void
clear (PtnAttentionPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
fill (PtnAttentionPage *self)
{
  g_autoptr (GPtrArray)  attention = ptn_desk_load_attention (self->desk);
  g_autoptr (GHashTable) waiting = ptn_desk_load_waiting (self->desk);
  GHashTableIter         iter;
  gpointer               user, n;
  guint                  n_waiting = 0;

  clear (self);
  g_hash_table_iter_init (&iter, waiting);
  while (g_hash_table_iter_next (&iter, &user, &n))
    if (!self->has_user || !ptn_uuid_equal (user, &self->user))
      {
        add_waiting (self, user, GPOINTER_TO_INT (n));
        n_waiting++;
      }
  for (guint i = 0; i < attention->len; i++)
    add_attention (self, g_ptr_array_index (attention, i));

  gtk_widget_set_visible (GTK_WIDGET (self->waiting), n_waiting > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->refused), attention->len > 0);
  gtk_stack_set_visible_child_name (self->stack, self->rows->len > 0 ? "list" : "empty");
}

static gboolean
fill_cb (gpointer user_data)
{
  PtnAttentionPage *self = user_data;

  self->fill_id = 0;
  fill (self);
  return G_SOURCE_REMOVE;
}

static void
queue_fill (PtnAttentionPage *self)
{
  if (self->fill_id == 0)
    self->fill_id = g_idle_add (fill_cb, self);
}

static void
desk_changed_cb (PtnAttentionPage *self, PtnChanges *changes)
{
  if (changes->outbox || changes->settings || changes->everything)
    queue_fill (self);
}

static void
ptn_attention_page_dispose (GObject *object)
{
  PtnAttentionPage *self = PTN_ATTENTION_PAGE (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_ATTENTION_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->format, ptn_format_unref);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ptn_attention_page_parent_class)->dispose (object);
}

static void
ptn_attention_page_class_init (PtnAttentionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ptn_attention_page_dispose;

  signals[SHOW_ORDER] = g_signal_new ("show-order", PTN_TYPE_ATTENTION_PAGE, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/common/ptn-attention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PtnAttentionPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PtnAttentionPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, PtnAttentionPage, refused);
}

static void
ptn_attention_page_init (PtnAttentionPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
ptn_attention_page_new (PtnDesk *desk, PtnLocale *locale)
{
  PtnAttentionPage *self = g_object_new (PTN_TYPE_ATTENTION_PAGE, NULL);
  PtnProperty      *property = ptn_desk_load_property (desk);

  self->desk = g_object_ref (desk);
  self->format = ptn_format_new (locale, property);
  if (property != NULL)
    ptn_record_free (&ptn_property_record, property);
  g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}

void
ptn_attention_page_set_user (PtnAttentionPage *self, const PtnUuid *user)
{
  self->has_user = user != NULL;
  if (user != NULL)
    self->user = *user;
  queue_fill (self);
}
