"""What Ofsted's management information says of a school. Grades of one framework are never turned into another's."""

import datetime as dt
from enum import StrEnum

from sipdesk.domain.base import Model
from sipdesk.domain.days import spoken_day
from sipdesk.domain.published import Source
from sipdesk.domain.school import Urn

NOT_APPLICABLE = "Not applicable"
NOT_JUDGED = "Not judged"


class InspectionKind(StrEnum):
    """The three blocks of the file."""

    REPORT_CARD = "report_card"
    GRADED = "graded"
    UNGRADED = "ungraded"

    @property
    def spoken(self) -> str:
        """How a person calls it."""
        return {"report_card": "Report card", "graded": "Graded inspection", "ungraded": "Ungraded inspection"}[self]


class Judgement(Model):
    """One area that was judged, in the words of its own framework."""

    label: str
    words: str


class Inspection(Model):
    """One inspection as the file has it. A field that is empty was left empty there."""

    kind: InspectionKind
    on: dt.date | None = None
    published: dt.date | None = None
    overall: str = ""
    category: str = ""
    """Category of concern in words; empty for none."""
    judgements: list[Judgement] = []
    predecessor: bool = False
    """The grades are those of the school that went before, under another URN."""
    urn_then: str = ""
    name_then: str = ""

    @property
    def headline(self) -> str:
        """Kind, date and the overall word in one line."""
        day = f", {spoken_day(self.on)}" if self.on else ", date not given"
        if self.kind is InspectionKind.REPORT_CARD or not self.overall:
            return f"{self.kind.spoken}{day}"
        words = "no overall grade was given" if self.overall == NOT_JUDGED else self.overall
        return f"{self.kind.spoken}{day}: {words}"

    @property
    def told(self) -> str:
        """The judgements in a line; those that do not apply are left out."""
        return " · ".join(f"{one.label}: {one.words}" for one in self.judgements if one.words != NOT_APPLICABLE)

    @property
    def whose(self) -> str:
        """Said where the grades are not this school's own."""
        if not self.predecessor:
            return ""
        named = f", {self.name_then}" if self.name_then else ""
        urn = f" (URN {self.urn_then})" if self.urn_then else ""
        return f"These are the grades of the predecessor school{named}{urn}."


class Inspected(Model):
    """All that is known of a school's inspections, the newest first."""

    urn: Urn
    inspections: list[Inspection] = []
    category: str = ""
    """The most recent category of concern, in words."""
    source: Source | None = None

    @property
    def latest(self) -> Inspection | None:
        """The newest inspection."""
        return self.inspections[0] if self.inspections else None

    @property
    def lines(self) -> list[str]:
        """For a page: the newest inspection in full, the others by their headline, the category, the source."""
        found = []
        for place, one in enumerate(self.inspections):
            parts = (f"{one.headline}.", f"{one.told}." if one.told and not place else "", one.whose)
            found.append(" ".join(filter(None, parts)))
        if self.category:
            found.append(f"Category of concern: {self.category}.")
        if found and self.source:
            found.append(f"From {self.source.spoken}. Open Government Licence v3.0.")
        return found
