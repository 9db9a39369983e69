#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two desks that decide at once, a thousand times: one decision each, one effect, one line of audit, and both see the same."""

import sys
import threading

import service
import tap
from tap import equal

ROUNDS = 1000
served = service.small(orders=ROUNDS)
desks = [served.desk("rita"), served.desk("max")]


def at_once(kinds, orders, rev):
    """Both desks decide each order at the same moment: the results by desk."""
    results = [[None] * len(orders) for _ in desks]
    start = threading.Barrier(len(desks))

    def work(number):
        for place, order in enumerate(orders):
            start.wait()
            results[number][place] = desks[number].decide(kinds[number], order, rev)[1]
    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(desks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def check(orders, rev, decisions):
    """Each order was decided once, at @rev, and both desks and the database agree."""
    ends = [desk.snapshot() for desk in desks]
    equal(ends[0], ends[1], "what the desks see")
    for order in orders:
        row = ends[0][1]["order", order]
        equal((row["rev"], len(row["value"]["history"])), (rev, rev - 1), order)
    equal(served.rows("SELECT count(*) FROM effect WHERE op IS NOT NULL AND rev = ?", rev), [(len(orders),)])
    equal(served.rows("SELECT count(*) FROM audit WHERE action IN ('order.confirm', 'order.cancel')"), [(decisions,)])
    seqs = [row[0] for row in served.rows("SELECT seq FROM feed ORDER BY seq")]
    equal(seqs, list(range(1, decisions + 1)), "the feed")


def test_both_confirm():
    results = at_once(["order.confirm", "order.confirm"], served.orders, 1)
    for one, other in zip(*results):
        equal((one["result"], other["result"]), ("applied", "applied"))
    check(served.orders, 2, ROUNDS)


def test_one_confirms_what_the_other_cancels():
    """From confirmed, one cancels and the other confirms what is confirmed; whoever comes second loses nothing."""
    results = at_once(["order.cancel", "order.cancel"], served.orders[::2], 2)
    for one, other in zip(*results):
        equal((one["result"], other["result"]), ("applied", "applied"))
    results = at_once(["order.cancel", "order.confirm"], served.orders[1::2], 2)
    for cancel, confirm in zip(*results):
        equal(cancel["result"], "applied")
        assert confirm["result"] == "applied" or confirm["current"]["value"]["status"] == "cancelled", confirm
    check(served.orders, 3, 2 * ROUNDS)


def test_the_audit_log_is_unbroken():
    assert "unbroken" in served.must("audit", "verify")


def main():
    with served:
        return tap.run(tap.functions(globals()))


sys.exit(main())
