// SPDX-License-Identifier: GPL-3.0-or-later
// The states and the price of an order. The decision table's rows quote DESIGN §2; together they
// decide every case once.

#include "config.h"

#include "rules/ptn-order-rules.h"

/* Each dimension of a case is one bit of its row's set. */
#define ANY 0xff

enum
{
  CONFIRM = 1 << PTN_DECISION_CONFIRM,
  CANCEL = 1 << PTN_DECISION_CANCEL,
  UNDO = 1 << PTN_DECISION_UNDO,
};

enum
{
  PENDING = 1 << PTN_ORDER_PENDING,
  CONFIRMED = 1 << PTN_ORDER_CONFIRMED,
  CANCELLED = 1 << PTN_ORDER_CANCELLED,
};

/* What the request saw: the present revision, an older, a newer; or the desk does not know. */
enum
{
  SEEN = 1,
  STALE = 2,
  NEWER = 4,
  UNKNOWN = 8,
};

/* The last decision's effects. */
enum
{
  HELD = 1,
  RELEASED = 2,
};

/* The decision that undo is for. */
enum
{
  LAST = 1,
  ANOTHER = 2,
};

/* The user who asks: the one who decided, or another. */
enum
{
  SAME = 1,
  OTHER = 2,
};

/* For "after": the state before the decision that is undone. */
#define BEFORE    (-1)
#define UNCHANGED (-2)

static const struct
{
  const char *sentence;
  guint       decision, status, rev, effects, undoes, user;
  PtnVerdict  verdict;
  int         after;
} rows[] = {
  { "`pending` → `confirmed`", CONFIRM, PENDING, SEEN, ANY, ANY, ANY, PTN_VERDICT_CHANGE,
    PTN_ORDER_CONFIRMED },
  { "`pending` → … | `cancelled`; `confirmed` → `cancelled`", CANCEL, PENDING | CONFIRMED, SEEN,
    ANY, ANY, ANY, PTN_VERDICT_CHANGE, PTN_ORDER_CANCELLED },
  { "Same target state already reached: a no-op, no second effect (confirmed).", CONFIRM, CONFIRMED,
    ANY, ANY, ANY, ANY, PTN_VERDICT_NONE, UNCHANGED },
  { "Same target state already reached: a no-op, no second effect (cancelled).", CANCEL, CANCELLED,
    ANY, ANY, ANY, ANY, PTN_VERDICT_NONE, UNCHANGED },
  { "Otherwise, if the revision differs: conflict, even where the step would be legal from the "
    "present state (confirm).",
    CONFIRM, PENDING | CANCELLED, STALE | NEWER | UNKNOWN, ANY, ANY, ANY, PTN_VERDICT_CONFLICT,
    UNCHANGED },
  { "Otherwise, if the revision differs: conflict, even where the step would be legal from the "
    "present state (cancel).",
    CANCEL, PENDING | CONFIRMED, STALE | NEWER | UNKNOWN, ANY, ANY, ANY, PTN_VERDICT_CONFLICT,
    UNCHANGED },
  { "`cancelled` is final: no arrow leaves it, and only undo restores what was before.", CONFIRM,
    CANCELLED, SEEN, ANY, ANY, ANY, PTN_VERDICT_FINAL, UNCHANGED },
  { "while they are held, the same user's `order.undo` restores the state before that decision",
    UNDO, ANY, SEEN, HELD, LAST, SAME, PTN_VERDICT_CHANGE, BEFORE },
  { "the same, where the desk has had no answer with the decision's revision yet", UNDO, ANY,
    UNKNOWN, HELD, LAST, SAME, PTN_VERDICT_CHANGE, BEFORE },
  { "by compare-and-set on its revision", UNDO, ANY, STALE | NEWER, HELD, LAST, SAME,
    PTN_VERDICT_CONFLICT, UNCHANGED },
  { "the same user's `order.undo`: nobody else's", UNDO, ANY, ANY, HELD, LAST, OTHER,
    PTN_VERDICT_NOT_YOURS, UNCHANGED },
  { "the state before *that* decision: an earlier one can no longer be taken back", UNDO, ANY, ANY,
    HELD, ANOTHER, ANY, PTN_VERDICT_TOO_LATE, UNCHANGED },
  { "Afterwards undo is refused with the reason. Auto-confirmation and expiry have no undo window.",
    UNDO, ANY, ANY, RELEASED, ANY, ANY, PTN_VERDICT_TOO_LATE, UNCHANGED },
};

static const gint64 revs[] = { 7, 6, 8, -1 };

static gsize
find_row (int decision, int status, int rev, int effects, int undoes, int user)
{
  gsize found = G_N_ELEMENTS (rows);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!(rows[i].decision & 1u << decision) || !(rows[i].status & 1u << status) ||
          !(rows[i].rev & 1u << rev) || !(rows[i].effects & 1u << effects) ||
          !(rows[i].undoes & 1u << undoes) || !(rows[i].user & 1u << user))
        continue;
      g_assert_cmpuint (found, ==, G_N_ELEMENTS (rows)); /* no two rows claim a case */
      found = i;
    }
  g_assert_cmpuint (found, <, G_N_ELEMENTS (rows)); /* and none is left out */
  return found;
}

