# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's accessibility tree, as a screen reader meets it.

A look at the tree asks for all of a level at once. libatspi, which gives the names of roles and states here, would ask for one thing
after another: that takes four times as long.
"""

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"

FOCUSABLE = Atspi.StateType.FOCUSABLE
FOCUSED = Atspi.StateType.FOCUSED
INVALID_ENTRY = Atspi.StateType.INVALID_ENTRY
SHOWING = Atspi.StateType.SHOWING


def bus_address():
    """The address of the accessibility bus; the session's own program starts it."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    return _call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]


def _call(bus, program, path, interface, method, arguments=None):
    return bus.call_sync(program, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None).unpack()


class Bus:
    """The accessibility bus; there is one for all PCs of a test."""

    _connection = None

    @classmethod
    def connection(cls):
        if cls._connection is None:
            flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
            cls._connection = Gio.DBusConnection.new_for_address_sync(bus_address(), flags, None, None)
        return cls._connection

    @classmethod
    def call(cls, program, path, interface, method, arguments=None):
        return _call(cls.connection(), program, path, interface, method, arguments)


class Node:
    """Something in the tree, as it was at the moment of the look."""

    def __init__(self, program, path, parent=None):
        self.program = program
        self.path = path
        self.parent = parent
        self.children = []
        self.role = self.name = ""
        self.states = 0
        self._open = 0

    def has(self, state):
        return bool(self.states >> int(state) & 1)

    def walk(self):
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self):
        """What this node is in, from the nearest."""
        return [self.parent, *self.parent.above()] if self.parent else []

    def find_all(self, role=None, name=None):
        """What is below with a role and a name."""
        return [node for node in self.walk() if (role is None or node.role == role) and matches(node.name, name)]

    def press(self):
        """What a click does."""
        self._ask("org.a11y.atspi.Action", "DoAction", "(i)", 0)

    def write(self, words):
        """Puts WORDS into an entry in place of what is there."""
        self._ask("org.a11y.atspi.EditableText", "SetTextContents", "(s)", words)

    def text(self):
        """What is written in an entry."""
        return self._ask("org.a11y.atspi.Text", "GetText", "(ii)", 0, -1)

    def place(self):
        """Its upper and its lower edge in the window."""
        _, top, _, height = self._ask("org.a11y.atspi.Component", "GetExtents", "(u)", 1)
        return top, top + height

    def _ask(self, interface, method, types, *values):
        try:
            answer = Bus.call(self.program, self.path, interface, method, GLib.Variant(types, values))[0]
        except GLib.Error as error:
            raise AssertionError(f"{method} of {self}: {error.message}") from None
        if answer is False:
            raise AssertionError(f"{self} refuses {method}")
        return answer

    def __str__(self):
        return f"{self.role} “{self.name}”"

    def outline(self, depth=0):
        """The tree below as text, for a failure's message; what only holds others is left out."""
        inner = depth
        lines = ""
        if self.name or self.role not in ("panel", "grouping", "filler"):
            inner += 1
            lines = f"{'  ' * depth}{self}\n"
        return lines + "".join(child.outline(inner) for child in self.children)


class _Look:
    """One look: asks for each node's role, name, state and children, and goes on below what shows."""

    def __init__(self, prune):
        self._prune = prune
        self._waiting = 0

    def at(self, node):
        self._meet(node)
        while self._waiting:
            GLib.MainContext.default().iteration(True)
        return node

    def _send(self, node, interface, method, arguments, use):
        def answered(bus, result):
            self._waiting -= 1
            try:
                use(node, bus.call_finish(result).unpack()[0])
            except GLib.Error:  # it has just gone
                return

        self._waiting += 1
        Bus.connection().call(node.program, node.path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None, answered)

    def _meet(self, node):
        node._open = 2
        self._send(node, ACCESSIBLE, "GetState", None, self._take_state)
        self._send(node, ACCESSIBLE, "GetRole", None, self._take_role)
        self._send(node, "org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (ACCESSIBLE, "Name")), self._take_name)

    @staticmethod
    def _take_name(node, name):
        node.name = name

    def _take_state(self, node, words):
        node.states = words[0] | words[1] << 32
        self._enter(node)

    def _take_role(self, node, role):
        # The program's own names of the roles are in its language.
        node.role = Atspi.role_get_name(Atspi.Role(role))
        self._enter(node)

    def _enter(self, node):
        node._open -= 1
        if node._open == 0 and node.role not in self._prune and (node.has(SHOWING) or node.role == "application"):
            self._send(node, ACCESSIBLE, "GetChildren", None, self._take_children)

    def _take_children(self, node, children):
        node.children = [Node(program, path, node) for program, path in children]
        for child in node.children:
            self._meet(child)


def look(node, prune=()):
    """NODE and what shows below it now; below the roles of PRUNE nothing is looked at. None where NODE has gone."""
    seen = _Look(prune).at(Node(node.program, node.path))
    _drop_hidden(seen)
    return seen if seen.role else None


def _drop_hidden(node):
    node.children = [child for child in node.children if child.has(SHOWING)]
    for child in node.children:
        _drop_hidden(child)


def application(pid):
    """The program with this process id; None while it is not there."""
    for program, path in Bus.call(REGISTRY, ROOT, ACCESSIBLE, "GetChildren")[0]:
        try:
            owner = Bus.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                             "GetConnectionUnixProcessID", GLib.Variant("(s)", (program,)))[0]
        except GLib.Error:  # it has just gone
            continue
        if owner == pid:
            return Node(program, path)
    return None


def matches(text, wanted):
    """WANTED is the text itself, a compiled pattern to find in it, or several texts that are all in it; None is any."""
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return text == wanted
    if isinstance(wanted, tuple):
        return all(part in text for part in wanted)
    return wanted.search(text) is not None
