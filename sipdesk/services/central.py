"""What the authority does besides receiving: inviting partners, asking about a note, answering a request, giving out the
term's caseload. It needs no desk; letters go into the shared place with the next look at it.
"""

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sipdesk.domain.allocation import AllocationRow, ParsedAllocation, share_out
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.parcel import AnswerOutcome, Enrolment, Query, RequestAnswer, Snapshot
from sipdesk.domain.school import Phase
from sipdesk.services.intake import IntakeService
from sipdesk.system.files import refuse_target, write_atomically

if TYPE_CHECKING:
    from sipdesk.sync.central import Central, Partner

_KEPT = "Nothing was changed."
REMOVED = "removed"
"""Stands in place of the signer in an invitation that lets nobody in any more."""


@dataclass(frozen=True)
class Invitation:
    """What an enrolment file says besides the keys."""

    authority: str
    name: str
    destination: str
    service: str = ""
    programme: str = ""
    marking: str = ""
    recovery_key: str = ""
    """64 hexadecimal digits, or empty."""
    destinations: dict[str, str] = field(default_factory=dict)
    """By the code of another authority."""


class Invited(NamedTuple):
    """An enrolment file that was made."""

    data: bytes
    words: str
    """Twelve words to compare by telephone."""
    new_key: bool


class Sent(NamedTuple):
    """A letter, or several, laid down to go."""

    letters: list[str]
    partners: list[str]
    left_out: list[str]
    """Partners who got none."""
    number: int = 0
    """Of a snapshot, and its term."""
    term: str = ""


class PartnerLine(Model):
    """One who may send."""

    name: str
    signer: str
    notes: int
    requests: int


class RequestLine(Model):
    """A request for brokered support that came, and in which note or parcel."""

    request: str
    partner: str
    note: str
    folder: str
    """Where it lies, below the inbox."""


class Overview(Model):
    """What the authority's side knows."""

    authority: str
    name: str
    words: str
    partners: list[PartnerLine]
    invitations_open: int
    notes: int
    refused: int
    requests: list[RequestLine]
    snapshot: int
    letters_waiting: int


def invite(key_file: Path, wanted: Invitation, clock: Clock | None = None) -> Invited:
    """An enrolment file for one partner; the keys are made the first time. `Refused` where the key file belongs to another
    authority; `BadInput` for a destination or a key that is none."""
    from sipdesk.sync import central, enrolment  # noqa: PLC0415 - the window does without the authority's side
    from sipdesk.sync.transport import open_transport  # noqa: PLC0415

    clock = clock or Clock()
    for destination in (wanted.destination, *wanted.destinations.values()):
        open_transport(destination).close()
        refuse_shared(key_file, destination, "the key file")
    _refuse_what_cannot_be_said(wanted, clock)
    new = not key_file.exists()
    if new:
        central.make_key(key_file, wanted.authority, wanted.name, wanted.service, clock)
    with central.Central.at_work(key_file, clock) as held:
        if held.key.authority != wanted.authority.strip():
            raise Refused(f"{key_file} holds the keys of {held.key.authority}, not of {wanted.authority}. {_KEPT}")
        made = _enrolment(wanted, held.key.seal_public.hex(), held.key.sign_public.hex(), central.invite(held), clock)
        return Invited(enrolment.make(made, held.key.sign_private), enrolment.words_of(made), new)


def _enrolment(wanted: Invitation, seal: str, sign: str, invitation: str, clock: Clock) -> Enrolment:
    return Enrolment(
        authority=wanted.authority.strip(), name=wanted.name, service=wanted.service, seal_key=seal, sign_key=sign,
        recovery_key=wanted.recovery_key, destination=wanted.destination, programme=wanted.programme,
        marking=wanted.marking, invitation=invitation, destinations=wanted.destinations, made=clock.now(),
    )  # fmt: skip


def _refuse_what_cannot_be_said(wanted: Invitation, clock: Clock) -> None:
    """`BadInput`, before any key is made or any invitation counted."""
    from pydantic import ValidationError  # noqa: PLC0415

    dummy = "0" * 64
    try:
        _enrolment(wanted, dummy, dummy, dummy, clock)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        told = _FITS.get(field, f"{field.replace('_', ' ')} does not fit: it is one line of text.")
        raise BadInput(f"The enrolment cannot say this: {told} {_KEPT}") from error


