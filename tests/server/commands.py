#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sub-commands beside a running server and without one: backup, restore, users, codes, and who may work on the data."""

import concurrent.futures
import contextlib
import itertools
import json
import os
import pty
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import page  # pylint: disable=wrong-import-position
import server  # pylint: disable=wrong-import-position
import small_hotel as hotel  # pylint: disable=wrong-import-position
import tap  # pylint: disable=wrong-import-position


@contextlib.contextmanager
def imported(content=None):
    with server.Data() as data:
        data.must("import", data.write("hotel.json", content or hotel.small()), "--as-of-today")
        yield data


@contextlib.contextmanager
def serving(content=None):
    with imported(content) as data:
        yield data, page.Browser(data.start())


def order_wine(browser, link):
    answer = browser.submit(browser.get(link + "?lang=en").page().form("Wine"))
    tap.equal(answer.status, 303)


def ask(path, sql):
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def files(data):
    return sorted(name for name in os.listdir(data.path) if not name.endswith(("-wal", "-shm")))


def crowded():
    """The small hotel with a hundred stays: a guest may not order without end."""
    changed = hotel.small()
    changed["stays"] += [dict(changed["stays"][1], key=f"G{n}", number=f"G{n}") for n in range(100)]
    return changed


def test_backups_while_guests_order_are_consistent():
    with serving(crowded()) as (data, browser):
        links = itertools.cycle([data.code(f"G{n}") for n in range(100)])
        acknowledged, stop = [], threading.Event()

        def guest():
            while not stop.is_set():
                order_wine(browser, next(links))
                acknowledged.append(1)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            guests = [pool.submit(guest) for _ in range(3)]
            try:
                for number in range(5):
                    before = len(acknowledged)
                    file = data.top / f"backup-{number}.db"
                    tap.equal(data.must("backup", file), f"{file}: written.\n")
                    tap.equal(stat.S_IMODE(file.stat().st_mode), 0o600)
                    tap.equal(ask(file, "PRAGMA integrity_check"), [("ok",)])
                    tap.equal(ask(file, "PRAGMA foreign_key_check"), [])
                    seq = ask(file, "SELECT seq FROM property_clock")[0][0]
                    tap.equal(ask(file, "SELECT count(*), max (seq) FROM feed"), [(seq, seq or None)], "feed")
                    tap.equal(ask(file, "SELECT count(*) FROM audit WHERE action = 'order.place'"), [(seq,)], "audit")
                    tap.equal(ask(file, "SELECT count(*) FROM effect"), [(seq,)], "effects")
                    assert seq >= before, "what was acknowledged before is not in the backup"
            finally:
                stop.set()
            for future in guests:
                future.result()
        assert len(acknowledged) > 0
        tap.equal(len([name for name in os.listdir(data.top) if name.startswith("backup")]), 5, "no parts are left")


def test_a_backup_replaces_nothing():
    with imported() as data:
        file = data.write("precious", "do not lose me")
        tap.equal(data.command("backup", file), (1, "", f"{file} exists already. Give a name that nothing has yet.\n"))
        tap.equal(file.read_text(), "do not lose me")
        tap.equal(data.command("backup", data.top / "none/backup.db")[0], 1)


def test_nothing_to_back_up():
    with server.Data() as data:
        status, _, told = data.command("backup", data.top / "backup.db")
        assert status == 1 and "does not exist: there is nothing to back up" in told, told
        assert not data.path.exists(), "a data directory was made for nothing"


