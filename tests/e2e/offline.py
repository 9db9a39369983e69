#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A receptionist goes on working while the server is out of reach, and nothing of that is lost, done twice or done unseen."""

import sys

from reception import Reception, demo
import tap
from browser import Browser
from process import wait_for


def outage():
    """The server is down; the desk is started, decides, loses its power and is started again; then the server comes back."""
    wish = demo.Wish("it")
    mine = wish.guest, wish.offer("it")
    with Reception() as reception, Browser("it") as guest:
        desk = reception.desk("it")
        guest.open(reception.hotel.page(wish.stay))
        guest.order(wish.offer("it"))
        desk.row(*mine, desk.say("Pending"))
        desk.stop()
        reception.hotel.stop()

        desk.start()
        desk.row(*mine, desk.say("Pending"))
        desk.says(desk.translate("Offline: you see what was known last. Decisions are kept and sent later."))
        desk.decide("Confirm", *mine)
        desk.row(*mine, desk.say("Confirmed"), desk.say("Waiting to be sent"))

        desk.kill()
        desk.start()
        desk.row(*mine, desk.say("Confirmed"), desk.say("Waiting to be sent"))
        banner = desk.translate_number("Offline: %u change waits to be sent", "Offline: %u changes wait to be sent", 1)
        desk.says(banner)

        reception.hotel.start()
        desk.wait("the end of the waiting", lambda: not any(desk.say("Waiting to be sent") in name for name in desk.names()))
        desk.row(*mine, desk.say("Confirmed"))
        desk.wait("the end of the banner", lambda: not desk.find_all("label", banner))
        reception.check_decided_once(wish)
        wait_for("the guest's page to say so", lambda: guest.state_of(wish.offer("it")) == desk.say("Confirmed"))


def conflict():
    """One desk is cut off and cancels what the other confirms: the first stays, and the other is told whose decision that was."""
    wish = demo.Wish("en")
    with Reception() as reception:
        line = reception.line()
        giulia = reception.desk("it", "giulia", line.address)
        niran = reception.desk("th", "niran")
        reception.order(wish, "en")
        for desk in giulia, niran:
            desk.row(wish.guest, wish.offer(desk.language), desk.say("Pending"))

        line.fault("refuse")
        giulia.decide("Cancel", wish.guest, wish.offer("it"))
        giulia.row(wish.guest, wish.offer("it"), giulia.say("Cancelled"), giulia.say("Waiting to be sent"))
        niran.decide("Confirm", wish.guest, wish.offer("th"))
        niran.row(wish.guest, wish.offer("th"), niran.say("Confirmed"))
        line.clear()

        giulia.row(wish.guest, wish.offer("it"), giulia.say("Confirmed"))
        attention = giulia.translate("Needs attention")
        giulia.open_section(attention)
        giulia.says(giulia.translate("The order of %s was not cancelled: %s") % (wish.guest, wish.offer("it")))
        who, when, advice = giulia.translate("%s decided it meanwhile, on %s. Look at it and decide again.").split("%s")
        giulia.find("label", ("นิรันดร์ วงศ์สุวรรณ", who, when, advice))
        giulia.press("button", giulia.translate("Dismiss"))
        giulia.says(giulia.translate("All Done"))
        reception.check_decided_once(wish)


def main():
    return tap.run([("the server is down, the desk loses its power, and the decision goes through once", outage),
                    ("a decision that comes too late needs attention and says who was first", conflict)])


sys.exit(main())
