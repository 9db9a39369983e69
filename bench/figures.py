# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks have in common: figures, and what was made once."""

import os
import shutil
import statistics
import sys


def percentile(samples, part):
    """The smallest sample that this part of them does not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * part // 100) - 1)]


def p50_p99(samples):
    return f"p50 {percentile(samples, 50):.1f}, p99 {percentile(samples, 99):.1f} ms ({len(samples)})"


def say(what, reached, required=""):
    print(f"{what:<48} {reached:<40} {required}", flush=True)


def spread(samples):
    return f"{statistics.median(samples):.2f} ({min(samples):.2f}–{max(samples):.2f}, {len(samples)} runs)"


def say_machine():
    say("machine", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


def made_once(path, maker, make):
    """Has make(path) make it, unless it is there and younger than the program that makes it."""
    if path.exists() and path.stat().st_mtime >= os.stat(maker).st_mtime:
        return
    print(f"making {path}: once", file=sys.stderr, flush=True)
    shutil.rmtree(path, ignore_errors=True)
    unfinished = path.with_name(path.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    make(unfinished)
    unfinished.rename(path)
    os.utime(path)
