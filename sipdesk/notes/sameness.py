"""Do the pages say what the record inside says? Against a program that would sign one thing and show another.

Where this very version of sipdesk made the file it is made once more from its record: the same bytes, or at least the
same objects (another machine may pack them in another way). A file of another version may be laid out and worded in
another way; then all that people wrote has to be heard in it, and nothing of length that they did not write.
"""

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from sipdesk.domain.note import NoteRecord
from sipdesk.notes import text
from sipdesk.notes.archive import TOOL
from sipdesk.notes.document import document
from sipdesk.notes.nodes import written
from sipdesk.notes.record import attached

OTHER = "The pages do not say what the record inside says."
_WORD = re.compile(r"[^\W\d_]{3,}")
_LABELS = 8
"""So many words of a picture may be labels of another version's."""
_LONG = 12
"""So many words in a paragraph are no label of another version's form."""


def difference(reader: PdfFileReader, pdf: bytes, record: NoteRecord, data: bytes) -> str:
    """A sentence where pages and record differ; empty where they are one."""
    first = _first(reader, pdf)
    if first is None:
        return "The file was put together in another way than sipdesk does it."
    if _tool(reader) != TOOL:
        return _heard(first, record, data)
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415 - reportlab, only where it is needed

    again = lay_out(document(record, data), attached(record, data)).pdf
    return "" if first == again or _same_objects(first, again) else OTHER


def _first(reader: PdfFileReader, pdf: bytes) -> bytes | None:
    """The file before anybody signed."""
    at = reader.xrefs.get_startxref_for_revision(0)
    end = re.compile(rb"startxref\n%d\n%%%%EOF\n" % at).search(pdf, at)
    return pdf[: end.end()] if end else None


def _tool(reader: PdfFileReader) -> str:
    info: Any = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401 - its get() follows no reference
    return str(info["/Creator"]) if "/Creator" in info else ""


def _same_objects(one: bytes, other: bytes) -> bool:
    import pikepdf  # noqa: PLC0415 - only where the quick way fails

    with pikepdf.open(BytesIO(one)) as first, pikepdf.open(BytesIO(other)) as second:
        return _objects(first) == _objects(second)


def _objects(pdf: Any) -> list[tuple[str, bytes]]:
    """Every object with its stream unpacked; those that only pack others are left out."""
    import pikepdf  # noqa: PLC0415

    out = []
    for held in pdf.objects:
        if not isinstance(held, pikepdf.Stream):
            out.append((_flat(held), b""))
        elif str(held.get("/Type")) not in {"/ObjStm", "/XRef"}:
            told = sorted((key, _flat(value)) for key, value in held.items() if key not in {"/Length", "/Length1"})
            out.append((repr(told), held.read_bytes()))
    return out


def _flat(held: Any) -> str:
    return held.unparse(resolved=False).decode("latin-1") if hasattr(held, "unparse") else repr(held)


def _heard(pdf: bytes, record: NoteRecord, data: bytes) -> str:
    import pikepdf  # noqa: PLC0415

    from sipdesk.notes.checking.aloud import letters, spoken  # noqa: PLC0415

    with pikepdf.open(BytesIO(pdf)) as opened:
        said = [text.fold(words) for _kind, words in spoken(opened)]
        drawn = letters(opened)
    tree = document(record, data)
    wanted = [text.fold(part) for node in tree.nodes for part in written(node)]
    whole = " ".join(said)
    missing = [one for one in _people_wrote(record) if one not in whole]
    known = " ".join([*wanted, tree.marking, tree.status])
    strange = [one for one in said if len(one.split()) > _LONG and one not in known]
    return OTHER if missing or strange or _strange_letters(drawn, f"{known} {whole}") else ""


def _strange_letters(drawn: list[str], known: str) -> bool:
    """Whether a picture has more to read than its labels: words of no figure, no label and no other place of the note."""
    words = set(_WORD.findall(known.casefold()))
    for one in drawn:
        left = _WORD.findall(one.casefold())
        if sum(word not in words for word in left) > _LABELS:
            return True
    return False


def _people_wrote(record: NoteRecord) -> list[str]:
    """What stands in the note word for word, whatever its layout: names, prose, answers in words."""
    told: Any = record.model_dump(mode="json")
    heads = [one.comment for one in (*record.earlier, record.response) if one is not None]
    prose = [record.school.name, record.partner, record.marking, *record.summary, *record.remarks, *heads]
    answers = [item["answer"] for section in told["sections"] for item in section["items"]]
    lines = [line for one in [*prose, *_strings(answers)] for line in one.splitlines()]
    folded = (text.fold(line.strip().removeprefix("- ").removeprefix("• ")) for line in lines)
    return [line for line in folded if len(line.split()) > 2]


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for part in held for one in _strings(part)]
