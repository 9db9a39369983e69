// SPDX-License-Identifier: GPL-3.0-or-later
// Commits: revisions, the feed without gaps under concurrent writers, and that what fails leaves
// nothing.

#include "config.h"

#include <glib/gstdio.h>
#include <pthread.h>
#include <stdatomic.h>

#include "model/ptn-guest.h"
#include "model/ptn-property.h"
#include "model/ptn-stay.h"
#include "server/ptn-commit.h"
#include "server/ptn-schema.h"

#define FIRST     1
#define SECOND    2
#define N_WRITERS 4
#define N_COMMITS 250
#define N_GUESTS  20

typedef struct
{
  char   *directory;
  char   *path;
  PtnDb  *db;
  PtnUuid guests[N_GUESTS];
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("portineria-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "test.db", NULL);
  fixture->db = ptn_schema_open (fixture->path, &error);
  g_assert_no_error (error);
  for (gint64 property = FIRST; property <= SECOND; property++)
    g_assert_true (ptn_schema_new_epoch (fixture->db, property, NULL));
  for (int i = 0; i < N_GUESTS; i++)
    ptn_uuid_new (&fixture->guests[i]);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_pointer (&fixture->db, ptn_db_close);
  g_unlink (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

static gint64
get_int (PtnDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64             value = -1;

  ptn_db_get_int (db, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

static void
put_guest (PtnCommit *commit, const PtnUuid *id, const char *name, gint64 *rev)
{
  const PtnGuest     guest = { .id = *id, .name = (char *) name, .language = PTN_LANGUAGE_EN };
  g_autoptr (GError) error = NULL;

  ptn_commit_put (commit, &ptn_guest_record, &guest, rev, &error);
  g_assert_no_error (error);
}

static PtnCommit *
begin (PtnDb *db, gint64 property)
{
  g_autoptr (GError) error = NULL;
  PtnCommit         *commit = ptn_commit_begin (db, property, &error);

  g_assert_no_error (error);
  return commit;
}

static gint64
finish (PtnCommit *commit)
{
  g_autoptr (GError) error = NULL;
  gint64             seq = -1;

  ptn_commit_finish (commit, &seq, &error);
  g_assert_no_error (error);
  return seq;
}

static void
test_revisions_grow_by_one (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (gint64 expected = 1; expected <= 3; expected++)
    {
      PtnCommit *commit = begin (fixture->db, FIRST);
      gint64     rev, read;
      PtnGuest   guest;

      put_guest (commit, &fixture->guests[0], "Anna", &rev);
      g_assert_cmpint (rev, ==, expected);
      ptn_record_init (&ptn_guest_record, &guest);
      g_assert_true (
          ptn_commit_get (commit, &ptn_guest_record, &fixture->guests[0], &guest, &read, NULL));
      g_assert_cmpint (read, ==, expected);
      g_assert_cmpstr (guest.name, ==, "Anna");
      g_assert_true (ptn_uuid_equal (&guest.id, &fixture->guests[0]));
      ptn_record_clear (&ptn_guest_record, &guest);
      g_assert_cmpint (finish (commit), ==, expected);
    }
}

static void
test_a_record_put_twice_is_one_change (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  PtnCommit *commit = begin (fixture->db, FIRST);
  gint64     first, second;

  put_guest (commit, &fixture->guests[0], "Anna", &first);
  put_guest (commit, &fixture->guests[1], "Beppe", NULL);
  put_guest (commit, &fixture->guests[0], "Anna Rossi", &second);
  g_assert_cmpint (first, ==, second);
  g_assert_cmpint (finish (commit), ==, 1);
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM feed"), ==, 2);
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM feed WHERE line LIKE '%Anna Rossi%' "
                                         "AND line LIKE '%\"rev\":1,\"seq\":1,%'"),
                   ==, 1);
}

static void
test_what_is_aborted_leaves_nothing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  PtnCommit *commit = begin (fixture->db, FIRST);

  put_guest (commit, &fixture->guests[0], "Anna", NULL);
  g_assert_true (ptn_commit_audit (commit, &fixture->guests[0], &fixture->guests[0], "x",
                                   &fixture->guests[0], "y", NULL));
  ptn_commit_abort (commit);
  g_assert_cmpint (get_int (fixture->db, "SELECT (SELECT count(*) FROM guest) + (SELECT count(*) "
                                         "FROM feed) + (SELECT count(*) FROM audit)"
                                         " + (SELECT sum (seq) FROM property_clock)"),
                   ==, 0);
}

static void
test_a_commit_without_changes_takes_no_number (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gint64 seq = 77;

  g_assert_true (ptn_commit_finish (begin (fixture->db, FIRST), &seq, NULL));
  g_assert_cmpint (seq, ==, 77);
  g_assert_cmpint (get_int (fixture->db, "SELECT seq FROM property_clock WHERE property = 1"), ==,
                   0);
}

static void
test_a_property_without_clock_is_an_error (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  PtnCommit         *commit = begin (fixture->db, 99);
  g_autoptr (GError) error = NULL;

  put_guest (commit, &fixture->guests[0], "Anna", NULL);
  g_assert_false (ptn_commit_finish (commit, NULL, &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM guest"), ==, 0);
}

static void
test_what_refers_to_nothing_is_refused (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const PtnStay      stay = { .id = fixture->guests[1],
                              .number = (char *) "S1",
                              .guest = fixture->guests[0],
                              .arrival = 20000,
                              .departure = 20001,
                              .adults = 1 };
  PtnCommit         *commit = begin (fixture->db, FIRST);
  g_autoptr (GError) error = NULL;

  g_assert_false (ptn_commit_put (commit, &ptn_stay_record, &stay, NULL, &error));
  g_assert_error (error, PTN_DB_ERROR, PTN_DB_ERROR_CONSTRAINT);
  ptn_commit_abort (commit);
}

static void
test_properties_count_for_themselves (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (gint64 number = 1; number <= 3; number++)
    {
      PtnCommit *commit = begin (fixture->db, SECOND);

      put_guest (commit, &fixture->guests[0], "Anna", NULL);
      g_assert_cmpint (finish (commit), ==, number);
    }
  g_assert_cmpint (get_int (fixture->db, "SELECT seq FROM property_clock WHERE property = 1"), ==,
                   0);
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM guest WHERE property = 1"), ==, 0);
}

/* Concurrent writers */

typedef struct
{
  Fixture  *fixture;
  guint32   seed;
  pthread_t thread;
} Writer;

static atomic_bool writing;

static void *
write_many (void *data)
{
  Writer           *writer = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (writer->seed);
  g_autoptr (PtnDb) db = ptn_db_open (writer->fixture->path, PTN_DB_WRITER, NULL);

  g_assert_nonnull (db);
  for (int i = 0; i < N_COMMITS; i++)
    {
      PtnCommit *commit = begin (db, FIRST);
      const int  n = g_rand_int_range (random, 1, 4);

      for (int k = 0; k < n; k++)
        put_guest (commit, &writer->fixture->guests[g_rand_int_range (random, 0, N_GUESTS)], "Anna",
                   NULL);
      if (g_rand_int_range (random, 0, 10) == 0)
        ptn_commit_abort (commit);
      else
        finish (commit);
    }
  return NULL;
}

/* Whoever reads at any moment sees the feed from 1 to its clock, whole. */
static void *
read_many (void *data)
{
  Fixture          *fixture = data;
  g_autoptr (PtnDb) db = ptn_db_open (fixture->path, PTN_DB_READER, NULL);
  gint64            last = 0;

  g_assert_nonnull (db);
  while (atomic_load (&writing))
    {
      gint64 seq;

      g_assert_true (ptn_db_begin (db, NULL));
      seq = get_int (db, "SELECT seq FROM property_clock WHERE property = 1");
      g_assert_cmpint (get_int (db, "SELECT count(DISTINCT seq) FROM feed WHERE property = 1"), ==,
                       seq);
      g_assert_cmpint (get_int (db, "SELECT ifnull (max (seq), 0) FROM feed WHERE property = 1"),
                       ==, seq);
      g_assert_cmpint (seq, >=, last);
      last = seq;
      g_assert_true (ptn_db_commit (db, NULL));
    }
  return NULL;
}

static void
test_the_feed_has_no_gaps_under_many_writers (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const guint32 seed = g_test_rand_int ();
  Writer        writers[N_WRITERS];
  pthread_t     reader;

  g_test_message ("seed %u", seed);
  atomic_store (&writing, TRUE);
  g_assert_cmpint (pthread_create (&reader, NULL, read_many, fixture), ==, 0);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer) { .fixture = fixture, .seed = seed + i };
      g_assert_cmpint (pthread_create (&writers[i].thread, NULL, write_many, &writers[i]), ==, 0);
    }
  for (guint i = 0; i < N_WRITERS; i++)
    pthread_join (writers[i].thread, NULL);
  atomic_store (&writing, FALSE);
  pthread_join (reader, NULL);
  /* Each revision of each guest is on the feed once, and the last one is the record's. */
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM feed"), ==,
                   get_int (fixture->db, "SELECT sum (rev) FROM guest"));
  g_assert_cmpint (get_int (fixture->db, "SELECT count(*) FROM (SELECT id, max (line ->> 'rev') AS "
                                         "last, count(DISTINCT line ->> 'rev') AS n"
                                         " FROM feed GROUP BY id) AS f JOIN guest AS g ON g.id = "
                                         "f.id WHERE g.rev = f.last AND f.n = g.rev"),
                   ==, get_int (fixture->db, "SELECT count(*) FROM guest"));
}

#define ADD(function)                                                                              \
  g_test_add ("/commit/" #function, Fixture, NULL, set_up, test_##function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (revisions_grow_by_one);
  ADD (a_record_put_twice_is_one_change);
  ADD (what_is_aborted_leaves_nothing);
  ADD (a_commit_without_changes_takes_no_number);
  ADD (a_property_without_clock_is_an_error);
  ADD (what_refers_to_nothing_is_refused);
  ADD (properties_count_for_themselves);
  ADD (the_feed_has_no_gaps_under_many_writers);
  return g_test_run ();
}
