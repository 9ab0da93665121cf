"""Every open action across the caseload, and which of them are the partner's own promises."""

import re
from datetime import date

from sipdesk.domain.action import Outcome
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import FormProblems, NotFound
from sipdesk.domain.programme import Programme
from sipdesk.services.forms import FormService
from sipdesk.store.agenda import Agenda, OpenRow
from sipdesk.store.desk import Desk
from sipdesk.store.schools import CaseloadRow, Schools

_PARTNER = {"partner", "adviser", "advisor", "me", "i"}
"""What a partner is called by everybody, besides the name and the programme's own word."""
_BETWEEN = re.compile(r"\s*(?:[,/&+;]|\band\b|\bwith\b)\s*")


class OpenLine(Model):
    """An open action as a list shows it."""

    id: str
    urn: str
    school: str
    visit: str
    text: str
    owner: str
    by_when: date | None
    """The newest date agreed for it."""
    by_words: str = ""
    agreed_on: date
    agreed_at: str
    rolled: int
    last_outcome: Outcome | None
    mine: bool
    """The partner promised it."""
    overdue: bool
    brokered: bool
    """The authority's service is to arrange support for it."""
    wanted: str = ""
    """Which support, where somebody said."""


class PromiseService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self._desk = desk
        self._forms = forms
        self._agenda = Agenda(desk)
        self._schools = Schools(desk)

    def open(self) -> list[OpenLine]:
        """What is open today, the oldest first."""
        today = self._desk.clock.today()
        caseload = {row.school.urn: row for row in self._schools.caseload()}
        words: dict[str, set[str]] = {}
        lines = []
        for row in self._agenda.open_actions():
            school = caseload[row.urn]
            authority = school.allocation.authority
            if authority not in words:
                words[authority] = self._words(school)
            lines.append(_line(row, school.school.name, words[authority], today))
        return lines

    def count(self) -> int:
        """How many there are."""
        return self._agenda.count_open()

    def _words(self, row: CaseloadRow) -> set[str]:
        """What the partner is called: by the programme where it can be read, else by everybody."""
        today, partner = self._desk.clock.today(), self._desk.fact("partner")
        try:
            programme = self._forms.edition(row.allocation.authority, TermSlot.of(today)).programme
        except (NotFound, FormProblems):
            return words_for(None, partner)
        return words_for(programme, partner)


def words_for(programme: Programme | None, partner: str) -> set[str]:
    """Every way in which the owner of an action may be the partner, in small letters: by name, by role, by its short form."""
    told = {partner.casefold()}
    if programme is not None:
        told |= {programme.vocabulary.role.casefold(), programme.vocabulary.role_short.casefold()}
    return (_PARTNER | told) - {""}


def is_mine(owner: str, words: set[str]) -> bool:
    """Whether an owner, or one of several, is the partner: `SIP`, `the adviser`, `Headteacher and SIP`."""
    named = [part.removeprefix("the ").strip(" .") for part in _BETWEEN.split(owner.casefold())]
    return not words.isdisjoint(named)


def _line(row: OpenRow, school: str, words: set[str], today: date) -> OpenLine:
    given = [review for review in row.reviews if review.outcome is not None]
    moved = [review.new_by_when for review in row.reviews if review.new_by_when]
    by_when = moved[-1] if moved else row.action.by_when
    return OpenLine(
        id=row.action.id,
        urn=row.urn,
        school=school,
        visit=row.visit,
        text=row.action.text,
        owner=row.action.owner,
        by_when=by_when,
        by_words=row.action.by_when_note,
        agreed_on=date.fromisoformat(row.agreed_on[:10]),
        agreed_at=row.agreed_at,
        rolled=sum(1 for review in given if review.outcome and not review.outcome.closes),
        last_outcome=given[-1].outcome if given else None,
        mine=is_mine(row.action.owner, words),
        overdue=by_when is not None and by_when < today,
        brokered=row.action.brokerage,
        wanted=row.action.brokerage_note.strip(),
    )
