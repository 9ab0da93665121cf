"""What only programs from outside can tell: other people's PDF readers, and a real display. `make outside` runs it.

A missing program is a failure, never a reason to skip.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from sipdesk.domain.note import canonical, read_record
from sipdesk.notes.checking import check
from sipdesk.notes.checking.aloud import listen
from sipdesk.services import timestamps
from tests.conftest import PASSPHRASE
from tests.unit.notes import stamping

pytestmark = pytest.mark.outside


def tool(*command: object) -> str:
    """Run a program from outside and return what it says."""
    assert shutil.which(str(command[0])), f"{command[0]} is not installed; .ci/run names its package"
    told = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Error" not in told.stderr
    assert "Warning" not in told.stderr, told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The demo's three notes."""
    folder = tmp_path_factory.mktemp("demo")
    run = [sys.executable, "-m", "sipdesk", "demo", str(folder / "here"), "--no-window"]
    told = subprocess.run(run, capture_output=True, text=True, check=True)
    return [Path(line) for line in told.stdout.split()]


def test_that_poppler_reads_the_thread_from_autumn_to_summer(notes):
    autumn, spring, summer = (" ".join(tool("pdftotext", "-layout", note, "-").split()) for note in notes)
    assert "Early reading" in autumn
    assert "Early reading" in spring
    assert re.search(r"[Cc]arried over", spring + summer)
    for text in (autumn, spring, summer):
        assert "Permanent exclusions" in text
        assert re.search(r"page 1 of \d", text)


def test_that_qpdf_finds_nothing_wrong(notes):
    for note in notes:
        assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", note)


def test_that_poppler_hears_the_notes_in_the_order_of_their_structure(notes):
    for note in notes:
        assert re.search(r"^Tagged: +yes$", tool("pdfinfo", note), re.MULTILINE)
        told = re.findall(r'^\s*"(.*)"$', tool("pdfinfo", "-struct-text", note), re.MULTILINE)
        said = "".join("".join(told).split())
        place, loose, count = 0, False, 0
        with pikepdf.open(note) as pdf:
            for one in listen(pdf).walk():
                words = "".join(one.words.split())
                if "/ActualText" in one.element:
                    loose = True  # Poppler does not ask an element what it stands for, and tells its bare glyphs.
                elif words:
                    found = said.find(words, place)
                    assert found >= 0, one.words
                    assert loose or found == place, one.words
                    place, loose, count = found + len(words), False, count + 1
        assert loose or place == len(said)
        assert count > 100


def test_that_poppler_takes_out_the_record_whose_hash_each_page_names(notes, tmp_path):
    for note in notes:
        kept = tmp_path / f"{note.stem}.json"
        tool("pdfdetach", "-save", "1", "-o", kept, note)
        data = kept.read_bytes()
        assert canonical(read_record(data)) == data
        pages = tool("pdftotext", note, "-").split("\f")[:-1]
        mark = f"record {hashlib.sha256(data).hexdigest()[:12]}"
        assert pages
        assert all(mark in page for page in pages)


def test_that_poppler_calls_both_signatures_valid_and_trusts_the_authority(notes, tmp_path):
    authority = notes[0].parents[1] / "papers" / "rehearsal-authority.pem"
    store = f"sql:{tmp_path}"
    tool("certutil", "-N", "-d", store, "--empty-password")
    tool("certutil", "-A", "-n", "authority", "-t", "CT,CT,CT", "-i", authority, "-d", store)
    trusted = 0
    for note in notes:
        told = tool("pdfsig", "-nssdir", store, note)
        assert told.count("Signature Validation: Signature is Valid.") == 2
        assert told.count("Signature Type: ETSI.CAdES.detached") == 2
        assert re.search(r"Signature #2:.*Total document signed", told, re.DOTALL)
        trusted += told.count("Certificate Validation: Certificate is Trusted.")
        # Poppler 22.12 now and then names an error left over from an earlier step ("Unknown issue") for the very certificate
        # it trusts in the next signature; an issuer it does not know it names as such.
        assert "issuer is unknown" not in told
        assert "Untrusted" not in told
        assert "issuer is unknown" in tool("pdfsig", note)
    assert trusted > 0


def test_that_pyhanko_s_own_command_calls_both_signatures_valid(notes):
    authority = notes[0].parents[1] / "papers" / "rehearsal-authority.pem"
    judge = Path(sys.executable).with_name("pyhanko")
    for note in notes:
        asked = [judge, "sign", "validate", "--trust", authority, "--trust-replace", "--no-revocation-check"]
        told = subprocess.run(
            [*map(str, asked), "--pretty-print", str(note)], capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr
        assert told.stdout.count("The signature is judged VALID.") == 2


def test_that_a_note_with_a_later_time_stamp_is_as_good_to_other_programs(notes, tmp_path):
    authority = notes[0].parents[1] / "papers" / "rehearsal-authority.pem"
    later = tmp_path / "stamped.pdf"
    with stamping.listening() as place:
        later.write_bytes(timestamps.stamp(notes[0].read_bytes(), place.address).pdf)
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", later)
    told = subprocess.run(["pdfsig", str(later)], capture_output=True, text=True, check=False)
    assert told.stdout.count("Signature Validation: Signature is Valid.") == 2
    judge = [Path(sys.executable).with_name("pyhanko"), "sign", "validate", "--no-revocation-check", "--pretty-print"]
    told = subprocess.run(
        [*map(str, judge), "--trust", str(authority), "--trust-replace", str(later)], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert told.stdout.count("The signature is judged VALID.") == 2, told.stdout + told.stderr
    kept = tmp_path / "record.json"
    tool("pdfdetach", "-save", "1", "-o", kept, later)
    assert kept.read_bytes() == (notes[0].parents[1] / "papers" / f"{notes[0].stem}.json").read_bytes()


def test_that_the_demo_s_notes_pass_our_own_check(notes):
    for note in notes:
        assert check(note.read_bytes()) == []


def test_that_every_font_is_embedded(notes):
    for note in notes:
        lines = tool("pdffonts", note).splitlines()[2:]
        assert lines
        assert all(re.search(r"\byes\s+yes\s+yes\b", line) for line in lines), lines


def test_that_the_real_window_opens_on_a_real_display(tmp_path, template_desk):
    """Not offscreen: a segfault on opening would otherwise ship."""
    assert os.environ.get("DISPLAY"), "no display: run this under xvfb-run, as make outside does"
    folder = shutil.copytree(template_desk, tmp_path / "desk")
    environment = {**os.environ, "SIPDESK_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [sys.executable, "-m", "sipdesk", "--desk", str(folder)], env=environment, stderr=subprocess.PIPE, text=True
    ) as window:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                window.wait(timeout=6)
        finally:
            window.send_signal(signal.SIGTERM)
        stderr = window.communicate(timeout=20)[1]
    assert "Traceback" not in stderr
    assert window.returncode in {0, -signal.SIGTERM, 128 + signal.SIGTERM}


def test_that_a_missing_library_is_named_by_its_package(tmp_path):
    """With a loader that finds nothing, the command says what to install instead of showing an ImportError."""
    code = (
        "import ctypes, sys\n"
        "def missing(name, *rest): raise OSError(name)\n"
        "ctypes.CDLL = missing\n"
        "from sipdesk.__main__ import open_window\n"
        "sys.exit(open_window(None))\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "apt install libgl1" in told.stderr
    assert "Traceback" not in told.stderr
