"""What a programme gives a school by its allocation: its visits (one beyond them counts as brokered), and who reads a note."""

from sipdesk.domain.programme import Programme, Recipient, Slot
from sipdesk.domain.school import School
from sipdesk.domain.visit import Visit
from sipdesk.store.schools import Allocation


def beyond(programme: Programme, school: School, allocation: Allocation, slot: str) -> str:
    """Why a visit lies beyond what the programme gives the school; empty where it does not."""
    given = programme.visits_for(school.phase, school.governance, brokered=allocation.brokered)
    within = not isinstance(given, str) and any(one.id == slot for one in given)
    return "" if within else _outside_programme(school, given)


def readers(programme: Programme, visit: Visit, allocation: Allocation | None) -> list[Recipient]:
    """Who receives the note of a visit, by the school's category and the kind of contact."""
    return programme.recipients_for(allocation.category if allocation else "", visit.slot or visit.kind)


def _outside_programme(school: School, given: list[Slot] | str) -> str:
    if isinstance(given, str):
        return f"The programme gives no number of visits for {school.name} ({school.governance}): “{given}”. This visit counts as brokered."
    count = "one visit" if len(given) == 1 else f"{len(given)} visits"
    return (
        f"The programme gives {school.name} ({school.governance}) {count} a year; this further one counts as brokered."
    )
