#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kill campaign: desks and server are killed at random points under load, and afterwards nothing may be lost, applied twice,
missing in the feed, or different on a desk.

    kill.py [KILLS] [--seed N] [--power-cut LIBRARY] [--desk PROGRAM] [--server PROGRAM] [--must-fail]

KILLS (default 40) SIGKILLs of desks and as many of the server. With --power-cut each kill also loses whatever was not synced
(power-cut.c). With --must-fail the programs are deliberately broken ones, and it is a failure if nothing is found.

The long run is:  ./dev shell tests/campaign/kill.py 2000
"""

import argparse
import collections
import os
import pathlib
import random
import shutil
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / "lib"), str(TOP / "sync")]
import synthetic_hotel as hotel
import invariants
import processes
from process import BUILD

# How long the load runs before each kill: from hardly begun to well under way.
LONGEST = 0.12
# The hotel that desks load anew while they are killed takes several chunks.
ORDERS_PER_KILL = 12
# Both desks decide the same few orders, so that they meet.
WINDOW = 30
UNSETTLED = "desks that do not settle"


class Disk:
    """A directory whose database loses what was not synced when the power goes."""

    def __init__(self, directory, library):
        self.directory = pathlib.Path(directory)
        self.library = library
        self.shadow = self.directory.with_name(self.directory.name + "-shadow")
        self.shadow.mkdir(parents=True, exist_ok=True)
        for file in self.directory.glob("*.db"):  # its last process closed it: it is synced
            shutil.copy(file, self.shadow)

    def environment(self):
        if not self.library:
            return {}
        return {"LD_PRELOAD": str(self.library), "POWER_CUT_DIR": str(self.directory), "POWER_CUT_SHADOW": str(self.shadow)}

    def cut(self):
        """After a kill: what a disk without power would hold."""
        if not self.library:
            return
        for file in self.directory.glob("*.db*"):
            file.unlink()
        for file in self.shadow.iterdir():
            shutil.copy(file, self.directory / file.name)

    def forget(self):
        """Removes the database."""
        for file in [*self.directory.glob("*.db*"), *self.shadow.iterdir()]:
            file.unlink()


class Campaign:
    def __init__(self, path, arguments):
        self.dice = random.Random(arguments.seed)
        self.count = collections.Counter()
        self.must_fail = arguments.must_fail
        self.server = processes.Server(path / "server")
        self.server.fill(max(2000, arguments.kills * ORDERS_PER_KILL))
        os.environ["PORTINERIA_SERVER"] = arguments.server
        self.disks = {self.server: Disk(path / "server", arguments.power_cut)}
        self.server.environment = self.disks[self.server].environment()
        self.server.start()
        self.orders = self.server.orders()
        self.front = 0  # of the orders that are being decided
        self.desks = [self.make_desk(path / login, login, arguments) for login in hotel.LOGINS]
        self.deciding = self.desks[:2]
        self.loading = self.desks[2]  # decides nothing; its base is taken away now and then, and loaded anew under fire

    def make_desk(self, directory, login, arguments):
        disk = Disk(directory, arguments.power_cut)
        desk = processes.Desk(directory, disk.environment(), arguments.desk).start()
        answer = desk.sign_in(self.server.address, login)
        assert "signed-in" in answer, answer
        desk.wait("online")
        self.disks[desk] = disk
        return desk

    def load(self):
        """A burst of decisions at both desks, without waiting for what they say."""
        self.front += self.dice.randrange(ORDERS_PER_KILL // 2)
        window = self.orders[self.front:self.front + WINDOW]
        for desk in self.deciding:
            for _ in range(self.dice.randrange(8)):
                order = self.dice.choice(window)
                desk.send(f"{self.dice.choice(['confirm', 'confirm', 'cancel'])} {order}")
                self.count["decisions"] += 1
            desk.poll()
            recent = [said["saved"] for said in desk.said[-5:] if "saved" in said]
            if recent and self.dice.random() < 0.3:
                desk.send(f"undo {self.dice.choice(recent)}")

    def kill(self, victim):
        victim.kill()
        self.disks[victim].cut()
        if victim is self.loading and self.dice.random() < 0.3:
            self.disks[victim].forget()
            self.count["bases loaded anew"] += 1
        victim.start()
        if victim is self.server:
            for desk in self.desks:
                desk.send("wake")  # as the network monitor does: the load shall go on at once

    def run(self, kills):
        victims = [self.server] * kills + [self.dice.choice(self.desks) for _ in range(kills)]
        self.dice.shuffle(victims)
        for n, victim in enumerate(victims, 1):
            self.load()
            time.sleep(self.dice.random() * LONGEST)
            self.kill(victim)
            self.count["kills of the server" if victim is self.server else "kills of desks"] += 1
            if n % 100 == 0:
                print(f"# {n} of {len(victims)} kills", flush=True)

    def report(self):
        """What is broken, by kind."""
        for desk in self.desks:
            desk.send("wake")
        unsettled = []
        if self.must_fail:
            processes.BOUND = 10  # what is lost never settles
        try:
            invariants.settle(self.server, self.desks)
        except processes.queue.Empty:
            unsettled = [str(desk.said[-1]) for desk in self.desks]
        now = invariants.Invariants(self.server)
        self.count["saved"] = sum("saved" in said for desk in self.desks for said in desk.said)
        self.count["results"] = sum(now.results.values())
        self.count.update({f"results {kind}": n for kind, n in now.kinds.items()})
        return {
            UNSETTLED: unsettled,
            "acknowledged operations lost": now.lost(self.desks),
            "applied twice": now.twice(),
            "gaps in the feed": now.gaps(),
            "differences between bases and server": now.differences(self.desks),
        }


def campaign(arguments):
    with processes.Directory() as path:
        here = Campaign(path, arguments)
        here.run(arguments.kills)
        broken = here.report()
        if not any(broken.values()):
            for desk in here.desks:
                desk.stop()
            here.server.stop()
            here.server.command("audit", "verify")
    return here.count, broken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--power-cut", type=pathlib.Path)
    parser.add_argument("--desk", default=os.environ.setdefault("DESK_CLI", str(BUILD / "tests/sync/desk-cli")))
    parser.add_argument("--server", default=os.environ.setdefault("PORTINERIA_SERVER", str(BUILD / "src/server/portineria-server")))
    parser.add_argument("--must-fail", action="store_true")
    arguments = parser.parse_args()

    print(f"# seed {arguments.seed}", flush=True)
    count, broken = campaign(arguments)
    for name, n in sorted(count.items()):
        print(f"# {name}: {n}")
    for name, examples in broken.items():
        print(f"# {name}: {len(examples)}", *(f"\n#   {example}" for example in examples[:3]))
    unsettled = broken.pop(UNSETTLED)
    found = any(broken.values()) or bool(unsettled and not arguments.must_fail)
    print(("not ok" if found != arguments.must_fail else "ok") + " 1 - " +
          ("the broken program is found out" if arguments.must_fail else "nothing is lost, applied twice, missing or different"))
    print("1..1")
    return found != arguments.must_fail


if __name__ == "__main__":
    sys.exit(main())
