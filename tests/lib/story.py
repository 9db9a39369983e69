# SPDX-License-Identifier: GPL-3.0-or-later
"""What the product is for: a guest orders, the desk sees it at once and confirms it, the guest reads so."""

from access import matches
from browser import Browser
from process import wait_for
from words import say


def order_and_confirm(desk, page, wish, step=lambda what, who: None):
    """Plays it with the guest of WISH at the address PAGE; STEP is called with what is to be seen and where (a desk or a browser)."""
    language = desk.language
    mine = wish.guest, wish.offer(language)
    before = desk.names()
    with Browser(language) as guest:
        guest.open(page)
        step("the guest sees what can be ordered", guest)
        guest.order(wish.offer(language))
        step("the guest has ordered", guest)

        desk.row(*mine, desk.say("Pending"))
        first, *others = desk.names()
        assert matches(first, mine), f"the new order must stand above the others, and there stands {first}"
        assert all(new == old for new, old in zip(others, before)), "the new order must change nothing else"
        step("the order is on the desk", desk)
        desk.decide("Confirm", *mine)
        desk.toast(wish.guest)
        desk.row(*mine, desk.say("Confirmed"))
        step("the desk has confirmed it and offers to undo that", desk)

        confirmed = say("Confirmed", language)
        wait_for(f"“{confirmed}” on the guest's page", lambda: guest.state_of(wish.offer(language)) == confirmed)
        step("the guest reads that it is confirmed", guest)
