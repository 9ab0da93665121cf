"""Heads' e-mails as they really come: what is a correction, what is agreement, and what is only comment."""

import pytest

from sipdesk.domain.correction import DraftLine, lines_named, paragraph_named
from sipdesk.domain.replied import own_words, read_email
from sipdesk.domain.visit import ResponseKind


@pytest.mark.parametrize(
    ("text", "line", "now", "should"),
    [
        ("line 42: 38 should be 36", "line 42", "38", "36"),
        ("Line 42 – 38 should read 36.", "Line 42", "38", "36"),
        ("l. 12-14 Mr Smith should read Dr Smith", "l. 12-14", "Mr Smith", "Dr Smith"),
        ("L12: 5 -> 6", "L12", "5", "6"),
        ("p2 line 7: says “roll 412” but should be 421", "p2 line 7", "roll 412", "421"),
        ("On page 2, line 7, it says 412, it should say 421", "page 2, line 7", "412", "421"),
        ("lines 30 to 32: please change “eleven” to “ten”.", "lines 30 to 32", "eleven", "ten"),
        ("- Line 8: it should be the deputy headteacher", "Line 8", "", "the deputy headteacher"),
        ("2. Line 12 - roll is 421, not 412", "Line 12", "412", "roll is 421"),
        ("42: 38 should be 36", "42", "38", "36"),
        ("Para 3: Year 4 should be Year 5", "Para 3", "Year 4", "Year 5"),
        ("line no. 5, replace May with June", "line no. 5", "May", "June"),
    ],
)
def test_that_a_line_to_correct_is_understood(text, line, now, should):
    read = read_email(text)
    assert [(one.line, one.now, one.should) for one in read.asked] == [(line, now, should)]
    assert read.kind is ResponseKind.CORRECTED
    assert read.comment == ""


@pytest.mark.parametrize(
    "text",
    [
        "From: Amara Osei <a@b.example>\nSent: 14 October\nTo: Robin\nSubject: Re: draft\n\nline 4: 38 should be 36",
        "Hi Robin, line 4: 38 should be 36",
        "line 4: 38 should be 36\n\nFri, Oct 3, 2025 at 10:00 AM Robin Marlow <r@x.example> wrote:\nline 9: 1 should be 2",
    ],
)
def test_that_what_a_copied_mail_carries_around_its_words_is_left_out(text):
    read = read_email(text)
    assert [(one.line.casefold(), one.now, one.should) for one in read.asked] == [("line 4", "38", "36")]
    assert read.comment == ""


@pytest.mark.parametrize(
    "text",
    [
        "I am happy with this.",
        "Dear Robin,\n\nThank you, very happy with the note.\n\nBest wishes\nMiriam",
        "All fine thank you, no changes.",
        "Accurate.\n\nSent from my iPhone",
        "I can confirm the note is accurate.",
        "No corrections from me. Thanks for a helpful morning.",
        "Everything looks correct.",
    ],
)
def test_that_agreement_is_understood_and_stays_the_heads_words(text):
    read = read_email(text)
    assert read.kind is ResponseKind.ACCURATE
    assert read.asked == []
    assert read.comment


@pytest.mark.parametrize(
    "text",
    [
        "This is not accurate at all.",
        "I am not happy with this.",
        "Happy with it apart from the bit on maths.",
        "Thank you. I will read it on Monday.",
        "We had 12 pupils in line 3 groups",
        "The roof is wrong, see me.",
        "",
        "\n\n\n",
    ],
)
def test_that_what_is_not_plain_is_left_to_the_partner(text):
    read = read_email(text)
    assert read.kind is None
    assert read.asked == []
    assert read.remarks


def test_that_a_paragraph_that_is_only_called_wrong_keeps_its_words_as_comment():
    read = read_email("Dear Robin,\nparagraph 3 is wrong\nKind regards\nM")
    assert [(one.line, one.should) for one in read.asked] == [("paragraph 3", "")]
    assert read.comment == "paragraph 3 is wrong"


def test_that_several_corrections_and_a_comment_are_parted():
    text = (
        "Hi,\n\nThanks for a helpful morning. Two things:\n1. Line 12 - roll is 421, not 412\n"
        "2) lines 30-32: eleven should be ten; line 40: May should be June\n\nOtherwise a fair picture.\n\nKind regards,\nM Okonkwo"
    )
    read = read_email(text)
    assert [one.line for one in read.asked] == ["Line 12", "lines 30-32", "line 40"]
    assert read.comment == "Thanks for a helpful morning. Two things:\n\nOtherwise a fair picture."


@pytest.mark.parametrize(
    "answered",
    [
        "On Tue, 7 Oct 2025 at 10:00, Robin Marlow <robin@example.org.uk> wrote:\n> line 4: bad",
        "On Tuesday, 7 October 2025, Robin Marlow\n<robin@example.org.uk> wrote:\nline 4: bad should be good",
        "-----Original Message-----\nFrom: Robin\nline 4: 3 should be 5",
        "From: Robin Marlow <robin@example.org.uk>\nSent: 7 October\nline 4: 3 should be 5",
        "________________________________\nFrom: Robin\nline 4: 3 should be 5",
        "> line 4: 3 should be 5\n> line 5",
    ],
)
def test_that_the_message_that_was_answered_is_left_out(answered):
    assert own_words(f"line 9: 1 should be 2\n\n{answered}") == "line 9: 1 should be 2"


def test_that_a_very_long_mail_is_read_in_good_time():
    for text in ("line 1: " + "a " * 100_000, "should be " * 20_000, "(" * 100_000, "p" * 200_000, "line " * 40_000):
        read_email(text)


LINES = [DraftLine(number=n, page=1 if n <= 40 else 2, text=f"words {n}", question="q") for n in range(1, 81)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("42", [42]),
        ("line 42", [42]),
        ("lines 12-14", [12, 13, 14]),
        ("12 to 14", [12, 13, 14]),
        ("page 2 line 42", [42]),
        ("p2 line 7", [47]),
        ("page 2, lines 1 and 2", [41, 42]),
        ("paragraph 3", []),
        ("the bit on maths", []),
        ("14-12", []),
        ("999", []),
        ("", []),
    ],
)
def test_that_a_place_finds_its_lines(words, numbers):
    assert [line.number for line in lines_named(words, LINES)] == numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("paragraph 2", [4, 5, 6]),
        ("Para. 1", [2]),
        ("page 2, paragraph 1", [4, 5, 6]),
        ("paragraph 2 on page 2", [7]),
        ("¶ 3", [7]),
        ("paragraph 4", []),
        ("paragraph 0", []),
        ("section 2", []),
        ("line 4", []),
    ],
)
def test_that_a_paragraph_is_looked_for_from_the_top_of_the_note_or_of_its_page(words, numbers):
    places = [(1, 0), (1, 1), (1, 0), (1, 2), (1, 2), (2, 2), (2, 3)]
    lines = [DraftLine(number=n, page=p, text="x", paragraph=which) for n, (p, which) in enumerate(places, 1)]
    assert [line.number for line in paragraph_named(words, lines)] == numbers
