"""Enrolment: the authority's signed file says who it is, where parcels go and to which key they are sealed.

Its signature proves only that nobody changed it since; whether it is the authority's, two people settle by comparing
twelve words by telephone. `look` and `enrol` are desk work; a desk that never signed makes its signing key first.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Literal, NamedTuple

from sipdesk.domain.base import Line, Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import BadInput, Refused, SipdeskError
from sipdesk.domain.outbox import Stage
from sipdesk.domain.parcel import Enrolment, canonical
from sipdesk.forms.loader import Library
from sipdesk.services.care import choose_edition
from sipdesk.services.dispatch import Dispatch
from sipdesk.services.enrolled import ENROLMENT, REPLY_KEY, Enrolled, enrolled, in_words
from sipdesk.services.outbox import kept_place
from sipdesk.services.packing import GREETED_WITH, Content, Packing, greeting_content
from sipdesk.store.desk import Desk
from sipdesk.store.outbox import ParcelRow, Parcels

SINCE = "enrolment.since"
_NEW_KEY = "It lies there sealed for a key the authority no longer uses, and no receipt came for it. Try again seals it for the new one."
_LARGEST = 100_000
_NOT_LEFT = {Stage.SEALED, Stage.QUEUED, Stage.ATTENTION}
Standing = Literal["new", "same", "renewed", "older", "changed key", "other authority"]


class Goes(Model):
    """Where the notes of another authority's schools go."""

    la_code: Line
    to: Line


class Offer(Model):
    """What an enrolment file says, before anything is done."""

    authority: Line
    """Its id."""
    name: Line
    service: Line
    to: Line
    """In words."""
    others: list[Goes] = []
    words: Line
    """Twelve words to compare by telephone."""
    programme: Line
    marking: Line
    recovery: bool
    """The authority could open this desk for you, if you forget your passphrase."""
    standing: Standing
    says: list[str]
    """Sentences to read before agreeing."""

    @property
    def asks(self) -> bool:
        """Whether the person has to agree: it takes the place of a newer enrolment, or of one with other keys."""
        return self.standing in {"older", "changed key", "other authority"}


class EnrolView(Model):
    """With whom a desk is enrolled."""

    enrolled: bool
    authority: Line = ""
    name: Line = ""
    service: Line = ""
    destination: Line = ""
    """As it is opened."""
    to: Line = ""
    """The same in words."""
    others: list[Goes] = []
    words: Line = ""
    since: str = ""
    programme: Line = ""
    marking: Line = ""
    recovery: bool = False


class _Ready(NamedTuple):
    """A parcel that was made anew for another key."""

    old: ParcelRow
    fresh: ParcelRow


