"""Every category the school has been in: who decided, who agreed, what the head was told, who was told and how."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from sipdesk.app import Services
from sipdesk.domain.placement import Entered, Placement, SchoolStanding, Told
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.school.category_card import AskCard, DayField
from sipdesk.gui.school.category_part import Call, Changing, Part, both, on_key
from sipdesk.gui.school.category_place import how_decided
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

_EMPTY = (
    "No category has been decided on yet. Each decision stays here for good: its reason, who agreed, when it was talked "
    "over, and who was told how."
)
_KEYS = "T says that somebody was told · Delete takes a decision back; it stays in the list and says so"


class ToldCard(AskCard):
    """Who was told, how, when, and what came of it."""

    def __init__(self, part: Part, go: str = "Keep it", how: str = "Letter, meeting, telephone") -> None:
        super().__init__(go)
        self.who = Field("Who", "By role, such as chair of governors")
        self.how = Field("How", how)
        self.on = DayField("On", part.today)
        self.outcome = Field("What came of it")
        self.add_pair(self.who, self.how)
        self.add_pair(self.on, self.outcome)
        self._today = part.today

    def start(self, who: str = "") -> None:
        """Empty, today offered."""
        for field in (self.how, self.outcome):
            field.edit.setText("")
            field.tell("")
        self.who.edit.setText(who)
        self.on.put(self._today())

    def told(self) -> Told | None:
        """What is filled in; None, and a word of it, where something is missing."""
        for field, sentence in ((self.who, "Say who it was, by role."), (self.how, "Say how: a letter, a meeting …")):
            if not field.text.strip():
                field.refuse(sentence)
                return None
        on = self.on.read()
        if self.on.empty:
            self.on.refuse("Write the day.")
        if on is None:
            return None
        return Told(who=self.who.text.strip(), how=self.how.text.strip(), on=on, outcome=self.outcome.text.strip())


class AgainstCard(AskCard):
    """Why what a rule set is taken back: that is deciding against the rule."""

    def __init__(self) -> None:
        super().__init__("Take it back")
        self.why = Field(
            "Why the rule is not followed", "It stays in the history; for the same fact it is not set again"
        )
        self.add(self.why)


class HistoryPart(Part):
    """A list, the newest first, and all of the entry one stands on."""

    word = "History"

    def __init__(self, tab: Changing) -> None:
        super().__init__(tab)
        self.empty = label(role="muted", wrap=True)
        self.table = Table(
            self.theme, "Categories of the school", _COLUMNS, lambda entry: entry.placement.id or "before"
        )
        self.told = button("Somebody was told…", name="Somebody was told of this decision")
        self.back = button("Take it back", name="Take this decision back")
        self.tell_card = ToldCard(self)
        self.against_card = AgainstCard()
        self.detail = frame("card")
        self.title = label(role="strong", wrap=True)
        self.how = label(role="muted", wrap=True)
        self.words = label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.inside_title = label("Internal notes: never leave this desk", "label", wrap=True)
        self.internal = label(wrap=True)
        self.keys = hint(_KEYS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = Flow()
        for pressed in (self.told, self.back):
            tools.addWidget(pressed)
        inside = QVBoxLayout(self.detail)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S2)
        for widget in (self.title, self.how, self.words, self.inside_title, self.internal):
            inside.addWidget(widget)
        self.column.addLayout(tools)
        for made in (self.tell_card, self.against_card, self.empty, self.table, self.detail, self.keys):
            self.column.addWidget(made)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.told.clicked.connect(self._begin_told)
        self.back.clicked.connect(self._take_back)
        self.tell_card.given.connect(self._give_told)
        self.table.moved.connect(self._explain)
        self.against_card.given.connect(self._give_against)
        for card in (self.tell_card, self.against_card):
            card.closed.connect(self.arrive)
        on_key(self.table, "T", self._begin_told)
        on_key(self.table, "Del", self._take_back)
        self.undo_in(self.table)

    def clear(self) -> None:
        """No history of another school."""
        super().clear()
        self.table.put([])
        for widget in (self.tell_card, self.against_card, self.detail):
            widget.hide()

    def tell(self, view: SchoolStanding) -> None:
        """All decisions."""
        super().tell(view)
        self.table.least = min(8, len(view.history))
        self.table.put(view.history)
        there = bool(view.history)
        for widget in (self.table, self.keys, self.told, self.back):
            widget.setVisible(there)
        say(self.empty, "" if there else _EMPTY)
        self._explain(self.table.key)

    def _entry(self) -> Entered | None:
        found: Entered | None = self.table.rows.row_at(self.table.currentIndex().row())
        return found

    def _explain(self, _key: str) -> None:
        entry = self._entry()
        self.detail.setVisible(entry is not None)
        if entry is None:
            return
        placement = entry.placement
        self.back.setEnabled(bool(placement.id))
        self.told.setEnabled(bool(placement.id) and not placement.taken_back)
        self.back.setText("Let it count again" if placement.taken_back else "Take it back")
        self.back.setAccessibleName(
            "Let this decision count again" if placement.taken_back else "Take this decision back"
        )
        self.title.setText(f"{entry.name or 'No category'}, from {w.day(placement.placed_on)}")
        say(self.how, how_decided(placement))
        say(self.words, "\n".join(_lines(entry)))
        say(self.internal, placement.internal)
        self.inside_title.setVisible(bool(placement.internal))

    # -- telling and taking back ---------------------------------------------------------------------------------

    def _begin_told(self) -> None:
        if self.told.isEnabled() and self._entry() is not None and self.view is not None:
            self.tell_card.start()
            asked = f"The programme sends the letter to {both(self.view.tells)}." if self.view.tells else ""
            self.open_card(self.tell_card, self.tell_card.who, "Who was told of it?", asked)

    def _give_told(self) -> None:
        entry, told = self._entry(), self.tell_card.told()
        if entry is not None and told is not None:
            call = partial(_tell, placement=entry.placement.id, told=told)
            self.tab.change(call, f"Kept: {told.who} told", self.tell_card, _undo_told)

    def _take_back(self) -> None:
        entry = self._entry()
        if entry is None or not entry.placement.id:
            return
        placement = entry.placement
        why = placement.overrides[0].why if placement.automatic and placement.overrides else ""
        back = partial(_take_back, placement=placement.id, why=why)
        again = partial(_give_back, placement=placement.id)
        if placement.taken_back:
            undo = (lambda _result: back) if why or not placement.automatic else None
            self.tab.change(again, "Decision counts again", None, undo)
        elif placement.automatic:
            self.against_card.why.edit.setText("")
            self.open_card(self.against_card, self.against_card.why, "Why is the rule not followed?", placement.reason)
        else:
            self.tab.change(back, "Decision taken back · Undo lets it count again", None, lambda _result: again)

    def _give_against(self) -> None:
        entry, why = self._entry(), self.against_card.why.text.strip()
        if entry is not None:
            back = partial(_take_back, placement=entry.placement.id, why=why)
            again = partial(_give_back, placement=entry.placement.id)
            said = "Decision taken back · Undo lets it count again"
            self.tab.change(back, said, self.against_card, lambda _result: again)

    def arrive(self) -> None:
        """On the newest decision."""
        if not self.table.isHidden():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _until(entry: Entered) -> Cell:
    if entry.placement.taken_back:
        return Cell("Taken back", None, "part")
    return Cell(w.day(entry.until) or "now", entry.until, "text" if entry.until else "muted")


def _agreed(entry: Entered) -> Cell:
    placement = entry.placement
    if placement.imposed:
        return Cell("Without agreement", "without", "part", strong=True)
    if placement.from_sheet or placement.automatic:
        return words("Allocation sheet" if placement.from_sheet else "Set by the rule", "muted")
    return words(both(placement.agreed_with) or "Not noted", "text" if placement.agreed_with else "muted")


_COLUMNS = (
    Column("Category", lambda entry: words(entry.name or "No category", strong=True)),
    Column("From", lambda entry: Cell(w.day(entry.placement.placed_on), entry.placement.placed_on), right=True),
    Column("Until", _until, right=True),
    Column("Agreed with", _agreed),
    Column("Told", lambda entry: Cell(str(len(entry.placement.told) or "—"), len(entry.placement.told), "muted"), right=True),
)  # fmt: skip


def told_line(told: Told) -> str:
    """`Chair of governors, by letter on 3 October 2025: acknowledged`."""
    came = f": {told.outcome}" if told.outcome else ""
    return f"{told.who}, {told.how[:1].lower()}{told.how[1:]}, {w.day(told.on)}{came}"


def _lines(entry: Entered) -> list[str]:
    placement = entry.placement
    said = [
        ("Reason", placement.reason),
        ("The head said", placement.heard_words),
        ("Told to the head", placement.reasons_for_head),
        *((f"Not followed: {one.says}", one.why) for one in placement.overrides),
    ]
    lines = [f"{name}: {text}" for name, text in said if text]
    lines += [f"Told: {told_line(told)}" for told in placement.told]
    return lines or ["Nothing more was written down."]


def _tell(services: Services, placement: str, told: Told) -> Placement:
    return services.placing.tell(placement, told)


def _untell(services: Services, placement: str, told: str) -> Placement:
    return services.placing.untell(placement, told)


def _undo_told(made: Placement) -> Call:
    return partial(_untell, placement=made.id, told=made.told[-1].id)


def _take_back(services: Services, placement: str, why: str = "") -> Placement:
    return services.placing.take_back(placement, why)


def _give_back(services: Services, placement: str) -> Placement:
    return services.placing.give_back(placement)
