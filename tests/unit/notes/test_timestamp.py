"""A time stamp added later, over real HTTP to a service on this machine: the note stays intact, and whatever else comes
back than the stamp that was asked for changes nothing."""

import hashlib
import socket
import threading

import pytest
from asn1crypto import core, tsp

from sipdesk import notes
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.note import canonical
from sipdesk.notes.timestamp import Response
from sipdesk.notes.verify import record_of, verify
from sipdesk.services import timestamps
from tests.unit.notes import signed, stamping, tampering


def stamped(pdf: bytes) -> bytes:
    with stamping.listening() as place:
        return timestamps.stamp(pdf, place.address).pdf


def test_that_a_stamped_note_is_intact_and_says_when_and_by_whom():
    later = stamped(signed.both())
    assert later.startswith(signed.both())
    found = verify(later, signed.trust())
    assert (found.verdict, found.why) == ("intact", "Signed by Helen Ashdown and Miriam Okonkwo, and unchanged since.")
    assert [(one.at, one.service, one.trusted) for one in found.timestamps] == [
        (stamping.AT, "Invented time stamps", True)
    ]
    assert record_of(later) == canonical(signed.small())
    assert verify(signed.both(), signed.trust()).timestamps == []


def test_that_only_a_hash_leaves_the_machine():
    with stamping.listening() as place:
        timestamps.stamp(signed.both(), place.address)
    assert len(place.asked) == 1
    assert len(place.asked[0]) < 100
    request = tsp.TimeStampReq.load(place.asked[0])
    assert request["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
    assert len(request["message_imprint"]["hashed_message"].native) == 32


def test_that_a_note_can_be_stamped_again_years_later():
    twice = stamped(stamped(signed.both()))
    found = verify(twice, signed.trust())
    assert (found.verdict, len(found.timestamps), len(found.signatures)) == ("intact", 2, 2)


def test_that_a_file_stamped_elsewhere_is_still_the_one_that_was_sealed():
    sealed = hashlib.sha256(signed.both()).hexdigest()
    later = stamped(signed.both())
    assert verify(later, signed.trust(), expected_sha256=sealed).verdict == "intact"
    assert verify(later, signed.trust(), expected_sha256=("0" * 64, sealed)).verdict == "intact"
    assert verify(later, signed.trust(), expected_sha256="0" * 64).verdict == "altered"
    once = signed.signed_by(notes.render(signed.small()).pdf, signed.small(), signed.partner(), ["partner"])
    sealed_once = hashlib.sha256(once).hexdigest()
    other = signed.signed_by(once, signed.small(), signed.partner(), ["head"])
    assert verify(other, signed.trust()).verdict == "intact"
    assert verify(other, signed.trust(), expected_sha256=sealed_once).why.startswith("A signature was added")
    assert (
        verify(tampering.updated(other, tampering.title_changed), signed.trust(), expected_sha256=sealed_once).verdict
        == "altered"
    )


def test_that_a_stamp_of_a_stranger_leaves_the_note_as_it_is_judged():
    record = signed.small()
    mine = signed.signed_by(notes.render(record).pdf, record, signed.impostor())
    found = verify(stamped(mine), [signed.impostor().certificate])
    assert (found.verdict, [one.trusted for one in found.timestamps]) == ("intact", [False])


def test_that_what_was_needed_to_check_the_signatures_comes_with_the_stamp():
    from io import BytesIO  # noqa: PLC0415

    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    reader = PdfFileReader(BytesIO(stamped(signed.both())))
    assert len(reader.root["/DSS"]["/Certs"]) == 1
    assert len(list(reader.embedded_timestamp_signatures)) == 1


def test_that_a_stamped_note_is_no_less_guarded():
    later = stamped(signed.both())
    for change in tampering.UPDATES:
        assert verify(tampering.updated(later, change), signed.trust()).verdict == "altered", change.__name__
    assert verify(later + b" ", signed.trust()).verdict == "altered"
    for at in range(0, len(later), len(later) // 40):
        assert verify(tampering.flipped(later, at, 0), signed.trust()).verdict == "altered", at


def other_question(asked: bytes, **other: object) -> bytes:
    request = tsp.TimeStampReq.load(asked)
    for name, value in other.items():
        request[name] = value
    return stamping.answer(request.dump(force=True))


def other_nonce(asked: bytes) -> bytes:
    return other_question(asked, nonce=core.Integer(4))


def other_file(asked: bytes) -> bytes:
    imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"\7" * 32})
    return other_question(asked, message_imprint=imprint)


