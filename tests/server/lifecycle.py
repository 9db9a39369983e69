#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the server starts, where it listens, how it ends, and what becomes of what was due meanwhile."""

import contextlib
import http.client
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time

import client
import service
import small_hotel
import tap
from server import PROGRAM, WAIT
from tap import equal
from events_socket import WebSocket


def hotel():
    """A small hotel that nobody serves yet."""
    made = service.Service()
    made.must("import", made.write("hotel.json", small_hotel.small()))
    return made


def start(data, *words):
    """Runs the program until it ends by itself: (exit status, what it complains of)."""
    done = subprocess.run([PROGRAM, "--data", str(data.path), *words], capture_output=True, text=True, timeout=WAIT, check=False)
    return done.returncode, done.stderr


def refused_to_start(data, *words):
    status, complaint = start(data, *words)
    equal(status, 1)
    return complaint


def pending(desk):
    return next(identity for (kind, identity), row in desk.snapshot()[1].items() if kind == "order" and row["value"]["status"] == "pending")


# Listening

def test_an_address_that_others_can_reach_must_be_allowed():
    with hotel() as data:
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.7:8080", "[2001:db8::1]:8080"):
            complaint = refused_to_start(data, "--listen", address)
            for word in (address, "TLS", "reverse proxy", "--allow-network"):
                assert word in complaint, complaint


def test_what_is_no_address():
    with hotel() as data:
        for address in ("", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "example.org:8080", "127.0.0.1:http", "::1:8080x",
                        "http://127.0.0.1:8080"):
            complaint = refused_to_start(data, "--listen", address)
            assert "is no address to listen on" in complaint and "127.0.0.1:8080" in complaint, complaint


def test_several_addresses_at_once():
    with hotel() as data:
        data.serve("--listen", "[::1]:0", "--listen", "localhost:0")
        lines = [data.process.stdout.readline() for _ in range(2)]
        assert lines[0].startswith("listening on [::1]:") and lines[1].startswith("listening on 127.0.0.1:"), lines
        equal(data.client().get("/v1/server").body, data.client(unix=True).get("/v1/server").body)


def test_an_address_that_is_taken():
    with hotel() as data, socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert f"{address} cannot be listened on: " in refused_to_start(data, "--listen", address)


def test_a_Unix_socket_is_its_owners_alone():
    with hotel() as data:
        data.serve()
        equal(stat.S_IMODE(data.socket.stat().st_mode), 0o600)
        data.stop()
        assert not data.socket.exists(), "the socket stays behind"


def test_a_Unix_socket_that_nobody_answers_on_is_replaced():
    with hotel() as data:
        data.serve()
        data.kill()
        assert data.socket.exists()
        data.serve()
        equal(data.client(unix=True).get("/v1/server").status, 200)


def test_a_Unix_socket_that_somebody_answers_on_is_left_alone():
    with hotel() as data, hotel() as other:
        other.serve()
        complaint = refused_to_start(data, "--listen", f"unix:{other.socket}")
        assert "Another process is listening" in complaint, complaint
        equal(other.client(unix=True).get("/v1/server").status, 200)


def test_a_file_in_the_sockets_place_is_left_alone():
    with hotel() as data:
        path = data.write("file", "a letter")
        assert "no socket" in refused_to_start(data, "--listen", f"unix:{path}")
        equal(path.read_text(), "a letter")
        assert "1 to 107 bytes" in refused_to_start(data, "--listen", "unix:/tmp/" + "x" * 110)
        assert "1 to 107 bytes" in refused_to_start(data, "--listen", "unix:")


def test_one_server_for_a_data_directory():
    with hotel() as data:
        data.serve()
        complaint = refused_to_start(data, "--listen", "127.0.0.1:0")
        assert "in use" in complaint and "--data" in complaint, complaint


def test_a_database_of_a_newer_version_or_of_another_kind():
    with hotel() as data:
        data.execute("PRAGMA user_version = 9999")
        assert "newer version" in refused_to_start(data, "--listen", "127.0.0.1:0")
    with hotel() as data:
        data.database.write_bytes(b"no database at all\n" * 100)
        assert str(data.database) in refused_to_start(data, "--listen", "127.0.0.1:0")


