"""The caseload: an allocation or a register is previewed, applied whole or not at all, and can be undone."""

from collections.abc import Mapping
from types import MappingProxyType

from sipdesk.domain.allocation import ParsedAllocation, share_out
from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import FormProblems, NotFound, Refused
from sipdesk.domain.matching import Matched, Settled, match
from sipdesk.domain.matching_choice import settle
from sipdesk.domain.programme import Programme
from sipdesk.domain.school import RegisterRow, School, Urn
from sipdesk.forms.loader import Library
from sipdesk.services.automatic import AutomaticService
from sipdesk.services.forms import FormService
from sipdesk.services.fromsheet import SheetWords, placed_by
from sipdesk.services.registered import from_register
from sipdesk.services.standingbook import StandingReader
from sipdesk.store.desk import Desk
from sipdesk.store.register import StoredRegister
from sipdesk.store.schools import (
    Allocation,
    CaseloadRow,
    ImportRow,
    Imports,
    Schools,
    put_allocation,
    put_school,
    record_change,
    record_import,
)
from sipdesk.store.standing import Standings


class Fate(Model):
    """A row of mine that could not be settled, and why."""

    row: int
    sheet: str = ""
    why: str
    candidates: list[RegisterRow] = []
    """What it may mean; whoever knows can choose one."""

    @property
    def key(self) -> str:
        """Names the row when one of its candidates is chosen."""
        return f"{self.sheet}!{self.row}"


class FieldChange(Model):
    """One field of one school that the file changes."""

    field: str
    before: str
    after: str


class SchoolChange(Model):
    """What an import does to one school: `before` is None for a new one. Only `fields` are worth a person's attention."""

    urn: Urn
    name: str
    school: tuple[School | None, School]
    allocation: tuple[Allocation | None, Allocation]
    fields: list[FieldChange] = []
    remarks: list[str] = []
    place: str = ""
    """Where it stands in the file: `Row 12`."""
    new_word: bool = False
    """The sheet names a category that the last one did not name: then it counts, else what was decided since."""


_REGISTER_FIRST = (
    "No register is in this desk. Import “All establishment data” from Get Information About Schools, then this sheet again: "
    "schools are then found by DfE number and by name."
)


class Preview(Model):
    """What an allocation file would do; nothing is changed yet."""

    file: str
    sha256: str
    term: TermSlot
    read: int
    """School rows in the file, other partners' included."""
    mine: int
    new: list[SchoolChange] = []
    changed: list[SchoolChange] = []
    same: list[SchoolChange] = []
    """Nothing a person would see changes (the term may)."""
    gone: list[SchoolChange] = []
    unmatched: list[Fate] = []
    parsed: ParsedAllocation
    messages: list[str] = []
    register_first: str = ""
    """What to do where rows were not settled for want of a register; among the messages too."""

    @property
    def everything(self) -> list[SchoolChange]:
        """All that would be written."""
        return [
            change
            for change in [*self.new, *self.changed, *self.same, *self.gone]
            if change.school[0] != change.school[1] or change.allocation[0] != change.allocation[1] or change.new_word
        ]


