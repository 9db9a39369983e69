#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's pages over a real socket: what is shown, ordered and refused."""

import concurrent.futures
import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import small_hotel as hotel  # pylint: disable=wrong-import-position
import page  # pylint: disable=wrong-import-position
import server  # pylint: disable=wrong-import-position
import tap  # pylint: disable=wrong-import-position

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
NOWHERE = "/c/" + "0" * 26
HOSTILE = "<script>alert(1)</script>\"'&amp;{{@order}} ﷽ </textarea>--> &lt;b&gt; ก็"


@contextlib.contextmanager
def serving(content=None, *options):
    """A server with a hotel whose dates are today's."""
    with server.Data() as data:
        data.must("import", data.write("hotel.json", content or hotel.small()), *(options or ["--as-of-today"]))
        yield data, page.Browser(data.start())


def orders(data, stay="S1"):
    return data.rows('SELECT o.quantity, o.persons, o.revenue, o.status FROM "order" AS o JOIN stay AS s ON s.id = o.stay '
                     "WHERE s.number = ? ORDER BY o.ordered_at, o.id", stay)


def test_the_page_of_a_stay():
    with serving() as (data, browser):
        answer = browser.get(data.code("S1") + "?lang=en")
        tap.equal(answer.status, 200)
        shown = answer.page()
        tap.equal(shown.of("h1"), ["Welcome, Anna Rossi"])
        tap.equal(shown.of("header", **{}) or shown.of("p")[0], "The Small Inn")
        for text in ("Arrival", "Departure", "Double", "2 adults, 1 child", "S1"):
            assert text in shown.of("dt") + shown.of("dd"), (text, shown.text())
        tap.equal(shown.of("span")[1:2], ["(4 nights)"])
        tap.equal(shown.of("h2"), ["Your orders", "Offers"], "headings: S1 sleeps in a double from today on")
        tap.equal(shown.of("h3"), ["Wine", "Breakfast"])
        tap.equal(shown.of("strong"), ["€25.00", "€15.00"])
        assert "each" in shown.text() and "per person and night" in shown.text()
        assert "€180.00 for your stay" in shown.of("span", class_="detail"), shown.text()
        tap.equal(shown.of("p", class_="name"), ["Breakfast", "2 × Wine"])
        tap.equal(shown.of("p", class_="state"), ["Confirmed", "Confirmed"])
        assert "script" not in [tag for tag, _ in shown.tags]


def test_upgrades_lead_from_the_present_room_type():
    changed = hotel.small()
    changed["stays"][1]["nights"][0]["room_type"] = "SGL"
    with serving(changed) as (data, browser):
        shown = browser.get(data.code("S2") + "?lang=en").page()
        tap.equal(shown.of("h2"), ["Your orders", "Offers", "Room upgrades"])
        tap.equal(shown.of("h3"), ["Wine", "Breakfast", "A double room"])
        own = browser.get(data.code("S1") + "?lang=en").page()
        form = {**shown.form("A double room"), "action": own.forms[0]["action"]}
        tap.equal(browser.submit(form).status, 422, "an upgrade from another room type")
        tap.equal(len(orders(data)), 2)


def test_pages_cannot_be_kept_framed_or_named():
    with serving() as (data, browser):
        link = data.code("S1")
        form = browser.get(link).page().form("Vino")
        for answer in (browser.get(link), browser.get(NOWHERE), browser.submit(form, quantity="x"), browser.submit(form)):
            tap.equal(answer.headers["Content-Security-Policy"], POLICY)
            tap.equal(answer.headers["Cache-Control"], "no-store")
            tap.equal(answer.headers["Referrer-Policy"], "no-referrer")
            tap.equal(answer.headers["X-Content-Type-Options"], "nosniff")
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8" or answer.status == 303, answer.headers


