#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk in the situations of DESIGN §6 and §7: servers that are silent, down, restored or local, users who change, desks that race."""

import itertools
import json
import os
import pathlib
import shutil
import sqlite3
import sys
import urllib.error

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent / "lib")]
import synthetic_hotel as hotel
import invariants
import processes
import tap

RACES = int(os.environ.get("TEST_RACES", "1000"))


def start_server(path, orders=30):
    server = processes.Server(path / "server")
    server.fill(orders)
    return server.start()


def start_desk(path, address, login="anna"):
    desk = processes.Desk(path).start()
    answer = desk.sign_in(address, login)
    assert "signed-in" in answer, answer
    desk.wait("online")
    return desk


def change_database(server, *statements):
    """Does to a stopped server's database what time or an administrator would."""
    connection = sqlite3.connect(next(server.data.glob("*.db")))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@tap.case
def silent_server():
    """An edit is saved while the server accepts the connection and never answers."""
    # DESIGN §7: "A test saves an edit within a second while the server accepts the connection and never answers." The
    # bound of 10 s only tells saving at once from waiting for the network, which gives up after 20 s.
    bound = 10
    with processes.Directory() as path:
        server = start_server(path)
        proxy = processes.Proxy(f"127.0.0.1:{server.port}")
        desk = start_desk(path / "desk", proxy.address)
        proxy.fault("silence", "path=/v1/ops")
        orders = server.orders()
        assert "saved" in desk.save("confirm", orders[0])
        processes.until(lambda: proxy.stats()["silence"] == 1, "a request that is not answered")
        before = processes.time.monotonic()
        for order in orders[1:11]:
            assert "saved" in desk.save("confirm", order)
            assert desk.order(order) == {"order": order, "base": "pending", "shown": "confirmed", "waiting": "true"}
        assert processes.time.monotonic() - before < bound
        assert proxy.stats()["silence"] == 1, "the server answered meanwhile"
        proxy.clear()
        desk.send("wake")
        invariants.check(server, [desk])
        desk.stop()
        proxy.end()
        server.stop()


@tap.case
def server_down():
    """With the server down the desk starts, lists and confirms; killed and restarted the decision waits; then it goes through once."""
    with processes.Directory() as path:
        server = start_server(path)
        desk = start_desk(path / "desk", server.address)
        orders = server.orders()
        desk.stop()
        server.stop()

        desk.start()
        desk.wait("offline")
        said = [said["error"] for said in desk.said if said.get("state") == "offline"][-1]
        assert said == (f"Nothing answers at 127.0.0.1:{server.port}: the server is not running, or the address is wrong. "
                        "What you do here is kept and sent later."), said
        assert len([line for line in desk.dump() if '"kind":"order"' in line]) == len(orders)
        assert "saved" in desk.save("confirm", orders[0])
        desk.kill()
        desk.start()
        assert desk.order(orders[0]) == {"order": orders[0], "base": "pending", "shown": "confirmed", "waiting": "true"}
        assert "refused" in desk.save("confirm", orders[0]), "it would be decided twice"

        server.start()
        now = invariants.check(server, [desk])
        assert desk.order(orders[0]) == {"order": orders[0], "base": "confirmed", "shown": "confirmed", "waiting": "false"}
        assert now.kinds == {"applied": 1}, now.kinds
        assert server.rows("SELECT count(*) FROM effect WHERE kind = 'order.confirmed'") == [(1,)]
        desk.stop()
        server.stop()


def decide_together(path, decisions, n):
    """Two desks decide each of n orders at the same time. Returns the server, the desks and the orders, settled and checked."""
    server = start_server(path, n)
    desks = [start_desk(path / login, server.address, login) for login in ("anna", "niran")]
    for order in server.orders():
        for desk, decision in zip(desks, decisions):
            desk.send(f"{decision} {order}")
        for desk in desks:
            desk.expect("saved", "refused")
    invariants.check(server, desks)
    return server, desks


