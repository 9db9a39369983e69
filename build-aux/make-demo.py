#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the demonstration hotel.

make-demo.py FILE           writes FILE (data/demo/hotel.json)
make-demo.py --check FILE   fails unless FILE is what would be written
"""

import datetime
import json
import pathlib
import sys

AS_OF = datetime.date(2026, 1, 15)
PASSWORD = "portineria"


class Dice:
    """The same throws with every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def of(self, things):
        return things[self.below(len(things))]

    def chance(self, percent):
        return self.below(100) < percent


def texts(en, it, th):
    return {"en": en, "it": it, "th": th}


def day(offset):
    return (AS_OF + datetime.timedelta(days=offset)).isoformat()


PROPERTY = {
    "key": "riva-alta",
    "name": "Albergo Riva Alta",
    "currency": "EUR",
    "time_zone": "Europe/Rome",
    "language": "en",
    "night_audit": 240,
    "pms": "none",
}

USERS = [
    ("giulia", "Giulia Bernasconi", "receptionist"),
    ("niran", "นิรันดร์ วงศ์สุวรรณ", "receptionist"),
    ("marco", "Marco Colombo", "supervisor"),
    ("paola", "Paola Riva", "supervisor"),
    ("elena", "Elena Fontana", "manager"),
]

ROOM_TYPES = [
    ("CLA", texts("Classic room", "Camera Classic", "ห้องคลาสสิก")),
    ("SUP", texts("Superior room, garden view", "Camera Superior, vista giardino", "ห้องซูพีเรีย วิวสวน")),
    ("DLX", texts("Deluxe room, lake view", "Camera Deluxe, vista lago", "ห้องดีลักซ์ วิวทะเลสาบ")),
    ("JSU", texts("Junior suite with terrace", "Junior Suite con terrazza", "ห้องจูเนียร์สวีทพร้อมระเบียง")),
]
ROOMS = (
    [(str(101 + i), "CLA") for i in range(10)]
    + [(str(201 + i), "SUP") for i in range(10)]
    + [(str(301 + i), "DLX") for i in range(7)]
    + [(str(401 + i), "JSU") for i in range(3)]
)
RATES = {"CLA": 14500, "SUP": 18500, "DLX": 24500, "JSU": 36000}

RATE_PLANS = [
    ("BAR", texts("Flexible rate", "Tariffa flessibile", "ราคาแบบยืดหยุ่น"), "EUR"),
    ("NRF", texts("Non-refundable rate", "Tariffa non rimborsabile", "ราคาแบบไม่คืนเงิน"), "EUR"),
    ("SWISS", texts("Swiss partners' rate", "Tariffa partner svizzeri", "ราคาสำหรับพันธมิตรในสวิตเซอร์แลนด์"), "CHF"),
]

