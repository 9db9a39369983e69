# SPDX-License-Identifier: GPL-3.0-or-later
"""What must hold whatever the network and the power did: nothing that was saved is lost, nothing is applied twice, the feed has no gaps,
and every desk has what the server has."""

import collections
import json
import uuid


def text(blob):
    return str(uuid.UUID(bytes=bytes(blob)))


class Invariants:
    """Counts of what is broken, from the server's database (nobody may be writing) and what the desks said."""

    def __init__(self, server):
        self.server = server
        self.results = collections.Counter()  # operation id → how many results the server stored for it
        self.kinds = collections.Counter()
        for (result,) in server.rows("SELECT result FROM op_result"):
            result = json.loads(result)
            self.results[result["id"]] += 1
            self.kinds[result["result"]] += 1

    def lost(self, desks):
        """Operations that a desk said are saved and the server never got. One that was taken back before it was sent is not lost."""
        saved = {said["saved"] for desk in desks for said in desk.said if "saved" in said}
        undone = {said["undone"] for desk in desks for said in desk.said if "undone" in said}
        return sorted(saved - undone - set(self.results))

    def twice(self):
        """Operations with two results, orders whose changes, effects and audit lines do not number the same, decisions with two effects."""
        broken = [f"{op}: {n} results" for op, n in self.results.items() if n > 1]
        audited = collections.Counter()
        for subject, n in self.server.rows("SELECT subject, count(*) FROM audit WHERE action LIKE 'order.%' GROUP BY subject"):
            audited[text(subject)] = n
        for order, rev, history in self.server.rows('SELECT id, rev, history FROM "order"'):
            changes = len(json.loads(history))
            if rev != 1 + changes or audited[text(order)] != changes:
                broken.append(f"order {text(order)}: {changes} changes, revision {rev}, {audited[text(order)]} lines in the audit")
        for op, n in self.server.rows("SELECT op, count(*) FROM effect WHERE op IS NOT NULL GROUP BY op HAVING count(*) > 1"):
            broken.append(f"decision {text(op)}: {n} effects")
        return broken

    def gaps(self):
        """Commits missing in the feed, revisions missing in an order's line of them."""
        ((last, pruned),) = self.server.rows("SELECT seq, pruned FROM property_clock")
        there = {row[0] for row in self.server.rows("SELECT DISTINCT seq FROM feed")}
        broken = [f"commit {seq}" for seq in range(pruned + 1, last + 1) if seq not in there]
        broken += [f"commit {seq} after the end" for seq in there if seq > last]
        revisions = collections.defaultdict(list)
        for ident, line in self.server.rows("SELECT id, line FROM feed WHERE kind = 'order' ORDER BY seq, n"):
            revisions[text(ident)].append(json.loads(line)["rev"])
        for order, found in revisions.items():
            if found != list(range(found[0], found[0] + len(found))):
                broken.append(f"order {order}: revisions {found}")
        return broken

    def differences(self, desks):
        """Records that a desk has and the server has not, or the other way about. The server must run and the desks have come to its cursor."""
        truth = set(self.server.records())
        return [f"{desk.directory.name}: {line[:160]}" for desk in desks for line in truth ^ set(desk.dump())]


def settle(server, desks):
    """Waits until everything is sent and every desk has come to where the server is."""
    for desk in desks:
        desk.wait_sent()
    for desk in desks:
        desk.wait_cursor(server.cursor())


def check(server, desks):
    """Settles and asserts all four."""
    settle(server, desks)
    now = Invariants(server)
    assert not now.lost(desks), f"lost: {now.lost(desks)}"
    assert not now.twice(), f"twice: {now.twice()}"
    assert not now.gaps(), f"gaps: {now.gaps()}"
    assert not now.differences(desks), f"different: {now.differences(desks)}"
    return now
