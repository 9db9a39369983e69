# SPDX-License-Identifier: GPL-3.0-or-later
"""The real server on loopback and on a Unix socket, that can be killed and started again at the same place."""

import os
import re
import signal
import sqlite3
import subprocess
import time

import client
import small_hotel as hotel
from server import PROGRAM, WAIT, Data


class Service(Data):
    """A data directory with its server; what the server logs is in self.log."""

    def __init__(self):
        super().__init__()
        self.socket = self.top / "socket"
        self.log = self.top / "log"
        self.port = 0

    def serve(self, *words, lifeline=None):
        """Starts the server; after a first start, on the same port."""
        descriptors = [lifeline] if lifeline is not None else []
        if lifeline is not None:
            words = (*words, "--lifeline", str(lifeline))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([PROGRAM, "--data", str(self.path), "--listen", f"127.0.0.1:{self.port}",
                                             "--listen", f"unix:{self.socket}", *words],
                                            stdout=subprocess.PIPE, stderr=log, text=True, pass_fds=descriptors)
        line = self.process.stdout.readline()
        found = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", line)
        assert found, f"the server said “{line}”\n{self.log.read_text()}"
        self.port = int(found.group(1))
        self.process.stdout.readline()
        return self

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        status = self.process.wait(WAIT)
        self.process.stdout.close()
        self.process = None
        assert status == -signal.SIGKILL, f"the server had ended with {status}: {self.logged()[-4000:]}"

    def logged(self):
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def execute(self, sql, *values):
        """Changes the database behind the server's back, to make a state that takes long to come about."""
        connection = sqlite3.connect(self.database, timeout=WAIT, isolation_level=None)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def desk(self, login="rita", device=None, unix=False):
        """A desk that has signed in."""
        return client.Desk(self, unix=unix, device=device).sign_in(login, "a password")

    def client(self, unix=False):
        return client.Client(self, unix=unix)


def small(*words, orders=1):
    """A served small hotel, with so many pending orders: their ids are in service.orders."""
    service = Service()
    description = hotel.small()
    first = description["orders"][2]
    description["orders"] += [dict(first, key=f"x{number}") for number in range(1, orders)]
    service.must("import", service.write("hotel.json", description))
    service.serve(*words)
    service.orders = [client.uuid_text(row[0]) for row in
                      service.rows('SELECT id FROM "order" WHERE status = 0 ORDER BY id')]
    return service


def hidden(name):
    """Whether the environment asks for a long run: PORTINERIA_TEST_<NAME>, a number."""
    return int(os.environ.get(f"PORTINERIA_TEST_{name}", "0"))


def patience(seconds=WAIT):
    """A function to call while something is not so yet: it sleeps a little, and fails with its message when that lasts too long."""
    end = time.monotonic() + seconds

    def wait(message):
        assert time.monotonic() < end, message
        time.sleep(0.02)
    return wait
