"""An allocation file as councils send it → school rows, skipped rows with their reasons, control totals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sipdesk.domain.allocation import (
    AllocationRow,
    ControlTotals,
    IgnoredSheet,
    ParsedAllocation,
    RowKind,
    SkippedRow,
    numbered,
)
from sipdesk.domain.allocation_terms import Scope
from sipdesk.domain.allocation_words import looks_like_person, names_a_group, names_a_school
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput
from sipdesk.imports.blocks import fill_blocks
from sipdesk.imports.grid import Sheet, Tables
from sipdesk.imports.outside import Cancel, Outside, Progress, never
from sipdesk.imports.reading import Outline, Reader, SheetRows, outline
from sipdesk.imports.tables import read_tables

TermFrom = Literal["wanted", "file", "file name", "default"]
_STALE = ("superseded", "do not use", "don't use", "archive", "archived", "obsolete", "previous version")


def read_allocation(
    path: Path,
    wanted: TermSlot | None,
    default: TermSlot,
    *,
    progress: Progress = lambda _: None,
    cancelled: Cancel = never,
) -> ParsedAllocation:
    """Read an allocation file for one term.

    `wanted` is the term a person asked for; without it the first term the file names is read, else the one in its
    file name, else `default`. Raises BadInput with a plain sentence where the file cannot be read, holds no list of
    schools, or none for the wanted term; Cancelled. Nothing is matched and nothing changed.
    """
    outside = Outside(path)
    sha256 = outside.hash()
    tables = read_tables(outside, progress=progress, cancelled=cancelled)
    outside.check_unchanged()
    return interpret(tables, path.name, sha256, wanted=wanted, default=default)


@dataclass(slots=True)
class _Choice:
    """Which sheets are read, for which term, and what is said about it."""

    term: TermSlot
    term_from: TermFrom
    taken: list[Outline]
    ignored: list[IgnoredSheet] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def interpret(
    tables: Tables, file_name: str, sha256: str, *, wanted: TermSlot | None, default: TermSlot
) -> ParsedAllocation:
    """What the plain sheets mean. Raises BadInput where they hold no list of schools for the term."""
    found, ignored = _outlines(tables.sheets, file_name)
    choice = _choose(found, file_name, wanted, default)
    several = len(choice.taken) > 1
    read = [(o, fill_blocks(o, Reader(o, choice.term, several=several).read())) for o in choice.taken]
    if not any(rows.names_advisers for _, rows in read):
        _name_by_sheet(read)
    if any(rows.names_advisers for _, rows in read):
        silent = [outlined for outlined, rows in read if not rows.names_advisers]
        why = "It names no advisers, while other sheets do."
        choice.ignored += [IgnoredSheet(sheet=outlined.sheet.name, why=why) for outlined in silent]
        read = [(outlined, rows) for outlined, rows in read if rows.names_advisers]
    order = [sheet.name for sheet in tables.sheets]
    rows = [row for _, result in read for row in result.rows]
    skipped = [row for _, result in read for row in result.skipped]
    total = sum(outlined.sheet.last_row for outlined, _ in read)
    if not rows:
        raise BadInput(
            f"{file_name} has headings but no school beneath them for {choice.term.spoken}. Nothing was changed."
        )
    named = any(result.names_advisers for _, result in read)
    unnamed = {} if named else _unnamed(read)
    messages = [*tables.remarks, *choice.messages, *(m for _, result in read for m in result.messages)]
    messages += [] if named else [_nobody_named(unnamed)]
    return ParsedAllocation(
        file_name=file_name,
        sha256=sha256,
        format=tables.format,
        encoding=tables.encoding,
        delimiter=tables.delimiter,
        term=choice.term,
        term_from=choice.term_from,
        rows=rows,
        skipped=skipped,
        ignored=sorted([*ignored, *choice.ignored], key=lambda sheet: order.index(sheet.sheet)),
        totals=ControlTotals.of(total, rows, skipped),
        names_advisers=named,
        unnamed=unnamed,
        messages=[*messages, *_notable(rows, skipped)],
    )


def _outlines(sheets: Sequence[Sheet], file_name: str) -> tuple[list[Outline], list[IgnoredSheet]]:
    """The sheets that list schools, and why the others are left out."""
    found, ignored = [], []
    for sheet in sheets:
        outlined = outline(sheet) if sheet.rows else None
        if outlined is not None:
            found.append(outlined)
            continue
        why = "No row of it has headings such as School, URN or DfE number."
        if sheet.state == "hidden":
            why = "It is hidden."
        elif not sheet.rows:
            why = "It is empty."
        ignored.append(IgnoredSheet(sheet=sheet.name, why=why))
    if not found:
        raise BadInput(
            f"{file_name}: no row with headings such as School, URN or DfE number was found"
            f"{_which(sheets)}. Nothing was changed. Give the columns headings, and import it again."
        )
    return found, ignored


def _which(sheets: Sequence[Sheet]) -> str:
    names = [f"“{sheet.name}”" for sheet in sheets if sheet.state == "visible" and sheet.name]
    return f" on {numbered(names)}" if names else ""


def _stale(outlined: Outline) -> bool:
    name = outlined.sheet.name.casefold()
    return any(word in name for word in _STALE) or name.split()[-1:] == ["old"]


def _choose(found: list[Outline], file_name: str, wanted: TermSlot | None, default: TermSlot) -> _Choice:
    fresh = [outlined for outlined in found if not _stale(outlined)] or found
    term, term_from = _term(fresh, file_name, wanted, default)
    taken = [outlined for outlined in fresh if outlined.scope.fits(term)]
    choice = _Choice(term, term_from, taken)
    for outlined in found:
        name = outlined.sheet.name
        if outlined not in fresh:
            choice.ignored.append(IgnoredSheet(sheet=name, why="Its name says that it is out of date."))
        elif outlined not in taken:
            why = f"It is for {outlined.scope.spoken}, and {term.spoken} was read."
            choice.ignored.append(IgnoredSheet(sheet=name, why=why))
        if outlined.named.clashes(outlined.titled):
            choice.messages.append(
                f"Sheet “{name}” is named for {outlined.named.spoken} but titled for {outlined.titled.spoken}; "
                "its name was believed."
            )
    if not taken:
        others = numbered(f"{o.scope.spoken}{_on(o)}" for o in fresh)
        raise BadInput(f"{file_name} has nothing for {term.spoken}; it has {others}. Nothing was changed.")
    if term_from == "file" and len({o.scope.spoken for o in fresh if not o.scope.empty}) > 1:
        choice.messages.append(f"The file has sheets for several terms; {term.spoken}, the first, was read.")
    if term_from in {"file name", "default"}:
        whence = "its file name says so" if term_from == "file name" else "the file names no term"
        choice.messages.append(f"The rows were taken for {term.spoken}: {whence}.")
    return choice


def _on(outlined: Outline) -> str:
    return f" (sheet “{outlined.sheet.name}”)" if outlined.sheet.name else ""


def _term(
    found: list[Outline], file_name: str, wanted: TermSlot | None, default: TermSlot
) -> tuple[TermSlot, TermFrom]:
    if wanted is not None:
        return wanted, "wanted"
    named = [outlined.scope for outlined in found if not outlined.scope.empty]
    if named:
        return named[0].slot(default), "file"
    by_name = Scope.of(Path(file_name).stem)
    return (default, "default") if by_name.empty else (by_name.slot(default), "file name")


def _name_by_sheet(read: Sequence[tuple[Outline, SheetRows]]) -> None:
    """Where no row says whose it is, the sheets' names may: a full name, or first names on every one of several."""
    names = [outlined.sheet.name.strip() for outlined, _ in read]
    places = [names_a_school(name) or names_a_group(name) for name in names]
    single = len(names) > 1 and all(looks_like_person(name, single=True) for name in names) and not any(places)
    for (_, result), name, place in zip(read, names, places, strict=True):
        if place or not looks_like_person(name, single=single):
            continue
        result.rows = [row.model_copy(update={"advisers": [name]}) for row in result.rows]
        result.names_advisers = True
        result.messages.append(f"Sheet “{name}”: its name was read as the adviser's.")


