#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A receptionist whose hands stay on the keyboard, at a PC without a mouse."""

import sys

from reception import Reception, demo
import tap

# A guest or an offer in each script, typed as receptionists do: without capitals and accents.
SEARCHES = (("พิมพ์ชนก", "พิมพ์ชนก รุ่งเรือง"), ("colazione", "Colazione a buffet"), ("kohler", "Thomas Köhler"))


def go_to(desk, wish):
    """To the order of WISH: away from the search, which can be reached from anywhere, and then with the arrow keys."""
    desk.keys("ctrl+f")
    desk.find("entry", desk.translate("Search Orders"))
    desk.keys("Escape")
    desk.focus("table row")
    desk.keys("Home")
    desk.go_to(wish.guest)


def decide(desk, wish):
    """Confirms an order and takes that back."""
    mine = wish.guest, wish.offer(desk.language)
    go_to(desk, wish)
    desk.keys("ctrl+Return")
    desk.row(*mine, desk.say("Confirmed"))
    desk.toast(wish.guest)
    desk.keys("ctrl+z")
    desk.row(*mine, desk.say("Pending"))


def undo_in_toast(desk, wish):
    """Tab leads from the order out of the list and to the toast's Undo."""
    mine = wish.guest, wish.offer(desk.language)
    go_to(desk, wish)
    desk.keys("ctrl+Return")
    desk.toast(wish.guest)
    desk.focus("button", desk.say("Undo"))
    desk.keys("space")
    desk.row(*mine, desk.say("Pending"))


def menu(desk, wish):
    """Opens the order's menu by either of its keys, leaves it, and confirms by its first line."""
    mine = wish.guest, wish.offer(desk.language)
    go_to(desk, wish)
    for key in "Menu", "shift+F10":
        desk.keys(key)
        desk.find("menu")
        desk.keys("Escape")
        desk.wait("the menu's end", lambda: not desk.find_all("menu"))
    go_to(desk, wish)
    desk.keys("shift+F10")
    desk.find("menu")
    desk.keys("Return")
    desk.row(*mine, desk.say("Confirmed"))
    desk.keys("ctrl+z")
    desk.row(*mine, desk.say("Pending"))


def details(desk, wish):
    """Opens the details with Return and closes them again; every key works as before."""
    go_to(desk, wish)
    desk.keys("Return")
    desk.find("button", desk.translate("Close Details"))
    desk.says(wish.guest)
    desk.says(desk.translate("Ordered by the guest"))
    desk.focus("button", desk.translate("Close Details"))
    desk.keys("Return")
    desk.wait("the end of the details", lambda: not desk.find_all("button", desk.translate("Close Details")))
    go_to(desk, wish)


def search(desk):
    """Each script finds its own; all orders are back when the search is left."""
    everything = len(desk.names())
    for typed, found in SEARCHES:
        desk.keys("ctrl+f")
        desk.find("entry", desk.translate("Search Orders"))
        desk.keys("ctrl+a")
        desk.type(typed)
        desk.wait(f"only orders with {found}", lambda found=found: desk.names() and all(found in name for name in desk.names()))
    desk.keys("Escape")
    desk.wait("all orders", lambda: len(desk.names()) == everything)


def close(desk):
    """Closes the window, and with it the program."""
    desk.keys("ctrl+w")
    desk.wait_for_end()


def main():
    wish = demo.Wish("it")
    with Reception() as reception:
        reception.order(wish, "it")
        desk = reception.desk("it")
        desk.row(wish.guest, wish.offer("it"))
        return tap.run([("confirm and undo", lambda: decide(desk, wish)), ("undo in the toast", lambda: undo_in_toast(desk, wish)),
                        ("the order's menu", lambda: menu(desk, wish)),
                        ("the order's details", lambda: details(desk, wish)), ("search in three scripts", lambda: search(desk)),
                        ("close", lambda: close(desk))])


sys.exit(main())
