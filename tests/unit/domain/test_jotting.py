"""A line of jotting: its signs are read, everything else stays as it was typed."""

import pytest

from sipdesk.domain.jotting import Filed, Mark, Part, read_line

PARTS = [
    Part(id="context", title="Context and changes"),
    Part(id="foci", title="Focus areas", holds_foci=True),
    Part(id="voice", title="Pupil voice"),
]


def read(line: str, here: str = "context") -> Filed:
    return read_line(line, here, PARTS)


@pytest.mark.parametrize(
    ("line", "mark", "words"),
    [
        ("! ask for a phonics specialist", Mark.ACTION, "ask for a phonics specialist"),
        ("!ask for a phonics specialist", Mark.ACTION, "ask for a phonics specialist"),
        ("ask for a phonics specialist !", Mark.ACTION, "ask for a phonics specialist"),
        ("? governors visit in Nov", Mark.QUESTION, "governors visit in Nov"),
        ("do governors visit?", Mark.QUESTION, "do governors visit?"),
        ("~ lowest 20 % read daily", Mark.EVIDENCE, "lowest 20 % read daily"),
        ("what a morning!", Mark.PLAIN, "what a morning!"),
        ("roll fell by ~ 20", Mark.PLAIN, "roll fell by ~ 20"),
        ("  two   spaces  ", Mark.PLAIN, "two spaces"),
    ],
)
def test_that_a_sign_says_what_a_jotting_is(line, mark, words):
    assert (read(line).mark, read(line).words) == (mark, words)


def test_that_a_line_goes_to_the_open_section():
    assert read("new deputy from January").section == "context"


@pytest.mark.parametrize("word", ["pupil", "Pup", "voi"])
def test_that_a_word_after_the_hash_files_it_where_the_title_begins_so(word):
    filed = read(f"they like the library #{word}")
    assert (filed.section, filed.words) == ("voice", "they like the library")


def test_that_a_hash_that_fits_no_section_stays_in_the_words():
    assert read("the #oracy project").words == "the #oracy project"


def test_that_a_number_after_the_hash_puts_it_under_that_focus():
    filed = read("! map gaps #2")
    assert (filed.section, filed.focus, filed.mark, filed.words) == ("foci", 2, Mark.ACTION, "map gaps")


def test_that_focus_and_section_can_be_named_together():
    filed = read("#2 #pupil told us they choose")
    assert (filed.section, filed.focus, filed.words) == ("voice", 2, "told us they choose")


def test_that_a_year_group_is_no_focus():
    assert read("room #12 is cold").focus is None
