# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what the server answers, and what it accepted, with docs/openapi.yaml."""

import functools
import json
import pathlib
import re

import jsonschema
import yaml

FILE = pathlib.Path(__file__).resolve().parents[2] / "docs/openapi.yaml"


@functools.cache
def document():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def resolve(value):
    while "$ref" in value:
        target = document()
        for name in value["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        value = target
    return value


@functools.cache
def find(method, path):
    """The operation of a call; None where the file has none."""
    for template, item in document()["paths"].items():
        if re.fullmatch(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(template)), path):
            return item.get(method.lower())
    return None


def validate(value, schema, what):
    checker = jsonschema.Draft202012Validator({"components": document()["components"], "allOf": [schema]})
    fault = jsonschema.exceptions.best_match(checker.iter_errors(value))
    assert fault is None, f"{what} is not what docs/openapi.yaml says: {fault.json_path}: {fault.message}"


def check(method, path, sent, answer):
    path = path.split("?")[0]
    operation = find(method, path)
    if operation is None:
        assert answer.status in (404, 405), f"{method} {path} is not in docs/openapi.yaml and answers {answer.status}"
        response = document()["components"]["responses"]["Problem"]
    else:
        response = resolve(operation["responses"].get(str(answer.status)) or operation["responses"]["default"])
    what = f"{method} {path} → {answer.status}"
    for name, header in response.get("headers", {}).items():
        assert name in answer.headers, f"{what} has no header {name}"
        validate(answer.headers[name], resolve(header)["schema"], f"{what}, {name}")
    content = response.get("content")
    if content is None:
        assert answer.body == b"", f"{what} has a body"
        return
    assert answer.type.split(";")[0] in content, f"{what} is of type {answer.type}"
    schema = content[answer.type.split(";")[0]].get("schema")
    if schema is not None:
        values = answer.body.splitlines() if answer.type == "application/x-ndjson" else [answer.body]
        for value in values:
            validate(json.loads(value), schema, what)
    if answer.status == 200 and sent is not None:
        validate(json.loads(sent), resolve(operation["requestBody"])["content"]["application/json"]["schema"], f"{method} {path}")