@tap.case
def same_decision():
    """Two desks confirm the same order at once: one decision, one effect, one audit line each."""
    with processes.Directory() as path:
        server, desks = decide_together(path, ("confirm", "confirm"), RACES)
        assert server.rows("SELECT count(*) FROM effect") == [(RACES,)]
        assert server.rows("SELECT count(DISTINCT order_id) FROM effect WHERE kind = 'order.confirmed'") == [(RACES,)]
        assert server.rows("SELECT count(*) FROM audit WHERE action = 'order.confirm'") == [(RACES,)]
        assert server.rows('SELECT count(*) FROM "order" WHERE status = 1 AND rev = 2') == [(RACES,)]
        assert all(desk.attention() == [] for desk in desks)
        users = server.rows("SELECT decided_by, count(*) FROM effect GROUP BY 1")
        print("# decided by each:", [count for _, count in users])
        for desk in desks:
            desk.stop()
        server.stop()


@tap.case
def opposite_decisions():
    """Two desks decide an order differently at once: one wins, the other sees what stands now."""
    n = RACES // 10
    with processes.Directory() as path:
        server, desks = decide_together(path, ("confirm", "cancel"), n)
        conflicts = sum(len(desk.attention()) for desk in desks)
        decided = server.rows("SELECT count(*) FROM effect WHERE state <> 'dropped'")[0][0]
        print(f"# {conflicts} conflicts, {decided} decisions")
        # A desk that had heard of the other's decision already could take the next step from it.
        assert conflicts + decided + sum("refused" in said for desk in desks for said in desk.said) == 2 * n
        assert all(line["attention"] == "conflict" for desk in desks for line in desk.attention())
        for desk in desks:
            desk.stop()
        server.stop()


@tap.case
def users_change():
    """Each user's decisions are sent only with that user's token, and block nobody else's."""
    with processes.Directory() as path:
        server = start_server(path)
        orders = server.orders()
        desk = start_desk(path / "desk", server.address, "anna")
        server.stop()
        assert "saved" in desk.save("confirm", orders[0])
        desk.send("sign-out")
        desk.wait("signed-out")
        server.start()
        assert "signed-in" in desk.sign_in(server.address, "niran")
        desk.wait("online")
        assert "saved" in desk.save("confirm", orders[1])
        processes.until(lambda: desk.order(orders[1])["base"] == "confirmed", "niran's decision")
        assert desk.order(orders[0]) == {"order": orders[0], "base": "pending", "shown": "confirmed", "waiting": "true"}
        assert "signed-in" in desk.sign_in(server.address, "anna")
        invariants.check(server, [desk])
        assert desk.order(orders[0])["base"] == "confirmed"
        names = {row[0] for row in server.rows('SELECT u.login FROM effect e JOIN "user" u ON u.id = e.decided_by WHERE e.kind = '
                                               "'order.confirmed'")}
        assert names == {"anna", "niran"}, names
        desk.stop()
        server.stop()


@tap.case
def signed_out():
    """Signing out ends the session at the server too, also where the desk is closed at once, and waits for no server that is away."""
    def token(desk):
        return json.loads((desk.directory / "session.json").read_text())["token"]

    def status(server, of):
        try:
            server.call("GET", "/v1/changes?since=1.0", token=of)
            return 200
        except urllib.error.HTTPError as error:
            return error.code

    with processes.Directory() as path:
        server = start_server(path)
        stays, leaves = (start_desk(path / name, server.address) for name in ("stays", "leaves"))
        tokens = [token(desk) for desk in (stays, leaves)]
        assert [status(server, of) for of in tokens] == [200, 200]
        stays.send("sign-out")
        stays.wait("signed-out")
        leaves.send("sign-out")
        leaves.stop()
        assert [status(server, of) for of in tokens] == [401, 401]
        assert "signed-in" in stays.sign_in(server.address)
        server.stop()
        stays.send("sign-out")
        stays.wait("signed-out")
        stays.stop()


