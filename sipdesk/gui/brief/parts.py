"""The parts of the brief on screen: cards with a title, each made from the record alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from sipdesk.domain.brief import BriefAction, BriefFocus, BriefPerson, BriefRecord
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.widgets.controls import frame, label

_TIMES = {1: "once", 2: "twice"}


class Card(QFrame):
    """A title and lines below it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S4)
        self.lines.setSpacing(tokens.S1)
        self.lines.addWidget(label(title, "section", wrap=True))
        self.lines.addSpacing(tokens.S1)

    def say(self, text: str, role: str = "") -> QLabel | None:
        """A line, unless there is nothing to say."""
        if not text.strip():
            return None
        made = label(text, role, wrap=True)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.addWidget(made)
        return made

    def part(self) -> None:
        """A little room, or a hairline, before the next thing."""
        line = frame("hairline")
        line.setFixedHeight(1)
        self.lines.addSpacing(tokens.S1)
        self.lines.addWidget(line)
        self.lines.addSpacing(tokens.S1)


def left_cards(record: BriefRecord) -> list[Card]:
    """What was agreed and what became of it."""
    return [_foci(record), *_actions(record)]


def right_cards(record: BriefRecord) -> list[Card]:
    """Who, when, what was handed on, what will be asked."""
    made = [_who(record)]
    if record.handed_on:
        made.append(_handed(record))
    if record.prompts:
        made.append(_prompts(record))
    return made


def _foci(record: BriefRecord) -> Card:
    year = record.foci[0].year if record.foci else ""
    card = Card(f"What was agreed in {year}" if year else "What was agreed")
    if not record.foci:
        card.say("No focus area is agreed for this year yet: they are agreed at the first visit.", "muted")
    for n, focus in enumerate(record.foci):
        if n:
            card.part()
        _focus(card, focus)
    return card


def _focus(card: Card, focus: BriefFocus) -> None:
    due = f"Due in {' and '.join(focus.due)}" if focus.due else ""
    card.say(" · ".join(filter(None, (f"Focus {focus.number}", due))), "label")
    card.say(focus.title, "strong")
    card.say(". ".join(filter(None, (focus.judgement, focus.finding))) or "Not looked into yet")
    card.say(f"Success measure: {focus.success_measure}" if focus.success_measure else "", "muted")


def _actions(record: BriefRecord) -> list[Card]:
    made = []
    for title, actions in (("What I promised", record.promises), ("Open actions, the oldest first", record.actions)):
        if actions:
            card = Card(title)
            for n, action in enumerate(actions):
                if n:
                    card.part()
                _action(card, action)
            made.append(card)
    if not made:
        card = Card("Open actions")
        card.say("Nothing is open: every action agreed so far is closed, or none was agreed.", "muted")
        made.append(card)
    return made


def _action(card: Card, action: BriefAction) -> None:
    card.say(action.text)
    due = w.day(action.due) or action.due_note
    late = "overdue" if action.overdue else ""
    card.say(" · ".join(filter(None, (action.owner, due and f"by {due}", late))), "error" if late else "muted")
    heard = w.sentence(action.outcome.value) if action.outcome else "Not looked at yet"
    rolled = f"carried over {_TIMES.get(action.rolled, f'{action.rolled} times')}" if action.rolled else ""
    age = f"open for {w.count(action.days, 'day')}" if action.agreed_on else ""
    card.say(" · ".join(filter(None, (heard, rolled, age, f"agreed at {action.agreed_at}"))), "label")


def _who(record: BriefRecord) -> Card:
    card = Card("Who is who")
    if not record.people:
        card.say("Nobody is entered yet. The school’s People tab takes the contacts.", "muted")
    for person in record.people:
        _person(card, person)
    if record.clocks:
        card.part()
        card.say("Clocks", "strong")
        card.say("\n".join(f"• {line}" for line in record.clocks))
    if record.entitlement:
        card.part()
        card.say("Entitlement", "strong")
        card.say("\n".join(f"• {line}" for line in record.entitlement))
    return card


def _person(card: Card, person: BriefPerson) -> None:
    since = f"since {person.since}" if person.since else ""
    card.say(person.role, "label")
    card.say(" · ".join(filter(None, (person.name, since, person.reach))) or "—")
    card.say(person.question, "muted")


def _handed(record: BriefRecord) -> Card:
    last = ", ".join(filter(None, (record.last_title, w.day(record.last_date))))
    card = Card(f"Handed on by {last}" if last else "Handed on")
    for n, entry in enumerate(record.handed_on):
        if n:
            card.part()
        card.say(entry.heading, "strong")
        card.say("\n".join(f"• {line[2:]}" if line.startswith("- ") else line for line in entry.words.splitlines()))
    return card


def _prompts(record: BriefRecord) -> Card:
    card = Card("What the form asks")
    for section in record.prompts:
        card.say(section.title, "strong")
        card.say("\n".join(f"• {prompt}" for prompt in section.prompts))
    return card
