// SPDX-License-Identifier: GPL-3.0-or-later
// Guest activity › Orders. The page gathers facts, lets ptn-orders-state compute what to show, and
// paints that. Whatever the first frame does not need (cards, details, filter) is made when it is
// first wanted.
#include "ptn-order-cards.h"
#include "ptn-order-table.h"
#include "ptn-order-totals-bar.h"
#include "ptn-orders-page-private.h"
#include "ptn-orders-status.h"
#include "ui/common/ptn-words.h"

/* Rows of the first frame, what a window of the usual size shows; the rest follows right after it
 * (DESIGN §7). */
#define FIRST_ROWS 15

G_DEFINE_FINAL_TYPE (PtnOrdersPage, ptn_orders_page, ADW_TYPE_NAVIGATION_PAGE)

enum
{
  PROP_NARROW = 1,
  PROP_TIGHT,
  N_PROPS
};

enum
{
  OUTDATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

/* What is shown */

static PtnOrdersFacts
gather_facts (PtnOrdersPage *self, const GError *error)
{
  PtnOrdersFacts facts = {
    .local = self->local,
    .closed = self->closed,
    .has_user = self->has_user,
    .sync_error = -1,
  };
  gboolean empty;
  int      sync;

  g_object_get (self->sync, "state", &sync, NULL);
  g_object_get (self->desk, "empty", &empty, "waiting", &facts.n_waiting, NULL);
  g_object_get (self->list, "loading", &facts.list_loading, NULL);
  facts.sync = sync;
  if (error != NULL)
    {
      if (error->domain == PTN_SYNC_ERROR)
        facts.sync_error = error->code;
      facts.sync_message = ptn_words_sync_error (error);
    }
  facts.has_base = !empty;
  facts.narrowed = ptn_order_query_narrows (ptn_order_list_get_query (self->list));
  facts.n_orders = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  return facts;
}

static void status_clicked_cb (PtnOrdersPage *self);

static void
paint_status (PtnOrdersPage *self, const PtnOrdersFacts *facts)
{
  GtkWidget *status = adw_bin_get_child (self->status);
  double     progress;

  if (status == NULL)
    {
      status = ptn_orders_status_new ();
      g_signal_connect_object (status, "clicked", G_CALLBACK (status_clicked_cb), self,
                               G_CONNECT_SWAPPED);
      adw_bin_set_child (self->status, status);
    }
  g_object_get (self->sync, "progress", &progress, NULL);
  ptn_orders_status_show (PTN_ORDERS_STATUS (status), &self->state, facts, progress);
}

static void
paint_banner (PtnOrdersPage *self, const PtnOrdersFacts *facts)
{
  g_autofree char *words = ptn_orders_state_banner (&self->state, facts);
  const char      *button = ptn_orders_remedy_label (self->state.banner_remedy);

  if (self->state.banner != PTN_ORDERS_BANNER_NONE)
    {
      adw_banner_set_title (self->banner, words);
      adw_banner_set_button_label (self->banner, *button != '\0' ? button : NULL);
    }
  adw_banner_set_revealed (self->banner, self->state.banner != PTN_ORDERS_BANNER_NONE);
}

static void
paint (PtnOrdersPage *self)
{
  g_autoptr (GError) error = NULL;
  PtnOrdersFacts     facts;

  g_object_get (self->sync, "error", &error, NULL);
  facts = gather_facts (self, error);
  self->state = ptn_orders_state_compute (&facts);
  if (self->state.view != PTN_ORDERS_VIEW_LIST)
    paint_status (self, &facts);
  gtk_stack_set_visible_child_name (self->stack,
                                    self->state.view == PTN_ORDERS_VIEW_LIST ? "list" : "status");
  paint_banner (self, &facts);
  gtk_widget_set_sensitive (self->search_button, self->state.can_narrow);
  gtk_widget_set_sensitive (GTK_WIDGET (self->filter_button), self->state.can_narrow);
  adw_toolbar_view_set_reveal_bottom_bars (self->toolbar_view,
                                           self->state.view == PTN_ORDERS_VIEW_LIST);
}

static gboolean
paint_cb (gpointer user_data)
{
  PtnOrdersPage *self = user_data;

  self->paint_id = 0;
  paint (self);
  return G_SOURCE_REMOVE;
}

void
ptn_orders_page_queue_paint (PtnOrdersPage *self)
{
  if (self->paint_id == 0)
    self->paint_id = g_idle_add (paint_cb, self);
}

static void
totals_changed_cb (PtnOrdersPage *self)
{
  ptn_order_totals_bar_show (PTN_ORDER_TOTALS_BAR (self->totals_bar),
                             ptn_order_list_get_totals (self->list), self->format);
}

/* Layout */

void
ptn_orders_page_show_position (PtnOrdersPage *self, guint position, gboolean focus)
{
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->selection)))
    return;
  if (self->narrow)
    ptn_order_cards_show (PTN_ORDER_CARDS (self->cards), position, focus);
  else
    ptn_order_table_show (PTN_ORDER_TABLE (self->table), position, focus);
}