@tap.case
def session_ended():
    """A session that the server has ended drops nothing: sign in again, and what waited is sent once."""
    with processes.Directory() as path:
        server = start_server(path)
        orders = server.orders()
        desk = start_desk(path / "desk", server.address)
        server.stop()
        assert "saved" in desk.save("confirm", orders[0])
        change_database(server, "PRAGMA foreign_keys = ON", "DELETE FROM session")
        server.start()
        desk.wait("signed-out")
        said = [said["error"] for said in desk.said if said.get("state") == "signed-out"][-1]
        assert said == "You are signed out here. Sign in again: what waits to be sent is kept.", said
        assert "saved" in desk.save("confirm", orders[1])
        assert desk.order(orders[0])["waiting"] == "true"
        assert "signed-in" in desk.sign_in(server.address)
        now = invariants.check(server, [desk])
        assert now.kinds == {"applied": 2}, now.kinds
        desk.stop()
        server.stop()


@tap.case
def expired_token():
    """An expired token is renewed, also where the answer with the new one was cut."""
    with processes.Directory() as path:
        server = start_server(path)
        proxy = processes.Proxy(f"127.0.0.1:{server.port}")
        orders = server.orders()
        desk = start_desk(path / "desk", proxy.address)
        server.stop()
        assert "saved" in desk.save("confirm", orders[0])
        change_database(server, "UPDATE session_token SET expires_at = 1 WHERE kind = 'access'")
        kept = (path / "desk/session.json").read_text()
        proxy.fault("cut-response", "200", "path=/v1/session/refresh", "times=2")
        server.start()
        invariants.check(server, [desk])
        assert proxy.stats()["cut-response"] == 2
        assert (path / "desk/session.json").read_text() != kept, "the new tokens are not kept"
        assert not any(said.get("state") == "signed-out" for said in desk.said)
        desk.stop()
        desk.start()
        desk.wait("online")
        desk.stop()
        proxy.end()
        server.stop()


@tap.case
def wrong_password():
    """Wrong passwords are said, then throttled, and neither changes anything."""
    with processes.Directory() as path:
        server = start_server(path)
        desk = processes.Desk(path / "desk").start()
        answers = [desk.sign_in(server.address, "anna", "wrong") for _ in range(6)]
        assert all(answer["error"] == "The user name or the password is wrong. Type both again; mind capital letters and the "
                   "keyboard’s language." for answer in answers[:5]), answers
        assert answers[5]["error"].startswith("There were too many wrong passwords. Wait 1"), answers[5]
        assert desk.order(server.orders()[0])["base"] == "none"
        assert "signed-in" in desk.sign_in(server.address, "niran")
        desk.stop()
        server.stop()


@tap.case
def month_away():
    """After a month away: the feed does not reach back, a new base is taken, and what waited is decided."""
    with processes.Directory() as path:
        server = start_server(path)
        orders = server.orders()
        away = start_desk(path / "away", server.address)
        other = start_desk(path / "other", server.address, "niran")
        away.kill()
        for order in orders[:10]:
            assert "saved" in other.save("confirm", order)
        other.wait_sent()
        server.stop()
        change_database(server, "DELETE FROM feed", "UPDATE property_clock SET pruned = seq")
        away.start()
        away.wait("offline")
        assert "saved" in away.save("cancel", orders[0])   # confirmed meanwhile: a conflict
        assert "saved" in away.save("confirm", orders[1])  # confirmed meanwhile: nothing to do
        assert "saved" in away.save("cancel", orders[20])
        server.start()
        invariants.check(server, [away, other])
        assert any(said.get("state") == "loading" for said in away.said), "no new base was taken"
        assert [line["attention"] for line in away.attention()] == ["conflict"]
        assert away.order(orders[0]) == {"order": orders[0], "base": "confirmed", "shown": "confirmed", "waiting": "false"}
        assert away.order(orders[20])["base"] == "cancelled"
        away.stop()
        other.stop()
        server.stop()


