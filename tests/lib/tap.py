# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that speak TAP: a test is a function that raises where something is wrong."""

import traceback


def run(tests):
    """Runs (name, function) pairs, prints a line for each, and gives the exit status."""
    tests = list(tests)
    failed = 0
    print(f"TAP version 13\n1..{len(tests)}", flush=True)
    for number, (name, function) in enumerate(tests, 1):
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"not ok {number} - {name}", flush=True)
            for line in traceback.format_exc().rstrip().splitlines():
                print(f"# {line}", flush=True)
    return 1 if failed else 0


cases = []


def case(function):
    """Marks a test by hand, for run(cases); its name is the first line of its docstring."""
    cases.append((function.__doc__.splitlines()[0].rstrip("."), function))
    return function


def functions(namespace):
    """The functions called test_… in the order in which they stand, with readable names."""
    return [(name.removeprefix("test_").replace("_", " "), function)
            for name, function in namespace.items() if name.startswith("test_") and callable(function)]


def equal(actual, expected, what="value"):
    if actual != expected:
        raise AssertionError(f"{what}: expected\n{expected!r}\nbut got\n{actual!r}")
