# SPDX-License-Identifier: GPL-3.0-or-later
"""The users' own terms in the three languages, from the glossary: what a person must find on the screen."""

LANGUAGES = ("en", "it", "th")

_TERMS = {
    "Orders": ("Ordini", "คำสั่งซื้อ"),
    "Guest name": ("Nome ospite", "ชื่อผู้เข้าพัก"),
    "Offer name": ("Nome offerta", "ชื่อข้อเสนอ"),
    "Offer type": ("Tipologia offerta", "ประเภทข้อเสนอ"),
    "Revenue": ("Ricavi", "รายได้"),
    "Ordered on": ("Data ordine", "สั่งซื้อเมื่อ"),
    "Actions": ("Azioni", "การดำเนินการ"),
    "Confirm": ("Conferma", "ยืนยัน"),
    "Cancel": ("Annulla", "ยกเลิก"),
    "Pending": ("Da confermare", "รอการยืนยัน"),
    "Confirmed": ("Confermato", "ยืนยันแล้ว"),
    "Cancelled": ("Annullato", "ยกเลิกแล้ว"),
    "Undo": ("Ripristina", "เลิกทำ"),
    "Waiting to be sent": ("In attesa di invio", "รอส่ง"),
}


def say(term, language):
    """TERM as a person who uses LANGUAGE calls it."""
    return dict(zip(LANGUAGES, (term, *_TERMS[term])))[language]
