#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run: what is wrong with a sign-in is said where it is wrong, and nothing that was typed is lost."""

import sys

from reception import Reception, demo
import access
import tap


class Dialog:
    """The sign-in dialog of a desk, as it is after it was sent."""

    def __init__(self, desk):
        self._desk = desk

    def _fields(self):
        return [self._desk.find("text", self._desk.translate(field)) for field in ("Server address", "User name", "Password")]

    def refuses(self, address, user, password, field, message):
        """Sends these; only FIELD is marked, MESSAGE stands below it, and all is still there as it was typed."""
        desk = self._desk
        desk.submit(address, user, password)
        fault = desk.says(message)
        fields = self._fields()
        wrong = [node.name for node in fields if node.has(access.INVALID_ENTRY)]
        tap.equal(wrong, [desk.translate(field)], "what is marked as wrong")
        tap.equal(desk.focused().name, desk.translate(field), "where the focus is")
        marked = next(node for node in fields if node.name == wrong[0])
        below = [node for node in fields if node.place()[0] > marked.place()[0]]
        assert fault.place()[0] >= marked.place()[1], "the message must stand below its field"
        assert all(fault.place()[1] <= node.place()[0] for node in below), "the message must stand above the next field"
        tap.equal([desk.read(desk.translate("Server address")), desk.read(desk.translate("User name"))], [address, user], "the fields")


def wrong_then_right():
    """Each mistake in turn, and then what is right."""
    with Reception() as reception:
        desk = reception.new_desk("it")
        desk.start()
        desk.says(desk.translate("Welcome to Portineria"))
        desk.open_sign_in()
        dialog = Dialog(desk)
        server = reception.hotel.address
        dialog.refuses("http://albergo.example", "giulia", demo.PASSWORD, "Server address", desk.translate(
            "Passwords and guests’ data need an encrypted connection. Use an address that begins with “https://”."))
        dialog.refuses("http://127.0.0.1:1", "giulia", demo.PASSWORD, "Server address", desk.translate(
            "Nothing answers at %s: the server is not running, or the address is wrong. What you do here is kept and sent later.")
            % "127.0.0.1:1")
        dialog.refuses(server, "giulia", "sbagliata", "Password", desk.translate(
            "The user name or the password is wrong. Type both again; mind capital letters and the keyboard’s language."))
        desk.submit(server, "giulia", demo.PASSWORD)
        desk.row("")
        desk.says("Giulia Bernasconi")

        desk.stop()
        desk.start()
        desk.row("")
        desk.says(desk.translate("Connected", "connection"))


def this_pc_only():
    """Without a server: the desk starts its own, which ends with it, and shows that nobody has ordered yet."""
    with Reception() as reception:
        desk = reception.new_desk("th")
        desk.start()
        desk.press("button", desk.translate("Use on This PC Only"))
        desk.says(desk.translate("No Orders Yet"))
        desk.says(desk.translate("On this PC only", "connection"))

        desk.stop()
        desk.start()
        desk.says(desk.translate("No Orders Yet"))


def main():
    return tap.run([("a sign-in that goes wrong in each way, and then right", wrong_then_right),
                    ("on this PC only", this_pc_only)])


sys.exit(main())
