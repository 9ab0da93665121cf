"""Whether what the head asked for was dealt with: decided line by line, and what was accepted worked into the text.

Asked at every step of a visit towards a signature, so that no way leads round it.
"""

import datetime as dt
import hashlib
import json
from typing import Any

from sipdesk.domain.correction import Correction, Decision, DraftLine, lines_named
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import Refused
from sipdesk.domain.visit import HeadResponse, ResponseKind, State, Visit
from sipdesk.store.corrections import Corrections
from sipdesk.store.desk import Desk
from sipdesk.store.drafts import Draft, Drafts
from sipdesk.store.thread import Thread
from sipdesk.store.visits import Visits

HEAD = "visit"
_ASKED = {State.WITH_HEAD, State.CHECKED, State.SIGNED}


class Settled:
    """Reads, and keeps how the text stood when a head was given it. Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._visits = Visits(desk)
        self._drafts = Drafts(desk)
        self._corrections = Corrections(desk)
        self._thread = Thread(desk)

    def drafts(self, visit: Visit) -> list[Draft]:
        """Those of the note's present revision, the latest first: a correction of an issued note begins anew."""
        sent = self._drafts.of_visit(visit.id)
        if not sent:
            return []
        note, revision, _ = self._thread.note_id(visit.id, "")  # there is one: a draft was made of it
        return [one for one in sent if (one.note_id, one.revision) == (note, revision)]

    def corrections(self, visit: Visit) -> list[Correction]:
        """What was asked for about them, in order."""
        known = {draft.id for draft in self.drafts(visit)}
        return [one for one in self._corrections.of_visit(visit.id) if one.draft in known]

    def refuse(self, visit: Visit, to: State, response: HeadResponse | None = None) -> None:
        """`Refused` where a visit cannot go on to a state yet."""
        stands = self.why_not(visit, to, response)
        if stands:
            raise Refused(stands)

    def follow(self, visit: Visit, to: State, response: HeadResponse | None) -> None:
        """Keep what a step of a visit means here; inside the caller's transaction."""
        if to is State.WITH_HEAD:
            self.begin(visit)
        if to is State.CHECKED and response is not None:
            self.answered(visit, response)

    def begin(self, visit: Visit) -> Draft:
        """The head is given the text as it stands; inside the caller's transaction."""
        note, revision, _ = self._thread.note_id(visit.id, self._desk.clock.new_id())
        draft = Draft(
            id=self._desk.clock.new_id(),
            visit_id=visit.id,
            note_id=note,
            revision=revision,
            sent=self._desk.clock.stamp(),
            stood=self._digests(visit),
        )
        self._drafts.put(draft)
        return draft

    def answered(self, visit: Visit, response: HeadResponse) -> None:
        """The head's answer stays with the draft it speaks of; inside the caller's transaction."""
        latest = next(iter(self.drafts(visit)), None)
        if latest is not None:
            self._drafts.put(latest.model_copy(update={"reply": response}))

    def worked_in(self, visit: Visit, correction: Correction, draft: Draft) -> bool:
        """Whether the answer that holds the line has changed since the head read it; any answer, where the line cannot be told."""
        now, questions = self._digests(visit), questions_of(correction, draft.lines)
        fields = [HEAD if one.startswith(f"{HEAD}.") else one for one in questions] or sorted({*now, *draft.stood})
        return any(now.get(field) != draft.stood.get(field) for field in fields)

    def why_not(self, visit: Visit, to: State, response: HeadResponse | None) -> str:
        """Why a visit cannot go on to a state yet; empty where it can."""
        drafts = self.drafts(visit) if to in _ASKED else []
        if not drafts:
            return ""
        latest, asked = drafts[0], [one for one in self.corrections(visit) if one.draft == drafts[0].id]
        waiting = [one for one in asked if one.decision is Decision.OPEN]
        if waiting:
            return f"Of the head’s corrections {_count(waiting)} not decided yet: {_lines(waiting)}. Accept or decline each first."
        undone = [o for o in asked if o.decision is Decision.ACCEPTED and not self.worked_in(visit, o, latest)]
        if undone:
            return (
                f"Of the corrections you accepted {_count(undone)} not worked in yet: {_lines(undone)}. "
                "Change the text there, or decline the correction and say why."
            )
        answer = response or visit.response
        unchanged = latest.stood == self._digests(visit)
        if (
            to is State.SIGNED
            and answer
            and answer.kind is ResponseKind.CORRECTED
            and not self.corrections(visit)
            and unchanged
        ):
            return (
                "The head asked for corrections, but the text is as the head read it and none is entered. Take the visit back "
                "to writing and work them in, or enter each and decline it with a reason."
            )
        return ""

    def _digests(self, visit: Visit) -> dict[str, str]:
        found = {question: _digest(value) for question, value in self._visits.answers(visit.id).items()}
        return {**found, HEAD: _digest(visit.header.model_dump(mode="json", exclude={"data_reviewed_on"}))}


def refuse_early(visit: Visit, on: dt.date) -> None:
    """`Refused` for an answer of the head that is older than the visit itself."""
    if visit.header.date and on < visit.header.date:
        visited = spoken_day(visit.header.date)
        raise Refused(f"The head cannot have answered on {spoken_day(on)}, before the visit of {visited}.")


def questions_of(correction: Correction, lines: list[DraftLine]) -> list[str]:
    """The questions of the lines a correction names, in order; none where it cannot be told."""
    return list(dict.fromkeys(line.question for line in lines_named(correction.line, lines) if line.question))


def _digest(value: Any) -> str:
    told = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _count(found: list[Correction]) -> str:
    return "1 is" if len(found) == 1 else f"{len(found)} are"


def _lines(found: list[Correction]) -> str:
    return ", ".join(one.line or "one without a line" for one in found[:4]) + (" …" if len(found) > 4 else "")
