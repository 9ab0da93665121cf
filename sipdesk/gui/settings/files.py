"""Where things lie: the desk's folder, the programme files, the rehearsal, and what sipdesk is made of."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sipdesk import __version__, paths
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.places import Leaving, To
from sipdesk.gui.settings.section import Section
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.folders import show_folder

if TYPE_CHECKING:
    from datetime import date

    from sipdesk.app import Services
    from sipdesk.domain.errors import Problem
    from sipdesk.services.first import AuthorityChoice
    from sipdesk.services.settings import SettingsView

Opener = Callable[[Path], str | None]
"""Shows a folder, or gives the sentence that says why it cannot."""


class PlacesSection(Section):
    """The desk's folder."""

    def __init__(self, desk: DeskLink, opener: Opener = show_folder) -> None:
        super().__init__(
            "Where things lie",
            "Everything is on this machine, encrypted. Do not move this folder into OneDrive or the like.",
        )
        self.opener = opener
        self.folder = button("Open the folder")
        self.add(label(f"The desk: {desk.folder}", wrap=True))
        self.row(self.folder)
        self.end()
        self.folder.clicked.connect(lambda: self.refuse(self.opener(desk.folder) or ""))


class FormsSection(Section):
    """What the authority asks for, and files of one's own."""

    programme_wanted = Signal()
    """To the page that says what the programme says."""

    def __init__(self, desk: DeskLink, theme: Theme, opener: Opener = show_folder, own: Path | None = None) -> None:
        super().__init__("Programme files")
        self.edition = Choice(theme, "Edition")
        self.edition.hide()
        self._desk, self.opener, self.own = desk, opener, own or paths.own_forms()
        self.authority = label("", wrap=True)
        self.folder, self.check = button("Open my forms folder"), button("Check my files")
        self.read = button("What the programme says…", name="What the programme says")
        self.problems = label("", "muted", wrap=True)
        self.problems.hide()
        self.add(self.authority)
        self.row(self.read, self.edition)
        self.add(label(f"Programmes and forms of your own belong into {self.own}", "muted", wrap=True))
        self.row(self.folder, self.check)
        self.add(self.problems)
        self.end()
        self.folder.clicked.connect(lambda: self.refuse(self.opener(self.own) or ""))
        self.check.clicked.connect(self._check)
        self.edition.chosen.connect(self._choose)
        self.read.clicked.connect(lambda: self.programme_wanted.emit())  # noqa: PLW0108  - a press hands over a bool

    def show_view(self, view: "SettingsView") -> None:
        """Whose programme this desk follows."""
        self.authority.setText(f"This desk follows the programme of {view.authority}.")
        self.edition.offer([("by its dates", ""), *((name, id_) for id_, name in view.editions)], view.chosen)
        self.edition.setVisible(len(view.editions) > 1)

    def _choose(self, edition: object) -> None:
        self._desk.ask(partial(_follow, edition=str(edition)), self._chosen, self.refuse)

    def _chosen(self, view: "SettingsView") -> None:
        self.show_view(view)
        self.tell(f"{view.authority} counts from now on. Visits already opened keep the edition they were opened with.")

    def _check(self) -> None:
        say(self.problems, "")
        self.tell("Checking…")
        today = self._desk.app.clock.today()
        self._desk.outside(partial(_problems, self.own, today), self._checked, self.refuse)

    def _checked(self, found: "list[Problem] | None") -> None:
        if found is None:
            self.tell("There are no files of your own: the folder is empty or not there.")
            return
        wrong = sum(1 for problem in found if not problem.remark)
        if wrong:
            self.refuse(f"{w.count(wrong, 'mistake')} to mend before these files can be used.")
        else:
            self.tell(f"No mistakes; {w.count(len(found), 'remark')}." if found else "No mistakes and no remarks.")
        say(self.problems, "\n".join(str(problem) for problem in found))


def _follow(services: "Services", edition: str) -> "SettingsView":
    services.settings.follow(edition)
    return services.settings.view()


def _problems(own: Path, today: "date") -> "list[Problem] | None":
    from sipdesk.forms.lint import check  # noqa: PLC0415

    if not own.is_dir() or not any(own.iterdir()):
        return None
    return check(own, today)


class RehearsalSection(Section):
    """To the rehearsal, by the programme of any authority there is, and back."""

    left = Signal(Leaving)

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__("Rehearsal")
        self._desk = desk
        self._inside, self._home = False, ""
        self.words = label("", "muted", wrap=True)
        self.whose = Choice(theme, "By the programme of")
        self.whose.hide()
        self.go = button("")
        self.add(self.words)
        self.row(self.whose)
        self.row(self.go)
        self.end()
        self.go.clicked.connect(self._go)

    def show_view(self, view: "SettingsView") -> None:
        """The way there, or the way back."""
        self._inside, self._home = view.rehearsal, view.home
        inside = "You are in the rehearsal: nobody here is real, and it is made anew each time."
        outside = "Invented schools with a whole year, in a desk of their own, to try things on. Your own desk is locked meanwhile."
        self.words.setText(inside if view.rehearsal else outside)
        self.go.setText("Leave the rehearsal" if view.rehearsal else "Open the rehearsal")
        self.go.setAccessibleName(self.go.text())
        if not self._inside and self.whose.value is None:
            self._desk.outside(partial(_programmes, self._desk), self._offer, self.refuse)

    def _offer(self, found: "list[AuthorityChoice]") -> None:
        """The programmes that can be used; my own authority's is chosen."""
        usable = [(f"{one.name} {one.edition}", one.id) for one in found if not one.problem]
        ids = [value for _, value in usable]
        self.whose.setVisible(bool(usable) and not self._inside)
        if usable:
            self.whose.offer(usable, self._home if self._home in ids else ids[0])

    def _go(self) -> None:
        if self._inside:
            self.left.emit(Leaving(To.HOME))
        else:
            self.left.emit(Leaving(To.REHEARSAL, authority=self.whose.value or ""))


def _programmes(desk: DeskLink) -> "list[AuthorityChoice]":
    from sipdesk.services.first import authorities  # noqa: PLC0415

    return authorities(desk.app.library, desk.app.clock.today())


class AboutSection(Section):
    """The version and the licences."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__("About sipdesk")
        self.licences = button("Licences")
        self.add(label(f"Version {__version__}. sipdesk is free software under the MIT licence.", wrap=True))
        self.row(self.licences)
        self.licences.clicked.connect(self.asked)
