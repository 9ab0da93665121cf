"""Notes sealed by an earlier way of laying out pages stay what they were: intact.

A note of this very way is made once more from its record and compared to the byte (`sipdesk/notes/sameness.py`). Where pages
come out otherwise and the number of the way has not gone up, every note sealed before would be called altered.
"""

import hashlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sipdesk import notes
from sipdesk.domain.note import NoteRecord
from sipdesk.keys import identity
from sipdesk.notes.archive import RENDERER
from sipdesk.notes.verify import verify
from tests.unit.notes import samples

KEPT = Path(__file__).parents[2] / "data" / "notes"
PAGES = {3: "3ef904045b61890fddd2adf4e1c24b04bcf6382521bad4f55f846f658b4b0e27"}
"""The pages of five sample notes under the way of this number. After a change that is meant: a new number, a new hash."""


def drawn(record: NoteRecord) -> bytes:
    """What the pages draw, unpacked."""
    with pikepdf.open(BytesIO(notes.render(record).pdf)) as pdf:
        return b"\f".join(page.Contents.read_bytes() for page in pdf.pages)


def test_that_pages_come_out_as_they_always_did_under_this_number():
    records = (samples.short_draft(), samples.autumn(), samples.spring(), samples.summer(), samples.stress())
    found = hashlib.sha256(b"\v".join(drawn(record) for record in records)).hexdigest()
    assert {RENDERER: found} == PAGES, (
        "The pages of a note changed: raise RENDERER in sipdesk/notes/archive.py, and keep a note signed before the change "
        "as tests/data/notes/pages-N.pdf"
    )


@pytest.mark.parametrize("number", range(1, RENDERER))
def test_that_a_note_sealed_by_an_earlier_renderer_is_still_intact(number: int):
    trusted = identity.read_trust((KEPT / "authority.pem").read_bytes())
    found = verify((KEPT / f"pages-{number}.pdf").read_bytes(), trusted)
    assert (found.verdict, found.why) == ("intact", "Signed by Helen Ashdown and Miriam Okonkwo, and unchanged since.")
