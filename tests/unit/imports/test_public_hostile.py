"""Sixty files nobody would send in good faith: each is refused with one sentence or read exactly, by a child that stays small.

The peak memory and processor time of the children are measured where the files are large.
"""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.errors import BadInput
from sipdesk.imports.allocation import read_allocation
from sipdesk.imports.gias import read_register
from sipdesk.imports.public import Asked, read_public
from sipdesk.imports.recognise import recognise
from tests.unit.imports import making, public
from tests.unit.imports.public import ENGLAND, FIGURES, MODERN, csv_bytes

MOST_MEMORY = 512 << 20
MOST_SECONDS = 20
ASKED = Asked(codes=frozenset({"204"}), urns=frozenset({"900101"}))
GIAS = ["URN", "EstablishmentName", "LA (code)", "LA (name)", "EstablishmentNumber", "TypeOfEstablishment (code)", "EstablishmentStatus (code)"]  # fmt: skip
ROW = [*ENGLAND, "Total", "Total", "Total", *FIGURES]
LINK_HEAD = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]
LINK = ["100001", "100002", "Alder Park", "Predecessor", "01-09-2016"]
OFSTED_HEAD = list(public.records(public.OUTCOMES, encoding="cp1252")[0])
OFSTED = ["web", "900101", "2049101", "Alder Park", *["NULL"] * 81]
FIGURE_FILE = csv_bytes(MODERN, ROW)
OFSTED_FILE = csv_bytes(OFSTED_HEAD, OFSTED)
LINK_FILE = csv_bytes(LINK_HEAD, LINK)
GIAS_FILE = csv_bytes(GIAS, ["900101", "Alder Park", "204", "Hackney", "9101", "01", "1"])


def put(row, place, text):
    return [*row[:place], text, *row[place + 1 :]]


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def book(*rows):
    return making.saved(making.workbook({"List": [["School", "URN", "Adviser"], *rows]}))


def far_cell():
    workbook = openpyxl.Workbook()
    workbook.active.append(["School", "URN", "Adviser"])
    workbook.active["XFD1048576"] = "far"
    return making.saved(workbook)


def lying_dimension():
    wide = b'<dimension ref="A1:XFD1048576"/>'
    return making.rewritten(
        book(["Alder Park", 900101, "Robin Marlow"]),
        lambda name, xml: (
            __import__("re").sub(rb"<dimension[^>]*/>", wide, xml) if name.endswith("sheet1.xml") else xml
        ),
    )


def laughs():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a9;</x>'.encode()


def quoted_for_ever():
    return csv_bytes(MODERN) + b'"' + b"a" * 3_000_000


def million(head, row, count=1_000_000):
    def lines():
        return csv_bytes(head) + (",".join(map(str, row)) + "\n").encode() * count

    return lines


