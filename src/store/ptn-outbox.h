// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's outbox (docs/architecture.md): named operations that are durable before anybody says
// saved, sent in order per user, and settled by the server's answer. Functions over the writer's
// connection, inside its transaction.
#pragma once

#include "db/ptn-db.h"
#include "ptn-changes.h"
#include "rules/ptn-order-rules.h"
#include "wire/ptn-op.h"

G_BEGIN_DECLS

#define PTN_STORE_ERROR (ptn_store_error_quark ())

typedef enum
{
  PTN_STORE_ERROR_NO_SUCH,  /* the record is not on this desk */
  PTN_STORE_ERROR_REFUSED,  /* a rule says no already here: the order's state does not allow it */
  PTN_STORE_ERROR_NOT_OURS, /* the database belongs to another server or property */
  PTN_STORE_ERROR_IN_USE,   /* another desk has the database open */
} PtnStoreError;

GQuark ptn_store_error_quark (void);

/* Queues a decision of @user and updates the overlay. The revision it saw is the base's plus one
 * for each decision that waits already. @op: (out): the operation's id, for undo. */
gboolean ptn_outbox_decide (PtnDb         *db,
                            const PtnUuid *user,
                            const PtnUuid *order,
                            PtnDecision    decision,
                            PtnUuid       *op,
                            PtnChanges    *changes,
                            GError       **error);
/* Takes the decision @op back: deletes it where it was never sent, else queues order.undo (DESIGN
 * §2). */
gboolean ptn_outbox_undo (PtnDb         *db,
                          const PtnUuid *user,
                          const PtnUuid *op,
                          PtnChanges    *changes,
                          GError       **error);
/* The next operations of @user to send, at most PTN_OPS_MAX and PTN_OPS_BYTES_MAX, in order; those
 * that have no op_seq yet get theirs now, so this must commit before the first byte is sent; the
 * same bytes come again until they are settled. FALSE without @error: nothing waits. */
gboolean ptn_outbox_take (PtnDb *db, const PtnUuid *user, PtnOpsRequest *request, GError **error);
/* Settles what @response answers: applied leaves the outbox; rejected and conflict go to Needs
 * attention and release the overlay. An answer that echoes another number, id or server changes
 * nothing and is PTN_STORE_ERROR_NOT_OURS. */
gboolean ptn_outbox_settle (PtnDb                *db,
                            const PtnUuid        *user,
                            const PtnOpsResponse *response,
                            PtnChanges           *changes,
                            GError              **error);
/* After a sign-in told the last op_seq that the server has seen: numbering continues there where
 * this desk has none yet. */
gboolean ptn_outbox_seen (PtnDb *db, const PtnUuid *user, gint64 op_seq, GError **error);

/* Gives the operations of @user that wait the numbers from @next on, in their order: where the
 * server says that it expects another number (it was restored from a backup), or that the numbers
 * were used for other bytes (this database was). */
gboolean ptn_outbox_renumber (PtnDb *db, const PtnUuid *user, gint64 next, GError **error);

/* How many operations wait for each user. Returns: (transfer full) of PtnUuid to GINT_TO_POINTER */
GHashTable *ptn_outbox_waiting (PtnDb *db, GError **error);

/* One line of Needs attention. */
typedef struct
{
  gint64         key;
  PtnUuid        user;
  PtnOpKind      kind;
  PtnUuid        order;
  char          *guest_name;
  PtnTexts       offer_name;
  PtnProblemType problem;
  gint64         at; /* this desk's clock, to show only */
  gint64
      decided_at; /* conflict: when and by whom the order was decided meanwhile; 0 where unknown */
  PtnUuid decided_by;
} PtnAttention;

void ptn_attention_free (PtnAttention *attention);
/* Returns: (transfer full) (element-type PtnAttention): newest first */
GPtrArray *ptn_attention_list (PtnDb *db, GError **error);
gboolean   ptn_attention_dismiss (PtnDb *db, gint64 key, PtnChanges *changes, GError **error);

G_END_DECLS
