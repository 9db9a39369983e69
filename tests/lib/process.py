# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that a test starts: each has a log of its own and is ended by its process id."""

import os
import pathlib
import signal
import subprocess
import time

BUILD = pathlib.Path(os.environ.get("PTN_BUILD_ROOT", pathlib.Path(__file__).resolve().parents[2] / "build"))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = {"portineria": BUILD / "src/app/portineria", "portineria-server": BUILD / "src/server/portineria-server"}

# How long something may take that will come, with sanitizers on a busy machine too. Nothing passes by waiting.
PATIENCE = 60


class Missing(AssertionError):
    """Something that was waited for did not come."""


def wait_for(what, condition, patience=PATIENCE):
    """Calls CONDITION until it gives something true and returns that; WHAT says what is waited for."""
    end = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(f"waited {patience} s in vain for {what}")
        time.sleep(0.03)


class Process:
    """A running program. Its output goes to LOG, after what is there already."""

    def __init__(self, words, log, environment=None, text=None):
        self.words = [str(word) for word in words]
        self.log = pathlib.Path(log)
        with open(self.log, "ab") as output:
            self._start = output.tell()
            self._child = subprocess.Popen(self.words, env=environment, stdout=output, stderr=output,
                                           stdin=subprocess.PIPE if text is not None else subprocess.DEVNULL)
        if text is not None:
            self._child.stdin.write(text.encode())
            self._child.stdin.close()

    @property
    def pid(self):
        return self._child.pid

    def running(self):
        return self._child.poll() is None

    def output(self):
        """What this process has written."""
        with open(self.log, "rb") as output:
            output.seek(self._start)
            return output.read().decode(errors="replace")

    def check(self):
        if not self.running():
            raise Missing(f"{self.words[0]} ended with status {self._child.returncode}:\n{self.output()[-4000:]}")

    def wait_for_output(self, text):
        """Waits for a line that contains TEXT and returns it."""
        def line():
            found = [line for line in self.output().splitlines() if text in line]
            if not found:
                self.check()
            return found and found[0]
        return wait_for(f"“{text}” from {self.words[0]}", line)

    def stop(self):
        """Asks it to end and returns its exit status."""
        if self.running():
            self._child.send_signal(signal.SIGTERM)
        try:
            return self._child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Missing(f"{self.words[0]} did not end when asked to:\n{self.output()[-4000:]}") from None

    def kill(self):
        """Ends it as a power cut would."""
        self._child.kill()
        self._child.wait()
