"""Backups restore exactly what they say, or nothing at all."""

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from sipdesk.domain.errors import DeskBusy, DeskDamaged, Refused, SipdeskError, WrongPassphrase
from sipdesk.store import backups, sealed
from sipdesk.store.desk import Desk, current_set
from tests.conftest import PASSPHRASE


@pytest.fixture
def backup(desk_folder, tmp_path, clock) -> Path:
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    (desk_folder / "sealed").mkdir()
    (desk_folder / "sealed" / "ab12.pdf").write_bytes(b"%PDF sealed")
    target = tmp_path / "desk.sipbackup"
    backups.make(desk, target)
    desk.close()
    return target


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of a desk but the lock, by name."""
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "in-use" not in p.name
    }


def test_that_a_backup_restores_on_a_machine_that_has_no_desk(backup, tmp_path, clock):
    fresh = tmp_path / "laptop" / "desk"
    manifest, kept = backups.restore(fresh, backup, PASSPHRASE, clock)
    desk = Desk.open(fresh, PASSPHRASE, clock)
    assert backups.counts(desk.db) == manifest.counts
    assert (fresh / "sealed" / "ab12.pdf").read_bytes() == b"%PDF sealed"
    assert kept == []
    desk.close()


def test_that_a_backup_is_made_after_a_change_only(desk_folder, backup, clock):
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    before = backup.stat().st_mtime_ns
    assert backups.make(desk, backup) is None
    assert backup.stat().st_mtime_ns == before
    with desk.change("something", "x"):
        pass
    assert backups.make(desk, backup) is not None
    desk.close()


def test_that_the_backup_of_another_desk_is_never_written_over(backup, tmp_path, clock):
    other, before = (
        Desk.create(tmp_path / "other", PASSPHRASE, clock, {"partner": "x", "authority": "hackney"}),
        backup.read_bytes(),
    )
    with pytest.raises(Refused, match="the backup of another desk"):
        backups.make(other, backup)
    assert backup.read_bytes() == before
    other.close()


def test_that_the_desk_before_a_restore_is_kept(backup, desk_folder, clock):
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    with desk.change("wrote after the backup", "late") as db:
        db.conn.execute("INSERT INTO meta VALUES ('late', 'yes')")
    desk.close()
    _manifest, kept = backups.restore(desk_folder, backup, PASSPHRASE, clock)
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    assert desk.fact("late") == ""
    desk.close()
    assert len(kept) == 1
    (desk_folder / "current").write_text(kept[0].name.replace("replaced-", "set-"))
    kept[0].rename(desk_folder / kept[0].name.replace("replaced-", "set-"))
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    assert desk.fact("late") == "yes"
    desk.close()


DAMAGES = {
    "last byte cut": lambda raw: raw[:-1],
    "last kilobyte cut": lambda raw: raw[:-1024],
    "empty": lambda _raw: b"",
    "bit flipped early": lambda raw: raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:],
    "bit flipped late": lambda raw: raw[:-3000] + bytes([raw[-3000] ^ 1]) + raw[-2999:],
    "another program's": lambda _raw: b"PK not really",
}


@pytest.mark.parametrize("how", DAMAGES)
def test_that_a_damaged_backup_changes_nothing(backup, desk_folder, clock, how):
    backup.write_bytes(DAMAGES[how](backup.read_bytes()))
    before = everything(desk_folder)
    with pytest.raises(DeskDamaged):
        backups.restore(desk_folder, backup, PASSPHRASE, clock)
    assert everything(desk_folder) == before


@pytest.mark.parametrize("passphrase", ["", "another one entirely", PASSPHRASE + " "])
def test_that_a_wrong_passphrase_restores_nothing(backup, desk_folder, clock, passphrase):
    before = everything(desk_folder)
    with pytest.raises(WrongPassphrase):
        backups.restore(desk_folder, backup, passphrase, clock)
    assert everything(desk_folder) == before


def test_that_a_file_that_does_not_belong_in_a_backup_is_refused(backup, desk_folder, clock, tmp_path):
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("../outside.txt", "x")
    before = everything(desk_folder)
    with pytest.raises(DeskDamaged):
        backups.restore(desk_folder, backup, PASSPHRASE, clock)
    assert everything(desk_folder) == before
    assert not (tmp_path / "outside.txt").exists()


def test_that_an_open_desk_is_not_replaced(backup, desk, desk_folder, clock):
    with pytest.raises(DeskBusy):
        backups.restore(desk_folder, backup, PASSPHRASE, clock)


def test_that_a_missing_file_is_said_plainly(desk_folder, clock, tmp_path):
    with pytest.raises(DeskDamaged, match="There is no file"):
        backups.restore(desk_folder, tmp_path / "nothing", PASSPHRASE, clock)


def test_that_a_backup_to_a_folder_that_is_not_there_leaves_nothing(desk, tmp_path):
    with pytest.raises((SipdeskError, OSError)):
        backups.make(desk, tmp_path / "no" / "such" / "file")
    assert list(desk.folder.glob("backup-*")) == []


def test_that_a_broken_desk_can_be_restored_over(backup, desk_folder, clock):
    shutil.rmtree(current_set(desk_folder))
    backups.restore(desk_folder, backup, PASSPHRASE, clock)
    Desk.open(desk_folder, PASSPHRASE, clock).close()


def test_that_a_backup_is_never_written_over_something_else(desk, desk_folder, tmp_path):
    (tmp_path / "letter.docx").write_bytes(b"dear head")
    targets = [
        tmp_path / "letter.docx",
        current_set(desk_folder) / "desk.db",
        desk_folder / "current",
        Path("/dev/null"),
        tmp_path,
    ]
    for target in targets:
        with pytest.raises(Refused):
            backups.make(desk, target)
    assert (tmp_path / "letter.docx").read_bytes() == b"dear head"
    assert not Path("/dev/null").is_file()


def signed(desk: Desk, pdf: bytes) -> Path:
    """A file that lies beside the desk as a signed note does, and that the desk names."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    sealed.put(desk, sha256, pdf)
    with desk.change("signed the note", "a visit", sha256):
        sealed.remember(desk, "a-note", 1, sha256)
    return desk.folder / "sealed" / f"{sha256}.pdf"


