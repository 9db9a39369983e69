// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the feed into tables.
//
// Every kind is written by the same three statements, made from its field table. Two kinds have
// more columns than fields: a guest's sort key and folded name, and an order's guest_row and
// name_id, which stand for its guest's UUID and its offer's name wherever a million of them are
// read. An order may come before its guest (a snapshot leaves out what changed meanwhile): it then
// makes the guest's row, with rev 0, which the guest fills when it comes.

#include "config.h"

#include "ptn-base-batch.h"

#include <string.h>

#include "base/ptn-collation.h"
#include "db/ptn-record-sql.h"
#include "model/ptn-guest.h"
#include "model/ptn-order.h"
#include "ptn-offer-name.h"
#include "ptn-overlay.h"
#include "ptn-step.h"

#define KINDS_MAX   16
#define FIRST_FIELD 3 /* after $1 id and $2 rev */

typedef struct
{
  char *find;
  char *insert;
  char *update;
  char *remove;
} Sql;

static const char *const prefixes[] = { "", "stage_" };

static int
field_param (const PtnRecordType *type, const char *name)
{
  for (gsize i = 0; i < type->n_fields; i++)
    if (strcmp (type->fields[i].name, name) == 0)
      return FIRST_FIELD + (int) i;
  g_assert_not_reached ();
}

static int
first_extra (const PtnRecordType *type)
{
  return FIRST_FIELD + (int) type->n_fields;
}

static void
make_sql (Sql *sql, PtnBaseKind base, const PtnRecordType *type)
{
  const char      *prefix = prefixes[base];
  const int        extra = first_extra (type);
  g_autofree char *params = ptn_record_params (type, FIRST_FIELD);
  g_autofree char *assignments = ptn_record_assignments (type, FIRST_FIELD);
  g_autofree char *more_columns = g_strdup ("");
  g_autofree char *more_params = g_strdup ("");
  g_autofree char *more_assignments = g_strdup ("");
  const char      *found = "row, rev";

  if (type == &ptn_guest_record)
    {
      g_set_str (&more_columns, ", sort_key, folded");
      g_free (more_params);
      more_params = g_strdup_printf (", $%d, $%d", extra, extra + 1);
      g_free (more_assignments);
      more_assignments = g_strdup_printf (", sort_key = $%d, folded = $%d", extra, extra + 1);
    }
  else if (type == &ptn_order_record)
    {
      found = "row, rev, shown_status, ordered_at";
      g_set_str (&more_columns, ", guest_row, name_id, shown_status");
      g_free (more_params);
      more_params = g_strdup_printf (", $%d, $%d, $%d", extra, extra + 1,
                                     field_param (type, "status"));
      g_free (more_assignments);
      /* The staged base has no overlay yet. */
      more_assignments =
          g_strdup_printf (base == PTN_BASE_STAGED
                               ? ", guest_row = $%d, name_id = $%d, shown_status = $%d"
                               : ", guest_row = $%d, name_id = $%d",
                           extra, extra + 1, field_param (type, "status"));
    }
  sql->find = g_strdup_printf ("SELECT %s FROM \"%s%s\" WHERE id = $1", found, prefix, type->name);
  sql->insert = g_strdup_printf ("INSERT INTO \"%s%s\" (id, rev, %s%s) VALUES ($1, $2, %s%s)",
                                 prefix, type->name, ptn_record_columns (type), more_columns,
                                 params, more_params);
  sql->update = g_strdup_printf ("UPDATE \"%s%s\" SET rev = $2, %s%s WHERE id = $1", prefix,
                                 type->name, assignments, more_assignments);
  sql->remove = g_strdup_printf ("DELETE FROM \"%s%s\" WHERE id = $1", prefix, type->name);
}

static const Sql *
get_sql (PtnBaseKind base, const PtnRecordType *type)
{
  static Sql   sql[G_N_ELEMENTS (prefixes)][KINDS_MAX];
  static gsize made = 0;
  gsize        kind = 0;

  if (g_once_init_enter (&made))
    {
      for (PtnBaseKind b = 0; b < G_N_ELEMENTS (prefixes); b++)
        for (gsize i = 0; ptn_record_types[i] != NULL; i++)
          {
            g_assert (i < KINDS_MAX);
            make_sql (&sql[b][i], b, ptn_record_types[i]);
          }
      g_once_init_leave (&made, 1);
    }
  while (ptn_record_types[kind] != type)
    kind++;
  return &sql[base][kind];
}

