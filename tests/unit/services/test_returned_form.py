"""What a head typed into the reply form comes back letter by letter, or it is said that it did not."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.correction import FormReply
from sipdesk.services import demo, replies, sending
from tests.unit.services.returned import fill, put


@pytest.fixture
def visit(app: App) -> str:
    """A visit with nothing missing, being written."""
    opened, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    told = demo.answers("2025-26/autumn")
    told.pop("move", None)
    app.run(app.services.files.fill, opened.id, told)
    return opened.id


def sent(app: App, visit: str, folder: Path) -> bytes:
    """The form that went with the draft."""
    made = sending.make(app.run(app.services.sending.prepare, visit, None), folder)
    app.run(app.services.sending.keep, made)
    return made.form.read_bytes()


def test_that_a_comment_comes_back_with_every_letter_and_space_that_was_typed(app, visit, tmp_path):
    form = sent(app, visit, tmp_path)
    typed = "می\u200cخواهم \U0001f469\u200d\U0001f3eb 10\u00a0000 pupils\tso\u2028two lines\u202e\x07"
    read = replies.read_file(put(tmp_path, fill(form, ("accurate",), comment=typed)))
    kept = "می\u200cخواهم \U0001f469\u200d\U0001f3eb 10\u00a0000 pupils so\ntwo lines"
    assert app.run(app.services.replies.matched, visit, read).comment == kept


def test_that_a_comment_longer_than_is_read_is_told(app, visit, tmp_path):
    form = sent(app, visit, tmp_path)
    read = replies.read_file(put(tmp_path, fill(form, ("accurate",), comment="Too much. " * 3_000)))
    assert "look at the form itself" in app.run(app.services.replies.matched, visit, read).remarks[-1]
    assert "look at it itself" in replies.understood("Too much of it. " * 20_000).remarks[-1]


def test_that_what_is_no_text_in_a_field_is_nothing(app, visit, tmp_path):
    form = sent(app, visit, tmp_path)
    with pikepdf.open(BytesIO(form)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if field.T in {"comment", "now_1"}:
                field.V = pikepdf.Dictionary(A=1)
        pdf.save(tmp_path / "odd.pdf")
    read = replies.read_file(tmp_path / "odd.pdf")
    assert isinstance(read, FormReply)
    assert (read.comment, read.asked) == ("", [])
