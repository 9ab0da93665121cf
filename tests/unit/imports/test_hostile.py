import io
import zipfile

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.imports.archive import refuse_old_workbooks
from sipdesk.imports.workbook import read_workbook
from tests.unit.imports.making import as_spreadsheets_write, rewritten, saved, workbook

BOOK = saved(workbook({"List": [["School", "URN"], ["Berger", 100218]]}))
SHARED = as_spreadsheets_write([["School", "URN"], ["Berger", 100218]])
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def with_dtd(part, book=BOOK):
    return rewritten(book, lambda name, xml: DTD + xml.split(b"?>", 1)[-1] if name == part else xml)


def rows_of(count):
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, count)).encode()
    return rewritten(
        BOOK,
        lambda name, xml: (
            xml.replace(b"</sheetData>", filler + b"</sheetData>") if name.endswith("sheet1.xml") else xml
        ),
    )


def lying():
    """A part that declares a thousandth of what it inflates to."""
    data = bytearray(rewritten(BOOK, lambda _, xml: xml, {"xl/worksheets/x.xml": b"A" * 2_000_000}))
    size = (2_000_000).to_bytes(4, "little")
    return bytes(data.replace(size, (2_000).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOOK[: len(BOOK) // 2], "its archive cannot be opened"),
        (rewritten(BOOK, lambda _, xml: xml, {"xl/vbaProject.bin": b"x"}), "contains macros"),
        (zipped(xl__workbook__bin=b"x").replace(b"workbook/bin", b"workbook.bin"), r"\.xlsb"),
        (zipped(word__document=b"<w/>"), "a Word document"),
        (zipped(ppt__slides=b"<w/>"), "a presentation"),
        (zipped(Index__Tables=b"x"), "an Apple Numbers file"),
        (zipped(readme=b"x"), "a ZIP archive"),
        (zipped(**{f"xl__{n}": b"" for n in range(201)}), "201 parts"),
        (zipped(xl__x=b"0" * 300_000_000), "swells to an unreasonable size"),
        (zipped(**{"xl__..__..__x": b"x"}), "names that no spreadsheet writes"),
        (zipped(__etc__passwd=b"x"), "names that no spreadsheet writes"),
        (zipped(xl__a=b"x", XL__A=b"y"), "names that no spreadsheet writes"),
        (with_dtd("xl/worksheets/sheet1.xml"), "declares a document type"),
        (with_dtd("xl/workbook.xml"), "declares a document type"),
        (with_dtd("xl/styles.xml"), "declares a document type"),
        (with_dtd("xl/sharedStrings.xml", SHARED), "declares a document type"),
        (rewritten(BOOK, lambda n, x: b"<x" if n.endswith("sheet1.xml") else x), "is not well formed"),
        (rewritten(BOOK, lambda n, x: None if n.endswith("sheet1.xml") else x), "cannot be read"),
        (rewritten(BOOK, lambda n, x: None if n == "xl/workbook.xml" else x), "no list of sheets"),
        (rewritten(BOOK, lambda n, x: x.replace(b'r="A2"', b'r="ZZZZ2"')), "it has a cell"),
        (rewritten(BOOK, lambda n, x: x.replace(b'r="A2"', b'r="A9999999"')), "it has a cell"),
        (rewritten(BOOK, lambda n, x: x.replace(b"<v>100218</v>", b"<v>nonsense</v>")), "row 2, cannot be read"),
        (rewritten(SHARED, lambda n, x: x.replace(b"<v>2</v>", b"<v>99</v>")), "row 2, cannot be read"),
        (
            rewritten(BOOK, lambda n, x: b"<a>" * 200 + b"</a>" * 200 if n.endswith("sheet1.xml") else x),
            "is not well formed",
        ),
        (rows_of(20_100), "more than 20,000 rows"),
    ],
)
def test_that_a_workbook_that_is_none_is_refused_with_a_plain_sentence(data, sentence):
    with pytest.raises(BadInput, match=sentence):
        read_workbook(data)


def test_that_what_inflates_beyond_its_declared_size_is_refused():
    data = (
        lying()
        .replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet2.xml")
        .replace(b"xl/worksheets/x.xml", b"xl/worksheets/y.xml")
    )
    with pytest.raises(BadInput, match=r"cannot be read|cannot be opened"):
        read_workbook(data)


def test_that_a_password_and_the_old_formats_are_named():
    with pytest.raises(BadInput, match="protected with a password"):
        refuse_old_workbooks(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(BadInput, match=r"older Office format \(.xls"):
        refuse_old_workbooks(OLE)
    refuse_old_workbooks(b"School,URN\n")
