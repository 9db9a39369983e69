# SPDX-License-Identifier: GPL-3.0-or-later
"""The Orders page with a million orders against an empty window: orders.py MAKE-DESK EMPTY-WINDOW ORDERS-WINDOW DATA

Needs a display and a D-Bus session of its own: see meson.build.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import time

from figures import made_once, p50_p99, percentile, say, say_machine, spread

ORDERS = 1_000_000
PAIRS = 7
# Nobody listens there: the desk works offline.
SERVER = "http://127.0.0.1:9/"
SIZE = ("1200", "760")
MEMORY = f"≤ {32 + 8 * ORDERS / 2**20:.1f}"
REQUIRED = {
    "frame by line": "p99 < 10 ms",
    "frame by page": "p99 < 10 ms",
    "frame while dragging": "p99 < 20 ms",
    "keystroke to the first rows in the list": "< 16 ms",
}


def make_folder(make_desk, folder):
    desk = folder / "desks" / hashlib.sha256(SERVER.encode()).hexdigest()[:16]
    desk.mkdir(parents=True)
    subprocess.run([make_desk, desk / "desk.db", str(ORDERS)], check=True)
    (folder / "settings").write_text(f"[portineria]\nserver='{SERVER}'\n", encoding="utf-8")


def run(renderer, *command):
    """What the program printed, with the ms from its start to its first frame."""
    began = time.monotonic_ns()
    text = subprocess.run(command, env={**os.environ, "GSK_RENDERER": renderer}, stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = text.splitlines()
    values = dict(line.split() for line in lines if "\t" not in line)
    values["first"] = int(values["first"]) / 1e3 - began / 1e6
    values["cpu"] = int(values["cpu"]) / 1e3
    values["private"] = int(values["private"]) / 1024
    values["samples"] = {name: [float(word) for word in words.split()] for name, words in (line.split("\t") for line in lines if "\t" in line)}
    return values


def measure_start(renderer, empty, orders):
    """Says how the starts compare. Gives the empty window's memory."""
    pairs = [(run(renderer, *empty), run(renderer, *orders)) for _ in range(PAIRS)]
    plain, full = zip(*pairs)
    say("renderer", f"{plain[0]['renderer']}, {full[0]['renderer']}")
    for what, key in ("first frame, ms", "first"), ("first frame, processor ms", "cpu"):
        of_empty, of_orders = [run[key] for run in plain], [run[key] for run in full]
        say(f"empty window, {what}", spread(of_empty))
        say(f"Orders page, {what}", spread(of_orders))
        say("ratio of the medians", f"{percentile(of_orders, 50) / percentile(of_empty, 50):.2f}", "≤ 1.5" if key == "first" else "")
    say("ratio of each pair's first frames", spread([two["first"] / one["first"] for one, two in pairs]))
    say("private memory over the empty window, MiB", spread([two["private"] - one["private"] for one, two in pairs]), MEMORY)
    return percentile([run["private"] for run in plain], 50)


def measure_work(renderer, orders, folder, memory):
    for task in "scroll", "search", "sort":
        values = run(renderer, orders, task, "--data", folder)
        for name, times in values["samples"].items():
            say(name, p50_p99(times), REQUIRED.get(name, ""))
        say("private memory after that, MiB", f"{values['private'] - memory:.1f}", MEMORY)


def main():
    make_desk, empty, orders, data = sys.argv[1:]
    folder = pathlib.Path(data) / f"desk-{ORDERS}"
    made_once(folder, make_desk, lambda path: make_folder(make_desk, path))
    say_machine()
    for renderer in os.environ.get("GSK_RENDERER", "cairo ngl").split():
        memory = measure_start(renderer, (empty, *SIZE), (orders, "start", "--data", folder))
        measure_work(renderer, orders, folder, memory)
        print()


main()
