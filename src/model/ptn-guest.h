// SPDX-License-Identifier: GPL-3.0-or-later
// A guest of the property.
#pragma once

#include "ptn-record.h"

G_BEGIN_DECLS

typedef struct
{
  PtnUuid id;
  char   *name;     /* as the receptionist calls it: "Anna Rossi" */
  char   *email;    /* (nullable) */
  char   *phone;    /* (nullable) */
  char   *country;  /* (nullable) ISO 3166-1 alpha-2 */
  int     language; /* PtnLanguage of mail and Concierge */
} PtnGuest;

extern const PtnRecordType ptn_guest_record;

G_END_DECLS