# Name, key, country, language, currency of quotes (empty: the property's).
GUESTS = [
    ("Anna Rossi", "rossi", "IT", "it", ""),
    ("ปิยะพงษ์ ศรีสุข", "srisuk", "TH", "th", "THB"),
    ("Niccolò D'Alò", "dalo", "IT", "it", ""),
    ("Jürgen Müller", "mueller", "DE", "en", ""),
    ("กัญญารัตน์ แสงทอง", "saengthong", "TH", "th", "THB"),
    ("田中 遥", "tanaka", "JP", "en", "JPY"),
    ("Margaret O'Sullivan", "osullivan", "IE", "en", ""),
    ("Benedetta Però", "pero", "IT", "it", ""),
    ("Urs Zürcher", "zuercher", "CH", "en", "CHF"),
    ("ธนกร วัฒนากูล", "wattanakul", "TH", "th", "THB"),
    ("Émilie Lefèvre", "lefevre", "FR", "en", ""),
    ("James Whitaker", "whitaker", "GB", "en", "GBP"),
    ("Mattia Bò", "bo", "IT", "it", ""),
    ("สุภาพร จันทร์เพ็ญ", "chanpen", "TH", "th", ""),
    ("Katharina Weiß", "weiss", "AT", "en", ""),
    ("佐藤 健一", "sato", "JP", "en", ""),
    ("Giosuè Marrè", "marre", "IT", "it", ""),
    ("Emily Carter", "carter", "US", "en", "USD"),
    ("วรัญญา ทองดี", "thongdee", "TH", "th", "THB"),
    ("Chiara Bellò", "bello", "IT", "it", ""),
    ("Reto Bünzli", "buenzli", "CH", "en", "CHF"),
    ("Sofía Núñez", "nunez", "ES", "en", ""),
    ("ณัฐวุฒิ พงษ์ไพบูลย์", "phongphaibun", "TH", "th", ""),
    ("Thomas Köhler", "koehler", "DE", "en", ""),
    ("Lucia Santarelli", "santarelli", "IT", "it", ""),
    ("Oliver Bennett", "bennett", "GB", "en", ""),
    ("鈴木 美咲", "suzuki", "JP", "en", "JPY"),
    ("Pietro Cannavò", "cannavo", "IT", "it", ""),
    ("พิมพ์ชนก รุ่งเรือง", "rungrueang", "TH", "th", "THB"),
    ("Ingrid Sørensen", "soerensen", "DK", "en", ""),
    ("Alessandra Forlì", "forli", "IT", "it", ""),
    ("Beat Schärer", "schaerer", "CH", "en", "CHF"),
    ("Grace Nakamura", "nakamura", "US", "en", "USD"),
    ("อนุชา บุญมี", "bunmi", "TH", "th", ""),
    ("Tommaso Nicolò", "nicolo", "IT", "it", ""),
    ("Sabine Groß", "gross", "DE", "en", ""),
    ("Łukasz Wójcik", "wojcik", "PL", "en", ""),
    ("Eleonora Cantù", "cantu", "IT", "it", ""),
    ("ชลธิชา เกษมสุข", "kasemsuk", "TH", "th", "THB"),
    ("William Hughes", "hughes", "GB", "en", "GBP"),
    ("高橋 翔太", "takahashi", "JP", "en", ""),
    ("Giada Moscardò", "moscardo", "IT", "it", ""),
    ("Dominique Aebischer", "aebischer", "CH", "en", "CHF"),
    ("Charlotte Dubois", "dubois", "BE", "en", ""),
    ("เกียรติศักดิ์ อินทรวงศ์", "intharawong", "TH", "th", ""),
    ("Riccardo Fumagalli", "fumagalli", "IT", "it", ""),
    ("Hannah Goldberg", "goldberg", "US", "en", "USD"),
    ("Stefan Brückner", "brueckner", "DE", "en", ""),
    ("Maria José Teixeira", "teixeira", "PT", "en", ""),
    ("ศิริพร มณีรัตน์", "maneerat", "TH", "th", "THB"),
    ("Beatrice Salò", "salo", "IT", "it", ""),
    ("Kim Min-jun", "kim", "KR", "en", ""),
    ("Zoë van der Meer", "vandermeer", "NL", "en", ""),
    ("Ettore Lodà", "loda", "IT", "it", ""),
    ("Αλεξάνδρα Παππά", "pappa", "GR", "en", ""),
    ("Daniel Kowalski", "kowalski", "PL", "en", ""),
]
WITHOUT_MAIL = {"bo", "bunmi", "koehler"}

