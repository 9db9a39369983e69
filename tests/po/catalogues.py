#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogues: whole, well formed, and in the users' own words.

catalogues.py SOURCE-ROOT TEMPLATES XGETTEXT-ARGUMENT…

TEMPLATES is the folder of the compiled Blueprint templates.
"""

import collections
import pathlib
import re
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import tap  # pylint: disable=wrong-import-position

TOP, TEMPLATES = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
ARGUMENTS = sys.argv[3:]
LANGUAGES = {"it": "nplurals=2; plural=(n != 1);", "th": "nplurals=1; plural=0;"}
SOURCES = ["src/**/*.[ch]", "data/ui/**/*.blp", "data/*.in", "data/*.gschema.xml"]
UPDATE = "meson compile -C build portineria-update-po, then translate what is new"

# The words of the users' own documents: context, English, Italian, Thai.
GLOSSARY = [
    (None, "Orders", "Ordini", "คำสั่งซื้อ"),
    ("menu", "Guest activity", "Attività degli ospiti", "กิจกรรมของผู้เข้าพัก"),
    ("order", "Order", "Ordine", "คำสั่งซื้อ"),
    ("offer type", "Offer", "Offerta", "ข้อเสนอ"),
    (None, "Room upgrade", "Upgrade di camera", "การอัพเกรดห้องพัก"),
    (None, "Guest", "Ospite", "ผู้เข้าพัก"),
    (None, "Guest name", "Nome ospite", "ชื่อผู้เข้าพัก"),
    (None, "Offer name", "Nome offerta", "ชื่อข้อเสนอ"),
    (None, "Offer type", "Tipologia offerta", "ประเภทข้อเสนอ"),
    (None, "Revenue", "Ricavi", "รายได้"),
    (None, "Ordered on", "Data ordine", "สั่งซื้อเมื่อ"),
    (None, "Actions", "Azioni", "การดำเนินการ"),
    ("order action", "Confirm", "Conferma", "ยืนยัน"),
    ("order action", "Cancel", "Annulla", "ยกเลิก"),
    ("order action", "Undo", "Ripristina", "เลิกทำ"),
    ("order status", "Pending", "Da confermare", "รอการยืนยัน"),
    ("order status", "Confirmed", "Confermato", "ยืนยันแล้ว"),
    ("order status", "Cancelled", "Annullato", "ยกเลิกแล้ว"),
    ("dialog", "_Back", "_Indietro", "_ย้อนกลับ"),
    (None, "Cancel the Order", "Annulla l'ordine", "ยกเลิกคำสั่งซื้อ"),
    (None, "Contact the guest", "Contatta l'ospite", "ติดต่อผู้เข้าพัก"),
    (None, "Guest stay", "Soggiorno ospite", "การเข้าพักของผู้เข้าพัก"),
    (None, "Room", "Camera", "ห้องพัก"),
    (None, "Arrival and departure", "Arrivo e partenza", "วันเข้าพักและวันออก"),
    ("stay status", "Reserved", "Prenotato", "จองแล้ว"),
    ("stay status", "In-house", "Presente", "กำลังเข้าพัก"),
    ("stay status", "Departed", "Partito", "เช็คเอาท์แล้ว"),
    ("stay status", "Cancelled", "Annullato", "ยกเลิกแล้ว"),
    ("stay status", "No-show", "Mancato arrivo", "ไม่มาเข้าพัก"),
    (None, "Sign In", "Accedi", "เข้าสู่ระบบ"),
    (None, "Needs attention", "Da verificare", "ต้องตรวจสอบ"),
    (None, "Waiting to be sent", "In attesa di invio", "รอส่ง"),
]
CANCEL = {"annulla", "ยกเลิก"}


def gettext(*command, text=None):
    """The output of one of gettext's programs."""
    done = subprocess.run(command, cwd=TOP, input=text, capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)}:\n{done.stderr.decode()}")
    return done.stdout


def extract(files):
    """A template of the words in FILES, as PO text."""
    return gettext("xgettext", "--files-from=-", "--output=-", *ARGUMENTS, text="\n".join(map(str, files)).encode())


def read(compiled):
    """The messages of a compiled catalogue: (context or None, [msgid, plural]) and the list of their translations."""
    _, _, count, *tables = struct.unpack_from("<5I", compiled)

    def text(table, i):
        length, start = struct.unpack_from("<2I", compiled, table + 8 * i)
        return compiled[start:start + length].decode()

    messages = {}
    for i in range(count):
        context, _, words = text(tables[0], i).rpartition("\x04")
        messages[context or None, tuple(words.split("\0"))] = text(tables[1], i).split("\0")
    return messages


