"""Who signs at this desk: the certificate, its fingerprint for others to compare, and one that an authority issued."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.first.identity import make_identity
from sipdesk.gui.note.printing import AskPrinter, ask_printer, pictures_of, put_on
from sipdesk.gui.settings.section import Section
from sipdesk.gui.widgets.asking import AskOpen, AskSave, ask_open, ask_save
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtPrintSupport import QPrinter

    from sipdesk.app import Services
    from sipdesk.services.signing import Card
    from sipdesk.services.trust import TrustView

_NONE = "This desk has no key yet. It makes one when you first sign, or now."
_SOON = 60
"""Days before its end from which a certificate is spoken of."""


def flow_of(*widgets: QWidget) -> QWidget:
    """Controls that go on in the next line where room is short."""
    made, row = QWidget(), Flow()
    made.setLayout(row)
    for widget in widgets:
        row.addWidget(widget)
    return made


class SigningSection(Section):
    """The partner's own certificate."""

    check_wanted = Signal()
    """To the page that checks notes."""
    changed = Signal()
    """Another certificate."""

    def __init__(self, desk: DeskLink, choose: AskOpen = ask_open, save: AskSave = ask_save) -> None:
        super().__init__("Signing", "The key your notes are signed with. It stays in this desk and its backups.")
        self._desk, self.choose, self.save = desk, choose, save
        self._card: Card | None = None
        self._partner = ""
        self._file: Path | None = None
        self.name, self.vouched = label(role="strong", wrap=True), label(role="muted", wrap=True)
        self.ends = label(wrap=True)
        self.ends.setProperty("tone", "part")
        self.words, self.figures = _selectable(), _selectable("label")
        self.make = button("Make my key now")
        self.copy, self.trust = button("Copy the words"), button("Save the trust file…")
        self.page, self.open = button("Save the fingerprint page…"), button("Take in a certificate (.p12)…")
        self.check = button("Check a note…")
        self.print = button("Print the fingerprint page…")
        self.printer: AskPrinter = ask_printer
        self.passphrase = Field("Passphrase of the certificate file", "Used once, and never kept.", secret=True)
        self.go, self.drop = button("Take it in", "primary"), button("Leave it as it is")
        self._asked = flow_of(self.go, self.drop)
        self._first = flow_of(self.make)
        self._tools = flow_of(self.copy, self.trust, self.page, self.print)
        self.add(self.name, self.vouched, self.ends, self.words, self.figures, self._first, self._tools)
        self.add(flow_of(self.open, self.check), self.passphrase, self._asked)
        self.end()
        self._connect()
        self.fold(away=True)
        self.show_card(None)

    def _connect(self) -> None:
        self.make.clicked.connect(self._make)
        self.copy.clicked.connect(self._copy)
        self.trust.clicked.connect(self._save_trust)
        self.page.clicked.connect(self._save_page)
        self.print.clicked.connect(self._print_page)
        self.open.clicked.connect(self._choose)
        self.check.clicked.connect(self.check_wanted)
        self.go.clicked.connect(self._take)
        self.passphrase.edit.returnPressed.connect(self._take)
        self.drop.clicked.connect(lambda: self.fold(away=True))

    # -- who signs -----------------------------------------------------------------------------------------------

    def show_trust(self, view: "TrustView") -> None:
        """As the desk has it."""
        self._partner = view.partner
        self.show_card(view.card)
        soon = view.card is not None and view.ends_in <= _SOON
        say(self.ends, _ends(view.ends_in, own=view.card is not None and view.card.self_signed) if soon else "")

    def show_card(self, card: "Card | None") -> None:
        """The certificate, or that there is none yet."""
        self._card = card
        self.name.setText(card.name if card else _NONE)
        self._first.setVisible(card is None)
        for widget in (self.vouched, self.words, self.figures, self._tools):
            widget.setVisible(card is not None)
        say(self.ends, "")
        if card:
            vouched = "Nobody else vouches for it: others compare its fingerprint once" if card.self_signed else f"Vouched for by {card.vouched_by}"  # fmt: skip
            self.vouched.setText(f"{vouched}. Good until {w.day(card.until)}.")
            self.words.setText(card.words)
            self.figures.setText(card.fingerprint)

    def _make(self) -> None:
        self.make.setEnabled(False)
        self.tell("Making your key…")
        make_identity(self._desk, self._made, self._refused)

    def _made(self) -> None:
        self.make.setEnabled(True)
        self.tell("Your key is made and kept in this desk.")
        self.changed.emit()

    def _refused(self, sentence: str) -> None:
        self.make.setEnabled(True)
        self.go.setEnabled(True)
        self.refuse(sentence)

    # -- for others ----------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self._card is not None:
            QGuiApplication.clipboard().setText(self._card.words)
            self.tell("Copied. It is cleared from the clipboard when the desk locks.")

    def _save_trust(self) -> None:
        target = self.save(self, "Save the trust file", "sipdesk-trust.pem", "Trust files (*.pem)")
        if target:
            self._desk.ask(_trust_file, partial(self._write_trust, Path(target)), self.refuse)

    def _write_trust(self, target: Path, pem: bytes) -> None:
        from sipdesk.services.trust import write_trust_file  # noqa: PLC0415

        self._write(
            partial(write_trust_file, pem, target), target, "Hand it over by hand, or from an address they know."
        )

    def _save_page(self) -> None:
        card = self._card
        target = self.save(self, "Save the fingerprint page", "fingerprint.pdf", "PDF (*.pdf)") if card else ""
        if card and target:
            from sipdesk.services.trust import write_fingerprint_page  # noqa: PLC0415

            self._write(partial(write_fingerprint_page, card, Path(target)), Path(target), "Print it, or read it out.")

    def _print_page(self) -> None:
        card = self._card
        printer = self.printer(self) if card else None
        if card and printer is not None:
            from sipdesk.services.trust import fingerprint_page  # noqa: PLC0415

            self.tell("Printing…")
            self._desk.outside(lambda: pictures_of(fingerprint_page(card)), partial(self._put_on, printer), self.refuse)

    def _put_on(self, printer: "QPrinter", pictures: "list[QImage]") -> None:
        put_on(printer, pictures)
        self.tell("Sent to the printer.")

    def _write(self, call: Callable[[], None], target: Path, then: str) -> None:
        self._desk.outside(call, lambda _: self.tell(f"Saved as {target.name}. {then}"), self.refuse)

    # -- an authority's certificate ------------------------------------------------------------------------------

    def fold(self, *, away: bool) -> None:
        """Put the passphrase away, empty, or ask for it."""
        self.passphrase.edit.clear()
        for widget in (self.passphrase, self._asked):
            widget.setVisible(not away)
        self.tell("")

    def _choose(self) -> None:
        chosen = self.choose(self, "Choose the certificate file", "Certificate files (*.p12 *.pfx);;All files (*)")
        if chosen:
            self._file = Path(chosen)
            self.fold(away=False)
            self.tell(
                f"{self._file.name} takes the place of the certificate above. Notes signed with that one stay good."
            )
            self.passphrase.edit.setFocus()

    def _take(self) -> None:
        if self._file is None:
            return
        from sipdesk.services.trust import read_p12  # noqa: PLC0415

        self.go.setEnabled(False)
        self.tell("Checking the certificate and its chain…")
        read = partial(read_p12, self._file, self.passphrase.text, self._desk.app.clock.now())
        self.passphrase.edit.clear()
        self._desk.outside(read, self._keep, self._refused)

    def _keep(self, taken: object) -> None:
        self._desk.ask(partial(_take_in, taken=taken), self._taken, self._refused)

    def _taken(self, card: "Card") -> None:
        self.go.setEnabled(True)
        self.fold(away=True)
        self.tell(f"From now on you sign with the certificate of {card.name}. Make a backup: it holds the key.")
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _ends(days: int, *, own: bool) -> str:
    """Near its end, or past it."""
    told = "It has ended" if days < 0 else f"It ends in {w.count(days, 'day')}"
    if own:
        return f"{told}. {'A' if days < 0 else 'After that a'} new one is made when you sign; others compare its words anew."
    return f"{told}: take a new one in before you sign." if days < 0 else f"{told}. Ask for a new one."


def _selectable(role: str = "") -> QLabel:
    made = label("", role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _trust_file(services: "Services") -> bytes:
    return services.signing.trust_file()


def _take_in(services: "Services", taken: object) -> "Card":
    return services.signing.take(taken)  # type: ignore[arg-type]  # what `read_p12` gave; this room does not know keys
