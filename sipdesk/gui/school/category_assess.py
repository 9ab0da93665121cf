"""Looking at the risks of a school: each indicator yes, no or not assessed, with evidence, day and confidence; what it rests on."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sipdesk.domain.placement import Assessment, Judged, RegisterView
from sipdesk.domain.rules import Item
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.school.category_card import AskCard, DayField, Paragraph
from sipdesk.gui.school.category_part import Part, on_key
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.gui.widgets.tick import Tick

ANSWERS = {"yes": "Yes", "no": "No", "not assessed": "Not assessed"}
_TONES = {"yes": "late", "no": "text", "not assessed": "muted"}
_CONFIDENCE = (("not said", ""), ("low", "low"), ("medium", "medium"), ("high", "high"))
_SAFEGUARDING = "Safeguarding goes by the authority’s safeguarding route at once, today and by telephone. Writing it here tells nobody."
_HELD = "In this desk, for you to weigh:"
_ROWS = 5
"""So many indicators stand above the one that is looked at, on the smallest screen."""
_SOURCES = 12
"""Made beforehand, so that the keyboard comes by them in order."""
_KEYS = "Y yes · N no · X not assessed, for the indicator one stands on; its evidence below"


class IndicatorBox(QFrame):
    """The one to look at now. What is chosen or typed counts at once."""

    judged = Signal(str, object)
    """The indicator's id, `Judged`."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        theme: Theme = part.theme
        self.setProperty("role", "card")
        self._item: Item | None = None
        self._setting = False
        self._today = part.today
        self.title = label(role="strong", wrap=True)
        self.route = label(_SAFEGUARDING, "error", wrap=True)
        self.held = label(role="muted", wrap=True)
        self.group = QButtonGroup(self)
        self.answers: dict[str, QPushButton] = {}
        self.evidence = Paragraph(theme, "Evidence", "What was seen or read, and where")
        self.on = DayField("Looked at on", part.today)
        self.confidence = Choice(theme, "Confidence")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        lines.setSpacing(tokens.S2)
        row = Flow()
        for answer, word in ANSWERS.items():
            made = button(word, "toggle")
            made.setCheckable(True)
            made.setMinimumWidth(theme.px(88))
            self.group.addButton(made)
            self.answers[answer] = made
            row.addWidget(made)
        lines.addWidget(self.title)
        lines.addWidget(self.held)
        lines.addLayout(row)
        lines.addWidget(self.route)
        lines.addWidget(self.evidence)
        low = QGridLayout()
        low.setHorizontalSpacing(tokens.S4)
        low.addWidget(self.on, 0, 0, Qt.AlignmentFlag.AlignTop)
        low.addWidget(abreast(self.confidence), 0, 1, Qt.AlignmentFlag.AlignVCenter)
        low.setColumnStretch(0, 1)
        low.setColumnStretch(1, 1)
        lines.addLayout(low)
        self.group.buttonClicked.connect(lambda _button: self._answered())
        self.evidence.edit.edited.connect(self._tell)
        self.on.edit.textChanged.connect(lambda _text: self._tell())
        self.confidence.chosen.connect(lambda _value: self._tell())

    def put(self, item: Item, judged: Judged, held: Sequence[str] = ()) -> None:
        """Another indicator, and what this desk holds that bears on it."""
        self._item, self._setting = item, True
        self.title.setText(item.label)
        say(self.held, "\n".join([_HELD, *held]) if held else "")
        self.evidence.edit.setAccessibleDescription(" ".join([_HELD, *held]) if held else "")
        for answer, made in self.answers.items():
            made.setChecked(answer == judged.answer)
            made.setAccessibleName(f"{ANSWERS[answer]}: {item.label}")
        self.evidence.put(judged.evidence)
        self.on.put(judged.on)
        self.confidence.offer(_CONFIDENCE, judged.confidence)
        self._warn()
        self._setting = False

    def answer(self, answer: str) -> None:
        """As by its button."""
        self.answers[answer].setChecked(True)
        self._answered()

    def _answered(self) -> None:
        if self.on.empty:
            self._setting = True
            self.on.put(self._today())
            self._setting = False
        self._warn()
        self._tell()

    def _now(self) -> str:
        return next((answer for answer, made in self.answers.items() if made.isChecked()), "not assessed")

    def _warn(self) -> None:
        self.route.setVisible(bool(self._item and self._item.safeguarding and self._now() == "yes"))

    def _tell(self) -> None:
        if self._setting or self._item is None:
            return
        judged = Judged.model_validate(
            {
                "answer": self._now(),
                "evidence": self.evidence.text,
                "on": self.on.glance(),
                "confidence": self.confidence.value or "",
            }
        )
        self.judged.emit(self._item.id, judged)


