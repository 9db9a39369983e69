#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is too large, too slow, too many or no HTTP: refused without being read whole, while others are served."""

import contextlib
import http.client
import json
import os
import socket
import sys

import client
import service
import small_hotel
import tap
from tap import equal

KIB = 1024
SHORT = 400  # milliseconds for a request to arrive and a response to be taken, in the server of these tests
served = service.small("--arrival-timeout", str(SHORT), "--answer-timeout", str(SHORT))
rita = served.desk()  # its connection does not last: it is opened anew for each use


@contextlib.contextmanager
def connected(unix=False, address=None):
    family = socket.AF_UNIX if unix else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as raw:
        raw.settimeout(60)
        raw.connect(address or (str(served.socket) if unix else ("127.0.0.1", served.port)))
        yield raw


def read_all(raw):
    """What the server says until it ends the connection."""
    data = b""
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while chunk := raw.recv(65536):
            data += chunk
    return data


def refusal(raw, name, status):
    """The problem document that the server answers with before it ends the connection."""
    data = read_all(raw)
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} "), data[:300]
    for line in ("Content-Type: application/problem+json", "Connection: close", f"Portineria-Server: {rita.session['server']}"):
        assert line in lines, (line, lines)
    service.client.openapi.validate(json.loads(body), {"$ref": "#/components/schemas/Problem"}, "the refusal")
    equal(json.loads(body)["type"], f"urn:portineria:problem:{name}")


def say(raw, *lines, body=b""):
    raw.sendall("\r\n".join((*lines, "", "")).encode() + body)


def still_serving():
    equal(served.client().get("/v1/server").status, 200)


def test_headers_of_more_than_16_KiB():
    for unix in (False, True):
        with connected(unix) as raw:
            say(raw, "GET /v1/server HTTP/1.1", "Host: localhost", "X-Padding: " + "x" * 16 * KIB)
            refusal(raw, "too-large", 413)
    with connected() as raw:
        say(raw, "GET /v1/server?" + "x" * 16 * KIB + " HTTP/1.1", "Host: localhost")
        refusal(raw, "too-large", 413)
    with connected() as raw:
        say(raw, "GET /v1/server HTTP/1.1", "Host: localhost", *[f"X-{number}: x" for number in range(2000)])
        refusal(raw, "too-large", 413)
    equal(served.client().call("GET", "/v1/server", headers={"X-Padding": "x" * 15 * KIB}).status, 200)


