#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in and out: passwords, tokens, refreshing, the local session, and each refusal."""

import json
import os
import sys
import threading

import client
import small_hotel as hotel
import service
import tap
from tap import equal

RIGHT = "a password"
QUARTER = 15 * 60 * 1000
served = service.small()


def wanted(**changes):
    body = {"login": "rita", "password": RIGHT, "device": {"id": client.new_id(), "name": "Front desk"}} | changes
    return {name: value for name, value in body.items() if value is not None}


def sign_in(target=served, headers=None, **changes):
    return target.client().call("POST", "/v1/session", wanted(**changes), headers)


def forget_failures(target=served):
    target.execute("DELETE FROM sign_in_failure")


def nested(depth):
    return ("[" * depth + "]" * depth).encode()


def raw(content, content_type="application/json"):
    return served.client().call("POST", "/v1/session", content, {"Content-Type": content_type})


# The body, the problem, its pointer.
FAULTS = [
    ("an empty body", b"", "invalid", None),
    ("no JSON", b"login=rita", "invalid", None),
    ("JSON cut short", b'{"login":', "invalid", None),
    ("no object", b"[]", "invalid", None),
    ("a member twice", b'{"login":"a","login":"b"}', "invalid", "/login"),
    ("bytes that are no UTF-8", b'{"login":"\xff"}', "invalid", None),
    ("a character U+0000", b'{"login":"a\\u0000b"}', "invalid", "/login"),
    ("nested too deeply", nested(9), "too-large", "/0" * 8),
    ("too many members", json.dumps({f"m{i}": 0 for i in range(1001)}).encode(), "too-large", None),
    ("an unknown member", wanted(remember=True), "invalid", "/remember"),
    ("no login", wanted(login=None), "invalid", None),
    ("an empty login", wanted(login=""), "invalid", "/login"),
    ("a login too long", wanted(login="x" * 101), "invalid", "/login"),
    ("a login that is a number", wanted(login=7), "invalid", "/login"),
    ("no password", wanted(password=None), "invalid", None),
    ("a password too long", wanted(password="x" * 1025), "invalid", "/password"),
    ("no device", wanted(device=None), "invalid", None),
    ("a device without a name", wanted(device={"id": client.new_id()}), "invalid", "/device"),
    ("a device whose id is no UUID", wanted(device={"id": "desk-1", "name": "x"}), "invalid", "/device/id"),
    ("the nil UUID", wanted(device={"id": "00000000-0000-0000-0000-000000000000", "name": "x"}), "invalid", "/device/id"),
    ("an unknown member of the device", wanted(device={"id": client.new_id(), "name": "x", "os": "y"}), "invalid", "/device/os"),
    ("a property of another server", wanted(property=client.new_id()), "invalid", "/property"),
]


def fault_case(body, name, pointer):
    def case():
        answer = raw(body if isinstance(body, bytes) else json.dumps(body).encode())
        problem = answer.refused(name)
        equal(problem.get("pointer"), pointer, "pointer")
        assert problem.get("detail"), problem
    return case


def test_the_server_says_who_it_is():
    answer = served.client().get("/v1/server")
    server = answer.json()
    equal((answer.status, server["local"], [entry["name"] for entry in server["properties"]]), (200, False, ["The Small Inn"]))
    equal(answer.headers["Portineria-Server"], server["server"])


def test_a_body_that_is_not_called_JSON_is_refused():
    raw(json.dumps(wanted()).encode(), "text/plain").refused("invalid", 400)


def test_signing_in_registers_the_device():
    body = wanted()
    session = served.client().post("/v1/session", body).json()
    equal(session["user"] | {"id": None}, {"id": None, "login": "rita", "name": "Rita", "role": "receptionist"})
    equal(session["op_seq"], 0)
    rows = served.rows("SELECT name FROM device WHERE lower (hex (id)) = ?", body["device"]["id"].replace("-", ""))
    equal(rows, [("Front desk",)])


def test_a_login_is_compared_after_folding():
    equal(sign_in(login="RÍTA").status, 200)


