# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests here begin with: the demonstration hotel's server and the PCs at its reception."""

import contextlib
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import demo  # pylint: disable=wrong-import-position
from browser import Browser  # pylint: disable=wrong-import-position
from desk import Desk  # pylint: disable=wrong-import-position
from pc import PC  # pylint: disable=wrong-import-position
from processes import Proxy  # pylint: disable=wrong-import-position


class Reception:
    """A server of its own, and as many PCs as are wanted; all of it ends with the test."""

    def __init__(self):
        self._things = contextlib.ExitStack()
        self._directory = None
        self.hotel = None

    def __enter__(self):
        with contextlib.ExitStack() as things:
            self._directory = pathlib.Path(things.enter_context(tempfile.TemporaryDirectory(prefix="portineria-e2e-")))
            self.hotel = things.enter_context(demo.Hotel(self._directory))
            self._things = things.pop_all()
        return self

    def __exit__(self, *failure):
        return self._things.__exit__(*failure)

    def new_desk(self, language="en", size="1280x800"):
        """The desk of a PC on which nobody has used Portineria yet; it is not started."""
        name = f"pc-{len(list(self._directory.glob('pc-*')))}"
        pc = self._things.enter_context(PC(self._directory / name, size))
        desk = Desk(pc, language)
        self._things.push(desk.__exit__)
        return desk

    def desk(self, language="en", user="giulia", address=None):
        """A desk at which a receptionist has signed in, at the server's own ADDRESS or where a line to it begins."""
        desk = self.new_desk(language)
        desk.start()
        desk.sign_in(address or self.hotel.address, user)
        return desk

    def line(self):
        """A line to the server that can be cut (“refuse”) and mended."""
        line = Proxy(self.hotel.address.removeprefix("http://"))
        self._things.callback(line.kill)
        return line

    def order(self, wish, language):
        """The guest of WISH, who uses LANGUAGE, orders in Chromium."""
        with Browser(language) as guest:
            guest.open(self.hotel.page(wish.stay))
            guest.order(wish.offer(language))

    def check_decided_once(self, wish):
        """The order of WISH was confirmed once and for all: one mail to the guest, one line for the auditors."""
        order = self.hotel.database.newest_order(wish.stay)
        for what, found in (("mails", self.hotel.database.effects(order, "order.confirmed")),
                            ("lines in the audit", self.hotel.database.audited(order, "order.confirm"))):
            if found != 1:
                raise AssertionError(f"the order was confirmed with {found} {what}")
