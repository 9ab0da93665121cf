"""Visual order of a line, and the orders in which two programs find it."""

import pytest

from sipdesk.notes.directions import MARK, levels, pdfium_order, poppler_order, visual


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("ab", 0, "00"),
        ("ا ب c", 0, "11100"),
        ("a اب, c", 0, "0011000"),
        ("ا 12 ب", 0, "112211"),
        ("a 12 ب", 0, "000001"),
        ("ا a ب", 1, "11211"),
        ("(ا)", 0, "010"),
    ],
)
def test_that_each_character_has_the_level_of_the_unicode_rules(text: str, base: int, expected: str):
    assert "".join(map(str, levels(text, base))) == expected


def test_that_runs_are_met_by_the_eye_from_the_left():
    assert visual([0, 1, 0]) == [0, 1, 2]
    assert visual([1, 2, 1]) == [2, 1, 0]
    assert visual([0, 1, 2, 1, 0]) == [0, 3, 2, 1, 4]


def test_that_latin_lines_are_left_as_they_are():
    assert poppler_order("a (b) c") == pdfium_order("a (b) c") == "a (b) c"


def test_that_poppler_finds_a_stop_after_arabic_letters():
    assert poppler_order("a اب c") == "a با\u00a0c"
    assert poppler_order("a اب) c") == f"a با{MARK}) c"
    assert poppler_order("a اب, c") == "a با, c"


def test_that_pdfium_finds_the_line_from_the_right_where_arabic_words_are_more():
    assert pdfium_order("head اب said") == "head با said"
    assert pdfium_order("a اب جد هو") == "وه دج با a"
