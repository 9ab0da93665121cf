"""What is laid before a partner the evening before a visit, and what may be left behind after it.

Both are records: the page and the paper are made from them alone. Neither holds a category, the register or another school.
"""

import datetime as dt

from sipdesk.domain.action import Outcome
from sipdesk.domain.base import Model
from sipdesk.domain.chart import Chart
from sipdesk.domain.figures import Figures


class BriefPerson(Model):
    """Who is who."""

    role: str
    name: str = ""
    reach: str = ""
    """E-mail and telephone."""
    since: str = ""
    question: str = ""


class BriefFocus(Model):
    """A focus as it stands, with the latest finding."""

    number: int
    title: str
    due: list[str] = []
    judgement: str = ""
    finding: str = ""
    success_measure: str = ""
    year: str = ""


class BriefAction(Model):
    """An open action."""

    text: str
    owner: str
    due: dt.date | None
    due_note: str = ""
    agreed_at: str
    agreed_on: dt.date | None
    days: int = 0
    """Since it was agreed, on the day of the brief."""
    overdue: bool = False
    rolled: int = 0
    outcome: Outcome | None = None


class BriefWords(Model):
    """Words that the last visit handed on."""

    heading: str
    words: str


class BriefPrompts(Model):
    """A section of the visit's form with what it asks."""

    title: str
    prompts: list[str]


class BriefRecord(Model):
    """The whole brief."""

    visit: str
    urn: str
    school: str
    facts: list[tuple[str, str]]
    title: str
    date: dt.date | None
    time: str = ""
    year: str
    purpose: str
    partner: str
    marking: str
    rehearsal: bool = False
    nameless: bool = False
    """The programme keeps its caseload confidential: no file name tells the school."""
    made: dt.date
    last_title: str = ""
    last_date: dt.date | None = None
    people: list[BriefPerson] = []
    clocks: list[str] = []
    entitlement: list[str] = []
    """What the school is entitled to and what was used of it, a line each; words where the document has no number."""
    foci: list[BriefFocus] = []
    actions: list[BriefAction] = []
    promises: list[BriefAction] = []
    handed_on: list[BriefWords] = []
    exclusions: Figures = Figures()
    pictures: list[Chart] = []
    """What the school's figures, those of earlier visits and those published, can be drawn as."""
    prompts: list[BriefPrompts] = []
    data_reviewed_on: dt.date | None = None
    writable: bool = True
    """The visit's text is still open, so the data can be ticked as reviewed."""


class LeafFocus(Model):
    """A focus agreed at the visit."""

    title: str
    due: list[str] = []
    school_actions: str = ""
    partner_actions: str = ""


class LeafAction(Model):
    """An action agreed at the visit."""

    text: str
    owner: str = ""
    due: dt.date | None = None
    due_note: str = ""


class LeafRecord(Model):
    """One page to leave behind: what was agreed today. It is not the note of visit and says so."""

    visit: str
    urn: str
    school: str
    title: str
    date: dt.date | None
    year: str
    term: str
    partner: str
    role: str
    report: str
    marking: str
    rehearsal: bool = False
    nameless: bool = False
    foci: list[LeafFocus] = []
    actions: list[LeafAction] = []
    next_visit: dt.date | None = None
