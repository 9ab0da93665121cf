"""What somebody could do to a signed note: each gives another file. Appended updates are what PDF allows and a certified
note does not."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from sipdesk.notes.signing import _KeptWriter


def updated(pdf: bytes, change: Callable[[Any], None], kind: type[BasePdfFileWriter] = _KeptWriter) -> bytes:
    """The file with an update behind it."""
    writer = kind(io.BytesIO(pdf))  # type: ignore[call-arg]
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _first_page(writer: Any) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def text_replaced(writer: Any) -> None:
    page = _first_page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def page_added(writer: Any) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].append(writer.add_object(generic.DictionaryObject(dict(_first_page(writer).items()))))
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def note_stuck_on(writer: Any) -> None:
    page = _first_page(writer)
    told = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    stuck = generic.DictionaryObject({generic.pdf_name(k): generic.pdf_name(v) for k, v in told.items()})
    stuck["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (10, 10, 300, 300)])
    stuck["/Contents"] = generic.pdf_string("Inadequate")
    held = list(page["/Annots"]) if "/Annots" in page else []
    page["/Annots"] = generic.ArrayObject([*held, writer.add_object(stuck)])
    writer.update_container(page)


def attachment_swapped(writer: Any) -> None:
    spec = writer.root["/AF"][0]
    spec["/EF"]["/F"] = writer.add_object(generic.StreamObject(stream_data=b"{}"))
    writer.update_container(spec)


def field_moved(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 500, 700)])
    writer.update_container(field)


def face_exchanged(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    field["/AP"] = writer.root["/AcroForm"]["/Fields"][0]["/AP"]
    writer.update_container(field)


def signature_taken_out(writer: Any) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    del field["/V"]
    writer.update_container(field)


def title_changed(writer: Any) -> None:
    info = writer.trailer["/Info"]
    info["/Title"] = generic.pdf_string("Another title")
    writer.update_container(info)


def metadata_changed(writer: Any) -> None:
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x/>"))
    writer.update_root()


def script_added(writer: Any) -> None:
    script = generic.DictionaryObject({generic.pdf_name("/S"): generic.pdf_name("/JavaScript")})
    script["/JS"] = generic.pdf_string("app.alert('hello')")
    writer.root["/OpenAction"] = writer.add_object(script)
    writer.update_root()


def something_added(writer: Any) -> None:
    writer.add_object(generic.StreamObject(stream_data=b"nobody sees this"))


def another_catalogue(writer: Any) -> None:
    other = generic.DictionaryObject(dict(writer.root.items()))
    other["/Lang"] = generic.pdf_string("cy")
    writer.trailer["/Root"] = writer._root = writer.add_object(other)


UPDATES = (text_replaced, page_added, note_stuck_on, attachment_swapped, field_moved, face_exchanged, signature_taken_out,
           title_changed, metadata_changed, script_added, something_added, another_catalogue)  # fmt: skip


def by_pyhanko_s_own_writer(pdf: bytes) -> bytes:
    """An update that changes nothing but what its own writer always does: title, date and metadata."""
    return updated(pdf, something_added, IncrementalPdfFileWriter)


def saved_anew(pdf: bytes) -> bytes:
    """Opened and saved, as an editor does."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def printed(pdf: bytes) -> bytes:
    """Printed to PDF: the pages alone."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened, pikepdf.new() as copy:
        copy.add_pages_from(opened)
        for page in copy.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        if "/AcroForm" in copy.Root:
            del copy.Root["/AcroForm"]
        copy.save(out)
    return out.getvalue()


def places(pdf: bytes) -> list[tuple[int, int]]:
    """Where the signatures themselves stand: from `<` to `>`."""
    found, at = [], 0
    while (at := pdf.find(b"/Contents <", at)) >= 0:
        start = at + len(b"/Contents ")
        found.append((start, pdf.index(b">", start) + 1))
        at = start
    return found


def flipped(pdf: bytes, at: int, mutation: int) -> bytes:
    """One byte made another: a bit, the case of a letter, nothing, everything."""
    made = bytearray(pdf)
    made[at] = (made[at] ^ 1, made[at] ^ 0x20, 0, 255)[mutation]
    return bytes(made)
