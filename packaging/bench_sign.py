"""One signature of ours by one of pyHanko's own into the same field of the same note; and the whole of sign, sign, verify.
Used by bench.py."""

import gc
import io
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench_note import a_note
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from sipdesk.notes import render
from sipdesk.notes.signing import _Signer
from sipdesk.notes.verify import verify
from tests.unit.notes import samples, signed


def _theirs(pdf: bytes) -> None:
    """As its documentation says, with its own visible stamp, a signer that holds the parsed key, and room set aside."""
    told = PdfSignatureMetadata(
        field_name="partner", name="Helen Ashdown", reason="Written by", md_algorithm="sha256", certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS, subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    signer = PdfSigner(told, signer=_Signer(signed.partner()))
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=io.BytesIO(), bytes_reserved=16_384)


def signing_ratio(times: int = 25) -> float:
    """Median of ours, with the ink drawn into the field, by the median of pyHanko's own."""
    record = signed.with_fields(a_note(0).model_copy(update={"signatories": samples.autumn().signatories}))
    pdf = render(record).pdf
    ours, theirs = [], []
    for number in range(times + 1):
        for call, kept in (
            (lambda: signed.signed_by(pdf, record, signed.partner(), ["partner"]), ours),
            (lambda: _theirs(pdf), theirs),
        ):
            gc.collect()
            start = time.perf_counter()
            call()
            if number:
                kept.append(time.perf_counter() - start)
    return statistics.median(ours) / statistics.median(theirs)


def whole_of_it(times: int = 9) -> float:
    """Median milliseconds of two signatures and the verdict, for another note each time."""
    taken = []
    for number in range(times + 1):
        record = signed.with_fields(a_note(number).model_copy(update={"signatories": samples.autumn().signatories}))
        pdf = render(record).pdf
        gc.collect()
        start = time.perf_counter()
        found = verify(signed.signed_by(pdf, record, signed.partner()), signed.trust())
        if number:
            taken.append(time.perf_counter() - start)
        assert found.verdict == "intact", found.why
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    print(f"one signature by pyHanko's own: {signing_ratio():.2f}")
    print(f"sign, sign, verify: {whole_of_it():.0f} ms")
