#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ThreadSanitizer reports a race of ours, with the suppressions that the other tests run under."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lib"))
import processes
import tap


@tap.case
def planted_race():
    """A race that was planted between the sync thread and the main thread is reported."""
    with processes.Directory() as path:
        server = processes.Server(path / "server")
        server.fill(3)
        server.start()
        # It goes on after the report, which would end any other program.
        options = {"TSAN_OPTIONS": os.environ["TSAN_OPTIONS"] + ":halt_on_error=0"}
        desk = processes.Desk(path / "desk", options, os.environ["DESK_CLI_RACY"]).start()
        assert "signed-in" in desk.sign_in(server.address)
        desk.wait("online")
        desk.send("quit")
        desk.program.process.wait(timeout=processes.BOUND)
        log = (path / "desk/desk.log").read_text()
        assert "WARNING: ThreadSanitizer: data race" in log, "nothing was reported"
        assert "__wrap_ptn_sync_mail_read_news" in log and "__wrap_ptn_sync_mail_tell_state" in log, log
        server.stop()


sys.exit(tap.run(tap.cases))