# Key, price, basis, largest quantity, confirmed automatically, has a date, name, description.
OFFERS = [
    ("transfer", 13000, "unit", 3, False, False,
     texts("Private transfer from Milan Malpensa", "Transfer privato da Milano Malpensa",
           "รถรับส่งส่วนตัวจากสนามบิน มิลาน-มัลเปนซา"),
     texts("A driver meets you at arrivals with your name on a sign. One car takes up to four people with their luggage.",
           "L'autista vi attende agli arrivi con un cartello con il vostro nome. Un'auto porta fino a quattro persone con i bagagli.",
           "คนขับจะรอรับคุณที่ประตูผู้โดยสารขาเข้าพร้อมป้ายชื่อ รถหนึ่งคันรองรับได้สูงสุดสี่ท่านพร้อมกระเป๋าเดินทาง")),
    ("early", 3500, "stay", 1, False, False,
     texts("Early check-in from 11:00", "Check-in anticipato dalle 11:00", "เช็คอินก่อนเวลา ตั้งแต่ 11:00 น."),
     texts("Your room is ready from 11:00 instead of 15:00.", "La camera è pronta dalle 11:00 anziché dalle 15:00.",
           "ห้องพักของคุณพร้อมให้เข้าพักตั้งแต่ 11:00 น. จากปกติ 15:00 น.")),
    ("late", 4500, "stay", 1, False, False,
     texts("Late check-out until 16:00", "Check-out posticipato fino alle 16:00", "เช็คเอาท์ล่าช้า ได้ถึง 16:00 น."),
     texts("Keep your room until 16:00 on the day you leave.", "La camera resta vostra fino alle 16:00 del giorno di partenza.",
           "ใช้ห้องพักต่อได้จนถึง 16:00 น. ของวันออก")),
    ("breakfast", 1900, "person-night", 1, True, False,
     texts("Breakfast buffet", "Colazione a buffet", "บุฟเฟต์อาหารเช้า"),
     texts("Sweet and savoury, with cheeses from the valley, on the veranda from 7:00 to 10:30.",
           "Dolce e salata, con formaggi della valle, in veranda dalle 7:00 alle 10:30.",
           "มีทั้งของหวานและของคาว พร้อมชีสจากท้องถิ่น เสิร์ฟที่เฉลียงกระจก เวลา 7:00–10:30 น.")),
    ("prosecco", 4200, "unit", 3, True, False,
     texts("Prosecco and fresh fruit in your room", "Prosecco e frutta fresca in camera", "โปรเซกโกและผลไม้สดในห้องพัก"),
     texts("A bottle of Prosecco Superiore DOCG and fruit of the season, waiting in your room.",
           "Una bottiglia di Prosecco Superiore DOCG e frutta di stagione vi aspettano in camera.",
           "โปรเซกโก ซูเปริโอเร DOCG หนึ่งขวดและผลไม้ตามฤดูกาล เตรียมไว้รอคุณในห้องพัก")),
    ("boat", 19000, "unit", 2, False, True,
     texts("Private boat tour of the lake, one hour", "Giro privato del lago in barca, un'ora",
           "ล่องเรือส่วนตัวชมทะเลสาบ หนึ่งชั่วโมง"),
     texts("With a skipper, for up to six people: Bellagio, Villa del Balbianello and back.",
           "Con skipper, fino a sei persone: Bellagio, Villa del Balbianello e ritorno.",
           "พร้อมคนขับเรือ รองรับได้สูงสุดหกท่าน ชมเบลลาโจและวิลลาเดลบัลเบียเนลโล แล้วกลับสู่ที่พัก")),
    ("dinner", 6800, "person", 1, False, True,
     texts("Tasting menu at La Darsena", "Menu degustazione alla Darsena", "เมนูห้าคอร์สที่ห้องอาหารลาดาร์เซนา"),
     texts("Five courses from the lake and the mountains in our restaurant; wine not included.",
           "Cinque portate di lago e di montagna nel nostro ristorante; vini esclusi.",
           "อาหารห้าคอร์สจากวัตถุดิบของทะเลสาบและภูเขาในห้องอาหารของเรา ไม่รวมไวน์")),
    ("massage", 8500, "unit", 4, False, True,
     texts("Relaxing massage, 50 minutes", "Massaggio rilassante, 50 minuti", "นวดผ่อนคลาย 50 นาที"),
     texts("In our spa above the lake; reception agrees the time with you.",
           "Nella nostra spa sul lago; l'orario si concorda alla reception.",
           "ที่สปาริมทะเลสาบของเรา พนักงานต้อนรับจะนัดเวลากับคุณ")),
    ("parking", 2400, "night", 2, True, False,
     texts("Covered parking", "Posto auto coperto", "ที่จอดรถในร่ม"),
     texts("A place in our garage, a few steps from the entrance.", "Un posto nel nostro garage, a pochi passi dall'ingresso.",
           "หนึ่งช่องจอดในโรงรถของเรา ห่างจากทางเข้าเพียงไม่กี่ก้าว")),
]
UPGRADES = [
    ("to-superior", "CLA", "SUP", 3500,
     texts("Upgrade to a Superior room, garden view", "Upgrade a camera Superior, vista giardino",
           "อัพเกรดเป็นห้องซูพีเรีย วิวสวน"),
     texts("More space and a window on the garden for all the nights of your stay.",
           "Più spazio e una finestra sul giardino per tutte le notti del soggiorno.",
           "พื้นที่กว้างขึ้นพร้อมหน้าต่างวิวสวน ตลอดทุกคืนที่เข้าพัก")),
    ("to-deluxe", "SUP", "DLX", 5500,
     texts("Upgrade to a Deluxe room, lake view", "Upgrade a camera Deluxe, vista lago", "อัพเกรดเป็นห้องดีลักซ์ วิวทะเลสาบ"),
     texts("A balcony over the lake for all the nights of your stay.",
           "Un balcone sul lago per tutte le notti del soggiorno.",
           "ระเบียงวิวทะเลสาบ ตลอดทุกคืนที่เข้าพัก")),
    ("to-suite", None, "JSU", 12000,
     texts("Upgrade to a Junior suite with terrace", "Upgrade a Junior Suite con terrazza",
           "อัพเกรดเป็นห้องจูเนียร์สวีทพร้อมระเบียง"),
     texts("A sitting room of your own and a private terrace for all the nights of your stay.",
           "Un salottino e una terrazza privata per tutte le notti del soggiorno.",
           "มีมุมนั่งเล่นแยกและระเบียงส่วนตัว ตลอดทุกคืนที่เข้าพัก")),
]