def test_words_that_are_no_command():
    with hotel() as data:
        equal(start(data, "swim")[0], 2)
        assert "no command “swim”" in start(data, "swim")[1]
        assert "options of “audit” after it" in start(data, "audit", "verify")[1]
        equal(start(data, "--swim")[0], 2)
        equal(start(data, "--version"), (0, ""))


# Ending

def test_what_runs_is_finished_and_nothing_new_begins():
    with hotel() as data:
        data.serve()
        desk = data.desk()
        order = pending(desk)
        keeper = sqlite3.connect(data.database, isolation_level=None)
        keeper.execute("BEGIN IMMEDIATE")
        answers = []
        op = desk.op("order.confirm", order, 1)
        thread = threading.Thread(target=lambda: answers.append(desk.results(op)[0]["result"]))
        thread.start()
        wait = service.patience()
        while writers_waiting(data) == 0:
            wait("the operation does not arrive")
        data.process.send_signal(signal.SIGTERM)
        while data.socket.exists():
            wait("the server does not stop")
        for unix in (False, True):
            with contextlib.suppress(OSError):
                data.client(unix).get("/v1/server")
                raise AssertionError("the server accepts still")
        time.sleep(0.3)  # for a server that would not wait to end
        equal(answers, [])
        keeper.execute("COMMIT")
        keeper.close()
        thread.join()
        equal((answers, data.process.wait(WAIT)), (["applied"], 0))
        equal(data.rows("SELECT state FROM effect WHERE op IS NOT NULL AND rev = 2"), [("held",)])


def test_what_still_runs_when_patience_ends_ends_well():
    """The database is locked for longer than the ten seconds that the end waits for answers, and more is asked than workers can refuse."""
    with hotel() as data:
        data.serve()
        desks = [data.desk() for _ in range(12)]
        order = pending(desks[0])
        keeper = sqlite3.connect(data.database, isolation_level=None)
        keeper.execute("BEGIN IMMEDIATE")

        def send(desk):
            with contextlib.suppress(OSError, http.client.HTTPException):
                desk.push(desk.op("order.confirm", order, 1))
        threads = [threading.Thread(target=send, args=[desk]) for desk in desks]
        for thread in threads:
            thread.start()
        wait = service.patience()
        while writers_waiting(data) < 4:
            wait("the operations do not arrive")
        data.process.send_signal(signal.SIGTERM)
        time.sleep(11)
        equal(data.process.poll(), None, "it waits for what it has begun")
        keeper.execute("COMMIT")
        keeper.close()
        for thread in threads:
            thread.join()
        equal(data.process.wait(WAIT), 0)
        data.process.stdout.close()
        data.process = None


def writers_waiting(data):
    """Workers that sleep until the database's lock is free (SQLite's busy handler)."""
    waiting = 0
    for task in os.listdir(f"/proc/{data.process.pid}/task"):
        with contextlib.suppress(FileNotFoundError), open(f"/proc/{data.process.pid}/task/{task}/syscall", encoding="ascii") as call:
            waiting += call.read().split()[0] in NANOSLEEP
    return waiting


NANOSLEEP = {"35", "230", "101", "115"}  # nanosleep and clock_nanosleep on x86-64 and arm64


def test_both_signals_end_it_well():
    for number in (signal.SIGTERM, signal.SIGINT):
        with hotel() as data:
            data.serve()
            data.process.send_signal(number)
            equal(data.process.wait(WAIT), 0)
            data.process.stdout.close()
            data.process = None
            assert not data.database.with_name("portineria.db-wal").exists(), "the database was not closed"


