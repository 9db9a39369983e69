# SPDX-License-Identifier: GPL-3.0-or-later
"""A receptionist's PC: a screen, a session bus, a keyring and a home of its own, below one directory."""

import os
import pathlib
import socket
import subprocess

import access
from process import Process, wait_for

LOCALES = {"en": "en_US.UTF-8", "it": "it_IT.UTF-8", "th": "th_TH.UTF-8"}

# No service files: nothing starts on this bus but what the test starts.
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


SCREENS = range(100, 200)


def _owner(lock):
    """The process id in the lock of a screen; None where there is none."""
    try:
        return int(lock.read_text())
    except (OSError, ValueError):
        return None


def _answers(number):
    with socket.socket(socket.AF_UNIX) as screen:
        return screen.connect_ex(f"/tmp/.X11-unix/X{number}") == 0


class PC:
    def __init__(self, directory, size="1280x800"):
        self.home = pathlib.Path(directory)
        self.home.mkdir(parents=True, exist_ok=True)
        self._processes = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "GSK_RENDERER": "cairo",
            "GSETTINGS_BACKEND": "keyfile",
            "G_DEBUG": "fatal-criticals",
            "AT_SPI_BUS_ADDRESS": access.bus_address(),
        }
        for name, folder in (("DATA", ".local"), ("CACHE", ".cache"), ("CONFIG", ".config"), ("STATE", ".state")):
            self.environment[f"XDG_{name}_HOME"] = self._folder(folder)
        self.environment["XDG_RUNTIME_DIR"] = self._folder("run")
        self._set_still()
        try:
            self._start_screen(size)
            self._start_bus()
            self._start_keyring()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _folder(self, name):
        path = self.home / name
        path.mkdir(mode=0o700, exist_ok=True)
        return str(path)

    # Nothing moves on this screen for its own sake: what shows is in its place.
    def _set_still(self):
        folder = self.home / ".config/gtk-4.0"
        folder.mkdir(exist_ok=True)
        (folder / "settings.ini").write_text("[Settings]\ngtk-enable-animations=false\n")

    def _start(self, *words, **options):
        process = Process(words, self.home / f"{pathlib.Path(words[0]).name}.log", self.environment, **options)
        self._processes.insert(0, process)
        return process

    # A screen's number is ours once the lock that the X server makes has its process id: tests run side by side. Left to choose one
    # itself (-displayfd) it locks nothing, and without an abstract socket takes the number of one that runs already.
    def _start_screen(self, size):
        for number in SCREENS:
            server = self._start("Xvfb", f":{number}", "-screen", "0", f"{size}x24", "-noreset", "-nolisten", "tcp", "-nolisten", "local")
            lock = pathlib.Path(f"/tmp/.X{number}-lock")
            wait_for("the screen", lambda: not server.running() or (_owner(lock) == server.pid and _answers(number)))
            if server.running():
                break
        server.check()
        self.environment["DISPLAY"] = f":{number}"
        # Keys for all three scripts: for a letter without one xdotool changes the layout while it types, and letters get lost.
        self.run("setxkbmap", "us,it,th")

    def _start_bus(self):
        path = self.home / "run/bus"
        (self.home / "bus.conf").write_text(BUS.format(path=path))
        self._start("dbus-daemon", "--nofork", f"--config-file={self.home}/bus.conf")
        wait_for("the session bus", path.exists)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={path}"

    def _start_keyring(self):
        control = self.home / "run/keyring"
        self._start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", text="pc")
        wait_for("the keyring", (control / "control").exists)

    def run(self, *words):
        """Runs a tool on this PC's screen and returns what it writes."""
        return subprocess.run(words, env=self.environment, check=True, capture_output=True, text=True).stdout

    def photograph(self, path):
        """The whole screen as a PNG file."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.run("import", "-window", "root", str(path))
        return path

    def close(self):
        for process in self._processes:
            process.kill()
        self._processes.clear()
