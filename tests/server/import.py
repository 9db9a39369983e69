#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports: what a faulty file is told, that it changes nothing, and what a good one makes."""

import collections
import datetime
import json
import os
import random
import subprocess
import sys
import time
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import small_hotel as hotel  # pylint: disable=wrong-import-position
import server  # pylint: disable=wrong-import-position
import tap  # pylint: disable=wrong-import-position

END = "Nothing was imported. Correct the file and import it again.\n"
KEYLESS = 'there is nothing with the key "{}" in "{}"; add it there, or correct the key here'

# What is edited (a pointer and its new value; REMOVED removes it), and the complaints: a pointer and a message each.
REMOVED = object()
FAULTS = [
    ("another format", {"/format": "hotel"}, [("/format", 'must be "portineria-hotel"; this is a file of another kind')]),
    ("a version of the future", {"/version": 2}, [("/version", "must be a whole number from 1 to 1")]),
    ("an unknown member", {"/remarks": "x"}, [("/remarks", "is not a known member")]),
    ("no list", {"/orders": REMOVED}, [("", 'lacks the member "orders"')]),
    ("no array", {"/orders": {}}, [("/orders", "must be an array")]),
    ("no such date", {"/as_of": "2026-02-30"}, [("/as_of", "must be a date that exists, from 2000-01-01 to 2099-12-31")]),
    ("a date of the future", {"/as_of": "2099-12-31", "/orders": [], "/stays": []},
     [("/as_of", "is in the future; correct it, or import with --as-of-today")]),
    ("a second business date", {"/property/business_date": "2026-01-15"},
     [("/property/business_date", 'leave it out: the file\'s "as_of" is the business date')]),
    ("an unknown currency", {"/property/currency": "EURO"},
     [("/property/currency", 'must be an ISO 4217 currency code such as "EUR"')]),
    ("an unknown time zone", {"/property/time_zone": "Europe/Roma"},
     [("/property/time_zone", 'there is no time zone "Europe/Roma"; give an IANA name such as "Europe/Rome"')]),
    ("an offset for a time zone", {"/property/time_zone": "+01:00"},
     [("/property/time_zone", 'there is no time zone "+01:00"; give an IANA name such as "Europe/Rome"')]),
    ("no key", {"/guests/1/key": REMOVED, "/stays/1/guest": "anna"}, [("/guests/1", 'lacks the member "key"')]),
    ("an empty key", {"/guests/1/key": "", "/stays/1/guest": "anna"}, [("/guests/1/key", "must be a text of 1 to 100 bytes")]),
    ("a key twice", {"/rooms/1/key": "1", "/stays/0/nights/1/room": REMOVED},
     [("/rooms/1/key", 'another element of "rooms" has this key already; give each its own')]),
    ("no object", {"/rate_plans/0": "BAR"},
     [("/rate_plans/0", "must be an object")] + [(f"/stays/{run}/rate_plan", KEYLESS.format("BAR", "rate_plans"))
                                                 for run in ("0/nights/0", "0/nights/1", "1/nights/0")]),
    ("a short password", {"/users/0/password": "seven ก"}, [("/users/0/password", "must have at least 8 characters")]),
    ("no password", {"/users/0/password": REMOVED}, [("/users/0", 'lacks the member "password"')]),
    ("an endless password", {"/users/0/password": "x" * 1025}, [("/users/0/password", "must have at most 1024 bytes")]),
    ("an unknown role", {"/users/0/role": "admin"}, [("/users/0/role", "must be one of: receptionist, supervisor, manager")]),
    ("one login twice", {"/users/1/login": "RÌTA"},
     [("/users/1/login", 'another element of "users" has it already; give each its own')]),
    ("one room twice", {"/rooms/1/number": "1"},
     [("/rooms/1/number", 'another element of "rooms" has it already; give each its own')]),
    ("one code twice", {"/room_types/1/code": "SGL"},
     [("/room_types/1/code", 'another element of "room_types" has it already; give each its own')]),
    ("one confirmation number twice", {"/stays/1/number": "S1"},
     [("/stays/1/number", 'another element of "stays" has it already; give each its own')]),
    ("an unknown room type", {"/rooms/0/room_type": "TWN"}, [("/rooms/0/room_type", KEYLESS.format("TWN", "room_types"))]),
    ("a reference that is no text", {"/rooms/0/room_type": 7}, [("/rooms/0/room_type", KEYLESS.format("", "room_types"))]),
    ("a rate plan's unknown currency", {"/rate_plans/0/currency": "XXZ"},
     [("/rate_plans/0/currency", 'must be an ISO 4217 currency code such as "EUR"')]),
    ("no address", {"/guests/0/email": "anna"},
     [("/guests/0/email", 'must be one address like "anna@example.org"; leave it out where there is none')]),
    ("two addresses", {"/guests/0/email": "anna@example.org, b@example.org"},
     [("/guests/0/email", 'must be one address like "anna@example.org"; leave it out where there is none')]),
    ("a long country", {"/guests/0/country": "it"},
     [("/guests/0/country", 'must be two capital letters of ISO 3166-1 such as "IT"')]),
    ("a control character", {"/guests/0/name": "Anna\x07"},
     [("/guests/0/name", "must not contain control characters other than newline and tab")]),
    ("an unknown language", {"/guests/0/language": "de"}, [("/guests/0/language", "must be one of: en, it, th")]),
    ("a misspelt member", {"/guests/0/mail": "x"}, [("/guests/0/mail", "is not a known member")]),
    ("null", {"/guests/0/email": None}, [("/guests/0/email", "must be a text of 1 to 254 bytes")]),
    ("departure before arrival", {"/stays/1/departure": "2026-01-17"},
     [("/stays/1/departure", "must be after the arrival, by at most 3660 nights")]),
    ("an arrival far away", {"/stays/1/arrival": "2046-01-17"}, [("/stays/1/arrival", 'must be within 3660 days of "as_of"')]),
    ("nights that begin late", {"/stays/0/nights/0/from": "2026-01-14"},
     [("/stays/0/nights/0/from", "must be 2026-01-13, so that the nights follow each other from the arrival on")]),
    ("a gap between nights", {"/stays/0/nights/1/from": "2026-01-16"},
     [("/stays/0/nights/1/from", "must be 2026-01-15, so that the nights follow each other from the arrival on")]),
    ("nights that end early", {"/stays/0/nights/1/to": "2026-01-16"},
     [("/stays/0/nights", 'must reach the departure: the last run ends with "to": "2026-01-17"')]),
    ("nights beyond the departure", {"/stays/0/nights/1/to": "2026-01-18"},
     [("/stays/0/nights/1/to", 'must be after "from" and not after the departure 2026-01-17')]),
    ("no nights", {"/stays/1/nights": []},
     [("/stays/1/nights", 'must reach the departure: the last run ends with "to": "2026-01-19"')]),
    ("a room of another type", {"/stays/0/nights/1/room": "1"},
     [("/stays/0/nights/1/room", "room 1 is of another room type; correct the room or the room type")]),
    ("a room taken twice", {"/stays/1/arrival": "2026-01-16", "/stays/1/nights/0/from": "2026-01-16", "/stays/1/nights/0/room": "2"},
     [("/stays/1/nights", "stay S1 has room 2 in the night of 2026-01-16 already; give one of them another room")]),
    ("in house too early", {"/stays/1/status": "in-house"},
     [("/stays/1/status", 'cannot be "in-house": "as_of" is not between arrival and departure')]),
    ("departed too early", {"/stays/0/status": "departed"},
     [("/stays/0/status", 'cannot be "departed": the departure is after "as_of"')]),
    ("an upgrade to nowhere", {"/offers/2/to_type": REMOVED},
     [("/offers/2", 'an upgrade needs "to_type", the room type that it gives')]),
    ("an offer with room types", {"/offers/0/to_type": "DBL"},
     [("/offers/0", 'only an upgrade has "from_type" and "to_type"; leave them out or correct the type')]),
    ("an upgrade to the same", {"/offers/2/to_type": "SGL"}, [("/offers/2/to_type", 'must differ from "from_type"')]),
    ("a negative price", {"/offers/2/price": -1}, [("/offers/2/price", "must be a whole number from 0 to 1000000000000")]),
    ("a price with a fraction", {"/offers/2/price": 30.5}, [("/offers/2/price", "must be a whole number from 0 to 1000000000000")]),
    ("no language at all", {"/offers/2/name": {}}, [("/offers/2/name", "must have a text in at least one of: en, it, th")]),
    ("an order of no stay", {"/orders/2/stay": "S9"},
     [("/orders/2/stay", KEYLESS.format("S9", "stays"))]),
    ("somebody else's order", {"/orders/0/guest": "somchai"}, [("/orders/0/guest", "must be the guest of stay S1")]),
    ("a wrong price", {"/orders/0/revenue": 2500},
     [("/orders/0/revenue", 'does not follow from "unit_price", "quantity", the offer\'s basis and, where that has them, persons and '
                            "nights; correct whichever is wrong")]),
    ("too many persons", {"/orders/1/persons": 4, "/orders/1/revenue": 24000},
     [("/orders/1/persons", "must not be more than are in stay S1")]),
    ("another type", {"/orders/0/type": "upgrade"}, [("/orders/0/type", "must be the type of its offer")]),
    ("another currency", {"/orders/0/currency": "CHF"}, [("/orders/0/currency", "must be the property's currency EUR")]),
    ("a service after the stay", {"/orders/0/service_date": "2026-01-18"},
     [("/orders/0/service_date", "must be between arrival and departure of stay S1")]),
    ("an order after as_of", {"/orders/2/ordered_at": "2026-01-16T00:00"},
     [("/orders/2/ordered_at", 'must not be after "as_of", nor more than 3660 days before it')]),
    ("a time with a zone", {"/orders/2/ordered_at": "2026-01-15T09:00Z"},
     [("/orders/2/ordered_at", 'must be a local time that exists, written like "2026-01-14T18:05", in the property\'s time zone')]),
    ("a time of 24 hours", {"/orders/2/ordered_at": "2026-01-15T24:00"},
     [("/orders/2/ordered_at", 'must be a local time that exists, written like "2026-01-14T18:05", in the property\'s time zone')]),
    ("an instant", {"/orders/2/ordered_at": 1768467600000},
     [("/orders/2/ordered_at", 'must be a local time that exists, written like "2026-01-14T18:05", in the property\'s time zone')]),
    ("a held order", {"/orders/2/held_until": "2026-01-15T09:10"},
     [("/orders/2/held_until", "leave it out: nothing of an imported order is held back")]),
    ("a status without history", {"/orders/2/status": "confirmed"},
     [("/orders/2/status", 'must be "pending", as the history ends; correct the status or add to the history')]),
    ("a history of nobody", {"/orders/0/history/0/by": REMOVED},
     [("/orders/0/history/0", 'must say in "by" which user it was; only "auto-confirmed" is nobody\'s, and "cancelled" can be')]),
    ("a history of a stranger", {"/orders/0/history/0/by": "zoe"}, [("/orders/0/history/0/by", KEYLESS.format("zoe", "users"))]),
    ("a decision before the order", {"/orders/0/history/0/at": "2026-01-14T18:00"},
     [("/orders/0/history/0/at", 'must not be before the order or the event before it, nor after "as_of"')]),
    ("an undo of nothing", {"/orders/0/history/0/event": "undone"},
     [("/orders/0/history/0/event", "cannot follow what stands before it")]),
    ("a decision twice", {"/orders/0/history": [{"at": "2026-01-14T18:30", "event": "confirmed", "by": "rita"},
                                                {"at": "2026-01-14T18:31", "event": "confirmed", "by": "rita"}]},
     [("/orders/0/history/1/event", "cannot follow what stands before it")]),
    ("what is seen late stands first", {"/property/time_zone": "Rome", "/users/0/role": "admin"},
     [("/property/time_zone", 'there is no time zone "Rome"; give an IANA name such as "Europe/Rome"'),
      ("/users/0/role", "must be one of: receptionist, supervisor, manager")]),
    ("several things", {"/rooms/0/room_type": "TWN", "/guests/0/country": "Italy", "/offers/0/quantity_max": 0},
     [("/rooms/0/room_type", KEYLESS.format("TWN", "room_types")), ("/guests/0/country", "must be a text of 1 to 2 bytes"),
      ("/offers/0/quantity_max", "must be a whole number from 1 to 99")]),
]


