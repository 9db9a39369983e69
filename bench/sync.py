# SPDX-License-Identifier: GPL-3.0-or-later
"""A million orders pulled into a desk against bare SQLite, and one order's way to a desk: sync.py MAKE-HOTEL SERVER DESK BARE-INSERT DATA

Everything runs on loopback: the real server, the real store and sync of the desks, the Concierge's real form.
"""

import contextlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

LIB = pathlib.Path(__file__).resolve().parents[1] / "tests/lib"
sys.path.insert(0, str(LIB))

# pylint: disable=wrong-import-position
from client import new_id, uuid_text
from figures import made_once, percentile, say, say_machine, spread

ORDERS = 1_000_000
STAYS = ORDERS // 4 + 1
PULLS = 3
ARRIVALS = 400
GUESTS = 40
LOADING, ONLINE = "3", "4"


class Server:
    def __init__(self, program, data):
        self.program, self.data = program, data
        self.process = subprocess.Popen([program, "--data", data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.fullmatch(r"listening on .*:(\d+)\n", self.process.stdout.readline()).group(1))
        self.address = f"http://127.0.0.1:{self.port}"

    def code(self, stay):
        """The path of a guest's page."""
        return subprocess.run([self.program, "code", stay, "--data", self.data], capture_output=True, text=True, check=True).stdout.strip()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Desk:
    def __init__(self, program, folder, address):
        folder.mkdir(exist_ok=True)
        self.process = subprocess.Popen([program, folder, address, "receptionist", "password"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def wait(self, *wanted):
        """The instant in ms of the line with these words."""
        for line in self.process.stdout:
            *words, at = line.split()
            if words == list(wanted):
                return int(at) / 1e3
        raise RuntimeError(f"the desk ended before “{' '.join(wanted)}”")

    def pull(self):
        """Seconds from the first chunk's request to the base in its place."""
        began = self.wait("state", LOADING)
        return (self.wait("state", ONLINE) - began) / 1e3

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.stdin.close()
        for _ in self.process.stdout:
            pass
        self.process.wait()


class Proxy:
    """Stands between a desk and the server and notes the requests."""

    def __init__(self, port):
        self.process = subprocess.Popen([sys.executable, LIB / "fault-proxy.py", f"127.0.0.1:{port}"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.address = "http://127.0.0.1:" + self.process.stdout.readline().split()[1]

    def requests(self):
        """Those so far, each "METHOD PATH"."""
        print("requests", file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def processor_time(process):
    """Seconds of the processors that it has used."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory(process):
    """The most that was resident at a time, MiB."""
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+) kB", text).group(1)) / 1024


def insert_bare(program, source, target):
    """Seconds."""
    done = subprocess.run([program, source, target], stdout=subprocess.PIPE, text=True, check=True)
    for file in target.parent.glob(target.name + "*"):
        file.unlink()
    return float(done.stdout)


def measure_pulls(program, bare_insert, folder, server):
    pulls, inserts, memory, of_desk, of_server = [], [], [], [], []
    for n in range(PULLS):
        before = processor_time(server.process)
        desk = Desk(program, folder / f"desk-{n}", server.address)
        pulls.append(desk.pull())
        memory.append(peak_memory(desk.process))
        of_desk.append(processor_time(desk.process))
        of_server.append(processor_time(server.process) - before)
        desk.stop()
        inserts.append(insert_bare(bare_insert, folder / f"desk-{n}/desk.db", folder / "bare.db"))
    say("initial pull, s", spread(pulls))
    say("the same rows inserted by bare SQLite, s", spread(inserts))
    say("ratio of the medians", f"{percentile(pulls, 50) / percentile(inserts, 50):.2f}", "≤ 1.5")
    say("ratio of each pair", spread([pull / insert for pull, insert in zip(pulls, inserts)]))
    say("processor time of desk and server, s", f"{spread(of_desk)}, {spread(of_server)}")
    say("desk's most resident memory, MiB", spread(memory), "bounded")
    say("server's most resident memory, MiB", f"{peak_memory(server.process):.0f}")


def snapshot_keys(proxy):
    """What each chunk that was asked for began after."""
    paths = [path for method, path in (request.split() for request in proxy.requests()) if path.startswith("/v1/snapshot")]
    return [urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).get("after", [""])[0] for path in paths]


def staged(database):
    """How many orders are staged, and after which key the next chunk begins."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT (SELECT max (row) FROM stage_order), after FROM staging").fetchone() or (0, "")
        except sqlite3.OperationalError:
            return 0, ""


def measure_cut(program, folder, server):
    """Kills the desk in the middle of its pull and starts it again."""
    proxy = Proxy(server.port)
    desk = Desk(program, folder, proxy.address)
    desk.wait("state", LOADING)
    while (staged(folder / "desk.db")[0] or 0) < ORDERS / 2:
        time.sleep(0.05)
    desk.kill()
    orders, key = staged(folder / "desk.db")
    before = snapshot_keys(proxy)
    desk = Desk(program, folder, proxy.address)
    desk.pull()
    desk.stop()
    after = snapshot_keys(proxy)[len(before):]
    proxy.stop()
    stored = before[:before.index(key)] if key in before else before
    say("killed with", f"{orders} orders in {len(stored)} chunks stored")
    say("chunks after the restart", f"{len(after)}, the first from where it was cut: {'yes' if after[0] == key else 'no'}")
    say("stored chunks asked for again", f"{len(set(stored) & set(after))}", "0")


def place_orders(server, data, desks):
    """The ms from each POST until its order stands in each desk's list."""
    with contextlib.closing(sqlite3.connect(f"file:{data / 'portineria.db'}?mode=ro", uri=True)) as connection:
        offers = [uuid_text(row[0]) for row in connection.execute("SELECT id FROM offer WHERE type = 0")]
    pages = [server.code(f"S{STAYS - n - 1:07}") for n in range(GUESTS)]
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    dice = random.Random(1)
    times = [[] for _ in desks]
    for n in range(ARRIVALS):
        # Guests do not order in step with the pokes, which come at most every 50 ms.
        time.sleep(dice.uniform(0.06, 0.16))
        form = urllib.parse.urlencode({"order": new_id(), "offer": dice.choice(offers), "quantity": 1, "lang": "en"})
        began = time.monotonic_ns() / 1e6
        connection.request("POST", pages[n % GUESTS], form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status
        for desk, of_desk in zip(desks, times):
            of_desk.append(desk.wait("arrived", str(ORDERS + n + 1)) - began)
    return times


def measure_arrivals(program, folders, server, data):
    desks = []
    for folder in folders:
        desk = Desk(program, folder, server.address)
        desk.wait("list", str(ORDERS))
        desks.append(desk)
    time.sleep(2)
    for what, times in zip(("first", "second"), place_orders(server, data, desks)):
        say(f"POST until in the {what} desk's list, ms", f"p50 {percentile(times, 50):.2f}, p99 {percentile(times, 99):.2f} ({len(times)})",
            "p99 < 10")
    for desk in desks:
        desk.stop()


def main():
    make_hotel, program, desk, bare_insert, data = sys.argv[1:]
    hotel = pathlib.Path(data) / f"hotel-{ORDERS}"
    made_once(hotel, make_hotel, lambda path: subprocess.run([make_hotel, path, str(ORDERS)], check=True))
    with tempfile.TemporaryDirectory(dir=data) as name:
        folder = pathlib.Path(name)
        shutil.copytree(hotel, folder / "server")
        say_machine()
        server = Server(program, folder / "server")
        measure_pulls(desk, bare_insert, folder, server)
        measure_cut(desk, folder / "desk-cut", server)
        measure_arrivals(desk, (folder / "desk-0", folder / "desk-cut"), server, folder / "server")
        server.stop()


main()
