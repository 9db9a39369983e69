# SPDX-License-Identifier: GPL-3.0-or-later
"""The real portineria-server for tests: its sub-commands, and the server itself on loopback."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile

PROGRAM = os.environ.get("PORTINERIA_SERVER", "portineria-server")
TOP = pathlib.Path(__file__).resolve().parents[2]
DEMO = TOP / "data/demo/hotel.json"
WAIT = 60


class Data:
    """A data directory that is deleted at the end."""

    def __init__(self):
        self.top = pathlib.Path(tempfile.mkdtemp(prefix="portineria-test-"))
        self.path = self.top / "data"
        self.database = self.path / "portineria.db"
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.top)

    def command(self, *words, stdin=""):
        """Runs a sub-command: (exit status, standard output, standard error)."""
        done = subprocess.run([PROGRAM, *map(str, words), "--data", str(self.path)], input=stdin, capture_output=True, text=True,
                              timeout=WAIT, check=False, cwd=self.top)
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, stdin=""):
        status, output, complaints = self.command(*words, stdin=stdin)
        assert status == 0, f"{words}: {status}\n{output}\n{complaints}"
        return output

    def write(self, name, content):
        path = self.top / name
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    def rows(self, sql, *values):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def dump(self):
        """Everything in the database, to compare."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def code(self, stay):
        """A new link's path."""
        return self.must("code", stay).strip()

    def start(self, *words):
        """Starts the server; gives its port."""
        self.process = subprocess.Popen([PROGRAM, "--data", str(self.path), "--listen", "127.0.0.1:0", *words],
                                        stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        return int(re.fullmatch(r"listening on .*:(\d+)\n", line).group(1))

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        status = self.process.wait(WAIT)
        self.process.stdout.close()
        self.process = None
        assert status == 0, f"the server ended with {status}: {self.logged()[-4000:]}"

    def logged(self):
        """What the server said, where that is kept."""
        return ""
