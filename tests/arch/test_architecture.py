"""The rules that hold the house up, each checked by machine. `make check` also runs import-linter's contracts."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = sorted((ROOT / "sipdesk").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 400


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def committed() -> list[Path]:
    """Every file git would commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", PROGRAM, ids=told)
def test_that_no_file_is_longer_than_a_person_reads(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", PROGRAM, ids=told)
def test_that_each_file_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_that_each_kind_of_question_is_known_in_every_room():
    from sipdesk.domain.kinds import KINDS  # noqa: PLC0415
    from sipdesk.gui.visit.editors.registry import EDITORS  # noqa: PLC0415
    from sipdesk.notes.printers import PRINTERS  # noqa: PLC0415

    assert set(KINDS) == set(PRINTERS) == set(EDITORS)
    for kind, entry in KINDS.items():
        assert entry.question.model_fields["kind"].default == kind


def test_that_nothing_below_the_window_needs_qt():
    rooms = [
        f"sipdesk.{p.stem}"
        for p in (ROOT / "sipdesk").iterdir()
        if p.suffix == ".py" and p.stem not in {"__init__", "__main__"}
    ]
    rooms += [
        ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for p in PROGRAM
        if p.parent != ROOT / "sipdesk" and "gui" not in p.parts
    ]
    code = "import sys\nsys.modules['PySide6'] = sys.modules['shiboken6'] = None\nimport " + ", ".join(sorted(rooms))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_that_no_class_is_both_a_qobject_and_a_runnable():
    for path in PROGRAM:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                assert not {"QObject", "QRunnable"} <= bases, f"{told(path)}: {node.name}"


def test_that_no_authority_is_named_in_the_program():
    """The standard programme is nobody's, and its name an ordinary word; but no line of code knows it by its folder."""
    names = {folder.name for folder in (ROOT / "forms").iterdir() if folder.is_dir()} - {"standard"}
    assert len(names) >= 4
    for path in PROGRAM:
        text = path.read_text(encoding="utf-8").casefold()
        assert not [name for name in names if name in text], told(path)
        assert not [name for name in ('"standard"', "standard/2") if name in text], told(path)


@pytest.mark.parametrize("path", TESTS, ids=told)
def test_that_tests_are_named_for_behaviour_and_never_sleep_or_mock(path):
    if path == Path(__file__):
        return
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            assert node.name.startswith("test_that_"), node.name
            assert not re.search(r"_(works|correctly|properly|as_expected)(_|$)", node.name), node.name
    assert "time.sleep(" not in text
    assert not re.search(r"unittest\.mock|mocker\b|MagicMock", text)
    assert not re.search(r"pytest\.mark\.(skip|xfail)\b", text)


def test_that_no_committed_file_names_a_registry_or_a_path_of_one_machine():
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"]
    paths = ["/" + "root/", "/" + "work/main", "/" + "home/"]
    for path in committed():
        raw = path.read_bytes()
        if b"\0" in raw[:4000]:
            continue
        text = raw.decode("utf-8", "replace")
        assert not [word for word in hosts + paths if word in text], told(path)


def test_that_every_pin_has_a_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        pinned = re.findall(r"^[A-Za-z0-9_.\[\]-]+==", text, re.MULTILINE)
        assert len(pinned) > 20
        assert text.count("--hash=sha256:") >= len(pinned)


def test_that_the_licence_of_all_it_runs_on_is_told_in_readme_and_help():
    asked = (ROOT / "packaging" / "requirements.in").read_text(encoding="utf-8")
    names = {
        found.removesuffix("-Essentials").removesuffix("-Pdf")
        for found in re.findall(r"^[A-Za-z0-9-]+", asked, re.MULTILINE)
    }
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Licences")[2].casefold()
    help_page = (ROOT / "resources" / "help" / "licences.md").read_text(encoding="utf-8").casefold()
    assert len(names) > 20
    assert [name for name in sorted(names) if name.casefold() not in readme] == []
    assert [name for name in sorted(names) if name.casefold() not in help_page] == []


def test_that_every_test_the_readme_names_is_there():
    promises = (ROOT / "README.md").read_text(encoding="utf-8").partition("**Promises and the tests behind them**")[2]
    for line in promises.partition("### ")[0].splitlines():
        folder = ROOT
        for name in re.findall(r"`((?:tests/|test_)[^`]+)`", line):
            folder = (ROOT / name).parent if name.startswith("tests/") and name.endswith(".py") else folder
            place = ROOT if name.startswith("tests/") else folder
            assert list(place.glob(name)), f"{name}: {line}"


def test_that_the_changelog_names_this_version():
    from sipdesk import __version__  # noqa: PLC0415

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in text
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_that_every_command_stands_in_the_readme():
    import click  # noqa: PLC0415

    from sipdesk.cli.main import sipdesk  # noqa: PLC0415

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in sipdesk.list_commands(click.Context(sipdesk)):
        assert sipdesk.get_command(click.Context(sipdesk), name).name == name
        assert f"sipdesk {name}" in readme, name