@tap.case
def restored_server():
    """A server that came back from a backup begins a new epoch: the desk follows, renumbers what waits, and sends it."""
    with processes.Directory() as path:
        server = start_server(path)
        orders = server.orders()
        desk = start_desk(path / "desk", server.address)
        assert "saved" in desk.save("confirm", orders[0])
        desk.wait_sent()
        server.command("backup", path / "backup.db")
        for order in orders[1:4]:
            assert "saved" in desk.save("confirm", order)
        desk.wait_sent()
        server.stop()
        assert "saved" in desk.save("confirm", orders[5])
        server.command("restore", path / "backup.db")
        server.start()
        desk.wait("signed-out")  # no session outlives a restore
        assert "signed-in" in desk.sign_in(server.address)
        desk.wait_sent()
        desk.wait_cursor(server.cursor())
        assert not invariants.Invariants(server).twice()
        assert not invariants.Invariants(server).differences([desk])
        assert desk.order(orders[5])["base"] == "confirmed"
        assert desk.order(orders[1])["base"] == "pending", "the backup is older"
        desk.stop()
        server.stop()


@tap.case
def restored_desk():
    """A desk that came back from a copy of its folder numbers anew what it decides, and nothing is taken for what it decided before."""
    with processes.Directory() as path:
        server = start_server(path)
        orders = server.orders()
        for name, decide, order in (("another order", "confirm", 0), ("the same order", "cancel", 1)):
            folder, copy = path / f"{decide} desk", path / f"{decide} copy"
            desk = start_desk(folder, server.address)
            first, second = orders[10 * order], orders[10 * order + 1]
            assert "saved" in desk.save("confirm", first)
            desk.wait_sent()
            desk.stop()
            shutil.copytree(folder, copy)
            desk.start()
            desk.wait("online")
            assert "saved" in desk.save("confirm", second)
            desk.wait_sent()
            desk.stop()
            shutil.rmtree(folder)
            shutil.copytree(copy, folder)
            desk.start()
            desk.wait("online")
            decided = second if decide == "cancel" else orders[10 * order + 2]
            assert "saved" in desk.save(decide, decided), name
            desk.wait_sent()
            desk.wait_cursor(server.cursor())
            wanted = {"confirm": "confirmed", "cancel": "cancelled"}[decide]
            assert desk.order(decided) == {"order": decided, "base": wanted, "shown": wanted, "waiting": "false"}, name
            assert desk.order(second)["base"] == ("cancelled" if decide == "cancel" else "confirmed"), name
            assert desk.attention() == [], name
            desk.stop()
        assert not invariants.Invariants(server).twice()
        server.stop()


KINDS = ["property", "user", "room_type", "room", "rate_plan", "guest", "stay", "offer", "order"]
FIRST = (-1, "")


def place(request):
    """Where in the snapshot a request for a chunk goes on."""
    if "after=" not in request:
        return FIRST
    kind, key = request.split("after=")[1].split("%2F")
    return KINDS.index(kind), key


@tap.case
def cut_snapshot():
    """A base that is cut again and again, by the network and by SIGKILL, is loaded on from where it was."""
    with processes.Directory() as path:
        server = start_server(path, 5000)
        proxy = processes.Proxy(f"127.0.0.1:{server.port}")
        desk = processes.Desk(path / "desk").start()
        proxy.fault("cut-response", "300000", "path=/v1/snapshot", "times=4")
        assert "signed-in" in desk.sign_in(proxy.address)
        for _ in range(5):
            seen = len(proxy.requests())
            processes.until(lambda: len(proxy.requests()) > seen, "another request")
            desk.kill()
            desk.start()
        desk.wait("online")
        invariants.check(server, [desk])
        asked = [request for request in proxy.requests() if "/v1/snapshot" in request]
        print(f"# {len(asked)} chunks were asked for, {len([request for request in asked if 'at=' not in request])} of them the first")
        assert proxy.stats()["cut-response"] > 0
        # While a chunk is asked for, the one before it may still be on its way to the disk, and a kill then loses it; what was asked for
        # before that one is there to stay.
        kept = FIRST
        for before, now in itertools.pairwise(map(place, asked)):
            if now > before:
                kept = max(kept, before)
            assert now >= kept, f"it began anew: {now} after {kept} was in"
        desk.stop()
        proxy.end()
        server.stop()


