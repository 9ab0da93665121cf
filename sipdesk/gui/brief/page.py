"""The evening before: everything a partner wants to have in mind, on two pages or on this one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.brief import BriefRecord
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.brief.parts import Card, left_cards, right_cards
from sipdesk.gui.brief.saving import BRIEF, PaperSaver
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.exclusions import figures_notes, figures_table
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.chart import Pictures
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, scrolling_column

_ABREAST = 860
_NO_FIGURES = "No earlier visit has written down exclusions."


class BriefPage(Page):
    """Shows the brief of one visit; ticks that the data were looked over."""

    school_opened = Signal(str)
    visit_opened = Signal(str)
    word = "Brief"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._home = home
        self.visit = ""
        self.record: BriefRecord | None = None
        self.heading = Heading("")
        self.save = button("Save as PDF…", name="Save the brief as PDF")
        self.write = button("Write the visit", "primary")
        self.tick = button("Data reviewed", "toggle")
        self.tick.setCheckable(True)
        self._telling = False
        self.ticked = label(role="muted", wrap=True)
        self.saver = PaperSaver(desk, self)
        self._body = QWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.heading.add(self.save, self.write)
        outer, self.area = scrolling_column(self)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName("The brief; arrows and Page Down scroll it")
        data = QHBoxLayout()
        data.setSpacing(tokens.S3)
        data.addWidget(self.tick)
        data.addWidget(self.ticked, 1)
        self._abreast = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._abreast.setSpacing(tokens.S4)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setSpacing(tokens.S4)
            self._abreast.addLayout(side, 1)
        self._below = QVBoxLayout()
        self._pictures = Pictures(self._desk, self._theme)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, tokens.S1, 0, 0)
        body.setSpacing(tokens.S4)
        body.addLayout(self._abreast)
        body.addLayout(self._below)
        body.addLayout(self._pictures)
        outer.addWidget(self.heading)
        outer.addWidget(self.error)
        outer.addLayout(data)
        outer.addWidget(self._body)
        outer.addStretch(1)

    def _connect(self) -> None:
        self.save.clicked.connect(lambda: self.saver.save(BRIEF, self.visit))
        self.write.clicked.connect(lambda: self.visit_opened.emit(self.visit))
        self.tick.toggled.connect(self._turned)
        self.saver.said.connect(self.said)
        self.saver.failed.connect(self.failed)
        self.tick.toggled.connect(lambda _: self._dress())
        self._theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        name, tone = ("square-check", "accent") if self.tick.isChecked() else ("square", "muted")
        side = self._theme.px(tokens.ICON)
        self.tick.setIcon(self._theme.icon(name, tone, gap=tokens.S1))
        self.tick.setIconSize(QSize(side + tokens.S1, side))

    def load(self, visit: str) -> None:
        """The brief of a visit."""
        if visit != self.visit:
            self._clear()
        self.visit = visit
        self.trail = [Step("Caseload", self._home), Step("…")]
        self.asked(self._desk.ask(partial(_read, visit=visit), self._show, self.failed))

    def _clear(self) -> None:
        self.record = None
        self.heading.title.setText("")
        self.heading.line.setText("")
        for widget in (self.save, self.write, self.tick, self.ticked, self._body):
            widget.hide()

    def _show(self, record: BriefRecord) -> None:
        had, self.record = self.record, record
        school = Step(record.school, partial(self.school_opened.emit, record.urn))
        self.trail = [Step("Caseload", self._home), school, Step(record.title), Step("Brief")]
        self.heading.title.setText(record.school)
        when = " ".join(filter(None, (w.day(record.date), record.time)))
        facts = [f"{name} {value}" if name in {"URN", "Roll"} else value for name, value in record.facts]
        self.heading.line.setText(" · ".join(filter(None, (record.title, when or "no date yet", *facts))))
        self._tell_tick(record)
        if had is None or had.model_copy(update={"data_reviewed_on": record.data_reviewed_on}) != record:
            self._fill(record)
        for widget in (self.save, self.write, self.tick, self._body):
            widget.show()
        self.trail_changed.emit()
        if had is None:
            self.arrive()

    def _tell_tick(self, record: BriefRecord) -> None:
        on = record.data_reviewed_on
        self._telling = True
        self.tick.setChecked(on is not None)
        self._telling = False
        self.tick.setEnabled(record.writable)
        told = (
            f"on {w.day(on)}; it stands under “Date and times”"
            if on
            else "Tick it once you have looked the school’s data over."
        )
        say(self.ticked, told)

    def _fill(self, record: BriefRecord) -> None:
        for side, cards in ((self._left, left_cards(record)), (self._right, right_cards(record))):
            _empty(side)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
        _empty(self._below)
        self._below.addWidget(self._figures(record))
        self._pictures.put(record.pictures)

    def _figures(self, record: BriefRecord) -> QFrame:
        card = Card("Suspensions and permanent exclusions")
        if not record.exclusions.rows:
            card.say(_NO_FIGURES, "muted")
            return card
        table = figures_table(self._theme, record.exclusions)
        table.setMinimumHeight(table.maximumHeight())  # the page scrolls, not the table
        card.lines.addWidget(table)
        card.say(figures_notes(record.exclusions), "muted")
        return card

    def _turned(self, on: bool) -> None:
        # Not clicked: a screen reader turns it without a click.
        if not self._telling:
            self._review(on)

    def _review(self, on: bool) -> None:
        self.asked(self._desk.ask(partial(_review, visit=self.visit, done=on), self._show, self._not_reviewed))

    def _not_reviewed(self, sentence: str) -> None:
        self.failed(sentence)
        if self.record is not None:
            self._tell_tick(self.record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.px(_ABREAST)
        self._abreast.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def arrive(self) -> None:
        """On the brief itself, so that Page Down reads on."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _read(services: Services, visit: str) -> BriefRecord:
    return services.brief.of(visit)


def _review(services: Services, visit: str, done: bool) -> BriefRecord:
    return services.brief.review_data(visit, done=done)
