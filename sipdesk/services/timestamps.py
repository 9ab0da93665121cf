"""Time stamps added later, online: a service that the partner named says that the signed file was there at that moment.

Only the hash of the file goes to it. Nothing is asked before an address was given, and of no other place.
"""

import hashlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import Refused
from sipdesk.domain.note import read_record
from sipdesk.domain.verdict import Finding
from sipdesk.services.signing import check
from sipdesk.services.visits import VisitService
from sipdesk.store import sealed
from sipdesk.store.desk import Desk
from sipdesk.system.fetching import SECONDS, Kinds, host_of, post
from sipdesk.system.files import refuse_target, write_atomically

ADDRESS = "timestamps.address"
_LONGEST = 300
_WHOLE = {Finding.INTACT, Finding.UNTRUSTED, Finding.SUPERSEDED}
NO_ADDRESS = (
    "No time stamping service is named. Your authority may run or name one; put its address into Settings, under "
    "Time stamps. Nothing was changed."
)


@dataclass(frozen=True)
class Stamped:
    """A note with a time stamp, not yet kept."""

    note: str
    revision: int
    before: str
    """The SHA-256 the file had."""
    pdf: bytes = field(repr=False)
    sha256: str


class TimestampService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService) -> None:
        self._desk = desk
        self._visits = visits

    def address(self) -> str:
        """Of the service; empty where none was named."""
        return self._desk.fact(ADDRESS)

    def set_address(self, typed: str) -> Changes:
        """Another service, or none. `BadInput` for what is no address."""
        address = typed.strip()[:_LONGEST]
        if address:
            host_of(address)
        if address != self.address():
            with self._desk.change("changed the time stamping service", self._desk.keys.desk, address):
                self._desk.set_fact(ADDRESS, address)
        return Changes()

    def note(self, visit_id: str) -> bytes:
        """The signed note of a visit as the desk has it; `Refused` where it is not signed."""
        found = sealed.of_visit(self._desk, self._visits.get(visit_id).id)
        if found is None:
            raise Refused("This note is not signed, so there is nothing to stamp. Nothing was changed.")
        return found

    def knows(self, sha256: str, note: str, revision: int) -> bool:
        """Whether a file is the note as this desk gives it out now."""
        return bool(sha256) and sealed.hash_of(self._desk, note, revision) == sha256

    def keep(self, stamped: Stamped) -> Changes:
        """Seal the stamped file as the note from now on; the file before stays the note too."""
        if not self.knows(stamped.before, stamped.note, stamped.revision):
            raise Refused("The note in this desk is another by now. Nothing was changed; stamp that one.")
        laid = sealed.put(self._desk, stamped.sha256, stamped.pdf)
        try:
            with self._desk.change("added a time stamp", stamped.note, stamped.sha256):
                sealed.remember_stamped(self._desk, stamped.note, stamped.revision, stamped.sha256)
        except BaseException:
            if laid:
                sealed.take_up(self._desk, stamped.sha256)
            raise
        return Changes()


# -- outside the desk's thread ------------------------------------------------------------------------------------


def stamp(pdf: bytes, address: str, seconds: float = SECONDS) -> Stamped:
    """Ask the service and put its answer behind the file. It waits for the network: not for the desk's thread. `Refused` and
    `BadInput` say in a sentence why there is no stamp; the file is as it was."""
    from sipdesk.notes.timestamp import ASKED, WANTED  # noqa: PLC0415 - pyHanko takes a second to load
    from sipdesk.notes.timestamp import stamp as stamped_by  # noqa: PLC0415
    from sipdesk.notes.verify import record_of  # noqa: PLC0415

    if not address:
        raise Refused(NO_ADDRESS)
    host_of(address)
    found = check(pdf, ())
    if found.verdict not in _WHOLE:
        raise Refused(f"{found.why} No time stamp was asked for.")
    record = read_record(record_of(pdf))
    made = stamped_by(pdf, partial(post, address, kinds=Kinds(ASKED, WANTED), seconds=seconds))
    return Stamped(record.note, record.revision, found.sha256, made, hashlib.sha256(made).hexdigest())


def beside(file: Path) -> Path:
    """Where a stamped file goes where nothing else was said: the file itself is left as it is."""
    return file.with_name(f"{file.stem}_stamped.pdf")


def write_beside(file: Path, stamped: Stamped) -> Path:
    """Put the stamped file there; gives where."""
    target = beside(file)
    refuse_target(target)
    write_atomically(target, stamped.pdf)
    return target
