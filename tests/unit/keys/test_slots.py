"""The desk key and its slots."""

import os
import unicodedata
from pathlib import Path

import pytest

from sipdesk.domain.errors import DeskDamaged, DeskTooNew, Refused, WrongPassphrase
from sipdesk.keys import slots

CHEAP = slots.Argon2(iterations=1, lanes=1, memory_kib=64)
WORDS = "Crème brûlée at noon"


@pytest.fixture(scope="module")
def made() -> tuple[slots.KeyFile, bytes]:
    keys, key = slots.make("desk-1", WORDS, os.urandom)
    return slots.rewrap(keys, key, WORDS, os.urandom, CHEAP), key


def test_that_the_passphrase_gives_the_key_back(made):
    keys, key = made
    assert slots.unwrap(keys, WORDS) == key
    assert len(key) == 32


def test_that_accents_typed_as_two_characters_open_the_same_slot(made):
    keys, key = made
    assert slots.unwrap(keys, unicodedata.normalize("NFD", WORDS)) == key


@pytest.mark.parametrize(
    "wrong", ["", " " + WORDS, WORDS + " ", WORDS.upper(), WORDS.lower(), "Creme brulee at noon", WORDS * 2]
)
def test_that_nothing_but_the_passphrase_opens_it(made, wrong):
    with pytest.raises(WrongPassphrase):
        slots.unwrap(made[0], wrong)


def test_that_a_short_passphrase_is_refused():
    with pytest.raises(Refused, match="at least 12"):
        slots.make("desk-1", "eleven char", os.urandom)


def test_that_a_slot_moved_to_another_desk_does_not_open(made):
    with pytest.raises(WrongPassphrase):
        slots.unwrap(made[0].model_copy(update={"desk": "desk-2"}), WORDS)


def test_that_a_new_passphrase_wraps_the_same_key_and_the_old_one_stops(made):
    keys, key = made
    changed = slots.rewrap(keys, key, "a new one for winter", os.urandom, CHEAP)
    assert slots.unwrap(changed, "a new one for winter") == key
    with pytest.raises(WrongPassphrase):
        slots.unwrap(changed, WORDS)


@pytest.mark.parametrize("lost", [slots.KEY_FILE, slots.KEY_COPY])
@pytest.mark.parametrize("how", ["gone", "cut", "flipped", "empty"])
def test_that_one_damaged_copy_is_mended_from_the_other(made, tmp_path: Path, lost, how):
    slots.store(tmp_path, made[0])
    path = tmp_path / lost
    whole = path.read_bytes()
    middle = whole.index(b'"wrapped"') + 14
    damaged = {
        "cut": whole[:100],
        "empty": b"",
        "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }
    path.unlink() if how == "gone" else path.write_bytes(damaged[how])
    assert slots.load(tmp_path) == made[0]
    assert path.read_bytes() == whole


def test_that_a_change_cut_between_the_two_copies_is_taken_as_done(made, tmp_path: Path):
    keys, key = made
    slots.store(tmp_path, keys)
    newer = slots.rewrap(keys, key, "a new one for winter", os.urandom, CHEAP)
    (tmp_path / slots.KEY_COPY).write_bytes(newer.dump())
    assert slots.load(tmp_path) == newer
    assert (tmp_path / slots.KEY_FILE).read_bytes() == newer.dump()


def test_that_two_lost_copies_are_said_plainly(tmp_path: Path):
    with pytest.raises(DeskDamaged, match="Restore the newest backup"):
        slots.load(tmp_path)


def test_that_a_newer_key_file_is_left_alone():
    with pytest.raises(DeskTooNew):
        slots.parse(b'{"version": 2}', "desk.keys")


def test_that_a_guess_costs_what_it_should():
    cost = slots.Argon2()
    assert cost.memory_kib >= 64 * 1024
    assert cost.iterations >= 3
