#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault of the network at each step of the sync: signing in, the snapshot, a push, a pull (docs/protocol.md)."""

import os
import pathlib
import random
import sys
import time

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "lib")]
import invariants
import processes
import tap

ORDERS = 300
# The fault and its argument; whether the very request it is done to may succeed all the same.
FAULTS = [
    ("delay", 0.3, True),
    ("cut-request", 0, False),
    ("cut-request", 40, False),
    ("cut-request", 300, False),
    ("cut-response", 1, False),
    ("cut-response", 150, False),
    ("cut-response", 400, False),
    ("reset", 0, False),
    ("duplicate", 0, True),
    ("reorder", 0, False),
    ("portal", 0, False),
    ("portal-json", 0, False),
    ("busy", 0, False),
    ("throttle", 0, False),
    ("refuse", 0, False),
    ("silence", 0, False),
]


class Stage:
    """A server, a desk beyond the proxy, and one that reaches the server directly."""

    def __init__(self, path):
        self.server = processes.Server(path / "server")
        self.server.fill(ORDERS)
        self.server.start()
        self.proxy = processes.Proxy(f"127.0.0.1:{self.server.port}")
        self.direct = processes.Desk(path / "direct").start()
        assert "signed-in" in self.direct.sign_in(self.server.address, "niran")
        self.direct.wait("online")
        self.orders = iter(self.server.orders())
        self.path = path
        self.n = 0

    def new_desk(self):
        self.n += 1
        return processes.Desk(self.path / f"desk{self.n}").start()

    def inflict(self, name, argument, path, times=2):
        """Plans a fault and returns a function that says whether it was done since."""
        before = self.proxy.stats()[name]
        self.proxy.fault(name, argument, f"times={1 if name == 'silence' else times}", f"path={path}")
        return lambda: self.proxy.stats()[name] > before

    def end(self, desks):
        for desk in desks:
            desk.stop()
        self.direct.stop()
        self.proxy.end()
        self.server.stop()


def nudge(stage, desk, name, done):
    """A silent server would cost the whole time-out: Try again ends the wait, once nothing was heard for a second. (The sign-in waits it out.)"""
    if name == "silence":
        processes.until(done, "the silence")
        asked = len(stage.proxy.requests())
        processes.until(lambda: desk.send("wake") or len(stage.proxy.requests()) > asked, "another request", step=1.5)


def sign_in_through(stage, desk, name, argument, survives):
    done = stage.inflict(name, argument, "/v1/session", times=1)
    answer = desk.sign_in(stage.proxy.address)
    assert done(), "the fault was not done"
    if not survives:
        assert "sign-in-failed" in answer, answer
        assert answer["error"], "the person is told nothing"
        answer = desk.sign_in(stage.proxy.address)
    assert "signed-in" in answer, answer


def run_fault(name, argument, survives):
    with processes.Directory() as path:
        stage = Stage(path)
        desk = stage.new_desk()

        sign_in_through(stage, desk, name, argument, survives)
        desk.wait("online")

        loader = stage.new_desk()
        snapshot = stage.inflict(name, argument, "/v1/snapshot")
        assert "signed-in" in loader.sign_in(stage.proxy.address)
        nudge(stage, loader, name, snapshot)
        loader.wait("online")
        assert snapshot(), "the fault was not done to the snapshot"

        push = stage.inflict(name, argument, "/v1/ops")
        order = next(stage.orders)
        assert "saved" in desk.save("confirm", order)
        nudge(stage, desk, name, push)
        desk.wait_sent()
        assert push(), "the fault was not done to the push"

        pull = stage.inflict(name, argument, "/v1/changes")
        assert "saved" in stage.direct.save("cancel", next(stage.orders))
        stage.direct.wait_sent()
        processes.until(pull, "the fault at the pull")
        nudge(stage, desk, name, pull)
        stage.proxy.clear()

        invariants.check(stage.server, [desk, loader, stage.direct])
        assert desk.order(order)["base"] == "confirmed"
        assert desk.attention() == []
        stage.end([desk, loader])


def make_case(name, argument, survives):
    def test():
        run_fault(name, argument, survives)
    test.__name__ = f"{name}-{argument}"
    test.__doc__ = f"{name} {argument}"
    return tap.case(test)


for fault in FAULTS:
    make_case(*fault)


@tap.case
def mixture():
    """A mixture of all faults, at two desks that decide the same orders."""
    seed = int(os.environ.get("TEST_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"# TEST_SEED={seed}")
    dice = random.Random(seed)
    with processes.Directory() as path:
        stage = Stage(path)
        desks = [stage.new_desk(), stage.new_desk()]
        stage.proxy.end()
        stage.proxy = processes.Proxy(f"127.0.0.1:{stage.server.port}", seed)
        for desk, login in zip(desks, ["anna", "niran"]):
            assert "signed-in" in desk.sign_in(stage.proxy.address, login)
            desk.wait("online")
        stage.proxy.obey("random 0.5")
        orders = stage.server.orders()
        while sum(stage.proxy.stats().values()) < 40:
            desk = dice.choice(desks)
            saved = desk.save(dice.choice(["confirm", "cancel"]), dice.choice(orders))
            if "saved" in saved and dice.random() < 0.3:
                desk.ask(f"undo {saved['saved']}", "undone", "refused")
            time.sleep(0.05)  # so that they are sent in many requests
        stage.proxy.obey("random 0")
        stage.proxy.clear()
        invariants.check(stage.server, desks + [stage.direct])
        stage.end(desks)


@tap.case
def unreachable_poke():
    """Without a poke, polling alone converges."""
    with processes.Directory() as path:
        stage = Stage(path)
        stage.proxy.fault("refuse", "path=/v1/events")
        desk = stage.new_desk()
        assert "signed-in" in desk.sign_in(stage.proxy.address)
        desk.wait("online")
        processes.until(lambda: stage.proxy.stats()["refuse"] > 0, "a refused poke")
        assert "saved" in stage.direct.save("confirm", next(stage.orders))
        invariants.check(stage.server, [desk, stage.direct])
        stage.end([desk])


@tap.case
def deaf_poke():
    """A poke that opens and never speaks holds up nothing."""
    with processes.Directory() as path:
        stage = Stage(path)
        stage.proxy.fault("silence", "path=/v1/events")
        desk = stage.new_desk()
        assert "signed-in" in desk.sign_in(stage.proxy.address)
        desk.wait("online")
        assert "saved" in stage.direct.save("confirm", next(stage.orders))
        invariants.check(stage.server, [desk, stage.direct])
        stage.proxy.clear()
        stage.end([desk])


sys.exit(tap.run(tap.cases))
