"""A parcel: the same ZIP for the same files, and nothing believed that was touched."""

import io
import random
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes

from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.parcel import canonical, canonical_json, read_parcel_name, sha256
from sipdesk.keys.sealing import public_of, seal
from sipdesk.sync import package
from sipdesk.sync.package import MANIFEST, SIGNATURE, SIGNER, Spoiled, archive, pack, unpack, zipped
from tests.unit.sync import post

CENTRAL = post.private("central")
FILES = {**post.papers(), **post.actions()}


def packed(**said):
    return pack(post.cover(**said), FILES, post.partner(), public_of(CENTRAL))


def members(**said) -> dict[str, bytes]:
    _manifest, data = zipped(post.cover(**said), FILES, post.partner(), public_of(CENTRAL))
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def sealed(held: dict[str, bytes]) -> bytes:
    return seal(archive(held), public_of(CENTRAL))


def signed_again(held: dict[str, bytes], manifest: bytes) -> dict[str, bytes]:
    signature = post.partner().key.sign(manifest, package._PSS, hashes.SHA256())
    return {**held, MANIFEST: manifest, SIGNATURE: signature}


def test_that_what_was_packed_comes_out_again():
    made = packed()
    opened = unpack(made.data, CENTRAL)
    assert opened.files == FILES
    assert opened.manifest == made.manifest
    assert opened.certificate == post.partner().certificate
    assert opened.chain == post.partner().chain
    assert made.sha256 == sha256(made.data)


def test_that_a_name_tells_note_revision_and_hash_and_nothing_else():
    made = packed()
    told = read_parcel_name(made.name)
    assert told == (post.NOTE, 1, made.sha256[:16])
    assert made.name.count(".") == 3
    for hidden in (b"900101", b"Alder", b"Helen", b"manifest", b"PK\x03\x04"):
        assert hidden not in made.data


def test_that_the_zip_before_sealing_is_the_same_for_the_same_files():
    first, again = members(), members()
    for held in (first, again):
        del held[SIGNATURE]  # another each time, as RSA-PSS is
    assert archive(first) == archive(again)
    assert list(first) == [MANIFEST, SIGNER, "actions.json", "note.pdf", "record.json", "requests.json"]


def test_that_the_zip_is_written_byte_for_byte_as_documented():
    assert (
        sha256(archive({"manifest.json": b"{}", "note.pdf": b"%PDF"}))
        == "f06618f6d037710bbaeefe20fdeaa86ccb5a5fe2d0d4ab6e2ea8360140084f13"
    )


def test_that_two_seals_of_the_same_parcel_differ_and_open_alike():
    first, again = packed(), packed()
    assert first.data != again.data
    assert first.name != again.name
    assert unpack(first.data, CENTRAL).manifest == unpack(again.data, CENTRAL).manifest


def test_that_any_flipped_bit_is_refused():
    made = packed()
    for place in random.Random(7).sample(range(len(made.data) * 8), 600):
        spoilt = bytearray(made.data)
        spoilt[place // 8] ^= 1 << place % 8
        with pytest.raises(BadInput):
            unpack(bytes(spoilt), CENTRAL)


@pytest.mark.long
def test_that_every_flipped_bit_is_refused():
    made = packed()
    for place in range(len(made.data) * 8):
        spoilt = bytearray(made.data)
        spoilt[place // 8] ^= 1 << place % 8
        with pytest.raises(BadInput):
            unpack(bytes(spoilt), CENTRAL)


@pytest.mark.parametrize("length", [0, 1, 47, 48, 100, -1, -100])
def test_that_a_parcel_cut_short_is_refused(length):
    with pytest.raises(BadInput):
        unpack(packed().data[:length], CENTRAL)


def test_that_a_parcel_for_another_authority_is_refused():
    with pytest.raises(BadInput, match="sealed for somebody else"):
        unpack(packed().data, post.private("another"))


def test_that_a_parcel_passed_on_by_another_authority_is_refused():
    other = pack(post.cover(), FILES, post.partner(), public_of(post.private("another")))
    inside = package.open_sealed(other.data, post.private("another"))
    with pytest.raises(Spoiled, match="passed on"):
        unpack(seal(inside, public_of(CENTRAL)), CENTRAL)


@pytest.mark.parametrize("name", sorted(FILES))
def test_that_a_file_changed_before_sealing_is_refused_in_its_senders_name(name):
    with pytest.raises(Spoiled, match=name) as caught:
        unpack(sealed({**members(), name: b"something else"}), CENTRAL)
    assert caught.value.manifest.partner == "Helen Ashdown"


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, SIGNER, *sorted(FILES)])
def test_that_a_missing_file_is_refused(name):
    held = members()
    del held[name]
    with pytest.raises(BadInput, match=name):
        unpack(sealed(held), CENTRAL)


def test_that_a_file_nobody_vouches_for_is_refused():
    with pytest.raises(Spoiled, match="nobody vouches"):
        unpack(sealed({**members(), "extra.txt": b"hello"}), CENTRAL)


def test_that_somebody_elses_signature_is_refused():
    held = members()
    other = post.partner("Robin Marlow")
    signature = other.key.sign(held[MANIFEST], package._PSS, hashes.SHA256())
    for strange in ({SIGNATURE: signature}, {SIGNATURE: signature, SIGNER: other.kept()[1]}, {SIGNATURE: b""}):
        with pytest.raises(BadInput, match="not signed by the person"):
            unpack(sealed({**held, **strange}), CENTRAL)