def edited(edits):
    changed = hotel.small()
    for pointer, value in edits.items():
        if value is REMOVED:
            hotel.remove(changed, pointer)
        else:
            hotel.put(changed, pointer, value)
    return changed


def fault_case(data, edits, complaints):
    def test():
        changed = edited(edits)
        file = data.write("faulty.json", hotel.text(changed))
        before = data.dump()
        status, output, told = data.command("import", file, "--replace")
        expected = "".join(f"{file}:{hotel.locate(changed, pointer)}: {pointer}{': ' if pointer else ''}{message}\n"
                           for pointer, message in complaints)
        tap.equal(told, expected + END, "complaints")
        tap.equal((status, output), (1, ""), "exit status and output")
        assert data.dump() == before, "a faulty file changed the database"
    return test


# Whole texts, and what stands behind "FILE".
BROKEN = [
    ("no JSON", "{\n  nothing", ":2:3: "),
    ("an empty file", "", ":1:1: "),
    ("no UTF-8", b'{"format": "\xff"}', ":1:13: "),
    ("a key of an object twice", '{"format": "portineria-hotel",\n "version": 1, "version": 1}', ":2:27: /version: stands there twice\n"),
    ("an array", "[]", ":1:1: must be an object\n"),
]


def broken_case(data, content, beginning):
    def test():
        file = data.top / "broken.json"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        status, _, told = data.command("import", file, "--replace")
        assert told.startswith(f"{file}{beginning}") and told.endswith(END), told
        tap.equal(status, 1, "exit status")
    return test


