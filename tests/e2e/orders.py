#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the product is for: a guest's order reaches the desks and is decided there, once, in each language."""

import sys

from reception import Reception, demo
import tap
from browser import Browser
from story import order_and_confirm
from words import LANGUAGES


def confirm(language):
    """A guest orders, the order is on the desk at once and above all others, is confirmed, and the guest reads so."""
    wish = demo.Wish(language)
    with Reception() as reception:
        desk = reception.desk(language)
        order_and_confirm(desk, reception.hotel.page(wish.stay), wish)
        reception.check_decided_once(wish)


def two_desks():
    """Two receptionists see the same order, each in the language of their PC, and the decision of the other."""
    wish = demo.Wish("it")
    with Reception() as reception, Browser("it") as guest:
        giulia = reception.desk("it", "giulia")
        niran = reception.desk("th", "niran")
        guest.open(reception.hotel.page(wish.stay))
        guest.order(wish.offer("it"))
        for desk in giulia, niran:
            desk.row(wish.guest, wish.offer(desk.language), desk.say("Pending"))

        niran.decide("Confirm", wish.guest, wish.offer("th"))
        for desk in niran, giulia:
            desk.row(wish.guest, wish.offer(desk.language), desk.say("Confirmed"))
        reception.check_decided_once(wish)


def main():
    tests = [(f"a guest's order is confirmed, in {language}", lambda language=language: confirm(language)) for language in LANGUAGES]
    return tap.run([*tests, ("two desks show the same orders and decisions", two_desks)])


sys.exit(main())