def test_restoring_begins_an_epoch_and_ends_sessions():
    with imported() as data:
        file = data.top / "backup.db"
        browser = page.Browser(data.start())
        link = data.code("S1")
        desk = page.Desk(browser, "rita", "a password")
        order_wine(browser, link)
        data.must("backup", file)
        order_wine(browser, link)
        tap.equal(desk.call("GET", "/v1/changes?since=1.2").status, 200)
        data.stop()
        told = data.must("restore", file)
        assert told.startswith(f"{file}: restored. Everybody signs in again, and desks fetch everything anew.\n"), told
        ((epoch, seq),) = data.rows("SELECT epoch, seq FROM property_clock")
        assert epoch > 1 and seq == 0, (epoch, seq)
        tap.equal(data.rows('SELECT count(*) FROM "order"'), [(4,)], "orders of the backup")
        tap.equal(data.rows("SELECT count(*) FROM session"), [(0,)], "sessions")
        tap.equal(data.rows("SELECT action FROM audit ORDER BY n DESC LIMIT 1"), [("restore",)])
        tap.equal(stat.S_IMODE(data.database.stat().st_mode), 0o600)
        (kept,) = [name for name in files(data) if "before" in name]
        assert kept in told, told
        tap.equal(ask(data.path / kept, 'SELECT count(*) FROM "order"'), [(5,)], "what was there before is kept")
        browser = page.Browser(data.start())
        desk.browser = browser
        tap.equal(desk.call("GET", "/v1/changes?since=1.2").status, 401, "a token of before")
        again = page.Desk(browser, "rita", "a password")
        tap.equal(again.call("GET", "/v1/changes?since=1.2").status, 410, "a cursor of before")
        tap.equal(browser.get(link).status, 200, "a guest's link of before")
        order_wine(browser, link)
        data.stop()
        data.must("restore", file)
        ((later, _),) = data.rows("SELECT epoch, seq FROM property_clock")
        assert later > epoch, "the same backup, restored twice, begins two epochs"


def test_restoring_on_a_new_machine():
    with imported() as data, server.Data() as other:
        file = data.top / "backup.db"
        data.must("backup", file)
        before = file.read_bytes()
        other.must("restore", file)
        tap.equal(files(other), ["lock", "portineria.db"])
        tap.equal(other.rows('SELECT count(*) FROM "order"'), [(3,)])
        assert file.read_bytes() == before, "the backup itself was changed"
        other.start()


def test_restoring_over_a_damaged_database():
    with imported() as data:
        file = data.top / "backup.db"
        data.must("backup", file)
        data.database.write_bytes(b"nothing that SQLite knows" * 1000)
        data.must("restore", file)
        tap.equal(data.rows('SELECT count(*) FROM "order"'), [(3,)])