@tap.case
def slept():
    """After sleep the desk connects anew at once, although its connection still looks alive."""
    with processes.Directory() as path:
        server = start_server(path)
        proxy = processes.Proxy(f"127.0.0.1:{server.port}")
        slept = path / "slept"
        desk = processes.Desk(path / "desk", {"DESK_SLEPT": str(slept)}, os.environ["DESK_CLI_SLEEPER"]).start()
        assert "signed-in" in desk.sign_in(proxy.address)
        desk.wait("online")
        proxy.fault("silence", "path=/v1/ops", "times=1")
        order = server.orders()[0]
        assert "saved" in desk.save("confirm", order)
        processes.until(lambda: proxy.stats()["silence"] == 1, "a request that is not answered")
        slept.touch()
        desk.wait_sent()
        assert "This PC has slept: connecting anew" in (path / "desk/desk.log").read_text()
        # It did not wait for the time-out: then it would have told that it is offline.
        assert not any(said.get("state") == "offline" for said in desk.said)
        proxy.clear()
        invariants.check(server, [desk])
        desk.stop()
        proxy.end()
        server.stop()


@tap.case
def another_server():
    """A desk never mixes two servers' data, whichever answers at the address."""
    with processes.Directory() as path:
        server = start_server(path)
        desk = start_desk(path / "desk", server.address)
        orders = server.orders()
        server.stop()
        other = processes.Server(path / "other")
        other.port = server.port
        other.fill(3)
        other.start()
        assert "saved" in desk.save("confirm", orders[0])
        desk.send("wake")
        processes.until(lambda: desk.poll() or any("Another Portineria server" in said.get("error", "") for said in desk.said),
                        "the complaint")
        answer = desk.sign_in(other.address)
        assert "sign-in-failed" in answer, answer
        print("#", answer["error"])
        assert desk.order(orders[0])["waiting"] == "true"
        other.stop()
        server.start()
        assert "signed-in" in desk.sign_in(server.address)
        invariants.check(server, [desk])
        desk.stop()
        server.stop()


@tap.case
def local_mode():
    """The local server is started, shared, started again, and ends with the last desk, however that one ends."""
    with processes.Directory() as path:
        data = path / "local"
        with processes.tempfile.NamedTemporaryFile(suffix=".json") as file:
            hotel.write(file.name, 20)
            processes.Server(data).command("import", file.name)
        desks = [processes.Desk(path / name).start() for name in ("a", "b")]

        def local(desk):
            answer = desk.ask(f"local {data}", "signed-in", "sign-in-failed")
            assert "signed-in" in answer, answer
            desk.wait("online")

        def answers():
            probe = processes.socket.socket(processes.socket.AF_UNIX)
            try:
                probe.connect(str(data / "socket"))
                return True
            except OSError:
                return False
            finally:
                probe.close()

        local(desks[0])
        local(desks[1])
        server = processes.Server(data)
        orders = server.orders()
        assert "saved" in desks[0].save("confirm", orders[0])
        desks[1].wait_cursor("1.1")
        assert desks[1].order(orders[0])["base"] == "confirmed"
        desks[0].kill()
        assert "saved" in desks[1].save("confirm", orders[1])
        desks[1].wait_sent()
        assert answers()
        desks[1].kill()
        processes.until(lambda: not answers(), "the end of the server")
        assert not invariants.Invariants(server).twice()
        desks[0].start()
        local(desks[0])
        desks[0].wait_cursor("1.2")
        assert desks[0].order(orders[1])["base"] == "confirmed"
        desks[0].stop()
        processes.until(lambda: not answers(), "the end of the server")


sys.exit(tap.run(tap.cases))
