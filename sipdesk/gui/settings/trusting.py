"""Whom this desk relies on, one certificate at a time, and the service that adds time stamps."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.settings.section import Section
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import button, label
from sipdesk.gui.widgets.field import Field

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.services.trust import Relied, TrustView

KINDS = "Trust files (*.pem *.crt *.cer);;All files (*)"
_NOBODY = "Nobody yet, beside yourself. A note that somebody else signed is called untrusted until you rely on them."


class TrustSection(Section):
    """The certificates relied on; taking one out can be undone."""

    changed = Signal()

    def __init__(self, desk: DeskLink, choose: AskOpen = ask_open) -> None:
        super().__init__("Whom you rely on", "Their signatures count at this desk. Checking a note offers the same.")
        self._desk, self.choose = desk, choose
        self._gone: Relied | None = None
        self.rows: list[QWidget] = []
        self.nobody = label(_NOBODY, "muted", wrap=True)
        self.open, self.undo = button("Rely on a trust file…"), button("Undo")
        ground = QWidget()
        self._rows = QVBoxLayout(ground)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(tokens.S2)
        self.add(self.nobody, ground)
        self.row(self.open)
        self.end()
        self.row(self.undo)
        self.undo.hide()
        self.open.clicked.connect(self._choose)
        self.undo.clicked.connect(self._take_back)

    def show_trust(self, view: "TrustView") -> None:
        """As the desk has them."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [self._row(one) for one in view.relied]
        for row in self.rows:
            self._rows.addWidget(row)
        self.nobody.setVisible(not self.rows)

    def _row(self, one: "Relied") -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(tokens.S3)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        more = " · an authority: all whom it vouches for count" if one.authority else ""
        texts.addWidget(label(one.name, "strong", wrap=True))
        texts.addWidget(label(f"Until {w.day(one.until)}{more}", "label", wrap=True))
        texts.addWidget(label(one.words, "label", wrap=True))
        out = button("Take out", name=f"Rely on {one.name} no longer")
        out.clicked.connect(partial(self._drop, one))
        line.addLayout(texts, 1)
        line.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _choose(self) -> None:
        chosen = self.choose(self, "Choose a trust file", KINDS)
        if chosen:
            from sipdesk.services.trust import read_trust_bytes  # noqa: PLC0415

            self._desk.outside(partial(read_trust_bytes, Path(chosen)), self._rely, self.refuse)

    def _rely(self, data: bytes) -> None:
        self._desk.ask(partial(_rely, data=data), self._relied, self.refuse)

    def _relied(self, new: "list[Relied]") -> None:
        self.undo.hide()
        self.tell(f"Relied on from now on: {', '.join(one.name for one in new)}.")
        self.changed.emit()

    def _drop(self, one: "Relied") -> None:
        self._desk.ask(partial(_drop, fingerprint=one.fingerprint), self._dropped, self.refuse)

    def _dropped(self, gone: "Relied") -> None:
        self._gone = gone
        self.tell(f"No longer relied on: {gone.name}.")
        self.undo.show()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take_back(self) -> None:
        if self._gone is not None:
            self._rely(self._gone.pem.encode())
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)


def _rely(services: "Services", data: bytes) -> "list[Relied]":
    return services.trust.rely(data)


def _drop(services: "Services", fingerprint: str) -> "Relied":
    return services.trust.drop(fingerprint)


class StampSection(Section):
    """The time stamping service. Saved when the field is left; nothing is asked before there is an address."""

    def __init__(self, desk: DeskLink) -> None:
        line = (
            "A time stamp proves later that a signed note was there on that day. It is added when you ask for it, while a note "
            "is checked; only the hash of the file is sent, and only to this address."
        )
        super().__init__("Time stamps", line)
        self._desk, self._kept = desk, ""
        self.address = Field("Address of the service", "As your authority gave it to you. Empty: none, and no network.")
        self.add(self.address)
        self.end()
        self.address.edit.editingFinished.connect(self._keep)

    def show_address(self, address: str) -> None:
        """As the desk has it."""
        self._kept = address
        self.address.edit.setText(address)

    def _keep(self) -> None:
        now = self.address.text.strip()
        if now != self._kept:
            self._desk.ask(partial(_set, address=now), lambda _: self._saved(now), self.refuse)

    def _saved(self, address: str) -> None:
        self._kept = address
        self.tell("Saved." if address else "Saved: no service is asked.")


def _set(services: "Services", address: str) -> object:
    return services.timestamps.set_address(address)
