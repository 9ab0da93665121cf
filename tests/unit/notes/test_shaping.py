"""Where words too long for a line are cut."""

import pytest

from sipdesk.notes import fonts, shaping


@pytest.mark.parametrize(
    ("font", "word"),
    [("NoteArabic", "تظزقآیظىىغاصگجمحمد"), ("NoteArabic", "محمد" * 20), ("NoteBengali", "ক্ষুদিরাম" * 9), (fonts.REGULAR, "x" * 99)],
)  # fmt: skip
@pytest.mark.parametrize("room", [20.0, 49.5])
def test_that_no_piece_of_a_long_word_is_wider_than_the_line(font: str, word: str, room: float):
    """A letter of Arabic takes another form where it is cut off, and once that one stood out into the next column."""
    fonts.ready()
    rtl = font == "NoteArabic"
    pieces = shaping.pieces_that_fit(font, word, 9, room, room)
    assert "".join(pieces) == word
    assert all(pieces)
    assert all(shaping.run_width(font, piece, 9, rtl=rtl) <= room for piece in pieces)


def test_that_a_word_begins_on_the_next_line_where_nothing_of_it_fits():
    fonts.ready()
    assert shaping.pieces_that_fit(fonts.REGULAR, "xxxx", 9, 50, 1) == ["", "xxxx"]
    assert shaping.pieces_that_fit(fonts.REGULAR, "m", 9, 1, 1) == ["m"]
