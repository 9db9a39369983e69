#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GET /v1/events: pokes reach the desks of the property and no others, and streams end when they should."""

import sys
import time

import service
import small_hotel
import tap
from tap import equal
from events_socket import Refused, WebSocket

served = service.small(orders=120)
rita, max_ = served.desk(), served.desk("max")
fresh_orders = iter(served.orders)


def decide(desk=max_):
    equal(desk.decide("order.confirm", next(fresh_orders), 1)[1]["result"], "applied")


def position(desk=rita):
    return desk.snapshot()[0]


def number(cursor):
    return int(cursor.split(".")[1])


def refused(token, protocol="portineria.v1"):
    try:
        WebSocket(served, token, protocol)
    except Refused as refusal:
        return str(refusal), refusal.body
    raise AssertionError("the handshake was accepted")


def test_a_commit_is_told_to_every_desk():
    with WebSocket(served, rita.token) as one, WebSocket(served, max_.token, unix=True) as two:
        assert "\r\nPortineria-Server: " + rita.session["server"] in "\r\n" + one.head, one.head
        assert "Sec-WebSocket-Protocol: portineria.v1" in one.head, one.head
        decide()
        equal(one.poke(), {"to": position()})
        equal(two.poke(), {"to": position()})


def test_many_commits_end_in_the_last_position():
    with WebSocket(served, rita.token) as stream:
        for _ in range(60):
            decide()
        last, pokes = number(position()), []
        while not pokes or pokes[-1] < last:
            pokes.append(number(stream.poke()["to"]))
        equal(pokes[-1], last)
        equal(pokes, sorted(set(pokes)), "positions that grow")
        assert len(pokes) <= 60, "more pokes than commits"


def test_what_changes_nothing_pokes_nobody():
    order = next(fresh_orders)
    rita.decide("order.confirm", order, 1)
    with WebSocket(served, rita.token) as stream:
        max_.decide("order.confirm", order, 2)
        max_.decide("order.cancel", order, 1)
        decide()
        equal(stream.poke(), {"to": position()}, "the first poke")


def test_the_stream_answers_pings_and_survives_strange_messages():
    with WebSocket(served, rita.token) as stream:
        stream.send(9, b"ping")
        equal(stream.frame(), (10, b"ping"))
        stream.send(1, b"hello")
        decide()
        equal(stream.poke(), {"to": position()})


def test_the_handshake_needs_a_token():
    head, body = refused(None)
    assert " 401 " in head and b"urn:portineria:problem:sign-in" in body, (head, body)
    head, _ = refused("0" * 64)
    assert " 401 " in head, head


def test_the_handshake_needs_our_protocol():
    for protocol in (None, "portineria.v2", "chat"):
        head, body = refused(rita.token, protocol)
        assert " 400 " in head and b"urn:portineria:problem:invalid" in body, (head, body)


def test_what_is_no_handshake_is_refused():
    problem = rita.get("/v1/events").refused("invalid", 400)
    assert "WebSocket" in problem["detail"]


def test_the_stream_ends_when_the_token_expires():
    desk = served.desk()
    served.execute("UPDATE session_token SET expires_at = ? WHERE kind = 'access' AND session = (SELECT max (id) FROM session)",
                   int(time.time() * 1000) + 1500)
    with WebSocket(served, desk.token) as stream:
        equal(stream.poke(), None)


def test_pokes_are_of_one_property():
    with service.Service() as two:
        second = small_hotel.small()
        second["property"] |= {"key": "inn-2", "name": "The Other Inn"}
        two.must("import", two.write("one.json", small_hotel.small()))
        two.must("import", two.write("two.json", second))
        two.serve()
        desks = []
        for entry in two.client().get("/v1/server").json()["properties"]:
            desk = service.client.Desk(two)
            desks.append(desk.begin(desk.post("/v1/session", {"login": "rita", "password": "a password", "property": entry["id"],
                                                              "device": {"id": desk.device, "name": "x"}})))
        with WebSocket(two, desks[0].token) as first, WebSocket(two, desks[1].token) as other:
            for desk, rounds in ((desks[0], 1), (desks[1], 2)):
                for _ in range(rounds):
                    order, kind = next((row["id"], row["value"]["status"]) for (kind, _), row in desk.snapshot()[1].items()
                                       if kind == "order" and row["value"]["status"] != "cancelled")
                    rev = desk.order(order)[0]
                    equal(desk.decide("order.confirm" if kind == "pending" else "order.cancel", order, rev)[1]["result"], "applied")
            equal(first.poke(), {"to": "1.1"})
            equal(number(other.poke()["to"]) in (1, 2), True)
            two.stop()
            equal(first.poke(), None, "nothing but good-bye")


def test_streams_end_with_the_server():
    with WebSocket(served, rita.token) as stream:
        served.stop()
        equal(stream.poke(), None)
    served.serve()


def main():
    with served:
        return tap.run(tap.functions(globals()))


sys.exit(main())
