# SPDX-License-Identifier: GPL-3.0-or-later
"""The real programs as processes: a server, desks, and the fault proxy between them. Each is ended by its own process id.

Where they are is told by the environment: PORTINERIA_SERVER, DESK_CLI; the proxy is beside this file.
"""

import collections
import json
import os
import pathlib
import queue
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid

import synthetic_hotel as hotel

HERE = pathlib.Path(__file__).resolve().parent
# No test asserts a time: this only ends one that would hang. Sanitizers and busy machines need many times what an idle one does.
BOUND = float(os.environ.get("TEST_BOUND", "120"))


class Program:
    """A process whose standard output is read line by line."""

    def __init__(self, command, environment=None, log=None):
        self.lines = queue.Queue()
        self.log = open(log, "ab") if log else None
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            env={**os.environ, **(environment or {})})
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            self.lines.put(line.decode().rstrip("\n"))
        self.lines.put(None)

    def send(self, line):
        try:
            self.process.stdin.write((line + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it was killed: whoever waits for its answer learns so

    def line(self):
        """The next line of output; None at its end."""
        return self.lines.get(timeout=BOUND)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        status = self.process.wait()
        assert status == -signal.SIGKILL, f"{self.process.args[0]} had ended with {status} before it was killed"

    def end(self, how=signal.SIGTERM):
        """Ends it in order. Returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(timeout=BOUND)
        self.process.stdin.close()
        return status


class Server:
    """portineria-server over a data directory."""

    def __init__(self, data, options=(), environment=None):
        self.data = pathlib.Path(data)
        self.data.mkdir(parents=True, exist_ok=True)
        self.options = list(options)
        self.environment = environment
        self.port = free_port()
        self.program = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words):
        """Runs a sub-command to its end."""
        done = subprocess.run([os.environ["PORTINERIA_SERVER"], *map(str, words), "--data", str(self.data)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.stderr}")
        return done.stdout

    def fill(self, orders, **options):
        """Imports a hotel with this many orders."""
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            hotel.write(file.name, orders, **options)
            self.command("import", file.name)

    def start(self):
        self.program = Program([os.environ["PORTINERIA_SERVER"], "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
                                *self.options, "serve"], self.environment, log=self.data / "server.log")
        line = self.program.line()
        if line is None or not line.startswith("listening"):
            raise RuntimeError(f"the server did not start: {line}; {(self.data / 'server.log').read_text()[-2000:]}")
        return self

    def kill(self):
        self.program.kill()

    def stop(self):
        status = self.program.end()
        assert status == 0, f"the server ended with status {status}: {(self.data / 'server.log').read_text()[-2000:]}"

    def database(self):
        """The server's database, to look at."""
        path = next(self.data.glob("*.db"))
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def rows(self, sql, *values):
        connection = self.database()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def cursor(self):
        return "{}.{}".format(*self.rows("SELECT epoch, seq FROM property_clock")[0])

    def call(self, method, path, body=None, token=None):
        """One request, past any proxy. Returns its body as text."""
        request = urllib.request.Request(self.address + path, method=method)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request, timeout=BOUND) as answer:
            return answer.read().decode()

    def records(self):
        """Every record as the server has it, as a sorted list of feed lines."""
        device = {"id": "01900000-0000-7000-8000-000000000001", "name": "the test itself"}
        session = json.loads(self.call("POST", "/v1/session",
                                       {"login": hotel.LOGINS[2], "password": hotel.PASSWORD, "device": device}))
        records, place = [], ""
        while True:
            lines = self.call("GET", f"/v1/snapshot?limit=10000{place}", token=session["token"]).splitlines()
            records += lines[1:-1]
            tail = json.loads(lines[-1])["tail"]
            if not tail["more"]:
                return sorted(records)
            place = f"&at={tail['to']}&after={urllib.parse.quote(tail['after'], safe='')}"

    def orders(self):
        """The orders' ids as texts."""
        return [str(uuid.UUID(bytes=row[0])) for row in self.rows('SELECT id FROM "order" ORDER BY rowid')]


class Desk:
    """desk-cli over a directory. What it said is kept over its restarts: said."""

    def __init__(self, directory, environment=None, program=None):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.environment = environment
        self.executable = program or os.environ["DESK_CLI"]
        self.said = []
        self.program = None

    def start(self):
        self.program = Program([self.executable, self.directory], self.environment, log=self.directory / "desk.log")
        self.expect("ready")
        return self

    def send(self, line):
        self.program.send(line)

    def poll(self):
        """Takes what it has said since, without waiting."""
        while True:
            try:
                line = self.program.lines.get_nowait()
            except queue.Empty:
                return
            if line is None:
                return
            self.note(line)

    def note(self, line):
        said = json.loads(line)
        self.said.append(said)
        return said

    def expect(self, *keys):
        """Reads on to the next line that has one of the keys."""
        while (line := self.program.line()) is not None:
            said = self.note(line)
            if any(key in said for key in keys):
                return said
        raise RuntimeError(f"the desk ended before it said {keys}: {(self.directory / 'desk.log').read_text()[-2000:]}")

    def ask(self, line, *keys):
        self.send(line)
        return self.expect(*keys)

    def sign_in(self, address, login=hotel.LOGINS[0], password=hotel.PASSWORD):
        return self.ask(f"sign-in {address} {login} {password}", "signed-in", "sign-in-failed")

    def save(self, what, order):
        return self.ask(f"{what} {order}", "saved", "refused")

    def wait(self, state):
        return self.ask(f"wait {state}", "reached")

    def wait_sent(self):
        return self.ask("wait-sent", "sent")

    def wait_cursor(self, cursor):
        return self.ask(f"wait-cursor {cursor}", "at")

    def order(self, order):
        return self.ask(f"order {order}", "base")

    def attention(self):
        self.send("attention")
        lines = []
        while "end" not in (said := self.expect("attention", "end")):
            lines.append(said)
        return lines

    def dump(self):
        """The base, as a sorted list of feed lines without their newlines."""
        self.send("dump")
        lines = []
        while (line := self.program.line()) is not None:
            if line == '{"end":"dump"}':
                return sorted(lines)
            if line.startswith('{"kind"'):
                lines.append(line)
            else:
                self.note(line)
        raise RuntimeError("the desk ended during its dump")

    def kill(self):
        self.program.kill()
        while (line := self.program.lines.get(timeout=BOUND)) is not None:
            self.note(line)

    def stop(self):
        self.program.send("quit")
        status = self.program.process.wait(timeout=BOUND)
        assert status == 0, f"the desk ended with status {status}: {(self.directory / 'desk.log').read_text()[-2000:]}"


class Proxy(Program):
    """fault-proxy.py before a server."""

    def __init__(self, upstream, seed=0):
        super().__init__([sys.executable, HERE / "fault-proxy.py", upstream, "--seed", seed])
        self.address = "http://127.0.0.1:" + self.line().split()[1]

    def obey(self, command):
        self.send(command)
        answer = self.line()
        assert answer == "ok", answer

    def fault(self, name, *words):
        self.obey(" ".join(["fault", name, *map(str, words)]))

    def clear(self):
        self.obey("clear")

    def stats(self):
        """How many requests each fault was done to."""
        self.send("stats")
        return collections.Counter(json.loads(self.line()))

    def requests(self):
        """The requests so far: "METHOD PATH"."""
        self.send("requests")
        return json.loads(self.line())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, step=0.02):
    """Waits for a condition; the bound only ends a test that hangs."""
    deadline = time.monotonic() + BOUND
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"never came: {what}")
        time.sleep(step)
    return value


class Directory:
    """A directory for one test; it stays where the test fails."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="ptn-"))
        return self.path

    def __exit__(self, kind, *_):
        if kind is None:
            shutil.rmtree(self.path)
        else:
            print(f"# what is left is in {self.path}")
