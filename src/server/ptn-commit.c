// SPDX-License-Identifier: GPL-3.0-or-later
// One transaction on one property.
//
// What was put is kept until the end, because a line of the feed holds the commit's number and that
// is taken last: whoever counts the property's clock up holds its row until COMMIT, so no number
// becomes visible before a smaller one. SQLite has one writer anyway; an engine with many keeps the
// promise only through this order.

#include "config.h"

#include "ptn-commit.h"

#include <pthread.h>
#include <time.h>

#include "base/ptn-date.h"
#include "db/ptn-record-sql.h"
#include "ptn-audit.h"
#include "wire/ptn-feed.h"

#define WRITERS_WAIT_SECONDS 10 /* as long as SQLite's lock is waited for */

typedef struct
{
  const PtnRecordType *type;
  gint64               rev;
  gpointer             record;
} Change;

struct _PtnCommit
{
  PtnDb  *db;
  gint64  property;
  gint64  now;
  GArray *changes; /* of Change */
};

/* Writers of this process queue here: SQLite would let them sleep for milliseconds between two
 * looks at its lock. Other processes meet at SQLite's lock all the same. */
static pthread_mutex_t writers = PTHREAD_MUTEX_INITIALIZER;

static void
clear_change (gpointer data)
{
  Change *change = data;

  ptn_record_free (change->type, change->record);
}

static void
free_commit (PtnCommit *commit)
{
  pthread_mutex_unlock (&writers);
  g_array_unref (commit->changes);
  g_free (commit);
}

static gboolean
lock_writers (GError **error)
{
  struct timespec until;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += WRITERS_WAIT_SECONDS;
  if (pthread_mutex_timedlock (&writers, &until) == 0)
    return TRUE;
  g_set_error (error, PTN_DB_ERROR, PTN_DB_ERROR_BUSY, "another commit takes too long");
  return FALSE;
}

PtnCommit *
ptn_commit_begin (PtnDb *db, gint64 property, GError **error)
{
  PtnCommit *commit;

  if (!lock_writers (error))
    return NULL;
  if (!ptn_db_begin (db, error))
    {
      pthread_mutex_unlock (&writers);
      return NULL;
    }
  commit = g_new0 (PtnCommit, 1);
  commit->db = db;
  commit->property = property;
  commit->now = ptn_clock_now ();
  commit->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (commit->changes, clear_change);
  return commit;
}

static gboolean
write_line (PtnCommit *commit, gint64 seq, guint n, const Change *change, GError **error)
{
  const PtnUuid      *id = change->record;
  g_autoptr (GString) line = g_string_new (NULL);

  ptn_feed_write_row (line, seq, change->type, id, change->rev, change->record);
  return ptn_db_run (
      commit->db, error,
      "INSERT INTO feed (property, seq, n, kind, id, line, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      "iiituti", commit->property, seq, (gint64) n, change->type->name, id, line->str, commit->now);
}

static gboolean
write_feed (PtnCommit *commit, gint64 *seq, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gint64             number;

  if (!ptn_db_get_int (commit->db, &number, &fault,
                       "UPDATE property_clock SET seq = seq + 1 WHERE property = $1 RETURNING seq",
                       "i", commit->property))
    {
      if (fault == NULL)
        g_set_error (&fault, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT,
                     "there is no property %" G_GINT64_FORMAT, commit->property);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  for (guint i = 0; i < commit->changes->len; i++)
    if (!write_line (commit, number, i, &g_array_index (commit->changes, Change, i), error))
      return FALSE;
  if (seq != NULL)
    *seq = number;
  return TRUE;
}

gboolean
ptn_commit_finish (PtnCommit *commit, gint64 *seq, GError **error)
{
  const gboolean done = (commit->changes->len == 0 || write_feed (commit, seq, error)) &&
                        ptn_db_commit (commit->db, error);

  if (done)
    free_commit (commit);
  else
    ptn_commit_abort (commit);
  return done;
}

void
ptn_commit_abort (PtnCommit *commit)
{
  if (commit == NULL)
    return;
  ptn_db_rollback (commit->db);
  free_commit (commit);
}

PtnDb *
ptn_commit_db (PtnCommit *commit)
{
  return commit->db;
}

gint64
ptn_commit_property (PtnCommit *commit)
{
  return commit->property;
}

gint64
ptn_commit_now (PtnCommit *commit)
{
  return commit->now;
}

gboolean
ptn_commit_get (PtnCommit           *commit,
                const PtnRecordType *type,
                const PtnUuid       *id,
                gpointer             record,
                gint64              *rev,
                GError             **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT rev, %s FROM \"%s\" WHERE property = $1 AND id = $2",
                       ptn_record_columns (type), type->name);
  g_autoptr (PtnStatement) statement = ptn_db_query (commit->db, error, sql, "iu", commit->property,
                                                     id);

  if (statement == NULL || !ptn_statement_step (statement, error) ||
      !ptn_record_load (statement, 1, type, record, error))
    return FALSE;
  *(PtnUuid *) record = *id;
  if (rev != NULL)
    *rev = ptn_statement_int (statement, 0);
  return TRUE;
}

static Change *
find_change (PtnCommit *commit, const PtnRecordType *type, const PtnUuid *id)
{
  for (guint i = 0; i < commit->changes->len; i++)
    {
      Change *change = &g_array_index (commit->changes, Change, i);

      if (change->type == type && ptn_uuid_equal (change->record, id))
        return change;
    }
  return NULL;
}

/* $1 property, $2 id, $3 by how much the revision grows, from $4 the fields. */
static gboolean
write_record (PtnCommit           *commit,
              const PtnRecordType *type,
              gconstpointer        record,
              gint64               step,
              gint64              *rev,
              GError             **error)
{
  g_autofree char *params = ptn_record_params (type, 4);
  g_autofree char *assignments = ptn_record_assignments (type, 4);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO \"%s\" AS record (property, id, rev, %s) VALUES ($1, $2, $3, %s)"
      " ON CONFLICT (property, id) DO UPDATE SET rev = record.rev + $3, %s RETURNING rev",
      type->name, ptn_record_columns (type), params, assignments);
  g_autoptr (PtnStatement) statement = ptn_db_query (commit->db, error, sql, "iui",
                                                     commit->property, (const PtnUuid *) record,
                                                     step);

  if (statement == NULL)
    return FALSE;
  ptn_record_bind (statement, 4, type, record);
  if (!ptn_statement_step (statement, error))
    return FALSE;
  *rev = ptn_statement_int (statement, 0);
  return TRUE;
}

gboolean
ptn_commit_put (PtnCommit           *commit,
                const PtnRecordType *type,
                gconstpointer        record,
                gint64              *rev,
                GError             **error)
{
  /* One commit is one change of a record, however often it puts it. */
  Change *before = find_change (commit, type, record);
  Change  change = { .type = type };

  if (!write_record (commit, type, record, before == NULL ? 1 : 0, &change.rev, error))
    return FALSE;
  change.record = ptn_record_copy (type, record);
  if (rev != NULL)
    *rev = change.rev;
  if (before == NULL)
    {
      g_array_append_val (commit->changes, change);
      return TRUE;
    }
  clear_change (before);
  *before = change;
  return TRUE;
}

gboolean
ptn_commit_audit (PtnCommit     *commit,
                  const PtnUuid *user,
                  const PtnUuid *device,
                  const char    *action,
                  const PtnUuid *subject,
                  const char    *digest,
                  GError       **error)
{
  const PtnAuditLine line = { commit->now, *user, *device, action, *subject, digest };

  return ptn_audit_append (commit->db, commit->property, &line, error);
}
