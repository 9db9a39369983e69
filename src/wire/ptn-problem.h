// SPDX-License-Identifier: GPL-3.0-or-later
// Problem details (RFC 9457): how the server says no.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PTN_PROBLEM_CONTENT_TYPE "application/problem+json"

/* What a caller can do about it differs for each; the wire's "type" is "urn:portineria:problem:"
 * and the name. */
typedef enum
{
  PTN_PROBLEM_INVALID,     /* 400: the request is malformed */
  PTN_PROBLEM_SIGN_IN,     /* 401: no valid token */
  PTN_PROBLEM_FORBIDDEN,   /* 403: the role does not allow it */
  PTN_PROBLEM_NOT_FOUND,   /* 404 */
  PTN_PROBLEM_METHOD,      /* 405 */
  PTN_PROBLEM_CONFLICT,    /* 409: the revision differs */
  PTN_PROBLEM_SEQUENCE,    /* 409: a gap in op_seq; "expected" is the next number */
  PTN_PROBLEM_GONE,        /* 410: the cursor is too old or of another epoch: take a snapshot */
  PTN_PROBLEM_TOO_LARGE,   /* 413 */
  PTN_PROBLEM_HASH,        /* 422: this op_seq was sent before with other bytes */
  PTN_PROBLEM_THROTTLED,   /* 429: with Retry-After */
  PTN_PROBLEM_FINAL,       /* an order's cancellation is final: its effects are released */
  PTN_PROBLEM_TOO_LATE,    /* undo: the effects are released already */
  PTN_PROBLEM_NOT_YOURS,   /* undo: another user decided */
  PTN_PROBLEM_INTERNAL,    /* 500 */
  PTN_PROBLEM_UNAVAILABLE, /* 503: stopping or busy */
  PTN_N_PROBLEMS,
} PtnProblemType;

typedef struct
{
  PtnProblemType type;
  char *detail; /* (nullable) English, for logs and developers: the desk words its own message from
                   type */
  char  *pointer;  /* (nullable) JSON pointer of the fault */
  gint64 expected; /* PTN_PROBLEM_SEQUENCE: the number that is expected; else 0 */
} PtnProblem;

void  ptn_problem_clear (PtnProblem *problem);
guint ptn_problem_status (PtnProblemType type);
/* Returns: (transfer none) */
const char *ptn_problem_name (PtnProblemType type);
/* {"type","title","status","detail","pointer","expected"}. Returns: (transfer full) */
char *ptn_problem_to_json (const PtnProblem *problem);
/* An unknown type reads as PTN_PROBLEM_INTERNAL. FALSE with PTN_WIRE_ERROR where it is no problem
 * document. */
gboolean ptn_problem_from_json (const char *text, gsize length, PtnProblem *out, GError **error);

G_END_DECLS
