// SPDX-License-Identifier: GPL-3.0-or-later
// What the rest of src/store asks of the desk. Main thread.
#pragma once

#include "ptn-desk.h"
#include "ptn-order-query.h"
#include "ptn-order-update.h"

G_BEGIN_DECLS

/* The main thread's own connection, for bounded reads. Returns: (transfer none) */
PtnDb *ptn_desk_get_db (PtnDesk *desk);

/* Queues a local edit; @task is returned TRUE or with the error when it is durable. @data must live
 * as long as @task does; @task: (transfer full) */
void ptn_desk_write_async (PtnDesk *desk, PtnDeskWrite write, gpointer data, GTask *task);

/* Takes an answer of the reader, on the main thread. @update: (transfer full) */
typedef void (*PtnOrderUpdateFunc) (PtnOrderUpdate *update, gpointer user_data);

/* Opens a list at the reader; nothing comes before the first query. Returns: its number */
guint ptn_desk_open_orders (PtnDesk           *desk,
                            PtnLanguage        language,
                            PtnOrderUpdateFunc func,
                            gpointer           user_data);
/* Asks for another answer; one that is not there yet is given up. */
void ptn_desk_query_orders (PtnDesk             *desk,
                            guint                list,
                            const PtnOrderQuery *query,
                            PtnOrderInstants     instants,
                            guint                serial);
/* Nothing comes after this. */
void ptn_desk_close_orders (PtnDesk *desk, guint list);

G_END_DECLS
