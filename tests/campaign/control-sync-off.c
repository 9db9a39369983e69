// SPDX-License-Identifier: GPL-3.0-or-later
// A deliberately broken desk for the kill campaign: its writes are not synced. Linked with
// --wrap=ptn_db_open.

#include "config.h"

#include "db/ptn-db.h"

PtnDb *__real_ptn_db_open (const char *path, PtnDbMode mode, GError **error);
PtnDb *__wrap_ptn_db_open (const char *path, PtnDbMode mode, GError **error);

PtnDb *
__wrap_ptn_db_open (const char *path, PtnDbMode mode, GError **error)
{
  PtnDb *db = __real_ptn_db_open (path, mode, error);

  if (db != NULL && mode == PTN_DB_WRITER && !ptn_db_exec (db, "PRAGMA synchronous = OFF", error))
    g_clear_pointer (&db, ptn_db_close);
  return db;
}
