// SPDX-License-Identifier: GPL-3.0-or-later
// How this window writes money, dates and names.
#include "ptn-format.h"

struct _PtnFormat
{
  gatomicrefcount ref_count;
  PtnLocale      *locale;
  GTimeZone      *zone;
  PtnLanguage     language;
  PtnLanguage     fallback;
};

static GTimeZone *
find_zone (const PtnProperty *property)
{
  GTimeZone *zone = NULL;

  if (property != NULL)
    zone = g_time_zone_new_identifier (property->time_zone);
  return zone != NULL ? zone : g_time_zone_new_local ();
}

PtnFormat *
ptn_format_new (PtnLocale *locale, const PtnProperty *property)
{
  PtnFormat *self = g_new0 (PtnFormat, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->locale = ptn_locale_ref (locale);
  self->zone = find_zone (property);
  self->language = ptn_language_parse (ptn_locale_language (locale));
  self->fallback = property != NULL ? property->language : PTN_LANGUAGE_EN;
  return self;
}

PtnFormat *
ptn_format_ref (PtnFormat *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ptn_format_unref (PtnFormat *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  ptn_locale_unref (self->locale);
  g_time_zone_unref (self->zone);
  g_free (self);
}

PtnLanguage
ptn_format_language (PtnFormat *self)
{
  return self->language;
}

PtnDate
ptn_format_today (PtnFormat *self)
{
  return ptn_date_at (ptn_clock_now (), self->zone);
}

char *
ptn_format_money (PtnFormat *self, gint64 minor, PtnCurrency currency)
{
  return ptn_locale_format_money (self->locale, minor, currency);
}

char *
ptn_format_number (PtnFormat *self, gint64 value)
{
  return ptn_locale_format_integer (self->locale, value);
}

char *
ptn_format_date (PtnFormat *self, PtnDate date)
{
  return ptn_locale_format_date (self->locale, date, PTN_DATE_MEDIUM);
}

char *
ptn_format_instant (PtnFormat *self, gint64 at)
{
  return ptn_locale_format_instant (self->locale, at, self->zone, PTN_DATE_MEDIUM);
}

const char *
ptn_format_text (PtnFormat *self, const PtnTexts *texts)
{
  return ptn_texts_get (texts, self->language, self->fallback);
}
