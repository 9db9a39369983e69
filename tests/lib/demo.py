# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration hotel: what its file says, and a real server that has imported it."""

import json
import pathlib
import re
import sqlite3
import subprocess

from process import PROGRAMS, SOURCE, Process

FILE = SOURCE / "data/demo/hotel.json"
PASSWORD = "portineria"
RECEPTIONISTS = ("giulia", "niran")


class Wish:
    """Something that a guest who speaks LANGUAGE can order and has not ordered yet; the hotel has to confirm it."""

    def __init__(self, language):
        hotel = json.loads(FILE.read_text())
        guests = {guest["key"]: guest for guest in hotel["guests"]}
        stays = [stay for stay in hotel["stays"]
                 if stay["status"] == "in-house" and guests[stay["guest"]]["language"] == language]
        stay = max(stays, key=lambda stay: stay["departure"])
        ordered = {order["offer"] for order in hotel["orders"] if order["stay"] == stay["key"]}
        offer = next(offer for offer in hotel["offers"] if offer["type"] == "offer" and not offer["auto_confirm"]
                     and not offer["archived"] and offer["key"] not in ordered)
        self.stay = stay["number"]
        self.guest = guests[stay["guest"]]["name"]
        self.names = offer["name"]

    def offer(self, language):
        """The offer's name as somebody who uses LANGUAGE reads it."""
        return self.names[language]


class Database:
    """The server's database, read beside it."""

    def __init__(self, data):
        self._file = f"file:{pathlib.Path(data) / 'portineria.db'}?mode=ro"

    def rows(self, sql, *values):
        connection = sqlite3.connect(self._file, uri=True, timeout=30)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def newest_order(self, stay):
        """The id of the stay's newest order."""
        return self.rows('SELECT "order".id FROM "order" JOIN stay ON stay.property = "order".property AND stay.id = stay'
                         " WHERE number = ? ORDER BY ordered_at DESC LIMIT 1", stay)[0][0]

    def effects(self, order, kind):
        return self.rows("SELECT count (*) FROM effect WHERE order_id = ? AND kind = ?", order, kind)[0][0]

    def audited(self, order, action):
        return self.rows("SELECT count (*) FROM audit WHERE subject = ? AND action = ?", order, action)[0][0]


def command(data, *words):
    """Runs a sub-command of portineria-server on DATA, beside the server, and returns what it prints."""
    done = subprocess.run([PROGRAMS["portineria-server"], *words, "--data", data], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"portineria-server {words[0]}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def address_in(line):
    """The address that a server says it listens on."""
    return "http://" + re.search(r"127\.0\.0\.1:\d+", line)[0]


class Hotel:
    """A server of its own with the demonstration hotel."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.data = self.directory / "server"
        self.database = Database(self.data)
        self.address = None
        self._process = None

    def __enter__(self):
        command(self.data, "import", FILE, "--as-of-today")
        self.start()
        return self

    def __exit__(self, *_):
        if self._process is not None:
            self._process.kill()

    def start(self):
        """Starts serving; after a stop at the same address as before."""
        listen = self.address.removeprefix("http://") if self.address else "127.0.0.1:0"
        self._process = Process([PROGRAMS["portineria-server"], "--data", self.data, "--listen", listen],
                                self.directory / "server.log")
        self.address = address_in(self._process.wait_for_output("listening on "))

    def stop(self):
        status = self._process.stop()
        if status != 0:
            raise AssertionError(f"portineria-server ended with status {status}:\n{self._process.output()[-4000:]}")

    def page(self, stay):
        """The address of the Concierge pages of a stay."""
        return self.address + command(self.data, "code", stay).strip()
