"""The figures of `make bench` can be taken; what they come to is for a machine that does nothing else."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[3] / "packaging"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(autouse=True)
def _beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    for name in ("bench_note", "bench_sign"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_that_a_note_can_be_measured_beside_its_own_pages_and_bare_platypus():
    notes = loaded("bench_note")
    assert notes.tagging_ratio(1) > 0
    assert notes.note_ratio(1) > 0


def test_that_signing_can_be_measured_beside_pyhankos_own():
    signing = loaded("bench_sign")
    assert signing.signing_ratio(1) > 0
    assert signing.whole_of_it(1) > 0