def test_the_style_sheet_may_be_kept():
    with serving() as (data, browser):
        shown = browser.get(data.code("S1")).page()
        (href,) = [attributes["href"] for tag, attributes in shown.tags if tag == "link"]
        style = browser.get(href)
        tap.equal((style.status, style.headers["Content-Type"]), (200, "text/css; charset=utf-8"))
        assert "immutable" in style.headers["Cache-Control"]
        assert href.endswith(hashlib.sha256(style.body.encode()).hexdigest()[:16]), "its address changes with its contents"


def test_languages():
    with serving() as (data, browser):
        link = data.code("S1")
        for language, words in (("en", "Offers"), ("it", "Offerte"), ("th", "ข้อเสนอ")):
            answer = browser.get(f"{link}?lang={language}")
            shown = answer.page()
            tap.equal(shown.tags[0], ("html", {"lang": language}))
            assert words in shown.of("h2"), shown.of("h2")
            tap.equal({form["fields"]["lang"] for form in shown.forms}, {language})
            tap.equal(len([tag for tag, attributes in shown.tags if tag == "a" and "hreflang" in attributes]), 2)
        tap.equal(browser.get(link).page().tags[0][1]["lang"], "it", "the guest's own")
        tap.equal(browser.get(link + "?lang=de").page().tags[0][1]["lang"], "it", "a language that there is not")
        tap.equal(browser.get(data.code("S2")).page().tags[0][1]["lang"], "th", "the other guest's own")
        shown = browser.get(link + "?lang=th").page()
        assert "ไวน์" in shown.of("h3") and "Breakfast" in shown.of("h3"), "an offer without Thai falls back to the property's language"
        assert any("256" in text for text in shown.of("dd")), f"Buddhist years: {shown.of('dd')}"
        for accepted, expected in (("th-TH,th;q=0.9,en;q=0.8", "th"), ("de,it;q=0.5,en;q=0.1", "it"), ("fr", "en"), ("en-GB", "en"),
                                   ("*", "en"), (";;q=,", "en")):
            tap.equal(browser.get(NOWHERE, Accept_Language=accepted).page().tags[0][1]["lang"], expected, accepted)


def test_an_order_is_placed_once():
    with serving() as (data, browser):
        link = data.code("S1")
        before = data.rows("SELECT seq FROM property_clock")[0][0]
        form = browser.get(link + "?lang=en").page().form("Wine")
        answer = browser.submit(form, quantity="3")
        tap.equal(answer.status, 303)
        tap.equal(answer.headers["Location"], f"{link}?lang=en&order={form['fields']['order']}")
        shown = browser.get(answer.headers["Location"]).page()
        tap.equal(shown.of("p", role="status"), ["Thank you. We have received your order and will confirm it."])
        tap.equal(shown.of("p", class_="name")[0], "3 × Wine")
        tap.equal(shown.of("p", class_="state")[0], "Pending")
        again = browser.submit(form, quantity="3")
        tap.equal((again.status, again.headers["Location"]), (303, answer.headers["Location"]), "a reload")
        other = browser.submit(form, quantity="4")
        tap.equal(other.status, 422, "the same form with another quantity")
        tap.equal(orders(data)[2:], [(3, 3, 7500, 0)])
        tap.equal(data.rows("SELECT seq FROM property_clock"), [(before + 1,)], "commits")
        tap.equal(data.rows("SELECT kind, state FROM effect"), [("order.received", "released")])
        tap.equal(data.rows("SELECT count(*) FROM audit WHERE action = 'order.place'"), [(1,)])
        (line,) = data.rows("SELECT line FROM feed")
        tap.equal(json.loads(line[0])["value"]["revenue"], 7500)


