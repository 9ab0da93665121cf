"""The parent survives whatever a child does, and a child gets nothing it could misuse."""

import json
import os
import sys
import threading

import pytest

from sipdesk.domain.errors import BadInput, Cancelled
from sipdesk.imports.outside import Outside
from sipdesk.imports.tables import read_tables
from sipdesk.system.children import ChildFailed, clean_environment, converse
from sipdesk.system.confine import Limits


def program(code):
    return [sys.executable, "-c", f"import os, sys\n{code}"]


@pytest.fixture
def outside(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("School,URN\nBerger,100218\n", encoding="utf-8")
    return Outside(file)


SAY = "print({!r}, flush=True)"
HEAD = json.dumps({"format": "csv", "encoding": "UTF-8", "delimiter": ",", "remarks": []})
END = json.dumps({"end": True})


@pytest.mark.parametrize(
    "code",
    [
        "os.abort()",
        "os.kill(os.getpid(), 9)",
        "sys.exit(3)",
        "pass",
        "print('hello')",
        "print('[1, 2]')",
        "print('[' * 100_000)",
        "os.write(1, b'\\xff\\xfe\\x00')",
        SAY.format('{"broken": "RuntimeError"}'),
        SAY.format(HEAD),
        SAY.format(HEAD) + "\nos.abort()",
    ],
)
def test_that_a_child_that_ends_badly_is_a_plain_sentence(outside, code):
    with pytest.raises(BadInput, match=r"stopped unexpectedly\. Nothing was changed"):
        list(outside.ask("tables", command=program(code)))


def test_that_a_child_that_cannot_be_started_is_a_plain_sentence(outside, tmp_path):
    with pytest.raises(BadInput, match="stopped unexpectedly"):
        list(outside.ask("tables", command=[str(tmp_path / "nothing")]))


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import threading; threading.Event().wait()",
        "os.close(1); threading = __import__('threading'); threading.Event().wait()",
        "import itertools, threading\nfor _ in itertools.count(): print('{}', flush=True); threading.Event().wait(0.1)",
    ],
)
def test_that_a_child_that_never_ends_is_ended(outside, code):
    with pytest.raises(BadInput, match="took too long and was stopped"):
        list(outside.ask("tables", command=program(code), limits=Limits(waiting_seconds=0.7)))


@pytest.mark.parametrize("code", ["while True: os.write(1, b'x' * 65536)", "while True: os.write(1, b'{}\\n' * 9000)"])
def test_that_a_child_that_floods_is_ended(outside, code):
    limits = Limits(line_bytes=1 << 20, output_bytes=2 << 20)
    with pytest.raises(BadInput, match="far more than such a file can hold"):
        list(outside.ask("tables", command=program(code), limits=limits))


@pytest.mark.parametrize(
    "message",
    [
        {"nonsense": 1},
        {"rows": [[1, False, [[1, "s", "x", False]]]]},
        {"sheet": "A", "state": "visible", "merges": "x"},
        {"sheet": "A", "state": "visible", "merges": [], "more": 1},
        {"format": "csv"},
    ],
)
def test_that_messages_a_sound_child_never_sends_are_not_believed(outside, message):
    last = json.dumps({"rows": [[0, False, [[1, "s", "x", False]]]]})
    lines = "\n".join(SAY.format(line) for line in (json.dumps(message), last, END))
    with pytest.raises(BadInput, match="no sensible answer"):
        read_tables(outside, command=program(lines))


@pytest.mark.parametrize(
    "cell",
    [[0, "s", "x", False], [1, "z", "x", False], [1, "s", 5, False], [1, "s"], "x", [1, "s", "x" * 40_000, False]],
)
def test_that_cells_a_sound_child_never_sends_are_not_believed(outside, cell):
    sheet = json.dumps({"sheet": "A", "state": "visible", "merges": []})
    rows = json.dumps({"rows": [[1, False, [cell]]]})
    with pytest.raises(BadInput, match="no sensible answer"):
        read_tables(outside, command=program("\n".join(SAY.format(line) for line in (HEAD, sheet, rows, END))))


def test_that_a_childs_refusal_reaches_the_person_on_one_line(outside):
    refusal = json.dumps({"refused": "It is\nno list. " + "x" * 10_000})
    with pytest.raises(BadInput) as refused:
        list(outside.ask("tables", command=program(SAY.format(refusal))))
    assert refused.value.sentence.startswith("list.csv: It is no list.")
    assert len(refused.value.sentence) < 700


def test_that_cancelling_ends_the_child_at_once(outside):
    stop = threading.Event()
    code = "print('{}', flush=True)\nimport threading; threading.Event().wait()"
    messages = outside.ask("tables", command=program(code), cancelled=stop.is_set)
    assert next(messages) == {}
    stop.set()
    with pytest.raises(Cancelled):
        next(messages)


def test_that_leaving_early_ends_the_child(outside):
    messages = outside.ask(
        "tables", command=program("print('{\"pid\": %d}' % os.getpid(), flush=True)\nwhile True: pass")
    )
    pid = next(messages)["pid"]
    messages.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_that_a_child_inherits_no_secret_of_any_name(monkeypatch):
    for name in ("SIPDESK_PASSPHRASE", "sipdesk_passphrase", "SIPDESK_X", "AWS_SECRET_ACCESS_KEY", "PYTHONSTARTUP"):
        monkeypatch.setenv(name, "four plain english words")
    told = b"".join(converse(program("print(dict(os.environ))"), b""))
    assert b"four plain english words" not in told
    assert "PATH" in clean_environment()


def test_that_a_child_finds_no_module_in_the_persons_folder(tmp_path, monkeypatch, outside):
    for name in ("csv", "json", "zipfile", "defusedxml"):
        (tmp_path / f"{name}.py").write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_tables(outside).sheets[0].rows[1].cells[1].text == "Berger"


CONFINED = "from sipdesk.system.confine import Limits, confine\nconfine(Limits(memory=1 << 29, cpu_seconds=1))\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("bytearray(1 << 30)", b"MemoryError"),
        ("open('written-by-a-child', 'w').write('x' * 100_000)", b"OSError"),
        ("[os.pipe() for _ in range(100)]", b"OSError"),
        ("__import__('resource').setrlimit(__import__('resource').RLIMIT_CORE, (1, 1))", b"ValueError"),
    ],
)
def test_that_a_confined_child_meets_its_limits(tmp_path, code, outcome):
    if "RLIMIT_CORE" in code and os.geteuid() == 0:
        code, outcome = "raise ValueError", b"ValueError"  # root may raise its own limits again
    body = f"{CONFINED}os.chdir({str(tmp_path)!r})\ntry: {code}\nexcept Exception as error: print(type(error).__name__)"
    assert outcome in b"".join(converse(program(body), b""))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_that_a_confined_child_that_computes_for_ever_is_stopped_by_the_system():
    with pytest.raises(ChildFailed, match="stopped"):
        list(converse(program(CONFINED + "while True: pass"), b"", limits=Limits(waiting_seconds=20)))


def test_that_a_file_that_changes_while_it_is_read_is_refused(outside):
    outside.hash()
    outside.path.write_text("School,URN\nBerger,100218\nCol,100221\n", encoding="utf-8")
    with pytest.raises(BadInput, match="changed while it was being read"):
        outside.check_unchanged()


def test_that_a_missing_file_and_a_folder_are_plain_sentences(tmp_path):
    with pytest.raises(BadInput, match=r"There is no file gone\.csv"):
        Outside(tmp_path / "gone.csv")
    with pytest.raises(BadInput, match="no file but a folder"):
        Outside(tmp_path)
