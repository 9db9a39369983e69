#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of the interface is changed in Preferences: the window is there in the other one at once, and shows what it showed."""

import sys

from reception import Reception
import tap

COLUMNS = "Guest name", "Offer name", "Offer type", "Revenue", "Ordered on", "Actions"
NAMES = {"it": "Italiano", "th": "ไทย", "en": "English"}


def switch():
    """From Italian to Thai, to English and back, on the keyboard; what is searched for stays."""
    with Reception() as reception:
        desk = reception.desk("it")
        everything = len(desk.names())
        desk.keys("ctrl+f")
        desk.type("kohler")
        desk.wait("what is searched for", lambda: 0 < len(desk.names()) < everything)
        found = len(desk.names())
        desk.open_dialog(desk.translate("Preferences"), "ctrl+comma")
        for language in "th", "en", "it":
            desk.focus("list item", desk.translate("As on this PC", "language"))
            desk.focus("list item", NAMES[language], "Down")
            desk.keys("Return")
            desk.language = language
            desk.find("dialog", desk.translate("Preferences"))
            desk.find("tree table", desk.say("Orders"))
            tap.equal(desk.columns(), [desk.say(column) for column in COLUMNS], "the columns")
            desk.wait("what is searched for", lambda: len(desk.names()) == found and all("Köhler" in name for name in desk.names()))
            desk.find("entry", desk.translate("Search Orders"))
        desk.close_dialog()


def main():
    return tap.run([("another language without a restart", switch)])


sys.exit(main())
