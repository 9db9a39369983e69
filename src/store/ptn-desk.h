// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's data as the rest of the program sees it: opens the database, owns its writer and
// reader threads, and is the one file where threads meet (DESIGN §7). Methods are for the main
// thread unless they say otherwise.
#pragma once

#include <gio/gio.h>

#include "base/ptn-locale.h"
#include "model/ptn-order.h"
#include "model/ptn-property.h"
#include "model/ptn-stay.h"
#include "model/ptn-guest.h"
#include "ptn-changes.h"
#include "ptn-outbox.h"

G_BEGIN_DECLS

#define PTN_TYPE_DESK (ptn_desk_get_type ())
G_DECLARE_FINAL_TYPE (PtnDesk, ptn_desk, PTN, DESK, GObject)

/* Signals: "changed" (PtnChanges *): after each commit, on the main thread.
 * Properties (notify on the main thread): "pending" (guint: pending orders as shown, for the
 * sidebar), "waiting" (guint: operations that wait to be sent), "attention" (guint), "empty"
 * (boolean: no base yet). */

/* Opens or creates the database file @path, which no other desk may have open
 * (PTN_STORE_ERROR_IN_USE), and starts the threads. Returns: (transfer full) */
PtnDesk *ptn_desk_open (const char *path, GError **error);
/* Finishes what is queued, ends the threads and closes the database; blocks. Called by dispose as
 * well. */
void ptn_desk_close (PtnDesk *desk);

/* This device's id, made once. Any thread. */
void ptn_desk_device (PtnDesk *desk, PtnUuid *out);

/* A write: straight-line code that runs inside one transaction on the writer thread. It lists what
 * it changed in @changes. */
typedef gboolean (*PtnDeskWrite) (PtnDb *db, gpointer data, PtnChanges *changes, GError **error);
/* Runs @write and waits until it is durable. For the sync thread; local edits go before it. */
gboolean ptn_desk_write_sync (PtnDesk *desk, PtnDeskWrite write, gpointer data, GError **error);
/* The same in two halves, so that a thread can do something else while the writer writes. Every job
 * that was begun is ended, which waits for it; @data lives until then. Any thread but the writer's.
 * Returns: (transfer full): for ptn_desk_write_end() */
typedef struct _PtnDeskJob PtnDeskJob;
PtnDeskJob                *ptn_desk_write_begin (PtnDesk *desk, PtnDeskWrite write, gpointer data);
/* @job: (transfer full) */
gboolean ptn_desk_write_end (PtnDesk *desk, PtnDeskJob *job, GError **error);

/* Decisions: the callback runs when the operation is durable ("saved"). ptn_desk_decide_finish()
 * gives the operation's id, for undo. */
void     ptn_desk_decide (PtnDesk            *desk,
                          const PtnUuid      *user,
                          const PtnUuid      *order,
                          PtnDecision         decision,
                          GAsyncReadyCallback callback,
                          gpointer            user_data);
gboolean ptn_desk_decide_finish (PtnDesk *desk, GAsyncResult *result, PtnUuid *op, GError **error);
void     ptn_desk_undo (PtnDesk            *desk,
                        const PtnUuid      *user,
                        const PtnUuid      *op,
                        GAsyncReadyCallback callback,
                        gpointer            user_data);
gboolean ptn_desk_undo_finish (PtnDesk *desk, GAsyncResult *result, GError **error);
void     ptn_desk_dismiss_attention (PtnDesk *desk, gint64 key);

/* Bounded reads on the main thread's own connection. */

/* Everything that the details pane shows of one order. */
typedef struct
{
  PtnOrder       order; /* as confirmed by the server */
  PtnOrderStatus shown; /* with what waits in the outbox */
  gboolean       waiting;
  PtnGuest       guest;
  PtnStay        stay;
  char          *room; /* (nullable) number of the room of the current or first night */
  PtnTexts       room_type;
  GPtrArray     *decided_by; /* (element-type utf8): the user's name for each line of order.history;
                                NULL elements where the program did it */
} PtnOrderDetails;

void ptn_order_details_free (PtnOrderDetails *details);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnOrderDetails, ptn_order_details_free)
/* Returns: (transfer full) (nullable) */
PtnOrderDetails *ptn_desk_load_order (PtnDesk *desk, const PtnUuid *order, GError **error);
/* Returns: (transfer full) (nullable): NULL while there is no base */
PtnProperty *ptn_desk_load_property (PtnDesk *desk);
/* Returns: (transfer full) (nullable): free with ptn_record_free (&ptn_user_record, …) */
PtnUser *ptn_desk_load_user (PtnDesk *desk, const PtnUuid *user);
/* Operations that wait, by user: "sign in as … to send 3 changes". Returns: (transfer full): as
 * ptn_outbox_waiting() */
GHashTable *ptn_desk_load_waiting (PtnDesk *desk);
/* Returns: (transfer full) (element-type PtnAttention): free with g_ptr_array_unref() */
GPtrArray *ptn_desk_load_attention (PtnDesk *desk);

G_END_DECLS
