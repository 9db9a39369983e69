// SPDX-License-Identifier: GPL-3.0-or-later
// How a value type is described once, so that the wire, the import and both stores read and write
// it from one table.
#pragma once

#include <glib.h>

#include "base/ptn-date.h"
#include "base/ptn-money.h"
#include "base/ptn-uuid.h"

G_BEGIN_DECLS

/* The interface and guest languages, in the order of a PtnTexts. */
typedef enum
{
  PTN_LANGUAGE_EN,
  PTN_LANGUAGE_IT,
  PTN_LANGUAGE_TH,
  PTN_N_LANGUAGES,
} PtnLanguage;

/* A text in each language; NULL where it has none. */
typedef struct
{
  char *text[PTN_N_LANGUAGES];
} PtnTexts;

typedef struct _PtnRecordType PtnRecordType;

/* An array of records of one type. */
typedef struct
{
  gpointer data;
  gsize    length;
} PtnRecords;

typedef enum
{
  PTN_FIELD_UUID, /* PtnUuid; nil where optional and absent */
  PTN_FIELD_TEXT, /* char *, UTF-8, no control characters but newline and tab; max = largest size in
                   * bytes; never empty: NULL where optional and absent */
  PTN_FIELD_INTEGER,       /* gint64 within min and max */
  PTN_FIELD_BOOLEAN,       /* gboolean */
  PTN_FIELD_DATE,          /* PtnDate; PTN_DATE_NONE where optional and absent */
  PTN_FIELD_INSTANT,       /* gint64, Unix milliseconds; 0 where optional and absent */
  PTN_FIELD_CURRENCY,      /* PtnCurrency; empty where optional and absent */
  PTN_FIELD_EXCHANGE_RATE, /* PtnExchangeRate; 0 where optional and absent */
  PTN_FIELD_ENUM,          /* int, a position in names */
  PTN_FIELD_TEXTS,   /* PtnTexts, each as PTN_FIELD_TEXT; at least one language unless optional */
  PTN_FIELD_RECORDS, /* PtnRecords of item; max = largest number */
} PtnFieldType;

typedef enum
{
  PTN_FIELD_REQUIRED,
  PTN_FIELD_OPTIONAL,
} PtnFieldNeed;

typedef struct
{
  const char          *name; /* the wire's member, the import's member and the column */
  PtnFieldType         type;
  gsize                offset;
  PtnFieldNeed         need;
  gint64               min;
  gint64               max;
  const char *const   *names;  /* PTN_FIELD_ENUM: NULL-terminated */
  const PtnRecordType *item;   /* PTN_FIELD_RECORDS */
  const PtnRecordType *target; /* PTN_FIELD_UUID: the kind it refers to, or NULL */
} PtnField;

/* The record types that ptn_record_types lists begin with their PtnUuid id, which is not among the
 * fields: on the wire and in the stores it stands beside the revision. The types of items inside a
 * record have no id. */
struct _PtnRecordType
{
  const char     *name; /* the kind on the wire and the table's name: "order" */
  gsize           size;
  const PtnField *fields;
  gsize           n_fields;
};

#define PTN_TEXT_MAX 4000

/* The kinds that are synchronised, in the order in which a snapshot sends them: whatever a kind
 * refers to comes before it. NULL-terminated. */
extern const PtnRecordType *const ptn_record_types[];

/* Returns: (nullable) (transfer none): the kind called @name */
const PtnRecordType *ptn_record_type_find (const char *name);

/* A zeroed record with its optional fields absent. Returns: (transfer full); free with
 * ptn_record_free() */
gpointer ptn_record_new (const PtnRecordType *type);
void     ptn_record_init (const PtnRecordType *type, gpointer record);
/* Frees what the record holds and makes it empty again. */
void ptn_record_clear (const PtnRecordType *type, gpointer record);
void ptn_record_free (const PtnRecordType *type, gpointer record);
/* A deep copy. Returns: (transfer full) */
gpointer ptn_record_copy (const PtnRecordType *type, gconstpointer record);
gboolean ptn_record_equal (const PtnRecordType *type, gconstpointer a, gconstpointer b);

/* The text in @language, else in the property's @fallback, else in the first there is, else the
 * empty string. Returns: (transfer none), never NULL */
const char *ptn_texts_get (const PtnTexts *texts, PtnLanguage language, PtnLanguage fallback);
/* "it_IT", "th", "en-US" → the language, English for any other. @name: (nullable) */
PtnLanguage ptn_language_parse (const char *name);
/* "en", "it", "th", NULL. */
extern const char *const ptn_language_names[];

G_END_DECLS