def faulty_backups(data):
    """(what is wrong, file, what is said)"""
    good = data.top / "good.db"
    data.must("backup", good)
    content = good.read_bytes()
    yield "a text", data.write("text", "hello " * 100), "is not a database. Nothing was changed."
    yield "an empty file", data.write("empty", ""), "is not a backup of portineria-server. Nothing was changed."
    foreign = data.top / "foreign.db"
    with contextlib.closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (x)")
    yield "a foreign database", foreign, "is not a backup of portineria-server. Nothing was changed."
    yield "half a backup", write_bytes(data, "half.db", content[:len(content) // 2]), "Nothing was changed."
    holed = bytearray(content)
    for start in range(8192, len(holed), 4096):
        holed[start:start + 64] = bytes(64)
    yield "a backup with holes", write_bytes(data, "holed.db", bytes(holed)), "; restore an earlier backup. Nothing was changed."
    newer = write_bytes(data, "newer.db", content)
    with contextlib.closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 1000")
    yield ("a backup of a later version", newer,
           "The data was written by a newer version of Portineria. Install that version or a later one.")
    yield "no file", data.top / "none.db", "No such file"


def write_bytes(data, name, content):
    path = data.top / name
    path.write_bytes(content)
    return path


def test_what_cannot_be_restored_changes_nothing():
    with imported() as data:
        before, listed = data.dump(), files(data)
        for what, file, expected in faulty_backups(data):
            status, output, told = data.command("restore", file)
            tap.equal((status, output), (1, ""), what)
            assert expected in told, f"{what}: {told}"
            assert data.dump() == before, f"{what}: the database was changed"
            tap.equal(files(data), listed, what)


def test_no_restore_while_a_server_runs_and_no_second_server():
    with serving() as (data, browser):
        file = data.top / "backup.db"
        data.must("backup", file)
        expected = f"{data.path} is in use. Stop the portineria-server that works on it, or give another directory with --data.\n"
        tap.equal(data.command("restore", file), (1, "", expected))
        second = subprocess.run([server.PROGRAM, "--data", data.path, "--listen", "127.0.0.1:0"], capture_output=True, text=True,
                                timeout=server.WAIT, check=False)
        assert second.returncode != 0 and expected.strip() in second.stderr, second
        order_wine(browser, data.code("S1"))


def test_what_was_acknowledged_stays_beside_sub_commands():
    with serving() as (data, browser):
        for number in range(4):
            order_wine(browser, data.code("S1"))
            data.must("backup", data.top / f"{number}.db")
            tap.equal(data.rows('SELECT count(*) FROM "order"'), [(4 + number,)], "what another process sees")
        data.process.send_signal(signal.SIGKILL)
        data.process.wait()
        data.process.stdout.close()
        data.process = None
        data.start()
        tap.equal(data.rows('SELECT count(*) FROM "order"'), [(7,)], "after a crash")


def test_users():
    with serving() as (data, browser):
        tap.equal(data.must("user", "add", "zoè", "--name", "Zoè Però", "--role", "supervisor", "--password-stdin",
                            stdin="chiave lunga\n"), "zoè can sign in now.\n")
        desk = page.Desk(browser, "ZOE", "chiave lunga")
        tap.equal((desk.status, desk.session["user"]["name"], desk.session["user"]["role"]), (200, "Zoè Però", "supervisor"))
        changes = [json.loads(line) for line in desk.call("GET", "/v1/changes?since=1.0").body.splitlines()]
        tap.equal([row.get("kind") for row in changes], [None, "user", None], "desks hear of the new user")
        told = data.must("user", "passwd", "zoe", "--password-stdin", stdin="another long key\n")
        tap.equal(told, "zoe has a new password; earlier sessions have ended.\n")
        tap.equal(desk.call("GET", "/v1/changes?since=1.0").status, 401, "the session of before")
        tap.equal(page.Desk(browser, "zoe", "chiave lunga").status, 401, "the password of before")
        tap.equal(page.Desk(browser, "zoè", "another long key").status, 200)
        tap.equal([row[0] for row in data.rows("SELECT action FROM audit ORDER BY n")], ["import", "user.add", "user.passwd"])
        assert "another long key" not in "".join(data.dump()), "a password is in the database"


REFUSED_USERS = [
    (["add", "rita", "--name", "R", "--role", "manager"], "long enough\n", 1,
     'There is a user "rita" already. To give that user another password: portineria-server user passwd rita\n'),
    (["add", "new", "--name", "N", "--role", "manager"], "short\n", 1, "The password must have at least 8 characters.\n"),
    (["add", "new", "--name", "N", "--role", "manager"], "x" * 1025 + "\n", 1, "The password must have at most 1024 bytes.\n"),
    (["add", "new", "--name", "N", "--role", "manager"], "", 1, "There is no password on standard input.\n"),
    (["add", "new", "--name", "N", "--role", "boss"], "long enough\n", 1,
     "Say with --role what the user may do, one of: receptionist, supervisor, manager.\n"),
    (["add", "new", "--name", "N"], "long enough\n", 1,
     "Say with --role what the user may do, one of: receptionist, supervisor, manager.\n"),
    (["add", "new", "--role", "manager"], "long enough\n", 1, "The name, which --name gives, must be a text of 1 to 200 bytes.\n"),
    (["add", "", "--name", "N", "--role", "manager"], "long enough\n", 1, "The login must be a text of 1 to 100 bytes.\n"),
    (["add", "new\n", "--name", "N", "--role", "manager"], "long enough\n", 1,
     "The login must not contain control characters.\n"),
    (["add", "new", "--name", "N\x1b[0m", "--role", "manager"], "long enough\n", 1,
     "The name, which --name gives, must not contain control characters.\n"),
    (["passwd", "nobody"], "long enough\n", 1, 'There is no user "nobody". To add one: portineria-server user add\n'),
    (["passwd", "rita", "--property", "Ritz"], "long enough\n", 1, 'There is no such property. Choose from: "The Small Inn".\n'),
    (["drop", "rita"], "", 2, '"user" can "add" and "passwd", not "drop".\n'),
]


def test_refused_users_change_nothing():
    with imported() as data:
        before = data.dump()
        for words, stdin, status, told in REFUSED_USERS:
            tap.equal(data.command("user", *words, "--password-stdin", stdin=stdin), (status, "", told), repr(words))
            assert data.dump() == before, repr(words)


def type_at_terminal(data, words, lines):
    """Runs a sub-command with a terminal of its own, types, and gives its exit status and all that the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(server.PROGRAM, [server.PROGRAM, *words, "--data", str(data.path)])
    shown = b""
    for line in lines:
        while not shown.endswith(b": "):
            shown += os.read(terminal, 1024)
        os.write(terminal, line.encode() + b"\n")
        shown += b"|"
    with contextlib.suppress(OSError):
        while chunk := os.read(terminal, 1024):
            shown += chunk
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_a_password_is_asked_for_twice_and_not_shown():
    with imported() as data:
        add = ["user", "add", "kim", "--name", "Kim", "--role", "manager"]
        status, shown = type_at_terminal(data, add, ["a long secret", "a long secret"])
        tap.equal(status, 0, shown)
        assert "secret" not in shown and "Password: " in shown and "The same once more: " in shown, shown
        status, shown = type_at_terminal(data, ["user", "passwd", "kim"], ["a long secret", "another secret"])
        tap.equal(status, 1)
        assert "The two passwords differ. Try again." in shown and "secret" not in shown, shown


def test_codes():
    with imported() as data:
        status, output, told = data.command("code", "S1")
        departure = data.rows("SELECT departure FROM stay WHERE number = 'S1'")[0][0]
        tap.equal((status, told), (0, f"It works until the day of departure, {departure}. "
                                      "An earlier link of this stay no longer works.\n"))
        assert output.startswith("/c/") and len(output) == len("/c/") + 26 + 1, output
        tap.equal(data.command("code", "S7"), (1, "", 'There is no stay with the confirmation number "S7".\n'))
        links = {data.code("S2") for _ in range(20)}
        tap.equal(len(links), 20, "different links")
        tap.equal(data.rows("SELECT count(*) FROM stay_code"), [(2,)], "one for each stay")
        data.must("import", data.write("past.json", hotel.small()), "--replace")
        tap.equal(data.command("code", "S1"), (1, "", "The stay S1 was over on 2026-01-17: a link would not work any more.\n"))


def test_without_a_database():
    with server.Data() as data:
        for words in (["code", "S1"], ["user", "passwd", "rita", "--password-stdin"], ["audit", "verify"]):
            tap.equal(data.command(*words), (1, "", f"There is no database in {data.path}. Say with --data where the server keeps "
                                                    "its data, or import a hotel there first: portineria-server import FILE\n"))
        assert not data.path.exists(), "a database was made where there is none"


def test_without_a_hotel():
    with server.Data() as data:
        data.start()
        data.stop()
        for words in (["code", "S1"], ["user", "passwd", "rita", "--password-stdin"]):
            tap.equal(data.command(*words), (1, "", "This server has no property yet. Import a hotel first: "
                                                    "portineria-server import FILE\n"))


def test_wrong_calls():
    with server.Data() as data:
        for words in (["import"], ["import", "a", "b"], ["backup"], ["restore"], ["code"], ["user"], ["user", "add"],
                      ["import", "--frobnicate", "x"], ["audit"]):
            status, output, told = data.command(*words)
            tap.equal((status, output), (2, ""), repr(words))
            assert told, repr(words)
        assert not data.path.exists(), "a wrong call made a data directory"


def test_a_directory_that_cannot_be_used():
    with server.Data() as data:
        data.path.write_text("a file")
        hotel_file = data.write("hotel.json", hotel.small())
        status, _, told = data.command("import", hotel_file)
        assert status == 1 and told.startswith(f"The data directory {data.path} cannot be used: "), told


sys.exit(tap.run(tap.functions(globals())))
