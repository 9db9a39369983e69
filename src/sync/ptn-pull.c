// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching the feed, or a whole new base.
//
// Every page is one transaction of the writer, and local edits wait for it. So the page is as large
// as what the writer finishes in about WRITE_TARGET_US, which is measured, not guessed: a disk may
// be ten times slower than another. A page whose fetching was cut is halved, so that a slow line
// gets smaller pages until one comes through.

#include "config.h"

#include "ptn-pull.h"

#include "ptn-page.h"
#include "store/ptn-replica.h"

#define WRITE_TARGET_US 40000
#define PACE_MIN        50
#define PACE_MAX        10000

typedef struct
{
  PtnPage    page;
  PtnCursor  cursor;
  PtnStaging staging;
  gboolean   staged; /* the page goes into the staged base */
  gboolean   done;   /* of the staged base's indexes */
  gint64     took;   /* µs that the write itself needed */
} PtnStep;

static void
step_clear (PtnStep *step)
{
  ptn_page_clear (&step->page);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnStep, step_clear)

/* The writes of ptn_desk_write_sync(), on the writer thread */

static gboolean
read_position (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  PtnStep *step = data;

  return ptn_replica_cursor (db, &step->cursor, error) &&
         ptn_staging_state (db, &step->staging, error);
}

static gboolean
apply_page (PtnDb *db, gpointer data, PtnChanges *changes, GError **error)
{
  PtnStep        *step = data;
  const gint64    begin = g_get_monotonic_time ();
  const PtnCursor to = step->page.tail.to;
  const gboolean  applied = step->staged
                                ? ptn_staging_apply (db, step->page.rows, to, error)
                                : ptn_replica_apply (db, step->page.rows, to, changes, error);

  step->took = g_get_monotonic_time () - begin;
  return applied;
}

static gboolean
add_chunk (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  PtnStep       *step = data;
  const gint64   begin = g_get_monotonic_time ();
  const gboolean added = (step->staging.active ||
                          ptn_staging_begin (db, step->page.head.from, error)) &&
                         ptn_staging_add (db, step->page.rows, &step->page.tail, error);

  step->took = g_get_monotonic_time () - begin;
  return added;
}

static gboolean
add_index (PtnDb *db, gpointer data, PtnChanges *changes G_GNUC_UNUSED, GError **error)
{
  PtnStep *step = data;

  return ptn_staging_index (db, &step->done, error);
}

static gboolean
swap_in (PtnDb *db, gpointer data G_GNUC_UNUSED, PtnChanges *changes, GError **error)
{
  return ptn_staging_finish (db, changes, error);
}

/* The pace */

static void
slow_down (PtnPace *pace)
{
  *pace = MAX (PACE_MIN, *pace / 2);
}

/* Only a full page tells what a page of this size costs. */
static void
adapt (PtnPace *pace, const PtnStep *step)
{
  if (step->took > WRITE_TARGET_US)
    *pace = MAX (PACE_MIN, *pace * WRITE_TARGET_US / step->took);
  else if (step->page.rows->len >= *pace && step->took < WRITE_TARGET_US / 2)
    *pace = MIN (PACE_MAX, *pace * 2);
}

/* Straight-line code of the sync thread */

/* Applies page after page, to the staged base or to the one in use. @gone: the feed does not reach
 * back to where it stands. */
static gboolean
follow_feed (PtnLink *link, PtnCursor since, gboolean staged, gboolean *gone, GError **error)
{
  gboolean more = TRUE;

  *gone = FALSE;
  while (more)
    {
      g_auto (PtnStep) step = { .staged = staged };

      if (!ptn_page_changes (link, since, &step.page, error))
        {
          slow_down (&link->changes_pace);
          return FALSE;
        }
      *gone = step.page.gone;
      if (*gone)
        return TRUE;
      if (step.page.tail.count > 0 && !ptn_desk_write_sync (link->desk, apply_page, &step, error))
        return FALSE;
      adapt (&link->changes_pace, &step);
      since = step.page.tail.to;
      more = step.page.tail.more;
      if (!staged)
        link->cursor = since;
    }
  return TRUE;
}