def test_that_a_changed_manifest_is_refused():
    held = members()
    changed = held[MANIFEST].replace(b'"revision":1', b'"revision":2')
    assert changed != held[MANIFEST]
    with pytest.raises(BadInput, match="not signed"):
        unpack(sealed({**held, MANIFEST: changed}), CENTRAL)


def test_that_a_manifest_that_is_not_canonical_is_refused_though_signed():
    held = members()
    with pytest.raises(BadInput, match="the way sipdesk writes"):
        unpack(sealed(signed_again(held, held[MANIFEST] + b" ")), CENTRAL)


def test_that_a_manifest_of_a_newer_sipdesk_says_so():
    held = members()
    newer = held[MANIFEST].replace(b'"version":1', b'"version":2')
    with pytest.raises(BadInput, match="newer sipdesk"):
        unpack(sealed(signed_again(held, newer)), CENTRAL)


def test_that_a_parcel_holds_what_its_kind_holds():
    for files, said in (
        ({"note.pdf": b"%PDF"}, {}),
        (post.papers(), {"kind": "greeting"}),
        ({**post.papers(), "letter.txt": b""}, {}),
        ({}, {"kind": "requests"}),
    ):
        with pytest.raises(BadInput):
            pack(post.cover(**said), files, post.partner(), public_of(CENTRAL))


@pytest.mark.parametrize("name", ["../note.pdf", "/note.pdf", "a/b", "note.pdf:x", "NOTE.PDF", ".hidden", "a" * 65, ""])
def test_that_a_name_that_leads_elsewhere_is_never_packed(name):
    with pytest.raises(BadInput):
        pack(post.cover(), {**post.papers(), name: b""}, post.partner(), public_of(CENTRAL))


def test_that_more_than_four_megabytes_are_refused_with_what_to_do():
    large = {**post.papers(), "note.pdf": bytes(4_000_000)}
    with pytest.raises(Refused, match=r"4 MB at most.*kept"):
        pack(post.cover(), large, post.partner(), public_of(CENTRAL))
    assert pack(post.cover(), large, post.partner(), public_of(CENTRAL), limit=5_000_000).name


def test_that_a_parcel_cannot_be_sealed_to_what_is_no_key():
    for key in (b"", bytes(32), b"short"):
        with pytest.raises(BadInput):
            pack(post.cover(), post.papers(), post.partner(), key)


# -- archives that no desk makes ----------------------------------------------------------------------------------------


def hostile(*entries, compression=zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in entries:
            made.writestr(name, data)
    return seal(out.getvalue(), public_of(CENTRAL))


@pytest.mark.parametrize(
    "name", ["../manifest.json", "/etc/passwd", "a/../../b", "C:x", "a\\b", "..", ".manifest.json", "ünü.json", "a\nb"]
)
def test_that_an_archive_with_names_that_lead_elsewhere_is_not_opened(name):
    with pytest.raises(BadInput, match="no package as sipdesk packs"):
        unpack(hostile((name, b"x")), CENTRAL)


def test_that_a_bomb_is_not_inflated():
    with pytest.raises(BadInput, match="no package as sipdesk packs"):
        unpack(hostile(("manifest.json", bytes(50_000_000)), compression=zipfile.ZIP_DEFLATED), CENTRAL)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_an_archive_with_doubled_or_countless_names_is_not_opened():
    for entries in ([("manifest.json", b"1"), ("manifest.json", b"2")], [(f"f{n}", b"") for n in range(100)]):
        with pytest.raises(BadInput, match="no package as sipdesk packs"):
            unpack(hostile(*entries), CENTRAL)


def test_that_an_archive_that_lies_about_its_sizes_is_not_read():
    honest = archive({"manifest.json": b"x" * 100})
    lying = honest.replace((100).to_bytes(4, "little"), (10**9).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(BadInput, match="no package as sipdesk packs"):
        unpack(seal(lying, public_of(CENTRAL)), CENTRAL)


@pytest.mark.parametrize("inside", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"\x00" * 1000])
def test_that_what_is_no_archive_is_refused(inside):
    with pytest.raises(BadInput):
        unpack(seal(inside, public_of(CENTRAL)), CENTRAL)


def test_that_any_flipped_byte_inside_the_seal_is_refused_or_says_the_same():
    """Whoever can seal can change the ZIP: then signature and hashes decide."""
    held = members()
    data = archive(held)
    said = unpack(seal(data, public_of(CENTRAL)), CENTRAL)
    for place in random.Random(11).sample(range(len(data)), 400):
        spoilt = bytearray(data)
        spoilt[place] ^= 0x20
        try:
            opened = unpack(seal(bytes(spoilt), public_of(CENTRAL)), CENTRAL)
        except BadInput:
            continue
        assert (opened.manifest, opened.files) == (said.manifest, said.files)


def test_that_canonical_json_is_the_same_however_it_was_put_together():
    assert canonical_json({"b": 1, "a": "ä"}) == '{"a":"ä","b":1}'.encode()
    assert canonical(packed().manifest) == canonical_json(packed().manifest.model_dump(mode="json"))