_FITS = {"recovery_key": "the recovery key is 64 hexadecimal digits, as `sipdesk central recovery` prints them."}


def refuse_shared(file: Path, destination: str, what: str) -> None:
    """`Refused` where a file that holds a secret would lie in the shared folder itself."""
    if "://" not in destination and file.resolve().is_relative_to(Path(destination).resolve()):
        raise Refused(
            f"{file} would lie in the shared folder, where others could read {what}. {_KEPT} Choose a place outside it."
        )


def recovery(target: Path, clock: Clock | None = None) -> str:
    """A key that opens every desk enrolled with it, for partners who forget their passphrase: its private half written to
    `target` (64 hexadecimal digits), its public half returned. `Refused` where there is a file already."""
    from sipdesk.keys.sealing import KEY_BYTES, public_of  # noqa: PLC0415 - the window does without the authority's side

    refuse_target(target)
    if target.exists():
        raise Refused(f"{target} is there already, and keys are made once. {_KEPT}")
    private = (clock or Clock()).random(KEY_BYTES)
    write_atomically(target, f"{private.hex()}\n".encode())
    return public_of(private).hex()


def write_enrolment(target: Path, data: bytes) -> None:
    """Put an enrolment file down; it holds a secret that one desk may use once."""
    refuse_target(target)
    write_atomically(target, data)


def query(key_file: Path, note: str, by: str, words: str, clock: Clock | None = None) -> Sent:
    """Ask the partner about a note that was taken in. `by` is a role."""
    if not words.strip() or not by.strip():
        raise BadInput(f"A query needs words, and the role of whoever asks. {_KEPT}")
    clock = clock or Clock()
    with _at_work(key_file, clock) as central:
        taken = central.register.signer_of(note)
        body = Query(note=taken.note, revision=taken.revision, at=clock.now(), by=by, words=words.strip())
        return _sent(central, taken.signer, central.write("query", _reply_to(central, taken.signer), body))


def answer(key_file: Path, request: str, outcome: AnswerOutcome, words: str = "", clock: Clock | None = None) -> Sent:
    """Say what became of a request for brokered support. A later answer follows an earlier one."""
    clock = clock or Clock()
    with _at_work(key_file, clock) as central:
        taken = central.register.asked(request)
        body = RequestAnswer(request=request, outcome=outcome, words=words.strip(), at=clock.now())
        return _sent(central, taken.signer, central.write("answer", _reply_to(central, taken.signer), body))


def snapshot(
    key_file: Path, file: Path, term: TermSlot | None = None, partners: list[str] | None = None, clock: Clock | None = None
) -> Sent:  # fmt: skip
    """Give out the term's caseload from an allocation file: to each partner their own rows and nobody else's. A partner for
    whom the file has no row gets nothing, for an empty list would look like the end of a caseload."""
    clock = clock or Clock()
    parsed = IntakeService().allocation(file, term, TermSlot.of(clock.today()))
    with _at_work(key_file, clock) as central:
        known = central.register
        to = [known.partner(name) for name in partners] if partners else known.desks()
        if not to:
            raise Refused(f"No partner has said hello yet, so there is nobody to give it to. {_KEPT}")
        if not parsed.names_advisers and len(to) > 1:
            raise Refused(f"The file names no advisers. Say with --partner whose list it is. {_KEPT}")
        shares = {one.signer: _mine(parsed, one.name) for one in to}
        if not any(shares.values()):
            raise Refused(f"None of the partners stands in this file. {_KEPT}")
        number = known.snapshot + 1
        known.snapshot = number
        known.save()  # before any letter: a number given out never comes again
        written, got, none = [], [], []
        for one in to:
            rows = shares[one.signer]
            if not rows:
                none.append(one.name)
                continue
            columns, cells = table(rows, one.name)
            body = Snapshot(number=number, term=str(parsed.term), made=clock.now(), columns=columns, rows=cells)
            written.append(central.write("snapshot", one.reply_to, body))
            got.append(one.name)
        return Sent(written, got, none, number, parsed.term.spoken)


