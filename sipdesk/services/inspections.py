"""A school's inspections and the schools that went before it, as public files have them."""

from sipdesk.domain.days import spoken_day
from sipdesk.domain.inspection import Inspected
from sipdesk.domain.published import Link
from sipdesk.imports.ofsted import inspected
from sipdesk.store.desk import Desk
from sipdesk.store.inspections import Inspections
from sipdesk.store.links import Links
from sipdesk.store.published import Sources


class InspectionService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._kept = Inspections(desk)
        self._links = Links(desk)
        self._sources = Sources(desk)

    def columns(self, urn: str) -> dict[str, str]:
        """All columns of a school as Ofsted's newest file that had them."""
        return self._kept.columns(urn)[0]

    def of(self, urn: str) -> Inspected | None:
        """The inspections of a school; where only the school before it was inspected, those, and said to be so."""
        for each in (urn, *self._links.line(urn)):
            columns, source = self._kept.columns(each)
            if columns:
                told = inspected(each, columns).model_copy(update={"source": self._sources.one(source)})
                return told if each == urn else _of_predecessor(urn, each, told)
        return None

    def before(self, urn: str) -> list[Link]:
        """The schools that went directly before this one."""
        return self._links.before(urn)

    def lines(self, urn: str) -> list[str]:
        """What a school's page and the visit's side say of inspections and of the schools before, a sentence each."""
        told = self.of(urn)
        return [*(told.lines if told else []), *(_went_before(link) for link in self.before(urn))]


def _of_predecessor(urn: str, before: str, told: Inspected) -> Inspected:
    theirs = [
        one if one.predecessor else one.model_copy(update={"predecessor": True, "urn_then": before})
        for one in told.inspections
    ]
    return told.model_copy(update={"urn": urn, "inspections": theirs})


def _went_before(link: Link) -> str:
    named = f"{link.name or 'a school'} (URN {link.urn})"
    day = f" until {spoken_day(link.on)}" if link.on else ""
    if link.shared:
        return f"Went before it, merged or split: {named}{day}. Visits and figures of that school are not counted as this one’s."
    return f"Went before it: {named}{day}. Visits and figures of that school are shown with this one’s."
