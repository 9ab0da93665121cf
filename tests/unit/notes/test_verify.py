"""The verdict on a file: one word, a reason, and never `intact` for a file in which anything was changed."""

import datetime as dt
import hashlib
import io
import json
import zlib

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sipdesk import notes
from sipdesk.domain.brief import LeafRecord
from sipdesk.domain.errors import BadInput
from sipdesk.domain.note import NoteRecord, canonical
from sipdesk.keys import identity
from sipdesk.notes import layout
from sipdesk.notes.document import document
from sipdesk.notes.leaf import leaf_document, render_leaf
from sipdesk.notes.record import Attached, attached
from sipdesk.notes.signing import Seal, _asn1, _KeptWriter, _Signer, sign
from sipdesk.notes.verify import record_of, verify
from tests.unit.notes import samples, signed, tampering

LEAF = {"visit": "v", "urn": "100218", "school": "Berger", "title": "Autumn visit", "date": "2025-10-07", "year": "2025-26",
        "partner": "Helen Ashdown", "marking": "OFFICIAL", "report": "Note of visit", "term": "autumn", "role": "SIP",
        "actions": [{"text": "Read daily."}]}  # fmt: skip


def verdict(pdf: bytes, **more: str) -> str:
    return str(verify(pdf, signed.trust(), **more).verdict)


def unsigned(record: NoteRecord | None = None) -> bytes:
    return notes.render(record or signed.small()).pdf


def laid(shown: NoteRecord, kept: NoteRecord, **names: str) -> bytes:
    """The pages of one record with another inside: what a rogue program makes."""
    data = canonical(kept)
    put = attached(kept, data)
    return layout.lay_out(
        document(shown, data), Attached(names.get("name", put.name), data, put.said, put.modified)
    ).pdf


def test_that_a_note_signed_by_both_is_intact_and_says_by_whom():
    found = verify(signed.both(), signed.trust())
    assert found.verdict == "intact"
    assert found.why == "Signed by Helen Ashdown and Miriam Okonkwo, and unchanged since."
    assert [(one.field, one.role, one.statement, one.trusted) for one in found.signatures] == [
        ("partner", "School improvement partner", "Written by", True),
        ("head", "Headteacher", "Received and factually accurate", True),
    ]
    assert found.signatures[0].at == signed.NOW
    assert found.record == json.loads(canonical(signed.small()))
    assert found.sha256 == hashlib.sha256(signed.both()).hexdigest()
    assert record_of(signed.both()) == canonical(signed.small())


@pytest.mark.parametrize("note", [samples.autumn, samples.spring, samples.summer])
def test_that_a_full_note_is_intact(note):
    record = signed.with_fields(note())
    assert verdict(signed.signed_by(unsigned(record), record, signed.partner())) == "intact"


def test_that_a_head_who_has_not_signed_is_a_state_and_no_fault():
    record = signed.with_fields(signed.small(), head=False)
    head = record.signatories[1].model_copy(update={"unsigned": "Not signed: no reply by 21 October 2025."})
    record = record.model_copy(update={"signatories": [record.signatories[0], head]})
    once = signed.signed_by(unsigned(record), record, signed.partner(), ["partner"])
    found = verify(once, signed.trust())
    assert found.verdict == "intact"
    assert "Miriam Okonkwo has not signed: “no reply by 21 October 2025”." in found.why
    assert verdict(signed.signed_by(once, record, signed.partner(), ["head"])) == "intact"


def test_that_a_signature_that_the_record_speaks_of_cannot_be_taken_out():
    once = signed.signed_by(unsigned(), signed.small(), signed.partner(), ["partner"])
    found = verify(once, signed.trust())
    assert found.verdict == "altered"
    assert found.why == "The signature of Miriam Okonkwo was taken out of the file."


def test_that_a_note_nobody_signed_is_unsigned():
    assert verdict(unsigned()) == "unsigned"
    assert verdict(unsigned(samples.autumn())) == "unsigned"


def test_that_only_the_head_s_signature_is_not_enough():
    assert verdict(signed.signed_by(unsigned(), signed.small(), signed.partner(), ["head"])) == "altered"


