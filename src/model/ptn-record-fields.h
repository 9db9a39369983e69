// SPDX-License-Identifier: GPL-3.0-or-later
// One line for each field in the tables of src/model.
#pragma once

#include "ptn-record.h"

#define PTN_UUID(Struct, member, need_, target_)                                                   \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_UUID,                                                                        \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_,                                                                                 \
    .target = target_ }
#define PTN_TEXT(Struct, member, need_, max_)                                                      \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_TEXT,                                                                        \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_,                                                                                 \
    .max = max_ }
#define PTN_INTEGER(Struct, member, min_, max_)                                                    \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_INTEGER,                                                                     \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .min = min_,                                                                                   \
    .max = max_ }
#define PTN_BOOLEAN(Struct, member)                                                                \
  { .name = #member, .type = PTN_FIELD_BOOLEAN, .offset = G_STRUCT_OFFSET (Struct, member) }
#define PTN_DATE(Struct, member, need_)                                                            \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_DATE,                                                                        \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_ }
#define PTN_INSTANT(Struct, member, need_)                                                         \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_INSTANT,                                                                     \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_ }
#define PTN_CURRENCY(Struct, member, need_)                                                        \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_CURRENCY,                                                                    \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_ }
#define PTN_ENUM(Struct, member, names_)                                                           \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_ENUM,                                                                        \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .names = names_ }
#define PTN_TEXTS(Struct, member, need_, max_)                                                     \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_TEXTS,                                                                       \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .need = need_,                                                                                 \
    .max = max_ }
#define PTN_RECORDS(Struct, member, item_, max_)                                                   \
  { .name = #member,                                                                               \
    .type = PTN_FIELD_RECORDS,                                                                     \
    .offset = G_STRUCT_OFFSET (Struct, member),                                                    \
    .item = item_,                                                                                 \
    .max = max_ }

/* The largest amount of money in minor units that a person or a peer may give: sums of a million
 * such stay exact. */
#define PTN_AMOUNT_MAX G_GINT64_CONSTANT (1000000000000)
