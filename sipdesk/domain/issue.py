"""Who gets an issued note and why, and what is asked before it goes. Pure rules; whom an authority names is its data.

A doubt is a question, never a wall: whoever answers it with a reason may go on.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from sipdesk.domain.agenda import SchoolDay, TermTimes, reason_against
from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import BadInput
from sipdesk.domain.person import HEAD, Person, same_role
from sipdesk.domain.programme import Version

LATE = dt.time(15)
"""On a Friday, the hour after which nobody at a school can be asked what a note means."""
_FRIDAY = 4
_LONGEST = 400
"""Characters of a reason; with the words put before it, it is still a line."""
# Mailboxes anybody can open: a school's own people have the school's or the authority's.
_PRIVATE = frozenset(
    (
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk", "msn.com",
        "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "aol.co.uk", "gmx.com",
        "gmx.co.uk", "mail.com", "proton.me", "protonmail.com", "btinternet.com", "sky.com", "virginmedia.com",
        "talktalk.net", "ntlworld.com", "blueyonder.co.uk",
    )
)  # fmt: skip


class Distribution(Model):
    """One who gets the note."""

    role: Line
    name: Line = ""
    address: Line = ""
    """From the school's contacts, never typed in for one note; empty where there is none."""
    version: Version = "full"
    reason: Line = ""
    asked_by: Line = ""
    """For a wider version: who specifically asked for it, when and why."""
    asked_on: dt.date | None = None
    asked_why: Prose = ""

    @property
    def by_sync(self) -> bool:
        """Goes to the authority's service, which no e-mail does."""
        return self.version == "copy for the service"

    @property
    def who(self) -> str:
        """`Amara Osei (headteacher)`, or the role alone."""
        if self.by_sync:
            return self.role
        role = self.role[:1].lower() + self.role[1:] if self.role[1:2].islower() else self.role
        return f"{self.name} ({role})" if self.name else f"the {role}"


class WiderRequest(Model):
    """Somebody asked that the note be shared with one more of the school's contacts."""

    role: Line
    asked_by: Line
    asked_on: dt.date
    why: Line

    @classmethod
    def read(cls, role: str, asked_by: str, asked_on: dt.date, why: str) -> "WiderRequest":
        """From what was typed: each one line, and no longer than a line may be."""
        told = (" ".join(typed.split())[:_LONGEST] for typed in (role, asked_by, why))
        return cls(**dict(zip(("role", "asked_by", "why"), told, strict=True)), asked_on=asked_on)

    def checked(self, visited: dt.date | None, today: dt.date) -> "WiderRequest":
        """The same; `BadInput` where something is missing or cannot be."""
        if not (self.role and self.asked_by and self.why):
            raise BadInput("Say with whom the note is to be shared, who asked for that, and why. Nothing was issued.")
        if self.asked_on > today:
            raise BadInput(f"{spoken_day(self.asked_on)} has not come yet. Nothing was issued.")
        if visited and self.asked_on < visited:
            raise BadInput(f"Nobody can have asked before the visit of {spoken_day(visited)}. Nothing was issued.")
        return self


class Doubt(Model):
    """Something to answer before a note goes."""

    id: Line
    """The same for the same question, so that its answer can be told."""
    words: Prose
    """A sentence that ends with a question."""


class Answered(Model):
    """A doubt, and why the note went all the same."""

    words: Prose
    why: Line


class Decisions(Model):
    """What the partner decided before issuing."""

    wider: list[WiderRequest] = []
    answers: dict[str, Line] = {}
    """Why it goes all the same, by the doubt's id."""


class Issue(Model):
    """One revision of a note, issued: to whom, and what was answered on the way. Kept as it is, and added to alone."""

    id: str
    visit: str
    note: str
    revision: int
    at: str
    """The instant, as kept text in UTC."""
    sha256: str
    """Of the sealed file that went."""
    lines: list[Distribution]
    answered: list[Answered] = []
    wider_sha256: str = ""
    """Of the wider version, where somebody asked for one."""


def holder(role: str, people: Sequence[Person]) -> Person | None:
    """Who has a role at a school now; of several the one made sure of last."""
    there = [one for one in people if not one.gone and same_role(one.role, role)]
    return max(there, key=lambda one: one.checked or dt.date.min, default=None)


def recipient_doubts(
    line: Distribution, people: Sequence[Person], named: str, today: dt.date, *, fits: bool, elsewhere: str = ""
) -> list[Doubt]:
    """What is to be asked of one recipient. `named`: who the note says has the role, where it says so; `fits`: the address
    can stand in an e-mail; `elsewhere`: another school whose people have addresses of the same domain."""
    if line.by_sync:
        return []
    person = holder(line.role, people)
    if person is None or not fits:
        return [Doubt(id=f"address {line.role}", words=_unaddressed(line, person, people))]
    told = [
        ("several", _several(line, people)),
        ("named", _other_name(person, named)),
        ("old", _old(person, today)),
        ("private", _private(person)),
        ("domain", _strange(person, people, elsewhere)),
    ]
    return [Doubt(id=f"{kind} {line.role}", words=words) for kind, words in told if words]