def test_that_a_stranger_s_whole_signature_is_untrusted_even_under_the_same_name():
    pdf = signed.signed_by(unsigned(), signed.small(), signed.impostor())
    found = verify(pdf, signed.trust())
    assert found.verdict == "untrusted"
    assert "Helen Ashdown" in found.why
    assert found.signatures[0].fingerprint == signed.impostor().fingerprint
    assert verify(pdf, [signed.impostor().certificate]).verdict == "intact"
    assert verify(signed.both()).verdict == "untrusted"


def test_that_a_stranger_cannot_sign_in_the_head_s_place():
    once = signed.signed_by(unsigned(), signed.small(), signed.partner(), ["partner"])
    assert verdict(signed.signed_by(once, signed.small(), signed.impostor(), ["head"])) == "untrusted"


def test_that_a_colleague_s_good_certificate_does_not_speak_for_the_partner():
    """Vouched for by the same authority, whole in every byte, and the name on the page is another's."""
    colleague = identity.issue(signed.authority(), "Somebody Else", "School improvement partner", signed.NOW)
    pdf = signed.signed_by(unsigned(), signed.small(), colleague)
    found = verify(pdf, signed.trust())
    assert found.verdict == "untrusted"
    assert "certificate of Somebody Else, whom the note does not name" in found.why
    once = signed.signed_by(unsigned(), signed.small(), signed.partner(), ["partner"])
    assert verdict(signed.signed_by(once, signed.small(), colleague, ["head"])) == "untrusted"


@pytest.mark.parametrize("name", ["ASHDOWN, Helen", "H. Ashdown", "Dr Helen Ashdown"])
def test_that_a_certificate_may_write_the_partner_s_name_in_its_own_way(name):
    issued = identity.issue(signed.authority(), name, "", signed.NOW)
    assert verdict(signed.signed_by(unsigned(), signed.small(), issued)) == "intact"


def test_that_another_program_s_signature_is_not_ours():
    signer = PdfSigner(
        PdfSignatureMetadata(field_name="partner", name="Helen Ashdown"), signer=_Signer(signed.partner())
    )
    out = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(unsigned())), output=out)
    assert verdict(out.getvalue()) == "altered"


def test_that_a_replaced_note_is_superseded_and_one_that_was_altered_too_is_altered():
    assert verdict(signed.both(), superseded_by="revision 3") == "superseded"
    assert "revision 3" in verify(signed.both(), signed.trust(), superseded_by="revision 3").why
    assert verdict(signed.both() + b"\n", superseded_by="revision 3") == "altered"


def test_that_the_desk_s_own_hash_counts_more_than_any_signature():
    other = signed.signed_by(unsigned(), signed.small().model_copy(), signed.impostor())
    assert verdict(signed.both(), expected_sha256=hashlib.sha256(signed.both()).hexdigest()) == "intact"
    assert verify(other, [signed.impostor().certificate], expected_sha256="0" * 64).verdict == "altered"


@pytest.mark.parametrize("change", tampering.UPDATES, ids=lambda one: one.__name__)
def test_that_an_update_behind_the_signatures_is_seen(change):
    assert verdict(tampering.updated(signed.both(), change)) == "altered"


@pytest.mark.parametrize("change", tampering.UPDATES[:5] + tampering.UPDATES[7:], ids=lambda one: one.__name__)
def test_that_an_update_between_the_signatures_is_seen(change):
    record = signed.small()
    once = tampering.updated(signed.signed_by(unsigned(), record, signed.partner(), ["partner"]), change)
    assert verdict(signed.signed_by(once, record, signed.partner(), ["head"])) == "altered"


@pytest.mark.parametrize("change", [tampering.text_replaced, tampering.title_changed, tampering.attachment_swapped])
def test_that_an_update_before_the_signatures_is_seen(change):
    pdf = tampering.updated(unsigned(), change)
    assert verdict(pdf) == "altered"
    assert verdict(signed.signed_by(pdf, signed.small(), signed.partner())) == "altered"


def test_that_a_rogue_signer_cannot_slip_a_change_into_its_own_signature(monkeypatch):
    """The change lies in the very update that brings the signature, so that every signature is whole."""
    for change in (
        tampering.text_replaced,
        tampering.note_stuck_on,
        tampering.title_changed,
        tampering.another_catalogue,
    ):
        plain = unsigned()
        kept = _KeptWriter.from_reader

        def sly(reader, change=change, kept=kept):
            writer = kept(reader)
            change(writer)
            return writer

        with monkeypatch.context() as patched:
            patched.setattr(_KeptWriter, "from_reader", sly)
            pdf = signed.signed_by(plain, signed.small(), signed.partner())
        assert verdict(pdf) == "altered", change.__name__


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%", b"\0" * 40, b"junk", b"\n%%EOF\n"])
def test_that_junk_behind_the_end_is_seen(tail):
    assert verdict(signed.both() + tail) == "altered"
    assert verdict(unsigned() + tail) == "altered"


