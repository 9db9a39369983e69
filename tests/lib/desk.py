# SPDX-License-Identifier: GPL-3.0-or-later
"""The real desktop program on a PC, used as a person who cannot see the screen uses it: through the accessibility tree and
the keyboard."""

import gettext
import re

import access
from pc import LOCALES
from process import BUILD, PROGRAMS, SOURCE, Process, wait_for
from words import say

# Nothing that these say is harmless: a wrong layout, a broken template, a wrong call.
COMPLAINT = re.compile(r"(CRITICAL|WARNING)\s*\*\*|ERROR: (Address|Leak)Sanitizer|runtime error:|WARNING: ThreadSanitizer")

# A list of orders has a thousand nodes: what is not in it is found sooner without.
LIST = "tree table"


class Desk:
    def __init__(self, pc, language="en", options=()):
        self.pc = pc
        self.language = language
        self.data = pc.home / "portineria"
        self.environment = pc.environment | {
            "LANGUAGE": language,
            "LANG": LOCALES[language],
            "GSETTINGS_SCHEMA_DIR": str(BUILD / "data"),
            "PORTINERIA_DATA_DIR": str(SOURCE / "data"),
            "PORTINERIA_LOCALE_DIR": str(BUILD / "po"),
            "PORTINERIA_SERVER": str(PROGRAMS["portineria-server"]),
        }
        self._words = [PROGRAMS["portineria"], "--data", self.data, *options]
        self._log = pc.home / "desk.log"
        self._process = None
        self._program = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, failed, *_):
        if self._process is None or not self._process.running():
            return
        if failed:
            self._process.kill()
        else:
            self.stop()

    # Words

    def say(self, term):
        """A term of the glossary in the desk's language."""
        return say(term, self.language)

    def _catalogue(self):
        return gettext.translation("portineria", BUILD / "po", [self.language], fallback=True)

    def translate(self, text, context=None):
        """Any other text of the program in the desk's language."""
        return self._catalogue().pgettext(context, text) if context else self._catalogue().gettext(text)

    def translate_number(self, one, many, n):
        """Such a text with a number in it."""
        return self._catalogue().ngettext(one, many, n).replace("%u", str(n))

    # The program

    def start(self):
        self._process = Process(self._words, self._log, self.environment)

        def window():
            self._process.check()
            self._program = access.application(self._process.pid)
            return self._program is not None and access.look(self._program).children
        wait_for("the desk's window", window)

    def stop(self):
        """Closes the program as a person does; see wait_for_end."""
        self.keys("ctrl+q")
        self.wait_for_end()

    def wait_for_end(self):
        """Waits until the program has ended by itself, with nothing to complain of."""
        try:
            wait_for("the desk's end", lambda: not self._process.running())
            status = self._process.stop()
        finally:
            self._process.kill()
        self.check_log()
        if status != 0:
            raise AssertionError(f"the desk ended with status {status}:\n{self._process.output()[-4000:]}")

    def kill(self):
        """Ends the program as a power cut would."""
        self._process.kill()
        self.check_log()

    def wait_for_output(self, text):
        return self._process.wait_for_output(text)

    def check_log(self):
        complaints = [line for line in self._process.output().splitlines() if COMPLAINT.search(line)]
        if complaints:
            raise AssertionError("the desk complained:\n" + "\n".join(complaints[:20]))

    # Looking

    def look(self, whole=False):
        """All that shows now; what is in the list of orders only if the WHOLE is wanted."""
        self._process.check()
        return access.look(self._program, () if whole else (LIST,))

    def find_all(self, role=None, name=None, inside=None):
        """All that shows now with ROLE and NAME (see access.matches), outside of the list unless INSIDE it."""
        seen = access.look(inside) if inside else self.look()
        return seen.find_all(role, name) if seen else []

    def find(self, role, name=None, inside=None):
        """Waits until something with ROLE and NAME shows."""
        return self.wait(f"{role} {name!r}", lambda: self.find_all(role, name, inside))[0]

    def wait(self, what, condition):
        """Waits for CONDITION; where it does not come, the failure says what showed instead."""
        try:
            return wait_for(what, condition)
        except AssertionError as error:
            rows = "\n".join(self.names()[:20])
            raise AssertionError(f"{error}; the desk shows:\n{self.look().outline()}with the orders\n{rows}") from None

    def says(self, text):
        """Waits until TEXT is in a label outside of the list."""
        return self.find("label", (text,))

    def _window(self):
        return self.pc.run("xdotool", "search", "--onlyvisible", "--pid", str(self._process.pid)).split()[-1]

    def resize(self, width, height):
        """Gives the window another size."""
        self.pc.run("xdotool", "windowsize", self._window(), str(width), str(height))

    def photograph(self, path):
        return self.pc.photograph(path)

    # Controls

    def press(self, role, name, inside=None):
        self.find(role, name, inside).press()

    def write(self, name, text):
        """Puts TEXT into the entry with this name."""
        self.find("text", name).write(text)

    def read(self, name):
        """What is in the entry with this name."""
        return self.find("text", name).text()

    def close_dialog(self):
        self.find("dialog")
        self.keys("Escape")
        self.wait("the dialog's end", lambda: not self.find_all("dialog"))

    # Pages and dialogs

    def open_dialog(self, name, *keys):
        """Opens the dialog with this name by KEYS."""
        self.keys(*keys)
        self.find("dialog", name)

    def open_section(self, name):
        """Moves in the sidebar, which comes after the main menu, to the page with this name."""
        self.keys("F10")
        self.find("menu")
        self.keys("Escape")
        self.focus("list item", self.say("Orders"))
        self.focus("list item", name, "Down")

    def about(self):
        """Opens what the program says of itself, the last in its menu."""
        self.keys("F10")
        self.find("menu")
        self.keys("Up", "Return")
        self.find("dialog")

    # Signing in

    def open_sign_in(self):
        self.press("button", self.translate("Sign In to the Hotel’s Server…"))
        self.find("dialog", self.translate("Sign In"))

    def submit(self, address, user, password):
        """Fills the sign-in dialog and sends it."""
        for field, text in (("Server address", address), ("User name", user), ("Password", password)):
            self.write(self.translate(field), text)
        self.press("button", self.translate("Sign In"))

    def sign_in(self, address, user="giulia", password="portineria"):
        """From the first run to the list of orders."""
        self.open_sign_in()
        self.submit(address, user, password)
        self.row("")

    # Orders

    def _lists(self):
        """The header's rows and the orders' rows."""
        for table in self.find_all(LIST):
            parts = access.look(table, ("list",)).children
            return ([part for part in parts if part.role == "table row"],
                    [access.look(part, ("table row",)) for part in parts if part.role == "list"])
        return [], []

    def columns(self):
        """The titles of the columns."""
        return [cell.name for header in self._lists()[0] for cell in header.children]

    def rows(self):
        """The rows of the orders that the list holds now, from the top."""
        return [row for part in self._lists()[1] if part for row in part.children]

    def row(self, *texts):
        """Waits for the row whose name has all these texts in it: guest, offer, status."""
        return self.wait(f"an order with {texts}", lambda: [row for row in self.rows() if access.matches(row.name, texts)])[0]

    def names(self):
        """The names of the orders' rows from the top."""
        return [row.name for row in self.rows()]

    def decide(self, decision, *texts):
        """Presses Confirm or Cancel in the order's row."""
        # The button's name goes on with the order that it is for.
        self.press("button", re.compile("^" + re.escape(self.say(decision))), inside=self.row(*texts))

    def toast(self, text):
        """Waits for the toast that says TEXT and returns its button, Undo."""
        def button():
            return [undo for alert in self.look().find_all("alert") if alert.find_all("label", (text,))
                    for undo in alert.find_all("button", self.say("Undo"))]
        return self.wait(f"a toast with “{text}” and {self.say('Undo')}", button)[0]

    # The keyboard

    def keys(self, *keys):
        """Presses KEYS as X names them, with what is focused."""
        # There is no window manager to give the focus to the window.
        self.pc.run("xdotool", "windowfocus", "--sync", self._window(), "key", "--clearmodifiers", *keys)

    def type(self, text):
        """Types TEXT with what is focused."""
        self.pc.run("xdotool", "type", "--delay", "5", text)

    def focused(self):
        """What has the keyboard's focus; None where nothing has."""
        for whole in (False, True):
            for node in self.look(whole).walk():
                if node.has(access.FOCUSED):
                    return node
        return None

    def focus(self, role, name=None, key="Tab"):
        """Moves the focus with KEY until it is on what has ROLE and NAME."""
        passed = []
        while len(passed) < 40:
            node = self.focused()
            if node is not None and node.role == role and access.matches(node.name, name):
                return node
            passed.append(str(node))
            self.keys(key)
        raise AssertionError(f"{key} does not reach {role} {name!r}; it passed: {', '.join(passed)}")

    def go_to(self, text):
        """Moves down the list, where the focus is already, to the row with TEXT."""
        def row():
            node = self.focused()
            return node is not None and node.role == "table row" and node.name
        for _ in self.names():
            if text in self.wait("the focus on an order", row):
                return
            self.keys("Down")
        raise AssertionError(f"the arrow keys do not reach {text}")
