# SPDX-License-Identifier: GPL-3.0-or-later
"""A receptionist's PC: a screen, a session bus, a keyring and a home of its own, below one directory."""

import os
import pathlib
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

    # The X server chooses a free number itself: tests run side by side.
    def _start_screen(self, size):
        ours, theirs = os.pipe()
        try:
            server = self._start("Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{size}x24", "-noreset",
                                 "-nolisten", "tcp", "-nolisten", "local", pass_fds=[theirs])
        finally:
            os.close(theirs)
        with os.fdopen(ours) as number:
            display = number.readline().strip()
        if not display:
            server.check()
        self.environment["DISPLAY"] = f":{display}"
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
