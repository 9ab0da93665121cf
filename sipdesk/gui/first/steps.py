"""The four steps. Each holds what was typed, says what is missing, and writes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.passphrase import NewPassphrase
from sipdesk.gui.widgets.tick import Dot, Tick, UnderWords

if TYPE_CHECKING:
    from sipdesk.services.first import AuthorityChoice

IMPORT, EMPTY, REHEARSAL = "import", "empty", "rehearsal"
_KEPT = "A backup needs it too. Write it down and keep it where you keep your passport."
_CARE = f"This passphrase is the only key to your desk. Nobody can recover it: not we, not your authority. {_KEPT}"
_CARE_BESIDE = (
    "This passphrase opens your desk. We cannot recover it; your authority could set a new one with the recovery key that its "
    f"enrolment file names. {_KEPT}"
)
_REMEMBER = (
    "sipdesk then opens without asking, for whoever is signed in to this device. After a lock it asks all the same."
)


class Step(QWidget):
    """One step. `missing` says what stands in the way of the next."""

    title = ""
    entered = Signal()
    """Enter was pressed where that means “go on”."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(tokens.S3)

    def add(self, *widgets: QWidget) -> None:
        """Below what is there."""
        for widget in widgets:
            self.lines.addWidget(widget)

    def ready(self) -> bool:
        """Whether the step is done; it says itself what is missing."""
        return True

    def arrive(self) -> None:
        """Put the keyboard where the work is."""


def told_below(mark: QAbstractButton, told: QLabel) -> QVBoxLayout:
    """A box or a dot with what it means close below, under its words."""
    made = QVBoxLayout()
    made.setSpacing(tokens.S1)
    UnderWords(mark, told)
    made.addWidget(mark)
    made.addWidget(told)
    return made


class WhoStep(Step):
    """Who are you."""

    title = "Who you are"

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Your name", "As it should stand on each note of visit.")
        self.post = Field("Your title, if you wish", "Left empty, notes say what your authority calls its partners.")
        self.look = button("Look round first: open the rehearsal school")
        self.backup = button("I have a backup from another machine")
        self.add(self.name, self.post)
        self.lines.addSpacing(tokens.S2)
        ways = Flow()
        for other in (self.look, self.backup):
            ways.addWidget(other)
        self.lines.addLayout(ways)
        self.name.edit.returnPressed.connect(self.entered)
        self.post.edit.returnPressed.connect(self.entered)

    def ready(self) -> bool:
        """A name is needed."""
        if self.name.text.strip():
            return True
        self.name.refuse("Type your name: it stands on each note.")
        return False

    def arrive(self) -> None:
        """In the name."""
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _close(*widgets: QWidget) -> QWidget:
    """One close below the other: what is said belongs to what it is said of."""
    held = QWidget()
    lines = QVBoxLayout(held)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(tokens.S1)
    for widget in widgets:
        lines.addWidget(widget)
    return held


