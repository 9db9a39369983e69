// SPDX-License-Identifier: GPL-3.0-or-later
// The words for what the model names: states, types, actions, refusals. Translated here, at the
// edge, and nowhere below. Pure: no display is needed. Texts are for a person and never markup.
#pragma once

#include "model/ptn-stay.h"
#include "ptn-format.h"
#include "rules/ptn-order-rules.h"
#include "store/ptn-order-row.h"
#include "store/ptn-outbox.h"
#include "sync/ptn-sync.h"

G_BEGIN_DECLS

/* All of these: Returns: (transfer none) */
const char *ptn_words_status (PtnOrderStatus status);
const char *ptn_words_status_icon (PtnOrderStatus status);
const char *ptn_words_status_style (PtnOrderStatus status);
const char *ptn_words_decision (PtnDecision decision);
const char *ptn_words_offer_type (PtnOfferType type);
const char *ptn_words_stay_status (PtnStayStatus status);
const char *ptn_words_language (PtnLanguage language);
const char *ptn_words_waiting (void);

/* The full name of a button for one order: "Confirm the order of Anna Rossi: Spa for two". Returns:
 * (transfer full) */
char *ptn_words_action (PtnDecision decision, const char *guest, const char *offer);
/* The whole row in one sentence, for a screen reader. Returns: (transfer full) */
char *ptn_words_row (PtnOrderRow *row, PtnFormat *format);
/* What a toast says once @n decisions are saved; @guest: (nullable): where it was one order.
 * Returns: (transfer full) */
char *ptn_words_decided (PtnDecision decision, guint n, const char *guest);
/* One line of an order's history. @by: (nullable): NULL where the program did it. Returns:
 * (transfer full) */
char *ptn_words_event (PtnOrderEvent event, const char *by);
/* One line of Needs attention: what was not done, and why. @decided_by: (nullable). Returns:
 * (transfer full) */
char *ptn_words_attention_title (const PtnAttention *attention, PtnFormat *format);
char *ptn_words_attention_reason (const PtnAttention *attention,
                                  PtnFormat          *format,
                                  const char         *decided_by);
/* Why signing in or syncing failed, and what to do: src/sync says it in words itself, because only
 * it knows the details. Returns: (transfer none), as long as @error */
const char *ptn_words_sync_error (const GError *error);

G_END_DECLS