def test_a_form_that_is_sent_again_with_a_change_orders_nothing_more_and_says_so():
    with serving() as (data, browser):
        shown = browser.get(data.code("S1") + "?lang=en").page()
        form, other = shown.form("Wine"), shown.form("Breakfast")
        tap.equal(browser.submit(form, quantity="1").status, 303)
        before = data.dump()
        tap.equal(browser.submit(form, quantity="1").status, 303, "the same")
        for change in ({"quantity": "2"}, {"quantity": ""}, {"quantity": "1", "offer": other["fields"]["offer"]}):
            answer = browser.submit(form, **change)
            tap.equal(answer.status, 422, repr(change))
            tap.equal(answer.page().of("p", role="alert"),
                      ["You have sent this order before: see your orders. To order more, use the form again."])
        assert data.dump() == before, "something was ordered"


def test_thirty_orders_within_an_hour_are_enough():
    with serving() as (data, browser):
        link = data.code("S1") + "?lang=en"
        form = browser.get(link).page().form("Wine")
        for _ in range(30):
            tap.equal(browser.submit(form, order=str(uuid.uuid4())).status, 303)
        before = data.dump()
        answer = browser.submit(form)
        tap.equal((answer.status, answer.page().of("p", role="alert")),
                  (422, ["Nothing was ordered: there were many orders within the last hour. Try again later, or ask reception."]))
        assert data.dump() == before, "something was ordered"
        tap.equal(browser.submit(browser.get(data.code("S2") + "?lang=en").page().form("Breakfast")).status, 303, "another stay")


def test_a_time_zone_that_this_system_does_not_know():
    """As after a restore on a machine with less tzdata."""
    with serving() as (data, browser):
        link = data.code("S1")
        with contextlib.closing(sqlite3.connect(data.database)) as database, database:
            database.execute("UPDATE property SET time_zone = 'Europe/Atlantis'")
        tap.equal(browser.get(link).status, 200)
        tap.equal(data.command("code", "S1")[0], 0)


def test_a_double_tap_makes_one_order():
    with serving() as (data, browser):
        form = browser.get(data.code("S1")).page().form("Vino")
        with concurrent.futures.ThreadPoolExecutor(8) as taps:
            answers = list(taps.map(lambda _: browser.submit(form), range(16)))
        tap.equal({(answer.status, answer.headers["Location"]) for answer in answers},
                  {(303, f"{form['action']}?lang=it&order={form['fields']['order']}")})
        tap.equal(len(orders(data)), 3)
        tap.equal(len({form["fields"]["order"] for form in browser.get(form["action"]).page().forms}), 2, "an id for each form")


def test_confirmed_automatically():
    with serving() as (data, browser):
        form = browser.get(data.code("S2") + "?lang=en").page().form("Breakfast")
        shown = browser.get(browser.submit(form).headers["Location"]).page()
        tap.equal(shown.of("p", role="status"), ["Thank you. Your order is confirmed."])
        tap.equal(orders(data, "S2")[-1], (1, 1, 3000, 1))
        tap.equal(sorted(data.rows("SELECT kind FROM effect")), [("order.auto-confirmed",), ("order.received",)])


WRONG = ["", "0", "5", "-1", "1.5", "1,5", "1e0", " 1", "one", "๑", "9" * 40, "0x1", HOSTILE, None]


def test_wrong_quantities_are_told_at_the_field():
    with serving() as (data, browser):
        form = browser.get(data.code("S1") + "?lang=en").page().form("Wine")
        for wrong in WRONG:
            fields = {**form["fields"], "quantity": wrong}
            answer = browser.post(form["action"], {name: value for name, value in fields.items() if value is not None})
            tap.equal(answer.status, 422, repr(wrong))
            shown = answer.page()
            tap.equal(shown.of("p", role="alert"), ["Nothing was ordered: see the quantity below."])
            field = shown.form("Wine")["inputs"]["quantity"]
            tap.equal(field["aria-invalid"], "true")
            tap.equal(shown.of("p", id=field["aria-describedby"]), ["Enter a whole number from 1 to 4."])
            tap.equal(field["value"], "1" if wrong is None else wrong)
            assert "aria-invalid" not in shown.form("Breakfast")["inputs"]["quantity"]
        tap.equal(len(orders(data)), 2)