def make_offers():
    offers = []
    for key, price, basis, most, auto, _, name, description in OFFERS:
        offers.append({"key": key, "name": name, "description": description, "type": "offer", "price": price,
                       "basis": basis, "quantity_max": most, "auto_confirm": auto})
    for key, leaves, gives, price, name, description in UPGRADES:
        offer = {"key": key, "name": name, "description": description, "type": "upgrade", "from_type": leaves,
                 "to_type": gives, "price": price, "basis": "night", "quantity_max": 1, "auto_confirm": False}
        offers.append({member: value for member, value in offer.items() if value is not None})
    for position, offer in enumerate(offers, 1):
        offer.update(archived=False, position=position * 10)
    return offers


def make_guests(dice):
    guests = []
    for name, key, country, language, _ in GUESTS:
        guest = {"key": key, "name": name}
        if key not in WITHOUT_MAIL:
            guest["email"] = f"{key}@{dice.of(['example.org', 'example.com', 'example.net'])}"
        if country == "GB":
            guest["phone"] = f"+44 7700 900{dice.between(100, 999)}"
        elif country == "US":
            guest["phone"] = f"+1 202 555 01{dice.between(10, 99)}"
        guest.update(country=country, language=language)
        guests.append(guest)
    return guests


def plan_stays(dice):
    """(status, arrival, departure, room index), as days from AS_OF: two stays for each room, one after the other."""
    for room in range(len(ROOMS)):
        kind = room % 5 if room not in (7, 22) else 5
        change = -dice.between(0, 3)
        if kind in (0, 2):
            yield "departed", change - dice.between(3, 8), change, room
            yield "in-house", change, dice.between(1, 6), room
        elif kind == 3:
            yield "departed", change - dice.between(2, 6), change, room
            arrival = dice.between(0, 7)
            yield "reserved", arrival, arrival + dice.between(2, 6), room
        elif kind in (1, 4):
            leaves = dice.between(0, 4)
            yield "in-house", -dice.between(1, 5), leaves, room
            arrival = leaves + dice.between(0, 6)
            yield "reserved", arrival, arrival + dice.between(2, 7), room
        else:
            yield "no-show", -dice.between(1, 3), dice.between(1, 3), room
            yield "cancelled", dice.between(4, 9), dice.between(11, 14), room


