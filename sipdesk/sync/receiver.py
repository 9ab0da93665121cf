"""The authority's side of the shared place: takes each parcel exactly once, whatever the order and however often it comes.

The shared place keeps its ciphertext: nothing there is changed or taken away. Whoever is stopped half-way goes on at the
next look; what was done before is found done. A parcel is settled in this order: unpacked, its receipt written, both noted
in the register, the receipt put into the shared place.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from sipdesk.domain.errors import BadInput, SipdeskError
from sipdesk.domain.parcel import (
    LETTER_SUFFIX,
    PARCEL_SUFFIX,
    ActionList,
    Manifest,
    Receipt,
    canonical,
    read_parcel_name,
    sha256,
)
from sipdesk.domain.parcel import read as read_model
from sipdesk.domain.received import Line, ReceiveReport
from sipdesk.keys.identity import common_name
from sipdesk.keys.sealing import seal
from sipdesk.sync.central import Central, Partner, Taken, receipt_id
from sipdesk.sync.doctor import without_a_package
from sipdesk.sync.inbox import Inbox
from sipdesk.sync.package import Opened, Spoiled, unpack

Look = Callable[[Opened], str]
"""Why a parcel that is whole is refused all the same, in a sentence; empty where it is not."""
_SAVE_EVERY = 100
_NOBODY = "00000000-0000-0000-0000-000000000000"
_SAME_FOR_ALL = {
    "id": _NOBODY, "made": dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "audit_head": "", "invitation": "", "reply_to": "0" * 64
}  # fmt: skip
"""What may differ between two parcels that say the same."""


class Share(Protocol):
    """The shared place, as this side needs it; every `Transport` is one."""

    def put_new(self, name: str, data: bytes) -> str:
        """created, already-same or conflict."""
        ...

    def get(self, name: str) -> bytes | None:
        """The bytes, or None."""
        ...

    def list(self, prefix: str = "") -> list[str]:
        """The names that are ours."""
        ...


class Receiver:
    """One look after another at one shared place. Not for a desk's thread: it reads and writes files all the time."""

    def __init__(self, share: Share, central: Central, inbox: Path, look: Look, others: Iterable[str] = ()) -> None:
        self._share, self._central, self._look = share, central, look
        self._inbox = Inbox(inbox)
        self._others = tuple(others)
        """Names in the shared place that are not ours."""
        self._report = ReceiveReport(authority=central.key.authority, inbox=str(inbox))
        self._lines: list[Line] = []
        self._unsaved = 0
        self._held_why = ""
        self._contents = {one.content for one in central.register.taken.values() if one.outcome == "received"}

    def run(self) -> ReceiveReport:
        """Look once. `SipdeskError` where the shared place or the inbox cannot be used at all."""
        names = self._share.list()
        register = self._central.register
        elsewhere = self._inbox.lacks(register.taken.values())
        fresh = [name for name in names if name.endswith(PARCEL_SUFFIX) and name not in register.taken]
        known = sum(name in register.taken for name in names)
        strangers = [name for name in fresh if not self._settle(name)]
        # Whoever says hello in a later file is known by now; what still has no known sender waits for another look.
        for name in strangers:
            self._settle(name, last=True)
        self._central.register.save()
        self._inbox.write_index(register.taken.values())
        put, held = self._post(set(names))
        self._lines += [Line(name=name, fate="foreign", why=_foreign(name)) for name in self._others]
        return self._report.model_copy(
            update={
                "lines": sorted(self._lines, key=lambda line: line.name),
                "known": known,
                "conflicts": self._inbox.conflicts(register.taken.values()),
                "letters": put,
                "held_back": held,
                "held_why": self._held_why,
                "elsewhere": elsewhere,
            }
        )

    def _settle(self, name: str, *, last: bool = False) -> bool:
        """Take, refuse or report one parcel; False where its sender is not known and may yet be."""
        data = self._fetch(name)
        if data is None:
            return True
        try:
            opened = unpack(data, self._central.key.seal_private)
        except Spoiled as error:
            return self._refuse_known(name, error, sha256(data), last=last)
        except BadInput as error:
            self._tell(name, "strange", error.sentence)
            return True
        return self._settle_opened(name, opened, sha256(data), last=last)

    def _fetch(self, name: str) -> bytes | None:
        """The bytes the name promises; None, and a line that says so, while they are not there."""
        told, why = read_parcel_name(name), "It is not whole yet: what lies there is not what its name says."
        try:
            data = self._share.get(name)
            if data and told and sha256(data)[:16] == told.sha16:
                return data
        except SipdeskError as error:  # the place did not give it; another look will
            why = error.sentence
        self._tell(name, "waiting", why)
        return None

    def _settle_opened(self, name: str, opened: Opened, digest: str, *, last: bool) -> bool:
        manifest = opened.manifest
        if strange := _unanswerable(name, manifest):
            self._tell(name, "strange", strange, manifest)
        elif manifest.kind == "greeting":
            return self._greet(name, opened, digest, last=last)
        elif manifest.signer in self._central.register.partners:
            self._take(name, opened, digest)
        elif last:
            self._tell(name, "waiting", "Its sender has not said hello: no enrolment of theirs has come.", manifest)
        else:
            return False
        return True

    def _refuse_known(self, name: str, error: Spoiled, digest: str, *, last: bool) -> bool:
        """A parcel that is not what its sender signed for; only somebody known is told so."""
        manifest = error.manifest
        if manifest.signer in self._central.register.partners and not _unanswerable(name, manifest):
            self._done(name, manifest, digest, why=error.sentence)
        elif last:
            self._tell(name, "strange", error.sentence)
        else:
            return False
        return True

    def _greet(self, name: str, opened: Opened, digest: str, *, last: bool) -> bool:
        """Somebody with an invitation is known from now on; False for one without, who may yet be known by another."""
        manifest, register = opened.manifest, self._central.register
        try:
            hashed = sha256(bytes.fromhex(manifest.invitation))
        except ValueError:
            hashed = ""
        invitation = register.invitations.get(hashed)
        fits = invitation is not None and register.may_use(invitation, manifest.signer, manifest.reply_to)
        why = self._wrong_address(manifest) or ("" if fits else "Its invitation was never given out, or was used.")
        if why or invitation is None:
            known = manifest.signer in register.partners
            if known:
                self._done(name, manifest, digest, why=why)
            elif last:
                self._tell(name, "strange", why, manifest)
            return known or last
        used_by = invitation.used_by or manifest.signer
        register.invitations[hashed] = invitation.model_copy(update={"used_by": used_by})
        new = Partner(
            signer=manifest.signer, name=common_name(opened.certificate), reply_to=manifest.reply_to,
            since=manifest.made, greeting=name,
        )  # fmt: skip
        old = register.partners.get(manifest.signer)
        if old is None or (old.since, old.greeting) < (new.since, new.greeting):
            register.partners[manifest.signer] = new
        self._done(name, manifest, digest)
        return True

    def _take(self, name: str, opened: Opened, digest: str) -> None:
        manifest = opened.manifest
        why = self._wrong_address(manifest)
        try:
            requests = _requests(opened, manifest)
            why = why or self._look(opened)
        except SipdeskError as error:
            requests, why = [], why or error.sentence
        if why:
            self._done(name, manifest, digest, why=why)
            return
        folder = self._inbox.unpack(opened, content_of(manifest))
        self._done(name, manifest, digest, requests=requests, folder=folder)

    def _wrong_address(self, manifest: Manifest) -> str:
        own = self._central.key.authority
        return "" if manifest.authority == own else f"It is meant for {manifest.authority}, and this is {own}."

    def _done(
        self, name: str, manifest: Manifest, digest: str, *, why: str = "", requests: list[str] | None = None, folder: str = ""
    ) -> None:  # fmt: skip
        """Write the receipt and note the parcel down; refused where there is a reason."""
        register, content = self._central.register, content_of(manifest)
        again = content in self._contents
        taken = Taken(
            name=name, sha256=digest, kind=manifest.kind, note=manifest.note, revision=manifest.revision,
            rendition=manifest.rendition, signer=manifest.signer, reply_to=manifest.reply_to, content=content, why=why, requests=requests or [],
            outcome="refused" if why else "received", at=self._central.clock.now(),
            supersedes=manifest.supersedes, supersedes_revision=manifest.supersedes_revision,
        )  # fmt: skip
        receipt = Receipt(
            parcel=name, sha256=digest, note=manifest.note, revision=manifest.revision,
            audit_head=manifest.audit_head, outcome=taken.outcome, why=why, at=taken.at,
        )  # fmt: skip
        self._central.write("receipt", manifest.reply_to, receipt, receipt_id(digest, taken.outcome))
        register.taken[name] = taken
        if not why:
            self._contents.add(content)
        fate = "refused" if why else "again" if again and manifest.kind != "greeting" else "taken"
        self._tell(name, fate, why, manifest, folder)
        self._unsaved += 1
        if self._unsaved % _SAVE_EVERY == 0:
            register.save()

    def _tell(self, name: str, fate: str, why: str, manifest: Manifest | None = None, folder: str = "") -> None:
        told = {}
        if manifest is not None:
            told = {"kind": manifest.kind, "note": manifest.note, "revision": manifest.revision}
            known = self._central.register.partners.get(manifest.signer)
            told |= {"partner": known.name if known else manifest.partner, "supersedes": manifest.supersedes}
        self._lines.append(Line.model_validate({"name": name, "fate": fate, "why": why, "folder": folder, **told}))

    def _post(self, there: set[str]) -> tuple[int, int]:
        """Put the letters into the shared place: those not there yet, and receipts that are gone while the parcel is not."""
        central, put, held = self._central, 0, 0
        for letter in central.letters_waiting():
            if self._put(letter):
                central.is_put(letter)
                there.add(letter.name)
                put += 1
            else:
                held += 1
        for taken in [central.register.taken[name] for name in there if name in central.register.taken]:
            receipt = central.written(taken.reply_to, receipt_id(taken.sha256, taken.outcome))
            if receipt and receipt.parent == central.put and receipt.name not in there:
                put += self._put(receipt)
        return put, held

    def _put(self, letter: Path) -> bool:
        try:
            if self._share.put_new(letter.name, letter.read_bytes()) != "conflict":
                return True
            self._held_why = "Something else lies there under the name of a letter, and nothing is ever written over."
        except SipdeskError as error:
            self._held_why = without_a_package(error.sentence)
        return False