def test_a_wrong_password_and_an_unknown_login_are_told_the_same():
    wrong = sign_in(password="other").refused("sign-in", 401)
    unknown = sign_in(login="nobody").refused("sign-in", 401)
    equal(wrong, unknown)
    forget_failures()


def test_whoever_is_not_active_cannot_sign_in():
    served.execute('UPDATE "user" SET active = 0 WHERE login = ?', "max")
    sign_in(login="max").refused("sign-in", 401)
    served.execute('UPDATE "user" SET active = 1 WHERE login = ?', "max")
    equal(sign_in(login="max").status, 200)
    forget_failures()


def test_five_wrong_passwords_for_a_login_close_it_for_fifteen_minutes():
    for _ in range(5):
        sign_in(password="wrong").refused("sign-in", 401)
    answer = sign_in()
    answer.refused("throttled", 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 900, answer.headers["Retry-After"]
    equal(sign_in(login="max").status, 200, "another login")
    served.execute("UPDATE sign_in_failure SET at = at - ?", QUARTER - 60000)
    sign_in().refused("throttled", 429)
    served.execute("UPDATE sign_in_failure SET at = at - ?", 60001)
    equal(sign_in().status, 200, "after fifteen minutes")
    forget_failures()


def test_a_right_password_is_not_counted():
    for _ in range(7):
        equal(sign_in().status, 200)


def test_twenty_wrong_passwords_from_an_address_close_it():
    """From one behind a proxy: it says who asks, at the end of what others may have said before it."""
    def ask(password, forwarded, login="rita"):
        return sign_in(proxied, {"X-Forwarded-For": forwarded}, login=login, password=password).status

    with service.small("--behind-proxy") as proxied:
        for number in range(20):
            equal(ask("wrong", "198.51.100.1, 203.0.113.7", f"guess-{number}"), 401)
        for same in ("203.0.113.7", "203.0.113.9, 203.0.113.7", "::ffff:203.0.113.7"):
            equal(ask("a password", same), 429, same)
        for other in ("203.0.113.8", "203.0.113.7, 203.0.113.8"):
            equal(ask("a password", other), 200, other)
        for number in range(20):
            equal(ask("wrong", f"2001:db8:1:2::{number:x}", f"guess-{number}"), 401)
        equal(ask("a password", "2001:db8:1:2:ffff::1"), 429, "the same household")
        equal(ask("a password", "2001:db8:1:3::1"), 200, "another one")


def test_what_comes_through_a_proxy_that_says_nothing_is_not_one_address():
    for number in range(25):
        sign_in(login=f"guess-{number}").refused("sign-in", 401)
    equal(sign_in().status, 200)
    equal(sign_in(headers={"X-Forwarded-For": "203.0.113.7"}).status, 200)
    forget_failures()


def test_attempts_at_the_same_time_do_not_slip_through_together():
    statuses = []
    threads = [threading.Thread(target=lambda: statuses.append(sign_in(password="wrong").status)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(sorted(statuses), [401] * 5 + [429] * 7)
    forget_failures()


def test_a_call_without_a_token_or_with_a_strange_one_is_refused():
    for authorization in (None, "Bearer", "Bearer ", "Bearer x", "Basic cml0YTpy", "Bearer " + "0" * 64):
        answer = served.client().call("GET", "/v1/changes?since=1.0", headers={"Authorization": authorization} if authorization else {})
        answer.refused("sign-in", 401)
        equal(answer.headers["WWW-Authenticate"], "Bearer")


def test_the_server_keeps_no_token_and_logs_no_secret():
    desk = served.desk()
    for path in served.path.glob("portineria.db*"):
        content = path.read_bytes()
        assert desk.token.encode() not in content and desk.session["refresh"].encode() not in content, path
    desk.call("GET", "/c/A-SECRET-CODE", check=False)
    desk.call("POST", "/c/A-SECRET-CODE", b"x=y", {"Content-Type": "application/x-www-form-urlencoded"}, check=False)
    sign_in(login="rita", password="a wrong secret")
    forget_failures()
    for secret in (desk.token, desk.session["refresh"], RIGHT, "a wrong secret", "A-SECRET-CODE"):
        assert secret not in served.logged(), secret


def test_a_refresh_token_is_no_token():
    desk = served.desk()
    desk.token = desk.session["refresh"]
    desk.get("/v1/snapshot").refused("sign-in", 401)


def test_a_token_expires():
    desk = served.desk()
    equal(desk.get("/v1/snapshot").status, 200)
    served.execute("UPDATE session_token SET expires_at = 1 WHERE kind = 'access'")
    desk.get("/v1/snapshot").refused("sign-in", 401)


def test_a_token_of_whoever_is_no_longer_active_is_worth_nothing():
    desk = served.desk("max")
    served.execute('UPDATE "user" SET active = 0 WHERE login = ?', "max")
    desk.get("/v1/snapshot").refused("sign-in", 401)
    served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).refused("sign-in", 401)
    served.execute('UPDATE "user" SET active = 1 WHERE login = ?', "max")


def test_refreshing_gives_new_tokens_and_ends_the_old_one():
    desk = served.desk()
    old = desk.token
    fresh = served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).json()
    desk.get("/v1/snapshot").refused("sign-in", 401)
    desk.token = fresh["token"]
    equal(desk.get("/v1/snapshot").status, 200)
    assert fresh["token"] != old and fresh["refresh"] != desk.session["refresh"]


def test_a_refresh_token_that_comes_twice_ends_the_session():
    desk = served.desk()
    other = served.desk()
    fresh = served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).json()
    desk.token = fresh["token"]
    equal(desk.get("/v1/snapshot").status, 200)
    served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).refused("sign-in", 401)
    desk.get("/v1/snapshot").refused("sign-in", 401)
    served.client().post("/v1/session/refresh", {"refresh": fresh["refresh"]}).refused("sign-in", 401)
    equal(other.get("/v1/snapshot").status, 200, "another session")


