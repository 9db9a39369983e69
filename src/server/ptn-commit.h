// SPDX-License-Identifier: GPL-3.0-or-later
// One transaction on one property: records are put with the next revision, and the feed is written
// last, so that it has no gaps (DESIGN §6). Everything that changes what desks see goes through
// here.
#pragma once

#include "db/ptn-db.h"
#include "model/ptn-record.h"

G_BEGIN_DECLS

typedef struct _PtnCommit PtnCommit;

/* Begins the transaction (BEGIN IMMEDIATE). @property is the property's integer key. Returns:
 * (transfer full): end it with ptn_commit_finish() or ptn_commit_abort(); g_autoptr aborts what was
 * not finished. */
PtnCommit *ptn_commit_begin (PtnDb *db, gint64 property, GError **error);
/* COMMIT, after UPDATE property_clock … RETURNING seq and the feed's rows as the last statements.
 * Frees @commit in any case.
 * @seq: (out) (optional): the commit's place in the feed, unchanged where nothing was put. */
gboolean ptn_commit_finish (PtnCommit *commit, gint64 *seq, GError **error);
void     ptn_commit_abort (PtnCommit *commit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnCommit, ptn_commit_abort)

PtnDb *ptn_commit_db (PtnCommit *commit);
gint64 ptn_commit_property (PtnCommit *commit);
/* The server's clock at the beginning of the commit: every instant written in it. */
gint64 ptn_commit_now (PtnCommit *commit);

/* Reads the record @id into the empty @record (clear it). FALSE with @error set on an error, FALSE
 * without where there is none.
 * @rev: (out) (optional) */
gboolean ptn_commit_get (PtnCommit           *commit,
                         const PtnRecordType *type,
                         const PtnUuid       *id,
                         gpointer             record,
                         gint64              *rev,
                         GError             **error);
/* Inserts or replaces the record that begins with its id, with its revision one higher, and puts it
 * on the feed. */
gboolean ptn_commit_put (PtnCommit           *commit,
                         const PtnRecordType *type,
                         gconstpointer        record,
                         gint64              *rev,
                         GError             **error);
/* Writes one line of the hash-chained audit log: who (nil: the program or a guest), from which
 * device (nil: none), what ("order.confirm"), on which record, and the digest of what was asked.
 * Holds ids and digests only, never a guest's data (DESIGN §8). */
gboolean ptn_commit_audit (PtnCommit     *commit,
                           const PtnUuid *user,
                           const PtnUuid *device,
                           const char    *action,
                           const PtnUuid *subject,
                           const char    *digest,
                           GError       **error);

G_END_DECLS
