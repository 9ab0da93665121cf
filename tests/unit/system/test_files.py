"""Files are the old one or the new one."""

import stat

import pytest

from sipdesk.system.files import private_folder, write_atomically


def test_that_a_failing_writer_leaves_the_old_file_and_no_crumbs(tmp_path):
    target = tmp_path / "a.txt"
    write_atomically(target, b"old")

    def fails(out):
        out.write(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_atomically(target, fails)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_that_a_file_that_fails_its_check_is_not_put_in_place(tmp_path):
    target = tmp_path / "a.txt"

    def refuse(_path):
        raise ValueError("not whole")

    with pytest.raises(ValueError, match="not whole"):
        write_atomically(target, b"new", refuse)
    assert list(tmp_path.iterdir()) == []


def test_that_only_the_owner_can_read(tmp_path):
    folder = private_folder(tmp_path / "deep" / "folder")
    write_atomically(folder / "a", b"x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a").stat().st_mode) == 0o600
