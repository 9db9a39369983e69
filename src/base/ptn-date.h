// SPDX-License-Identifier: GPL-3.0-or-later
// Calendar dates as a day number, and the clock. Instants are Unix milliseconds (gint64)
// everywhere.
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days since 1970-01-01 in the proleptic Gregorian calendar; years 1 to 9999. */
typedef gint32 PtnDate;

#define PTN_DATE_NONE      G_MININT32
#define PTN_DATE_TEXT_SIZE 11 /* "YYYY-MM-DD" and the terminating zero */

/* Strict "YYYY-MM-DD" of a date that exists. Returns: FALSE and leaves @out alone otherwise. @text:
 * (nullable) */
gboolean ptn_date_parse (const char *text, PtnDate *out);

/* Here and below, @date must be a date and not PTN_DATE_NONE. */
void ptn_date_print (PtnDate date, char out[PTN_DATE_TEXT_SIZE]);

/* Returns: PTN_DATE_NONE where there is no such date in the years 1 to 9999. */
PtnDate ptn_date_from_ymd (int year, int month, int day);
void    ptn_date_to_ymd (PtnDate date, int *year, int *month, int *day);

/* 1 = Monday … 7 = Sunday (ISO 8601). */
int ptn_date_weekday (PtnDate date);

/* The time zone called @name, an IANA name; UTC, with a warning in the log, where this system does
 * not know it. Returns: (transfer full) */
GTimeZone *ptn_time_zone (const char *name);

/* Seconds since 1970-01-01 00:00 on the clocks of @zone at @instant (Unix milliseconds). */
gint64 ptn_date_local_seconds (gint64 instant, GTimeZone *zone);

/* The local calendar date of @instant (Unix milliseconds) in @zone. */
PtnDate ptn_date_at (gint64 instant, GTimeZone *zone);

/* Now, in Unix milliseconds. Any thread. */
gint64 ptn_clock_now (void);

G_END_DECLS
