// SPDX-License-Identifier: GPL-3.0-or-later
// The desk's local edits: each is a job of the writer.

#include "config.h"

#include "ptn-desk-private.h"

typedef struct
{
  PtnUuid     user;
  PtnUuid     order;
  PtnDecision decision;
  PtnUuid     op;
} Edit;

static gboolean
write_decision (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  Edit *edit = data;

  return ptn_outbox_decide (db, &edit->user, &edit->order, edit->decision, &edit->op, changes,
                            error);
}

static gboolean
write_undo (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  Edit *edit = data;

  return ptn_outbox_undo (db, &edit->user, &edit->op, changes, error);
}

static gboolean
write_dismissal (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  return ptn_attention_dismiss (db, *(gint64 *) data, changes, error);
}

void
ptn_desk_decide (PtnDesk            *desk,
                 const PtnUuid      *user,
                 const PtnUuid      *order,
                 PtnDecision         decision,
                 GAsyncReadyCallback callback,
                 gpointer            user_data)
{
  GTask *task = g_task_new (desk, NULL, callback, user_data);
  Edit  *edit = g_new0 (Edit, 1);

  edit->user = *user;
  edit->order = *order;
  edit->decision = decision;
  g_task_set_source_tag (task, ptn_desk_decide);
  g_task_set_task_data (task, edit, g_free);
  ptn_desk_write_async (desk, write_decision, edit, task);
}

gboolean
ptn_desk_decide_finish (PtnDesk *desk, GAsyncResult *result, PtnUuid *op, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (op != NULL)
    *op = ((Edit *) g_task_get_task_data (G_TASK (result)))->op;
  return TRUE;
}

void
ptn_desk_undo (PtnDesk            *desk,
               const PtnUuid      *user,
               const PtnUuid      *op,
               GAsyncReadyCallback callback,
               gpointer            user_data)
{
  GTask *task = g_task_new (desk, NULL, callback, user_data);
  Edit  *edit = g_new0 (Edit, 1);

  edit->user = *user;
  edit->op = *op;
  g_task_set_source_tag (task, ptn_desk_undo);
  g_task_set_task_data (task, edit, g_free);
  ptn_desk_write_async (desk, write_undo, edit, task);
}

gboolean
ptn_desk_undo_finish (PtnDesk *desk, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desk), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
dismissed_cb (G_GNUC_UNUSED GObject *source, GAsyncResult *result, G_GNUC_UNUSED gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("A line of Needs attention cannot be dismissed: %s", error->message);
}

void
ptn_desk_dismiss_attention (PtnDesk *desk, gint64 key)
{
  GTask  *task = g_task_new (desk, NULL, dismissed_cb, NULL);
  gint64 *dismissed = g_memdup2 (&key, sizeof key);

  g_task_set_source_tag (task, ptn_desk_dismiss_attention);
  g_task_set_task_data (task, dismissed, g_free);
  ptn_desk_write_async (desk, write_dismissal, dismissed, task);
}