class CaseloadService:
    """Previews, applies and undoes imports; lists the caseload. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService, library: Library) -> None:
        self._desk = desk
        self._forms = forms
        self._library = library
        self._schools = Schools(desk)
        self._imports = Imports(desk)
        self._standings = Standings(desk)
        self.rules = AutomaticService(StandingReader(desk, forms))
        self._register = StoredRegister(desk)

    def schools(self, *, left: bool = False) -> list[CaseloadRow]:
        """The caseload, or the schools that have left it."""
        return self._schools.caseload(left=left)

    def programme(self, authority: str, slot: TermSlot) -> Programme:
        """The programme a school of that authority follows in a term."""
        return self._forms.edition(authority, slot).programme

    def home_codes(self) -> list[str]:
        """The register's codes of the partner's own authority."""
        return list(self.programme(self._desk.fact("authority"), self.term_now()).la_codes)

    def category_name(self, row: CaseloadRow) -> str:
        """The category in the programme's words; as written in the sheet where the programme has no such word."""
        allocation = row.allocation
        slot = TermSlot.parse(f"{allocation.year}/{allocation.term}")
        try:
            known = self.programme(allocation.authority, slot).category(allocation.category)
        except (NotFound, FormProblems):  # one authority's folder must not stand in the way of the others' schools
            known = None
        return known.name if known else allocation.category_written

    # -- an allocation -------------------------------------------------------------------------------------------

    def preview(
        self, parsed: ParsedAllocation, partner: str | None = None, chosen: Mapping[str, str] = MappingProxyType({})
    ) -> Preview:
        """What a parsed file would change for a partner (by default the desk's own).

        `chosen` settles doubtful rows: the URN of one of its candidates by the row's key.
        """
        share = share_out(parsed, partner or self._desk.fact("partner"))
        home = self._desk.fact("authority")
        programme = self.programme(home, parsed.term)
        matched = match(
            share.mine, share.others, self._register, la_codes=programme.la_codes, categories=programme.categories
        )
        matched = settle(matched, chosen, programme.categories)
        words = SheetWords(self._standings.placements(), self._imports.undone())
        listed = [self._change(settled, parsed, programme, words) for settled in matched.settled]
        new = [c for c in listed if c.allocation[0] is None or c.allocation[0].status == "left"]
        others = [c for c in listed if c not in new]
        first = _REGISTER_FIRST if matched.unsettled and self._register.empty else ""
        return Preview(
            file=parsed.file_name,
            sha256=parsed.sha256,
            term=parsed.term,
            read=len(parsed.rows),
            mine=len(share.mine),
            new=new,
            changed=[c for c in others if c.fields],
            same=[c for c in others if not c.fields],
            gone=self._gone(matched, listed),
            unmatched=[
                Fate(row=u.row.row, sheet=u.row.sheet, why=u.why, candidates=u.candidates) for u in matched.unsettled
            ],
            parsed=parsed,
            register_first=first,
            messages=[
                *filter(None, [first]),
                *parsed.messages,
                *self._warnings(matched, parsed, partner),
                *(f"{change.name}: {remark}" for change in listed for remark in change.remarks),
            ],
        )

    def _authority_of(self, la_code: str, programme: Programme) -> str:
        """The folder in forms/ whose programme covers an authority's schools; the partner's own where none does."""
        if not la_code or la_code in programme.la_codes:
            return programme.authority
        for authority in self._library.authorities():
            try:
                editions = [self._library.programme(authority, name) for name in self._library.editions(authority)]
            except FormProblems:
                continue
            if any(la_code in edition.la_codes for edition in editions):
                return authority
        return programme.authority

    def _change(
        self, settled: Settled, parsed: ParsedAllocation, programme: Programme, words: SheetWords
    ) -> SchoolChange:
        before = self._schools.school(settled.urn)
        had = self._schools.allocation(settled.urn)
        row = settled.row
        school = from_register(settled.school, before) if settled.school else before or settled.provisional
        if school is None:  # match() gives one of the two
            raise Refused(f"{row.label}: there is nothing to make a school of.")
        if row.head and row.head != school.head:
            school = school.model_copy(update={"head": row.head})
        category = settled.category if settled.category is not None else had.category if had else ""
        after = Allocation(
            urn=settled.urn,
            authority=self._authority_of(settled.school.la_code if settled.school else "", programme),
            year=str(parsed.term.year),
            term=parsed.term.term.value,
            category=category,
            category_written=row.category or (had.category_written if had else ""),
            brokered=had.brokered if had else False,
            planned="; ".join(f"{cell.heading.strip()}: {cell.written}" for cell in row.visits if cell.written),
            notes=row.notes,
        )
        after, new_word, kept = words.weigh(had, after, named=settled.category is not None)
        return SchoolChange(
            urn=settled.urn,
            name=school.name,
            school=(before, school),
            allocation=(had, after),
            fields=_fields(before, school, had, after, programme),
            remarks=[*settled.remarks, *filter(None, [kept])],
            place=row.place,
            new_word=new_word,
        )

    def _gone(self, matched: Matched, listed: list[SchoolChange]) -> list[SchoolChange]:
        """My schools that the file should name and does not. It speaks only of the authorities whose schools are in it."""
        covered = {settled.school.la_code if settled.school else "" for settled in matched.settled}
        there = {change.urn for change in listed}
        # A row that could not be settled may still be one of these schools: such a school has not gone.
        there |= {candidate.urn for unsettled in matched.unsettled for candidate in unsettled.candidates}
        gone = []
        for row in self._schools.caseload():
            code = "" if row.school.provisional else row.school.laestab[:3]
            # Without a register nobody knows the authority: then the file is taken to speak of the whole caseload.
            if row.school.urn not in there and (code in covered or "" in covered):
                left = row.allocation.model_copy(update={"status": "left"})
                gone.append(
                    SchoolChange(
                        urn=row.school.urn,
                        name=row.school.name,
                        school=(row.school, row.school),
                        allocation=(row.allocation, left),
                    )
                )
        return gone

    def _warnings(self, matched: Matched, parsed: ParsedAllocation, partner: str | None) -> list[str]:
        """What may surprise: an older term, somebody else's rows, another authority without forms here."""
        told = []
        newest = max((TermSlot.parse(f"{r.allocation.year}/{r.allocation.term}") for r in self._schools.caseload()),
                     key=lambda slot: slot.order, default=None)  # fmt: skip
        if newest is not None and parsed.term.order < newest.order:
            told.append(
                f"This sheet is for {parsed.term.spoken}; the caseload stands at {newest.spoken} and goes back to it."
            )
        mine = self._desk.fact("partner")
        if partner and not same_person(mine, partner):
            told.append(f"The rows of {partner} were taken, though this is {mine}'s desk.")
        home = self.programme(self._desk.fact("authority"), parsed.term)
        foreign = {s.school.la_name for s in matched.settled if s.school and s.school.la_code not in home.la_codes
                   and self._authority_of(s.school.la_code, home) == home.authority}  # fmt: skip
        if foreign:
            whose = "its" if len(foreign) == 1 else "their"
            told.append(
                f"There are no forms for {', '.join(sorted(foreign))} here: {whose} schools follow {home.name}."
            )
        if not matched.settled:
            told.append("Nothing of yours could be settled, so no school is counted as gone.")
        return told

    def apply(self, preview: Preview) -> Changes:
        """Write a preview, all of it or nothing. A preview that changes nothing leaves no trace."""
        changes = preview.everything
        if not changes:
            return Changes()
        at, import_id = self._desk.clock.stamp(), self._desk.clock.new_id()
        told = {
            "term": str(preview.term),
            "new": len(preview.new),
            "changed": len(preview.changed),
            "gone": len(preview.gone),
        }
        summary = ", ".join(f"{key} {value}" for key, value in told.items())
        with self._desk.change("imported an allocation", preview.sha256, summary) as db:
            made = ImportRow(
                id=import_id, kind="allocation", file=preview.file, sha256=preview.sha256, at=at, detail=told
            )
            record_import(db, made)
            for change in changes:
                self._refuse_stale(change)
                if change.school[0] != change.school[1]:
                    record_change(db, import_id, "school", change.urn, *change.school)
                    put_school(db, change.school[1])
                if change.allocation[0] != change.allocation[1]:
                    record_change(db, import_id, "allocation", change.urn, *change.allocation)
                    put_allocation(db, change.allocation[1], at, import_id)
                if change.new_word:
                    placed = placed_by(change.allocation[1], (import_id, preview.file), self._desk.clock)
                    self._standings.put_placement(placed)
            urns = [change.urn for change in changes]
            by_rules = self.rules.catch_up(urns, import_id)
        return Changes(schools=urns, caseload=True, by_rules=len(by_rules))

    def _refuse_stale(self, change: SchoolChange) -> None:
        now = (self._schools.school(change.urn), self._schools.allocation(change.urn))
        if now != (change.school[0], change.allocation[0]):
            raise Refused(
                f"{change.name} has changed since the preview. Look at the preview again; nothing was changed."
            )

    # -- undo ----------------------------------------------------------------------------------------------------

    def undo_last(self) -> ImportRow:
        """Take back the newest import. Visits written since are kept; `Refused` where a later change would be lost."""
        made = self._imports.last()
        if made is None:
            raise Refused("There is no import to undo.")
        moved = self._imports.stands_as_left(made.id)
        if moved:
            there = {urn: self._schools.school(urn) for urn in set(moved)}
            names = sorted(school.name if school else urn for urn, school in there.items())
            raise Refused(
                f"Changed since the import of {made.file}, so it cannot be undone as a whole: {', '.join(names)}. "
                "Nothing was changed; import a newer sheet instead."
            )
        with self._desk.change("undid an import", made.sha256, made.file):
            self.take_out(made)
        return made

    def take_out(self, made: ImportRow) -> None:
        """What an import brought, and what rules set by it, inside the caller's transaction."""
        self.rules.without_import(made.id)
        self._imports.undo(made, self._desk.clock.stamp())
        self.rules.after_undo()

    def term_now(self) -> TermSlot:
        """The term of today, for a file that names none."""
        return TermSlot.of(self._desk.clock.today())


_SHOWN_SCHOOL = ("name", "phase", "governance", "status", "head", "roll")
_SHOWN_ALLOCATION = ("authority", "category", "planned", "notes", "status")


def _fields(
    before: School | None, school: School, had: Allocation | None, after: Allocation, programme: Programme
) -> list[FieldChange]:
    """Field by field, what a person would notice; nothing for a new school."""
    if before is None or had is None:
        return []
    pairs = [(name, getattr(before, name), getattr(school, name)) for name in _SHOWN_SCHOOL]
    pairs += [(name, getattr(had, name), getattr(after, name)) for name in _SHOWN_ALLOCATION]
    return [
        FieldChange(field=name, before=_told(name, old, programme), after=_told(name, new, programme))
        for name, old, new in pairs
        if old != new
    ]


def _told(name: str, value: object, programme: Programme) -> str:
    known = programme.category(str(value)) if name == "category" else None
    return known.name if known else "" if value is None else str(value)
