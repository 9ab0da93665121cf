"""A person decides on a category: which, since when, why, who agreed, when it was talked over, what a rule asks besides."""

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.placement import Asked, Heard, PlacementDraft, SchoolStanding
from sipdesk.gui import tokens
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.category_card import AskCard, DayField, Paragraph, Today
from sipdesk.gui.school.category_part import named
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, announce, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.tick import Dot, Tick

_PAUSE = 400
"""Milliseconds after the last change before the rules are asked again."""
_ROWS = 8
"""Room for so many things a rule may ask at once; made beforehand, so that the keyboard comes by them in order."""
_USUAL = ("Headteacher", "Chair of governors")
_HEARD: tuple[tuple[Heard, str], ...] = (("accepted", "Accepted them"), ("disputed", "Disputed them"), ("", "Not talked about yet"))  # fmt: skip
_MEANS = (
    "You decide; the rules only say what fits. Whatever a rule asks and is not done can be left out with a reason, "
    "which is kept with the decision."
)


class AskedRow(QWidget):
    """One thing a rule asks and the decision does not have: the rule, its source, and room for a reason."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label(role="doubt", wrap=True)
        self.source = label(role="hint", wrap=True)
        self.why = Field("Why it is not followed", "Or fill in above what the rule asks for")
        self.why.edit.setMaxLength(500)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S1)
        for widget in (self.said, self.source, self.why):
            lines.addWidget(widget)
        self.hide()

    def put(self, asked: Asked) -> None:
        """What is asked; what was written for something else is taken away."""
        said = f"Automatic: {asked.says}" if asked.automatic else asked.says
        self.said.setText(said)
        say(self.source, asked.source)
        self.why.edit.setText("")
        self.why.edit.setAccessibleName(f"Why this is not followed: {said}")
        self.show()


class DecideCard(AskCard):
    """Fills a `PlacementDraft`. The rules are asked while it is filled, and say what they miss."""

    changed = Signal()

    def __init__(self, desk: DeskLink, theme: Theme, today: Today) -> None:
        super().__init__("Place the school")
        self._desk = desk
        self._today = today
        self._asking: Ask | None = None
        self._no_day = ""
        self._urn = ""
        self._view: SchoolStanding | None = None
        self.rows: dict[str, AskedRow] = {}
        self.category = Choice(theme, "Category")
        self.meaning = label(role="muted", wrap=True)
        self.on = DayField("Placed on", today)
        self.reason = Paragraph(theme, "Reason", "Why this category; it stays in the school’s history")
        self.others = Field("Others who agreed", "By role, with commas between them")
        self.imposed = Tick("Placed without agreement")
        self.imposed_why = Field("Why without agreement")
        self.talked_on = DayField("Talked over on", today, "Leave it empty where it was not")
        self.talked_with = Field("Talked over with", "By role, such as headteacher, chair of governors")
        self.words = Paragraph(theme, "What the head said", "In the head’s own words, as far as you have them")
        self.for_head = Paragraph(theme, "Reasons told to the head", "The only reasons that may ever leave this desk")
        self.internal = Paragraph(theme, "Internal notes", "Never leave this desk; F9 hides them")
        self.agreed: dict[str, Tick] = {}
        self.heard: dict[str, Dot] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._agree = QWidget()
        self._ticks = Flow()
        self._agree.setLayout(self._ticks)
        self._talk = QWidget()
        talk = QVBoxLayout(self._talk)
        talk.setContentsMargins(0, 0, 0, 0)
        talk.setSpacing(tokens.S1)
        talk.addWidget(
            label(
                "What did the head say to the reasons? The programme asks for this conversation first.",
                "label",
                wrap=True,
            )
        )
        dots, group = Flow(), QButtonGroup(self._talk)
        for value, told in _HEARD:
            made = Dot(told)
            made.setAccessibleName(f"The head, of the reasons: {told.lower()}")
            self.heard[value] = made
            group.addButton(made)
            dots.addWidget(made)
        talk.addLayout(dots)
        talk.addWidget(self.words)
        self._asked = QVBoxLayout()
        self._asked.setSpacing(tokens.S3)
        choose = QWidget()
        lines = QVBoxLayout(choose)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S1)
        lines.addWidget(label("Which", "label"))
        lines.addWidget(abreast(self.category))
        lines.addWidget(self.meaning)
        self.add_pair(choose, self.on)
        self.add(self.reason, label("Who agreed", "label"), self._agree)
        self.add(self.imposed_why, self.others)
        self.add_pair(self.talked_on, self.talked_with)
        self.add(self._talk)
        self.add_pair(self.for_head, self.internal)
        self.fields.addLayout(self._asked)
        self._free = [self._another() for _ in range(_ROWS)]
        self.buttons_last()

    def _connect(self) -> None:
        self.category.chosen.connect(self._chosen)
        self.imposed.toggled.connect(self.imposed_why.setVisible)
        for ticked in (self.imposed.toggled, *(dot.toggled for dot in self.heard.values())):
            ticked.connect(lambda _on: self._pause.start())
        for field in (self.on, self.others, self.imposed_why, self.talked_on, self.talked_with):
            field.edit.textChanged.connect(lambda _text: self._pause.start())
        for part in (self.reason, self.words, self.for_head):
            part.edit.edited.connect(self._pause.start)

    # -- filling -------------------------------------------------------------------------------------------------

    def start(self, view: SchoolStanding, category: str) -> None:
        """For a school; a category is offered where one was pointed at."""
        self._urn, self._view = view.urn, view
        offered = [(name, id_) for id_, name, _ in view.categories]
        first = category or view.category or (offered[0][1] if offered else "")
        self.category.offer([*offered, ("in no category", "")], first)
        self.on.put(self._today())
        for field in (self.others, self.imposed_why, self.talked_on, self.talked_with):
            field.edit.setText("")
        for part in (self.reason, self.words, self.for_head, self.internal):
            part.put("")
        self._offer_ticks(view)
        self.heard[""].setChecked(True)
        self.imposed.setChecked(False)
        self.imposed_why.hide()
        self.imposed_why.hint.setText(view.imposed_when)
        self.imposed_why.hint.setVisible(bool(view.imposed_when))
        self._put_asked([])
        self._chosen(first)
        self.begin("Decide on the category", _MEANS)

    def _offer_ticks(self, view: SchoolStanding) -> None:
        for tick in self.agreed.values():
            tick.hide()
            self._ticks.removeWidget(tick)
            tick.deleteLater()
        self._ticks.removeWidget(self.imposed)
        self.agreed = {role: Tick(role) for role in dict.fromkeys((*view.agreed_by, *_USUAL))}
        for role, tick in self.agreed.items():
            tick.setAccessibleName(f"Agreed by: {role}")
            tick.toggled.connect(lambda _on: self._pause.start())
            self._ticks.addWidget(tick)
        self._ticks.addWidget(self.imposed)
        before: QWidget = self.reason.edit
        for tick in (*self.agreed.values(), self.imposed):
            QWidget.setTabOrder(before, tick)
            before = tick

    def _chosen(self, category: object) -> None:
        view = self._view
        meaning = next((told for id_, _, told in view.categories if id_ == category), "") if view else ""
        say(self.meaning, meaning)
        self._talk.setVisible(bool(view and category in view.talk_first))
        self._pause.start()

    def draft(self) -> PlacementDraft | None:
        """What is filled in so far; None where a day is no day."""
        on = self.on.read()
        if self.on.empty:
            self.on.refuse("Write the day from which it counts.")
        if on is None or not self.talked_on.sound():
            return None
        return self._draft(on, self.talked_on.read())

    def _draft(self, on: dt.date, talked: dt.date | None) -> PlacementDraft:
        imposed = self.imposed.isChecked()
        heard = next(value for value, dot in self.heard.items() if dot.isChecked())
        told = not self._talk.isHidden()
        return PlacementDraft.model_validate(
            {
                "category": self.category.value or "",
                "placed_on": on,
                "reason": self.reason.text,
                "agreed_with": [role for role, tick in self.agreed.items() if tick.isChecked()] + named(self.others.text),
                "discussed_on": talked,
                "discussed_with": named(self.talked_with.text),
                "imposed": imposed,
                "imposed_why": self.imposed_why.text.strip() if imposed else "",
                "not_followed": {key: row.why.text.strip() for key, row in self.rows.items() if row.why.text.strip()},
                "heard": heard if told else "",
                "heard_words": self.words.text if told else "",
                "reasons_for_head": self.for_head.text,
                "internal": self.internal.text,
            }
        )  # fmt: skip

    # -- what the rules ask --------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """While it is filled nothing is said of a day that is half typed."""
        on = self.on.glance()
        if self.isHidden() or on is None:
            return
        draft = self._draft(on, self.talked_on.glance()).model_copy(update={"not_followed": {}})
        if self._asking is not None:
            self._asking.drop()
        self._asking = self._desk.ask(partial(_asks, urn=self._urn, draft=draft), self._put_asked, self._not_asked)

    def _not_asked(self, sentence: str) -> None:
        """Nothing can be asked of such a day; it is said until another is typed."""
        self._no_day = sentence
        self.refuse(sentence)

    def _put_asked(self, asked: list[Asked]) -> None:
        if self._no_day and self.error.text() == self._no_day:
            say(self.error, "")
        self._no_day = ""
        wanted = {one.id: one for one in asked}
        for key in [key for key in self.rows if key not in wanted]:
            gone = self.rows.pop(key)
            if gone.why.edit.hasFocus():
                self.go.setFocus(Qt.FocusReason.OtherFocusReason)
            gone.hide()
            self._free.append(gone)
        new = [key for key in wanted if key not in self.rows]
        for key in new:
            row = self._free.pop(0) if self._free else self._another()
            row.put(wanted[key])
            self.rows[key] = row
        if new:
            announce(self, " ".join(wanted[key].says for key in new))
        self.changed.emit()

    def _another(self) -> AskedRow:
        row = AskedRow()
        row.why.edit.returnPressed.connect(self.given)
        self._asked.addWidget(row)
        return row


def _asks(services: Services, urn: str, draft: PlacementDraft) -> list[Asked]:
    return services.placing.asks(urn, draft)
