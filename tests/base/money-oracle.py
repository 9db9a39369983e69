#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What test-money is compared with: DESIGN §5's currency and share rules in exact fractions, written from its text.

Reads one case a line from the file named, answers one line each on standard output:
  p MINOR GUEST PROPERTY RATE    property amount of a guest amount: an integer, or "range"
  g MINOR PROPERTY GUEST RATE    guest amount of a property amount: likewise
  s MINOR WEIGHT,WEIGHT,...      the parts, joined by commas
and last a line "# ties N range M".
"""

import sys
from fractions import Fraction

DIGITS = {code: digits for digits, codes in {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}.items() for code in codes.split()}


def half_away_from_zero(amount):
    magnitude = abs(amount)
    whole = magnitude.numerator // magnitude.denominator
    if magnitude - whole >= Fraction(1, 2):
        whole += 1
    return whole if amount >= 0 else -whole


def convert(minor, source, target, factor):
    units = Fraction(int(minor), 10 ** DIGITS.get(source, 2))
    return units * factor * 10 ** DIGITS.get(target, 2)


def split(minor, weights):
    sign = -1 if minor < 0 else 1
    shares = [Fraction(abs(minor) * weight, sum(weights)) for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - shares[i], -weights[i], i))
    for i in order[:abs(minor) - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def main():
    ties = outside = 0
    for line in open(sys.argv[1], encoding="ascii"):
        kind, minor, *rest = line.split()
        if kind == "s":
            print(",".join(map(str, split(int(minor), [int(weight) for weight in rest[0].split(",")]))))
            continue
        rate = Fraction(rest[2])
        exact = convert(minor, rest[0], rest[1], rate if kind == "p" else 1 / rate)
        ties += exact.denominator == 2
        result = half_away_from_zero(exact)
        fits = -2 ** 63 <= result < 2 ** 63
        outside += not fits
        print(result if fits else "range")
    print(f"# ties {ties} range {outside}")


main()
