// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a JSON file, each with its place in it: collected, then shown together.
#pragma once

#include "wire/ptn-json.h"

G_BEGIN_DECLS

/* Of one file; for one thread. */
typedef struct _PtnComplaints PtnComplaints;

/* At most this many are kept and shown; more are only counted. */
#define PTN_COMPLAINTS_MAX 50

/* @file: how the file is called in the complaints. @text is borrowed until the complaints are
 * freed. Returns: (transfer full) */
PtnComplaints *ptn_complaints_new (const char *file, const char *text, gsize length);
void           ptn_complaints_free (PtnComplaints *complaints);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnComplaints, ptn_complaints_free)

/* Complains of the value at @path; a message says what is wrong and what to do. */
void ptn_complain (PtnComplaints *complaints, const PtnJsonPath *path, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Complains of a fault that ptn-json.h or ptn-codec.h found. @error: (transfer full) */
void ptn_complain_error (PtnComplaints *complaints, GError *error);

guint ptn_complaints_count (PtnComplaints *complaints);
/* A line "FILE:LINE:COLUMN: /path: message" for each, in the file's order, and one that counts
 * those left out. Returns: (transfer full) */
char *ptn_complaints_text (PtnComplaints *complaints);

G_END_DECLS