def test_a_lost_reader_of_the_log_ends_nothing():
    with hotel() as data:
        process = subprocess.Popen([PROGRAM, "--data", str(data.path), "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        data.port = int(process.stdout.readline().rpartition(":")[2])
        process.stdout.close()
        process.stderr.close()
        for _ in range(3):
            data.client().get("/nothing").refused("not-found", 404)
        process.terminate()
        equal(process.wait(WAIT), 0)


# Local mode

def test_the_first_start_makes_a_property_and_its_owner():
    with service.Service() as data:
        data.serve("--local", "--property-name", "Pensione Lago", "--currency", "CHF", "--time-zone", "Europe/Zurich")
        desk = client.Desk(data, unix=True).sign_in_locally()
        rows = {kind: row["value"] for (kind, _), row in desk.snapshot()[1].items()}
        equal(sorted(rows), ["property", "user"])
        made = rows["property"]
        equal((made["name"], made["currency"], made["time_zone"], made["night_audit"], made["pms"]),
              ("Pensione Lago", "CHF", "Europe/Zurich", 240, "none"))
        equal((rows["user"]["role"], rows["user"]["active"]), ("manager", True))
        identity = desk.session["server"], desk.session["property"], desk.user
        data.stop()
        data.serve("--local", "--property-name", "Another")
        again = client.Desk(data, unix=True).sign_in_locally()
        equal((again.session["server"], again.session["property"], again.user), identity)
        equal([entry["name"] for entry in data.client().get("/v1/server").json()["properties"]], ["Pensione Lago"])


def test_the_owner_can_be_given_a_password():
    with service.Service() as data:
        data.serve("--local")
        login = client.Desk(data, unix=True).sign_in_locally().session["user"]["login"]
        told = data.command("user", "add", login.upper(), "--name", "X", "--role", "manager", "--password-stdin", stdin="a password\n")
        equal(told, (1, "", f'There is a user "{login}" already. To give that user another password: portineria-server user passwd {login}\n'))
        data.must("user", "passwd", login.upper(), "--password-stdin", stdin="a password\n")
        equal(data.desk(login).session["user"]["role"], "manager")
        equal(data.rows('SELECT count(*) FROM "user"'), [(1,)])


def test_several_processes_may_be_the_first():
    for _ in range(5):
        with service.Service() as data:
            path = data.write("hotel.json", small_hotel.small())
            first = [subprocess.Popen([PROGRAM, "import", str(path), "--data", str(data.path)], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE, text=True) for _ in range(4)]
            said = [process.communicate()[1] for process in first]
            equal(sorted(process.returncode for process in first), [0, 1, 1, 1], said)
            assert not any("migration" in text for text in said), said


def test_what_is_not_said_comes_from_the_system():
    with service.Service() as data:
        data.serve("--local")
        desk = client.Desk(data, unix=True).sign_in_locally()
        made = next(row["value"] for (kind, _), row in desk.snapshot()[1].items() if kind == "property")
        assert made["name"] and made["currency"] and made["time_zone"], made


def test_a_property_that_cannot_be_is_not_made():
    with service.Service() as data:
        assert "no ISO 4217 currency" in refused_to_start(data, "--local", "--listen", "127.0.0.1:0", "--currency", "EURO")
        assert "no time zone" in refused_to_start(data, "--local", "--listen", "127.0.0.1:0", "--time-zone", "Europe/Lake")
        for name in ("", "x" * 201, "a\nb"):
            assert "The property's name must" in refused_to_start(data, "--local", "--listen", "127.0.0.1:0", "--property-name", name)
        equal(data.rows("SELECT count(*) FROM property"), [(0,)])


def test_an_imported_hotel_is_left_as_it_is():
    with hotel() as data:
        data.serve("--local", "--property-name", "Another")
        equal([entry["name"] for entry in data.client().get("/v1/server").json()["properties"]], ["The Small Inn"])


def test_the_server_ends_with_its_desktop():
    with hotel() as data:
        near, far = os.pipe()
        data.serve("--local", lifeline=near)
        os.close(near)
        os.close(far)
        equal(data.process.wait(WAIT), 0)


def test_the_server_stays_while_another_desk_listens():
    with hotel() as data:
        near, far = os.pipe()
        data.serve("--local", lifeline=near)
        os.close(near)
        one, two = (client.Desk(data, unix=True).sign_in_locally() for _ in range(2))
        with WebSocket(data, one.token, unix=True) as stream:
            with WebSocket(data, two.token, unix=True):
                os.close(far)
                equal(two.decide("order.confirm", pending(two), 1)[1]["result"], "applied")
                equal(stream.poke(), {"to": "1.1"})
            equal(one.get("/v1/changes?since=1.1").status, 200)
            equal(data.process.poll(), None)
        equal(data.process.wait(WAIT), 0)


# What falls due

def effect_states(data):
    return [row[0] for row in data.rows("SELECT state FROM effect WHERE op IS NOT NULL ORDER BY id DESC LIMIT 1")]


def wait_for_release(data):
    wait = service.patience()
    while effect_states(data) != ["released"]:
        wait("the effect is not released")


def test_effects_are_released_when_their_time_is_over():
    with hotel() as data:
        data.serve()
        data.execute("UPDATE property_clock SET effect_delay = 700")
        desk = data.desk()
        order = pending(desk)
        op = desk.decide("order.confirm", order, 1)[0]
        wait_for_release(data)
        equal(desk.decide("order.undo", order, decision=op["id"])[1]["problem"]["type"], "urn:portineria:problem:too-late")
        equal(desk.order(order)[0], 2, "releasing changes no order")


def test_effects_that_fell_due_while_no_server_ran_are_released_at_the_start():
    with hotel() as data:
        data.serve()
        desk = data.desk()
        desk.decide("order.confirm", pending(desk), 1)
        data.kill()
        equal(effect_states(data), ["held"])
        data.execute("UPDATE effect SET held_until = 1 WHERE state = 'held'")
        data.serve()
        wait_for_release(data)


def test_effects_that_are_not_due_yet_wait_across_a_restart():
    with hotel() as data:
        data.serve()
        desk = data.desk()
        order = pending(desk)
        op = desk.decide("order.confirm", order, 1)[0]
        data.execute("UPDATE effect SET held_until = held_until + 3600000 WHERE state = 'held'")
        data.kill()
        data.serve()
        desk.close()
        equal(effect_states(data), ["held"])
        equal(desk.decide("order.undo", order, decision=op["id"])[1]["result"], "applied")
        equal(effect_states(data), ["dropped"])


# The audit log

def test_the_audit_log_refuses_to_be_changed():
    with hotel() as data:
        for sql in ("UPDATE audit SET action = 'x'", "DELETE FROM audit"):
            try:
                data.execute(sql)
            except sqlite3.IntegrityError as error:
                assert "append-only" in str(error), error
            else:
                raise AssertionError(f"{sql} was accepted")


def test_a_changed_audit_log_is_found():
    changes = ["UPDATE audit SET action = 'order.cancel' WHERE n = 3", "UPDATE audit SET at = at + 1 WHERE n = 3",
               "UPDATE audit SET user_id = NULL WHERE n = 3", "UPDATE audit SET digest = hash WHERE n = 3",
               "UPDATE audit SET subject = zeroblob (16) WHERE n = 3", "UPDATE audit SET device_id = NULL WHERE n = 3",
               "UPDATE audit SET hash = digest WHERE n = 3", "DELETE FROM audit WHERE n = 3"]
    with hotel() as data:
        data.serve()
        desk = data.desk()
        order = pending(desk)
        for number in range(3):
            op = desk.decide("order.confirm", order, 1 + 2 * number)[0]
            desk.decide("order.undo", order, decision=op["id"])
        data.stop()
        equal(data.command("audit", "verify")[0], 0)
        kept = data.database.read_bytes()
        for change in changes:
            for trigger in data.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"):
                data.execute(f"DROP TRIGGER {trigger[0]}")
            data.execute(change)
            status, output, _ = data.command("audit", "verify")
            assert status == 1 and "BROKEN at line 3" in output, (change, output)
            data.database.write_bytes(kept)
        equal(data.command("audit", "verify")[0], 0)
        equal(data.command("audit", "mend")[0], 2)


def test_the_audit_log_holds_no_guest():
    with hotel() as data:
        data.serve()
        desk = data.desk()
        desk.decide("order.confirm", pending(desk), 1)
        text = json.dumps([[value.hex() if isinstance(value, bytes) else value for value in row] for row in data.rows("SELECT * FROM audit")])
        for word in ("Anna", "anna@example.org", "สมชาย", "rita", "Wine"):
            assert word not in text, text


def main():
    return tap.run(tap.functions(globals()))


sys.exit(main())
