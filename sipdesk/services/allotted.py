"""Whether a visit is one the programme gives the school; one beyond it counts as brokered, and says so."""

from sipdesk.domain.programme import Programme, Slot
from sipdesk.domain.school import School
from sipdesk.store.schools import Allocation


def beyond(programme: Programme, school: School, allocation: Allocation, slot: str) -> str:
    """Why a visit lies beyond what the programme gives the school; empty where it does not."""
    given = programme.visits_for(school.phase, school.governance, brokered=allocation.brokered)
    within = not isinstance(given, str) and any(one.id == slot for one in given)
    return "" if within else _outside_programme(school, given)


def _outside_programme(school: School, given: list[Slot] | str) -> str:
    if isinstance(given, str):
        return f"The programme gives no number of visits for {school.name} ({school.governance}): “{given}”. This visit counts as brokered."
    count = "one visit" if len(given) == 1 else f"{len(given)} visits"
    return (
        f"The programme gives {school.name} ({school.governance}) {count} a year; this further one counts as brokered."
    )
