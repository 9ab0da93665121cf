"""What a checked file says, as cards: the verdict, who signed, what the note is, the file itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from sipdesk.domain.clock import LONDON
from sipdesk.domain.verdict import Finding, SignatureFound, TimestampFound
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.brief.parts import Card
from sipdesk.gui.marks import Sign
from sipdesk.gui.note.mark import StateMark
from sipdesk.gui.theme import Theme
from sipdesk.gui.verify import signs
from sipdesk.gui.verify.checker import Checked
from sipdesk.gui.widgets.controls import abreast, announce, button, label
from sipdesk.services.trust import Relied
from sipdesk.services.verification import Report

_KILO = 1000


def verdict_card(checked: Checked, theme: Theme) -> Card:
    """The word with its mark, the reason in a sentence, and what to do."""
    report = checked.report
    card = Card("")
    for empty in card.findChildren(QLabel):  # the word itself is the title
        card.lines.removeWidget(empty)
        empty.deleteLater()
    sign = signs.SIGNS[report.verdict.verdict] if report else signs.UNREAD
    word = label(sign.word, "title")
    card.lines.addWidget(_marked(sign, word, theme))
    card.say(report.verdict.why if report else checked.refused)
    if report:
        card.say(signs.THEN.get(report.verdict.verdict, ""), "muted")
    return card


def _marked(sign: Sign, words: QLabel, theme: Theme) -> QWidget:
    """A mark before words, never alone."""
    mark = StateMark(theme)
    mark.show_sign(sign)
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.S2)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(words, 1)
    return made


def signatures_card(report: Report, theme: Theme) -> Card:
    """Who signed, when, with whose certificate, and whether that is relied on; then the time stamps."""
    altered = report.verdict.verdict is Finding.ALTERED
    card = Card("The signatures in it" if altered else "Signatures")
    if altered:
        card.say("They were not given to the file as it is now.", "muted")
    for n, one in enumerate(report.verdict.signatures):
        if n:
            card.part()
        _signature(card, one)
    for certificate in report.certificates:
        card.part()
        sign = None if altered else signs.RELIED if _is_relied(report, certificate) else signs.STRANGE
        _certificate(card, certificate, sign, theme)
    for stamp in report.verdict.timestamps:
        card.part()
        card.say(_stamp(stamp))
    return card


def _signature(card: Card, one: SignatureFound) -> None:
    card.say(f"{one.statement}: {one.name}" if one.statement else one.name, "strong")
    card.say(" · ".join(filter(None, (one.role, _moment(one)))), "muted")
    if one.certificate and one.certificate != one.name:
        card.say(f"With the certificate of {one.certificate}", "muted")


def _moment(one: SignatureFound | TimestampFound) -> str:
    if one.at is None:
        return ""
    at = one.at.astimezone(LONDON)
    return f"{w.day(at.date())} at {at:%H:%M}"


def _is_relied(report: Report, certificate: Relied) -> bool:
    return any(one.fingerprint == certificate.fingerprint and one.trusted for one in report.verdict.signatures)


def _certificate(card: Card, certificate: Relied, sign: Sign | None, theme: Theme) -> None:
    """`sign`: whether it is relied on; None where that is no matter."""
    name = f"Certificate of {certificate.name}"
    if sign is None:
        card.say(name, "strong")
    else:
        card.lines.addWidget(_marked(sign, label(f"{name}: {sign.word}", "strong", wrap=True), theme))
    card.say(certificate.words)
    card.say(certificate.fingerprint, "label")


def _stamp(stamp: TimestampFound) -> str:
    relied = "relied on" if stamp.trusted else "whose clock this desk has not been told to rely on"
    return f"Time stamped on {_moment(stamp)} by {stamp.service}, {relied}."


def note_card(report: Report) -> Card:
    """What the record inside says; of an altered file, what it claims."""
    claims = report.verdict.verdict is Finding.ALTERED
    card = Card("What it claims to be" if claims else "The note")
    if claims:
        card.say("Read from the record inside, which cannot be relied on either.", "muted")
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens.S4)
    grid.setVerticalSpacing(tokens.S1)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(report.facts):
        grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        told = label(value, wrap=True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(told, row, 1)
    card.lines.addLayout(grid)
    return card


def file_card(report: Report, stamp: Callable[[], None]) -> Card:
    """The file itself: its hash, and what this desk knows of it."""
    card = Card("The file")
    card.say(f"{report.name} · {max(1, report.size // _KILO)} kB")
    card.say(report.desk, "muted")
    card.say("SHA-256", "caption")
    sha256 = report.verdict.sha256
    card.say(" ".join(sha256[at : at + 16] for at in range(0, len(sha256), 16)))
    copy = button("Copy the SHA-256")
    copy.clicked.connect(partial(_copy, copy, sha256))
    controls = [copy]
    if report.stampable and not report.verdict.timestamps:
        add = button("Add a time stamp")
        add.clicked.connect(stamp)
        card.say("A time stamp sends the hash of the file, and nothing else, to the service in your settings.", "muted")
        controls.append(add)
    card.lines.addSpacing(tokens.S1)
    card.lines.addWidget(abreast(*controls))
    return card


def _copy(pressed: QWidget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    announce(pressed, "Copied.")


def cards_of(checked: Checked, theme: Theme, stamp: Callable[[], None]) -> tuple[list[QFrame], list[QFrame]]:
    """The cards at the left and at the right."""
    left: list[QFrame] = [verdict_card(checked, theme)]
    right: list[QFrame] = []
    report = checked.report
    if report is None:
        return left, right
    if report.verdict.signatures:
        left.append(signatures_card(report, theme))
    if report.facts:
        right.append(note_card(report))
    right.append(file_card(report, stamp))
    return left, right