def _unanswerable(name: str, manifest: Manifest) -> str:
    """Why nobody could be answered about a parcel, in a sentence; empty where somebody can."""
    told = read_parcel_name(name)
    if told is None or (told.note, told.revision) != (manifest.note, manifest.revision):
        return "It travels under the name of another note."
    try:
        seal(b"", bytes.fromhex(manifest.reply_to))
    except BadInput:
        return "The key its sender wants answers sealed to is no key."
    return ""


def content_of(manifest: Manifest) -> str:
    """A hash of what a parcel says, whenever and however often it was sealed."""
    return sha256(canonical(manifest.model_copy(update=_SAME_FOR_ALL)))


def _requests(opened: Opened, manifest: Manifest) -> list[str]:
    """Ids of the actions in a parcel that ask for brokered support. `BadInput` where its lists are none of its own."""
    asked: list[str] = []
    for name in ("requests.json", "actions.json"):
        if name not in opened.files:
            continue
        told = read_model(ActionList, opened.files[name], f"In the package {name}")
        if told.schema_name != f"sipdesk.{name.removesuffix('.json')}":
            raise BadInput(f"In the package {name} is another list than it says.")
        if manifest.kind == "note" and told.note != manifest.note:
            raise BadInput(f"In the package {name} belongs to another note.")
        if name == "requests.json":
            asked = [action.id for action in told.actions if action.id]
    return asked


def _foreign(name: str) -> str:
    """Why a file of the shared place was left alone."""
    if name.startswith(".") or name.endswith((".tmp", ".part", ".partial", ".icloud")):
        return "It is being written, or waits to be fetched."
    if PARCEL_SUFFIX in name or LETTER_SUFFIX in name:
        return "It looks like a copy that a synchronising program made; the file itself counts, not the copy."
    return "It is nothing of sipdesk's."
