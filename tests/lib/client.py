# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk says to the server, over a real socket; every answer is checked against docs/openapi.yaml."""

import hashlib
import http.client
import json
import secrets
import socket
import time
import uuid

import openapi

TIMEOUT = 60


def new_id():
    """A UUIDv7."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def uuid_text(blob):
    return str(uuid.UUID(bytes=blob))


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=TIMEOUT)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(TIMEOUT)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def type(self):
        return self.headers.get("Content-Type", "")

    def json(self):
        return json.loads(self.body)

    def lines(self):
        """The head, the rows and the tail of a page."""
        assert self.body.endswith(b"\n"), "the last line has no end"
        head, *rows, tail = [json.loads(line) for line in self.body.splitlines()]
        assert len(rows) == tail["tail"]["count"], "the tail counts other rows"
        return head["head"], rows, tail["tail"]

    def refused(self, name, status=None):
        """The problem document, of the given name."""
        assert self.type == "application/problem+json", f"{self.status} {self.type}: {self.body[:200]}"
        problem = self.json()
        assert problem["type"] == f"urn:portineria:problem:{name}", problem
        assert problem["status"] == self.status and status in (None, self.status), problem
        return problem


class Client:
    """One connection, kept alive."""

    def __init__(self, service, unix=False):
        self.service = service
        self.unix = unix
        self.token = None
        self.connection = None

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def open(self):
        if self.connection is None:
            self.connection = (UnixConnection(self.service.socket) if self.unix else
                               http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=TIMEOUT))
        return self.connection

    def call(self, method, path, body=None, headers=None, check=True):
        """Makes a call; BODY is bytes, or a value to be sent as JSON."""
        headers = dict(headers or {})
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection = self.open()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if check:
            openapi.check(method, path, body, answer)
        return answer

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body):
        return self.call("POST", path, body)


class Desk(Client):
    """A device and a user, with the numbers of their operations."""

    def __init__(self, service, unix=False, device=None):
        super().__init__(service, unix)
        self.device = device or new_id()
        self.user = None
        self.op_seq = 0
        self.session = None

    def begin(self, answer):
        assert answer.status == 200, (answer.status, answer.body)
        self.session = answer.json()
        self.token = self.session["token"]
        self.user = self.session["user"]["id"]
        self.op_seq = self.session["op_seq"]
        return self

    def sign_in(self, login, password):
        return self.begin(self.post("/v1/session", {"login": login, "password": password,
                                                    "device": {"id": self.device, "name": "test"}}))

    def sign_in_locally(self):
        return self.begin(self.post("/v1/session/local", {"device": {"id": self.device, "name": "test"}}))

    def op(self, kind, order, rev=None, decision=None, **changes):
        """The next operation."""
        body = {"order": order} | ({"decision": decision} if decision else {})
        self.op_seq += 1
        return seal({"op_seq": self.op_seq, "id": new_id(), "kind": kind,
                     "base_revs": {order: rev} if rev is not None else {}, "body": json.dumps(body)} | changes)

    def push(self, *ops, **changes):
        return self.post("/v1/ops", {"device": self.device, "user": self.user, "ops": list(ops)} | changes)

    def results(self, *ops):
        answer = self.push(*ops)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json()["results"]

    def decide(self, kind, order, rev=None, decision=None):
        """Pushes one operation: the operation and its result."""
        op = self.op(kind, order, rev, decision)
        return op, self.results(op)[0]

    def changes(self, since, limit=None):
        return self.get(f"/v1/changes?since={since}" + (f"&limit={limit}" if limit else ""))

    def snapshot(self, limit=None):
        """All chunks: the position and the rows by (kind, id)."""
        rows, at, after = {}, None, None
        while True:
            words = ([f"at={at}"] if at else []) + ([f"after={after}"] if after else []) + ([f"limit={limit}"] if limit else [])
            head, chunk, tail = self.get("/v1/snapshot" + ("?" + "&".join(words) if words else "")).lines()
            assert tail["to"] == head["from"] and at in (None, tail["to"]), "the chunks are at different positions"
            for row in chunk:
                assert (row["kind"], row["id"]) not in rows, "a record came twice"
                rows[row["kind"], row["id"]] = row
            at, after = tail["to"], tail.get("after")
            if not tail["more"]:
                return at, rows

    def order(self, order):
        """An order as it stands: (revision, value)."""
        row = self.snapshot()[1]["order", order]
        return row["rev"], row["value"]


def seal(op):
    return op | {"hash": hashlib.sha256(op["body"].encode()).hexdigest()}
