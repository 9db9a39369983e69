// SPDX-License-Identifier: GPL-3.0-or-later
// Structured log lines without secrets: one JSON object a line on standard error.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Installs the writer for the process: every g_log() and g_log_structured() of the process becomes
 * one JSON line
 * {"time","level","domain","message","program","pid",…} on standard error, written by one write().
 * Call once, first thing in main(). @verbose shows the program's own debug lines too; those of
 * libraries are asked for with G_MESSAGES_DEBUG. G_DEBUG=fatal-warnings and fatal-criticals work as
 * ever. */
void ptn_log_init (const char *program, gboolean verbose);

/* ptn_log_event ("op.applied", "order", id, "rev", "7", NULL): pairs of strings, ended by NULL; a
 * pair whose value is NULL is left out. Names are in lower case and none of the six above. Never
 * pass a password, token, code or a guest's data. Level info. Any thread. */
void ptn_log_event (const char *event, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
