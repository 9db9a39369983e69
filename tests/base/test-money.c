// SPDX-License-Identifier: GPL-3.0-or-later
// Money: tables of cases, and random ones against an oracle in exact fractions (money-oracle.py).
#include "config.h"

#include "base/ptn-money.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_CASES 100000
#define MAX_WEIGHTS   6

static PtnCurrency
currency (const char *code)
{
  PtnCurrency result;

  g_assert_true (ptn_currency_parse (code, &result));
  return result;
}

static PtnExchangeRate
rate (const char *text)
{
  PtnExchangeRate    result;
  g_autoptr (GError) error = NULL;

  ptn_exchange_rate_parse (text, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_digits (void)
{
  static const struct
  {
    const char *code;
    int         digits;
  } cases[] = {
    { "EUR", 2 }, { "THB", 2 }, { "USD", 2 }, { "JPY", 0 }, { "VND", 0 },
    { "ISK", 0 }, { "UGX", 0 }, { "KWD", 3 }, { "BHD", 3 }, { "TND", 3 },
    { "IQD", 3 }, { "LAK", 2 }, { "MMK", 2 }, { "LBP", 2 }, { "HUF", 2 },
    { "IDR", 2 }, { "CLF", 4 }, { "UYW", 4 }, { "AED", 2 }, { "ZWG", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (ptn_currency_digits (currency (cases[i].code)), ==, cases[i].digits);
}

static void
test_codes (void)
{
  const char *const *codes = ptn_currency_codes ();

  g_assert_cmpuint (g_strv_length ((char **) codes), ==, 157);
  for (int i = 0; codes[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (codes[i]), ==, 3);
      g_assert_cmpint (ptn_currency_index (currency (codes[i])), ==, i);
      g_assert_cmpint (ptn_currency_digits (currency (codes[i])), <=, 4);
      if (i > 0)
        g_assert_cmpstr (codes[i - 1], <, codes[i]);
    }
}

static void
test_codes_refused (void)
{
  static const char *const refused[] = { NULL,   "",    "E",   "EU",  "eur", "EURO", "EUR ",
                                         " EUR", "XXX", "XTS", "XAU", "ITL", "ZZZ" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      PtnCurrency out = { "EUR" };

      g_assert_false (ptn_currency_parse (refused[i], &out));
      g_assert_cmpstr (out.code, ==, "EUR");
    }
  g_assert_true (ptn_currency_equal (currency ("THB"), currency ("THB")));
  g_assert_false (ptn_currency_equal (currency ("THB"), currency ("TOP")));
  g_assert_false (ptn_currency_equal (currency ("THB"), (PtnCurrency) { "" }));
}

static void
test_rates (void)
{
  static const struct
  {
    const char *text;
    gint64      e10;
    const char *printed;
  } cases[] = {
    { "0.0271", 271000000, "0.0271" },
    { "1", 10000000000, "1" },
    { "1.0", 10000000000, "1" },
    { "36.9", 369000000000, "36.9" },
    { "100", 1000000000000, "100" },
    { "0.0000000001", 1, "0.0000000001" },
    { "0.1000000000", 1000000000, "0.1" },
    { "922337203.6854775807", G_MAXINT64, "922337203.6854775807" },
    { "26315.7894736842", 263157894736842, "26315.7894736842" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char printed[PTN_EXCHANGE_RATE_TEXT_SIZE];

      g_assert_cmpint (rate (cases[i].text).e10, ==, cases[i].e10);
      ptn_exchange_rate_print (rate (cases[i].text), printed);
      g_assert_cmpstr (printed, ==, cases[i].printed);
    }
}

static void
test_rates_refused (void)
{
  static const struct
  {
    const char *text;
    int         code;
  } cases[] = {
    { NULL, PTN_BASE_ERROR_SYNTAX },
    { "", PTN_BASE_ERROR_SYNTAX },
    { ".", PTN_BASE_ERROR_SYNTAX },
    { "1.", PTN_BASE_ERROR_SYNTAX },
    { ".5", PTN_BASE_ERROR_SYNTAX },
    { "01", PTN_BASE_ERROR_SYNTAX },
    { "00.5", PTN_BASE_ERROR_SYNTAX },
    { "1,5", PTN_BASE_ERROR_SYNTAX },
    { "+1", PTN_BASE_ERROR_SYNTAX },
    { "-1", PTN_BASE_ERROR_SYNTAX },
    { "1e3", PTN_BASE_ERROR_SYNTAX },
    { " 1", PTN_BASE_ERROR_SYNTAX },
    { "1 ", PTN_BASE_ERROR_SYNTAX },
    { "1.2.3", PTN_BASE_ERROR_SYNTAX },
    { "0x1", PTN_BASE_ERROR_SYNTAX },
    { "nan", PTN_BASE_ERROR_SYNTAX },
    { "๑", PTN_BASE_ERROR_SYNTAX },
    { "0", PTN_BASE_ERROR_RANGE },
    { "0.0", PTN_BASE_ERROR_RANGE },
    { "0.0000000000", PTN_BASE_ERROR_RANGE },
    { "0.00000000001", PTN_BASE_ERROR_RANGE },
    { "1.00000000000", PTN_BASE_ERROR_RANGE },
    { "922337203.6854775808", PTN_BASE_ERROR_RANGE },
    { "922337204", PTN_BASE_ERROR_RANGE },
    { "9223372036854775807", PTN_BASE_ERROR_RANGE },
    { "99999999999999999999999", PTN_BASE_ERROR_RANGE },
    { "18446744073709551617", PTN_BASE_ERROR_RANGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PtnExchangeRate    out = { 7 };
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", cases[i].text);
      g_assert_false (ptn_exchange_rate_parse (cases[i].text, &out, &error));
      g_assert_error (error, PTN_BASE_ERROR, cases[i].code);
      g_assert_cmpint (out.e10, ==, 7);
    }
}

static void
test_convert (void)
{
  static const struct
  {
    gint64      guest_minor;
    const char *guest;
    const char *property;
    const char *rate;
    gint64      property_minor;
  } cases[] = {
    { 100000, "THB", "EUR", "0.0271", 2710 },
    { 0, "THB", "EUR", "0.0271", 0 },
    { 1, "EUR", "EUR", "0.5", 1 }, /* a half goes away from zero */
    { -1, "EUR", "EUR", "0.5", -1 },
    { 1, "EUR", "EUR", "0.4999999999", 0 },
    { -1, "EUR", "EUR", "0.4999999999", 0 },
    { 3, "EUR", "EUR", "0.5", 2 }, /* not to even */
    { 5, "EUR", "EUR", "0.5", 3 },
    { 1250, "EUR", "JPY", "163.2", 2040 }, /* 12.50 € */
    { 1000, "JPY", "EUR", "0.0061", 610 },
    { 1, "JPY", "KWD", "0.0021", 2 },          /* 2.1 fils */
    { 12345, "KWD", "THB", "107.33", 132499 }, /* 1324.98885 baht */
    { 1, "CLF", "JPY", "4999.9999999999", 0 },
    { 1, "CLF", "JPY", "5000", 1 },
    { G_MAXINT64, "EUR", "EUR", "1", G_MAXINT64 },
    { G_MININT64, "EUR", "EUR", "1", G_MININT64 },
    { G_MAXINT64, "EUR", "EUR", "0.0000000001", 922337204 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64             result;
      g_autoptr (GError) error = NULL;

      ptn_money_to_property (cases[i].guest_minor, currency (cases[i].guest),
                             currency (cases[i].property), rate (cases[i].rate), &result, &error);
      g_assert_no_error (error);
      g_assert_cmpint (result, ==, cases[i].property_minor);
    }
}

static void
test_overflow (void)
{
  g_autoptr (GError) error = NULL;
  gint64             result = 7;

  g_assert_false (ptn_money_to_property (G_MAXINT64, currency ("EUR"), currency ("EUR"),
                                         rate ("1.0000000001"), &result, &error));
  g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (ptn_money_to_guest (G_MININT64, currency ("EUR"), currency ("EUR"), rate ("0.9"),
                                      &result, &error));
  g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
  g_clear_error (&error);
  /* 2^62 · 2^62 · 10^4 is a multiple of 2^128: what is left of it in 128 bits is 0. */
  g_assert_false (ptn_money_to_property (G_GINT64_CONSTANT (1) << 62, currency ("JPY"),
                                         currency ("CLF"), rate ("461168601.8427387904"), &result,
                                         &error));
  g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (ptn_money_add (G_MAXINT64, 1, &result, &error));
  g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
  g_clear_error (&error);
  g_assert_false (ptn_money_add (G_MININT64, -1, &result, NULL));
  g_assert_false (ptn_money_multiply (G_MAXINT64, 2, &result, &error));
  g_assert_error (error, PTN_BASE_ERROR, PTN_BASE_ERROR_RANGE);
  g_assert_false (ptn_money_multiply (G_MININT64, -1, &result, NULL));
  g_assert_cmpint (result, ==, 7);

  g_assert_true (ptn_money_add (G_MAXINT64, G_MININT64, &result, NULL));
  g_assert_cmpint (result, ==, -1);
  g_assert_true (ptn_money_multiply (-12345, 3, &result, NULL));
  g_assert_cmpint (result, ==, -37035);
}

static void
test_split (void)
{
  static const struct
  {
    gint64 minor;
    gsize  n;
    gint64 weights[4];
    gint64 parts[4];
  } cases[] = {
    { 100, 3, { 1, 1, 1 }, { 34, 33, 33 } }, /* equal remainders and weights: the lower index */
    { 101, 3, { 1, 1, 1 }, { 34, 34, 33 } },
    { -100, 3, { 1, 1, 1 }, { -34, -33, -33 } },
    { 10, 3, { 25, 50, 25 }, { 3, 5, 2 } },
    { 1, 2, { 50, 50 }, { 1, 0 } },
    { 3, 2, { 25, 75 }, { 1, 2 } }, /* remainders .75 and .25 */
    { 2, 2, { 25, 75 }, { 0, 2 } }, /* both .5: the larger weight, though it comes later */
    { 100, 3, { 0, 100, 0 }, { 0, 100, 0 } },
    { 1, 3, { 0, 0, 7 }, { 0, 0, 1 } },
    { 0, 2, { 60, 40 }, { 0, 0 } },
    { 7, 1, { 3 }, { 7 } },
    { 1, 4, { 1, 1, 2, 2 }, { 0, 0, 1, 0 } },
    { G_MAXINT64, 2, { G_MAXINT64, G_MAXINT64 }, { G_MAXINT64 / 2 + 1, G_MAXINT64 / 2 } },
    { G_MININT64, 2, { G_MAXINT64, 0 }, { G_MININT64, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 parts[4] = { 0 };

      ptn_money_split (cases[i].minor, cases[i].weights, cases[i].n, parts);
      for (gsize k = 0; k < cases[i].n; k++)
        g_assert_cmpint (parts[k], ==, cases[i].parts[k]);
    }
}

/* 0 and up: all magnitudes alike, rather than nearly always huge ones. */
static gint64
random_magnitude (void)
{
  const guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return (gint64) (bits >> g_test_rand_int_range (1, 64));
}

static gint64
random_minor (void)
{
  return g_test_rand_bit () ? random_magnitude () : -random_magnitude () - 1;
}

/* Half of the rates have one or two digits, so that exact halves happen often. */
static PtnExchangeRate
random_rate (void)
{
  static const gint64 units[] = { 1,          1000,       100000000,   500000000,
                                  1000000000, 5000000000, 10000000000, 1000000000000 };
  gint64              e10 = random_magnitude ();

  if (g_test_rand_bit ())
    e10 = units[g_test_rand_int_range (0, G_N_ELEMENTS (units))] * g_test_rand_int_range (1, 100);
  return (PtnExchangeRate) { MAX (e10, 1) };
}

static const char *
random_code (void)
{
  static const char *const unusual[] = { "JPY", "KWD", "CLF", "EUR", "THB" };
  const char *const       *codes = ptn_currency_codes ();

  if (g_test_rand_bit ())
    return unusual[g_test_rand_int_range (0, G_N_ELEMENTS (unusual))];
  return codes[g_test_rand_int_range (0, (gint32) g_strv_length ((char **) codes))];
}

/* Adds a case to @cases in the oracle's form, and our answer to @answers. */
static void
add_conversion (GPtrArray *cases, GPtrArray *answers)
{
  const gboolean        to_property = g_test_rand_bit ();
  const gint64          minor = random_minor ();
  const char           *source = random_code (), *target = random_code ();
  const PtnExchangeRate chosen = random_rate ();
  char                  text[PTN_EXCHANGE_RATE_TEXT_SIZE];
  gboolean              fits;
  gint64                result;

  ptn_exchange_rate_print (chosen, text);
  g_assert_cmpint (rate (text).e10, ==, chosen.e10);
  g_ptr_array_add (cases, g_strdup_printf ("%c %" G_GINT64_FORMAT " %s %s %s",
                                           to_property ? 'p' : 'g', minor, source, target, text));

  fits = to_property ? ptn_money_to_property (minor, currency (source), currency (target), chosen,
                                              &result, NULL)
                     : ptn_money_to_guest (minor, currency (source), currency (target), chosen,
                                           &result, NULL);
  g_ptr_array_add (answers,
                   fits ? g_strdup_printf ("%" G_GINT64_FORMAT, result) : g_strdup ("range"));
}

/* "1,2,3" */
static char *
join (const gint64 *numbers, gsize n)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", numbers[i]);
  return g_string_free (text, FALSE);
}

static void
add_split (GPtrArray *cases, GPtrArray *answers)
{
  const gsize      n = (gsize) g_test_rand_int_range (1, MAX_WEIGHTS + 1);
  const gint64     minor = random_minor ();
  const gboolean   percentages = g_test_rand_bit ();
  g_autofree char *weights_text = NULL;
  gint64           weights[MAX_WEIGHTS], parts[MAX_WEIGHTS];

  for (gsize i = 0; i < n; i++)
    weights[i] = percentages ? g_test_rand_int_range (0, 101) : random_magnitude ();
  weights[0] = MAX (weights[0], 1);

  ptn_money_split (minor, weights, n, parts);
  weights_text = join (weights, n);
  g_ptr_array_add (cases, g_strdup_printf ("s %" G_GINT64_FORMAT " %s", minor, weights_text));
  g_ptr_array_add (answers, join (parts, n));
}

/* Returns: (transfer full): the oracle's answers, one a line. */
static char *
ask_oracle (GPtrArray *cases)
{
  g_autofree char   *path = g_build_filename (g_get_tmp_dir (), "money-cases-XXXXXX", NULL);
  g_autofree char   *text = g_strjoinv ("\n", (char **) cases->pdata);
  g_autoptr (GError) error = NULL;
  char     *argv[] = { (char *) "python3", (char *) g_getenv ("PTN_MONEY_ORACLE"), path, NULL };
  char     *output = NULL;
  int       status;
  const int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_close (fd, NULL));
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_unlink (path);
  return output;
}

static void
compare_answers (GPtrArray *cases, GPtrArray *answers, char *expected)
{
  int ties = 0, range = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      char *end = strchr (expected, '\n');

      g_assert_nonnull (end);
      *end = '\0';
      if (!g_str_equal (answers->pdata[i], expected))
        g_error ("%s: ours is %s, exactly it is %s", (char *) cases->pdata[i],
                 (char *) answers->pdata[i], expected);
      expected = end + 1;
    }

  /* The cases must reach what they are for. */
  g_assert_cmpint (sscanf (expected, "# ties %d range %d", &ties, &range), ==, 2);
  g_test_message ("%u cases, %d exact halves, %d out of range", answers->len, ties, range);
  g_assert_cmpint (ties, >=, answers->len / 1000);
  g_assert_cmpint (range, >=, answers->len / 1000);
}

static void
test_oracle (void)
{
  const char           *count = g_getenv ("PTN_TEST_CASES");
  const guint64         n = count != NULL ? g_ascii_strtoull (count, NULL, 10) : DEFAULT_CASES;
  g_autoptr (GPtrArray) cases = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  g_autofree char      *expected = NULL;

  if (g_getenv ("PTN_MONEY_ORACLE") == NULL)
    g_error ("Set PTN_MONEY_ORACLE to the path of money-oracle.py (meson test does)");

  for (guint64 i = 0; i < n; i++)
    if (i % 4 == 0)
      add_split (cases, answers);
    else
      add_conversion (cases, answers);

  expected = ask_oracle (cases);
  compare_answers (cases, answers, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/money/digits", test_digits);
  g_test_add_func ("/money/codes", test_codes);
  g_test_add_func ("/money/codes-refused", test_codes_refused);
  g_test_add_func ("/money/rates", test_rates);
  g_test_add_func ("/money/rates-refused", test_rates_refused);
  g_test_add_func ("/money/convert", test_convert);
  g_test_add_func ("/money/overflow", test_overflow);
  g_test_add_func ("/money/split", test_split);
  g_test_add_func ("/money/oracle", test_oracle);

  return g_test_run ();
}
