"""A time stamp behind the signatures: a service on the network says that this very file was there at that moment (RFC 3161).

It is an update behind the file, as PAdES has it: the certificates that are needed to check the signatures, and the
service's word over all of it. Pages, record and signatures stay as they are, byte for byte; only a hash leaves the machine.
An answer is taken when it is the answer to this question, and the whole file with it is still what it should be.
"""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, ClassVar

from asn1crypto import cms, core, tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from sipdesk.domain.errors import BadInput, Refused, SipdeskError
from sipdesk.notes import seals
from sipdesk.notes.signing import HASH, _KeptWriter

ASKED, WANTED = "application/timestamp-query", "application/timestamp-reply"
Ask = Callable[[bytes], Awaitable[bytes]]
"""Takes a request to the service and brings its answer; raises a `SipdeskError` where there is none."""
# Hexadecimal digits: services send two or three certificates along.
_ROOM = 32_768
_LONGEST = 160
_NO_STAMP = "The answer of the time stamping service is no time stamp for this note. Nothing was changed."
_GRANTED = {"granted", "granted_with_mods"}


class Response(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """An answer as RFC 3161 has it: one that says no has no stamp in it, which asn1crypto's own does not read."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def stamp(pdf: bytes, ask: Ask) -> bytes:
    """The signed file with a time stamp behind it. Not for the desk's thread: it waits for the network."""
    reader = PdfFileReader(BytesIO(pdf))
    signatures = list(reader.embedded_regular_signatures)
    certificates = {one.sha256: one for signed in signatures for one in _certificates(signed)}
    if not signatures:
        raise Refused("This note is not signed, so there is nothing to stamp. Nothing was changed.")
    name = f"stamp{len(list(reader.embedded_timestamp_signatures)) + 1}"
    out = BytesIO()
    try:
        writer = _KeptWriter.from_reader(reader)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates.values())
        stamper = PdfTimeStamper(_Service(ask), field_name=name, readable_field_name="Time stamp")
        asyncio.run(stamper.async_timestamp_pdf(writer, HASH, bytes_reserved=_ROOM, output=out))
    except SipdeskError:
        raise
    except Exception as error:  # what a stranger sent may fail anywhere in pyHanko
        raise BadInput(_NO_STAMP) from error
    _refuse_odd(out.getvalue())
    return out.getvalue()


def _certificates(signature: Any) -> list[Any]:
    return [signature.signer_cert, *signature.other_embedded_certs]


def _refuse_odd(pdf: bytes) -> None:
    """The file as it would be written: whole, and nothing in it but signatures and stamps."""
    reader = PdfFileReader(BytesIO(pdf))
    if seals.changed_since(reader, pdf, seals.look(reader, pdf, ())):
        raise BadInput(_NO_STAMP)


class _Service(TimeStamper):
    """Asks once, and takes only an answer to what was asked. pyHanko looks at neither the hash nor the purpose."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """pyHanko's own: the stamp over a digest."""
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        answer = await self._ask(request.dump())
        try:
            token, fault = _token(answer, message_digest, nonce)
        except Exception as error:  # an answer that is none fails in any way it likes
            raise BadInput(_NO_STAMP) from error
        if fault:
            raise Refused(fault)
        return token


def _token(answer: bytes, digest: bytes, nonce: int) -> tuple[Any, str]:
    """The stamp, or why there is none; any exception for an answer that cannot be read."""
    told = Response.load(answer, strict=True)
    if told["status"]["status"].native not in _GRANTED:
        return None, _refusal(told["status"])
    token: Any = told["time_stamp_token"]
    inside = token["content"]["encap_content_info"]["content"].parsed
    imprint = inside["message_imprint"]
    same = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native) == (HASH, digest)
    if not isinstance(inside, tsp.TSTInfo) or not same:
        return None, "The time stamp is one for another file. Nothing was changed."
    if inside["nonce"].native != nonce:
        return None, "The time stamp is the answer to another question, perhaps an old one. Nothing was changed."
    if not _for_stamping(token["content"]):
        return None, "Whoever answered has no certificate for time stamping. Nothing was changed; look at the address."
    return token, ""


def _refusal(status: Any) -> str:
    words = " ".join(" ".join(status["status_string"].native or []).split())[:_LONGEST]
    why = f"said no: “{words}”" if words else "said no"
    return f"The time stamping service {why}. Nothing was changed."


def _for_stamping(signed: Any) -> bool:
    """Whether the service's own certificate came along and is made for this."""
    signer = signed["signer_infos"][0]["sid"].chosen
    own = [one.chosen for one in signed["certificates"] if one.chosen.serial_number == signer["serial_number"].native]
    uses = own[0].extended_key_usage_value if len(own) == 1 else None
    return uses is not None and "time_stamping" in uses.native