def test_fifty_complaints_and_a_count_of_the_rest():
    with server.Data() as data:
        faulty = hotel.small()
        faulty["guests"] += [{"key": f"g{n}", "name": f"Guest {n}", "language": "tlh"} for n in range(70)]
        file = data.write("faulty.json", hotel.text(faulty))
        lines = data.command("import", file)[2].splitlines()
        tap.equal(len(lines), 52)
        tap.equal(lines[50:], [f"{file}: and 20 more complaints", END.strip()])
        assert all(f"/guests/{n + 2}/language: must be one of: en, it, th" in lines[n] for n in range(50)), lines


def test_a_file_that_is_not_there():
    with server.Data() as data:
        status, _, told = data.command("import", data.top / "none.json")
        assert status == 1 and "none.json" in told and "No such file" in told, told
        assert not data.database.exists(), "a database was made for nothing"


def local(moment, zone="Europe/Rome"):
    return datetime.datetime.fromtimestamp(moment / 1000, zoneinfo.ZoneInfo(zone))


def test_what_the_small_hotel_becomes():
    with server.Data() as data:
        data.must("import", data.write("small.json", hotel.small()))
        nights = json.loads(data.rows("SELECT nights FROM stay WHERE number = 'S1'")[0][0])
        tap.equal([night["date"] for night in nights], [f"2026-01-{day}" for day in (13, 14, 15, 16)])
        tap.equal([night["rate"] for night in nights], [9000, 9000, 12000, 12000])
        assert len({night["room_type"] for night in nights}) == 2
        tap.equal(data.rows("SELECT business_date, night_audit FROM property"), [("2026-01-15", 240)])
        orders = data.rows('SELECT name, type, quantity, persons, unit_price, revenue, currency, ordered_at, status, held_until, history '
                           'FROM "order" ORDER BY ordered_at')
        tap.equal(orders[0][1:7], (0, 2, 3, 2500, 5000, "EUR"))
        tap.equal(json.loads(orders[0][0]), {"en": "Wine", "it": "Vino", "th": "ไวน์"})
        tap.equal(local(orders[0][7]).isoformat(), "2026-01-14T18:05:00+01:00")
        tap.equal([order[8] for order in orders], [1, 1, 0])
        tap.equal([order[9] for order in orders], [None] * 3)
        history = json.loads(orders[0][10])
        tap.equal(local(history[0]["at"]).isoformat(), "2026-01-14T18:30:00+01:00")
        user = data.rows("SELECT lower (hex (id)) FROM user WHERE login = 'rita'")[0][0]
        tap.equal(history[0]["by"].replace("-", ""), user)
        tap.equal(data.rows("SELECT count(*) FROM effect"), [(0,)], "effects")
        tap.equal(data.rows("SELECT count(*) FROM feed"), [(0,)], "feed")
        tap.equal(data.rows("SELECT epoch, seq FROM property_clock"), [(1, 0)])
        hashes = [row[0] for row in data.rows("SELECT hash FROM credential")]
        assert len(set(hashes)) == 2 and all(text.startswith("$argon2id$") for text in hashes), hashes


