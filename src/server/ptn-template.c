// SPDX-License-Identifier: GPL-3.0-or-later
// HTML from a template.

#include "config.h"

#include "ptn-template.h"

#include <string.h>

/* The values of an element and, around it, those of the page. */
typedef struct _Scope Scope;
struct _Scope
{
  GVariant    *values;
  const Scope *around;
};

typedef struct
{
  const char     *start;
  const char     *at;
  GString        *out;
  PtnTemplateText text;
  gpointer        data;
} Filler;

static gboolean
fill (Filler *filler, const Scope *scope, const char *section, gboolean shown, GError **error);

static gboolean G_GNUC_PRINTF (3, 4)
    fault (const Filler *filler, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  guint            line = 1;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  for (const char *at = filler->start; at < filler->at; at++)
    line += *at == '\n';
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line %u: %s", line, message);
  return FALSE;
}

static GVariant *
look_up (const Scope *scope, const char *name)
{
  GVariant *value = NULL;

  for (; scope != NULL && value == NULL; scope = scope->around)
    value = g_variant_lookup_value (scope->values, name, NULL);
  return value;
}

static void
append (Filler *filler, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (filler->out, escaped);
}

static gboolean
put (Filler *filler, const Scope *scope, const char *name, GError **error)
{
  g_autoptr (GVariant) value = *name != '@' ? look_up (scope, name) : NULL;
  const char          *text = NULL;

  if (*name == '@')
    text = filler->text (name + 1, filler->data);
  else if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    text = g_variant_get_string (value, NULL);
  if (text == NULL)
    return fault (filler, error, "there is no text \"%s\"", name);
  append (filler, text);
  return TRUE;
}

static gboolean
fill_each (Filler *filler, const Scope *scope, GVariant *list, const char *section, GError **error)
{
  const char *begin = filler->at;

  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) element = g_variant_get_child_value (list, i);
      const Scope          inner = { element, scope };

      filler->at = begin;
      if (!fill (filler, &inner, section, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_shown (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return *g_variant_get_string (value, NULL) != '\0';
  return g_variant_n_children (value) > 0;
}

static gboolean
fill_section (Filler      *filler,
              const Scope *scope,
              const char  *name,
              gboolean     inverse,
              gboolean     shown,
              GError     **error)
{
  g_autoptr (GVariant) value = shown ? look_up (scope, name) : NULL;

  if (!shown)
    return fill (filler, scope, name, FALSE, error);
  if (value == NULL)
    return fault (filler, error, "there is no list, text or truth value \"%s\"", name);
  if (!inverse && is_shown (value) && g_variant_is_of_type (value, G_VARIANT_TYPE ("aa{sv}")))
    return fill_each (filler, scope, value, name, error);
  return fill (filler, scope, name, is_shown (value) != inverse, error);
}

/* From behind "{{" to behind "}}"; where the beginning or end of a section has a line to itself, to
 * behind that line. Returns: (transfer full) (nullable): what stands between them */
static char *
take_tag (Filler *filler)
{
  const char    *begin = filler->at, *end = strstr (begin, "}}");
  const gboolean alone = begin - 2 == filler->start || begin[-3] == '\n';

  if (end == NULL)
    return NULL;
  filler->at = end + 2;
  if (alone && strchr ("#^/", *begin) != NULL && *filler->at == '\n')
    filler->at++;
  return g_strndup (begin, end - begin);
}

/* Goes to behind the end of @section, or of the template where that is NULL. */
static gboolean
fill (Filler *filler, const Scope *scope, const char *section, gboolean shown, GError **error)
{
  for (;;)
    {
      const char      *tag_start = strstr (filler->at, "{{");
      g_autofree char *tag = NULL;
      gboolean         done;

      if (shown)
        g_string_append_len (filler->out, filler->at,
                             tag_start != NULL ? tag_start - filler->at : -1);
      if (tag_start == NULL)
        return section == NULL ||
               fault (filler, error, "the section \"%s\" is not closed", section);
      filler->at = tag_start + 2;
      tag = take_tag (filler);
      if (tag == NULL)
        return fault (filler, error, "\"{{\" without \"}}\"");
      if (*tag == '/')
        return g_strcmp0 (tag + 1, section) == 0 ||
               fault (filler, error, "\"%s\" is closed where it is not open", tag + 1);
      if (*tag == '#' || *tag == '^')
        done = fill_section (filler, scope, tag + 1, *tag == '^', shown, error);
      else
        done = !shown || put (filler, scope, tag, error);
      if (!done)
        return FALSE;
    }
}

char *
ptn_template_fill (const char     *source,
                   GVariant       *values,
                   PtnTemplateText text,
                   gpointer        data,
                   GError        **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Filler              filler = { source, source, out, text, data };
  const Scope         scope = { values, NULL };

  if (!fill (&filler, &scope, NULL, TRUE, error))
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&out));
}
