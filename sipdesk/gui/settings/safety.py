"""Passphrase, this device's memory of it, backups: what keeps the desk shut to others and safe from loss."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.places import Leaving, To
from sipdesk.gui.settings.section import Section
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import ask_open, ask_save
from sipdesk.gui.widgets.controls import button, label
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.passphrase import NewPassphrase

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.services.care import Health
    from sipdesk.services.settings import SettingsView

AskPath = Callable[[QWidget, str], str]
_KINDS = "sipdesk backups (*.sipbackup)"


def ask_to_save(parent: QWidget, name: str) -> str:
    """Where a backup goes, by the system's own dialogue."""
    return ask_save(parent, "Back up to", name, _KINDS)


def ask_to_open(parent: QWidget, _name: str) -> str:
    """Which backup, by the system's own dialogue."""
    return ask_open(parent, "Choose a backup", f"{_KINDS};;All files (*)")


class PassphraseSection(Section):
    """Folded until it is wanted."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(
            "Passphrase",
            "Nobody can recover it, unless Central service here says that your authority can. Backups made before a change "
            "still open with the old one.",
        )
        self._desk = desk
        self.open = button("Change the passphrase…")
        self.old = Field("The passphrase now", secret=True)
        self.new = NewPassphrase(theme)
        self.go = button("Change it", "primary")
        self.drop = button("Leave it as it is")
        self.row(self.open)
        self.add(self.old, self.new)
        self.row(self.go, self.drop)
        self.end()
        self.open.clicked.connect(lambda: self.fold(away=False))
        self.drop.clicked.connect(lambda: self.fold(away=True))
        self.go.clicked.connect(self._change)
        self.new.entered.connect(self._change)
        self.fold(away=True)

    def fold(self, *, away: bool) -> None:
        """Put the fields away, empty, or show them."""
        self.open.setVisible(away)
        for widget in (self.old, self.new, self.go, self.drop):
            widget.setVisible(not away)
        self.old.edit.clear()
        self.new.forget()
        self.tell("")
        if not away:
            self.old.edit.setFocus()

    def _change(self) -> None:
        if not self.old.text:
            self.old.refuse("Type the passphrase that opens the desk now.")
            return
        new = self.new.value()
        if not new:
            return
        self.tell("Changing…")
        self.go.setEnabled(False)
        self._desk.ask(partial(_change, old=self.old.text, new=new), self._changed, self._refused)

    def _changed(self, desk_id: str) -> None:
        self.go.setEnabled(True)
        self.fold(away=True)
        self.tell("Changed. Make a backup now: older ones still open with the old passphrase.")
        self.open.setFocus()
        # What the device remembers is the old one; it would only be refused.
        self._desk.outside(partial(_forget, desk_id), lambda _: None, lambda _: None)

    def _refused(self, sentence: str) -> None:
        self.go.setEnabled(True)
        self.refuse(sentence)


def _change(services: "Services", old: str, new: str) -> str:
    return services.settings.change_passphrase(old, new)


def _forget(desk_id: str) -> None:
    from sipdesk.system.secrets import forget  # noqa: PLC0415

    forget(desk_id)


class MemorySection(Section):
    """Whether this device's keyring opens the desk. Not there where there is no keyring."""

    def __init__(self, desk: DeskLink) -> None:
        line = (
            "sipdesk then opens without asking, for whoever is signed in to this device. "
            "After a lock it asks for the passphrase all the same."
        )
        super().__init__("Remember on this device", line)
        self._desk, self._id = desk, ""
        self.passphrase = Field("Passphrase", secret=True)
        self.go, self.drop = button("Remember"), button("Forget on this device")
        self.add(self.passphrase)
        self.row(self.go, self.drop)
        self.end()
        self.go.clicked.connect(self._ask)
        self.passphrase.edit.returnPressed.connect(self._ask)
        self.drop.clicked.connect(self._forget)
        self.hide()

    def show_view(self, view: "SettingsView") -> None:
        """Look whether the device can remember, and whether it does."""
        self._id = view.id
        self._desk.outside(partial(_memory, view.id), self._found, lambda _: None)

    def _found(self, found: tuple[bool, bool]) -> None:
        there, remembered = found
        self.setVisible(there)
        self.passphrase.setVisible(not remembered)
        self.go.setVisible(not remembered)
        self.drop.setVisible(remembered)

    def _ask(self) -> None:
        if self.passphrase.text:
            self._desk.ask(partial(_fits, passphrase=self.passphrase.text), self._fits, self.passphrase.refuse)
        else:
            self.passphrase.refuse("Type the passphrase of this desk.")

    def _fits(self, desk_id: str) -> None:
        keep = partial(_remember, desk_id, self.passphrase.text)
        self.passphrase.edit.clear()
        self._desk.outside(keep, lambda _: self._done(remembered=True), self.refuse)

    def _forget(self) -> None:
        self._desk.outside(partial(_forget, self._id), lambda _: self._done(remembered=False), self.refuse)

    def _done(self, *, remembered: bool) -> None:
        self._found((True, remembered))
        self.tell("This device remembers the passphrase." if remembered else "Forgotten on this device.")
        (self.drop if remembered else self.passphrase.edit).setFocus()


