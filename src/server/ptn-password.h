// SPDX-License-Identifier: GPL-3.0-or-later
// New passwords: what they must be like, and how an administrator gives one.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_PASSWORD_MIN 8    /* characters */
#define PTN_PASSWORD_MAX 1024 /* bytes */

/* What is wrong with @password as a new one. Returns: (nullable) (transfer none): NULL where it
 * will do */
const char *ptn_password_fault (const char *password);

/* Asks for a new password twice on the terminal, without showing it; or, @from_stdin, reads the
 * first line of standard input. Main thread. Returns: (transfer full): one without fault; NULL with
 * G_IO_ERROR, whose message says what to do */
char *ptn_password_ask (gboolean from_stdin, GError **error);

G_END_DECLS
