"""The right column of a visit: what I know above, jottings below; and the aids of the fields, tied to the same page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.domain.jotting import Jotting, Mark
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.aids import VisitAids
from sipdesk.gui.visit.jottings import JottingsBox
from sipdesk.gui.visit.known import KnownCard
from sipdesk.gui.visit.placing import place_words
from sipdesk.services.known import Item, Known
from sipdesk.services.writing import VisitView

if TYPE_CHECKING:
    from sipdesk.gui.visit.page import VisitPage

JOT = "Ctrl+J"
_KNOWN = 55
"""Hundredths of the column's height that what I know never has to give up."""
_STANDS = "The text of this visit stands, so nothing can be placed into it."
_NOWHERE = "This section has no text field that could take these words. Move the jotting to another section."


class Side(QWidget):
    """Asks what is known once for each visit; shows it section by section."""

    said = Signal(str)

    def __init__(self, theme: Theme, desk: DeskLink, aids: VisitAids) -> None:
        super().__init__()
        self._desk = desk
        self._visit = ""
        self._section = ""
        self.writable = True
        self.known = KnownCard(theme)
        self.jottings = JottingsBox(theme, desk, aids)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S3)
        for part in (self.known, self.jottings):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        column.addStretch(1)
        self.jottings.said.connect(self.said)

    def event(self, event: QEvent) -> bool:
        """Where both have more to show than there is room, the jottings keep nearly half."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            room = self.height() - tokens.S3
            left = max(room - self.jottings.sizeHint().height(), room * _KNOWN // 100)
            self.known.setMaximumHeight(max(left, self.known.minimumSizeHint().height()))
        return super().event(event)

    def load(self, visit: str, *, writable: bool) -> None:
        """Another visit, or the same read anew."""
        self.writable = writable
        if visit != self._visit:
            self._visit = visit
            self.known.put(None)
            self.known.show_section("", writable=False)
            self._desk.ask(lambda services: services.known.of(visit), self._show, self.said.emit)
        self.jottings.load(visit)

    def _show(self, known: Known) -> None:
        if known.visit == self._visit:
            self.known.put(known)
            self.known.show_section(self._section, writable=self.writable)

    def open_section(self, section: str) -> None:
        """Another section is open."""
        self._section = section
        self.known.show_section(section, writable=self.writable)
        self.jottings.open_section(section)

    def jot(self) -> None:
        """The keyboard to the jotting field."""
        self.jottings.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)


class Beside(QObject):
    """Ties side and aids to the page they stand on."""

    def __init__(self, page: "VisitPage", desk: DeskLink, theme: Theme) -> None:
        super().__init__(page)
        self._page = page
        self._last = ""
        self.aids = VisitAids(theme, desk, page)
        self.side = Side(theme, desk, self.aids)
        page.aids = self.aids
        self.aids.parted.connect(page.draft.part)
        page.put_side(self.side)
        page.view_loaded.connect(self._loaded)
        page.section_opened.connect(self._opened)
        for source in (self.side, self.aids):
            source.said.connect(page.said)
        self.side.jottings.place_wanted.connect(self._place)
        self.side.known.copied.connect(self._copy)
        QShortcut(QKeySequence(JOT), page, self.jot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(QKeySequence("Esc"), self.side, self._back, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _loaded(self, view: VisitView) -> None:
        self.aids.open_visit(view.visit.id)
        self.side.load(view.visit.id, writable=not view.read_only)

    def _opened(self, section: str) -> None:
        self._last = ""
        self.side.open_section(section)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        body = self._page.body
        if now is not None and body is not None and body.isAncestorOf(now) and body.active is not None:
            self._last = body.active.field

    def jot(self) -> None:
        """The keyboard to the jotting field, and with Esc back to where it was."""
        if not self.side.isVisible():
            self._page.columns.side_switch.click()
        self.side.jot()

    def _back(self) -> None:
        if self._last:
            self._page.go_to(self._last)

    # -- words into the text -------------------------------------------------------------------------------------

    def _place(self, jotting: Jotting) -> None:
        if jotting.section != self._page.section:
            self._page.open_section(jotting.section, enter=False)
        taken = self._take(jotting.words, jotting.mark)
        if taken:
            self.side.jottings.place(jotting, taken)

    def _copy(self, item: Item) -> None:
        self._take(item.copied or item.words, Mark.PLAIN)

    def _take(self, words: str, mark: Mark) -> str:
        body = self._page.body
        taken = place_words(body.boxes, words, mark, self._last) if body and self.side.writable else ""
        if body is not None and taken:
            box = body.boxes[taken]
            self._page.columns.bring(box)
            self._page.said.emit(f"Placed under “{box.prompt.text()}” · Ctrl+Z takes it back")
        else:
            self._page.said.emit(_NOWHERE if self.side.writable else _STANDS)
        return taken