def test_summer_time_is_the_propertys():
    with server.Data() as data:
        changed = edited({"/as_of": "2026-07-15", "/orders/2/ordered_at": "2026-07-15T09:00", "/stays/0/status": "departed"})
        data.must("import", data.write("small.json", changed))
        moment = data.rows('SELECT max (ordered_at) FROM "order"')[0][0]
        tap.equal(local(moment).isoformat(), "2026-07-15T09:00:00+02:00")


def test_importing_again_is_refused_and_replacing_begins_an_epoch():
    with server.Data() as data:
        file = data.write("small.json", hotel.small())
        data.must("import", file)
        before, ids = data.dump(), data.rows("SELECT id FROM stay UNION SELECT id FROM user UNION SELECT id FROM \"order\"")
        status, _, told = data.command("import", file)
        tap.equal((status, told), (1, 'This server has the property already, as "The Small Inn" in the file. To delete all that it has '
                                      "and put the file in its place, import with --replace.\n"))
        assert data.dump() == before, "a refused import changed the database"
        data.must("import", file, "--replace", "--as-of-today")
        data.code("S1")
        data.must("user", "add", "extra", "--name", "Extra", "--role", "manager", "--password-stdin", stdin="a password\n")
        data.must("import", file, "--replace")
        tap.equal(data.rows("SELECT epoch, seq FROM property_clock"), [(3, 0)])
        tap.equal(data.rows("SELECT id FROM stay UNION SELECT id FROM user UNION SELECT id FROM \"order\""), ids, "ids")
        tap.equal(data.rows('SELECT DISTINCT rev FROM "order"'), [(3,)], "revisions")
        tap.equal(data.rows("SELECT count(*) FROM stay_code"), [(1,)], "links")
        tap.equal(data.rows("SELECT count(*) FROM credential"), [(2,)], "credentials")
        smaller = edited({"/stays/0": REMOVED, "/orders": []})
        data.must("import", data.write("smaller.json", smaller), "--replace")
        tap.equal(data.rows("SELECT count(*) FROM stay_code"), [(0,)], "links of stays that are gone")
        tap.equal([row[0] for row in data.rows("SELECT action FROM audit ORDER BY n")],
                  ["import", "import", "code.new", "user.add", "import", "import"])


