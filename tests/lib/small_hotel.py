# SPDX-License-Identifier: GPL-3.0-or-later
"""A small hotel for tests, as an import file, and where things stand in it."""

import copy
import json

SMALL = {
    "format": "portineria-hotel",
    "version": 1,
    "as_of": "2026-01-15",
    "property": {"key": "inn", "name": "The Small Inn", "currency": "EUR", "time_zone": "Europe/Rome", "language": "en",
                 "night_audit": 240, "pms": "none"},
    "users": [
        {"key": "rita", "login": "rita", "name": "Rita", "role": "receptionist", "active": True, "password": "a password"},
        {"key": "max", "login": "max", "name": "Max", "role": "manager", "active": True, "password": "a password"},
    ],
    "room_types": [
        {"key": "SGL", "code": "SGL", "name": {"en": "Single", "it": "Singola", "th": "ห้องเดี่ยว"}},
        {"key": "DBL", "code": "DBL", "name": {"en": "Double"}},
    ],
    "rooms": [
        {"key": "1", "number": "1", "room_type": "SGL"},
        {"key": "2", "number": "2", "room_type": "DBL"},
    ],
    "rate_plans": [{"key": "BAR", "code": "BAR", "name": {"en": "Flexible"}, "currency": "EUR"}],
    "guests": [
        {"key": "anna", "name": "Anna Rossi", "email": "anna@example.org", "country": "IT", "language": "it"},
        {"key": "somchai", "name": "สมชาย ใจดี", "language": "th"},
    ],
    "stays": [
        {"key": "S1", "number": "S1", "guest": "anna", "status": "in-house", "arrival": "2026-01-13",
         "departure": "2026-01-17", "adults": 2, "children": 1,
         "nights": [
             {"from": "2026-01-13", "to": "2026-01-15", "room_type": "SGL", "room": "1", "rate_plan": "BAR", "rate": 9000},
             {"from": "2026-01-15", "to": "2026-01-17", "room_type": "DBL", "room": "2", "rate_plan": "BAR", "rate": 12000}]},
        {"key": "S2", "number": "S2", "guest": "somchai", "status": "reserved", "arrival": "2026-01-17",
         "departure": "2026-01-19", "adults": 1, "children": 0, "guest_currency": "THB",
         "nights": [{"from": "2026-01-17", "to": "2026-01-19", "room_type": "DBL", "rate_plan": "BAR", "rate": 12000}]},
    ],
    "offers": [
        {"key": "wine", "name": {"en": "Wine", "it": "Vino", "th": "ไวน์"}, "description": {"en": "A bottle of red."},
         "type": "offer", "price": 2500, "basis": "unit", "quantity_max": 4, "auto_confirm": False, "archived": False,
         "position": 10},
        {"key": "breakfast", "name": {"en": "Breakfast", "it": "Colazione"}, "type": "offer", "price": 1500,
         "basis": "person-night", "quantity_max": 1, "auto_confirm": True, "archived": False, "position": 20},
        {"key": "bigger", "name": {"en": "A double room"}, "type": "upgrade", "from_type": "SGL", "to_type": "DBL",
         "price": 3000, "basis": "night", "quantity_max": 1, "auto_confirm": False, "archived": False, "position": 30},
    ],
    "orders": [
        {"key": "o1", "stay": "S1", "offer": "wine", "quantity": 2, "revenue": 5000, "ordered_at": "2026-01-14T18:05",
         "status": "confirmed", "history": [{"at": "2026-01-14T18:30", "event": "confirmed", "by": "rita"}]},
        {"key": "o2", "stay": "S1", "offer": "breakfast", "quantity": 1, "revenue": 18000,
         "ordered_at": "2026-01-14T19:00", "status": "confirmed",
         "history": [{"at": "2026-01-14T19:00", "event": "auto-confirmed"}]},
        {"key": "o3", "stay": "S2", "offer": "wine", "quantity": 1, "revenue": 2500, "ordered_at": "2026-01-15T09:00",
         "status": "pending"},
    ],
}


def small():
    return copy.deepcopy(SMALL)


def at(hotel, pointer):
    """The value at a JSON pointer."""
    value = hotel
    for token in pointer.split("/")[1:]:
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def put(hotel, pointer, value):
    parent, _, last = pointer.rpartition("/")
    parent = at(hotel, parent)
    parent[int(last) if isinstance(parent, list) else last] = value


def remove(hotel, pointer):
    parent, _, last = pointer.rpartition("/")
    parent = at(hotel, parent)
    del parent[int(last) if isinstance(parent, list) else last]


def text(hotel):
    return json.dumps(hotel, ensure_ascii=False, indent=1) + "\n"


def locate(hotel, pointer):
    """LINE:COLUMN of the value at POINTER in text(hotel): found by writing something else there."""
    marked = copy.deepcopy(hotel)
    if pointer == "":
        return "1:1"
    put(marked, pointer, "@@ here @@")
    before = text(marked).partition('"@@ here @@"')[0]
    return f"{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"
