"""Dates, hours, figures and the clean-up of what is typed."""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from sipdesk.notes import fonts, words
from sipdesk.notes.text import fold, printable


@pytest.mark.parametrize(
    ("amount", "said"),
    [("3.5", "3½"), ("3.50", "3½"), ("0.75", "¾"), ("1", "1"), ("0", "0"), ("2.25", "2¼"), ("3.4", "3.4"), ("3.3333333", "3.33")],
)  # fmt: skip
def test_that_hours_are_written_in_quarters_where_they_are_quarters(amount: str, said: str):
    assert words.quarters(Decimal(amount)) == said


def test_that_dates_and_times_are_british():
    assert words.long_date(dt.date(2025, 10, 7)) == "7 October 2025"
    assert words.short_date(dt.date(2025, 10, 7)) == "7 Oct 2025"
    assert words.long_date(None) == ""
    assert words.clock(dt.time(9, 5)) == "09:05"


@pytest.mark.parametrize(
    ("parts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_that_lists_read_as_sentences(parts: list[str], said: str):
    assert words.listed(parts) == said


def test_that_numbers_carry_no_needless_decimals():
    assert [words.number(value) for value in (12.0, 12.5, 0)] == ["12", "12.5", "0"]


def test_that_text_is_composed_and_its_white_space_folded():
    assert fold(" cafe\u0301\t\u00a0 a\u2028b ") == "café a b"


def test_that_direction_overrides_cannot_turn_a_name_round():
    assert fold("Ann\u202e\u2066\u200fe\u00ad\ufeff") == "Anne"


def test_that_what_no_font_has_is_named_and_counted():
    replaced: Counter[str] = Counter()
    assert printable("漢字 漢\x07", fonts.covered, replaced) == "‹U+6F22›‹U+5B57› ‹U+6F22›‹U+0007›"
    assert replaced == {"漢": 2, "字": 1, "\x07": 1}


@pytest.mark.parametrize(
    "text",
    ["ŵŷâêîôûŴŶ", "ąćęłńóśźżŁ", "çğıİöşü", "ẹọṣàé", "ٹڈڑںہےگچپک۔،؟", "محمدأإآءئؤةى", "কখগঘঙচছজঝঞক্ষশ্রড়ঢ়য়ৎংঃঁ", "😀👍🎉👩\u200d🏫❤\ufe0f", "½¼¾–—‘’“”…•→✓£€"],
)  # fmt: skip
def test_that_the_fonts_cover_the_scripts_of_our_schools(text: str):
    replaced: Counter[str] = Counter()
    printable(text, fonts.covered, replaced)
    assert not replaced


def test_that_every_family_of_fonts_ships_with_its_licence():
    folder = fonts.paths.resources() / "fonts"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for file in folder.glob("*.ttf"):
        assert file.name in readme
        licence = folder / f"OFL-{file.name.split('_')[0]}.txt"
        assert "SIL Open Font License, Version 1.1" in licence.read_text(encoding="utf-8")