def test_what_cannot_be_ordered():
    with serving() as (data, browser):
        form = browser.get(data.code("S1") + "?lang=en").page().form("Wine")
        stranger = str(uuid.UUID(bytes=data.rows("SELECT o.id FROM \"order\" AS o JOIN stay AS s ON s.id = o.stay "
                                                 "WHERE s.number = 'S2'")[0][0]))
        before = data.dump()
        for change in ({"offer": str(uuid.uuid4())}, {"offer": "wine"}, {"order": "x"}, {"order": str(uuid.UUID(int=0))},
                       {"offer": str(uuid.UUID(int=0))}, {"order": stranger}):
            answer = browser.submit(form, **change)
            tap.equal(answer.status, 422, repr(change))
            tap.equal(answer.page().of("p", role="alert"), ["Nothing was ordered: this offer is no longer available."])
            assert "สมชาย" not in answer.body
        tap.equal(browser.post(form["action"], {}).status, 422, "an empty form")
        assert data.dump() == before, "something was ordered"


def test_nothing_can_be_ordered_for_a_stay_that_is_over():
    for status in ("cancelled", "no-show", "departed"):
        changed = hotel.small()
        changed["stays"][0].update(status=status, departure="2026-01-15")
        del changed["stays"][0]["nights"][1]
        changed["orders"] = [changed["orders"][2]]
        with serving(changed) as (data, browser):
            link = data.code("S1")
            shown = browser.get(link + "?lang=en").page()
            assert "There is nothing to order at the moment." in shown.text()
            form = {**browser.get(data.code("S2")).page().forms[0], "action": link}
            tap.equal(browser.submit(form).status, 422, status)
            tap.equal(len(orders(data)), 0)


def test_archived_offers_are_not_shown_nor_ordered():
    with serving() as (data, browser):
        form = browser.get(data.code("S1") + "?lang=en").page().form("Wine")
        changed = hotel.small()
        changed["offers"][0]["archived"] = True
        data.must("import", data.write("hotel.json", changed), "--replace", "--as-of-today")
        tap.equal(browser.submit(form).status, 422)
        tap.equal(browser.get(form["action"] + "?lang=en").page().of("h3"), ["Breakfast"])


def test_hostile_texts_stay_texts():
    changed = hotel.small()
    name = {"en": HOSTILE, "it": HOSTILE, "th": HOSTILE}
    changed["property"]["name"] = changed["guests"][0]["name"] = HOSTILE
    changed["stays"][0]["number"] = HOSTILE[:30]
    changed["room_types"][1]["name"] = name
    changed["offers"][0].update(name=name, description=name)
    with serving(changed) as (data, browser):
        answer = browser.get(data.code(HOSTILE[:30]) + "?lang=en")
        shown = answer.page()
        tap.equal(shown.of("h1"), ["Welcome, " + HOSTILE])
        tap.equal(shown.of("title"), [HOSTILE])
        tap.equal(shown.of("h3")[0], HOSTILE)
        tap.equal(shown.of("p", class_="name")[1], "2 × " + HOSTILE)
        assert HOSTILE in shown.of("dd") and HOSTILE[:30] in shown.of("dd"), shown.of("dd")
        assert "<script" not in answer.body
        plain = hotel.small()
        data.must("import", data.write("plain.json", plain), "--replace", "--as-of-today")
        same = browser.get(data.code("S1") + "?lang=en").page()
        tap.equal([tag for tag, _ in shown.tags], [tag for tag, _ in same.tags], "elements, with and without hostile texts")


