// SPDX-License-Identifier: GPL-3.0-or-later
// The name of an offer.

#include "config.h"

#include "ptn-offer-name.h"

#include <string.h>

#include "wire/ptn-codec.h"

const PtnField *
ptn_offer_name_field (void)
{
  for (gsize i = 0; i < ptn_order_record.n_fields; i++)
    if (ptn_order_record.fields[i].offset == G_STRUCT_OFFSET (PtnOrder, name))
      return &ptn_order_record.fields[i];
  g_assert_not_reached ();
}

gboolean
ptn_offer_name_read (const char *json, PtnTexts *name, GError **error)
{
  PtnOrder order = { 0 };

  if (!ptn_codec_field_from_text (ptn_offer_name_field (), json, strlen (json), &order, error))
    return FALSE;
  *name = order.name;
  return TRUE;
}

void
ptn_offer_name_clear (PtnTexts *name)
{
  for (int i = 0; i < PTN_N_LANGUAGES; i++)
    g_clear_pointer (&name->text[i], g_free);
}
