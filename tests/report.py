#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which suites ./dev test runs, and what came of them.

report.py plan [SUITE…]     prints a line for each build to make: its kind and the suites to run there
report.py result [SUITE…]   compares what meson ran with the list and prints the failures and the totals

A test that speaks TAP counts as its subtests, any other as one.
"""

import collections
import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent
KINDS = {"plain": "build", "address": "build-address", "thread": "build-thread"}
GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}
TAIL = 40


def read_suites(names):
    """The (kind, suite) pairs of tests/suites in the order of the builds, all or only those named."""
    listed = []
    for number, line in enumerate((TOP / "tests/suites").read_text().splitlines(), 1):
        words = line.split("#")[0].split(None, 2)
        if not words:
            continue
        if len(words) < 3 or words[0] not in KINDS:
            sys.exit(f"tests/suites:{number}: expected “plain|address|thread SUITE DESCRIPTION”")
        listed.append((words[0], words[1]))
    known = {suite for _, suite in listed}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"dev: no such suite: {', '.join(unknown)}; choose from: {' '.join(sorted(known))}", file=sys.stderr)
        sys.exit(2)
    kinds = list(KINDS)
    selected = [pair for pair in listed if not names or pair[1] in names]
    return known, sorted(selected, key=lambda pair: kinds.index(pair[0]))


def group(pairs):
    builds = collections.defaultdict(list)
    for kind, suite in pairs:
        builds[kind].append(suite)
    return builds


class Report:
    def __init__(self):
        self.passed = self.failed = 0
        self.skips = []
        self.unlisted = set()

    def fault(self, text):
        self.failed += 1
        print(f"FAILED: {text}")

    def add_test(self, label, test, cases):
        """Counts one test; CASES are its TAP subtests as elements of meson's JUnit report."""
        failures = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
        skips = [case for case in cases if case.find("skipped") is not None]
        self.passed += len(cases) - len(failures) - len(skips)
        self.skips += [f"{label}: {case.get('name')}" for case in skips]
        for case in failures:
            self.fault(f"{label}: {case.get('name')}")
        if test["result"] not in GOOD and not failures:
            self.fault(f"{label}: {test['result'].lower()}, exit status {test['returncode']}")
        elif not cases and test["result"] == "SKIP":
            self.skips.append(label)
        elif not cases:
            self.passed += 1
        if test["result"] not in GOOD:
            print_tail(test)

    def add_build(self, kind, suites, known):
        build = TOP / KINDS[kind]
        try:
            defined = json.loads((build / "meson-info/intro-tests.json").read_text())
        except (OSError, ValueError) as error:
            self.fault(f"{kind} build: meson could not set it up; see above ({error})")
            return
        own_suites = {test["name"]: [name.partition(":")[2] for name in test["suite"]] for test in defined}
        for name, of_test in own_suites.items():
            if not known.intersection(of_test) and name not in self.unlisted:
                self.unlisted.add(name)
                self.fault(f"test {name} would never run: tests/suites lists none of its suites {of_test}")
        expected = {name for name, of_test in own_suites.items() if set(suites).intersection(of_test)}
        for suite in suites:
            if not any(suite in of_test for of_test in own_suites.values()):
                self.fault(f"{kind} build: suite {suite} of tests/suites has no test")
        if expected:
            self.add_results(kind, build / "meson-logs", expected)

    def add_results(self, kind, logs, expected):
        try:
            lines = (logs / "testlog.json").read_text().splitlines()
            junit = ElementTree.parse(logs / "testlog.junit.xml")
        except (OSError, ElementTree.ParseError) as error:
            self.fault(f"{kind} build: it did not compile, or its tests were broken off; see above ({error})")
            return
        # Meson writes “project:suite / name”, or only the name where there is but one suite.
        cases = {suite.get("name").partition(".")[2]: suite.findall("testcase") for suite in junit.iter("testsuite")}
        ran = set()
        for test in map(json.loads, lines):
            ran.add(test["name"] if test["name"] in expected else test["name"].partition(" / ")[2])
            self.add_test(f"{kind} {test['name']}", test, cases.get(test["name"], []))
        if expected - ran:
            self.fault(f"{kind} build: tests that did not run: {' '.join(sorted(expected - ran))}")


def print_tail(test):
    output = (test.get("stdout") or "") + "\n" + (test.get("stderr") or "")
    lines = output.strip().splitlines()
    if len(lines) > TAIL:
        print(f"  | … {len(lines) - TAIL} lines more in meson-logs/testlog.txt")
    for line in lines[-TAIL:]:
        print(f"  | {line}")


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in ("plan", "result"):
        sys.exit(__doc__)
    known, selected = read_suites(sys.argv[2:])
    builds = group(selected)
    if sys.argv[1] == "plan":
        for kind, suites in builds.items():
            print(kind, *suites)
        return 0
    report = Report()
    for kind, suites in builds.items():
        report.add_build(kind, suites, known)
    for skip in report.skips:
        print(f"skipped: {skip}")
    print(f"{report.passed} passed, {report.failed} failed, {len(report.skips)} skipped")
    return 1 if report.failed else 0


sys.exit(main())