def test_that_a_file_saved_anew_is_altered():
    assert verdict(tampering.saved_anew(signed.both())) == "altered"
    assert verdict(tampering.by_pyhanko_s_own_writer(signed.both())) == "altered"


@pytest.mark.parametrize("which", [0, 1])
def test_that_the_bytes_of_a_signature_are_the_only_ones_that_say_it(which):
    pdf = signed.both()
    start, end = tampering.places(pdf)[which]
    letter = next(at for at in range(start, end) if pdf[at : at + 1] in b"ABCDEF")
    lower = pdf[:letter] + pdf[letter : letter + 1].lower() + pdf[letter + 1 :]
    padded = tampering.flipped(pdf, end - 4, 0)
    spaced = pdf[: end - 3] + b"  >" + pdf[end:]
    for made in (lower, padded, spaced):
        assert len(made) == len(pdf)
        assert verdict(made) == "altered"


def test_that_a_rogue_renderer_cannot_show_other_words_than_it_embeds():
    record = signed.small()
    shown = record.model_copy(update={"summary": ["Everything is outstanding."]})
    pdf = signed.signed_by(laid(shown, record), record, signed.partner())
    found = verify(pdf, signed.trust())
    assert found.verdict == "altered"
    assert found.why == "The pages do not say what the record inside says."


def test_that_another_version_s_note_is_heard_and_not_measured(monkeypatch):
    """A later sipdesk may lay a note out in another way; what people wrote has to stand in it all the same."""
    record = signed.with_fields(samples.autumn())
    other = record.model_copy(update={"summary": [*record.summary, "A sentence that people wrote and nobody printed."]})
    longer = record.model_copy(update={"remarks": ["Words that nobody wrote, " * 4]})
    with monkeypatch.context() as patched:
        patched.setattr(layout, "TOOL", "sipdesk 0.0.9")
        honest, silent, loud = laid(record, record), laid(record, other), laid(longer, record)
    assert verdict(signed.signed_by(honest, record, signed.partner())) == "intact"
    assert verdict(signed.signed_by(silent, other, signed.partner())) == "altered"
    assert verdict(signed.signed_by(loud, record, signed.partner())) == "altered"


def test_that_another_version_s_note_without_the_heads_words_is_altered(monkeypatch):
    told = {"kind": "accurate", "on": "2025-10-14", "comment": "- We ask that our own figures stand."}
    record = signed.with_fields(samples.record(samples.section("S"), response=told, signatories=samples.SIGNATORIES))
    silent = record.model_copy(update={"response": record.response.model_copy(update={"comment": ""})})
    with monkeypatch.context() as patched:
        patched.setattr(layout, "TOOL", "sipdesk 0.0.9")
        whole, cut = laid(record, record), laid(silent, record)
    assert verdict(signed.signed_by(whole, record, signed.partner())) == "intact"
    assert verdict(signed.signed_by(cut, record, signed.partner())) == "altered"


def test_that_a_machine_that_packs_streams_in_another_way_makes_the_same_note(monkeypatch):
    record, pack = signed.small(), zlib.compress
    with monkeypatch.context() as patched:
        patched.setattr(zlib, "compress", lambda data, *_level: pack(data, 1))
        pdf, rogue = laid(record, record), laid(record.model_copy(update={"summary": ["Other"]}), record)
    assert pdf != unsigned()
    assert verdict(signed.signed_by(pdf, record, signed.partner())) == "intact"
    assert verdict(signed.signed_by(rogue, record, signed.partner())) == "altered"


def stamped(pdf: bytes) -> bytes:
    """The file with a time stamp added later, by a service nobody here knows."""
    key = signed.authority()
    tsa = DummyTimeStamper(
        _asn1(key.certificate), _key(key), SimpleCertificateStore(), dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
    )
    out = io.BytesIO()
    PdfTimeStamper(tsa, field_name="stamp").timestamp_pdf(_KeptWriter(io.BytesIO(pdf)), "sha256", output=out)
    return out.getvalue()