class _Words(QLabel):
    """The words of a box to tick, on as many lines as they need; pressing them presses the box."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As on the box itself."""
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class SourceRow(QWidget):
    """One thing the assessment may rest on, and the day of what was used."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.id = ""
        self.tick = Tick("")
        self.words = _Words()
        self.on = DayField("As of", part.today, "")
        self._today = part.today
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(tokens.S1)
        rows.addWidget(self.tick, 0, 0, Qt.AlignmentFlag.AlignTop)
        rows.addWidget(self.words, 0, 1)
        rows.addWidget(self.on, 1, 1)
        rows.setColumnStretch(1, 1)
        self.words.pressed.connect(self.tick.toggle)
        self.tick.toggled.connect(self._ticked)
        self.hide()

    def put(self, item: Item) -> None:
        """Another source, not used yet."""
        self.id = item.id
        self.tick.setChecked(False)
        self.words.setText(item.label)
        self.tick.setAccessibleName(item.label)
        self.on.edit.setAccessibleName(f"As of, for {item.label}")
        self.on.edit.setText("")
        self.on.hide()
        self.show()

    def _ticked(self, on: bool) -> None:
        self.on.setVisible(on)
        if on and self.on.empty:
            self.on.put(self._today())


class AssessCard(AskCard):
    """A new assessment, begun from how the indicators stand."""

    def __init__(self, part: Part) -> None:
        super().__init__("Keep the assessment", "Leave it")
        self._items: dict[str, Item] = {}
        self._held: dict[str, list[str]] = {}
        self._part = part
        self.judged: dict[str, Judged] = {}
        self.touched = False
        self.on = DayField("Assessed on", part.today)
        self.table = Table(part.theme, "Indicators", self._columns(), lambda item: item.id)
        self.table.setSortingEnabled(False)
        self.box = IndicatorBox(part)
        self.sources_title = label("What it rests on", "strong")
        self.sources: list[SourceRow] = []
        self._made_rows: list[SourceRow] = []
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(tokens.S4)
        self._rows.setVerticalSpacing(tokens.S2)
        for side in (0, 1):
            self._rows.setColumnStretch(side, 1)
        self.words = Paragraph(part.theme, "In a few words", "Never leaves this desk")
        self.add_pair(self.on, QWidget())
        self.add(self.table, hint(_KEYS), self.box, self.sources_title)
        self.fields.addLayout(self._rows)
        for _ in range(_SOURCES):
            self._another()
        self.add(self.words)
        self.table.moved.connect(self._stand)
        self.box.judged.connect(self._judge)
        self.words.edit.edited.connect(self._touch)
        for key, answer in (("Y", "yes"), ("N", "no"), ("X", "not assessed")):
            on_key(self.table, key, lambda given=answer: self.box.answer(given))  # type: ignore[misc]

    def _columns(self) -> list[Column]:
        def now(item: Item) -> Judged:
            return self.judged.get(item.id, Judged())

        return indicator_columns(now)

    def start(self, page: RegisterView) -> None:
        """For a school: as it stood after the last one."""
        items, sources, entry = page.sheet.indicators, page.sheet.sources, page.entry
        self._items, self._held = {item.id: item for item in items}, page.held
        self.judged = {id_: one for id_, one in (entry.indicators if entry else {}).items() if id_ in self._items}
        self.on.put(self._part.today())
        self.words.put("")
        self.table.least = min(_ROWS, len(items))
        self.table.put(list(items))
        self._offer(sources)
        self._stand(self.table.key)
        self.touched = False

    def _offer(self, sources: Sequence[Item]) -> None:
        while len(self._made_rows) < len(sources):
            self._another()
        for row in self._made_rows:
            row.hide()
        self.sources = self._made_rows[: len(sources)]
        for row, item in zip(self.sources, sources, strict=True):
            row.put(item)
        self.sources_title.setVisible(bool(sources))

    def _another(self) -> None:
        row, place = SourceRow(self._part), len(self._made_rows)
        row.tick.toggled.connect(self._touch)
        self._rows.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        self._made_rows.append(row)

    def _stand(self, key: str) -> None:
        item = self._items.get(key)
        self.box.setVisible(item is not None)
        if item is not None:
            self.box.put(item, self.judged.get(key, Judged()), self._held.get(key, ()))

    def _judge(self, key: str, judged: Judged) -> None:
        self.touched = True
        self.judged[key] = judged
        self.table.viewport().update()

    def _touch(self) -> None:
        self.touched = True

    def assessment(self) -> Assessment | None:
        """All of it; None, and a word of it, where a day is no day."""
        on = self.on.read()
        if self.on.empty:
            self.on.refuse("Write the day of the assessment.")
        used = [row for row in self.sources if row.tick.isChecked()]
        if on is None or not all(row.on.sound() for row in used):
            return None
        return self._made(on)

    def half(self) -> Assessment:
        """As far as it is filled: for who leaves without pressing the button. A yes without evidence is none yet."""
        made = self._made(min(self.on.glance() or self._part.today(), self._part.today()))
        founded = {key: one for key, one in made.indicators.items() if one.answer != "yes" or one.evidence}
        return made.model_copy(update={"indicators": founded})

    def _made(self, on: dt.date) -> Assessment:
        used = {row.id: row.on.glance() or on for row in self.sources if row.tick.isChecked()}
        return Assessment(on=on, indicators=self.judged, sources=used, words=self.words.text)


def indicator_columns(now: Callable[[Item], Judged]) -> list[Column]:
    """Columns of a table of indicators, by how each stands."""

    def answer(item: Item) -> Cell:
        given = now(item).answer
        return Cell(ANSWERS[given], list(ANSWERS).index(given), _TONES[given], strong=given == "yes")

    return [
        Column("Indicator", lambda item: words(item.label), most=520),
        Column("Answer", answer),
        Column("Evidence", lambda item: words(" ".join(now(item).evidence.split()), "muted"), most=260),
        Column("Looked at", lambda item: Cell(w.day(now(item).on) or "—", now(item).on, "muted"), right=True),
        Column("Confidence", lambda item: words(now(item).confidence, "muted")),
    ]