def no_nonce(asked: bytes) -> bytes:
    request = tsp.TimeStampReq.load(asked)
    del request["nonce"]
    return stamping.answer(request.dump(force=True))


def unfit(asked: bytes) -> bytes:
    return bytes(stamping.stamper(fit=False).request_tsa_response(tsp.TimeStampReq.load(asked)).dump())


def refused(_asked: bytes) -> bytes:
    words = tsp.PKIFreeText(["come back\x0a tomorrow"])
    return bytes(Response({"status": {"status": "rejection", "status_string": words}}).dump())


def falsely_signed(asked: bytes) -> bytes:
    made = stamping.answer(asked)
    return made[:-1] + bytes([made[-1] ^ 1])


WRONG = {
    "another question": (other_nonce, "another question"),
    "no nonce": (no_nonce, "another question"),
    "another file": (other_file, "another file"),
    "no certificate for it": (unfit, "no certificate for time stamping"),
    "a refusal": (refused, "said no: “come back tomorrow”"),
    "a false signature": (falsely_signed, "no time stamp"),
    "nothing": (lambda _asked: b"", "no time stamp"),
    "junk": (lambda _asked: b"\x30\x03\x02\x01\x00", "no time stamp"),
    "half of it": (lambda asked: stamping.answer(asked)[:300], "no time stamp"),
    "more than it": (lambda asked: stamping.answer(asked) + b"\0", "no time stamp"),
    "no token": (lambda _asked: bytes(Response({"status": {"status": "granted"}}).dump()), "no time stamp"),
    "far too much": (lambda _asked: b"0" * 300_000, "far too long"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_that_a_wrong_answer_is_told_in_a_sentence(wrong):
    body, sentence = WRONG[wrong]
    with stamping.listening(stamping.Reply(body)) as place, pytest.raises((Refused, BadInput), match=sentence) as told:
        timestamps.stamp(signed.both(), place.address)
    assert "Nothing was changed" in str(told.value)


PAGE = stamping.Reply(lambda _asked: b"<html>Welcome to our guests</html>", kind="text/html; charset=utf-8")
AWAY = stamping.Reply(lambda _asked: b"", status=302, headers={"Location": "http://127.0.0.1:1/portal"})
DOWN = stamping.Reply(lambda _asked: b"oops", status=500, kind="text/plain")
DENIED = stamping.Reply(lambda _asked: b"", status=403)


@pytest.mark.parametrize(("reply", "sentence"), [(PAGE, "sign in first"), (AWAY, "sign in first"), (DOWN, "error 500"), (DENIED, "error 403")])  # fmt: skip
def test_that_a_guest_network_or_a_broken_service_is_named_as_such(reply, sentence):
    with stamping.listening(reply) as place, pytest.raises(Refused, match=sentence) as told:
        timestamps.stamp(signed.both(), place.address)
    assert "127.0.0.1" in str(told.value)
    assert "Nothing was changed" in str(told.value)


def test_that_a_service_that_is_not_there_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(Refused, match="cannot be reached"):
            timestamps.stamp(signed.both(), address)
    with pytest.raises(Refused, match=r"stamps\.invalid cannot be reached"):
        timestamps.stamp(signed.both(), "http://stamps.invalid/")


def test_that_a_service_without_a_good_certificate_is_sent_nothing():
    with stamping.listening() as place, pytest.raises(Refused):
        timestamps.stamp(signed.both(), place.address.replace("http:", "https:"))
    assert place.asked == []


def test_that_a_service_that_never_answers_is_waited_for_only_so_long():
    gone = threading.Event()

    def body(_asked: bytes) -> bytes:
        gone.wait(20)
        return b""

    with stamping.listening(stamping.Reply(body)) as place:
        with pytest.raises(Refused, match="did not answer in time"):
            timestamps.stamp(signed.both(), place.address, seconds=0.3)
        gone.set()


@pytest.mark.parametrize("address", ["stamps.example", "ftp://stamps.example", "http://", "http://a b/", "file:///etc", "http://[",
                                     "https://me:secret@stamps.example/", "http://stamps.example:port/"])  # fmt: skip
def test_that_what_is_no_address_is_never_asked(address):
    with pytest.raises(BadInput, match="no address"):
        timestamps.stamp(signed.both(), address)


def test_that_only_a_whole_signed_note_is_stamped():
    for pdf in (notes.render(signed.small()).pdf, signed.both() + b" ", b"%PDF-1.4\n"):
        with pytest.raises(Refused, match="No time stamp was asked for"):
            timestamps.stamp(pdf, "http://stamps.example/")
    with pytest.raises(Refused, match="No time stamping service is named"):
        timestamps.stamp(signed.both(), "")
