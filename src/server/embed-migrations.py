#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the SQL files as the array ptn_migrations of a C header: embed-migrations.py OUTPUT FILE…"""

import pathlib
import sys


def literal(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "\n".join(f'  "{line}\\n"' for line in escaped.splitlines())


output, *inputs = map(pathlib.Path, sys.argv[1:])
texts = ",\n".join(literal(path.read_text()) for path in inputs)
output.write_text(f"static const char *const ptn_migrations[] = {{\n{texts},\n  NULL,\n}};\n")