def spoil(file: Path) -> None:
    """One bit of it turns over."""
    raw = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(bytes([raw[0] ^ 1]) + raw[1:])


@pytest.mark.parametrize("how", [spoil, Path.unlink], ids=["damaged", "lost"])
def test_that_a_restore_heals_a_signed_note(desk, desk_folder, clock, tmp_path, how):
    note = signed(desk, b"%PDF as it was signed")
    backups.make(desk, tmp_path / "desk.sipbackup")
    desk.close()
    how(note)
    backups.restore(desk_folder, tmp_path / "desk.sipbackup", PASSPHRASE, clock)
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    assert sealed.read(desk, note.stem) == b"%PDF as it was signed"
    desk.close()


def test_that_a_wrong_passphrase_leaves_signed_notes_alone_too(desk, desk_folder, clock, tmp_path):
    note = signed(desk, b"%PDF as it was signed")
    backups.make(desk, tmp_path / "desk.sipbackup")
    desk.close()
    spoil(note)
    before = everything(desk_folder)
    with pytest.raises(WrongPassphrase):
        backups.restore(desk_folder, tmp_path / "desk.sipbackup", "another one entirely", clock)
    assert everything(desk_folder) == before


@pytest.mark.parametrize("how", [spoil, Path.unlink], ids=["damaged", "lost"])
def test_that_a_backup_that_has_a_note_whole_is_not_replaced_by_one_that_has_it_not(desk, tmp_path, how):
    note, target = signed(desk, b"%PDF as it was signed"), tmp_path / "desk.sipbackup"
    backups.make(desk, target)
    good = target.read_bytes()
    how(note)
    with desk.change("something", "x"):
        pass
    with pytest.raises(DeskDamaged, match="still has it whole"):
        backups.make(desk, target)
    assert target.read_bytes() == good
    assert backups.make(desk, tmp_path / "another.sipbackup") is not None


@pytest.mark.parametrize("fact", ["speller.words", "notices.left"])
def test_that_the_partners_own_words_alone_are_a_change_for_a_backup(desk, tmp_path, fact):
    target = tmp_path / "desk.sipbackup"
    backups.make(desk, target)
    with desk.writing():
        desk.set_fact(fact, '["phonics"]')
    assert backups.make(desk, target) is not None
    assert backups.make(desk, target) is None


def test_that_an_archive_under_a_password_is_no_backup(desk_folder, clock, tmp_path):
    locked = tmp_path / "locked.zip"
    with zipfile.ZipFile(locked, "w") as archive:
        archive.writestr("manifest.json", "{}")
    raw = bytearray(locked.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1  # the bit that says “encrypted”
    locked.write_bytes(raw)
    with pytest.raises(DeskDamaged, match="is not a whole sipdesk backup"):
        backups.restore(desk_folder, locked, PASSPHRASE, clock)


def test_that_no_older_file_stands_in_the_way_of_an_update(desk, tmp_path, clock):
    note = signed(desk, b"%PDF as it was signed")
    made = backups.make_before_update(desk)
    spoil(note)
    assert backups.make_before_update(desk) == made
    made.write_bytes(b"something else")
    backups.make_before_update(desk)
    assert backups.read_manifest(made) is not None
