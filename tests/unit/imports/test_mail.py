"""E-mails as mail programs save them: in any alphabet, with and without what they answer, whole and torn."""

import base64
from email.message import EmailMessage

import pytest

from sipdesk.imports.mail import read_mail

SAID = "Line 4: Siân’s 38 should be 36"
HEAD = b"From: a@b.example\nSubject: Re: draft\n"


@pytest.mark.parametrize("way", ["quoted-printable", "base64", "8bit"])
def test_that_each_way_of_writing_a_mail_gives_its_words(way):
    mail = EmailMessage()
    mail["Subject"] = "Re: draft"
    mail.set_content(SAID, cte=way)
    assert read_mail(mail.as_bytes()).words.strip() == SAID


@pytest.mark.parametrize("alphabet", ["utf-8", "utf-8-sig", "utf-16"])
def test_that_plain_text_is_read_in_its_alphabet(alphabet):
    assert read_mail(SAID.encode(alphabet)).words == SAID


def test_that_the_alphabet_of_western_windows_is_guessed():
    assert read_mail("Sian’s – yes".encode("cp1252")).words == "Sian’s – yes"


@pytest.mark.parametrize(
    "said", [b"MIME-Version: 1.0\n", b"Content-Type: text/plain\n", b"Content-Type: text/plain; charset=klingon\n"]
)
def test_that_a_mail_that_does_not_name_its_alphabet_loses_no_letter(said):
    assert read_mail(HEAD + said + b"\n" + SAID.encode()).words == SAID


def test_that_a_mail_in_utf_16_is_read():
    told = b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
    assert read_mail(HEAD + told + base64.encodebytes(SAID.encode("utf-16"))).words == SAID


def test_that_what_outlook_saves_as_text_is_read_below_its_head():
    told = f"From:\tAmara Osei\r\nSent:\t14 October 2025 10:00\r\nTo:\tRobin\r\nSubject:\tRe: draft\r\n\r\n{SAID}"
    assert read_mail(told.encode()).words == SAID


def test_that_markup_is_read_without_what_it_quotes():
    mail = EmailMessage()
    mail["Subject"] = "Re: draft"
    html = "<p>Line 4: 38</p><blockquote>Line 9: old<blockquote>older</blockquote></blockquote><p>Amara</p>"
    mail.set_content(html, subtype="html")
    assert read_mail(mail.as_bytes()).words.split() == ["Line", "4:", "38", "Amara"]
    mail.set_content("<blockquote>all of it</blockquote>", subtype="html")
    assert read_mail(mail.as_bytes()).words == "all of it"


def test_that_pdfs_are_found_whatever_they_are_called_and_in_a_mail_that_was_passed_on():
    inner = EmailMessage()
    inner["Subject"] = "Re: draft"
    inner.set_content("here")
    inner.add_attachment(b"%PDF-1.7 one", maintype="application", subtype="octet-stream", filename="form")
    outer = EmailMessage()
    outer["Subject"] = "Fwd"
    outer.set_content("passed on")
    outer.add_attachment(inner)
    found = read_mail(outer.as_bytes())
    assert (found.words.strip(), found.pdfs) == ("passed on", (b"%PDF-1.7 one",))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"From: a@b\nSubject: x\n",
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3000,
        HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1500)),
        HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n!!!not@@@",
        HEAD + b"Content-Type: text/html\n\n" + b"<blockquote " * 50_000,
    ],
)
def test_that_a_torn_or_wicked_mail_ends_in_words_or_none_and_in_no_error(data):
    assert isinstance(read_mail(data).words, str)


def test_that_a_heads_own_list_with_colons_is_no_mail():
    told = "Corrections:\nLine 4: 38 should be 36\nDate: it was the 6th"
    assert read_mail(told.encode()).words == told
