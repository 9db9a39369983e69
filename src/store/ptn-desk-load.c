// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's bounded reads on the main thread.

#include "config.h"

#include "db/ptn-record-sql.h"
#include "ptn-desk-private.h"
#include "ptn-step.h"

/* Loads the record @id, or the first there is where @id is NULL. Returns: (transfer full)
 * (nullable): NULL without @error where there is none */
static gpointer
load_record (PtnDb *db, const PtnRecordType *type, const PtnUuid *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM \"%s\" WHERE %s rev > 0 LIMIT 1",
                                          ptn_record_columns (type), type->name,
                                          id != NULL ? "id = $1 AND" : "");
  g_autoptr (PtnStatement) statement = ptn_db_query (db, error, sql, id != NULL ? "u" : "", id);
  gpointer                 record;
  gboolean                 row;

  if (!ptn_step (statement, &row, error) || !row)
    return NULL;
  record = ptn_record_new (type);
  ptn_statement_uuid (statement, 0, record);
  if (ptn_record_load (statement, 1, type, record, error))
    return record;
  ptn_record_free (type, record);
  return NULL;
}

/* Moves what load_record() finds into the empty @out; leaves it empty where there is none. */
static gboolean
load_into (PtnDb *db, const PtnRecordType *type, const PtnUuid *id, gpointer out, GError **error)
{
  g_autoptr (GError) fault = NULL;
  gpointer           record = load_record (db, type, id, &fault);

  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (record == NULL)
    return TRUE;
  memcpy (out, record, type->size);
  g_free (record);
  return TRUE;
}

void
ptn_order_details_free (PtnOrderDetails *details)
{
  if (details == NULL)
    return;
  ptn_record_clear (&ptn_order_record, &details->order);
  ptn_record_clear (&ptn_guest_record, &details->guest);
  ptn_record_clear (&ptn_stay_record, &details->stay);
  g_free (details->room);
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    g_free (details->room_type.text[i]);
  g_clear_pointer (&details->decided_by, g_ptr_array_unref);
  g_free (details);
}

static gboolean
load_shown (PtnDb *db, PtnOrderDetails *details, GError **error)
{
  g_autoptr (PtnStatement) statement =
      ptn_db_query (db, error, "SELECT shown_status, waiting FROM \"order\" WHERE id = $1", "u",
                    &details->order.id);
  gboolean row;

  if (!ptn_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      details->shown = ptn_statement_int (statement, 0);
      details->waiting = ptn_statement_int (statement, 1) != 0;
    }
  return TRUE;
}

/* The room and its type in the night of the business date. */
static gboolean
load_room (PtnDb *db, PtnOrderDetails *details, GError **error)
{
  PtnProperty     property = { 0 };
  PtnRoom         room = { 0 };
  PtnRoomType     type = { 0 };
  const PtnNight *night;
  gboolean        ok;

  ok = load_into (db, &ptn_property_record, NULL, &property, error);
  night = ok ? ptn_stay_night (&details->stay, property.business_date) : NULL;
  ptn_record_clear (&ptn_property_record, &property);
  if (night == NULL)
    return ok;
  ok = (ptn_uuid_is_nil (&night->room) ||
        load_into (db, &ptn_room_record, &night->room, &room, error)) &&
       load_into (db, &ptn_room_type_record, &night->room_type, &type, error);
  details->room = g_steal_pointer (&room.number);
  details->room_type = type.name;
  type.name = (PtnTexts) { 0 };
  ptn_record_clear (&ptn_room_record, &room);
  ptn_record_clear (&ptn_room_type_record, &type);
  return ok;
}

static gboolean
load_decided_by (PtnDb *db, PtnOrderDetails *details, GError **error)
{
  const PtnOrderHistory *history = details->order.history.data;

  details->decided_by = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < details->order.history.length; i++)
    {
      PtnUser user = { 0 };

      if (!ptn_uuid_is_nil (&history[i].by) &&
          !load_into (db, &ptn_user_record, &history[i].by, &user, error))
        return FALSE;
      g_ptr_array_add (details->decided_by, g_steal_pointer (&user.name));
      ptn_record_clear (&ptn_user_record, &user);
    }
  return TRUE;
}

static gboolean
load_details (PtnDb *db, const PtnUuid *order, PtnOrderDetails *details, GError **error)
{
  return load_into (db, &ptn_order_record, order, &details->order, error) &&
         load_shown (db, details, error) &&
         load_into (db, &ptn_guest_record, &details->order.guest, &details->guest, error) &&
         load_into (db, &ptn_stay_record, &details->order.stay, &details->stay, error) &&
         load_room (db, details, error) && load_decided_by (db, details, error);
}

PtnOrderDetails *
ptn_desk_load_order (PtnDesk *desk, const PtnUuid *order, GError **error)
{
  PtnDb                      *db = ptn_desk_get_db (desk);
  g_autoptr (PtnOrderDetails) details = g_new0 (PtnOrderDetails, 1);
  gboolean                    ok;

  ptn_record_init (&ptn_order_record, &details->order);
  ptn_record_init (&ptn_guest_record, &details->guest);
  ptn_record_init (&ptn_stay_record, &details->stay);
  if (!ptn_db_begin (db, error)) /* one state for all parts */
    return NULL;
  ok = load_details (db, order, details, error);
  ptn_db_rollback (db);
  return ok && !ptn_uuid_is_nil (&details->order.id) ? g_steal_pointer (&details) : NULL;
}

static gpointer
load_or_warn (PtnDesk *desk, const PtnRecordType *type, const PtnUuid *id)
{
  g_autoptr (GError) error = NULL;
  gpointer           record = load_record (ptn_desk_get_db (desk), type, id, &error);

  if (error != NULL)
    g_warning ("A %s cannot be read: %s", type->name, error->message);
  return record;
}

PtnProperty *
ptn_desk_load_property (PtnDesk *desk)
{
  return load_or_warn (desk, &ptn_property_record, NULL);
}

PtnUser *
ptn_desk_load_user (PtnDesk *desk, const PtnUuid *user)
{
  return load_or_warn (desk, &ptn_user_record, user);
}

GHashTable *
ptn_desk_load_waiting (PtnDesk *desk)
{
  g_autoptr (GError) error = NULL;
  GHashTable        *waiting = ptn_outbox_waiting (ptn_desk_get_db (desk), &error);

  if (waiting != NULL)
    return waiting;
  g_warning ("What waits cannot be read: %s", error->message);
  return g_hash_table_new_full (ptn_uuid_hash, ptn_uuid_equal, g_free, NULL);
}

GPtrArray *
ptn_desk_load_attention (PtnDesk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray         *list = ptn_attention_list (ptn_desk_get_db (desk), &error);

  if (list != NULL)
    return list;
  g_warning ("What needs attention cannot be read: %s", error->message);
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ptn_attention_free);
}