gboolean
ptn_orders_page_has_focus_in (PtnOrdersPage *self, GtkWidget *widget)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && widget != NULL &&
         (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
ptn_orders_page_rescue_focus (PtnOrdersPage *self)
{
  gtk_widget_grab_focus (self->state.view == PTN_ORDERS_VIEW_LIST ? GTK_WIDGET (self)
                                                                  : self->search_button);
}

static GtkWidget *
ensure_layout (PtnOrdersPage *self)
{
  GtkWidget **layout = self->narrow ? &self->cards : &self->table;

  if (*layout != NULL)
    return *layout;
  if (self->narrow)
    *layout = ptn_order_cards_new (self->selection, self->format);
  else
    {
      *layout = ptn_order_table_new (self->selection, self->format,
                                     ptn_order_list_get_query (self->list));
      g_signal_connect_object (*layout, "sort-changed", G_CALLBACK (ptn_orders_page_sort_changed),
                               self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (*layout, "activate", G_CALLBACK (ptn_orders_page_row_activated), self,
                           G_CONNECT_SWAPPED);
  g_object_ref_sink (*layout);
  return *layout;
}

static void
show_layout (PtnOrdersPage *self)
{
  GtkWidget     *layout = ensure_layout (self);
  GtkAdjustment *scroll = self->narrow ? ptn_order_cards_get_scroll (PTN_ORDER_CARDS (layout))
                                       : ptn_order_table_get_scroll (PTN_ORDER_TABLE (layout));

  ptn_order_news_set_layout (self->news, layout, scroll);
}

static void
show_top_cb (PtnOrdersPage *self)
{
  ptn_orders_page_show_position (self, 0, FALSE);
}

static void
set_narrow (PtnOrdersPage *self, gboolean narrow)
{
  PtnUuid  only;
  gboolean one = ptn_order_choice_bar_get_only (PTN_ORDER_CHOICE_BAR (self->choice_bar), &only);

  self->narrow = narrow;
  show_layout (self);
  if (self->details_open)
    {
      adw_bottom_sheet_set_open (self->bottom_sheet, FALSE);
      adw_overlay_split_view_set_show_sidebar (self->split_view, FALSE);
      ptn_orders_page_open_details (self, TRUE);
    }
  if (one)
    ptn_orders_page_show_position (self, ptn_order_list_find (self->list, &only), FALSE);
}

static gboolean
grow_cb (gpointer user_data)
{
  PtnOrdersPage *self = PTN_ORDERS_PAGE (user_data);

  self->grow_id = 0;
  ptn_order_selection_show_all (self->selection);
  return G_SOURCE_REMOVE;
}

/* Binding rows that cannot be seen yet waits until the first frame is on the screen. It keeps no
 * page alive: what reads the desk has to go with it. */
static void
after_paint_cb (GdkFrameClock *clock, PtnOrdersPage *self)
{
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, self);
  if (self->grow_id == 0)
    self->grow_id = g_idle_add_full (G_PRIORITY_LOW, grow_cb, self, NULL);
}

static void
ptn_orders_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ptn_orders_page_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (after_paint_cb), widget, G_CONNECT_DEFAULT);
}

static gboolean
ptn_orders_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (ensure_layout (PTN_ORDERS_PAGE (widget)));
}

static void
banner_clicked_cb (PtnOrdersPage *self)
{
  ptn_orders_page_apply_remedy (self, self->state.banner_remedy);
}

static void
status_clicked_cb (PtnOrdersPage *self)
{
  ptn_orders_page_apply_remedy (self, self->state.view_remedy);
}

/* The desk's data changed */

static void
desk_changed_cb (PtnOrdersPage *self, PtnChanges *changes)
{
  ptn_order_choice_bar_refresh (PTN_ORDER_CHOICE_BAR (self->choice_bar));
  ptn_orders_page_queue_paint (self);

  if (changes->settings || changes->everything)
    {
      PtnProperty *property = ptn_desk_load_property (self->desk);
      gboolean     same = property != NULL && self->property != NULL &&
                      ptn_record_equal (&ptn_property_record, property, self->property);

      if (!same && property != self->property)
        g_signal_emit (self, signals[OUTDATED], 0);
      if (property != NULL)
        ptn_record_free (&ptn_property_record, property);
    }
}

