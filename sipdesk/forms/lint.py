"""`sipdesk forms check`: every mistake in a folder of forms, and remarks on what may not be meant."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sipdesk.domain.errors import FormProblems, Problem
from sipdesk.domain.programme import Programme
from sipdesk.domain.question import Form
from sipdesk.forms import loader, remarks
from sipdesk.forms.reading import Source, read_source


@dataclass(frozen=True)
class _Checked:
    """An edition that could be read, for looking at it beside others."""

    source: Source
    programme: Programme


def check(root: Path, today: date | None = None) -> list[Problem]:
    """All problems of a folder, in the order of files and lines. Dates are looked at where `today` is given.

    Every folder in `root` is an authority, every folder in that an edition. Never raises for what it finds there.
    """
    try:
        authorities = loader.load_programmes(root).authorities()
    except FormProblems as error:
        return error.problems
    problems: list[Problem] = []
    editions: list[_Checked] = []
    for authority in authorities:
        try:
            names = loader.folders(root / authority)
        except OSError as error:
            problems.append(Problem(authority, 1, "folder", f"a folder that can be read ({error.strerror})"))
            continue
        if not names:
            problems.append(
                Problem(authority, 1, "folder", "a folder for each edition, such as 2025-26; there is none")
            )
        for edition in names:
            checked = _edition(root / authority / edition, root, today, problems)
            editions += [checked] if checked else []
    problems += _side_by_side(editions)
    return sorted(problems, key=lambda p: (p.file, p.line, p.remark, p.key))


def _edition(folder: Path, root: Path, today: date | None, problems: list[Problem]) -> _Checked | None:
    forms = {name: form for name in loader.form_ids(folder) if (form := _form(folder, root, name, problems))}
    try:
        source = loader.programme_source(folder, root)
        problems += [source.problem(found, remark=True) for found in remarks.wording(source.data)]
        programme = loader.build_programme(source, folder)
    except FormProblems as error:
        problems += error.problems
        return None
    found = remarks.programme(programme) + remarks.together(programme, forms)
    if today is not None:
        found += remarks.dates(programme, today)
    problems += [source.problem(item, remark=True) for item in found]
    used = {slot.form for slot in programme.visits} | {kind.form for kind in programme.contacts}
    problems += [
        Problem(
            f"{folder.relative_to(root).as_posix()}/{name}.toml",
            1,
            "form",
            "a visit or contact of the programme that uses this form",
            remark=True,
        )
        for name in forms
        if name not in used
    ]
    return _Checked(source, programme)


def _form(folder: Path, root: Path, name: str, problems: list[Problem]) -> Form | None:
    file = f"{folder.relative_to(root).as_posix()}/{name}.toml"
    try:
        source = read_source(folder / f"{name}.toml", file)
        problems += [source.problem(found, remark=True) for found in remarks.wording(source.data)]
        form = loader.build_form(source, name)
    except FormProblems as error:
        problems += error.problems
        return None
    problems += [source.problem(found, remark=True) for found in remarks.form(form)]
    return form


def _side_by_side(editions: list[_Checked]) -> list[Problem]:
    """Editions of one authority that are valid at once; authorities that share a code of the register."""
    found: list[Problem] = []
    for later, one in enumerate(editions):
        mine = one.programme
        for other in (checked.programme for checked in editions[:later]):
            shared = set(mine.la_codes) & set(other.la_codes)
            if mine.authority == other.authority:
                if mine.valid_from <= other.valid_to and other.valid_from <= mine.valid_to:
                    where = (
                        ("valid_from",),
                        f"dates of its own; {other.edition} is valid on some of them, and the one begun last counts",
                    )
                    found.append(one.source.problem(where, remark=True))
            elif shared:
                where = (
                    ("la_codes",),
                    f"codes of this authority only; {other.authority} has {', '.join(sorted(shared))} too",
                )
                found.append(one.source.problem(where, remark=True))
    return found
