#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /v1/changes and /v1/snapshot: pages, chunks, positions, and that both together bring exactly what the server has."""

import json
import os
import random
import sys

import service
import small_hotel
import tap
from tap import equal

N_ORDERS = 40
LONG_NIGHTS = 3000
DAY = 86400 * 1000
SEED = int(os.environ.get("PORTINERIA_TEST_SEED", random.randrange(2**32)))
choice = random.Random(SEED)
served = service.small(orders=N_ORDERS)
desk = served.desk()
known = {}  # orders that were decided: (revision, status)


def position():
    return desk.snapshot()[0]


def cursor(text):
    return tuple(map(int, text.split(".")))


def untouched():
    return next(order for order in served.orders if order not in known)


def decide(kind, order, undo=False):
    """Decides as whoever knows the order's revision."""
    rev, status = known.get(order, (1, "pending"))
    target = {"order.cancel": "cancelled", "order.confirm": "confirmed"}[kind]
    op, result = desk.decide(kind, order, rev)
    if status in (target, "cancelled"):
        return
    equal(result["result"], "applied")
    if undo:
        equal(desk.decide("order.undo", order, decision=op["id"])[1]["result"], "applied")
    known[order] = (rev + 2, status) if undo else (rev + 1, target)


def decide_some(count):
    for _ in range(count):
        decide(choice.choice(["order.confirm", "order.confirm", "order.cancel"]), choice.choice(served.orders[:-5]), choice.random() < 0.7)


def pull(since, limit=None):
    """All pages: the rows, and where they end."""
    rows, more = [], True
    while more:
        head, page, tail = desk.changes(since, limit).lines()
        equal((head["from"], head["property"], head["server"]), (since, desk.session["property"], desk.session["server"]))
        rows += page
        since, more = tail["to"], tail["more"]
        assert "after" not in tail
    return rows, since


def test_an_import_is_before_the_feed():
    at, rows = desk.snapshot()
    equal(at, "1.0")
    equal(pull(at), ([], at))
    counted = {kind: served.rows(f'SELECT count(*) FROM "{kind}"')[0][0] for kind, _ in rows}
    equal({kind: sum(1 for other, _ in rows if other == kind) for kind in counted}, counted)
    assert all(row["rev"] == 1 and "seq" not in row for row in rows.values())


def test_every_commit_is_on_the_feed_once_and_in_order():
    start = position()
    for order in served.orders[:5]:
        decide("order.confirm", order)
    rows, end = pull(start)
    equal([row["seq"] for row in rows], [cursor(start)[1] + number for number in range(1, 6)])
    equal(cursor(end), (cursor(start)[0], cursor(start)[1] + 5))
    equal([(row["id"], row["rev"], row["value"]["status"]) for row in rows], [(order, 2, "confirmed") for order in served.orders[:5]])


def test_rows_are_as_they_stood_at_their_commit():
    order, start = untouched(), position()
    decide("order.confirm", order, undo=True)
    equal([(row["rev"], row["value"]["status"]) for row in pull(start)[0]], [(2, "confirmed"), (3, "pending")])


