#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/openapi.yaml is a valid OpenAPI 3.1 document and knows every call of the router's table."""

import re
import sys

import openapi_spec_validator

import openapi
import tap
from tap import equal

ROUTER = openapi.FILE.parents[1] / "src/server/ptn-router.c"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def test_the_document_is_valid():
    openapi_spec_validator.validate(openapi.document())


def test_it_describes_the_calls_that_exist_and_no_others():
    routes = set(re.findall(r'\{ "([A-Z]+)", "(/[^"]*)", ptn_call_', ROUTER.read_text(encoding="utf-8")))
    described = {(method.upper(), path) for path, item in openapi.document()["paths"].items() if path.startswith("/v1/")
                 for method in item if method in METHODS}
    equal(described, routes)


def test_calls_that_need_a_token_say_so():
    source = ROUTER.read_text(encoding="utf-8")
    for method, path, token in re.findall(r'\{ "([A-Z]+)", "(/[^"]*)", \w+, (TRUE|FALSE) \}', source):
        equal("security" not in openapi.document()["paths"][path][method.lower()], token == "TRUE", f"{method} {path}")


sys.exit(tap.run(tap.functions(globals())))
