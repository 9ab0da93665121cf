"""Whatever is done to a signed note, it is not `intact` any more. `make faults` runs the whole battery, in parts; a sample
of each part runs each time."""

import hashlib
import random

import pytest

from sipdesk import notes
from sipdesk.notes.verify import verify
from tests.unit.notes import samples, signed, tampering

PARTS = [pytest.param(number, id=f"part-{number}") for number in range(8)]
SAMPLE = 24


def verdict(pdf: bytes) -> str:
    return str(verify(pdf, signed.trust()).verdict)


def right_for_cut(whole: bytes, cut: bytes) -> set[str]:
    """What a note cut short is, by what is left of it."""
    ends = [len(notes.render(signed.small()).pdf)]
    if len(cut) == ends[0]:
        return {"unsigned"}
    return {"altered"} if b"record.json" in cut or b"/FT/Sig/T(partner)" in cut else {"not-a-note"}


def mutations(pdf: bytes, count: int) -> list[tuple[int, int]]:
    """(offset, mutation) over the whole file, half of them where the signatures themselves stand."""
    rng = random.Random(7)
    inside = [at for start, end in tampering.places(pdf) for at in range(start, end)]
    picked = []
    while len(picked) < count:
        at = rng.choice(inside) if len(picked) % 2 else rng.randrange(len(pdf))
        mutation = rng.randrange(4)
        if tampering.flipped(pdf, at, mutation) != pdf:
            picked.append((at, mutation))
    return picked


def cuts(pdf: bytes, count: int) -> list[int]:
    """Offsets over the whole file, and around the end of each update."""
    rng = random.Random(11)
    ends = [at + len(b"%%EOF\n") for at in range(len(pdf)) if pdf.startswith(b"%%EOF\n", at)]
    near = {end + shift for end in ends for shift in (-2, -1, 0, 1)}
    offsets = {at for at in near if 0 < at < len(pdf)} | {0, 1, 5, 9}
    while len(offsets) < count:
        offsets.add(rng.randrange(len(pdf)))
    return sorted(offsets)


def refuse_mutations(chosen: list[tuple[int, int]]) -> None:
    pdf = signed.both()
    for at, mutation in chosen:
        assert verdict(tampering.flipped(pdf, at, mutation)) == "altered", (at, mutation)


def refuse_cuts(chosen: list[int]) -> None:
    pdf = signed.both()
    for at in chosen:
        assert verdict(pdf[:at]) in right_for_cut(pdf, pdf[:at]), at


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_that_every_byte_made_another_gives_another_hash(part):
    """The layer that the desk and a hash beside the file rest on: four mutations of each byte."""
    pdf = signed.both()
    sealed = hashlib.sha256(pdf).digest()
    size = len(pdf) // len(PARTS) + 1
    start = part * size
    before = hashlib.sha256(pdf[:start])
    for at in range(start, min(start + size, len(pdf))):
        for byte in {pdf[at] ^ 1, pdf[at] ^ 0x20, 0, 255} - {pdf[at]}:
            made = before.copy()
            made.update(bytes([byte]))
            made.update(memoryview(pdf)[at + 1 :])
            assert made.digest() != sealed, at
        before.update(pdf[at : at + 1])


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_that_two_thousand_mutated_notes_are_altered(part):
    refuse_mutations(mutations(signed.both(), 2000)[part :: len(PARTS)])


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_that_a_note_cut_short_anywhere_is_never_intact(part):
    refuse_cuts(cuts(signed.both(), 500)[part :: len(PARTS)])


def test_that_a_sample_of_mutated_notes_is_altered():
    refuse_mutations(mutations(signed.both(), SAMPLE))


def test_that_a_sample_of_cut_notes_is_never_intact():
    refuse_cuts(cuts(signed.both(), SAMPLE))


@pytest.mark.long
@pytest.mark.parametrize("change", tampering.UPDATES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("note", [samples.autumn, samples.spring, samples.summer])
def test_that_an_update_behind_a_full_note_is_seen(note, change):
    record = signed.with_fields(note())
    pdf = signed.signed_by(notes.render(record).pdf, record, signed.partner())
    assert verdict(pdf) == "intact"
    assert verdict(tampering.updated(pdf, change)) == "altered"


def test_that_an_older_revision_played_again_is_found_out():
    """Cut back to what it was before the head signed, before anybody did, or given for the one that took its place."""
    pdf, plain = signed.both(), notes.render(signed.small()).pdf
    once = signed.signed_by(plain, signed.small(), signed.partner(), ["partner"])
    assert pdf.startswith(once)
    assert verdict(once) == "altered"
    assert verdict(plain) == "unsigned"
    sealed = hashlib.sha256(pdf).hexdigest()
    assert verify(once, signed.trust(), expected_sha256=sealed).verdict == "altered"
    assert verify(pdf, signed.trust(), expected_sha256=sealed, superseded_by="revision 3").verdict == "superseded"


def test_that_parts_of_two_signed_notes_make_no_third():
    """The signature of one note over the pages of another."""
    other = signed.small().model_copy(update={"summary": ["Another note altogether."]})
    second = signed.signed_by(notes.render(other).pdf, other, signed.partner())
    one, two = tampering.places(signed.both()), tampering.places(second)
    swapped = signed.both()
    for (start, end), (from_, to) in zip(one, two, strict=True):
        swapped = swapped[:start] + second[from_:to] + swapped[end:]
    assert verdict(swapped) == "altered"
    assert verdict(signed.both() + second) == "altered"
    assert verdict(second + signed.both()) == "altered"
