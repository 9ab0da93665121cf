"""Enrolling: the authority's file is chosen and read, who and where is shown with words to compare, and only then it counts."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.first.identity import make_identity
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.gui.widgets.flow import Flow

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.domain.changes import Changes
    from sipdesk.services.enrolling import Offer

KINDS = "Enrolment files (*.sipenrol);;All files (*)"
_MOST = 1_000_000
"""Bytes of a file that are read; a whole one is a few thousand."""


_DEEDS = {
    "renewed": "Take it",
    "older": "Take the older one",
    "changed key": "Replace the keys",
    "other authority": "Change to this authority",
}


class JoinPanel(QWidget):
    """One file at a time. Says nothing while none is chosen."""

    joined = Signal(str)
    """What else there is to say, often nothing."""
    refused = Signal(str)

    def __init__(self, desk: DeskLink, choose: AskOpen = ask_open) -> None:
        super().__init__()
        self._desk, self.choose = desk, choose
        self._data = b""
        self.open = button("Open the authority’s file…")
        self.name, self.place = label("", "strong", wrap=True), label("", wrap=True)
        self.words, self.says = label("", wrap=True), label("", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sets = label("", "muted", wrap=True)
        self._agreed = False
        self.go, self.drop = button("Join", "primary"), button("Not now")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S2)
        first, last = Flow(), Flow()
        first.addWidget(self.open)
        for made in (self.go, self.drop):
            last.addWidget(made)
        lines.addLayout(first)
        self._told = (self.name, self.says, self.words, self.place, self.sets)
        for widget in self._told:
            lines.addWidget(widget)
        lines.addLayout(last)
        self.open.clicked.connect(self._choose)
        self.go.clicked.connect(self._join)
        self.drop.clicked.connect(self.rest)
        self.rest()

    def rest(self) -> None:
        """No file is chosen."""
        back = self.isAncestorOf(self.focusWidget() or self.window())
        self._data = b""
        self._fold(away=True)
        if back:
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self, *, away: bool) -> None:
        self.open.setVisible(away)
        for widget in (*self._told, self.go, self.drop):
            widget.setVisible(not away)

    def _choose(self) -> None:
        chosen = self.choose(self, "Choose the enrolment file", KINDS)
        if chosen:
            self.take(Path(chosen))

    def take(self, file: Path) -> None:
        """Read a file, outside; nothing of it counts yet."""
        self._desk.outside(partial(read_file, file), self._read, self.refused.emit)

    def _read(self, data: bytes) -> None:
        self._desk.ask(partial(_look, data=data), partial(self._show, data), self.refused.emit)

    def _show(self, data: bytes, offer: "Offer") -> None:
        self._data = data
        self._fold(away=False)
        self._agreed = offer.asks
        self.name.setText(" · ".join(dict.fromkeys((offer.name, offer.service))))
        self.says.setText(" ".join(offer.says))
        self.says.setProperty("role", "doubt" if offer.asks else "")
        self.says.style().unpolish(self.says)
        self.says.style().polish(self.says)
        self.words.setText(f"Its twelve words: {offer.words}")
        self.place.setText(f"Notes go to {offer.to}.{_others(offer)}")
        say(self.sets, _sets(offer))
        same = offer.standing == "same"
        self.go.setVisible(not same)
        self.go.setText(_DEEDS.get(offer.standing, "Join"))
        self.go.setAccessibleName(f"{self.go.text()}: {offer.name}")
        self.drop.setText("All right" if same else "Not now")
        self.drop.setAccessibleName(self.drop.text())
        (self.drop if same else self.go).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.name.text()}. {self.says.text()} {self.words.text()}")

    def _join(self) -> None:
        """The key this desk signs with is made first, outside, where there is none: the greeting is signed with it."""
        self.go.setEnabled(False)
        make_identity(self._desk, self._enrol, self._not_joined)

    def _enrol(self) -> None:
        self._desk.ask(partial(_enrol, data=self._data, agreed=self._agreed), self._joined, self._not_joined)

    def _joined(self, changes: "Changes") -> None:
        self.go.setEnabled(True)
        self.rest()
        self.joined.emit(" ".join(changes.remarks))

    def _not_joined(self, sentence: str) -> None:
        self.go.setEnabled(True)
        self.refused.emit(sentence)


def read_file(file: Path) -> bytes:
    """The bytes of an enrolment file; of anything larger only the beginning, which is then none."""
    with file.open("rb") as opened:
        return opened.read(_MOST)


def _look(services: "Services", data: bytes) -> "Offer":
    return services.enrolling.look(data)


def _enrol(services: "Services", data: bytes, *, agreed: bool) -> "Changes":
    return services.enrolling.enrol(data, agreed=agreed)


def _others(offer: "Offer") -> str:
    return "".join(f" Those of schools of authority {one.la_code}: to {one.to}." for one in offer.others)


def _sets(offer: "Offer") -> str:
    """What else the file sets."""
    told = [
        f"Programme: {offer.programme}." if offer.programme else "",
        f"Marking on notes: {offer.marking}." if offer.marking else "",
        "Recovery: the authority could open this desk for you if you forget your passphrase." if offer.recovery else "",
    ]
    return " ".join(filter(None, told))
