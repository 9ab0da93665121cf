"""What comes down: receipts, questions on a note, answers to requests, the term's caseload. Each is taken once, believed only
where the authority signed it for this desk, and none of it touches what the partner writes.
"""

import hashlib
import json
from dataclasses import dataclass, field

from sipdesk.domain.allocation import ParsedAllocation
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, NotFound, Refused, SipdeskError
from sipdesk.domain.outbox import LetterView, Stage
from sipdesk.domain.parcel import (
    Letter,
    Query,
    Receipt,
    RequestAnswer,
    Snapshot,
    canonical,
    partner_prefix,
    read_letter_name,
    sha256,
)
from sipdesk.imports.allocation import interpret
from sipdesk.imports.grid import Cell, Row, Sheet, Tables
from sipdesk.services.caseload import CaseloadService, Preview
from sipdesk.services.dispatch import touched
from sipdesk.services.enrolled import enrolled
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import LetterRow, Letters, Parcels, Requests
from sipdesk.store.revisions import Revisions

_NUMBER = "snapshot.number"
_MOST_GONE = 10
"""Of a hundred schools, so many may leave at once without anybody asking."""


@dataclass(frozen=True)
class Taken:
    """What a letter came to."""

    kind: str
    changes: Changes = field(default_factory=Changes)


