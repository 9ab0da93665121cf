"""Who gets a note, and what is asked before it goes."""

import datetime as dt

import pytest

from sipdesk.domain.agenda import SchoolDay, assumed_times
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.clock import LONDON
from sipdesk.domain.errors import BadInput
from sipdesk.domain.issue import Distribution, WiderRequest, holder, recipient_doubts, sending_doubts
from sipdesk.domain.person import CHAIR, HEAD, Person

TODAY = dt.date(2025, 10, 7)
YEAR = AcademicYear(start=2025)
TERMS = [assumed_times(YEAR, term) for term in Term]
SCHOOL = "@alderpark.example"


def person(role: str = HEAD, name: str = "Amara Osei", email: str = "head" + SCHOOL, **more: object) -> Person:
    told = {"id": f"{role} {name}", "urn": "900101", "checked": TODAY, **more}
    return Person.model_validate({**told, "role": role, "name": name, "email": email})


def doubts(*people: Person, named: str = "Amara Osei", role: str = HEAD, fits: bool = True) -> list[str]:
    found = holder(role, people)
    line = Distribution(role=role, name=found.name if found else "", address=found.email if found else "")
    return [one.words for one in recipient_doubts(line, people, named, TODAY, fits=fits)]


def asked(*people: Person, **more: object) -> str:
    """The one question."""
    found = doubts(*people, **more)
    assert len(found) == 1
    return found[0]


def test_that_a_head_who_was_made_sure_of_raises_no_question():
    assert doubts(person(), person("Office", "", "office" + SCHOOL)) == []


def test_that_nobody_in_the_role_is_asked_about():
    assert "Nobody is entered as Headteacher" in asked()
    assert "No e-mail address is entered for Amara Osei" in asked(person(email=""), fits=False)
    assert "cannot be the e-mail address" in asked(person(email="head at school"), fits=False)


def test_that_somebody_who_left_is_never_written_to():
    gone = person(until="July 2025")
    assert holder(HEAD, [gone]) is None
    assert asked(gone).startswith("Amara Osei has left (July 2025)")


def test_that_a_contact_older_than_a_term_is_asked_about():
    assert "since 1 March 2025" in asked(person(checked=dt.date(2025, 3, 1)))
    assert "yet. Is it still right?" in asked(person(checked=None))


def test_that_of_two_heads_the_one_made_sure_of_last_gets_it_and_the_other_is_named():
    former = person(name="Ben Ash", email="ash" + SCHOOL, checked=dt.date(2025, 9, 1))
    assert holder(HEAD, [former, person()]) == person()
    assert "Ben Ash and Amara Osei are entered" in asked(former, person())


def test_that_a_new_head_is_noticed_by_the_name_in_the_note():
    assert "The note names Ben Ash" in asked(person(), named="Ben Ash")
    assert doubts(person(name="A. Osei")) == []


def test_that_an_address_unlike_the_others_is_asked_about():
    office = person("Office", "", "office" + SCHOOL)
    assert "ends in @elsewhere.example; the others at the school end in @alderpark.example" in asked(
        person(email="head@elsewhere.example"), office
    )
    left = office.model_copy(update={"until": "2024"})
    assert doubts(person(email="head@elsewhere.example"), left) == []


def test_that_an_address_like_another_schools_is_asked_about_where_no_other_here_is_like_it():
    line = Distribution(role=HEAD, name="Amara Osei", address="head@bramble.example")
    lone = person(email="head@bramble.example")

    def asks(*people: Person) -> list[str]:
        found = recipient_doubts(line, people, "", TODAY, fits=True, elsewhere="Bramble Lane Academy")
        return [one.words for one in found]

    assert asks(lone) == ["This address ends in @bramble.example, as at Bramble Lane Academy. Is it this school’s?"]
    assert asks(lone, person("Office", "", "office@bramble.example")) == []


def test_that_a_mailbox_anybody_can_open_is_asked_about():
    assert "gmail.com is a mailbox anybody can open" in asked(
        person(email="amara@GMAIL.com"), person("Office", "", "o@x.example")
    )


def test_that_the_copy_for_the_service_raises_no_question_of_people():
    line = Distribution(role="The service", version="copy for the service")
    assert recipient_doubts(line, [], "", TODAY, fits=False) == []
    assert line.who == "The service"


@pytest.mark.parametrize(
    ("role", "name", "told"),
    [
        (HEAD, "Amara Osei", "Amara Osei (headteacher)"),
        (CHAIR, "", "the chair of governors"),
        ("SENCO", "Li", "Li (SENCO)"),
    ],
)
def test_that_a_reader_is_told_by_name_and_role(role, name, told):
    assert Distribution(role=role, name=name).who == told


def moment(text: str, own: list[SchoolDay] | None = None) -> str:
    at = dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)
    found = sending_doubts(at, TERMS, own or [])
    assert len(found) <= 1
    return found[0].words if found else ""


@pytest.mark.parametrize(
    ("at", "asks"),
    [
        ("2025-10-07T09:00", ""),
        ("2025-10-10T14:59", ""),
        ("2025-10-10T15:00", "Friday afternoon"),
        ("2025-10-09T18:00", ""),
        ("2025-10-11T10:00", "weekend"),
        ("2025-10-28T10:00", "half-term"),
        ("2025-12-18T10:00", ""),
        ("2025-12-19T10:00", "last school day of the term (by assumed dates)"),
        ("2025-12-22T10:00", "holidays"),
        ("2026-05-04T10:00", "bank holiday"),
    ],
)
def test_that_a_bad_moment_is_asked_about(at, asks):
    assert asks in moment(at)
    assert bool(moment(at)) == bool(asks)


def test_that_a_schools_own_days_count():
    inset = SchoolDay(id="1", urn="900101", first=dt.date(2025, 12, 18), last=dt.date(2025, 12, 19), what="INSET")
    assert "The school has INSET today" in moment("2025-12-18T10:00", [inset])
    assert "last school day of the term" in moment("2025-12-17T10:00", [inset])


def test_that_confirmed_dates_are_not_called_assumed():
    sure = [times.model_copy(update={"assumed": False}) for times in TERMS]
    at = dt.datetime(2025, 12, 19, 10, tzinfo=LONDON)
    assert "assumed" not in sending_doubts(at, sure, [])[0].words


def request(**more: object) -> WiderRequest:
    told = {"role": CHAIR, "asked_by": "The chair", "asked_on": dt.date(2025, 10, 6), "why": "the governors’ meeting"}
    return WiderRequest.model_validate({**told, **more})


def test_that_wider_sharing_names_who_asked_when_and_why():
    assert request().checked(dt.date(2025, 10, 6), TODAY) == request()
    for missing in ({"asked_by": " "}, {"why": ""}, {"role": ""}):
        with pytest.raises(BadInput, match="who asked for that, and why"):
            request(**missing).checked(None, TODAY)
    with pytest.raises(BadInput, match="has not come yet"):
        request(asked_on=dt.date(2025, 10, 8)).checked(None, TODAY)
    with pytest.raises(BadInput, match="before the visit"):
        request().checked(dt.date(2025, 10, 7), TODAY)