def test_a_refresh_token_is_accepted_again_until_what_it_gave_was_used():
    desk = served.desk()
    first = desk.session["refresh"]
    lost = served.client().post("/v1/session/refresh", {"refresh": first}).json()
    kept = served.client().post("/v1/session/refresh", {"refresh": first}).json()
    desk.token = lost["token"]
    desk.get("/v1/snapshot").refused("sign-in", 401)
    served.client().post("/v1/session/refresh", {"refresh": lost["refresh"]}).refused("sign-in", 401)
    last = served.client().post("/v1/session/refresh", {"refresh": kept["refresh"]}).json()
    served.client().post("/v1/session/refresh", {"refresh": first}).refused("sign-in", 401)
    desk.token = last["token"]
    desk.get("/v1/snapshot").refused("sign-in", 401)


def test_only_a_valid_refresh_token_refreshes():
    desk = served.desk()
    for refresh in (desk.token, "", "0" * 64):
        served.client().post("/v1/session/refresh", {"refresh": refresh}).refused("sign-in", 401)
    served.client().post("/v1/session/refresh", {"refresh": 1}).refused("invalid", 400)
    served.client().post("/v1/session/refresh", {"token": desk.token}).refused("invalid", 400)
    served.execute("UPDATE session_token SET expires_at = 1 WHERE kind = 'refresh'")
    served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).refused("sign-in", 401)


def test_signing_out_ends_the_session_and_no_other():
    desk, other = served.desk(), served.desk()
    equal(desk.call("DELETE", "/v1/session").status, 204)
    desk.get("/v1/snapshot").refused("sign-in", 401)
    served.client().post("/v1/session/refresh", {"refresh": desk.session["refresh"]}).refused("sign-in", 401)
    equal(other.get("/v1/snapshot").status, 200)


def test_another_password_ends_the_sessions():
    desk = served.desk("max")
    served.must("user", "passwd", "max", "--password-stdin", stdin="another password\n")
    desk.get("/v1/snapshot").refused("sign-in", 401)
    sign_in(login="max").refused("sign-in", 401)
    equal(sign_in(login="max", password="another password").status, 200)
    served.must("user", "passwd", "max", "--password-stdin", stdin=RIGHT + "\n")
    forget_failures()