def _unaddressed(line: Distribution, person: Person | None, people: Sequence[Person]) -> str:
    ask = "The e-mail will have no address for them. Go on without?"
    if person is None:
        left = next((one for one in people if one.gone and same_role(one.role, line.role)), None)
        if left is not None:
            return (
                f"{left.name or left.role} has left ({left.until}), and nobody is entered as {line.role} since. {ask}"
            )
        return f"Nobody is entered as {line.role} among the school’s people. {ask}"
    if person.email:
        return f"“{person.email}” cannot be the e-mail address of {person.name or person.role}. {ask}"
    return f"No e-mail address is entered for {person.name or person.role}. {ask}"


def _several(line: Distribution, people: Sequence[Person]) -> str:
    there = [one for one in people if not one.gone and same_role(one.role, line.role)]
    if len({one.name.casefold() for one in there}) < 2:
        return ""
    names = " and ".join(one.name or "somebody without a name" for one in there)
    return f"{names} are entered as {line.role}. It goes to {line.name or line.address}: is that right?"


def _other_name(person: Person, named: str) -> str:
    if not named or not person.name or same_person(named, person.name):
        return ""
    return f"The note names {named} as {person.role}, and the school’s people {person.name}. Is {person.name} the right one?"


def _old(person: Person, today: dt.date) -> str:
    if not person.doubtful(today):
        return ""
    who = person.name or person.role
    when = f"since {spoken_day(person.checked)}" if person.checked else "yet"
    return f"Nobody has made sure of {who} and this address {when}. Is it still right?"


def _private(person: Person) -> str:
    domain = domain_of(person.email)
    return (
        f"{domain} is a mailbox anybody can open, not the school’s own. Did they ask for it?"
        if domain in _PRIVATE
        else ""
    )


def _strange(person: Person, people: Sequence[Person], elsewhere: str) -> str:
    mine = domain_of(person.email)
    others = {domain_of(one.email) for one in people if one.id != person.id and not one.gone and one.email}
    if mine in others or mine in _PRIVATE:
        return ""
    if not others:
        return f"This address ends in @{mine}, as at {elsewhere}. Is it this school’s?" if elsewhere else ""
    told = " or ".join(f"@{one}" for one in sorted(others))
    return f"This address ends in @{mine}; the others at the school end in {told}. Is it theirs?"


def domain_of(address: str) -> str:
    """What stands behind the @, in small letters."""
    return address.rpartition("@")[2].strip().casefold()


def sending_doubts(at: dt.datetime, terms: Iterable[TermTimes], own_days: Sequence[SchoolDay]) -> list[Doubt]:
    """What is to be asked of the moment (London time): a bad one to receive a note in. At most one question."""
    terms, today = list(terms), at.date()
    closed = _closed(today, terms, own_days)
    if closed:
        return [
            Doubt(id=f"closed {today}", words=f"{closed} Nobody may read it before school opens. Does it go today?")
        ]
    term = next((one for one in terms if one.first <= today <= one.last), None)
    if term is not None and today == _last_school_day(term, own_days):
        sure = " (by assumed dates)" if term.assumed else ""
        words = f"Today is the last school day of the term{sure}. A note that comes now is read alone over the holidays. Does it go today?"
        return [Doubt(id=f"term {today}", words=words)]
    if today.weekday() == _FRIDAY and at.time() >= LATE:
        words = "It is Friday afternoon. A note that comes now is read over the weekend, with nobody to ask. Does it go today?"
        return [Doubt(id=f"friday {today}", words=words)]
    return []


_CLOSED = {
    "weekend": "It is the weekend.",
    "bank holiday": "Today is a bank holiday.",
    "half-term": "It is half-term.",
    "outside term": "It is the holidays.",
}


def _closed(today: dt.date, terms: list[TermTimes], own_days: Sequence[SchoolDay]) -> str:
    why = reason_against(today, terms)
    if why:
        return _CLOSED[why]
    own = next((one for one in own_days if one.first <= today <= one.last), None)
    return f"The school has {own.what} today." if own else ""


def _last_school_day(term: TermTimes, own_days: Sequence[SchoolDay]) -> dt.date:
    """The last day of a term on which the school is open to its pupils."""
    day = term.last
    while day > term.first and _closed(day, [term], own_days):
        day -= dt.timedelta(days=1)
    return day


def is_head(role: str) -> bool:
    """Whether a recipient is the headteacher."""
    return same_role(role, HEAD)