def _unnamed(read: Sequence[tuple[Outline, SheetRows]]) -> dict[str, bool]:
    """Columns that may hold the advisers though their headings do not say so, in any table."""
    found: dict[str, bool] = {}
    for _, result in read:
        for columns in result.tables:
            for heading, sure in columns.unnamed.items():
                found[heading] = found.get(heading, False) or sure
    return found


def _nobody_named(unnamed: dict[str, bool]) -> str:
    if not unnamed:
        return "The file does not say whose schools these are; every row was taken as the partner's own."
    columns = numbered(f"“{heading}”" for heading in unnamed)
    return (
        "No heading says whose schools these are. If the partner's name stands under "
        f"{columns}, that was believed; else every row was taken as the partner's own."
    )


def _notable(rows: Sequence[AllocationRow], skipped: Sequence[SkippedRow]) -> list[str]:
    """What a person should know before trusting the preview."""
    hidden = sum(row.hidden for row in rows)
    lost = [row for row in skipped if row.kind is RowKind.OTHER]
    told = []
    if hidden:
        told.append(f"{hidden} hidden row{'s were' if hidden > 1 else ' was'} read like the others.")
    if lost:
        places = numbered(str(row.row) for row in lost[:10])
        told.append(f"Not read as schools, though something stands there: row{'s' * (len(lost) > 1)} {places}.")
    return told
