// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that read an import share: the file's values beside the records that they became.
#pragma once

#include "ptn-import-read.h"

G_BEGIN_DECLS

typedef struct
{
  PtnComplaints *complaints;
  PtnHotel      *hotel; /* in the file's own time: local times are in it as if they were UTC */
  PtnDate        as_of;
  yyjson_val    *property;
  const char    *property_key;
  yyjson_val    *values[PTN_N_HOTEL_LISTS]; /* the file's arrays */
  GHashTable    *keys[PTN_N_HOTEL_LISTS];   /* key → its index in the list */
} PtnImport;

#define PTN_MINUTE_MS G_GINT64_CONSTANT (60000)
#define PTN_DAY_MS    (24 * 60 * PTN_MINUTE_MS)

/* Stays begin, and orders are made, at most this many days away from as_of, so that no date leaves
 * the calendar when it is moved. */
#define PTN_IMPORT_SPAN 3660

/* A path to a member of an element of a list, on the caller's stack. */
#define PTN_ELEMENT(list, i)                                                                       \
  (&(PtnJsonPath) { &(PtnJsonPath) { NULL, ptn_hotel_lists[list].name, 0 }, NULL, i })
#define PTN_MEMBER(list, i, member) (&(PtnJsonPath) { PTN_ELEMENT (list, i), member, 0 })

/* ptn-import-stays.c: stays whose nights are still runs. */

/* The type of PtnStay with runs for nights: what the codec reads. */
const PtnRecordType *ptn_import_stay_type (void);
/* Turns the runs of @stay, the element @index, into nights. FALSE where they do not fit: then they
 * are still runs. */
gboolean ptn_import_expand_nights (PtnImport *import, PtnStay *stay, guint index);
/* That no two stays have the same room in the same night, and each stay's dates and status fit. */
void ptn_import_check_stays (PtnImport *import);

/* ptn-import-orders.c */

/* Adds what @order may leave out. FALSE where what it would be taken from is at fault itself. */
gboolean ptn_import_complete_order (PtnImport *import, yyjson_mut_doc *doc, yyjson_mut_val *order);
void     ptn_import_check_orders (PtnImport *import);

/* ptn-import-check.c: everything but stays and orders. */
void ptn_import_check (PtnImport *import);

/* ptn-import-time.c: from the file's own time to instants and, with as_of_today, to today. */
void ptn_import_place_in_time (PtnImport *import, const PtnImportOptions *options);

G_END_DECLS
