"""What was made on paper for a school, and what was seen there: titles and dates, never the papers themselves."""

import datetime as dt
import hashlib

from sipdesk.domain.answers import DocumentSeen
from sipdesk.domain.base import Model
from sipdesk.domain.clock import local
from sipdesk.domain.kinds import read_answer
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.papers import Paper, PaperKind, Papers
from sipdesk.store.visits import Visits

_TITLES: dict[str, str] = {"brief": "Brief before the visit", "leaf": "Agreed today", "note": "Copy of the note"}


class PaperLine(Model):
    """One file that was made."""

    id: str
    kind: PaperKind
    title: str
    visit: str
    visit_title: str
    made: dt.date


class SeenLine(Model):
    """A document seen at a visit."""

    title: str
    dated: dt.date | None
    note: str
    visit: str
    visit_title: str
    on: dt.date | None


class PapersView(Model):
    """The papers of a school."""

    made: list[PaperLine] = []
    seen: list[SeenLine] = []


class PapersService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService) -> None:
        self._desk = desk
        self._service = visits
        self._visits = Visits(desk)
        self._papers = Papers(desk)

    def keep(self, visit_id: str, kind: PaperKind, pdf: bytes) -> None:
        """Remember that a file was made, by its hash."""
        visit = self._service.get(visit_id)
        sha256 = hashlib.sha256(pdf).hexdigest()
        with self._desk.change(f"saved a copy: {_TITLES[kind]}", visit.id, sha256):
            self._papers.add(
                Paper(
                    id=self._desk.clock.new_id(),
                    urn=visit.urn,
                    visit_id=visit.id,
                    kind=kind,
                    title=_TITLES[kind],
                    sha256=sha256,
                    at=self._desk.clock.stamp(),
                )
            )

    def of_school(self, urn: str) -> PapersView:
        """Both lists, the newest first."""
        visits = {visit.id: visit for visit in self._visits.of_school(urn)}
        titles = {key: f"{visit.title}, {visit.year.slashed}" for key, visit in visits.items()}
        made = [
            PaperLine(
                id=paper.id,
                kind=paper.kind,
                title=paper.title,
                visit=paper.visit_id,
                visit_title=titles.get(paper.visit_id, ""),
                made=local(paper.at).date(),
            )
            for paper in self._papers.of_school(urn)
        ]
        seen = []
        for visit in reversed(visits.values()):
            given = self._service.answers(visit)
            for section in self._service.sections(visit):
                for question in section.questions:
                    if question.kind == "documents_seen" and question.id in given:
                        documents: list[DocumentSeen] = read_answer(question, given[question.id])
                        seen += [
                            SeenLine(
                                title=document.title,
                                dated=document.dated,
                                note=document.note,
                                visit=visit.id,
                                visit_title=titles[visit.id],
                                on=visit.header.date,
                            )
                            for document in documents
                        ]
        return PapersView(made=made, seen=seen)
