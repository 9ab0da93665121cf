"""Is this the note as it was signed? A PDF is dropped or chosen; the verdict stands first. Nothing of it is kept."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from sipdesk.domain.verdict import Finding
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.marks import Sign
from sipdesk.gui.theme import Theme
from sipdesk.gui.verify import signs
from sipdesk.gui.verify.cards import cards_of
from sipdesk.gui.verify.checker import Checked, Checker
from sipdesk.gui.verify.reply import reply_card
from sipdesk.gui.verify.stranger import StrangerCard
from sipdesk.gui.widgets.asking import AskOpenMany, ask_open_many
from sipdesk.gui.widgets.controls import announce, button, frame, label, say
from sipdesk.gui.widgets.page import Heading, Step, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.services.timestamps import Stamped, stamp, write_beside
from sipdesk.services.verification import open_file

if TYPE_CHECKING:
    from sipdesk.app import Services

_KINDS = "Notes of visit (*.pdf);;All files (*)"
_ABREAST = 900
_ROWS = 5
_READING = 560
_WHAT = (
    "A signed note of visit says for itself whether anything in it was changed, who signed it and with whose certificate. Drop "
    "one or several here, or on any other page; the answer is worked out on this machine, and nothing of the file is kept."
)


class VerifyPage(PrivatePage):
    """Shows one checked file, and a list of them where there are several."""

    reply_wanted = Signal(str, object)
    """A head's reply form is to be taken in: the visit, and the file, or None only to go there."""
    word = "Verifying"

    def __init__(self, desk: DeskLink, theme: Theme, ask: AskOpenMany = ask_open_many) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self.ask = ask
        self.trail = [Step("Check a note")]
        self.checker = Checker(desk)
        self.found: list[Checked] = []
        self._count = 0
        self._stranger: StrangerCard | None = None
        self._what = label(_WHAT, "muted", wrap=True)
        self.heading = Heading("Check a note")
        self.another = button("Check another…", name="Check another file")
        self.choose = button("Choose a file…", "primary")
        self.bar = QProgressBar()
        self.cancel = button("Cancel")
        self.told = label(role="strong", wrap=True)
        self.list = QListWidget()
        self._result = QWidget()
        self._lay_out()
        self._connect()
        self._measure()
        self.clear()

    def _lay_out(self) -> None:
        self.heading.add(self.another)
        self.heading.line.hide()
        outer, self.area = scrolling_column(self.body)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName("What was found; arrows and Page Down scroll it")
        self._empty = frame("card")
        inside = QVBoxLayout(self._empty)
        inside.setContentsMargins(tokens.S5, tokens.S6, tokens.S5, tokens.S6)
        inside.setSpacing(tokens.S3)
        inside.addWidget(label("Drop a note of visit here, or choose it", "section", wrap=True))
        told = QBoxLayout(QBoxLayout.Direction.LeftToRight)  # else its height would be reckoned from the card's width
        told.addWidget(self._what, 1000)
        told.addStretch(1)
        inside.addLayout(told)
        inside.addWidget(self.choose)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Checking")
        self.list.setProperty("role", "links")
        self.list.setAccessibleName("The files, each with its verdict")
        self._abreast = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._result)
        self._abreast.setContentsMargins(0, 0, 0, 0)
        self._abreast.setSpacing(tokens.S4)
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for side in self._sides:
            side.setSpacing(tokens.S4)
            self._abreast.addLayout(side, 1)
        for widget in (
            self.heading,
            self.error,
            self._empty,
            self.bar,
            self.cancel,
            self.told,
            self.list,
            self._result,
        ):
            outer.addWidget(widget)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask)
        self.another.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._cancel)
        self.checker.checked.connect(self._checked)
        self.checker.finished.connect(self._finished)
        self.list.currentRowChanged.connect(self._choose_row)
        self._theme.changed.connect(self._redress)

    # -- what is checked -----------------------------------------------------------------------------------------

    def load(self, files: object = None) -> None:
        """Check these files, or wait for some."""
        self.clear()
        if isinstance(files, Sequence) and files:
            self._begin([Path(file) for file in files])

    def _ask(self) -> None:
        chosen = self.ask(self, "Check a note of visit", _KINDS)
        if chosen:
            self.load(chosen)

    def _begin(self, files: list[Path]) -> None:
        self._count = len(files)
        self._empty.hide()
        self.bar.setRange(0, len(files) if len(files) > 1 else 0)
        self.bar.setValue(0)
        self.bar.show()
        self.cancel.show()
        self._say(f"Checking {w.count(len(files), 'file')}…")
        self.checker.begin(files)

    def clear(self) -> None:
        """Nothing of any file stays."""
        self.checker.stop()
        self.found = []
        self.list.clear()
        self._empty_sides()
        say(self.error, "")
        for widget in (self.list, self._result, self.bar, self.cancel, self.another, self.told):
            widget.hide()
        self._empty.show()

    def _cancel(self) -> None:
        self.checker.stop()
        self.bar.hide()
        self.cancel.hide()
        self.another.show()
        self._say(f"Stopped. {len(self.found)} of {self._count} files were checked.")

    def _checked(self, checked: Checked) -> None:
        self.found.append(checked)
        self.bar.setValue(len(self.found))
        if self._count > 1:
            self._add_row(checked)
        if len(self.found) == 1:
            self._show(checked)

    def _finished(self) -> None:
        self.bar.hide()
        self.cancel.hide()
        self.another.show()
        say(self.told, _sum(self.found) if self._count > 1 else "")
        self.said.emit(f"Checked {w.count(len(self.found), 'file')}.")
        first = self.found[0]
        why = first.report.verdict.why if first.report and first.reply is None else first.refused
        announce(self, self.told.text() if self._count > 1 else f"{_sign(first).word}. {why}")
        if self.isVisible():
            self.arrive()

    def _say(self, sentence: str) -> None:
        say(self.told, sentence)
        announce(self, sentence)

    # -- what is shown -------------------------------------------------------------------------------------------

    def _add_row(self, checked: Checked) -> None:
        item = QListWidgetItem(
            signs.picture(_sign(checked), self._theme), f"{_sign(checked).word} · {checked.file.name}"
        )
        self.list.addItem(item)
        self.list.show()
        self._measure()
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _choose_row(self, row: int) -> None:
        if 0 <= row < len(self.found):
            self._show(self.found[row])

    def _show(self, checked: Checked) -> None:
        self._empty_sides()
        left: list[QFrame]
        right: list[QFrame]
        if checked.reply is not None:
            whose = checked.reply
            file = checked.file if whose.waits else None
            left, right = [reply_card(whose, lambda: self.reply_wanted.emit(whose.visit, file))], []
        else:
            left, right = cards_of(checked, self._theme, partial(self._stamp, checked.file))
        self._stranger = self._offer(checked)
        if self._stranger is not None:
            left.insert(1, self._stranger)
        for side, cards in zip(self._sides, (left, right), strict=True):
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
        self._result.show()

    def _offer(self, checked: Checked) -> StrangerCard | None:
        """The way to rely on a certificate, where the file is whole but for that."""
        report = checked.report
        if report is None or report.verdict.verdict is not Finding.UNTRUSTED:
            return None
        strange = {one.fingerprint for one in report.verdict.signatures if not one.trusted}
        certificate = next((one for one in report.certificates if one.fingerprint in strange), None)
        if certificate is None:
            return None
        card = StrangerCard(self._desk, certificate)
        card.relied.connect(self._relied)
        return card

    def _relied(self, sentence: str) -> None:
        """The same files once more: they may be intact now."""
        self.said.emit(sentence)
        self.load([one.file for one in self.found])

    def _empty_sides(self) -> None:
        self._stranger = None
        for side in self._sides:
            while (item := side.takeAt(0)) is not None:
                card = item.widget()
                if isinstance(card, QFrame):
                    card.hide()
                    card.deleteLater()

    def _redress(self) -> None:
        for row, checked in enumerate(self.found[: self.list.count()]):
            self.list.item(row).setIcon(signs.picture(_sign(checked), self._theme))
        self._measure()
        self._fold()

    def _measure(self) -> None:
        side = self._theme.px(14)
        self.list.setIconSize(QSize(side, side))
        self._what.setMaximumWidth(self._theme.px(_READING))
        rows = min(max(1, self.list.count()), _ROWS)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), self._theme.px(tokens.TARGET)) + 2 * tokens.S2)

    def _fold(self) -> None:
        wide = self.width() >= self._theme.px(_ABREAST)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._abreast.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside one another, or below where room is short."""
        super().resizeEvent(event)
        self._fold()

    def arrive(self) -> None:
        """Where the work is."""
        if self.checker.busy:
            target: QWidget = self.cancel
        elif not self.found:
            target = self.choose
        else:
            target = self.list if self.list.isVisible() else self.area
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- a time stamp --------------------------------------------------------------------------------------------

    def _stamp(self, file: Path) -> None:
        say(self.error, "")
        self._say("Asking for a time stamp…")
        self._desk.ask(_address, partial(self._fetch, file), self._not_stamped)

    def _fetch(self, file: Path, address: str) -> None:
        self._desk.outside(lambda: stamp(open_file(file).pdf, address), partial(self._keep, file), self._not_stamped)

    def _keep(self, file: Path, made: Stamped) -> None:
        self._desk.ask(partial(_keep, made=made), lambda _: self._write(file, made), self._not_stamped)

    def _write(self, file: Path, made: Stamped) -> None:
        self._desk.outside(partial(write_beside, file, made), self._stamped, self._not_stamped)

    def _stamped(self, target: Path) -> None:
        self.said.emit(f"Saved as {target.name}; the desk keeps it as well.")
        self.load([target])

    def _not_stamped(self, sentence: str) -> None:
        say(self.told, "")
        self.failed(sentence)


def _sign(checked: Checked) -> Sign:
    if checked.reply is not None:
        return signs.REPLY
    return signs.SIGNS[checked.report.verdict.verdict] if checked.report else signs.UNREAD


def _sum(found: list[Checked]) -> str:
    """`3 files: 2 intact, 1 altered.`"""
    words = sorted((_sign(one).order, _sign(one).word.lower()) for one in found)
    counted = dict.fromkeys(word for _, word in words)
    told = ", ".join(f"{sum(1 for _, other in words if other == word)} {word}" for word in counted)
    return f"{w.count(len(found), 'file')}: {told}."


def _address(services: "Services") -> str:
    return services.timestamps.address()


def _keep(services: "Services", made: Stamped) -> None:
    services.timestamps.keep(made)