REFUSED = {
    "nothing at all": b"",
    "blanks": b" \r\n \r\n",
    "a mark and nothing": b"\xef\xbb\xbf",
    "NULs alone": b"\0" * 4096,
    "figures with a NUL in the header": FIGURE_FILE.replace(b"headcount", b"head\0count"),
    "figures with a NUL far down": csv_bytes(MODERN, *[ROW] * 2000) + b"x\0y\n",
    "inspections with a NUL in a name": OFSTED_FILE.replace(b"Alder", b"Al\0er"),
    "links with a NUL": LINK_FILE.replace(b"Alder", b"Al\0er"),
    "establishments with a NUL": GIAS_FILE.replace(b"Alder", b"Al\0er"),
    "a PDF": b"%PDF-1.7\n" + FIGURE_FILE,
    "a picture": b"\x89PNG\r\n\x1a\n" + FIGURE_FILE,
    "a database": b"SQLite format 3\0" + b"\0" * 200,
    "a web page": b"<!DOCTYPE html><html><table><tr><td>URN</td></tr></table></html>",
    "an XML that swells": laughs(),
    "compressed figures": gzip.compress(FIGURE_FILE),
    "a bomb in gzip": gzip.compress(b"0" * 50_000_000),
    "a bomb in a workbook": zipped({"[Content_Types].xml": "x", "xl/workbook.xml": b"0" * 300_000_000}),
    "a workbook with macros": making.rewritten(book(), lambda _, xml: xml, {"xl/vbaProject.bin": b"x"}),
    "a workbook that declares entities": making.rewritten(
        book(), lambda n, x: laughs() if n.endswith("sheet1.xml") else x
    ),
    "a workbook with a far cell": far_cell(),
    "an archive of many parts": zipped({f"xl/{n}": "" for n in range(500)}),
    "an archive within an archive": zipped({"a.zip": zipped({"b.zip": b"x"})}),
    "an archive that climbs out": zipped({"xl/../../../etc/passwd": "x"}),
    "half a workbook": book()[:600],
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a quote that never ends": quoted_for_ever(),
    "a cell of a megabyte": csv_bytes(MODERN, put(ROW, 4, "a" * (1 << 20))),
    "figures without a year": csv_bytes([name.replace("time_period", "when") for name in MODERN], ROW),
    "figures of nowhere": csv_bytes([name.replace("geographic_level", "where") for name in MODERN], ROW),
    "figures with two years": csv_bytes([*MODERN, "year"], [*ROW, "202223"]),
    "figures: a header alone": csv_bytes(MODERN),
    "figures: a header after a hundred lines": csv_bytes(*[["note"]] * 100, MODERN, ROW),
    "inspections: a header alone": csv_bytes(OFSTED_HEAD),
    "inspections without their columns": csv_bytes(["URN", "Ofsted phase", "Web Link"], ["900101", "Primary", "w"]),
    "links: a header alone": csv_bytes(LINK_HEAD),
    "links to themselves": csv_bytes(LINK_HEAD, ["100001", "100001", *LINK[2:]]),
    "a UTF-16 file torn in two": b"\xff\xfe" + FIGURE_FILE,
    "random bytes": bytes(range(1, 256)) * 400,
}

EXACT = {
    "figures ragged below": (csv_bytes(MODERN, ROW, ROW[:5], [*ROW, "more"]), 1, 2),
    "figures with a formula": (csv_bytes(MODERN, ROW, put(ROW, 13, "=HYPERLINK(1)")), 1, 1),
    "figures with a command": (csv_bytes(MODERN, ROW, put(ROW, 14, "@SUM(1+1)*cmd|' /C calc'!A0")), 1, 1),
    "figures with digits of another script": (csv_bytes(MODERN, ROW, put(ROW, 13, "١٢٣")), 1, 1),
    "figures with endless digits": (csv_bytes(MODERN, ROW, put(ROW, 13, "9" * 4000)), 1, 1),
    "figures with an enormous power": (csv_bytes(MODERN, ROW, put(ROW, 13, "1e999999999")), 1, 1),
    "figures that are not a number": (csv_bytes(MODERN, ROW, put(ROW, 13, "nan"), put(ROW, 13, "inf")), 1, 2),
    "figures below nought": (csv_bytes(MODERN, ROW, put(ROW, 13, "-1")), 1, 1),
    "figures in UTF-16": (csv_bytes(MODERN, ROW, encoding="utf-16"), 1, 0),
    "figures with semicolons": (csv_bytes(MODERN, ROW, delimiter=";"), 1, 0),
    "figures with tabs": (csv_bytes(MODERN, ROW, delimiter="\t"), 1, 0),
    "figures under notes": (csv_bytes(["Notes"], [], MODERN, ROW), 1, 0),
    "figures said twice": (csv_bytes(MODERN, ROW, ROW), 1, 0),
    "figures said otherwise": (csv_bytes(MODERN, ROW, put(ROW, 13, "7")), 1, 1),
    "figures of a year that is none": (csv_bytes(MODERN, ROW, put(ROW, 1, "202299")), 1, 1),
    "figures with bytes of no meaning": (csv_bytes(MODERN, ROW).replace(b"England", b"Eng\x81land"), 1, 0),
    "figures with control characters": (csv_bytes(MODERN, put(ROW, 4, "Eng\x1f\x0bland")), 1, 0),
    "inspections ragged": (csv_bytes(OFSTED_HEAD, OFSTED, OFSTED[:3]), 1, 1),
    "inspections with a URN of letters": (csv_bytes(OFSTED_HEAD, OFSTED, put(OFSTED, 1, "ABCDEF")), 1, 1),
    "inspections with digits of another script": (csv_bytes(OFSTED_HEAD, OFSTED, put(OFSTED, 1, "١٢٣٤٥٦")), 1, 1),
    "inspections with line breaks in a name": (csv_bytes(OFSTED_HEAD, put(OFSTED, 3, "Al\r\nder\x1fPark")), 1, 0),
    "links ragged": (csv_bytes(LINK_HEAD, LINK, LINK[:2]), 1, 1),
    "links on a day that is none": (csv_bytes(LINK_HEAD, put(LINK, 4, "99-99-2016")), 1, 0),
}

