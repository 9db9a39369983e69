// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that loses what was not synced when the power goes, for one directory of one process. To
// be preloaded.
//
// The process works on its files as ever. Each write is noted, and only fsync() or fdatasync()
// carries what was noted for that file over into the shadow directory. After a SIGKILL the shadow
// holds what a disk without power would: every synced byte and no other. Creating a file needs a
// sync of it to last; removing one lasts at once. What is there at the start must be in the shadow
// already. Memory-mapped files (SQLite's -shm) are left out, since they are made anew after a
// crash.
//
//   POWER_CUT_DIR     the directory that is watched
//   POWER_CUT_SHADOW  where its synced state is kept, under the same names
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* open and open64 are two symbols here */

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FD     4096
#define MAX_RANGES 65536

typedef struct
{
  off_t begin;
  off_t end;
} Range;

/* What was written to one file since its last sync. Descriptors of one file share it. */
typedef struct
{
  char   name[NAME_MAX];
  Range *ranges;
  size_t n_ranges;
} File;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static File           *files[MAX_FD];
static File           *by_descriptor[MAX_FD];
static size_t          n_files;

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static File *
find_file (const char *name)
{
  for (size_t i = 0; i < n_files; i++)
    if (strcmp (files[i]->name, name) == 0)
      return files[i];
  files[n_files] = calloc (1, sizeof (File));
  files[n_files]->ranges = calloc (MAX_RANGES, sizeof (Range));
  snprintf (files[n_files]->name, NAME_MAX, "%s", name);
  return files[n_files++];
}

/* The name of a file in the watched directory, or NULL. */
static const char *
watched_name (const char *path)
{
  const char  *dir = getenv ("POWER_CUT_DIR");
  const size_t length = dir != NULL ? strlen (dir) : 0;
  const char  *name;

  if (length == 0 || strncmp (path, dir, length) != 0 || path[length] != '/')
    return NULL;
  name = path + length + 1;
  return strchr (name, '/') == NULL && strstr (name, ".db") != NULL && strstr (name, "-shm") == NULL
             ? name
             : NULL;
}

static int
shadow_open (const char *name)
{
  char path[PATH_MAX];

  snprintf (path, sizeof path, "%s/%s", getenv ("POWER_CUT_SHADOW"), name);
  return REAL (open) (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static void
note_open (int fd, const char *path)
{
  const char *name = watched_name (path);

  if (fd < 0 || fd >= MAX_FD)
    return;
  pthread_mutex_lock (&mutex);
  by_descriptor[fd] = name != NULL ? find_file (name) : NULL;
  pthread_mutex_unlock (&mutex);
}

static void
note_write (int fd, off_t begin, off_t size)
{
  File *file;

  if (fd < 0 || fd >= MAX_FD || size <= 0)
    return;
  pthread_mutex_lock (&mutex);
  file = by_descriptor[fd];
  if (file != NULL && file->n_ranges == MAX_RANGES)
    abort (); /* the shadow would lie */
  if (file != NULL)
    file->ranges[file->n_ranges++] = (Range) { begin, begin + size };
  pthread_mutex_unlock (&mutex);
}

static void
copy_range (int from, int to, Range range)
{
  char block[65536];

  while (range.begin < range.end)
    {
      const size_t  wanted = range.end - range.begin < (off_t) sizeof block
                                 ? (size_t) (range.end - range.begin)
                                 : sizeof block;
      const ssize_t got = pread (from, block, wanted, range.begin);

      if (got <= 0)
        return; /* truncated since */
      if (REAL (pwrite) (to, block, got, range.begin) != got)
        abort ();
      range.begin += got;
    }
}

static void
note_sync (int fd)
{
  struct stat now;
  File       *file;
  int         shadow;

  if (fd < 0 || fd >= MAX_FD)
    return;
  pthread_mutex_lock (&mutex);
  file = by_descriptor[fd];
  if (file != NULL && fstat (fd, &now) == 0)
    {
      shadow = shadow_open (file->name);
      for (size_t i = 0; i < file->n_ranges; i++)
        copy_range (fd, shadow, file->ranges[i]);
      if (REAL (ftruncate) (shadow, now.st_size) != 0)
        abort ();
      file->n_ranges = 0;
      close (shadow);
    }
  pthread_mutex_unlock (&mutex);
}

int
open (const char *path, int flags, ...)
{
  va_list rest;
  mode_t  mode;
  int     fd;

  va_start (rest, flags);
  mode = va_arg (rest, mode_t);
  va_end (rest);
  fd = REAL (open) (path, flags, mode);
  note_open (fd, path);
  return fd;
}

int
open64 (const char *path, int flags, ...)
{
  va_list rest;
  mode_t  mode;
  int     fd;

  va_start (rest, flags);
  mode = va_arg (rest, mode_t);
  va_end (rest);
  fd = REAL (open64) (path, flags, mode);
  note_open (fd, path);
  return fd;
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  const ssize_t written = REAL (pwrite) (fd, data, size, offset);

  note_write (fd, offset, written);
  return written;
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off_t offset)
{
  const ssize_t written = REAL (pwrite64) (fd, data, size, offset);

  note_write (fd, offset, written);
  return written;
}

ssize_t
write (int fd, const void *data, size_t size)
{
  const ssize_t written = REAL (write) (fd, data, size);

  if (fd >= 0 && fd < MAX_FD && by_descriptor[fd] != NULL)
    note_write (fd, lseek (fd, 0, SEEK_CUR) - written, written);
  return written;
}

int
fsync (int fd)
{
  const int result = REAL (fsync) (fd);

  note_sync (fd);
  return result;
}

int
fdatasync (int fd)
{
  const int result = REAL (fdatasync) (fd);

  note_sync (fd);
  return result;
}

int
unlink (const char *path)
{
  const char *name = watched_name (path);
  char        shadow[PATH_MAX];

  if (name != NULL)
    {
      snprintf (shadow, sizeof shadow, "%s/%s", getenv ("POWER_CUT_SHADOW"), name);
      REAL (unlink) (shadow);
    }
  return REAL (unlink) (path);
}