def test_the_local_session_needs_a_local_server():
    body = {"device": {"id": client.new_id(), "name": "x"}}
    served.client(unix=True).post("/v1/session/local", body).refused("forbidden", 403)
    served.client().post("/v1/session/local", body).refused("forbidden", 403)


def test_the_owner_of_a_local_server_needs_no_password():
    with service.Service() as local:
        local.must("import", local.write("hotel.json", hotel.small()))
        local.serve("--local")
        equal(local.client().get("/v1/server").json()["local"], True)
        session = client.Desk(local, unix=True).sign_in_locally().session
        equal((session["user"]["login"], session["user"]["role"]), ("max", "manager"))
        body = {"device": {"id": client.new_id(), "name": "x"}}
        local.client().post("/v1/session/local", body).refused("forbidden", 403)
        local.client(unix=True).post("/v1/session/local", body | {"login": "max"}).refused("invalid", 400)
        local.execute('UPDATE "user" SET active = 0 WHERE login = ?', "max")
        local.client(unix=True).post("/v1/session/local", body).refused("forbidden", 403)


def test_another_user_of_the_computer_is_not_the_owner():
    """Only root can become somebody else to try it."""
    with service.Service() as local:
        local.must("import", local.write("hotel.json", hotel.small()))
        local.serve("--local")
        local.socket.chmod(0o666)
        local.top.chmod(0o755)
        pid = os.fork()
        if pid == 0:
            os.setuid(65534)
            answer = local.client(unix=True).call("POST", "/v1/session/local", {"device": {"id": client.new_id(), "name": "x"}})
            os._exit(0 if answer.status == 403 else 1)
        equal(os.waitpid(pid, 0)[1], 0, "exit status of the other user")


if os.getuid() != 0:
    del test_another_user_of_the_computer_is_not_the_owner


def test_with_two_properties_the_call_says_which():
    with service.Service() as two:
        two.must("import", two.write("one.json", hotel.small()))
        second = hotel.small()
        second["property"] |= {"key": "inn-2", "name": "The Other Inn"}
        second["users"][0]["password"] = "a second password"
        two.must("import", two.write("two.json", second))
        two.serve()
        one, other = two.client().get("/v1/server").json()["properties"]
        problem = sign_in(two).refused("invalid", 400)
        equal(problem["pointer"], "/property")
        equal(sign_in(two, property=one["id"]).json()["property"], one["id"])
        sign_in(two, property=other["id"]).refused("sign-in", 401)
        equal(sign_in(two, property=other["id"], password="a second password").json()["property"], other["id"])


def test_a_session_outlives_the_server():
    desk = served.desk()
    served.stop()
    served.serve()
    desk.close()
    equal(desk.get("/v1/snapshot").status, 200)


def test_each_path_knows_its_methods():
    methods = {"/v1/server": ["GET"], "/v1/session": ["POST", "DELETE"], "/v1/session/local": ["POST"],
               "/v1/session/refresh": ["POST"], "/v1/ops": ["POST"], "/v1/changes": ["GET"], "/v1/snapshot": ["GET"],
               "/v1/events": ["GET"]}
    for path, known in methods.items():
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            if method not in known:
                answer = served.client().call(method, path, b"" if method in ("POST", "PUT", "PATCH") else None)
                answer.refused("method", 405)
                equal(sorted(answer.headers["Allow"].split(", ")), sorted(known))
    equal(served.client().call("HEAD", "/v1/server", check=False).status, 405)


def test_what_is_not_there_is_not_found():
    for path in ("/", "/v1", "/v1/", "/v1/Server", "/v1/server/", "/v2/server", "/v1/session/other", "/index.html"):
        served.client().get(path).refused("not-found", 404)


def main():
    cases = [(f"refused: {name}", fault_case(*case)) for name, *case in FAULTS]
    with served:
        return tap.run(cases + tap.functions(globals()))


sys.exit(main())
