"""The register of establishments: read, compared with the caseload, applied whole."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime

from sipdesk.domain.base import Model
from sipdesk.domain.school import RegisterRow, School, governance_of, phase_of
from sipdesk.imports.gias import RegisterFile
from sipdesk.store.desk import Desk
from sipdesk.store.register import COLUMNS, StoredRegister, keep_full, replace_all
from sipdesk.store.schools import ImportRow, Imports, Schools, put_school, record_change, record_import

_CODE = COLUMNS.index("la_code")
_MUCH_SMALLER = 0.9
"""The share of the register that another may lack before it is said; schools close, but not a tenth of them."""
_SMALLER = (
    "The register in this desk holds {held:,} establishments, this file {read:,}. It takes the place of the register, so that "
    "schools outside it are no longer found by DfE number or name."
)


class RegisterPreview(Model):
    """What a register file does to the caseload; the rest of the register follows silently."""

    file: str
    sha256: str
    read: int
    changed: list[tuple[School, School]] = []
    gone: list[str] = []
    """My schools whose authority is in the file, and which are not."""
    messages: list[str] = []
    """Rows left out and why."""
    smaller: str = ""
    """What is lost where the file holds far fewer establishments than the register it takes the place of."""


def from_register(row: RegisterRow, before: School | None) -> School:
    """A school as the register has it; what only a person knows (head, chair) is kept."""
    census = None
    for style in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            census = datetime.strptime(row.census_date, style).date()  # noqa: DTZ007  - a calendar date
    return School(
        urn=row.urn,
        name=row.name,
        laestab=row.laestab,
        la_name=row.la_name,
        phase=phase_of(row.phase_code, row.type_code),
        governance=governance_of(row.type_code),
        type_name=row.type_name,
        status=row.status_name,
        postcode=row.postcode,
        roll=int(row.roll) if row.roll.isdigit() else None,
        roll_date=census if isinstance(census, date) else None,
        head=before.head if before else "",
        chair=before.chair if before else "",
        provisional=False,
    )


class RegisterService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._schools = Schools(desk)

    def known(self) -> set[str]:
        """The schools whose every column is to be kept."""
        return self._schools.urns()

    def preview(self, file: RegisterFile, lines: Sequence[Sequence[str]]) -> RegisterPreview:
        """What a read file would change in the caseload."""
        mine = {row.school.urn: row.school for row in self._schools.caseload()}
        changed, seen = [], set()
        for line in lines:
            if line[0] in mine:
                seen.add(line[0])
                before = mine[line[0]]
                after = from_register(RegisterRow.model_validate(dict(zip(COLUMNS, line, strict=True))), before)
                if after != before:
                    changed.append((before, after))
        held = StoredRegister(self._desk).size
        smaller = _SMALLER.format(held=held, read=len(lines)) if len(lines) < held * _MUCH_SMALLER else ""
        authorities = {line[_CODE] for line in lines}
        gone = [urn for urn, school in mine.items() if urn not in seen and school.laestab[:3] in authorities]
        return RegisterPreview(
            file=file.file_name,
            sha256=file.sha256,
            read=len(lines),
            changed=changed,
            gone=gone,
            messages=file.messages,
            smaller=smaller,
        )

    def apply(self, preview: RegisterPreview, lines: Sequence[Sequence[str]], full: dict[str, dict[str, str]]) -> bool:
        """Write the register and what changes in the caseload, all or nothing. False where the desk has it already."""
        if not preview.changed and Imports(self._desk).holds("gias", preview.sha256):
            with self._desk.writing() as db:
                keep_full(db, full)  # schools may have joined since; nothing else can differ
            return False
        at, import_id = self._desk.clock.stamp(), self._desk.clock.new_id()
        with self._desk.change("imported a register", preview.sha256, f"{len(lines)} establishments") as db:
            was_empty = StoredRegister(self._desk).empty
            detail = {"rows": len(lines), "register_was_empty": was_empty}
            record_import(
                db, ImportRow(id=import_id, kind="gias", file=preview.file, sha256=preview.sha256, at=at, detail=detail)
            )
            replace_all(db, lines, import_id)
            keep_full(db, full)
            for before, after in preview.changed:
                record_change(db, import_id, "school", before.urn, before, after)
                put_school(db, after)
        return True
