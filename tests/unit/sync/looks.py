"""Looks at a shared place for tests: one look, what came of it, and all that the authority then holds."""

import io
import shutil
import zipfile
from pathlib import Path

from sipdesk.domain.errors import BadInput
from sipdesk.domain.parcel import Receipt, parcel_name, sha256
from sipdesk.domain.received import ReceiveReport
from sipdesk.keys.sealing import seal
from sipdesk.services.receiving import strangers
from sipdesk.sync import letters
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.package import Packed, archive, zipped
from sipdesk.sync.receiver import Look, Receiver, Share
from tests.unit.sync import post


class Shelf:
    """A shared place in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put_new(self, name: str, data: bytes) -> str:
        """As every transport."""
        there = self.files.setdefault(name, data)
        return "created" if there is data else "already-same" if there == data else "conflict"

    def get(self, name: str) -> bytes | None:
        """The bytes."""
        return self.files.get(name)

    def list(self, prefix: str = "") -> list[str]:
        """The names."""
        return sorted(name for name in self.files if name.startswith(prefix))


def run(office: post.Office, look: Look = post.unseen, share: Share | None = None) -> ReceiveReport:
    """One look."""
    with office.central() as central:
        place = share or FolderTransport(office.share)
        return Receiver(place, central, office.inbox, look, strangers(office.share)).run()


def fates(report: ReceiveReport) -> dict[str, str]:
    """By name."""
    return {line.name: line.fate for line in report.lines}


def replies(office: post.Office, private: bytes = post.private()) -> list[Receipt]:
    """What a partner finds, checked as a desk checks it."""
    found = []
    for file in sorted(office.share.glob("*.sipr")):
        try:
            found.append(letters.read(file.read_bytes(), private, office.key.sign_public, file.name).body)
        except BadInput:
            continue
    return found


def spoilt(office: post.Office, **changed: bytes) -> Packed:
    """A parcel in which a file is not the one that was signed for."""
    manifest, data = zipped(post.cover(), {**post.papers(), **post.actions()}, post.partner(), office.key.seal_public)
    held = _entries(data) | {n.replace("_", "."): d for n, d in changed.items()}
    box = seal(archive(held), office.key.seal_public)
    return Packed(parcel_name(manifest.note, manifest.revision, box), box, sha256(box), manifest)


def _entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def moved(whole: post.Office, here: Path) -> post.Office:
    """The same authority in another place."""
    office = object.__new__(post.Office)
    office.__dict__.update(whole.__dict__)
    office.key_file, office.inbox, office.share = here / "central.key", here / "inbox", here / "share"
    return office


def state_of(office: post.Office, share: Shelf | None = None) -> object:
    """All that the authority holds, as far as it may not depend on order or repetition."""
    inbox = {
        file.relative_to(office.inbox).as_posix(): sha256(file.read_bytes())
        for file in office.inbox.rglob("*")
        if file.is_file() and not file.name.startswith("manifest.")
    }
    names = share.list() if share else [file.name for file in office.share.iterdir()]
    receipts = sorted(".".join(name.split(".")[:2]) for name in names if name.endswith(".sipr"))
    with office.central() as central:
        book = central.register
        settled = sorted((one.name, one.outcome, one.why, one.content) for one in book.taken.values())
        partners = sorted((one.signer, one.reply_to, one.greeting) for one in book.partners.values())
        waiting = len(central.letters_waiting())
    return inbox, receipts, settled, partners, waiting


def delivered(office: post.Office, here: Path, rounds: list[list[int]], parcels: list[Packed]) -> object:
    """The state after these arrived in rounds with a look after each, and everything has arrived in the end."""
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(office.key_file.parent, here)
    central, shelf = moved(office, here), Shelf()
    for arriving in rounds:
        for number in arriving:
            shelf.files[parcels[number].name] = parcels[number].data
        run(central, share=shelf)
    for parcel in parcels:
        shelf.files[parcel.name] = parcel.data
    for _ in range(2):
        run(central, share=shelf)
    return state_of(central, shelf)