def _fits(services: "Services", passphrase: str) -> str:
    return services.settings.fits(passphrase)


def _remember(desk_id: str, passphrase: str) -> None:
    from sipdesk.system.secrets import remember  # noqa: PLC0415

    remember(desk_id, passphrase)


def _memory(desk_id: str) -> tuple[bool, bool]:
    from sipdesk.system.secrets import can_remember, passphrase_from_keyring  # noqa: PLC0415

    there = can_remember()
    return there, there and passphrase_from_keyring(desk_id) is not None


class BackupSection(Section):
    """Backups, and whether all of the desk is sound."""

    left = Signal(Leaving)

    def __init__(self, desk: DeskLink, save: AskPath = ask_to_save, choose: AskPath = ask_to_open) -> None:
        super().__init__(
            "Backup", "One encrypted file that opens with today’s passphrase. It may lie anywhere, also in OneDrive."
        )
        self._desk, self.save, self.choose = desk, save, choose
        self._file: Path | None = None
        self.last = label("", "muted", wrap=True)
        self.make, self.put, self.check = button("Back up now…"), button("Restore a backup…"), button("Check the desk")
        self.passphrase = Field("Passphrase of the backup", secret=True)
        self.go, self.drop = button("Put it in place of this desk", "primary"), button("Leave the desk as it is")
        self.add(self.last)
        self.row(self.make, self.put, self.check)
        self.add(self.passphrase)
        self.row(self.go, self.drop)
        self.end()
        self.make.clicked.connect(self._make)
        self.put.clicked.connect(self._choose)
        self.check.clicked.connect(self._check)
        self.go.clicked.connect(self._restore)
        self.passphrase.edit.returnPressed.connect(self._restore)
        self.drop.clicked.connect(lambda: self._fold(away=True))
        self._fold(away=True)

    def _fold(self, *, away: bool) -> None:
        for widget in (self.passphrase, self.go, self.drop):
            widget.setVisible(not away)
        self.passphrase.edit.clear()
        self.tell("")

    def show_view(self, view: "SettingsView") -> None:
        """When the last one was made."""
        if not view.last_backup:
            self.last.setText("There is no backup of this desk yet.")
            return
        from sipdesk.domain.clock import local  # noqa: PLC0415

        on = local(view.last_backup)
        self.last.setText(f"The last one was made on {w.day(on.date())} at {on:%H:%M}.")

    def _make(self) -> None:
        from sipdesk.domain.clock import LONDON  # noqa: PLC0415

        today = self._desk.app.clock.now().astimezone(LONDON).date()
        target = self.save(self, f"sipdesk {today:%Y-%m-%d}.sipbackup")
        if target:
            file = Path(target)
            self.tell("Backing up and reading it back…")
            self._desk.ask(partial(_backup, file=file), partial(self._made, file.name), self.refuse)

    def _made(self, name: str, view: "SettingsView | None") -> None:
        if view is None:
            self.tell(f"Nothing has changed since the backup in {name}; it was left as it is.")
        else:
            self.show_view(view)
            self.tell(f"Backed up to {name}, read back and found whole.")

    def _choose(self) -> None:
        chosen = self.choose(self, "")
        if chosen:
            self._file = Path(chosen)
            self._fold(away=False)
            self.tell(f"{self._file.name} takes the place of this desk. The desk as it is now is kept beside it.")
            self.passphrase.edit.setFocus()

    def _restore(self) -> None:
        if not self.passphrase.text:
            self.passphrase.refuse("Type the passphrase of the backup.")
        elif self._file is not None:
            self.left.emit(Leaving(To.RESTORE, backup=self._file, passphrase=self.passphrase.text))

    def _check(self) -> None:
        self.tell("Reading the whole desk…")
        self._desk.ask(_check, self._checked, self.refuse)

    def _checked(self, health: "Health") -> None:
        self.tell(
            f"Sound: {w.count(health.schools, 'school')}, {w.count(health.visits, 'visit')}, "
            f"{w.count(health.answers, 'answer')}, {w.count(health.sealed, 'signed file')}, "
            f"a record of {w.count(health.audit, 'change')} without a gap."
        )


def _backup(services: "Services", file: Path) -> "SettingsView | None":
    from sipdesk.services import care  # noqa: PLC0415

    return services.settings.view() if care.backup(services.desk, file) is not None else None


def _check(services: "Services") -> "Health":
    from sipdesk.services import care  # noqa: PLC0415

    return care.check(services.desk, services.forms)
