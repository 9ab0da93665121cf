"""What a programme gives a school by its allocation: its visits (one beyond them counts as brokered), and who reads a note."""

from collections.abc import Sequence

from sipdesk.domain.programme import Programme, Recipient, Slot, Version
from sipdesk.domain.school import School
from sipdesk.domain.standing import in_force
from sipdesk.domain.visit import Visit
from sipdesk.store.desk import Desk
from sipdesk.store.schools import Allocation
from sipdesk.store.standing import Standings

_COPY: Version = "copy for the service"


def beyond(programme: Programme, school: School, allocation: Allocation, slot: str) -> str:
    """Why a visit lies beyond what the programme gives the school; empty where it does not."""
    given = programme.visits_for(school.phase, school.governance, brokered=allocation.brokered)
    within = not isinstance(given, str) and any(one.id == slot for one in given)
    return "" if within else _outside_programme(school, given)


def readers(
    programme: Programme, visit: Visit, allocation: Allocation | None, service: str = "", noted: Sequence[str] = ()
) -> list[Recipient]:
    """Who receives the note of a visit, by the school's category, its flags (those `noted`, beside those its category
    brings) and the kind of contact. `service`: with whom the desk is enrolled; it gets a copy, whether the programme says
    so or not."""
    given = programme.recipients_for(allocation.category if allocation else "", visit.slot or visit.kind, noted)
    if service and not any(one.version == _COPY for one in given):
        given.append(Recipient(role=service, version=_COPY, reason="The partner’s desk is enrolled with it"))
    return given


def noted(desk: Desk, urn: str) -> list[str]:
    """Facts and flags that hold of a school today, as they were noted in this desk."""
    return in_force(Standings(desk).facts(urn), desk.clock.today())


def _outside_programme(school: School, given: list[Slot] | str) -> str:
    if isinstance(given, str):
        return f"The programme gives no number of visits for {school.name} ({school.governance}): “{given}”. This visit counts as brokered."
    count = "one visit" if len(given) == 1 else f"{len(given)} visits"
    return (
        f"The programme gives {school.name} ({school.governance}) {count} a year; this further one counts as brokered."
    )
