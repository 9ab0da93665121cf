"""What a question may need to know of the visit around it."""

from sipdesk.domain.action import OpenAction
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.focus import AgreedFocus
from sipdesk.domain.school import Governance, Phase


class VisitContext(Model):
    """The school's facts, the foci of the year and the actions still open, as they stand at this visit."""

    phase: Phase = Phase.UNKNOWN
    governance: Governance = Governance.UNKNOWN
    year: AcademicYear
    term: Term | None = None
    foci: list[AgreedFocus] = []
    """All foci of the year."""
    open_actions: list[OpenAction] = []

    @property
    def foci_due(self) -> list[AgreedFocus]:
        """The foci that this visit looks into."""
        return [agreed for agreed in self.foci if self.term in agreed.focus.due]
