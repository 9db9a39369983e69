#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever cannot see the screen, and whoever reads no English: whatever can have the keyboard's focus has a name, and every text is in
the desk's language, on each page and in each dialog, wide and as narrow as a phone."""

import gettext
import re
import sys
import uuid

from reception import Reception, demo
import access
import tap
from page import Browser as Client, Desk as Colleague
from process import BUILD
from words import LANGUAGES

PHONE = 360, 700

# What only holds others, though the library says that the focus could be there.
HOLDERS = {"application", "filler", "form", "frame", "grouping", "list", "panel", "scroll pane"}
# Libadwaita's word on a toast, in no other language; and a language's own name.
ENGLISH_EVERYWHERE = {"Dismiss", "English"}

FORMATS = re.compile(r"%(?:\d\$)?[sud]")


class English:
    """The texts of the program that a desk in LANGUAGE must not show: those that the catalogue has in other words."""

    def __init__(self, language):
        self._texts = []
        if language == "en":
            return
        with open(BUILD / f"po/{language}/LC_MESSAGES/portineria.mo", "rb") as file:
            catalogue = gettext.GNUTranslations(file)._catalog  # there is no other way to all of them
        own = set(catalogue.values())
        for key, translation in catalogue.items():
            # A text with a context has it before a byte 4; one for several is a pair with the number of its form.
            text = (key[0] if isinstance(key, tuple) else key).split("\x04")[-1]
            text, translation = text.replace("_", ""), translation.replace("_", "")
            if text and text != translation and text not in own and text not in ENGLISH_EVERYWHERE:
                self._texts.append(re.compile(".+".join(map(re.escape, FORMATS.split(text)))))

    def __contains__(self, text):
        return any(pattern.fullmatch(text) for pattern in self._texts)


class Inspector:
    """Looks at each page and collects what is wrong there."""

    def __init__(self, desk):
        self._desk = desk
        self._english = English(desk.language)
        self.faults = {}

    def look(self, where, whole=False):
        for node in self._desk.look(whole).walk():
            if node.has(access.FOCUSABLE) and not node.name and node.role not in HOLDERS and not internal(node):
                self.faults[f"{where}: no name: {' in '.join(map(str, [node, *node.above()]))}"] = True
            if node.name in self._english:
                self.faults[f"{where}: English: {node}"] = True


def internal(node):
    """A part of one of the library's own controls, which the focus does not reach or the library names badly itself."""
    return node.role == "menu item" or any(above.role == "combo box" for above in node.above())


def welcome(desk, inspector):
    """The first run."""
    desk.find("button", desk.translate("Use on This PC Only"))
    inspector.look("welcome")
    desk.open_sign_in()
    desk.submit("", "", "")
    desk.says(desk.translate("Enter your password"))
    inspector.look("sign in, with all that can be missing")


def orders(desk, inspector, wish):
    """The list of orders and what belongs to it."""
    inspector.look("orders", whole=True)
    desk.keys("F9")
    desk.says(desk.translate("No Order Chosen"))
    inspector.look("no details")
    desk.keys("F9")
    desk.focus("table row", (wish.guest, wish.offer(desk.language)))
    desk.keys("Return")
    desk.says(desk.translate("History"))
    inspector.look("details")
    desk.keys("F9")
    desk.wait("the end of the details", lambda: not desk.find_all("button", desk.translate("Close Details")))
    desk.keys("ctrl+f")
    desk.find("entry", desk.translate("Search Orders"))
    inspector.look("search")
    desk.keys("Escape", "ctrl+shift+f")
    desk.find("check box", desk.say("Pending"))
    inspector.look("filter")
    desk.keys("Escape")


def dialogs(desk, inspector):
    """Preferences, the shortcuts and what the program says of itself."""
    for name, keys in (("Preferences", "ctrl+comma"), ("Keyboard Shortcuts", "ctrl+question")):
        desk.open_dialog(desk.translate(name), keys)
        inspector.look(name)
        desk.close_dialog()
    desk.about()
    inspector.look("about")
    desk.close_dialog()


def attention(desk, inspector, reception, line, wish):
    """A decision that came too late."""
    line.fault("refuse")
    desk.decide("Cancel", wish.guest, wish.offer(desk.language))
    desk.row(wish.guest, wish.offer(desk.language), desk.say("Waiting to be sent"))
    inspector.look("offline", whole=True)
    order = reception.hotel.database.newest_order(wish.stay)
    colleague = Colleague(Client(int(reception.hotel.address.rpartition(":")[2])), "niran", demo.PASSWORD)
    colleague.decide("order.confirm", str(uuid.UUID(bytes=order)), 1)
    line.clear()
    desk.find("list item", desk.translate("Needs attention"))
    desk.open_section(desk.translate("Needs attention"))
    desk.find("button", desk.translate("Show the Order"))
    inspector.look("needs attention")
    desk.press("button", desk.translate("Show the Order"))
    desk.row("")
    desk.keys("F9")


def phone(desk, inspector, wish):
    """The window as narrow as a phone: orders are cards, and the details a sheet over them."""
    desk.resize(*PHONE)
    desk.find("list item", (wish.guest, wish.offer(desk.language)))
    inspector.look("cards")
    desk.keys("F9")
    desk.says(desk.translate("History"))
    inspector.look("details over the cards")


def look(language):
    """All pages and dialogs in LANGUAGE."""
    wish = demo.Wish(language)
    with Reception() as reception:
        line = reception.line()
        reception.order(wish, language)
        desk = reception.new_desk(language)
        desk.start()
        inspector = Inspector(desk)
        welcome(desk, inspector)
        desk.submit(line.address, "giulia", demo.PASSWORD)
        desk.row(wish.guest, wish.offer(language))
        orders(desk, inspector, wish)
        dialogs(desk, inspector)
        attention(desk, inspector, reception, line, wish)
        phone(desk, inspector, wish)
        assert not inspector.faults, "\n".join(inspector.faults)


def main():
    return tap.run([(f"names and words, in {language}", lambda language=language: look(language)) for language in LANGUAGES])


sys.exit(main())
