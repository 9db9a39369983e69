#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the server at random moments under load: nothing acknowledged is lost, nothing is applied twice, the feed has no gaps.

PORTINERIA_TEST_KILLS says how often (default 12), PORTINERIA_TEST_SEED which random numbers."""

import http.client
import os
import random
import sys
import threading
import time

import service
import tap
from tap import equal

KILLS = int(os.environ.get("PORTINERIA_TEST_KILLS", "12"))
SEED = int(os.environ.get("PORTINERIA_TEST_SEED", random.randrange(2**32)))
N_ORDERS = 200
N_DESKS = 3
served = service.small(orders=N_ORDERS)


class Load(threading.Thread):
    """A desk that toggles its own orders for as long as it may, and sends again what it got no answer to."""

    def __init__(self, number):
        super().__init__()
        self.desk = served.desk()
        self.orders = served.orders[number::N_DESKS]
        self.choice = random.Random(SEED + number)
        self.acknowledged = []  # (operation, result)
        self.revs = dict.fromkeys(self.orders, 1)
        self.running = True
        self.fault = None

    def send(self, ops):
        while True:
            try:
                return self.desk.results(*ops)
            except (OSError, http.client.HTTPException):
                time.sleep(0.005)

    def batch(self):
        """Decisions on different orders, each confirmed and undone in turn."""
        ops = []
        for order in self.choice.sample(self.orders, self.choice.randint(1, 5)):
            confirm = self.desk.op("order.confirm", order, self.revs[order])
            ops += [confirm, self.desk.op("order.undo", order, decision=confirm["id"])]
            self.revs[order] += 2
        return ops

    def run(self):
        try:
            while self.running:
                ops = self.batch()
                self.acknowledged += list(zip(ops, self.send(ops)))
        except Exception as error:  # pylint: disable=broad-except
            self.fault = error


def test_kills_lose_nothing():
    print(f"PORTINERIA_TEST_SEED={SEED} PORTINERIA_TEST_KILLS={KILLS}", file=sys.stderr, flush=True)
    choice = random.Random(SEED)
    loads = [Load(number) for number in range(N_DESKS)]
    for load in loads:
        load.start()
    for _ in range(KILLS):
        time.sleep(choice.uniform(0.0, 0.25))
        served.kill()
        served.serve()
    for load in loads:
        load.running = False
        load.join()
        assert load.fault is None, f"{load.fault}\n{warnings()}"
    for load in loads:
        check_acknowledged(load)
    check_database(sum(len(load.acknowledged) for load in loads))


def warnings():
    return "\n".join(line for line in served.logged().splitlines() if '"level":"info"' not in line)


def check_acknowledged(load):
    """Every answer that came is given again, and is about what was sent."""
    assert load.acknowledged, "nothing was acknowledged: the load is no load"
    for start in range(0, len(load.acknowledged), 100):
        part = load.acknowledged[start:start + 100]
        equal(load.desk.results(*[op for op, _ in part]), [result for _, result in part])
    for op, result in load.acknowledged:
        equal((result["op_seq"], result["id"], result["result"]), (op["op_seq"], op["id"], "applied"))


def check_database(operations):
    equal(served.rows("SELECT sum(op_seq), (SELECT count(*) FROM op_result) FROM device_seq"), [(operations, operations)])
    equal(served.rows("SELECT count(*) FROM audit WHERE action LIKE 'order.%'"), [(operations,)], "lines of audit")
    equal(served.rows("SELECT count(*), count(DISTINCT op) FROM effect WHERE op IS NOT NULL"), [(operations // 2,) * 2], "effects")
    equal(served.rows("SELECT count(*) FROM effect WHERE op IS NOT NULL AND state <> 'dropped'"), [(0,)])
    seqs = [row[0] for row in served.rows("SELECT seq FROM feed ORDER BY seq")]
    equal(seqs, list(range(1, operations + 1)), "the feed")
    equal(served.rows('SELECT rev FROM "order" WHERE status = 0 AND rev <> 1 + json_array_length (history)'), [], "orders")
    equal(served.rows("PRAGMA integrity_check"), [("ok",)])
    assert "unbroken" in served.must("audit", "verify")


def main():
    with served:
        return tap.run(tap.functions(globals()))


sys.exit(main())