def test_a_second_property_stands_beside_the_first():
    with server.Data() as data:
        data.must("import", data.write("small.json", hotel.small()), "--as-of-today")
        other = edited({"/property/key": "lodge", "/property/name": "The Lodge"})
        data.must("import", data.write("other.json", other), "--as-of-today")
        tap.equal(data.rows("SELECT property, name FROM property ORDER BY property"), [(1, "The Small Inn"), (2, "The Lodge")])
        tap.equal(data.rows('SELECT property, count(*) FROM "order" GROUP BY property'), [(1, 3), (2, 3)])
        status, _, told = data.command("code", "S1")
        tap.equal((status, told), (1, 'Say which property with --property: "The Lodge", "The Small Inn".\n'))
        data.must("code", "S1", "--property", "The Lodge")
        tap.equal(data.rows("SELECT property FROM stay_code"), [(2,)])


def test_moved_to_today():
    with server.Data() as data:
        before = time.time()
        data.must("import", server.DEMO, "--as-of-today")
        rome = zoneinfo.ZoneInfo("Europe/Rome")
        todays = {(datetime.datetime.fromtimestamp(moment, rome) - datetime.timedelta(hours=4)).date()
                  for moment in (before, time.time())}
        today = datetime.date.fromisoformat(data.rows("SELECT business_date FROM property")[0][0])
        assert today in todays, (today, todays)
        newest = data.rows('SELECT max (ordered_at) FROM "order"')[0][0]
        assert newest <= time.time() * 1000, "an order lies in the future"
        assert local(newest).date() >= today, "no order is of today"
        tap.equal(data.rows("SELECT count(*) FROM stay WHERE status = 1 AND NOT (arrival <= $1 AND departure >= $1)", today.isoformat()),
                  [(0,)], "in-house stays that are elsewhere")


