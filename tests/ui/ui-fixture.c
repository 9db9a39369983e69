// SPDX-License-Identifier: GPL-3.0-or-later
// A desk with a hotel's orders, a window, and waiting that ends.
#include "ui-fixture.h"

#include "store/ptn-order-row.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

/* A model that passes everything on and counts get_item(). */

#define UI_TYPE_COUNTED (ui_counted_get_type ())
G_DECLARE_FINAL_TYPE (UiCounted, ui_counted, UI, COUNTED, GObject)

struct _UiCounted
{
  GObject     parent_instance;
  GListModel *model;
  guint       n;
};

static void counted_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UiCounted,
                               ui_counted,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, counted_iface_init))

static GType
counted_type (GListModel *model)
{
  return g_list_model_get_item_type (UI_COUNTED (model)->model);
}

static guint
counted_n (GListModel *model)
{
  return g_list_model_get_n_items (UI_COUNTED (model)->model);
}

static gpointer
counted_get (GListModel *model, guint position)
{
  UI_COUNTED (model)->n++;
  return g_list_model_get_item (UI_COUNTED (model)->model, position);
}

static void
counted_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = counted_type;
  iface->get_n_items = counted_n;
  iface->get_item = counted_get;
}

static void
counted_dispose (GObject *object)
{
  g_clear_object (&UI_COUNTED (object)->model);
  G_OBJECT_CLASS (ui_counted_parent_class)->dispose (object);
}

static void
ui_counted_class_init (UiCountedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = counted_dispose;
}

static void
ui_counted_init (UiCounted *self)
{
}

static GListModel *
counted_new (GListModel *model)
{
  UiCounted *self = g_object_new (UI_TYPE_COUNTED, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
  return G_LIST_MODEL (self);
}

/* Waiting */

void
ui_wait_until (gboolean (*condition) (gpointer data), gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
painted_cb (GdkFrameClock *clock, guint *n)
{
  *n -= *n > 0;
}

static gboolean
is_zero (gpointer n)
{
  return *(guint *) n == 0;
}

void
ui_wait_frames (GtkWidget *widget, guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong         id = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &n);

  gdk_frame_clock_begin_updating (clock);
  ui_wait_until (is_zero, &n);
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, id);
}

static void
refilled_cb (PtnOrderList *list, gboolean *refilled)
{
  *refilled = TRUE;
}

void
ui_query (UiFixture *fixture, const PtnOrderQuery *query)
{
  gboolean refilled = FALSE;
  gulong   id = g_signal_connect (fixture->list, "refilled", G_CALLBACK (refilled_cb), &refilled);

  ptn_order_list_set_query (fixture->list, query);
  store_wait (&refilled);
  g_signal_handler_disconnect (fixture->list, id);
  if (gtk_widget_get_mapped (fixture->window))
    ui_wait_frames (fixture->window, 3);
}

/* The hotel */

/* As AdwApplication does for the program. */
static void
load_style (void)
{
  static GtkCssProvider *style = NULL;

  if (style != NULL)
    return;
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/org/portineria/Portineria/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/portineria/Portineria/icons");
}

void
ui_fixture_init (UiFixture *fixture, gint64 n_orders)
{
  g_autoptr (GError) error = NULL;
  PtnProperty       *property;
  PtnOrderQuery      query;

  load_style ();
  store_fixture_init (&fixture->store);
  ptn_synth_init (&fixture->synth, 7, n_orders);
  fixture->n_made = n_orders;
  fixture->desk = ptn_desk_open (fixture->store.path, &error);
  g_assert_no_error (error);
  store_load_desk (fixture->desk, &fixture->store, &fixture->synth, (PtnCursor) { 1, 1 });

  property = ptn_synth_property (&fixture->synth);
  fixture->locale = ptn_locale_new ("en_US", PTN_YEARS_OF_LOCALE);
  fixture->format = ptn_format_new (fixture->locale, property);
  ptn_record_free (&ptn_property_record, property);

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 700);
  fixture->list = ptn_order_list_new (fixture->desk, PTN_LANGUAGE_EN);
  fixture->counted = counted_new (G_LIST_MODEL (fixture->list));
  fixture->selection = ptn_order_selection_new (fixture->counted, G_MAXUINT);
  ptn_order_query_init (&query);
  ui_query (fixture, &query);
}

void
ui_fixture_clear (UiFixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->selection);
  g_clear_object (&fixture->counted);
  g_clear_object (&fixture->list);
  ptn_desk_close (fixture->desk);
  g_clear_object (&fixture->desk);
  g_clear_pointer (&fixture->format, ptn_format_unref);
  g_clear_pointer (&fixture->locale, ptn_locale_unref);
  store_fixture_clear (&fixture->store);
}

guint
ui_take_count (UiFixture *fixture)
{
  guint n = UI_COUNTED (fixture->counted)->n;

  UI_COUNTED (fixture->counted)->n = 0;
  return n;
}

static gboolean
apply (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  UiFixture            *fixture = data;
  g_autoptr (GPtrArray) rows = ptn_synth_rows_new ();
  /* Far after the last of the hotel's own, which are not quite in order. */
  PtnOrder *order = ptn_synth_order (&fixture->synth, fixture->n_made + 100);
  gint64    seq = 2 + fixture->n_made - fixture->synth.n_orders;

  ptn_synth_rows_add (rows, &ptn_order_record, &order->id, 1, seq, order);
  return ptn_replica_apply (db, rows, (PtnCursor) { 1, seq }, changes, error);
}

static gboolean
is_longer (gpointer data)
{
  UiFixture *fixture = data;

  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) == (guint) fixture->n_made;
}

void
ui_order_arrives (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  ptn_desk_write_sync (fixture->desk, apply, fixture, &error);
  g_assert_no_error (error);
  fixture->n_made++;
  ui_wait_until (is_longer, fixture);
  if (gtk_widget_get_mapped (fixture->window))
    ui_wait_frames (fixture->window, 3);
}

PtnUuid
ui_id_at (UiFixture *fixture, guint position)
{
  g_autoptr (PtnOrderRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  g_assert_nonnull (row);
  return *ptn_order_row_get_id (row);
}

GtkWidget *
ui_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ui_find (child, type);
  return found;
}

GtkWidget *
ui_find_styled (GtkWidget *widget, const char *style)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, style) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ui_find_styled (child, style);
  return found;
}
