// SPDX-License-Identifier: GPL-3.0-or-later
// HTML from a template: strict, and escaped whatever happens.
//
//   {{name}}                   the text called name, escaped for text and for quoted attributes
//   {{@key}}                   a text of the page's language, likewise
//   {{#name}}…{{/name}}        once for each element of the list called name, whose texts then come
//   before those around it;
//                              or once where the truth value is true or the text is not empty
//   {{^name}}…{{/name}}        once where that would show nothing
//
// A name that is not there is an error, and so is a section that is not closed. There is no way to
// put in unescaped text.
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A text of the page's language. Returns: (transfer none) (nullable): NULL where there is no such
 * key */
typedef const char *(*PtnTemplateText) (const char *key, gpointer data);

/* Fills in the template @source from @values, of type a{sv}: texts "s", truth values "b", lists
 * "aa{sv}". Any thread. Returns: (transfer full); NULL with G_IO_ERROR_INVALID_DATA, whose message
 * says the line
 */
char *ptn_template_fill (const char     *source,
                         GVariant       *values,
                         PtnTemplateText text,
                         gpointer        data,
                         GError        **error);

G_END_DECLS
