"""What is to be made sure of about a reader's address, before anything goes to it: a draft or a note alike."""

import datetime as dt

from sipdesk.domain.issue import Distribution, Doubt, domain_of, recipient_doubts
from sipdesk.services.letter import is_address
from sipdesk.store.desk import Desk
from sipdesk.store.people import People
from sipdesk.store.schools import Schools


def doubts_about(desk: Desk, urn: str, line: Distribution, named: str, today: dt.date) -> list[Doubt]:
    """The questions about one reader at a school. `named`: who the note says has the role, where it says so."""
    people = People(desk)
    elsewhere = people.schools_with(domain_of(line.address), urn) if line.address else []
    school = Schools(desk).school(elsewhere[0]) if elsewhere else None
    return recipient_doubts(
        line,
        people.of_school(urn),
        named,
        today,
        fits=is_address(line.address),
        elsewhere=school.name if school else "",
    )