def test_unknown_and_expired_links_look_alike():
    with serving() as (data, browser):
        link = data.code("S1")
        tap.equal(browser.get(link).status, 200)
        data.must("import", data.write("past.json", hotel.small()), "--replace")
        expired = browser.get(link + "?lang=en")
        tap.equal(expired.status, 404, "a stay that departed long ago")
        for path in (NOWHERE, "/c/", "/c/x", "/c/../v1", "/c/" + "é" * 26, NOWHERE + "/", "/c/" + "u" * 26):
            answer = browser.get(path.encode().decode("latin-1") + "?lang=en") if path.isascii() else browser.get("/c/%C3%A9?lang=en")
            tap.equal(answer.status, 404, path)
        unknown = browser.get(NOWHERE + "?lang=en")
        tap.equal(unknown.body, expired.body)
        tap.equal(unknown.page().of("h1"), ["This link does not work"])
        tap.equal(browser.post(link, {}).status, 404, "ordering with an expired link")


def test_a_new_code_replaces_the_old_one_and_case_does_not_matter():
    with serving() as (data, browser):
        first = data.code("S1")
        tap.equal(browser.get(first).status, 200)
        second = data.code("S1")
        assert len(second) == len("/c/") + 26 and first != second
        tap.equal((browser.get(first).status, browser.get(second).status), (404, 200))
        tap.equal(browser.get("/c/" + second[3:].upper()).status, 200)
        assert second[3:] not in "".join(data.dump()), "the code itself is in the database"


def test_guesses_are_throttled_and_guests_are_not():
    with serving() as (data, browser):
        link = data.code("S1")
        statuses = [browser.get(NOWHERE).status for _ in range(20)]
        tap.equal(set(statuses), {404})
        refused = browser.get(NOWHERE + "?lang=en")
        tap.equal(refused.status, 429)
        assert 0 < int(refused.headers["Retry-After"]) <= 900
        tap.equal(refused.page().of("h1"), ["Too many attempts"])
        tap.equal(browser.get(link).status, 200, "a guest behind the same address")


def test_methods():
    with serving() as (data, browser):
        link = data.code("S1")
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            answer = browser.request(method, link)
            tap.equal((answer.status, answer.headers["Allow"]), (405, "GET, HEAD, POST"), method)
        head = browser.request("HEAD", link)
        tap.equal((head.status, head.body), (200, ""))


def test_a_stay_sees_its_own_orders_only():
    with serving() as (data, browser):
        for stay, mine, others in (("S1", "Anna Rossi", "สมชาย"), ("S2", "สมชาย", "Anna Rossi")):
            answer = browser.get(data.code(stay) + "?lang=en")
            assert mine in answer.body and others not in answer.body, stay
        tap.equal(browser.get(data.code("S2") + "?lang=en").page().of("p", class_="name"), ["Wine"])


def test_the_state_follows_what_staff_decide():
    with serving() as (data, browser):
        form = browser.get(data.code("S1") + "?lang=en").page().form("Wine")
        location = browser.submit(form).headers["Location"]
        desk = page.Desk(browser, "rita", "a password")
        for rev, (kind, state) in enumerate((("order.confirm", "Confirmed"), ("order.cancel", "Cancelled")), 1):
            tap.equal(desk.decide(kind, form["fields"]["order"], rev), "applied")
            tap.equal(browser.get(location).page().of("p", class_="state")[0], state)


def test_every_language_has_every_text():
    texts = {}
    for language in ("en", "it", "th"):
        lines = (server.TOP / f"data/concierge/strings.{language}.ini").read_text(encoding="utf-8").splitlines()
        pairs = [line.partition("=")[::2] for line in lines if "=" in line]
        texts[language] = {key: value.count("{}") for key, value in pairs}
        tap.equal(len(texts[language]), len(pairs), f"a key twice in {language}")
        assert all(value.strip() for _, value in pairs), f"an empty text in {language}"
    tap.equal(texts["it"], texts["en"], "keys and places for values")
    tap.equal(texts["th"], texts["en"], "keys and places for values")


sys.exit(tap.run(tap.functions(globals())))