static void
ptn_orders_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, PTN_ORDERS_PAGE (object)->narrow);
      break;
    case PROP_TIGHT:
      g_value_set_boolean (value, PTN_ORDERS_PAGE (object)->tight);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ptn_orders_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NARROW:
      set_narrow (PTN_ORDERS_PAGE (object), g_value_get_boolean (value));
      break;
    case PROP_TIGHT:
      PTN_ORDERS_PAGE (object)->tight = g_value_get_boolean (value);
      ptn_orders_page_tighten (PTN_ORDERS_PAGE (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ptn_orders_page_dispose (GObject *object)
{
  PtnOrdersPage *self = PTN_ORDERS_PAGE (object);

  g_clear_handle_id (&self->paint_id, g_source_remove);
  g_clear_handle_id (&self->grow_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), PTN_TYPE_ORDERS_PAGE);
  g_clear_object (&self->table);
  g_clear_object (&self->cards);
  g_clear_object (&self->pane);
  g_clear_object (&self->decider);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->sync);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->format, ptn_format_unref);
  if (self->property != NULL)
    ptn_record_free (&ptn_property_record, g_steal_pointer (&self->property));
  G_OBJECT_CLASS (ptn_orders_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, bottom_sheet);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, split_view);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, toolbar_view);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, window_title);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, filter_button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, details_button);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, filter_revealer);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, filter_label);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, banner);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, news);
  gtk_widget_class_bind_template_child (widget_class, PtnOrdersPage, status);
}

static void
ptn_orders_page_class_init (PtnOrdersPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ptn_orders_page_get_property;
  object_class->set_property = ptn_orders_page_set_property;
  object_class->dispose = ptn_orders_page_dispose;
  widget_class->map = ptn_orders_page_map;
  widget_class->grab_focus = ptn_orders_page_grab_focus;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TIGHT] = g_param_spec_boolean ("tight", NULL, NULL, FALSE,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The property's name, language or time zone is another one: a new page must take this one's
   * place. */
  signals[OUTDATED] = g_signal_new ("outdated", PTN_TYPE_ORDERS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (PTN_TYPE_ORDER_NEWS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/portineria/Portineria/ui/orders/ptn-orders-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_top_cb);
  ptn_orders_page_bind_query (widget_class);
  ptn_orders_page_bind_details (widget_class);
  ptn_orders_page_install_actions (widget_class);
}

static void
ptn_orders_page_init (PtnOrdersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ptn_orders_page_init_query (self);
}

static void
add_bars (PtnOrdersPage *self)
{
  self->choice_bar = ptn_order_choice_bar_new (self->desk, self->selection, self->format);
  self->totals_bar = ptn_order_totals_bar_new ();
  adw_toolbar_view_add_bottom_bar (self->toolbar_view, self->choice_bar);
  adw_toolbar_view_add_bottom_bar (self->toolbar_view, self->totals_bar);
  g_signal_connect_object (self->choice_bar, "changed", G_CALLBACK (ptn_orders_page_choice_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice_bar, "decide", G_CALLBACK (ptn_orders_page_decide), self,
                           G_CONNECT_SWAPPED);
}

static void
follow (PtnOrdersPage *self)
{
  g_signal_connect_object (self->desk, "changed", G_CALLBACK (desk_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify", G_CALLBACK (ptn_orders_page_queue_paint), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "notify", G_CALLBACK (ptn_orders_page_queue_paint), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (ptn_orders_page_queue_paint),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (ptn_orders_page_queue_paint),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "totals-changed", G_CALLBACK (totals_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
ptn_orders_page_new (PtnDesk             *desk,
                     PtnSync             *sync,
                     PtnLocale           *locale,
                     gboolean             local,
                     gboolean             closed,
                     const PtnOrderQuery *query)
{
  PtnOrdersPage *self = g_object_new (PTN_TYPE_ORDERS_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->sync = g_object_ref (sync);
  self->local = local;
  self->closed = closed;
  self->property = ptn_desk_load_property (desk);
  self->format = ptn_format_new (locale, self->property);
  self->list = ptn_order_list_new (desk, ptn_format_language (self->format));
  ptn_orders_page_begin_query (self, query);
  self->selection = ptn_order_selection_new (G_LIST_MODEL (self->list), FIRST_ROWS);
  self->decider = ptn_order_decider_new (desk, GTK_WIDGET (self));
  if (self->property != NULL)
    adw_window_title_set_subtitle (self->window_title, self->property->name);

  add_bars (self);
  show_layout (self);
  ptn_order_news_watch (self->news, G_LIST_MODEL (self->list));
  follow (self);
  totals_changed_cb (self);
  ptn_orders_page_choice_changed (self);
  ptn_orders_page_paint_query (self);
  paint (self);
  return GTK_WIDGET (self);
}

void
ptn_orders_page_set_user (PtnOrdersPage *self, const PtnUuid *user)
{
  self->has_user = user != NULL;
  if (user != NULL)
    self->user = *user;
  ptn_orders_page_queue_paint (self);
}

void
ptn_orders_page_show_order (PtnOrdersPage *self, const PtnUuid *order)
{
  guint position = ptn_order_list_find (self->list, order);

  if (position == GTK_INVALID_LIST_POSITION)
    {
      ptn_orders_page_show_all (self);
      position = ptn_order_list_find (self->list, order);
    }
  if (position == GTK_INVALID_LIST_POSITION)
    return;
  ptn_order_selection_show_all (self->selection);
  ptn_orders_page_show_position (self, position, TRUE);
  ptn_orders_page_row_activated (self, position);
}

const PtnOrderQuery *
ptn_orders_page_get_query (PtnOrdersPage *self)
{
  return ptn_order_list_get_query (self->list);
}
