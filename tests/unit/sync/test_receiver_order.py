"""Whatever is cut off, and in whatever order and how often parcels come: the authority ends in the same state."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipdesk.keys.sealing import public_of
from sipdesk.sync.package import Packed
from tests.unit.sync import post
from tests.unit.sync.looks import delivered, moved, run, spoilt, state_of

ROBIN = post.private("Robin Marlow")


class Cut(Exception):
    """The power went."""


def test_that_a_look_cut_off_anywhere_ends_in_the_same_state(tmp_path):
    """Cut before the n-th file that is written, for every n; the next look goes on."""
    whole = post.Office(tmp_path / "whole")
    parcels = [whole.greeting(), whole.packed(), whole.packed({**post.papers("other"), **post.actions()})]
    wanted, n = None, 0
    while True:
        here = tmp_path / f"cut-{n}"
        shutil.copytree(tmp_path / "whole", here)
        office = moved(whole, here)
        office.lay(*parcels)
        finished = cut_off(office, n)
        run(office)
        state = state_of(office)
        wanted = wanted or state_of_uncut(whole, tmp_path / "uncut", parcels)
        assert state == wanted, n
        if finished:
            break
        n += 1
    assert n >= 19


def cut_off(office: post.Office, after: int) -> bool:
    """A look that ends at its n-th write; True where it came to its own end."""
    from sipdesk.sync import central, inbox  # noqa: PLC0415

    left = after

    def cut(real):
        def write(*args: object) -> None:
            nonlocal left
            if left == 0:
                raise Cut
            left -= 1
            real(*args)

        return write

    patch = pytest.MonkeyPatch()
    with patch.context() as at:
        at.setattr(central, "write_atomically", cut(central.write_atomically))
        at.setattr(inbox, "write_atomically", cut(inbox.write_atomically))
        at.setattr(inbox, "_write", cut(inbox._write))
        try:
            run(office)
        except Cut:
            return False
    return True


def state_of_uncut(whole: post.Office, here: Path, parcels: list[Packed]) -> object:
    shutil.copytree(whole.key_file.parent, here)
    office = moved(whole, here)
    office.lay(*parcels)
    run(office)
    return state_of(office)


# -- any order, any repetition -----------------------------------------------------------------------------------------


class World:
    """An authority, what may be sent to it, and the state it all ends in; short when it is printed."""

    def __init__(self, office: post.Office, parcels: list[Packed], wanted: object) -> None:
        self.office, self.parcels, self.wanted = office, parcels, wanted

    def tried(self, order: list[list[int]]) -> object:
        """The state after these rounds."""
        return delivered(self.office, self.office.key_file.parent.parent / "tried", order, self.parcels)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    """An authority, and all that two partners, a stranger and a broken disk may send it."""
    office = post.Office(tmp_path_factory.mktemp("world"))
    second = post.enrolment.read(office.invite()).enrolment.invitation
    robin, reply = post.partner("Robin Marlow"), public_of(ROBIN).hex()
    corrected = {"note": post.uuid(8), "revision": 2, "supersedes": post.NOTE, "supersedes_revision": 1}
    asked = {"requests.json": post.actions("r-2", note=post.uuid(21))["requests.json"]}
    parcels = [
        office.greeting(),
        office.greeting(id=post.uuid(91), note=post.uuid(91), made="2025-11-01T09:00:00Z"),
        office.greeting(robin, second, id=post.uuid(92), note=post.uuid(92), reply_to=reply, partner="Robin Marlow"),
        office.packed(),
        office.packed(id=post.uuid(2), made="2025-10-09T09:00:00Z"),
        office.packed({**post.papers("other"), **post.actions()}),
        office.packed({**post.papers("r2"), **post.actions(note=post.uuid(8))}, **corrected),
        office.packed(asked, id=post.uuid(21), note=post.uuid(21), kind="requests"),
        office.packed(post.papers("robin"), robin, note=post.uuid(30), reply_to=reply, partner="Robin Marlow"),
        office.packed(post.papers("stranger"), post.partner("Nobody Known"), note=post.uuid(31)),
        office.packed(authority="elsewhere"),
        spoilt(office, record_json=b"{ }"),
    ]
    wanted = delivered(office, office.key_file.parent.parent / "wanted", [list(range(len(parcels)))], parcels)
    return World(office, parcels, wanted)


def rounds() -> st.SearchStrategy[list[list[int]]]:
    return st.lists(st.lists(st.integers(0, 11), max_size=6), max_size=6)


@settings(max_examples=40)
@given(rounds())
def test_that_any_order_and_repetition_ends_in_the_same_state(world, order):
    assert world.tried(order) == world.wanted


@pytest.mark.long
@settings(max_examples=2000)
@given(rounds())
def test_that_two_thousand_orders_and_repetitions_end_in_the_same_state(world, order):
    assert world.tried(order) == world.wanted
