# SPDX-License-Identifier: GPL-3.0-or-later
"""Hotels to import, as large as a test wants them."""

import json

PASSWORD = "portineria"
LOGINS = ["anna", "niran", "marco"]


def make(orders, guests=50, auto_confirm=False):
    """A hotel with this many pending orders, as the import format has it."""
    rooms = [f"{n}" for n in range(1, guests + 1)]
    names = ["Anna Rossi", "สมชาย ใจดี", "Jürgen Groß", "O’Neill", "Wong 王", "Zoë"]
    return {
        "format": "portineria-hotel",
        "version": 1,
        "as_of": "2026-01-06",
        "property": {"key": "test", "name": "Albergo Prova", "currency": "EUR", "time_zone": "Europe/Rome", "language": "it",
                     "night_audit": 240, "pms": "none"},
        "users": [{"key": login, "login": login, "name": login.title(), "role": "supervisor", "active": True, "password": PASSWORD}
                  for login in LOGINS] + [
                      {"key": "elena", "login": "elena", "name": "Elena", "role": "manager", "active": True, "password": PASSWORD}],
        "room_types": [{"key": "STD", "code": "STD", "name": {"en": "Standard", "it": "Standard", "th": "มาตรฐาน"}}],
        "rooms": [{"key": number, "number": number, "room_type": "STD"} for number in rooms],
        "rate_plans": [{"key": "BAR", "code": "BAR", "name": {"en": "Flexible"}, "currency": "EUR"}],
        "guests": [{"key": f"g{n}", "name": f"{names[n % len(names)]} {n}", "email": f"g{n}@example.org", "language": "it"}
                   for n in range(guests)],
        "stays": [{"key": f"s{n}", "number": f"S{n}", "guest": f"g{n}", "status": "in-house", "arrival": "2026-01-05",
                   "departure": "2026-01-08", "adults": 2, "children": 0,
                   "nights": [{"from": "2026-01-05", "to": "2026-01-08", "room_type": "STD", "room": rooms[n],
                               "rate_plan": "BAR", "rate": 14500}]}
                  for n in range(guests)],
        "offers": [{"key": "spa", "name": {"en": "Spa", "it": "Spa", "th": "สปา"}, "type": "offer", "price": 4500, "basis": "unit",
                    "quantity_max": 9, "auto_confirm": auto_confirm, "archived": False, "position": 1}],
        "orders": [{"key": f"o{n}", "stay": f"s{n % guests}", "offer": "spa", "quantity": 1, "revenue": 4500,
                    "ordered_at": f"2026-01-{n % 5 + 1:02}T{n // 60 % 24:02}:{n % 60:02}", "status": "pending"}
                   for n in range(orders)],
    }


def write(path, orders, **options):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(make(orders, **options), file, ensure_ascii=False)