/* For the few statements that are not made from field tables. @live and @staged are the same with
 * other table names. */
static const char *
either (const PtnBaseBatch *batch, const char *live, const char *staged)
{
  return batch->base == PTN_BASE_LIVE ? live : staged;
}

/* A statement that the batch keeps: there is no looking it up for each of ten thousand rows. @sql:
 * of static storage. Returns: (transfer none) (nullable): ready to be bound anew */
static PtnStatement *
use (PtnBaseBatch *batch, const char *sql, GError **error)
{
  PtnStatement *statement = g_hash_table_lookup (batch->statements, sql);

  if (statement != NULL)
    {
      ptn_statement_reset (statement);
      return statement;
    }
  statement = ptn_db_query (batch->db, error, sql, "");
  if (statement != NULL)
    g_hash_table_insert (batch->statements, (gpointer) sql, statement);
  return statement;
}

static guint
hash_texts (gconstpointer data)
{
  const PtnTexts *texts = data;
  guint           hash = 0;

  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    hash = hash * 31 + (texts->text[i] != NULL ? g_str_hash (texts->text[i]) : 0);
  return hash;
}

static gboolean
equal_texts (gconstpointer a, gconstpointer b)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    if (g_strcmp0 (((const PtnTexts *) a)->text[i], ((const PtnTexts *) b)->text[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
free_texts (gpointer texts)
{
  ptn_offer_name_clear (texts);
  g_free (texts);
}

static PtnTexts *
copy_texts (const PtnTexts *texts)
{
  PtnTexts *copy = g_new0 (PtnTexts, 1);

  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    copy->text[i] = g_strdup (texts->text[i]);
  return copy;
}

gboolean
ptn_base_batch_begin (PtnBaseBatch *batch,
                      PtnDb        *db,
                      PtnBaseKind   base,
                      PtnChanges   *changes,
                      GError      **error)
{
  *batch = (PtnBaseBatch) { .db = db, .base = base, .changes = changes, .searchable = G_MAXINT64 };
  batch->statements = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ptn_statement_done);
  batch->names = g_hash_table_new_full (hash_texts, equal_texts, free_texts, NULL);
  return base == PTN_BASE_LIVE ||
         ptn_db_get_int (db, &batch->searchable, error, "SELECT searchable FROM staging", "");
}

void
ptn_base_batch_clear (PtnBaseBatch *batch)
{
  g_clear_pointer (&batch->statements, g_hash_table_unref);
  g_clear_pointer (&batch->names, g_hash_table_unref);
}

gboolean
ptn_base_batch_end (PtnBaseBatch *batch, GError **error)
{
  for (gint64 status = 0; status < (gint64) G_N_ELEMENTS (batch->shown); status++)
    {
      if (batch->shown[status] != 0 &&
          !ptn_db_run (batch->db, error,
                       either (batch, "UPDATE counter SET n = n + $2 WHERE status = $1",
                               "UPDATE stage_counter SET n = n + $2 WHERE status = $1"),
                       "ii", status, batch->shown[status]))
        return FALSE;
      batch->shown[status] = 0;
    }
  return TRUE;
}

/* The full-text index of the guests. Those that the staged base has not indexed yet are indexed
 * from their table. */
static gboolean
index_guest (PtnBaseBatch *batch, gint64 row, const char *folded, GError **error)
{
  if (row > batch->searchable)
    return TRUE;
  return ptn_db_run (batch->db, error,
                     either (batch, "DELETE FROM guest_fts WHERE rowid = $1",
                             "DELETE FROM stage_guest_fts WHERE rowid = $1"),
                     "i", row) &&
         (*folded == '\0' ||
          ptn_db_run (batch->db, error,
                      either (batch, "INSERT INTO guest_fts (rowid, folded) VALUES ($1, $2)",
                              "INSERT INTO stage_guest_fts (rowid, folded) VALUES ($1, $2)"),
                      "it", row, folded));
}

/* A guest's row for an order to refer to. @row: 0 makes a new one. */
static gboolean
make_placeholder (PtnBaseBatch *batch, gint64 row, const PtnUuid *id, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (batch->db, error,
                    either (batch,
                            "INSERT INTO guest (row, id, rev, name, sort_key, folded) VALUES ($1, "
                            "$2, 0, '', x'', '')",
                            "INSERT INTO stage_guest (row, id, rev, name, sort_key, folded) VALUES "
                            "($1, $2, 0, '', x'', '')"),
                    "");

  if (statement == NULL)
    return FALSE;
  if (row != 0)
    ptn_statement_bind_int (statement, 1, row);
  else
    ptn_statement_bind_text (statement, 1, NULL);
  ptn_statement_bind_uuid (statement, 2, id);
  return ptn_step_all (statement, error);
}

static gboolean
find_guest_row (PtnBaseBatch *batch, const PtnUuid *guest, gint64 *row, GError **error)
{
  if (!ptn_uuid_equal (guest, &batch->guest))
    {
      PtnStatement *statement = use (batch,
                                     either (batch, "SELECT row FROM guest WHERE id = $1",
                                             "SELECT row FROM stage_guest WHERE id = $1"),
                                     error);

      batch->guest = *guest;
      batch->guest_row = 0;
      if (statement == NULL)
        return FALSE;
      ptn_statement_bind_uuid (statement, 1, guest);
      if (!ptn_step_int (statement, &batch->guest_row, error))
        return FALSE;
    }
  if (batch->guest_row == 0)
    {
      if (!make_placeholder (batch, 0, guest, error))
        return FALSE;
      batch->guest_row = ptn_db_last_rowid (batch->db);
      if (batch->changes != NULL)
        batch->changes->settings = TRUE;
    }
  *row = batch->guest_row;
  return TRUE;
}

/* Returns: (transfer full) */
static char *
fold_names (const PtnTexts *name)
{
  GString *folded = g_string_new (NULL);

  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    if (name->text[i] != NULL)
      {
        g_autofree char *text = ptn_fold (name->text[i]);

        g_string_append_printf (folded, "\n%s", text);
      }
  return g_string_free (folded, FALSE);
}

static gboolean
add_name (PtnBaseBatch *batch, const char *names, const PtnTexts *texts, gint64 *id, GError **error)
{
  g_autofree char *folded = fold_names (texts);

  if (!ptn_db_run (batch->db, error,
                   either (batch, "INSERT INTO offer_name (names, folded) VALUES ($1, $2)",
                           "INSERT INTO stage_offer_name (names, folded) VALUES ($1, $2)"),
                   "tt", names, folded))
    return FALSE;
  *id = ptn_db_last_rowid (batch->db);
  if (batch->changes != NULL)
    batch->changes->settings = TRUE;
  return TRUE;
}

static gboolean
find_name_id (PtnBaseBatch *batch, const PtnOrder *order, gint64 *id, GError **error)
{
  g_autofree char         *names = NULL;
  g_autoptr (PtnStatement) statement = NULL;

  *id = GPOINTER_TO_INT (g_hash_table_lookup (batch->names, &order->name));
  if (*id != 0)
    return TRUE;
  names = ptn_codec_field_to_text (ptn_offer_name_field (), order);
  statement = ptn_db_query (batch->db, error,
                            either (batch, "SELECT id FROM offer_name WHERE names = $1",
                                    "SELECT id FROM stage_offer_name WHERE names = $1"),
                            "t", names);
  if (!ptn_step_int (statement, id, error) ||
      (*id == 0 && !add_name (batch, names, &order->name, id, error)))
    return FALSE;
  g_hash_table_insert (batch->names, copy_texts (&order->name), GINT_TO_POINTER ((int) *id));
  return TRUE;
}

static void
bind_guest (PtnStatement *statement, const PtnGuest *guest, const char *folded)
{
  const int          extra = first_extra (&ptn_guest_record);
  g_autoptr (GBytes) key = ptn_collation_key (guest->name);

  ptn_statement_bind_blob (statement, extra, g_bytes_get_data (key, NULL), g_bytes_get_size (key));
  ptn_statement_bind_text (statement, extra + 1, folded);
}

static gboolean
bind_order (PtnBaseBatch *batch, PtnStatement *statement, const PtnOrder *order, GError **error)
{
  const int extra = first_extra (&ptn_order_record);
  gint64    guest_row, name_id = 0;

  if (!find_guest_row (batch, &order->guest, &guest_row, error) ||
      !find_name_id (batch, order, &name_id, error))
    return FALSE;
  ptn_statement_bind_int (statement, extra, guest_row);
  ptn_statement_bind_int (statement, extra + 1, name_id);
  return TRUE;
}

static gboolean
store (PtnBaseBatch     *batch,
       const char       *sql,
       const PtnFeedRow *row,
       const char       *folded,
       GError          **error)
{
  PtnStatement *statement = use (batch, sql, error);

  if (statement == NULL)
    return FALSE;
  ptn_statement_bind_uuid (statement, 1, &row->id);
  ptn_statement_bind_int (statement, 2, row->rev);
  ptn_record_bind (statement, FIRST_FIELD, row->type, row->record);
  if (row->type == &ptn_guest_record)
    bind_guest (statement, row->record, folded);
  if (row->type == &ptn_order_record && !bind_order (batch, statement, row->record, error))
    return FALSE;
  return ptn_step_all (statement, error);
}

typedef struct
{
  gint64         row; /* 0: there is none yet */
  gint64         rev;
  PtnOrderStatus shown;
  gint64         ordered_at;
} Found;

static gboolean
find (PtnBaseBatch *batch, const char *sql, const PtnFeedRow *row, Found *found, GError **error)
{
  PtnStatement *statement = use (batch, sql, error);
  gboolean      any;

  *found = (Found) { 0 };
  if (statement == NULL)
    return FALSE;
  ptn_statement_bind_uuid (statement, 1, &row->id);
  if (!ptn_step (statement, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  found->row = ptn_statement_int (statement, 0);
  found->rev = ptn_statement_int (statement, 1);
  if (row->type == &ptn_order_record)
    {
      found->shown = ptn_statement_int (statement, 2);
      found->ordered_at = ptn_statement_int (statement, 3);
    }
  return TRUE;
}

static gboolean
remove_record (PtnBaseBatch     *batch,
               const char       *sql,
               const PtnFeedRow *row,
               const Found      *found,
               GError          **error)
{
  if (!ptn_db_run (batch->db, error, sql, "u", &row->id))
    return FALSE;
  if (row->type == &ptn_guest_record) /* orders refer to its row */
    return make_placeholder (batch, found->row, &row->id, error) &&
           index_guest (batch, found->row, "", error);
  if (row->type == &ptn_order_record)
    batch->shown[found->shown]--;
  return TRUE;
}

static gboolean
write_record (PtnBaseBatch     *batch,
              const Sql        *sql,
              const PtnFeedRow *row,
              Found            *found,
              GError          **error)
{
  const gboolean   is_new = found->row == 0;
  g_autofree char *folded = row->type == &ptn_guest_record
                                ? ptn_fold (((PtnGuest *) row->record)->name)
                                : NULL;

  if (!store (batch, is_new ? sql->insert : sql->update, row, folded, error))
    return FALSE;
  if (is_new)
    found->row = ptn_db_last_rowid (batch->db);
  if (row->type == &ptn_guest_record)
    return index_guest (batch, found->row, folded, error);
  if (row->type == &ptn_order_record && (is_new || batch->base == PTN_BASE_STAGED))
    batch->shown[((PtnOrder *) row->record)->status]++;
  if (row->type == &ptn_order_record && !is_new && batch->base == PTN_BASE_STAGED)
    batch->shown[found->shown]--;
  return TRUE;
}

static void
note_change (PtnBaseBatch *batch, const PtnFeedRow *row, const Found *before, gint64 order_row)
{
  if (batch->changes == NULL)
    return;
  if (row->type != &ptn_order_record)
    batch->changes->settings = TRUE;
  else
    ptn_changes_order (batch->changes, order_row);
  if (row->type == &ptn_order_record && before->row != 0 &&
      (row->deleted || before->ordered_at != ((PtnOrder *) row->record)->ordered_at))
    batch->changes->moved = TRUE;
}

gboolean
ptn_base_batch_put (PtnBaseBatch *batch, const PtnFeedRow *row, GError **error)
{
  const Sql *sql;
  Found      found, before;

  if (row->type == NULL)
    return TRUE;
  sql = get_sql (batch->base, row->type);
  if (!find (batch, sql->find, row, &found, error))
    return FALSE;
  if (found.row != 0 ? found.rev >= row->rev : row->deleted)
    return TRUE;
  before = found;
  if (row->deleted ? !remove_record (batch, sql->remove, row, &found, error)
                   : !write_record (batch, sql, row, &found, error))
    return FALSE;
  note_change (batch, row, &before, found.row);
  return batch->base != PTN_BASE_LIVE || row->type != &ptn_order_record || row->deleted ||
         (ptn_base_batch_end (batch, error) &&
          ptn_overlay_new_revision (batch->db, &row->id, batch->changes, error));
}