def test_pages_of_any_size_are_the_same_feed():
    decide_some(20)
    whole = pull("1.0")
    for limit in (1, 2, 7, 50000):
        equal(pull("1.0", limit), whole, f"in pages of {limit}")
    middle = whole[0][len(whole[0]) // 2]["seq"]
    equal(pull(f"1.{middle}", 3)[0], [row for row in whole[0] if row["seq"] > middle])


def test_a_page_does_not_split_a_commit():
    with service.Service() as local:
        local.serve("--local")
        one = service.client.Desk(local, unix=True).sign_in_locally()
        _, rows, tail = one.changes("1.0", 1).lines()
        equal([(row["kind"], row["seq"]) for row in rows], [("property", 1), ("user", 1)])
        equal(tail, {"to": "1.1", "count": 2, "more": False})


def test_a_page_ends_when_it_is_large():
    order = desk.order(served.orders[0])[1]
    line = json.dumps({"kind": "order", "id": served.orders[0], "rev": 9, "seq": 0, "value": order | {"name": {"en": "x" * 1000000}}})
    start = position()
    epoch, seq = cursor(start)
    property_ = served.rows("SELECT property FROM property")[0][0]
    for number in range(seq + 1, seq + 8):
        served.execute("INSERT INTO feed VALUES (?, ?, 0, 'order', x'00', ?, 9e15)", property_, number,
                       line.replace('"seq": 0', f'"seq": {number}') + "\n")
        served.execute("UPDATE property_clock SET seq = ?", number)
    first = desk.changes(start).lines()
    equal((first[2]["count"], first[2]["more"]), (5, True))
    equal(len(pull(start)[0]), 7)
    served.execute("DELETE FROM feed WHERE seq > ?", seq)
    served.execute("UPDATE property_clock SET seq = ?", seq)


def test_a_position_that_is_not_served_is_gone():
    epoch, seq = cursor(position())
    for since in (f"{epoch + 1}.0", f"0.{seq}", f"{epoch}.{seq + 1}", f"{epoch}.{2**63 - 1}"):
        desk.changes(since).refused("gone", 410)
        desk.get(f"/v1/snapshot?at={since}").refused("gone", 410)


def test_what_is_no_position_or_limit_is_refused():
    for query in ("", "?since=", "?since=1", "?since=1.-1", "?since=1.01", "?since=1.0.0", "?since=a.b", "?since=1.9223372036854775808",
                  "?since=1.0&limit=0", "?since=1.0&limit=50001", "?since=1.0&limit=-1", "?since=1.0&limit=x", "?since=1.0&limit="):
        assert desk.get("/v1/changes" + query).refused("invalid", 400)["detail"]
    for query in ("?at=1", "?after=order/" + served.orders[0], "?at=1.0&after=order", "?at=1.0&after=order/1", "?limit=0",
                  "?at=1.0&after=ghost/" + served.orders[0], "?at=1.0&after=/" + served.orders[0], "?at=1.0&after=", "?at=1.0&after=/"):
        assert desk.get("/v1/snapshot" + query).refused("invalid", 400)["detail"]


def test_chunks_of_any_size_are_the_same_snapshot():
    whole = desk.snapshot()
    for limit in (1, 3, 10, 50000):
        equal(desk.snapshot(limit), whole, f"in chunks of {limit}")


def test_kinds_come_in_an_order_in_which_what_is_referred_to_comes_first():
    kinds = list(dict.fromkeys(kind for kind, _ in desk.snapshot()[1]))
    equal(kinds, ["property", "user", "room_type", "room", "rate_plan", "guest", "stay", "offer", "order"])


def test_a_chunk_can_be_asked_for_again_also_after_a_restart():
    head, _, tail = desk.get("/v1/snapshot?limit=12").lines()
    path = f"/v1/snapshot?at={head['from']}&after={tail['after']}&limit=9"
    chunk = desk.get(path).body
    served.kill()
    served.serve()
    desk.close()
    equal(desk.get(path).body, chunk)


def test_a_record_that_changes_meanwhile_is_left_to_the_feed():
    head, rows, tail = desk.get("/v1/snapshot?limit=20").lines()
    sent = {row["id"] for row in rows}
    order = next(order for order in served.orders if order not in known and order not in sent)
    decide("order.confirm", order)
    rest = desk.get(f"/v1/snapshot?at={head['from']}&after={tail['after']}").lines()[1]
    assert order not in {row["id"] for row in rest}
    equal([row["id"] for row in pull(head["from"])[0]], [order])


def test_snapshot_and_feed_together_are_what_the_server_has():
    """Chunks of random sizes with commits between them, then the feed: any interleaving ends in the same state."""
    for _ in range(8):
        rows, query, more = {}, "", True
        while more:
            head, chunk, tail = desk.get(f"/v1/snapshot?limit={choice.randint(1, 25)}{query}").lines()
            rows |= {(row["kind"], row["id"]): row for row in chunk}
            query, more = f"&at={tail['to']}&after={tail.get('after')}", tail["more"]
            decide_some(choice.randint(0, 6))
        for row in pull(head["from"], choice.randint(1, 10))[0]:
            row.pop("seq")
            before = rows.get(("order", row["id"]))
            assert before is None or row["rev"] == before["rev"] + 1, "a revision is missing"
            rows[row["kind"], row["id"]] = row
        equal(rows, desk.snapshot()[1])


def test_a_chunk_ends_when_it_is_large():
    hotel = small_hotel.small()
    night = dict(hotel["stays"][1]["nights"][0], to="2034-06-01") | {"from": "2026-01-17"}
    hotel["stays"] = hotel["stays"][:1] + [
        dict(hotel["stays"][1], key=f"S{number}", number=f"S{number}", departure="2034-06-01", nights=[night]) for number in range(2, 14)]
    hotel["stays"][0] |= {"key": "S1"}
    hotel["orders"] = []
    with service.Service() as long:
        long.must("import", long.write("hotel.json", hotel))
        long.serve()
        one = long.desk()
        counts, query, more = [], "", True
        while more:
            answer = one.get("/v1/snapshot" + query)
            head, _, tail = answer.lines()
            counts.append(tail["count"])
            query, more = f"?at={head['from']}&after={tail.get('after')}", tail["more"]
        assert len(counts) > 1, "all came in one chunk"
        equal(sum(counts), len(one.snapshot()[1]))


def test_the_feed_reaches_back_ninety_days():
    rows = pull("1.0")[0]
    old = rows[len(rows) // 2]["seq"]
    served.execute("UPDATE feed SET at = at - ? WHERE seq <= ?", 90 * DAY + 1000, old)
    served.execute("UPDATE feed SET at = at - ? WHERE seq > ?", 89 * DAY, old)
    served.stop()
    served.serve()
    desk.close()
    desk.get("/v1/server")
    wait = service.patience()
    while served.rows("SELECT count(*) FROM feed WHERE seq <= ?", old) != [(0,)]:
        wait("old rows are there still")
    desk.changes("1.0").refused("gone", 410)
    desk.changes(f"1.{old - 1}").refused("gone", 410)
    equal(pull(f"1.{old}")[0], [row for row in rows if row["seq"] > old])
    desk.get(f"/v1/snapshot?at=1.{old - 1}").refused("gone", 410)
    known_rows = desk.snapshot()[1]
    decide("order.confirm", untouched())
    equal(len(desk.snapshot()[1]), len(known_rows))


def test_an_epoch_ends_with_an_import():
    at = position()
    served.must("import", served.write("again.json", small_hotel.small()), "--replace")
    other = served.desk()
    other.changes(at).refused("gone", 410)
    equal(other.snapshot()[0], "2.0")


def main():
    print(f"PORTINERIA_TEST_SEED={SEED}", file=sys.stderr, flush=True)
    with served:
        return tap.run(tap.functions(globals()))


sys.exit(main())
