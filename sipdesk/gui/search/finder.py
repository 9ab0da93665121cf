"""The field in the top bar and what it opens: the palette, its pages and commands, and where each row of it leads."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.places import Leaving
from sipdesk.gui.search.items import Entry, Ways
from sipdesk.gui.search.palette import Palette
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label
from sipdesk.services.programmepage import ProgrammeName

if TYPE_CHECKING:
    from sipdesk.gui.shell import Shell

_WIDE = 300
_ROOMY = 1000
"""In a narrower window, in pixels of normal text, the field is its icon."""
_AT_A_VISIT = {"go_visit", "go_note", "go_brief"}


class SearchField(QPushButton):
    """Looks like a field and opens one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "search")
        self.setAutoDefault(False)
        self.setAccessibleName("Go to a school, visit or page, or find words (Ctrl+K)")
        self.setToolTip("Go to a school, visit or page, or find words (Ctrl+K)")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = label("Go to a school, visit or page", "muted")
        self.keys = label("Ctrl K", "status")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S3, 0, tokens.S3, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.keys)
        for part in (self.words, self.keys):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.dress)
        self._roomy = True
        self.dress()

    def fold(self, *, roomy: bool) -> None:
        """The whole field, or its icon."""
        if roomy != self._roomy:
            self._roomy = roomy
            self.dress()

    def dress(self) -> None:
        """Look and size."""
        side = self._theme.px(tokens.ICON)
        self.words.setVisible(self._roomy)
        self.keys.setVisible(self._roomy)
        self.setIcon(self._theme.icon("search", "muted"))
        self.setIconSize(QSize(0, 0) if self._roomy else QSize(side, side))
        self.setFixedWidth(
            self._theme.px(_WIDE) if self._roomy else side + 2 * tokens.S3 + 2 * self._theme.palette.rule
        )


class Finder(QObject):
    """Belongs to the shell."""

    def __init__(self, shell: "Shell", desk: DeskLink, theme: Theme) -> None:
        super().__init__(shell)
        self._shell = shell
        self._theme = theme
        self.field = SearchField(theme)
        ways = Ways(shell.go_school, shell.go_visit)
        self.palette = Palette(desk, theme, ways, self._near)
        self.palette.setParent(shell)
        self.palette.offer(self._entries())
        self._desk = desk
        self.field.clicked.connect(self.palette.open_palette)
        shell.sharing.changed.connect(lambda on: self.palette.share(on=on))
        shell.page_changed.connect(self.palette.close_palette)
        QShortcut(QKeySequence("Ctrl+K"), shell, self.palette.open_palette)
        shell.installEventFilter(self)
        theme.changed.connect(self._fold)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The palette keeps to the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._fold()
            self.palette.follow()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        self.field.fold(roomy=self._shell.width() >= self._theme.px(_ROOMY))

    def _near(self) -> tuple[str, str]:
        """The school whose page stands here, or the visit one is at."""
        spot = self._shell.place()
        key = str(spot.given[0]) if spot.given else ""
        if spot.way == "go_school":
            return key, ""
        return "", key if spot.way in _AT_A_VISIT else ""

    def refresh(self) -> None:
        """Offer the programmes that the desk works by now; where they cannot be told, none is offered."""
        self._desk.ask(_programmes, self._offer, lambda _sentence: None)

    def _offer(self, programmes: list[ProgrammeName]) -> None:
        go = self._shell.go_programme
        read = [
            Entry(
                f"Programme: {one.name}", partial(go, one.authority), words="priorities glossary powers gaps partners"
            )
            for one in programmes
        ]
        self.palette.offer(self._entries() + read)

    def _entries(self) -> list[Entry]:
        shell, theme = self._shell, self._theme
        return [
            Entry("Today", shell.go_today, words="due week drafts"),
            Entry("Caseload", shell.go_caseload, words="schools"),
            Entry("Actions", shell.go_actions, words="promises open"),
            Entry("Calendar", shell.go_calendar, words="plan year dates"),
            Entry("Outbox", shell.go_outbox, words="packages service receipts sent queue requests"),
            Entry("Sync now", self._sync, words="send outbox service receipts upload"),
            Entry("Settings", shell.go_settings, words="passphrase backup appearance idle"),
            Entry("Help", shell.go_help, "F1", "keys how"),
            Entry("Import a file", shell.go_import, words="allocation register caseload"),
            Entry("Check a note…", shell.go_verify, words="verify signature signed pdf intact untrusted fingerprint"),
            Entry("Export the caseload", self._export, words="xlsx csv excel spreadsheet"),
            Entry("Lock", lambda: shell.left.emit(Leaving()), "Ctrl+L", "close leave"),
            Entry("Screen sharing", shell.sharing.toggle, "F9", "hide present"),
            Entry("Light appearance", lambda: theme.choose("light"), words="palette look colours"),
            Entry("Dark appearance", lambda: theme.choose("dark"), words="palette look colours"),
            Entry("High contrast", lambda: theme.choose("contrast"), words="palette look colours appearance"),
            Entry("Larger text", lambda: theme.step(1), "Ctrl++", "size zoom"),
            Entry("Smaller text", lambda: theme.step(-1), "Ctrl+−", "size zoom"),
        ]

    def _sync(self) -> None:
        """To the outbox, and off: unless it has something to ask first."""
        self._shell.go_outbox()
        self._shell.outbox.sync_when_shown()

    def _export(self) -> None:
        """The caseload, with its export offered."""
        self._shell.go_caseload()
        offered = self._shell.caseload.exporter.button
        offered.setFocus(Qt.FocusReason.OtherFocusReason)
        if offered.menu() is not None:
            offered.menu().popup(offered.mapToGlobal(offered.rect().bottomLeft()))


def _programmes(services: Services) -> list[ProgrammeName]:
    return services.programmepage.names()
