"""With whom a desk is enrolled, as it is kept in the desk, and where the notes of a school go."""

from collections.abc import Sequence
from typing import NamedTuple

from sipdesk.domain.parcel import Enrolment
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import School
from sipdesk.store.desk import Desk

ENROLMENT, REPLY_KEY = "enrolment", "enrolment.key"


class Enrolled(NamedTuple):
    """The authority's enrolment, and the partner's own sealing key to which its letters come."""

    enrolment: Enrolment
    private: bytes
    public: bytes


def enrolled(desk: Desk) -> Enrolled | None:
    """What a desk knows of its authority; None where it is not enrolled."""
    told, private = desk.fact(ENROLMENT), bytes.fromhex(desk.fact(REPLY_KEY))
    if not told or not private:
        return None
    if desk.held.get(ENROLMENT, ("",))[0] != told:
        from sipdesk.keys.sealing import public_of  # noqa: PLC0415 - libsodium is loaded for those who are enrolled

        desk.held[ENROLMENT] = (told, Enrolled(Enrolment.model_validate_json(told), private, public_of(private)))
    found: Enrolled = desk.held[ENROLMENT][1]
    return found


class Goes(NamedTuple):
    """Where a school's notes go; where nowhere, why."""

    destination: str
    why: str = ""


def way_of(school: School, enrolment: Enrolment, home_codes: Sequence[str]) -> Goes:
    """Where the notes of a school go. `home_codes`: the register's codes of the authority's own schools; a school that no
    register has confirmed yet counts as one of them."""
    code = "" if school.provisional else school.laestab[:3]
    if code in enrolment.destinations:
        return Goes(enrolment.destinations[code])
    if not code or not home_codes or code in home_codes:
        return Goes(enrolment.destination)
    return Goes(
        "",
        f"{school.name} is a school of {school.la_name or f'another authority ({code})'}, and the enrolment with "
        f"{enrolment.name} does not say where its notes go. They are kept here. Ask {enrolment.name} for an enrolment file "
        "that says so, and open it in Settings.",
    )


def in_words(destination: str) -> str:
    """A destination as a person knows it: a folder by its path, an address by its machine."""
    if "://" in destination:
        return destination.partition("://")[2].partition("/")[0]
    return f"the folder {destination}"


def service_of(desk: Desk) -> str:
    """Who gets a copy of each note: the service the desk is enrolled with; empty where it is with none."""
    known = enrolled(desk)
    return (known.enrolment.service or known.enrolment.name) if known else ""


def marking_of(desk: Desk, programme: Programme) -> str:
    """The protective marking of a paper: the authority's, where its enrolment names one for the notes of its own programme."""
    known = enrolled(desk) if programme.authority == desk.fact("authority") else None
    return (known.enrolment.marking if known else "") or programme.marking
