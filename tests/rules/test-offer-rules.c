// SPDX-License-Identifier: GPL-3.0-or-later
// What a stay may order: every status, and upgrades from and to each room type.

#include "config.h"

#include "rules/ptn-offer-rules.h"

#define ARRIVAL 20000

/* Two nights in the first room type, then one in the second. */
static const PtnUuid first = { { 1 } }, second = { { 2 } }, third = { { 3 } };

typedef struct
{
  PtnOfferType   type;
  const PtnUuid *from, *to; /* NULL: none */
  PtnDate        today;
  gboolean       expected;
} Case;

static const Case cases[] = {
  { PTN_OFFER_OFFER, NULL, NULL, ARRIVAL, TRUE },
  /* From the first night's type, before the arrival and on the first night. */
  { PTN_OFFER_UPGRADE, &first, &third, ARRIVAL - 30, TRUE },
  { PTN_OFFER_UPGRADE, &first, &third, ARRIVAL, TRUE },
  { PTN_OFFER_UPGRADE, &first, &third, ARRIVAL + 1, TRUE },
  /* After the move, and on the day of departure. */
  { PTN_OFFER_UPGRADE, &first, &third, ARRIVAL + 2, FALSE },
  { PTN_OFFER_UPGRADE, &second, &third, ARRIVAL + 2, TRUE },
  { PTN_OFFER_UPGRADE, &second, &third, ARRIVAL + 3, TRUE },
  { PTN_OFFER_UPGRADE, &second, &third, ARRIVAL + 1, FALSE },
  /* From any type, but never to the one that the stay has. */
  { PTN_OFFER_UPGRADE, NULL, &third, ARRIVAL, TRUE },
  { PTN_OFFER_UPGRADE, NULL, &second, ARRIVAL, TRUE },
  { PTN_OFFER_UPGRADE, NULL, &second, ARRIVAL + 2, FALSE },
  { PTN_OFFER_UPGRADE, NULL, &first, ARRIVAL, FALSE },
};

static PtnOffer
make_offer (const Case *here)
{
  PtnOffer offer = { .type = (int) here->type };

  if (here->from != NULL)
    offer.from_type = *here->from;
  if (here->to != NULL)
    offer.to_type = *here->to;
  return offer;
}

static void
test_can_order (void)
{
  PtnNight nights[] = {
    { .date = ARRIVAL, .room_type = first },
    { .date = ARRIVAL + 1, .room_type = first },
    { .date = ARRIVAL + 2, .room_type = second },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (PtnStayStatus status = PTN_STAY_RESERVED; status <= PTN_STAY_NO_SHOW; status++)
      {
        const gboolean open = status == PTN_STAY_RESERVED || status == PTN_STAY_IN_HOUSE;
        const PtnStay  stay = { .status = (int) status,
                                .nights = { nights, G_N_ELEMENTS (nights) } };
        PtnOffer       offer = make_offer (&cases[i]);

        g_test_message ("case %zu, status %d", i, (int) status);
        g_assert_cmpint (ptn_offer_can_order (&offer, &stay, cases[i].today), ==,
                         open && cases[i].expected);
        offer.archived = TRUE;
        g_assert_false (ptn_offer_can_order (&offer, &stay, cases[i].today));
      }
}

static void
test_without_nights (void)
{
  const PtnOffer offer = { .type = PTN_OFFER_OFFER };
  const PtnStay  stay = { .status = PTN_STAY_RESERVED };

  g_assert_false (ptn_offer_can_order (&offer, &stay, ARRIVAL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/offer/can-order", test_can_order);
  g_test_add_func ("/rules/offer/without-nights", test_without_nights);
  return g_test_run ();
}
