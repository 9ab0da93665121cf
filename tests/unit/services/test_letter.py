"""E-mail drafts: read back by a mail library as they were meant, whatever names and subjects hold."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk.domain.errors import BadInput
from sipdesk.services.letter import Attachment, Reader, is_address, letter

AT = datetime(2025, 10, 7, 8, tzinfo=UTC)
ODD = st.text(alphabet="aB é,ß;:\"'()<>@ẹọ.\\\t-=?_łŻ中😀\r\n\x00\u202e\ud800", max_size=120)


def test_that_the_same_words_give_the_same_bytes_with_the_lines_of_mail():
    told = (
        [Reader("head@school.sch.uk", "Ann")],
        [],
        "Draft",
        "Dear Ann,\n.\nFrom me\n",
        [Attachment("a.pdf", b"%PDF")],
        AT,
    )
    made = letter(*told)
    assert made == letter(*told)
    assert made.replace(b"\r\n", b"").count(b"\n") == 0
    message = message_from_bytes(made, policy=default)
    assert message["X-Unsent"] == "1"
    assert message["Date"].datetime == AT
    assert message.get_body(("plain",)).get_content().splitlines() == ["Dear Ann,", ".", "From me"]
    assert not message.defects


@given(name=ODD, subject=ODD, body=ODD, file=ODD)
def test_that_no_name_subject_or_file_breaks_out_of_its_place(name, subject, body, file):
    data = b"%PDF\r\n=_\0--=_" + name.encode("utf-8", "replace")
    made = letter(
        [Reader("head@school.sch.uk", name)],
        [Reader("chair@school.sch.uk", name)],
        subject,
        body,
        [Attachment(file, data)],
    )
    message = message_from_bytes(made)
    assert set(message.keys()) == {"X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"}
    for header, address in (("To", "head@school.sch.uk"), ("Cc", "chair@school.sch.uk")):
        assert [found for _, found in getaddresses([message[header]])] == [address]
    [whole] = message_from_bytes(made, policy=default).iter_attachments()
    assert whole.get_content() == data
    assert not set('/\\:\r\n"') & set(whole.get_filename())


@pytest.mark.parametrize(
    "name",
    ["Ünal, Ayşe", "Łukasz, Żółć " * 10, 'Ann "x" O’Neill', "ẹọṣ " * 40, "=?utf-8?q?Somebody_else?=", "A" * 1_200],
)
def test_that_a_name_in_any_letters_reads_back(name):
    message = message_from_bytes(letter([Reader("head@school.sch.uk", name)], [], name, ""))
    [(told, address)] = getaddresses([message["To"]])
    assert str(make_header(decode_header(told))).replace("\n", "") == " ".join(name.split())
    assert address == "head@school.sch.uk"
    assert str(make_header(decode_header(message["Subject"]))).replace("\r\n", "") == " ".join(name.split())


@pytest.mark.parametrize(
    "bad", ["", "head", "head@", "a b@x.uk", "a@x.uk\r\nBcc: b@x.uk", "a@x.uk, b@x.uk", "é@x.uk", "a..b@x.uk", "a@x"]
)
def test_that_what_is_no_address_is_refused_with_a_sentence(bad):
    assert not is_address(bad)
    with pytest.raises(BadInput, match="cannot be read as the e-mail address"):
        letter([Reader(bad, "Ann")], [], "s", "b")


def test_that_what_joins_and_parts_the_letters_of_a_name_stays():
    name = "می\u200cخواهم \U0001f469\u200d\U0001f3eb"
    message = message_from_bytes(letter([Reader("head@school.sch.uk", name)], [], "Draft", f"Dear {name},"))
    assert name in str(make_header(decode_header(message["To"])))
    assert name in message.get_payload(decode=True).decode()