/* A chunk that the writer has in hand while the next one is on its way. */
typedef struct
{
  PtnLink    *link;
  PtnStep     step;
  PtnDeskJob *job; /* (nullable): none */
} PtnWriting;

static gboolean
end_writing (PtnWriting *writing, GError **error)
{
  gboolean ok;

  if (writing->job == NULL)
    return TRUE;
  ok = ptn_desk_write_end (writing->link->desk, g_steal_pointer (&writing->job), error);
  if (ok)
    adapt (&writing->link->snapshot_pace, &writing->step);
  step_clear (&writing->step);
  return ok;
}

static void
writing_clear (PtnWriting *writing)
{
  end_writing (writing, NULL);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PtnWriting, writing_clear)

/* Takes what @step fetched. */
static void
begin_writing (PtnWriting *writing, PtnStep *step)
{
  writing->step = *step;
  *step = (PtnStep) { 0 };
  writing->job = ptn_desk_write_begin (writing->link->desk, add_chunk, &writing->step);
}

/* Where the staged base is when @page is in it. */
static void
advance (PtnStaging *staging, const PtnPage *page)
{
  staging->active = TRUE;
  staging->at = page->head.from;
  g_strlcpy (staging->after, page->tail.after, sizeof staging->after);
  staging->complete = !page->tail.more;
}

static gboolean
fetch_chunk (PtnLink *link, const PtnStaging *staging, PtnStep *step, GError **error)
{
  step->staging = *staging;
  if (!ptn_page_snapshot (link, staging->active ? &staging->at : NULL, staging->after, &step->page,
                          error))
    {
      slow_down (&link->snapshot_pace);
      return FALSE;
    }
  if (step->page.gone && !staging->active)
    return ptn_link_broken ("a snapshot that is gone before it began", error);
  return TRUE;
}

/* The rest of the chunks: from where the staged base was cut, or all of a new one where @staging is
 * not active. The server and the line are at work on a chunk while the writer is at the one before
 * it. @staging is ahead of the disk meanwhile; only this loop looks at it. */
static gboolean
load_chunks (PtnLink *link, PtnStaging *staging, GError **error)
{
  g_auto (PtnWriting) writing = { .link = link };

  while (!staging->active || !staging->complete)
    {
      g_auto (PtnStep) step = { 0 };

      if (!fetch_chunk (link, staging, &step, error) || !end_writing (&writing, error))
        return FALSE;
      if (step.page.gone)
        staging->active = FALSE;
      else
        {
          advance (staging, &step.page);
          begin_writing (&writing, &step);
        }
    }
  return end_writing (&writing, error);
}

static gboolean
build_indexes (PtnLink *link, GError **error)
{
  PtnStep step = { 0 };

  while (!step.done)
    if (!ptn_desk_write_sync (link->desk, add_index, &step, error))
      return FALSE;
  return TRUE;
}

static gboolean
load_base (PtnLink *link, PtnStaging *staging, GError **error)
{
  gboolean gone = TRUE;

  link->loading (link->user_data);
  while (gone)
    {
      if (!load_chunks (link, staging, error) || !build_indexes (link, error) ||
          !follow_feed (link, staging->at, TRUE, &gone, error))
        return FALSE;
      staging->active = !gone;
    }
  return ptn_desk_write_sync (link->desk, swap_in, NULL, error);
}

gboolean
ptn_pull (PtnLink *link, GError **error)
{
  gboolean gone = FALSE;

  do
    {
      PtnStep step = { 0 };

      if (!ptn_desk_write_sync (link->desk, read_position, &step, error))
        return FALSE;
      if (gone || step.cursor.epoch == 0 || step.staging.active)
        {
          if (!load_base (link, &step.staging, error) ||
              !ptn_desk_write_sync (link->desk, read_position, &step, error))
            return FALSE;
        }
      link->cursor = step.cursor;
      if (!follow_feed (link, step.cursor, FALSE, &gone, error))
        return FALSE;
    }
  while (gone);
  return TRUE;
}