class EnrollingService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, library: Library, packing: Packing, dispatch: Dispatch) -> None:
        self._desk = desk
        self._library = library
        self._packing = packing
        self._dispatch = dispatch
        self._parcels = Parcels(desk)

    def view(self) -> EnrolView:
        """With whom this desk is enrolled."""
        known = enrolled(self._desk)
        if known is None:
            return EnrolView(enrolled=False)
        said = known.enrolment
        return EnrolView(
            enrolled=True,
            authority=said.authority,
            name=said.name,
            service=said.service or said.name,
            destination=said.destination,
            to=in_words(said.destination),
            others=_others(said),
            words=_words(said),
            since=self._desk.fact(SINCE),
            programme=said.programme,
            marking=said.marking,
            recovery=bool(said.recovery_key),
        )

    def look(self, data: bytes) -> Offer:
        """What a file says and what it would mean for this desk; `BadInput` for anything but a whole enrolment file."""
        from sipdesk.sync.enrolment import read  # noqa: PLC0415 - libsodium is loaded for those who enrol

        told = read(data)
        said, present = told.enrolment, enrolled(self._desk)
        standing = _standing(said, present)
        return Offer(
            authority=said.authority,
            name=said.name,
            service=said.service or said.name,
            to=in_words(said.destination),
            others=_others(said),
            words=told.words,
            programme=said.programme,
            marking=said.marking,
            recovery=bool(said.recovery_key),
            standing=standing,
            says=_says(said, standing, present),
        )

    def enrol(self, data: bytes, *, agreed: bool = False) -> Changes:
        """Enrol this desk by an authority's file: keys, destination, marking, programme and recovery in one step, and the
        greeting put into the outbox. The same file twice changes nothing. `Refused` where the person has to agree and did
        not."""
        from sipdesk.sync.enrolment import read  # noqa: PLC0415

        offer, said = self.look(data), read(data).enrolment
        if offer.standing == "same":
            return Changes(remarks=offer.says)
        if offer.asks and not agreed:
            raise Refused(" ".join([*offer.says, "Nothing was changed."]))
        known, before = self._keys_for(said), enrolled(self._desk)
        with ExitStack() as stack:
            greeting = stack.enter_context(self._packing.laid(greeting_content(known), known, Stage.QUEUED))
            anew = [
                _Ready(row, stack.enter_context(self._packing.laid(content, known, _stage_of(row))))
                for row, content in self._to_reseal(known)
            ]
            with self._desk.change("enrolled with", said.name, _words(said)):
                self._desk.set_fact(ENROLMENT, canonical(said).decode())
                self._desk.set_fact(REPLY_KEY, known.private.hex())
                self._desk.set_fact(SINCE, self._desk.clock.stamp())
                if before is not None and before.enrolment.destination != said.destination:
                    self._dispatch.begin_anew(said.destination)
                self._replace(known, anew)
                self._packing.put_in(greeting, greeting_content(known))
                self._desk.set_fact(GREETED_WITH, self._packing.mark())
                remarks = self._programme(said)
        if said.recovery_key:
            self._desk.keep_recovery(bytes.fromhex(said.recovery_key))
        return Changes(remarks=remarks)

    def _keys_for(self, said: Enrolment) -> Enrolled:
        """The sealing key of this desk stays the same for good: letters on their way can still be opened."""
        from sipdesk.keys.sealing import KEY_BYTES, public_of  # noqa: PLC0415

        private = bytes.fromhex(self._desk.fact(REPLY_KEY)) or self._desk.clock.random(KEY_BYTES)
        return Enrolled(said, private, public_of(private))

    def _to_reseal(self, known: Enrolled) -> list[tuple[ParcelRow, Content]]:
        """What has not left for certain and was sealed for another key."""
        return [
            (row, self._packing.content_of(row, known))
            for row in self._parcels.open()
            if row.stage is not Stage.DELIVERED and row.kind != "greeting" and row.recipient != known.enrolment.seal_key
        ]

    def _replace(self, known: Enrolled, anew: list[_Ready]) -> None:
        """What stands in the outbox follows the new enrolment; inside the caller's transaction."""
        for row, fresh in anew:
            self._parcels.put(kept_place(fresh, row))
        made_anew = {row.id for row, _ in anew}
        for row in self._parcels.open():
            if row.kind == "greeting":
                self._parcels.withdraw(row)  # the new greeting takes its place
            elif row.stage is Stage.DELIVERED and row.recipient != known.enrolment.seal_key:
                self._parcels.put(row.model_copy(update={"stage": Stage.ATTENTION, "cause": "key", "why": _NEW_KEY}))
            elif row.id not in made_anew and row.stage in _NOT_LEFT:
                self._parcels.put(self._rerouted(row, known))

    def _rerouted(self, row: ParcelRow, known: Enrolled) -> ParcelRow:
        """The same parcel on the way the new enrolment names."""
        goes = self._packing.way(row.urn, known)
        if goes.destination == row.destination:
            return row
        stage = Stage.SEALED if row.stage is Stage.SEALED else Stage.QUEUED if goes.destination else Stage.ATTENTION
        cause = "nowhere" if stage is Stage.ATTENTION else ""
        return row.model_copy(
            update={"destination": goes.destination, "stage": stage, "cause": cause, "why": goes.why, "next_try": ""}
        )

    def _programme(self, said: Enrolment) -> list[str]:
        """Follow the edition the authority names; what stands in the way comes back as a remark."""
        authority, _, edition = said.programme.partition("/")
        named = f"{said.name} names the programme {said.programme}"
        if not authority:
            return []
        if authority != self._desk.fact("authority"):
            here = self._desk.fact("authority")
            return [f"{named}, and this desk follows {here}. That stays: a desk for another programme is made anew."]
        try:
            if edition:
                self._library.programme(authority, edition)
                choose_edition(self._desk, authority, edition)
        except SipdeskError:
            return [f"{named}, which is not on this machine. Ask for its folder; until then the present one counts."]
        return []


def read_enrolment_file(file: Path) -> bytes:
    """The bytes of an enrolment file; `BadInput` says why they cannot be read. Not for the desk's thread."""
    try:
        if file.is_dir():
            raise BadInput(f"{file.name} is a folder. Choose the enrolment file in it; its name ends in .sipenrol.")
        if file.stat().st_size > _LARGEST:
            raise BadInput(f"{file.name} is far larger than an enrolment file. It was not opened.")
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}).") from None


def _stage_of(row: ParcelRow) -> Stage:
    return Stage.SEALED if row.stage is Stage.SEALED else Stage.QUEUED


def _others(said: Enrolment) -> list[Goes]:
    return [Goes(la_code=code, to=in_words(place)) for code, place in sorted(said.destinations.items())]


def _words(said: Enrolment) -> str:
    from sipdesk.sync.enrolment import words_of  # noqa: PLC0415

    return words_of(said)


def _standing(said: Enrolment, present: Enrolled | None) -> Standing:
    if present is None:
        return "new"
    before = present.enrolment
    if before == said:
        return "same"
    if before.authority != said.authority:
        return "other authority"
    if (before.seal_key, before.sign_key) != (said.seal_key, said.sign_key):
        return "changed key"
    return "older" if said.made < before.made else "renewed"


def _says(said: Enrolment, standing: Standing, present: Enrolled | None) -> list[str]:
    before = present.enrolment.name if present else ""
    told = {
        "new": f"{said.name} offers to take your notes in {in_words(said.destination)}.",
        "same": f"This desk is enrolled with {said.name} already, by this very file. Nothing was changed.",
        "renewed": f"This desk is enrolled with {said.name} already, with the same keys. What is new in the file takes effect.",
        "older": (
            f"This file by {said.name} is older than the one this desk is enrolled with. What it says, such as where notes go, "
            "would count in place of the newer one. If you were not asked to open it, leave it."
        ),
        "changed key": (
            f"{said.name} is known to this desk with other keys. That is right only if they told you so: compare the twelve "
            "words with them by telephone before you agree. What has not left yet is sealed for the new key."
        ),
        "other authority": (
            f"This desk is enrolled with {before}, and this file is by {said.name}. If you agree, all that has not left yet "
            f"goes to {said.name} instead, and letters from {before} are not believed any more."
        ),
    }
    compare = "Compare the twelve words with the authority by telephone before the first note leaves."
    return [told[standing], compare] if standing in {"new", "other authority"} else [told[standing]]