def remove(key_file: Path, partner: str) -> str:
    """Take somebody's leave to send away, as after a lost laptop; whose it was. What came from them stays. They need a new
    enrolment file to begin again."""
    with _at_work(key_file, Clock()) as central:
        known = central.register
        one = known.partner(partner)
        gone = {signer for signer, held in known.partners.items() if held.reply_to == one.reply_to}
        for signer in gone:
            del known.partners[signer]
        for invitation in [held for held in known.invitations.values() if held.used_by in gone]:
            known.invitations[invitation.sha256] = invitation.model_copy(update={"used_by": REMOVED})
        known.save()
        return one.name


def overview(key_file: Path) -> Overview:
    """What the authority's side knows, for a person to read."""
    from sipdesk.sync.inbox import place_of  # noqa: PLC0415

    with _at_work(key_file, Clock()) as central:
        known = central.register
        received = [one for one in known.taken.values() if one.outcome == "received"]
        names = {signer: one.name for signer, one in known.partners.items()}
        return Overview(
            authority=central.key.authority, name=central.key.name, words=central.key.words,
            partners=[
                PartnerLine(
                    name=one.name, signer=one.signer,
                    notes=len({t.content for t in received if t.kind == "note" and t.signer == one.signer}),
                    requests=len({r for t in received if t.signer == one.signer for r in t.requests}),
                )
                for one in sorted(known.partners.values(), key=lambda one: (one.name, one.signer))
            ],
            invitations_open=sum(not one.used_by for one in known.invitations.values()),
            notes=len({one.content for one in received if one.kind == "note"}),
            refused=sum(one.outcome == "refused" for one in known.taken.values()),
            requests=sorted(
                {(r, one.signer): RequestLine(request=r, partner=names.get(one.signer, ""), note=one.note, folder=place_of(one.kind, one.note, one.revision, one.content))
                 for one in received for r in one.requests}.values(),
                key=lambda line: line.request,
            ),
            snapshot=known.snapshot, letters_waiting=len(central.letters_waiting()),
        )  # fmt: skip


def table(rows: list[AllocationRow], partner: str) -> tuple[list[str], list[list[str]]]:
    """Columns and cells that say of these schools what the allocation file said, under headings every reader knows."""
    visits = list(dict.fromkeys(cell.heading for row in rows for cell in row.visits))
    columns = [
        "School",
        "URN",
        "DfE number",
        "Phase",
        "SIP",
        "Category",
        "Days",
        "Hours",
        "Headteacher",
        *visits,
        "Notes",
    ]
    cells = []
    for row in rows:
        dates = {cell.heading: cell.written for cell in row.visits}
        phase = "" if row.phase is Phase.UNKNOWN else row.phase.value
        amounts = ["" if amount is None else str(amount) for amount in (row.days, row.hours)]
        told = [row.name, row.urn, row.laestab, phase, partner, row.category, *amounts, row.head]
        cells.append([*told, *(dates.get(heading, "") for heading in visits), row.notes])
    used = [n for n, _ in enumerate(columns) if n in {0, 1, 4} or any(line[n] for line in cells)]
    return [columns[n] for n in used], [[line[n] for n in used] for line in cells]


def _mine(parsed: ParsedAllocation, name: str) -> list[AllocationRow]:
    try:
        return share_out(parsed, name).mine
    except Refused:
        return []


def _at_work(key_file: Path, clock: Clock) -> "contextlib.AbstractContextManager[Central]":
    from sipdesk.sync.central import Central as Held  # noqa: PLC0415

    return Held.at_work(key_file, clock)


def _reply_to(central: "Central", signer: str) -> str:
    """The sealing key of the desk a partner greeted from last."""
    return _known(central, signer).reply_to


def _sent(central: "Central", signer: str, letter: str) -> Sent:
    return Sent([letter], [_known(central, signer).name], [])


def _known(central: "Central", signer: str) -> "Partner":
    partner = central.register.partners.get(signer)
    if partner is None:
        raise NotFound(f"Whoever sent this is no partner any more, so nothing can go to them. {_KEPT}")
    return partner