def _key(who):
    from asn1crypto.keys import PrivateKeyInfo  # noqa: PLC0415

    return PrivateKeyInfo.load(who.kept()[0])


def test_that_a_time_stamp_added_later_leaves_the_note_intact():
    later = stamped(signed.both())
    assert later.startswith(signed.both())
    found = verify(later, signed.trust())
    assert (found.verdict, found.why) == ("intact", "Signed by Helen Ashdown and Miriam Okonkwo, and unchanged since.")
    assert len(found.signatures) == 2


def test_that_what_comes_with_or_after_a_time_stamp_is_seen():
    later = stamped(signed.both())
    for change in tampering.UPDATES:
        assert verdict(tampering.updated(later, change)) == "altered", change.__name__
        assert verdict(stamped(tampering.updated(signed.both(), change))) == "altered", change.__name__
    assert verdict(later + b"\n") == "altered"
    last = tampering.places(later)[-1]
    for at in range(last[0] + 1, last[0] + 4000, 400):
        assert verdict(tampering.flipped(later, at, 0)) == "altered", at


def test_that_a_print_or_a_scan_is_told_kindly_that_it_is_a_copy():
    found = verify(tampering.printed(signed.both()), signed.trust())
    assert found.verdict == "not-a-note"
    assert "copy" in found.why
    assert "ask whoever sent this" in found.why


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\n%%EOF\n", b"\x89PNG\r\n", b"%PDF-" * 999])
def test_that_other_files_are_no_notes(data):
    assert verdict(data) == "not-a-note"
    assert verdict(data, expected_sha256="0" * 64) == "not-a-note"


def test_that_the_page_to_leave_behind_is_no_note():
    leaf = LeafRecord.model_validate(LEAF)
    assert verdict(render_leaf(leaf)) == "not-a-note"


def test_that_a_record_of_a_newer_sipdesk_asks_for_that():
    record = signed.small()
    newer = canonical(record).replace(b'"version":1', b'"version":9')
    pdf = layout.lay_out(document(record, newer), Attached("record.json", newer, "x", "D:20000101000000Z")).pdf
    with pytest.raises(BadInput, match="newer sipdesk"):
        verify(signed.signed_by(pdf, record, signed.partner()), signed.trust())


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b'{"invoice":1}', "not-a-note"),
        (b'{"schema_name":"sipdesk.note-of-visit"}', "altered"),
        (b'{"schema_name":"sipdesk.note-of-visit","version":"x"}', "altered"),
        (b"[" * 100_000, "altered"),
        (b"[]", "not-a-note"),
    ],
)
def test_that_another_programs_record_is_told_from_one_of_ours_that_is_spoilt(data, wanted):
    page = leaf_document(LeafRecord.model_validate(LEAF))
    pdf = layout.lay_out(page, Attached("record.json", data, "x", "D:20000101000000Z")).pdf
    assert verdict(pdf) == wanted


def test_that_a_signed_note_whose_record_became_another_programs_is_altered():
    other = b'{"invoice":1}'
    pdf = layout.lay_out(document(signed.small()), Attached("record.json", other, "x", "D:20000101000000Z")).pdf
    assert verdict(pdf) == "altered"
    assert verdict(signed.signed_by(pdf, signed.small(), signed.partner())) == "altered"


def test_that_a_record_that_was_not_written_by_us_is_seen():
    record = signed.small()
    loose = json.dumps(json.loads(canonical(record))).encode()
    pdf = layout.lay_out(document(record, loose), Attached("record.json", loose, "x", "D:20000101000000Z")).pdf
    assert verdict(signed.signed_by(pdf, record, signed.partner())) == "altered"


def test_that_nothing_in_a_file_reaches_the_log(caplog):
    for change in tampering.UPDATES:
        verify(tampering.updated(signed.both(), change), signed.trust())
    assert caplog.text == ""


def test_that_a_certificate_counts_as_of_the_day_it_signed():
    """What was signed while it was good stays good; what says it was signed after its end does not."""
    record, who = signed.small(), signed.partner()
    one = record.signatories[0]
    for days, wanted in ((-1, "intact"), (1, "untrusted")):
        at = who.until + dt.timedelta(days=days)
        only = signed.with_fields(record, head=False)
        pdf = sign(unsigned(only), Seal("partner", one.name, one.statement, signed.PEN, at, first=True), who)
        assert verdict(pdf) == wanted
