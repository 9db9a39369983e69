// SPDX-License-Identifier: GPL-3.0-or-later
// The reader thread's work, without its thread: the index of the orders and the lists that are
// answered from it.
#pragma once

#include "ptn-changes.h"
#include "ptn-order-query.h"
#include "ptn-order-update.h"

G_BEGIN_DECLS

typedef struct _PtnOrderReader PtnOrderReader;

/* Takes the answer for the list @list. @update: (transfer full) */
typedef void (*PtnOrderReaderFunc) (guint list, PtnOrderUpdate *update, gpointer user_data);

/* Reads @db, which must outlive it. Returns: (transfer full) */
PtnOrderReader *ptn_order_reader_new (PtnDb *db, PtnOrderReaderFunc func, gpointer user_data);
void            ptn_order_reader_free (PtnOrderReader *reader);

/* Opens the list where it is new and gives it another query. @query: (transfer full) */
void ptn_order_reader_query (PtnOrderReader  *reader,
                             guint            list,
                             PtnLanguage      language,
                             PtnOrderQuery   *query,
                             PtnOrderInstants instants,
                             guint            serial);
void ptn_order_reader_close (PtnOrderReader *reader, guint list);

/* Both inside one read transaction on the database: first brings the index to its state, where
 * @changes lists all that was committed since the last time; must not be interrupted, or the next
 * time reads everything. Then answers the lists that it concerns; PTN_DB_ERROR_INTERRUPTED leaves
 * those to the next time. */
gboolean ptn_order_reader_follow (PtnOrderReader   *reader,
                                  gint64            base,
                                  const PtnChanges *changes,
                                  GError          **error);
gboolean ptn_order_reader_answer (PtnOrderReader *reader, GError **error);

G_END_DECLS
