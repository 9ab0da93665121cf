"""Jottings of a visit: filed as they are typed, placed into the note by hand, destroyed for good."""

from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.jotting import Jotting, Mark, Part, read_line
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.jottings import Jottings

_FOCI = {"focus_areas", "deep_dives", "impact_review"}
_TOLD = "jottings.told"

LAW = (
    "Drafts, jottings and backups of them can be asked for under information law. "
    "Place or destroy jottings once the note is written."
)
"""Said once."""


class JottingList(Model):
    """The jottings of a visit, and the sections they can be filed under."""

    visit: str
    parts: list[Part]
    jottings: list[Jotting] = []
    remark: str = ""
    """What is said once about drafts and jottings; empty from then on."""


class JottingService:
    """Nothing here enters the journal or the search. Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService) -> None:
        self._desk = desk
        self._visits = visits
        self._kept = Jottings(desk)

    def of(self, visit_id: str) -> JottingList:
        """All that is kept for a visit, the earliest first."""
        visit = self._visits.get(visit_id)
        remark = "" if self._desk.fact(_TOLD) else LAW
        return JottingList(visit=visit.id, parts=self._parts(visit_id), jottings=self._kept.of(visit.id), remark=remark)

    def _parts(self, visit_id: str) -> list[Part]:
        sections = self._visits.sections(self._visits.get(visit_id))
        return [Part(id=s.id, title=s.title, holds_foci=any(q.kind in _FOCI for q in s.questions)) for s in sections]

    def told(self) -> None:
        """The remark has been read."""
        with self._desk.writing():
            self._desk.set_fact(_TOLD, self._desk.clock.stamp())

    def add(self, visit_id: str, line: str, section: str) -> Changes:
        """Keep a line under the open section, or where its signs say."""
        visit = self._visits.get(visit_id)
        filed = read_line(line, section, self._parts(visit_id))
        if not filed.words:
            raise BadInput("A jotting needs a word or two beside its sign.")
        jotting = Jotting(
            **filed.model_dump(), id=self._desk.clock.new_id(), visit_id=visit.id, at=self._desk.clock.stamp()
        )
        with self._desk.writing():
            self._kept.put(jotting)
        return Changes(visits=[visit.id])

    def move(self, jotting_id: str, section: str) -> Changes:
        """File one under another section."""
        return self._change(jotting_id, section=section)

    def mark(self, jotting_id: str, mark: str) -> Changes:
        """Make one an action, a question, evidence, or nothing of these."""
        return self._change(jotting_id, mark=Mark(mark))

    def place(self, jotting_id: str, question: str) -> Changes:
        """Its words stand in the answer to a question now; with none they wait again."""
        return self._change(jotting_id, placed=question)

    def _change(self, jotting_id: str, **values: object) -> Changes:
        jotting = self._get(jotting_id)
        with self._desk.writing():
            self._kept.put(jotting.model_copy(update=values))
        return Changes(visits=[jotting.visit_id])

    def _get(self, jotting_id: str) -> Jotting:
        jotting = self._kept.get(jotting_id)
        if jotting is None:
            raise NotFound("That jotting is not there any more.")
        return jotting

    def destroy(self, jotting_id: str) -> Changes:
        """One is gone from the desk."""
        jotting = self._get(jotting_id)
        with self._desk.writing():
            self._kept.remove([jotting_id])
        self._kept.forget()
        return Changes(visits=[jotting.visit_id])

    def put_back(self, jotting: Jotting) -> Changes:
        """Keep one again that was destroyed a moment ago and that the window still held."""
        with self._desk.writing():
            self._kept.put(jotting)
        return Changes(visits=[jotting.visit_id])

    def destroy_rest(self, visit_id: str) -> Changes:
        """Every jotting of the visit is gone for good, the copies of placed ones too. The audit keeps their number only."""
        visit = self._visits.get(visit_id)
        there = [jotting.id for jotting in self._kept.of(visit.id)]
        if not there:
            return Changes()
        with self._desk.change("destroyed jottings", visit.id, str(len(there))):
            self._kept.remove(there)
        self._kept.forget()
        return Changes(visits=[visit.id])

    def waiting(self, visit_id: str) -> int:
        """How many are neither placed nor destroyed: counted before the note goes to the head."""
        return self._kept.waiting(self._visits.get(visit_id).id)