class IncomingService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, caseload: CaseloadService) -> None:
        self._desk = desk
        self._visits = visits
        self._caseload = caseload
        self._parcels = Parcels(desk)
        self._letters = Letters(desk)
        self._requests = Requests(desk)
        self._revisions = Revisions(desk)

    # -- taking --------------------------------------------------------------------------------------------------

    def wanted(self, names: list[str]) -> list[str]:
        """Of the names that lie in a place, the letters to this desk that were not taken yet."""
        known = enrolled(self._desk)
        if known is None:
            return []
        taken, prefix = self._letters.taken(), partner_prefix(known.public.hex())
        found = [
            name for name in names if name not in taken and (told := read_letter_name(name)) and told.partner == prefix
        ]
        return sorted(found, key=lambda name: name.partition(".")[2])

    def take(self, name: str, data: bytes) -> Taken | None:
        """Take one letter; None for one that is not whole yet, or was taken before. What is forged, or meant for somebody
        else, changes nothing but is remembered as a warning."""
        known, told = enrolled(self._desk), read_letter_name(name)
        if known is None or told is None or told.sha16 != sha256(data)[:16] or name in self._letters.taken():
            return None
        from sipdesk.sync.letters import read  # noqa: PLC0415 - libsodium is loaded for those who are enrolled

        try:
            letter = read(data, known.private, bytes.fromhex(known.enrolment.sign_key), name)
            if letter.authority != known.enrolment.authority:
                raise BadInput("The letter names another authority than the one this desk is enrolled with.")
        except SipdeskError as error:
            return self._warn(name, f"Something came that was not believed: {error.sentence}")
        if self._letters.get(letter.id) is not None:
            return self._note(name, Taken("repeated"))  # the same letter, sealed anew
        return self._by_kind(name, letter)

    def _by_kind(self, name: str, letter: Letter) -> Taken:
        body = letter.body
        if isinstance(body, Receipt):
            return self._receipt(name, letter, body)
        if isinstance(body, Query):
            return self._query(name, letter, body)
        if isinstance(body, RequestAnswer):
            return self._answer(name, letter, body)
        return self._snapshot(name, letter, body)

    def _receipt(self, name: str, letter: Letter, body: Receipt) -> Taken:
        row = self._parcels.named(body.parcel)
        if row is None:
            return self._warn(
                name,
                "The central service confirms a package this desk does not know. If this desk was restored from a backup, the "
                "note it speaks of may have been signed after that backup was made: ask the service for it.",
                letter,
            )
        same = (body.sha256, body.note, body.revision, body.audit_head) == (
            row.sha256,
            row.note,
            row.revision,
            row.audit_head,
        )
        if not same:
            why = f"A receipt for “{row.title}” speaks of other bytes than were sent, so it does not count."
            return self._warn(name, why, letter)
        if row.stage is Stage.RECEIVED:
            return self._note(name, Taken("receipt"), letter)
        received = body.outcome == "received"
        stage = Stage.RECEIVED if received else Stage.ATTENTION
        why = "" if received else f"The central service would not take it: {body.why or 'it does not say why.'}"
        with self._desk.change(f"the authority {body.outcome} a package", row.name, body.sha256):
            self._keep(name, letter, open_=False)
            self._parcels.put(
                row.model_copy(
                    update={
                        "stage": stage,
                        "cause": "" if received else "refused",
                        "why": why,
                        "since": self._desk.clock.stamp(),
                        "next_try": "",
                    }
                )
            )
        return Taken("receipt" if received else "refusal", touched(row))

    def _query(self, name: str, letter: Letter, body: Query) -> Taken:
        visit = self._visit_of(body.note)
        if not visit:
            return self._warn(name, f"{body.by} asks about a note this desk does not hold: {body.words}", letter)
        with self._desk.change("the authority asks about a note", body.note, letter.id):
            self._keep(name, letter, open_=True)
        return Taken("query", Changes(visits=[visit]))

    def _answer(self, name: str, letter: Letter, body: RequestAnswer) -> Taken:
        row = self._requests.get(body.request)
        if row is None:
            return self._warn(name, "The central service answers a request this desk never made.", letter)
        at = body.at.isoformat()
        with self._desk.change("the authority answered a request", body.request, body.outcome):
            self._keep(name, letter, open_=False)
            if not row.answered or row.answered < at:  # letters may come in any order
                self._requests.put(
                    row.model_copy(update={"outcome": body.outcome, "answer": body.words, "answered": at})
                )
        return Taken("answer", Changes(visits=[row.visit_id], schools=[row.urn]))

    def _snapshot(self, name: str, letter: Letter, body: Snapshot) -> Taken:
        highest = int(self._desk.fact(_NUMBER, "0"))
        if body.number <= highest:
            why = f"Caseload number {body.number} came, and number {highest} was here before. It was not taken."
            return self._warn(name, why, letter)
        older = [one.id for one in self._letters.of_kinds("snapshot") if one.open]
        with self._desk.change("the authority sent a caseload", letter.id, f"number {body.number}"):
            self._letters.close(older)  # the newer one takes their place
            self._keep(name, letter, open_=True)
            self._desk.set_fact(_NUMBER, str(body.number))
        return Taken("snapshot")

    def _visit_of(self, note: str) -> str:
        return self._revisions.visit_of(note)

    def _keep(self, name: str, letter: Letter, *, open_: bool) -> None:
        at, detail = self._desk.clock.stamp(), canonical(letter).decode()
        self._letters.add(LetterRow(id=letter.id, name=name, kind=letter.kind, at=at, open=open_, detail=detail))

    def _warn(self, name: str, why: str, letter: Letter | None = None) -> Taken:
        """Remember what was not taken, and why."""
        new, at = letter.id if letter else self._desk.clock.new_id(), self._desk.clock.stamp()
        row = LetterRow(id=new, name=name, kind="warning", at=at, open=True, detail=json.dumps({"why": why}))
        with self._desk.change("did not take a letter", name, why[:400]):
            self._letters.add(row)
        return Taken("warning")

    def _note(self, name: str, taken: Taken, letter: Letter | None = None) -> Taken:
        """Remember only that it was looked at."""
        new, at = letter.id if letter else self._desk.clock.new_id(), self._desk.clock.stamp()
        with self._desk.writing():
            self._letters.add(LetterRow(id=new, name=name, kind="receipt", at=at, open=False, detail="{}"))
        return taken

    # -- showing -------------------------------------------------------------------------------------------------

    def letters(self) -> list[LetterView]:
        """Questions, caseloads and warnings, the newest first."""
        return [self._shown(row) for row in self._letters.of_kinds("query", "snapshot", "warning")]

    def _shown(self, row: LetterRow) -> LetterView:
        if row.kind == "warning":
            return LetterView(
                id=row.id, kind="warning", at=row.at, title="Not taken", words=json.loads(row.detail)["why"], open=row.open
            )  # fmt: skip
        body = Letter.model_validate_json(row.detail).body
        if isinstance(body, Query):
            return self._question(row, body)
        if not isinstance(body, Snapshot):
            raise NotFound("This letter is shown where it belongs.")
        count = "1 row" if len(body.rows) == 1 else f"{len(body.rows)} rows"
        title = f"Caseload number {body.number} for {_spoken(body.term)}"
        words = f"{count}. Look at what it would change, then take it or leave it."
        return LetterView(id=row.id, kind="snapshot", at=row.at, title=title, words=words, open=row.open)

    def _question(self, row: LetterRow, body: Query) -> LetterView:
        visit = self._visits.get(self._visit_of(body.note))
        return LetterView(
            id=row.id,
            kind="query",
            at=row.at,
            title=f"Question on {visit.title}, revision {body.revision}",
            words=body.words,
            by=body.by,
            urn=visit.urn,
            school=self._visits.school(visit.urn).name,
            visit=visit.id,
            open=row.open,
        )

    def about(self, visit_id: str) -> list[LetterView]:
        """The questions on a visit's note, the newest first."""
        return [one for one in self.letters() if one.visit == visit_id]

    def dealt_with(self, letter: str) -> Changes:
        """A question, a caseload or a warning does not wait for the person any more."""
        row = self._get(letter)
        with self._desk.change("dealt with what came down", row.id, row.kind):
            self._letters.close([row.id])
        return Changes()

    def _get(self, letter: str) -> LetterRow:
        row = self._letters.get(letter)
        if row is None:
            raise NotFound("There is no such letter in this desk.")
        return row

    # -- a caseload ----------------------------------------------------------------------------------------------

    def snapshot(self, letter: str) -> Snapshot:
        """A caseload that came down, for `parse`; `Refused` where a newer one came after it."""
        row = self._get(letter)
        body = Letter.model_validate_json(row.detail).body if row.kind == "snapshot" else None
        if not isinstance(body, Snapshot):
            raise NotFound("This is no caseload.")
        newest = int(self._desk.fact(_NUMBER, "0"))
        if body.number < newest:
            raise Refused(
                f"Caseload number {body.number} is out of date: number {newest} came after it and counts in its place. "
                "Nothing was changed."
            )
        return body

    def word_for(self, preview: Preview) -> str:
        """What has to be typed before a caseload is applied: the number of schools it would take away, where that is more
        than a tenth of those there are. Empty where nobody has to ask."""
        gone = len(preview.gone)
        return str(gone) if are_many(gone, len(self._caseload.schools())) else ""

    def apply(self, letter: str, preview: Preview, typed: str = "") -> Changes:
        """Apply a caseload that came down, all of it or nothing; visits and drafts stay as they are. `BadInput` where it has
        to be confirmed first and was not."""
        self.snapshot(letter)  # a newer one may have come since the preview
        row, word = self._get(letter), self.word_for(preview)
        if word and typed.strip() != word:
            schools = "1 school" if word == "1" else f"{word} schools"
            raise BadInput(
                f"This would take {schools} out of your caseload, more than one in ten. If that is right, type {word}. "
                "Nothing was changed."
            )
        with self._desk.change("applied a caseload that came down", row.id, preview.sha256):
            changes = self._caseload.apply(preview)
            self._letters.close([row.id])
        return changes


def are_many(gone: int, there: int) -> bool:
    """Whether so many schools of a caseload do not leave it without somebody asking."""
    return gone * 100 > there * _MOST_GONE


def parse(snapshot: Snapshot, default: TermSlot) -> ParsedAllocation:
    """A caseload that came down, read as an allocation file is. `BadInput` where it holds no list of schools. Not for the
    desk's thread."""
    told = [snapshot.columns, *snapshot.rows]
    lines = [
        Row(number, {place: Cell("s", text) for place, text in enumerate(line, 1) if text})
        for number, line in enumerate(told, 1)
    ]
    tables = Tables("csv", [Sheet("", rows=[line for line in lines if line.cells])])
    digest = hashlib.sha256(canonical(snapshot)).hexdigest()
    wanted = TermSlot.parse(snapshot.term) if snapshot.term else None
    return interpret(tables, f"Caseload number {snapshot.number}", digest, wanted=wanted, default=default)


def _spoken(term: str) -> str:
    try:
        return TermSlot.parse(term).spoken
    except SipdeskError:
        return term
