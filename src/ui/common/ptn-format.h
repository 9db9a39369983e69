// SPDX-License-Identifier: GPL-3.0-or-later
// How this window writes money, dates and names: the language of the interface, its years, and the
// property's time zone.
#pragma once

#include "base/ptn-locale.h"
#include "model/ptn-property.h"

G_BEGIN_DECLS

/* Immutable; reference counted. */
typedef struct _PtnFormat PtnFormat;

/* @locale: of the interface. @property: (nullable): NULL while there is none: this PC's time zone
 * and English are taken. Returns: (transfer full) */
PtnFormat *ptn_format_new (PtnLocale *locale, const PtnProperty *property);
PtnFormat *ptn_format_ref (PtnFormat *self);
void       ptn_format_unref (PtnFormat *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PtnFormat, ptn_format_unref)

PtnLanguage ptn_format_language (PtnFormat *self);
/* Today in the property's time zone, by this PC's clock: for choosing dates, never for deciding
 * anything. */
PtnDate ptn_format_today (PtnFormat *self);

/* Returns: (transfer full) */
char *ptn_format_money (PtnFormat *self, gint64 minor, PtnCurrency currency);
/* Returns: (transfer full) */
char *ptn_format_number (PtnFormat *self, gint64 value);
/* Returns: (transfer full) */
char *ptn_format_date (PtnFormat *self, PtnDate date);
/* Date and time of day in the property's time zone. @at: Unix milliseconds. Returns: (transfer
 * full) */
char *ptn_format_instant (PtnFormat *self, gint64 at);
/* The text in the interface's language, else in the property's. Returns: (transfer none), as long
 * as @texts */
const char *ptn_format_text (PtnFormat *self, const PtnTexts *texts);

G_END_DECLS