ELSEWHERE = [*ROW[:2], "Local authority", *ROW[3:8], "301", "Barking", *ROW[10:]]
LARGE = {
    "a million rows of elsewhere": (million(MODERN, ELSEWHERE), 0),
    "a million rows that say the same": (million(MODERN, ROW), 1),
    "a million links that say the same": (million(LINK_HEAD, LINK), 1),
    "a million rows out of shape": (million(OFSTED_HEAD, ["x"] * 7), 0),
}
"""How each is made, and how many rows of it are kept."""


def anything(path):
    """Whatever the program would do with a file that a person brings."""
    kind = recognise(path)
    if kind == "gias":
        return [line for chunk in read_register(path) for line in chunk]
    if kind == "allocation":
        now = TermSlot(year=AcademicYear(start=2025), term=Term.AUTUMN)
        return read_allocation(path, None, now).rows
    return read_public(kind, path, ASKED)


def test_that_there_are_sixty_of_them():
    assert len(REFUSED) + len(EXACT) + len(LARGE) + 1 >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_that_it_is_refused_with_one_plain_sentence(tmp_path, name):
    file = tmp_path / "file.csv"
    file.write_bytes(REFUSED[name])
    with pytest.raises(BadInput) as refusal:
        anything(file)
    sentence = str(refusal.value)
    assert "file.csv" in sentence
    assert "Nothing was changed" in sentence
    assert "stopped unexpectedly" not in sentence
    assert "Traceback" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", EXACT)
def test_that_the_good_rows_are_read_exactly_and_the_others_counted(tmp_path, name):
    data, good, left_out = EXACT[name]
    file = tmp_path / "file.csv"
    file.write_bytes(data)
    read = anything(file)
    assert (len(read.lines), len(read.messages)) == (good, left_out)
    assert not any("\n" in cell or "\r" in cell for line in read.lines for cell in line)


def test_that_a_workbook_that_lies_about_its_size_is_read_exactly(tmp_path):
    file = tmp_path / "file.xlsx"
    file.write_bytes(lying_dimension())
    assert [(row.name, row.urn) for row in anything(file)] == [("Alder Park", "900101")]


_ALONE = """
import json, resource, sys
from pathlib import Path
from sipdesk.domain.errors import BadInput
from sipdesk.imports.public import Asked, read_public
from sipdesk.imports.recognise import recognise
file, said, kept, seen = Path(sys.argv[1]), "", 0, 0
try:
    read = read_public(recognise(file), file, Asked(codes=frozenset({"204"}), urns=frozenset({"900101"})))
    kept, seen = len(read.lines), read.read
except BadInput as refusal:
    said = refusal.sentence
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([said, kept, seen, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", LARGE)
def test_that_a_million_rows_end_in_time_and_no_child_grows_beyond_its_bounds(tmp_path, name):
    """In a process of its own, whose children are these alone."""
    make, wanted = LARGE[name]
    file = tmp_path / "file.csv"
    file.write_bytes(make())
    told = subprocess.run([sys.executable, "-c", _ALONE, file], capture_output=True, text=True, check=True)
    said, kept, seen, seconds, memory = json.loads(told.stdout)
    assert kept == wanted
    assert (seen in {wanted, 1_000_000}) if wanted else ("Nothing was changed" in said)
    assert seconds <= MOST_SECONDS
    assert memory * (1 if os.uname().sysname == "Darwin" else 1024) <= MOST_MEMORY
