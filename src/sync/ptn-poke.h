// SPDX-License-Identifier: GPL-3.0-or-later
// Listening for pokes (docs/protocol.md, Poke): hints that the feed has grown. Sync thread only.
#pragma once

#include "ptn-link.h"

G_BEGIN_DECLS

typedef struct
{
  const PtnLink *link;
  gboolean       opening;
  gboolean       open;
  gboolean       heard; /* there is a reason to pull; whoever looks clears it */
  guint          failures;
  gint64         retry_at; /* monotonic µs before which it is not opened again */
} PtnPoke;

/* Opens the poke where it is not open and not to be left alone just now; returns at once. What
 * comes is told by poke->heard from the thread's main context. @poke and its link must outlive the
 * transport. */
void ptn_poke_tend (PtnPoke *poke);
/* The transport was reset, or is another one: begin anew. */
void ptn_poke_reset (PtnPoke *poke);

G_END_DECLS
