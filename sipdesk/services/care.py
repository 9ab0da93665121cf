"""Care of the desk: making, opening, backing up, restoring, checking, changing the passphrase."""

import contextlib
import shutil
from pathlib import Path

from sipdesk.domain.base import Model
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput, DeskBusy, DeskDamaged
from sipdesk.domain.kinds import read_answer
from sipdesk.forms.loader import Library
from sipdesk.keys import slots
from sipdesk.keys.slots import check_strength
from sipdesk.services.forms import FormService
from sipdesk.store import audit, backups, sealed
from sipdesk.store.desk import Desk, current_set, migrate, reset_passphrase
from sipdesk.store.outbox import refuse_shortened
from sipdesk.store.schema import desk as schema
from sipdesk.store.schools import Schools
from sipdesk.store.visits import Visits
from sipdesk.system.files import beginning

_LONGEST_KEY = 1000


class Health(Model):
    """What a check went through."""

    schools: int
    visits: int
    answers: int
    sealed: int
    """Signed files, each compared with its hash."""
    audit: int
    """Entries of the audit chain, each verified."""


def chosen_edition(authority: str) -> str:
    """Under which name a desk keeps the edition that somebody settled on for an authority."""
    return f"edition.{authority}"


def edition_chosen(desk: Desk, authority: str) -> str:
    """That edition; empty where the date decides. Read once, for lists of many schools."""
    held: dict[str, str] = desk.held.setdefault("chosen editions", {})
    if authority not in held:
        held[authority] = desk.fact(chosen_edition(authority))
    return held[authority]


def choose_edition(desk: Desk, authority: str, edition: str) -> None:
    """Settle on an edition, or (empty) leave it to the date, inside the caller's transaction."""
    desk.set_fact(chosen_edition(authority), edition)
    desk.held.pop("chosen editions", None)


def create(folder: Path, passphrase: str, clock: Clock, library: Library, facts: dict[str, str]) -> Desk:
    """Make a desk for a partner of an authority that forms/ knows. `facts`: `partner`, `authority`, perhaps `rehearsal`.

    The authority may name its edition (`anyshire/2025-26`), which then serves whatever the date; a draft only so.
    """
    authority, _, chosen = facts["authority"].partition("/")
    if chosen:
        facts = {**facts, "authority": authority, chosen_edition(authority): chosen}
    edition = library.edition_for(authority, clock.today(), chosen).programme
    for slot in edition.visits:
        library.form(edition.authority, edition.edition, slot.form)
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    before = set() if missing else set(folder.iterdir()) if folder.is_dir() else set()
    try:
        return Desk.create(folder, passphrase, clock, facts)
    except DeskBusy:
        raise  # what lies there is another process's
    except BaseException:
        _take_away(folder, before, missing)
        raise


def _take_away(folder: Path, before: set[Path], missing: list[Path]) -> None:
    """What a making that failed left behind, and nothing that was there before it."""
    for made in set(folder.iterdir()) - before if folder.is_dir() else ():
        if made.is_dir():
            shutil.rmtree(made, ignore_errors=True)
        else:
            made.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for place in missing:
            place.rmdir()


def open_desk(folder: Path, passphrase: str, clock: Clock) -> Desk:
    """Open a desk; one of an older schema is backed up beside itself, then brought up to date."""
    desk = Desk.open(folder, passphrase, clock)
    try:
        if desk.needs_migration:
            backups.make_before_update(desk)
            migrate(desk.db, schema)
    except BaseException:
        desk.close()
        raise
    return desk


def restore(folder: Path, file: Path, passphrase: str, clock: Clock) -> tuple[backups.Manifest, list[Path]]:
    """Put a backup in place of (or as) the desk in a folder; where replaced desks are kept."""
    return backups.restore(folder, file, passphrase, clock)


def desk_id(folder: Path) -> str:
    """The id of a desk that is not open: under it the keyring remembers a passphrase."""
    return slots.load(current_set(folder)).desk


def check_passphrase(desk: Desk, passphrase: str) -> None:
    """`WrongPassphrase` where it does not open this desk."""
    slots.unwrap(desk.keys, passphrase)


def backup(desk: Desk, target: Path) -> backups.Manifest | None:
    """A verified backup; None where `target` holds this very state already."""
    made = backups.make(desk, target)
    if made is not None:
        # Not an entry of the audit: a backup changes nothing, and the next one must be able to tell.
        with desk.writing():
            desk.set_fact("last_backup", made.made)
    return made


def check(desk: Desk, forms: FormService) -> Health:
    """Read everything there is, the signed notes beside the database too; `DeskDamaged` names the first thing that is not
    whole."""
    backups.verify_database(desk.db)
    visits, schools, answers = Visits(desk), Schools(desk), 0
    listed = [visit for urn in sorted(schools.urns()) for visit in visits.of_school(urn)]
    for visit in listed:
        form, given = forms.form_of(visit), visits.answers(visit.id)
        forms.programme_of(visit)
        for question_id, value in given.items():
            question = form.question(question_id)
            if question is None:
                raise DeskDamaged(f"The visit {visit.id} answers “{question_id}”, which its form does not ask.")
            read_answer(question, value)
            answers += 1
    refuse_shortened(desk)
    signed = sealed.hashes(desk)
    for sha256 in signed:
        sealed.read(desk, sha256)
    return Health(
        schools=len(schools.urns()),
        visits=len(listed),
        answers=answers,
        sealed=len(signed),
        audit=audit.verify(desk.db),
    )


def change_passphrase(desk: Desk, old: str, new: str) -> None:
    """A new passphrase for the same desk. Older backups still open with the old one."""
    desk.change_passphrase(old, new)
    with desk.change("changed the passphrase", desk.keys.desk):
        pass


def recover(folder: Path, key_file: Path, new: str, clock: Clock) -> None:
    """A new passphrase for a desk whose old one is forgotten, by the recovery key of the authority it is enrolled with: a
    file of 64 hexadecimal digits. `BadInput` for another file, `WrongPassphrase` where the key does not fit."""
    check_strength(new)
    try:
        private = bytes.fromhex(beginning(key_file, _LONGEST_KEY).decode("ascii").strip())
    except (OSError, ValueError):
        raise BadInput(f"{key_file} is no recovery key: it should hold 64 digits. Nothing was changed.") from None
    reset_passphrase(folder, private, new, clock)
    desk = open_desk(folder, new, clock)
    try:
        with desk.change("set a passphrase with the recovery key", desk.keys.desk):
            pass
    finally:
        desk.close()