def test_headers_without_end():
    with connected() as raw:
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            raw.sendall(b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\n")
            for _ in range(100000):
                raw.sendall(b"X-Padding: " + b"x" * KIB + b"\r\n")
            raise AssertionError("a hundred mebibytes of headers were taken")
    still_serving()


def test_a_body_that_says_that_it_is_too_large():
    for path, most in (("/v1/session", 16 * KIB), ("/v1/ops", 1024 * KIB + 64 * KIB), ("/v1/session/refresh", 16 * KIB)):
        with connected() as raw:
            say(raw, f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {most + 1}")
            refusal(raw, "too-large", 413)
        rita.close()
        equal(rita.call("POST", path, b" " * most, {"Content-Type": "application/json"}).status, 400, f"{path} with the most")


def test_a_body_that_says_so_and_waits_to_be_asked():
    with connected() as raw:
        say(raw, "POST /v1/session HTTP/1.1", "Host: localhost", "Expect: 100-continue", f"Content-Length: {17 * KIB}")
        refusal(raw, "too-large", 413)


def test_a_body_in_chunks_without_end():
    for path, most in (("/v1/session", 16), ("/v1/ops", 1024 + 64)):
        with connected() as raw:
            say(raw, f"POST {path} HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked", f"Authorization: Bearer {rita.token}")
            chunk = b"400\r\n" + b"x" * KIB + b"\r\n"
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                for _ in range(most + 1):
                    raw.sendall(chunk)
            refusal(raw, "too-large", 413)


def test_a_length_that_is_none_or_more_than_one():
    for length in ("-2", "+2", "2x", "0x2", "", "2 2", "9223372036854775808", "99999999999999999999"):
        with connected() as raw:
            say(raw, "POST /v1/session HTTP/1.1", "Host: localhost", f"Content-Length: {length}", body=b"{}")
            data = read_all(raw)
            assert data.startswith(b"HTTP/1.1 400 ") or data.startswith(b"HTTP/1.1 413 "), (length, data)
    for lines in (["Content-Length: 2", "Content-Length: 3"], ["Content-Length: 2", "Content-Length: 2"],
                  ["Content-Length: 2", "Transfer-Encoding: chunked"], ["Transfer-Encoding: chunked", "Content-Length: 2"]):
        with connected() as raw:
            say(raw, "POST /v1/session HTTP/1.1", "Host: localhost", *lines, body=b"{}")
            refusal(raw, "invalid", 400)


def test_a_request_that_arrives_slowly():
    beginnings = ["", "G", "GET /v1/server HTTP/1.1\r\n", "GET /v1/server HTTP/1.1\r\nHost: localhost\r\nX-A:",
                  "POST /v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
                  "POST /v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"]
    for beginning in beginnings:
        with connected() as raw:
            raw.sendall(beginning.encode())
            read_all(raw)
    still_serving()


def test_a_request_that_drips():
    """Each byte comes in time, the whole does not."""
    wait = service.patience()
    with connected() as raw:
        raw.sendall(b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\nX-A: ")
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            while True:
                raw.sendall(b"x")
                wait("the server waits for ever")
    still_serving()


def test_the_second_request_of_a_connection_may_not_drip_either():
    with connected() as raw:
        say(raw, "GET /v1/server HTTP/1.1", "Host: localhost")
        assert raw.recv(65536).startswith(b"HTTP/1.1 200")
        raw.sendall(b"GET /v1/ser")
        read_all(raw)
    still_serving()


def test_a_response_that_is_not_taken():
    hotel = small_hotel.small()
    night = dict(hotel["stays"][1]["nights"][0], to="2034-06-01") | {"from": "2026-01-17"}
    hotel["stays"] += [dict(hotel["stays"][1], key=f"L{number}", number=f"L{number}", departure="2034-06-01", nights=[night])
                       for number in range(9)]
    with service.Service() as long:
        long.must("import", long.write("hotel.json", hotel))
        long.serve("--answer-timeout", str(SHORT))
        desk = long.desk()
        with socket.socket() as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.settimeout(60)
            raw.connect(("127.0.0.1", long.port))
            say(raw, "GET /v1/snapshot HTTP/1.1", "Host: localhost", f"Authorization: Bearer {desk.token}")
            wait = service.patience()
            while has_connection(long.port, raw.getsockname()[1]):
                wait("the server waits for ever")
            assert b'"tail"' not in read_all(raw), "the whole response fits into the sockets: make it larger"
        equal(len(desk.snapshot()[1]) > 10, True)


def has_connection(port, peer):
    """Whether the server's end of a connection is established still (/proc/net/tcp, state 01)."""
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(f"0100007F:{port:04X} 0100007F:{peer:04X} 01" in line for line in table)


def test_as_many_connections_as_there_may_be():
    with contextlib.ExitStack() as stack:
        many = service.small()
        stack.enter_context(many)
        opened = []
        for _ in range(256):
            raw = stack.enter_context(socket.socket())
            raw.settimeout(60)
            raw.connect(("127.0.0.1", many.port))
            opened.append(raw)
        for raw in (opened[0], opened[255]):
            say(raw, "GET /v1/server HTTP/1.1", "Host: localhost")
            assert raw.recv(65536).startswith(b"HTTP/1.1 200"), "one of 256 is refused"
        with socket.socket() as raw:
            raw.settimeout(60)
            raw.connect(("127.0.0.1", many.port))
            data = read_all(raw)
            assert data.startswith(b"HTTP/1.1 503 ") and b"urn:portineria:problem:unavailable" in data and b"Retry-After: 1" in data, data
        opened.pop().close()
        wait = service.patience()
        while True:
            with socket.socket() as raw:
                raw.settimeout(60)
                raw.connect(("127.0.0.1", many.port))
                say(raw, "GET /v1/server HTTP/1.1", "Host: localhost")
                if raw.recv(65536).startswith(b"HTTP/1.1 200"):
                    break
            wait("the place that became free stays refused")


def test_a_crowd_at_the_door_takes_no_descriptors():
    """libsoup would never accept again once there is none left."""
    with service.small() as many, contextlib.ExitStack() as stack:
        crowd = []
        for _ in range(256 + 600):
            raw = stack.enter_context(socket.socket())
            raw.settimeout(60)
            raw.connect(("127.0.0.1", many.port))
            crowd.append(raw)
            assert len(os.listdir(f"/proc/{many.process.pid}/fd")) < 256 + 32 + 100, "those who were refused are kept"
        wait = service.patience()
        for raw in crowd[256:]:
            with contextlib.suppress(ConnectionResetError):
                assert raw.recv(65536)[:13] in (b"HTTP/1.1 503 ", b""), "one too many is served"
        for raw in crowd:
            raw.close()
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if many.client().get("/v1/server").status == 200:
                    break
            wait("nobody is served any more")


def own_address():
    """An address of this computer that is not loopback, where it has one: nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with contextlib.suppress(OSError):
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
    return None


def test_sixteen_connections_from_an_address():
    with service.Service() as open_, contextlib.ExitStack() as stack:
        open_.must("import", open_.write("hotel.json", small_hotel.small()))
        open_.serve("--allow-network", "--listen", own_address() + ":0")
        port = int(open_.process.stdout.readline().rpartition(":")[2])
        for _ in range(16):
            raw = stack.enter_context(connected(address=(own_address(), port)))
            say(raw, "GET /v1/server HTTP/1.1", "Host: localhost")
            assert raw.recv(65536).startswith(b"HTTP/1.1 200"), "one of sixteen is refused"
        with connected(address=(own_address(), port)) as raw:
            assert read_all(raw).startswith(b"HTTP/1.1 503 ")
        equal(open_.client().get("/v1/server").status, 200, "from elsewhere")


if own_address() is None:
    del test_sixteen_connections_from_an_address


def test_what_is_no_HTTP():
    for junk in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00" * 100 + b"\r\n\r\n",
                 b"GET /v1/server HTTP/1.1\r\n\r\n", b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET * HTTP/1.1\r\nHost: x\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                 b"POST /v1/ops HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                 b"POST /v1/ops HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                 b"POST /v1/ops HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                 b"GET /v1/%00server HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
                 b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /v1/%2e%2e/server HTTP/1.1\r\nHost: x\r\n\r\n"):
        with connected() as raw:
            raw.sendall(junk)
            status = read_all(raw)[9:12]
            assert status in (b"", b"400", b"401", b"404", b"405", b"501", b"505"), (junk, status)
    still_serving()


def test_requests_one_behind_the_other():
    with connected() as raw:
        request = b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\n\r\n"
        raw.sendall(request * 3 + b"GET /v1/server HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        equal(read_all(raw).count(b"HTTP/1.1 200"), 4)


def test_a_part_of_a_response_cannot_be_asked_for():
    rita.close()
    answer = rita.call("GET", "/v1/snapshot", headers={"Range": "bytes=0-9"})
    equal((answer.status, answer.body.endswith(b"\n")), (200, True))


def test_a_client_that_leaves_before_the_answer():
    order = served.orders[0]
    op = rita.op("order.confirm", order, 1)
    body = json.dumps({"device": rita.device, "user": rita.user, "ops": [op]}).encode()
    with connected() as raw:
        say(raw, "POST /v1/ops HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}",
            f"Authorization: Bearer {rita.token}", body=body)
    rita.close()
    equal(rita.results(op)[0]["result"], "applied", "the same bytes, sent again")
    equal(rita.order(order)[0], 2)


def test_no_critical_was_logged():
    for level in ("critical", "error"):
        assert f'"level":"{level}"' not in served.logged(), served.logged()


def main():
    with served:
        return tap.run(tap.functions(globals()))


sys.exit(main())