def make_nights(dice, arrival, departure, room, plan):
    number, room_type = ROOMS[room]
    rate = RATES[room_type] * (90 if plan == "NRF" else 94 if plan == "SWISS" else 100) // 100
    run = {"from": day(arrival), "to": day(departure), "room_type": room_type, "room": number, "rate_plan": plan, "rate": rate}
    if departure - arrival < 4 or dice.chance(60):
        return [run]
    middle = day(arrival + 3)  # long stays pay less from the fourth night on
    return [{**run, "to": middle}, {**run, "from": middle, "rate": rate * 85 // 100}]


def make_stays(dice):
    stays = []
    planned = sorted(plan_stays(dice), key=lambda stay: (stay[1], stay[3]))
    for number, (status, arrival, departure, room) in enumerate(planned):
        # The last few reservations are of guests who were here before.
        name, guest, country, _, currency = GUESTS[number if number < len(GUESTS) else number - len(GUESTS)]
        plan = "SWISS" if country == "CH" else dice.of(["BAR", "BAR", "NRF"])
        children = dice.between(1, 2) if dice.chance(15) else 0
        reference = f"RA{24031 + number * 7}"
        stay = {"key": reference, "number": reference, "guest": guest, "status": status, "arrival": day(arrival),
                "departure": day(departure), "adults": dice.of([1, 2, 2, 2]), "children": children}
        if currency:
            stay["guest_currency"] = currency
        stay["nights"] = make_nights(dice, arrival, departure, room, plan)
        stays.append((stay, arrival, departure))
    return stays


BEFORE_ARRIVAL = {"transfer", "early"}
NEWEST = ["00:12", "01:47", "06:38", "07:21", "08:04", "09:15", "09:52", "10:40", "11:33", "12:18", "13:05", "14:26",
          "15:49", "16:30", "17:12", "18:05", "19:27", "20:41"]


def choose_offers(dice, stay, count, offers):
    here = stay["nights"][0]["room_type"]
    fitting = [offer for offer in offers
               if offer["type"] == "offer" or (offer["to_type"] != here and offer.get("from_type", here) == here)]
    chosen = []
    while len(chosen) < count:
        offer = dice.of(fitting)
        fitting.remove(offer)
        if offer["type"] == "upgrade":
            fitting = [other for other in fitting if other["type"] == "offer"]
        chosen.append(offer)
    return chosen


def revenue(offer, quantity, stay, nights):
    amount = offer["price"] * quantity
    if offer["basis"].startswith("person"):
        amount *= stay["adults"] + stay["children"]
    return amount * nights if offer["basis"].endswith("night") else amount


def make_history(dice, order, offer, stay, recent):
    """Adds status and history: who decided, and when."""
    at = datetime.datetime.fromisoformat(order["ordered_at"])
    end = datetime.datetime.combine(AS_OF, datetime.time(23, 30))
    desk = ["giulia", "giulia", "niran", "niran", "marco", "paola", "elena"]
    gone = stay["status"] in ("cancelled", "no-show")
    history = []

    def happens(event, by=None, minutes=0):
        nonlocal at
        at = min(at + datetime.timedelta(minutes=minutes), end)
        history.append({"at": at.isoformat(timespec="minutes"), "event": event, **({"by": by} if by else {})})

    if offer["auto_confirm"]:
        happens("auto-confirmed")
        if gone or dice.chance(9):
            happens("cancelled", dice.of(desk), dice.between(4, 170))
    elif gone or not recent or dice.chance(20):
        who = dice.of(desk)
        if dice.chance(4):  # a slip, taken back at once
            happens("confirmed", who, dice.between(4, 60))
            happens("undone", who)
        happens("cancelled" if gone or dice.chance(18) else "confirmed", who, dice.between(4, 170))
    last = history[-1]["event"] if history else "pending"
    order["status"] = "confirmed" if last == "auto-confirmed" else last
    if history:
        order["history"] = history


def order_days(dice, stay, arrival, departure, count):
    """When the guest ordered, as days from AS_OF."""
    first = max(arrival - 14, -27)
    last = min(departure - 1 if stay["status"] == "departed" else departure, -1)
    if stay["status"] in ("reserved", "cancelled"):
        first, last = -12, -1
    return [dice.between(min(first, last), last) for _ in range(count)]


def make_orders(dice, stays, offers):
    count = {"departed": 4, "in-house": 4, "reserved": 2, "cancelled": 3, "no-show": 3}
    dated = {offer[0] for offer in OFFERS if offer[5]}
    newest = list(NEWEST)
    orders = []
    for stay, arrival, departure in stays:
        days = order_days(dice, stay, arrival, departure, count[stay["status"]])
        if stay["status"] in ("in-house", "reserved") and dice.chance(55) and newest:
            days[-1] = 0
        for offset, offer in zip(days, choose_offers(dice, stay, len(days), offers)):
            if offset == 0:
                clock = newest.pop(dice.below(len(newest)))
            else:
                clock = f"{dice.between(7, 22):02}:{dice.between(0, 59):02}"
            if offer["key"] in BEFORE_ARRIVAL and offset >= arrival:
                offset = arrival - dice.between(1, 5)
            quantity = dice.between(1, offer["quantity_max"]) if dice.chance(35) else 1
            order = {"stay": stay["key"], "offer": offer["key"], "quantity": quantity,
                     "revenue": revenue(offer, quantity, stay, departure - arrival), "ordered_at": f"{day(offset)}T{clock}"}
            if offer["key"] in dated:
                first = min(max(arrival, offset), departure)
                order["service_date"] = day(dice.between(first, max(first, departure - 1)))
            make_history(dice, order, offer, stay, offset >= -1)
            orders.append(order)
    orders.sort(key=lambda order: order["ordered_at"])
    return [{"key": f"order-{number:03}", **order} for number, order in enumerate(orders, 1)]


def make_hotel():
    dice = Dice(1936)
    offers = make_offers()
    guests = make_guests(dice)
    stays = make_stays(dice)
    return {
        "format": "portineria-hotel",
        "version": 1,
        "as_of": AS_OF.isoformat(),
        "property": PROPERTY,
        "users": [{"key": login, "login": login, "name": name, "role": role, "active": True, "password": PASSWORD}
                  for login, name, role in USERS],
        "room_types": [{"key": code, "code": code, "name": name} for code, name in ROOM_TYPES],
        "rooms": [{"key": number, "number": number, "room_type": room_type} for number, room_type in ROOMS],
        "rate_plans": [{"key": code, "code": code, "name": name, "currency": currency}
                       for code, name, currency in RATE_PLANS],
        "guests": guests,
        "stays": [stay for stay, _, _ in stays],
        "offers": offers,
        "orders": make_orders(dice, stays, offers),
    }


def write(hotel):
    """JSON with a line for each record, so that a change to one is a change of one line."""
    parts = []
    for name, value in hotel.items():
        if isinstance(value, list):
            lines = ",\n".join("    " + json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f'  "{name}": [\n{lines}\n  ]')
        else:
            parts.append(f'  "{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    text = write(make_hotel())
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        return 0 if pathlib.Path(sys.argv[2]).read_text(encoding="utf-8") == text else sys.exit(f"{sys.argv[2]} differs")
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    pathlib.Path(sys.argv[1]).write_text(text, encoding="utf-8")
    return 0


sys.exit(main())