static void
check_case (int decision, int status, int rev, int effects, int undoes, int user, int before)
{
  const gsize     row = find_row (decision, status, rev, effects, undoes, user);
  PtnOrderState   now = { .status = (PtnOrderStatus) status,
                          .rev = 7,
                          .held = effects == 0,
                          .before = (PtnOrderStatus) before };
  PtnOrderRequest request = { .decision = (PtnDecision) decision, .seen_rev = revs[rev] };
  PtnOrderStatus  after = (PtnOrderStatus) 99;
  const int       expected = rows[row].after == BEFORE      ? before
                             : rows[row].after == UNCHANGED ? 99
                                                            : rows[row].after;

  ptn_uuid_new (&now.decision);
  ptn_uuid_new (&now.decided_by);
  ptn_uuid_new (&request.undoes);
  ptn_uuid_new (&request.user);
  if (undoes == 0)
    request.undoes = now.decision;
  if (user == 0)
    request.user = now.decided_by;

  g_test_message ("decision %d, status %d, rev %d, effects %d, undoes %d, user %d: %s", decision,
                  status, rev, effects, undoes, user, rows[row].sentence);
  g_assert_cmpint (ptn_order_decide (&now, &request, &after), ==, rows[row].verdict);
  g_assert_cmpint (after, ==, expected);
}

static void
test_decide (void)
{
  int cases = 0;

  for (int decision = 0; decision < 3; decision++)
    for (int status = 0; status < 3; status++)
      for (int rev = 0; rev < 4; rev++)
        for (int effects = 0; effects < 2; effects++)
          for (int undoes = 0; undoes < 2; undoes++)
            for (int user = 0; user < 2; user++)
              for (int before = PTN_ORDER_PENDING; before <= PTN_ORDER_CONFIRMED; before++, cases++)
                check_case (decision, status, rev, effects, undoes, user, before);
  g_assert_cmpint (cases, ==, 576);
}

/* reference/000 and 001: pending = Confirm and Cancel; confirmed = the status and Cancel; cancelled
 * = the status. */
static void
test_actions (void)
{
  static const struct
  {
    PtnOrderStatus status;
    gboolean       confirm, cancel;
  } cases[] = {
    { PTN_ORDER_PENDING, TRUE, TRUE },
    { PTN_ORDER_CONFIRMED, FALSE, TRUE },
    { PTN_ORDER_CANCELLED, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (ptn_order_can (cases[i].status, PTN_DECISION_CONFIRM), ==, cases[i].confirm);
      g_assert_cmpint (ptn_order_can (cases[i].status, PTN_DECISION_CANCEL), ==, cases[i].cancel);
      g_assert_false (ptn_order_can (cases[i].status, PTN_DECISION_UNDO));
    }
}

/* "An offer with Auto-confirm makes its orders `confirmed` at once" */
static void
test_initial (void)
{
  g_assert_cmpint (ptn_order_initial (&(PtnOffer) { .auto_confirm = FALSE }), ==,
                   PTN_ORDER_PENDING);
  g_assert_cmpint (ptn_order_initial (&(PtnOffer) { .auto_confirm = TRUE }), ==,
                   PTN_ORDER_CONFIRMED);
}

static const struct
{
  PtnPriceBasis basis;
  gint64        price, quantity, persons, nights;
  gint64        expected; /* -1: refused */
} prices[] = {
  /* DESIGN §3: "price … and basis (per stay, night, person, person and night, unit)" */
  { PTN_BASIS_STAY, 1250, 1, 2, 3, 1250 },
  { PTN_BASIS_NIGHT, 1250, 1, 2, 3, 3750 },
  { PTN_BASIS_PERSON, 1250, 1, 2, 3, 2500 },
  { PTN_BASIS_PERSON_NIGHT, 1250, 1, 2, 3, 7500 },
  { PTN_BASIS_UNIT, 1250, 1, 2, 3, 1250 },
  { PTN_BASIS_STAY, 1250, 4, 2, 3, 5000 },
  { PTN_BASIS_NIGHT, 1250, 4, 2, 3, 15000 },
  { PTN_BASIS_PERSON, 1250, 4, 2, 3, 10000 },
  { PTN_BASIS_PERSON_NIGHT, 1250, 4, 2, 3, 30000 },
  { PTN_BASIS_UNIT, 1250, 4, 2, 3, 5000 },
  /* free of charge */
  { PTN_BASIS_PERSON_NIGHT, 0, 99, 198, 3660, 0 },
  /* up to what an order can hold, and one more */
  { PTN_BASIS_UNIT, PTN_ORDER_REVENUE_MAX, 1, 1, 1, PTN_ORDER_REVENUE_MAX },
  { PTN_BASIS_UNIT, PTN_ORDER_REVENUE_MAX + 1, 1, 1, 1, -1 },
  { PTN_BASIS_NIGHT, PTN_ORDER_REVENUE_MAX / 10, 1, 1, 10, PTN_ORDER_REVENUE_MAX },
  { PTN_BASIS_NIGHT, PTN_ORDER_REVENUE_MAX / 10, 1, 1, 11, -1 },
  /* overflow in the first, the second and the third product */
  { PTN_BASIS_STAY, G_MAXINT64, 2, 1, 1, -1 },
  { PTN_BASIS_PERSON, G_MAXINT64 / 2, 2, 198, 1, -1 },
  { PTN_BASIS_PERSON_NIGHT, G_GINT64_CONSTANT (1000000000000), 99, 198, 3660, -1 },
};

static void
test_price (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prices); i++)
    {
      const PtnOffer     offer = { .basis = prices[i].basis, .price = prices[i].price };
      g_autoptr (GError) error = NULL;
      gint64             revenue = -1;
      const gboolean     done = ptn_offer_price (&offer, prices[i].quantity, prices[i].persons,
                                                 prices[i].nights, &revenue, &error);

      g_test_message ("case %zu", i);
      g_assert_cmpint (done, ==, prices[i].expected >= 0);
      g_assert_cmpint (revenue, ==, prices[i].expected);
      if (!done)
        g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/order/decide", test_decide);
  g_test_add_func ("/rules/order/actions", test_actions);
  g_test_add_func ("/rules/order/initial", test_initial);
  g_test_add_func ("/rules/order/price", test_price);

  return g_test_run ();
}