def template(files):
    """The messages that FILES would have translated."""
    compiled = gettext("msgfmt", "-o", "-", "-", text=gettext("msgen", "-", text=extract(files)))
    return set(read(compiled)) - {HEADER}


HEADER = (None, ("",))
LISTED = (TOP / "po/POTFILES").read_text().splitlines()


def catalogue(language):
    return read(gettext("msgfmt", "-o", "-", f"po/{language}.po"))


def messages(language):
    """The messages of a language as (context, msgid) and a translation, a line for each plural form."""
    for (context, words), translations in catalogue(language).items():
        for translation in translations:
            if words != ("",):
                yield context, words, translation


def complain(faults, what):
    if faults:
        raise AssertionError(f"{what}:\n" + "\n".join(map(str, faults)))


def test_linguas_names_the_languages():
    lines = (TOP / "po/LINGUAS").read_text().splitlines()
    tap.equal([line for line in lines if not line.startswith("#")], list(LANGUAGES))


def test_catalogues_are_well_formed():
    for language in LANGUAGES:
        gettext("msgfmt", "--check", "--check-accelerators=_", "-o", "/dev/null", f"po/{language}.po")


def test_headers_say_language_and_plurals():
    for language, plurals in LANGUAGES.items():
        lines = catalogue(language)[HEADER][0].splitlines()
        for line in (f"Language: {language}", "Content-Type: text/plain; charset=UTF-8", f"Plural-Forms: {plurals}"):
            complain([] if line in lines else [line], f"{language}: the header lacks")


def test_every_file_with_words_is_listed():
    files = [path.relative_to(TOP) for pattern in SOURCES for path in TOP.glob(pattern)]
    references = re.findall(r"^#: (.*)$", extract(files).decode(), re.MULTILINE)
    tap.equal(LISTED, sorted({name for line in references for name in line.split()}), "po/POTFILES")


def test_blueprints_give_up_all_their_words():
    """xgettext reads Blueprint as if it were C; what the compiler marked is the measure."""
    marked = template(sorted(TEMPLATES.rglob("*.ui")))
    complain(marked - template(LISTED), "marked in a template, but not extracted from its Blueprint source")
    complain([] if marked else [TEMPLATES], "no words in the templates of")


def test_everything_is_translated():
    """msgfmt leaves out what is not translated, or fuzzy."""
    wanted = template(LISTED)
    for language in LANGUAGES:
        given = set(catalogue(language)) - {HEADER}
        complain(wanted - given, f"{language}.po does not translate (run {UPDATE})")
        complain(given - wanted, f"{language}.po translates what is nowhere (run {UPDATE})")


def test_placeholders_stay():
    """Also where xgettext saw no format, so that msgfmt does not compare."""
    def placeholders(text):
        return collections.Counter(re.findall(r"%(?:\d+\$)?(l*[a-z])", text))

    for language in LANGUAGES:
        complain([(words, text) for _, words, text in messages(language)
                  if placeholders(text) != placeholders(words[0])], f"{language}: other placeholders")


def test_ends_stay():
    """An ellipsis says that a dialog follows; texts that are joined keep their spaces."""
    def ends(text):
        return text[:1].isspace(), text[-1:].isspace(), text.endswith("…"), text.endswith(": ")

    for language in LANGUAGES:
        complain([(words, text) for _, words, text in messages(language) if ends(text) != ends(words[0])],
                 f"{language}: other ends")


def test_glossary():
    for column, language in enumerate(LANGUAGES, 2):
        given = catalogue(language)
        complain([(row, given.get((row[0], (row[1],)))) for row in GLOSSARY
                  if given.get((row[0], (row[1],))) != [row[column]]], f"{language}: not the glossary's words")


def test_cancel_alone_is_the_orders_action():
    """Both languages use it for Undo and for closing a dialog elsewhere: here it would read as cancelling the order."""
    for language in LANGUAGES:
        alone = {(context, words[0]) for context, words, text in messages(language)
                 if text.replace("_", "").strip(" ….?").casefold() in CANCEL}
        tap.equal(alone, {("order action", "Cancel")}, f"{language}: cancel alone")


sys.exit(tap.run(tap.functions(globals())))
