"""Our own check that a PDF is built to PDF/A-3a and PDF/UA-1. Not a certificate: what it asks is what we know to ask.

It is a tool for the tests and `make check-pdf`. Of all this the program itself uses only `aloud`, to hear whether a note made
by another version says what its record says (sameness.py).
"""

from io import BytesIO

import pikepdf

from sipdesk.notes.checking import attachment, document, fonts, marks, structure
from sipdesk.notes.checking.aloud import listen
from sipdesk.notes.checking.content import sheets
from sipdesk.notes.checking.fault import Fault, Found

__all__ = ["Fault", "check", "judged", "look"]


def check(data: bytes, *, note: bool = True) -> list[Fault]:
    """Every fault found, in no order of weight; none is what we want. `note`: a record must be inside."""
    try:
        pdf = pikepdf.open(BytesIO(data))
    except pikepdf.PdfError as error:
        return [Fault("file", f"it cannot be opened: {error}")]
    with pdf:
        return judged(look(data, pdf, note=note))


def look(data: bytes, pdf: pikepdf.Pdf, *, note: bool = True) -> Found:
    """What stands on the pages of an open file, and what is heard of it."""
    pages = sheets(pdf)
    return Found(data, pdf, pages, listen(pdf, pages), note=note)


def judged(found: Found) -> list[Fault]:
    """Every fault of what was found."""
    rules = [*document.RULES, *attachment.RULES, *marks.RULES, *structure.RULES, *fonts.RULES]
    return [Fault(name, said) for rule in rules for name, said in rule(found)]
