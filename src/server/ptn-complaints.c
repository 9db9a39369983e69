// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a JSON file, each with its place in it.

#include "config.h"

#include "ptn-complaints.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  guint line, column; /* 0: no place is known */
  char *message;
} Complaint;

struct _PtnComplaints
{
  char       *file;
  const char *text;
  gsize       length;
  GArray     *kept; /* of Complaint */
  guint       count;
};

static void
clear_complaint (gpointer complaint)
{
  g_free (((Complaint *) complaint)->message);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Complaint *first = a, *second = b;

  if (first->line != second->line)
    return first->line < second->line ? -1 : 1;
  return first->column < second->column ? -1 : first->column > second->column;
}

PtnComplaints *
ptn_complaints_new (const char *file, const char *text, gsize length)
{
  PtnComplaints *complaints = g_new0 (PtnComplaints, 1);

  complaints->file = g_strdup (file);
  complaints->text = text;
  complaints->length = length;
  complaints->kept = g_array_new (FALSE, FALSE, sizeof (Complaint));
  g_array_set_clear_func (complaints->kept, clear_complaint);
  return complaints;
}

void
ptn_complaints_free (PtnComplaints *complaints)
{
  if (complaints == NULL)
    return;
  g_array_unref (complaints->kept);
  g_free (complaints->file);
  g_free (complaints);
}

void
ptn_complain (PtnComplaints *complaints, const PtnJsonPath *path, const char *format, ...)
{
  g_autofree char *message = NULL;
  GError          *error = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  ptn_json_fault (path, &error, "%s", message);
  ptn_complain_error (complaints, error);
}

void
ptn_complain_error (PtnComplaints *complaints, GError *error)
{
  g_autoptr (GError) owned = error;
  g_autofree char   *pointer = ptn_json_fault_pointer (error);
  Complaint          complaint = { 0 };
  int                skip = 0;

  complaints->count++;
  if (complaints->kept->len == PTN_COMPLAINTS_MAX)
    return;
  if (sscanf (error->message, "line %u, column %u: %n", &complaint.line, &complaint.column,
              &skip) != 2)
    ptn_json_locate (complaints->text, complaints->length, pointer != NULL ? pointer : "",
                     &complaint.line, &complaint.column);
  complaint.message = g_strdup (error->message + skip);
  g_array_append_val (complaints->kept, complaint);
}

guint
ptn_complaints_count (PtnComplaints *complaints)
{
  return complaints->count;
}

char *
ptn_complaints_text (PtnComplaints *complaints)
{
  GString *out = g_string_new (NULL);

  g_array_sort (complaints->kept, compare);
  for (guint i = 0; i < complaints->kept->len; i++)
    {
      const Complaint *complaint = &g_array_index (complaints->kept, Complaint, i);

      g_string_append (out, complaints->file);
      if (complaint->line > 0)
        g_string_append_printf (out, ":%u:%u", complaint->line, complaint->column);
      g_string_append_printf (out, ": %s\n", complaint->message);
    }
  if (complaints->count > complaints->kept->len)
    g_string_append_printf (out, "%s: and %u more complaints\n", complaints->file,
                            complaints->count - complaints->kept->len);
  return g_string_free_and_steal (out);
}