class AuthorityStep(Step):
    """Which authority: what it asks for comes from its forms."""

    title = "Your authority"
    wanted = Signal()
    """Look again which there are."""

    def __init__(self, own: Path, opener: Callable[[Path], str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._choices: list[AuthorityChoice] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(tokens.S2)
        self.error = label(role="error", wrap=True)
        self.again = button("Look again")
        self.folder = button("Open that folder")
        self.lines.addWidget(
            label("Whose programme do you follow? Your visits and notes are laid out as it asks.", wrap=True)
        )
        self.lines.addLayout(self._list)
        self.add(
            self.error,
            label(f"Yours is not here? Put its folder of forms into {own} and look again.", "hint", wrap=True),
        )
        row = QHBoxLayout()
        row.addWidget(self.folder)
        row.addWidget(self.again)
        row.addStretch()
        self.lines.addLayout(row)
        self.error.hide()
        self.again.clicked.connect(self.wanted)
        self.folder.clicked.connect(lambda: self._show_folder(opener(own)))

    def _show_folder(self, sentence: str) -> None:
        say(self.error, sentence)
        announce(self, sentence)

    def offer(self, choices: "list[AuthorityChoice]") -> None:
        """Those there are; the one chosen before stays chosen."""
        before = self.chosen
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for old in self._group.buttons():
            self._group.removeButton(old)
        self._choices = choices
        usable = [choice for choice in choices if not choice.problem]
        for choice in choices:
            made = Dot(f"{choice.name} · {choice.edition}" if choice.edition else choice.name)
            made.setEnabled(not choice.problem)
            made.setMinimumHeight(tokens.TARGET)  # also while the page is still finding room for all of them
            made.setProperty("authority", choice.id)
            made.setChecked(not choice.problem and (choice.id == before or len(usable) == 1))
            self._group.addButton(made)
            told = [
                f"{choice.status[:1].upper()}{choice.status[1:]}." if choice.status else "",
                choice.problem,
                choice.remark,
            ]
            told += ["From your own folder."] if choice.own else []
            line = label(" ".join(filter(None, told)), "error" if choice.problem else "muted", wrap=True)
            made.setAccessibleDescription(line.text())
            UnderWords(made, line)
            self._list.addWidget(_close(made, line))

    @property
    def chosen(self) -> str:
        """The id of the authority; empty while none is chosen."""
        checked = self._group.checkedButton()
        return str(checked.property("authority")) if checked is not None else ""

    def choose(self, authority: str) -> None:
        """One of them, by its id; says so where it is not here."""
        found = next((one for one in self._group.buttons() if one.property("authority") == authority), None)
        if found is not None and found.isEnabled():
            found.setChecked(True)
            say(self.error, "")
        else:
            say(self.error, f"The file names the programme “{authority}”, which is not here. Put its folder in place and look again, or choose the one your authority told you.")  # fmt: skip

    def ready(self) -> bool:
        """One has to be chosen."""
        say(self.error, "" if self.chosen else "Choose the authority whose schools you visit.")
        return bool(self.chosen)

    def arrive(self) -> None:
        """On the chosen one."""
        target = self._group.checkedButton() or next(iter(self._group.buttons()), None) or self.again
        target.setFocus(Qt.FocusReason.OtherFocusReason)


class PassphraseStep(Step):
    """The passphrase, and what it means."""

    title = "Passphrase"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.typed = NewPassphrase(theme)
        self.remember = Tick("Remember on this device")
        self.remember.setAccessibleDescription(_REMEMBER)
        self.told = label(_REMEMBER, "hint", wrap=True)
        self.care = label(_CARE, "strong", wrap=True)
        self.add(self.care, self.typed)
        self.lines.addLayout(told_below(self.remember, self.told))
        self.offer_memory(there=False)
        self.typed.entered.connect(self.entered)

    def say_who_recovers(self, authority: bool) -> None:
        """Whether the passphrase is the only key, or an authority has another."""
        self.care.setText(_CARE_BESIDE if authority else _CARE)

    def offer_memory(self, *, there: bool) -> None:
        """Only where the device has a keyring."""
        self.remember.setVisible(there)
        self.told.setVisible(there)

    def ready(self) -> bool:
        """Long enough and twice the same."""
        return bool(self.typed.value())

    def arrive(self) -> None:
        """In the first field."""
        self.typed.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class SchoolsStep(Step):
    """What to begin with."""

    title = "Your schools"

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.lines.addWidget(label("What do you want to begin with?", wrap=True))
        for key, text, told in (
            (IMPORT, "Import my caseload", "From your authority's allocation sheet (XLSX or CSV). You see every row before anything is taken."),
            (EMPTY, "Begin with an empty caseload", "You can import later, from Caseload."),
            (REHEARSAL, "Open the rehearsal school", "Invented schools with a whole year by your authority's programme, in a desk of their own marked REHEARSAL throughout. Your own desk is made as well."),
        ):  # fmt: skip
            made = Dot(text)
            made.setProperty("way", key)
            made.setAccessibleDescription(told)
            made.setChecked(key == IMPORT)
            self._group.addButton(made)
            line = label(told, "muted", wrap=True)
            self.lines.addLayout(told_below(made, line))

    @property
    def way(self) -> str:
        """Which one."""
        chosen = self._group.checkedButton()
        return str(chosen.property("way")) if chosen is not None else IMPORT

    def choose(self, way: str) -> None:
        """As though it had been clicked."""
        for made in self._group.buttons():
            made.setChecked(made.property("way") == way)

    def arrive(self) -> None:
        """On the chosen one."""
        chosen = self._group.checkedButton() or self._group.buttons()[0]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
