// SPDX-License-Identifier: GPL-3.0-or-later
// A transport whose answers a test has written down, for what is decided above HTTP.
#pragma once

#include "sync/ptn-transport.h"

G_BEGIN_DECLS

typedef struct
{
  guint       status;
  const char *content_type; /* (nullable) */
  const char *server;       /* (nullable) */
  const char *retry_after;  /* (nullable) */
  const char *body;         /* (nullable) */
  gsize       cut; /* the body breaks off with an error after this many bytes; 0: it does not */
} ScriptAnswer;

#define SCRIPT_TYPE_TRANSPORT (script_transport_get_type ())
G_DECLARE_FINAL_TYPE (ScriptTransport, script_transport, SCRIPT, TRANSPORT, PtnTransport)

/* Gives @answers one after the other, their bodies @step bytes at a time. @answers is borrowed.
 * Returns: (transfer full) */
PtnTransport *script_transport_new (const ScriptAnswer *answers, gsize n_answers, gsize step);
/* The calls so far: "METHOD PATH token body", "-" for what was not given. Returns: (transfer none)
 * (element-type utf8) */
GPtrArray *script_transport_calls (PtnTransport *transport);

G_END_DECLS
