# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML pages in tests: fetched from the server, and read strictly; and as much of a desk as it takes to decide on an order."""

import hashlib
import html.parser
import http.client
import json
import urllib.parse
import uuid

VOID = {"meta", "link", "input", "br"}


class Fault(Exception):
    pass


class Page(html.parser.HTMLParser):
    """A well-formed page: its forms, its texts by class or element, its attributes."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.tags, self.forms, self.texts = [], set(), [], [], []
        self.feed(text)
        self.close()
        if self.open:
            raise Fault(f"not closed: {self.open}")
        for tag, attributes in self.tags:
            for name in ("aria-labelledby", "aria-describedby", "for"):
                if attributes.get(name, "") not in self.ids | {""}:
                    raise Fault(f"{tag} refers to {attributes[name]}, which is not there")

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if len(attributes) != len(attrs):
            raise Fault(f"an attribute twice: {tag} {attrs}")
        if attributes.get("id") in self.ids:
            raise Fault(f"an id twice: {attributes['id']}")
        if "id" in attributes:
            self.ids.add(attributes["id"])
        self.tags.append((tag, attributes))
        if tag == "form":
            self.forms.append({"action": attributes["action"], "fields": {}, "inputs": {}})
        if tag == "input":
            self.forms[-1]["fields"][attributes["name"]] = attributes["value"]
            self.forms[-1]["inputs"][attributes["name"]] = attributes
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_startendtag(self, tag, attrs):
        raise Fault(f"<{tag}/> is not HTML")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            raise Fault(f"</{tag}> closes {self.open[-1:]}")
        self.open.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append((tuple(tag for tag, _ in self.open), self.open[-1][1] if self.open else {}, data.strip()))

    def text(self):
        return "\n".join(data for _, _, data in self.texts)

    def of(self, tag, **attributes):
        """The texts in TAG elements with these attributes (class for class_)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [data for tags, have, data in self.texts
                if tags and tags[-1] == tag and all(have.get(name) == value for name, value in wanted.items())]

    def form(self, heading):
        """The form that stands under the offer called HEADING."""
        return self.forms[self.of("h3").index(heading)]


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode()

    def page(self):
        return Page(self.body)


class Browser:
    """As little of a browser as the pages need."""

    def __init__(self, port):
        self.port = port

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path, fields):
        return self.request("POST", path, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})

    def submit(self, form, **changes):
        return self.post(form["action"], {**form["fields"], **changes})


class Desk:
    """Somebody who has signed in."""

    def __init__(self, browser, login, password):
        self.browser, self.device, self.op_seq = browser, str(uuid.uuid4()), 0
        answer = self.call("POST", "/v1/session", {"login": login, "password": password,
                                                   "device": {"id": self.device, "name": "test"}}, token=None)
        self.status = answer.status
        self.session = json.loads(answer.body)

    def call(self, method, path, body=None, token=True):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {self.session['token']}"
        return self.browser.request(method, path, json.dumps(body) if body is not None else None, headers)

    def decide(self, kind, order, rev):
        """Pushes one decision; gives its result."""
        self.op_seq += 1
        body = json.dumps({"order": order})
        op = {"op_seq": self.op_seq, "id": str(uuid.uuid4()), "hash": hashlib.sha256(body.encode()).hexdigest(), "kind": kind,
              "base_revs": {order: rev}, "body": body}
        answer = self.call("POST", "/v1/ops", {"device": self.device, "user": self.session["user"]["id"], "ops": [op]})
        return json.loads(answer.body)["results"][0]["result"]
