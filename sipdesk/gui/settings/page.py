"""The settings: each section saves as it is changed; there is no button for that."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui.appearance import Preferences
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.places import Leaving
from sipdesk.gui.settings.central import CentralSection
from sipdesk.gui.settings.files import AboutSection, FormsSection, PlacesSection, RehearsalSection
from sipdesk.gui.settings.safety import BackupSection, MemorySection, PassphraseSection
from sipdesk.gui.settings.signing import SigningSection
from sipdesk.gui.settings.trusting import StampSection, TrustSection
from sipdesk.gui.settings.window import LockSection, LookSection, WhoSection, WordsSection
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.page import Heading, Page, Step, scrolling_column
from sipdesk.services.settings import SettingsView
from sipdesk.services.trust import TrustView

_TWO = 980
"""In pixels of normal text: from this width on there are two columns."""


class SettingsPage(Page):
    """Sections in two columns, in one where room is short."""

    left = Signal(Leaving)
    idle_chosen = Signal(int)
    help_wanted = Signal(str)
    check_wanted = Signal()
    """To the page that checks notes."""
    enrolled = Signal()
    """With a central service, or with another."""
    word = "Settings"

    def __init__(self, desk: DeskLink, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.trail = [Step("Settings")]
        self._desk, self._theme = desk, theme
        self.heading = Heading("Settings")
        self.heading.line.setText("Everything here is saved as you change it.")
        self.look, self.who = LookSection(theme), WhoSection(desk)
        self.lock, self.passphrase = LockSection(theme, preferences), PassphraseSection(desk, theme)
        self.memory, self.backup = MemorySection(desk), BackupSection(desk)
        self.words, self.places = WordsSection(desk, theme), PlacesSection(desk)
        self.forms, self.rehearsal, self.about = (
            FormsSection(desk, theme),
            RehearsalSection(desk, theme),
            AboutSection(),
        )
        self.signing, self.trust, self.stamps = SigningSection(desk), TrustSection(desk), StampSection(desk)
        self.central = CentralSection(desk)
        self._lay_out()
        self.central.changed.connect(self.enrolled)
        self.signing.check_wanted.connect(self.check_wanted)
        self.signing.changed.connect(self._load_trust)
        self.trust.changed.connect(self._load_trust)
        self.lock.chosen.connect(self.idle_chosen)
        for section in (self.backup, self.rehearsal):
            section.left.connect(self.left)
        self.about.asked.connect(lambda: self.help_wanted.emit("licences"))
        theme.changed.connect(self._fold)

    def _lay_out(self) -> None:
        lines, scroll = scrolling_column(self)
        self._scroll: QScrollArea = scroll
        lines.addWidget(self.heading)
        lines.addWidget(self.error)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(tokens.S4)
        first = (
            self.who,
            self.backup,
            self.lock,
            self.passphrase,
            self.memory,
            self.look,
            self.words,
            self.places,
            self.rehearsal,
        )
        second = (self.central, self.signing, self.trust, self.stamps, self.forms, self.about)
        for sections in (first, second):
            ground = QWidget()
            column = QVBoxLayout(ground)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(tokens.S4)
            for section in sections:
                column.addWidget(section)
            column.addStretch(1)
            self._columns.addWidget(ground, 1, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(self._columns)
        lines.addStretch(1)
        scroll.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """One column or two, as the width allows."""
        if event.type() == QEvent.Type.Resize:
            self._fold()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        wide = self._scroll.viewport().width() >= self._theme.px(_TWO)
        way = QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)

    def load(self) -> None:
        """Ask for what the desk keeps."""
        self.asked(self._desk.ask(_view, self._show, self.failed))
        self._load_trust()
        self.central.load()

    def _load_trust(self) -> None:
        self._desk.ask(_trust, self._show_trust, self.failed)

    def _show_trust(self, told: tuple[TrustView, str]) -> None:
        view, address = told
        self.signing.show_trust(view)
        self.trust.show_trust(view)
        self.stamps.show_address(address)

    def _show(self, view: SettingsView) -> None:
        for section in (self.who, self.memory, self.backup, self.words, self.forms, self.rehearsal):
            section.show_view(view)

    def arrive(self) -> None:
        """In the first field."""
        self.who.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _view(services: Services) -> SettingsView:
    return services.settings.view()


def _trust(services: Services) -> tuple[TrustView, str]:
    return services.trust.view(), services.timestamps.address()