def test_the_demonstration_hotel():
    maker = server.TOP / "build-aux/make-demo.py"
    subprocess.run([sys.executable, maker, "--check", server.DEMO], check=True)
    with server.Data() as data:
        data.must("import", server.DEMO)
        counts = {table: data.rows(f'SELECT count(*) FROM "{table}"')[0][0]
                  for table in ("room", "room_type", "rate_plan", "stay", "offer", "order")}
        tap.equal(counts, {"room": 30, "room_type": 4, "rate_plan": 3, "stay": 60, "offer": 12, "order": 200})
        tap.equal(data.rows("SELECT count(*) FROM rate_plan WHERE currency <> 'EUR'"), [(1,)], "foreign rate plans")
        tap.equal({row[0] for row in data.rows("SELECT role FROM user")}, {0, 1, 2}, "roles")
        statuses = collections.Counter(row[0] for row in data.rows('SELECT status FROM "order"'))
        assert all(statuses[status] >= 10 for status in range(3)), statuses
        stays = collections.Counter(row[0] for row in data.rows("SELECT status FROM stay"))
        assert all(stays[status] > 0 for status in range(5)), stays
        for table, column in (("offer", "name"), ("offer", "description"), ("room_type", "name"), ("rate_plan", "name")):
            for (texts,) in data.rows(f"SELECT {column} FROM {table}"):
                tap.equal(set(json.loads(texts)), {"en", "it", "th"}, f"languages of {texts}")


def mutate(dice, value):
    """Breaks one thing somewhere in VALUE."""
    containers = []

    def collect(here):
        if isinstance(here, (dict, list)) and here:
            containers.append(here)
            for child in here.values() if isinstance(here, dict) else here:
                collect(child)
    collect(value)
    target = dice.choice(containers)
    key = dice.choice(sorted(target) if isinstance(target, dict) else range(len(target)))
    action = dice.randrange(4)
    if action == 0:
        del target[key]
    elif action == 1:
        target[key] = dice.choice([None, True, -1, 10**18, "", "x", "S1", "\x01", [], {}, "2026-01-14", "<script>"])
    elif action == 2 and isinstance(target, list):
        target.append(target[key])
    else:
        other = dice.choice(containers)
        target[key] = json.loads(json.dumps(dice.choice(list(other.values()) if isinstance(other, dict) else other)))


def test_a_faulty_file_changes_nothing():
    seed = int(os.environ.get("SEED", time.time_ns() % 2**32))
    print(f"# SEED={seed}", flush=True)
    dice = random.Random(seed)
    refused = 0
    with server.Data() as data:
        original = data.write("small.json", hotel.small())
        data.must("import", original)
        for _ in range(60):
            changed = hotel.small()
            for _ in range(dice.randrange(1, 4)):
                mutate(dice, changed)
            before = data.dump()
            file = data.write("changed.json", hotel.text(changed))
            status, _, told = data.command("import", file, "--replace")
            if status == 0:
                data.must("import", original, "--replace")
                continue
            refused += 1
            tap.equal(status, 1, f"exit status for {changed}\n{told}")
            assert told.endswith(END) and told.startswith(f"{file}:"), told
            assert data.dump() == before, f"changed by {changed}"
    assert refused >= 20, f"only {refused} files were faulty"


def main():
    with server.Data() as data:
        data.must("import", data.write("small.json", hotel.small()))
        cases = [(f"refused: {name}", fault_case(data, edits, complaints)) for name, edits, complaints in FAULTS]
        cases += [(f"refused: {name}", broken_case(data, content, beginning)) for name, content, beginning in BROKEN]
        return tap.run(cases + tap.functions(globals()))


sys.exit(main())
