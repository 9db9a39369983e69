// SPDX-License-Identifier: GPL-3.0-or-later
// The process's log writer: GLib's log fields as one JSON object a line.
#include "config.h"

#include "ptn-log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yyjson.h>

#include "ptn-date.h"

typedef struct
{
  char          *program;
  gboolean       verbose;
  GLogLevelFlags fatal;
} LogSettings;

static const char *
level_name (GLogLevelFlags level)
{
  if (level & G_LOG_LEVEL_ERROR)
    return "error";
  if (level & G_LOG_LEVEL_CRITICAL)
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & G_LOG_LEVEL_MESSAGE)
    return "message";
  if (level & G_LOG_LEVEL_INFO)
    return "info";
  return "debug";
}

static void
add_text (yyjson_mut_doc *doc, const char *key, const char *text, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);

  yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), key, valid);
}

static void
add_time (yyjson_mut_doc *doc)
{
  const gint64          now = ptn_clock_now ();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now / 1000);
  g_autofree char      *seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  char                  text[40];

  g_snprintf (text, sizeof text, "%s.%03dZ", seconds, (int) (now % 1000));
  add_text (doc, "time", text, -1);
}

static const GLogField *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, key))
      return &fields[i];
  return NULL;
}

static void
add_field (yyjson_mut_doc *doc, const char *key, const GLogField *field)
{
  if (field != NULL && field->value != NULL)
    add_text (doc, key, field->value, field->length);
}

/* Fields of ours have lower-case names; the upper-case ones are GLib's and the journal's. */
static void
add_own_fields (yyjson_mut_doc *doc, const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_ascii_islower (fields[i].key[0]))
      add_field (doc, fields[i].key, &fields[i]);
}

static char *
format_line (const LogSettings *settings,
             GLogLevelFlags     level,
             const GLogField   *fields,
             gsize              n_fields)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char           *line;

  yyjson_mut_doc_set_root (doc, root);
  add_time (doc);
  add_text (doc, "level", level_name (level), -1);
  add_field (doc, "domain", find_field (fields, n_fields, "GLIB_DOMAIN"));
  add_field (doc, "message", find_field (fields, n_fields, "MESSAGE"));
  add_text (doc, "program", settings->program, -1);
  yyjson_mut_obj_add_int (doc, root, "pid", getpid ());
  add_own_fields (doc, fields, n_fields);

  line = yyjson_mut_write (doc, YYJSON_WRITE_NEWLINE_AT_END, NULL);
  yyjson_mut_doc_free (doc);
  return line;
}

/* One write() a line, so that lines of several processes on one pipe do not mix; the lock covers
 * the rest of a line that was taken only in part. */
static gboolean
write_line (const char *line)
{
  static GMutex            mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  gsize                    left = strlen (line);

  while (left > 0)
    {
      const gssize written = write (STDERR_FILENO, line, left);

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          line += written;
          left -= (gsize) written;
        }
    }
  return TRUE;
}

static gboolean
is_wanted (const LogSettings *settings, GLogLevelFlags level, const GLogField *domain)
{
  const char *name = domain != NULL ? domain->value : NULL;

  if (!(level & G_LOG_LEVEL_DEBUG))
    return TRUE;
  if (settings->verbose && g_strcmp0 (name, G_LOG_DOMAIN) == 0)
    return TRUE;
  return !g_log_writer_default_would_drop (level, name);
}

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  const LogSettings *settings = user_data;
  gboolean           written = TRUE;

  if (is_wanted (settings, level, find_field (fields, n_fields, "GLIB_DOMAIN")))
    {
      char *line = format_line (settings, level, fields, n_fields);

      written = line != NULL && write_line (line);
      free (line);
    }

  /* g_log() aborts by itself, but for structured messages GLib leaves fatal levels to the writer.
   */
  if ((level & settings->fatal) && find_field (fields, n_fields, "GLIB_OLD_LOG_API") == NULL)
    G_BREAKPOINT ();

  return written ? G_LOG_WRITER_HANDLED : G_LOG_WRITER_UNHANDLED;
}

void
ptn_log_init (const char *program, gboolean verbose)
{
  LogSettings *settings = g_new0 (LogSettings, 1);

  settings->program = g_strdup (program);
  settings->verbose = verbose;
  /* Setting the mask is the only way of reading it before GLib 2.86. */
  settings->fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  g_log_set_always_fatal (settings->fatal);

  g_log_set_writer_func (write_log_cb, settings, NULL);
}

void
ptn_log_event (const char *event, ...)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (GLogField));
  GLogField          field;
  const char        *key;
  va_list            pairs;

  field = (GLogField) { "PRIORITY", "6", -1 };
  g_array_append_val (fields, field);
  field = (GLogField) { "GLIB_DOMAIN", G_LOG_DOMAIN, -1 };
  g_array_append_val (fields, field);
  field = (GLogField) { "MESSAGE", event, -1 };
  g_array_append_val (fields, field);

  va_start (pairs, event);
  while ((key = va_arg (pairs, const char *)) != NULL)
    {
      field = (GLogField) { key, va_arg (pairs, const char *), -1 };
      g_array_append_val (fields, field);
    }
  va_end (pairs);

  g_log_structured_array (G_LOG_LEVEL_INFO, (const GLogField *) fields->data, fields->len);
}
