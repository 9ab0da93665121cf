"""The authority's side at work: a look at the shared place, and what it asks of each note. It needs no desk.

Nothing here touches a desk; all of it is outside work.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sipdesk import paths
from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, NotFound, Refused, SipdeskError
from sipdesk.domain.note import read_record
from sipdesk.domain.received import ReceiveReport
from sipdesk.domain.verdict import Finding
from sipdesk.services.doctor import Proof
from sipdesk.system.files import beginning

if TYPE_CHECKING:
    from sipdesk.sync.package import Opened

_KEPT = "Nothing was changed."
_SHORTEST_TOKEN, _LONGEST_TOKEN = 16, 8_000


def rehearsal_key() -> Path:
    """The key of the rehearsal's authority, in this person's own data folder; made by whoever rehearses."""
    return paths.user_data() / "rehearsal" / "central.key"


def inbox_beside(key_file: Path) -> Path:
    """Where parcels are unpacked when nobody says otherwise."""
    return key_file.with_name(f"{key_file.stem}-inbox")


def receive(
    destination: Path | str,
    key_file: Path | None = None,
    inbox: Path | None = None,
    clock: Clock | None = None,
    proof: Proof | None = None,
) -> ReceiveReport:
    """One look at the shared place: take, refuse, answer. `Refused`, `NotFound` or `BadInput` where that cannot be done.
    `proof`: the token an https address asks for, and whose certificates to trust there besides the system's."""
    from sipdesk.sync.central import Central  # noqa: PLC0415 - the window does without the authority's side
    from sipdesk.sync.doctor import without_a_package  # noqa: PLC0415
    from sipdesk.sync.receiver import Receiver  # noqa: PLC0415
    from sipdesk.sync.transport import Credentials, Trouble, open_transport  # noqa: PLC0415

    key_file = (key_file or rehearsal_key()).absolute()
    inbox = (inbox or inbox_beside(key_file)).absolute()
    others: list[str] = []
    if "://" not in str(destination):
        destination = Path(destination).absolute()
        _refuse_open_places(destination, key_file, inbox)
        others = strangers(destination)
    with (
        Central.at_work(key_file, clock or Clock()) as central,
        open_transport(str(destination), Credentials(*(proof or ()))) as share,
    ):
        try:
            return Receiver(share, central, inbox, look, others).run()
        except Trouble as trouble:  # its sentence speaks to a desk with a package under way
            raise Refused(
                f"{without_a_package(trouble.sentence)} What was taken in before stays; look again later."
            ) from trouble


def read_token(file: Path | None) -> str:
    """What a caller has to show, from the one line of a file; empty where there is no file. `BadInput`."""
    if file is None:
        return ""
    try:
        token = beginning(file, _LONGEST_TOKEN).decode("ascii").strip()
    except (OSError, ValueError):
        raise BadInput(f"{file} cannot be read. {_KEPT}") from None
    if len(token) < _SHORTEST_TOKEN or any(c.isspace() for c in token):
        raise BadInput(f"A token has at least {_SHORTEST_TOKEN} letters and digits, without spaces. {_KEPT}")
    return token


def strangers(folder: Path) -> list[str]:
    """What lies in a shared folder and is none of ours. `NotFound` where there is no such folder, `Refused` where it cannot
    be looked into."""
    from sipdesk.sync.transport import is_name  # noqa: PLC0415

    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}. {_KEPT}")
    try:
        return sorted(entry.name for entry in folder.iterdir() if not is_name(entry.name.lower()))
    except OSError as error:
        raise Refused(f"The folder {folder} is not there now, or may not be read. {_KEPT}") from error


def _refuse_open_places(share: Path, key_file: Path, inbox: Path) -> None:
    """What can be read stays out of the folder that others can read."""
    inside = share.resolve()
    for place, what in ((inbox, "inbox"), (key_file, "key file")):
        if place.resolve().is_relative_to(inside):
            raise Refused(
                f"The {what} {place} lies in the shared folder, where others could read it. {_KEPT} Choose a place "
                "outside it."
            )


def look(opened: "Opened") -> str:
    """Why a parcel that came whole is not taken: its note was altered, or is not the one the manifest speaks of. Empty where
    nothing is wrong."""
    if opened.manifest.kind != "note":
        return ""
    try:
        return _unlike(opened) or _misnamed(opened)
    except SipdeskError as error:
        return error.sentence
    except Exception as error:  # noqa: BLE001 - whatever a strange file does to the libraries, the next parcel has its turn
        return f"The note cannot be checked ({type(error).__name__})."


def _unlike(opened: "Opened") -> str:
    from sipdesk.keys.identity import common_name  # noqa: PLC0415
    from sipdesk.notes.verify import record_of, verify  # noqa: PLC0415 - pyHanko takes a second to load

    pdf = opened.files["note.pdf"]
    found = verify(pdf, (opened.chain[-1] if opened.chain else opened.certificate,))
    if found.verdict not in {Finding.INTACT, Finding.UNTRUSTED}:
        return f"The note does not hold: {found.why}"
    # A note signed before its partner had the present certificate is still theirs: the parcel's signer vouches for it.
    partner = common_name(opened.certificate)
    others = {one.certificate for one in found.signatures if not same_person(one.certificate, partner)}
    if found.verdict is Finding.UNTRUSTED and others:
        return f"The note is signed with the certificate of {', '.join(sorted(others))}, not of {partner}."
    same = record_of(pdf) == opened.files["record.json"]
    return "" if same else "The record beside the note is not the one inside it."


def _misnamed(opened: "Opened") -> str:
    manifest, record = opened.manifest, read_record(opened.files["record.json"])
    if record.draft:
        return "It is a draft, and only signed notes are taken."
    fields = ("note", "revision", "rendition", "marking", "supersedes", "supersedes_revision")
    same = all(getattr(manifest, name) == getattr(record, name) for name in fields)
    return "" if same else "The manifest speaks of another note than the one in the package."
