"""Files of public data: what is asked of them, what they would change, taken in whole, taken back, and where each is from."""

from datetime import date
from typing import Literal, cast

from sipdesk.domain.base import Model
from sipdesk.domain.changes import Changes
from sipdesk.domain.errors import Refused
from sipdesk.domain.inspection import Inspected
from sipdesk.domain.published import Source
from sipdesk.imports.links import with_way
from sipdesk.imports.ofsted import inspected, title_of
from sipdesk.imports.public import Asked, PublicFile
from sipdesk.imports.publicwords import table
from sipdesk.services.caseload import CaseloadService
from sipdesk.services.inspections import InspectionService
from sipdesk.store.desk import Desk
from sipdesk.store.inspections import put_inspections
from sipdesk.store.links import Links, put_links
from sipdesk.store.published import Figures, Sources, put_figures
from sipdesk.store.schools import ImportRow, Imports, Schools, record_import

PublicKind = Literal["ofsted", "exclusions", "links"]
Becomes = Literal["new", "changed", "same", "absent"]
_LINKS = "Links between schools (Get Information About Schools)"


class Told(Model):
    """What a file says of one of my schools, or of one area."""

    key: str
    name: str
    urn: str = ""
    becomes: Becomes
    what: str
    before: str = ""


class PublicPreview(Model):
    """What a file of public data would bring."""

    kind: PublicKind
    file: str
    sha256: str
    title: str
    published: date | None = None
    read: int
    kept: int
    known: bool = False
    """The desk has this very file already, for these very schools."""
    told: list[Told] = []
    messages: list[str] = []

    def urns(self, becomes: Becomes) -> list[str]:
        """My schools of which the file says something new, something else, the same, or nothing."""
        return [one.urn for one in self.told if one.urn and one.becomes == becomes]


class SourceLine(Model):
    """A file that was imported, as the settings list it."""

    source: Source
    can_undo: bool
    why_not: str = ""


class PublicDataService:
    """Runs on the desk's thread."""

    def __init__(self, desk: Desk, caseload: CaseloadService, inspections: InspectionService) -> None:
        self._desk = desk
        self._caseload = caseload
        self._inspections = inspections
        self._schools = Schools(desk)
        self._imports = Imports(desk)
        self._sources = Sources(desk)
        self._links = Links(desk)

    # -- before --------------------------------------------------------------------------------------------------

    def asked(self) -> Asked:
        """Whose data are kept in full: the schools of this desk and those before them, and their authorities."""
        rows = [*self._caseload.schools(), *self._caseload.schools(left=True)]
        mine = {row.school.urn for row in rows}
        before = {urn for each in mine for urn in self._links.line(each)}
        codes = {row.school.laestab[:3] for row in rows if row.school.laestab} | set(self._caseload.home_codes())
        return Asked(
            codes=frozenset(codes),
            names=frozenset(row.school.la_name for row in rows if row.school.la_name),
            urns=frozenset(mine | before),
        )

    def preview(self, file: PublicFile, published: date | None = None) -> PublicPreview:
        """What a read file says of my schools and their areas. Nothing is changed."""
        kind = cast("PublicKind", file.kind)
        tell = {"ofsted": self._inspected, "exclusions": self._areas, "links": self._linked}
        return PublicPreview(
            kind=kind,
            file=file.file_name,
            sha256=file.sha256,
            title=_title(file),
            published=published or _released(file),
            read=file.read,
            kept=len(file.lines),
            known=self._known(file),
            told=tell[kind](file),
            messages=file.messages,
        )

    def _known(self, file: PublicFile) -> bool:
        last = self._sources.newest(file.kind)
        same = any(one.sha256 == file.sha256 for one in self._sources.all() if one.kind == file.kind)
        if file.kind == "exclusions":
            return same and set(file.lines) <= Figures(self._desk).held()
        if file.kind == "ofsted" and last and last.sha256 == file.sha256:
            return all(self._inspections.columns(urn) == columns for urn, columns in file.full.items())
        return bool(last and last.sha256 == file.sha256)

    def _inspected(self, file: PublicFile) -> list[Told]:
        found = []
        for row in self._caseload.schools():
            urn = row.school.urn
            columns = file.full.get(urn) or next((file.full[u] for u in self._links.line(urn) if u in file.full), None)
            before = self._inspections.of(urn)
            after = inspected(urn, columns) if columns is not None else None
            becomes, what = _of_inspected(before, after)
            found.append(Told(key=f"school {urn}", name=row.school.name, urn=urn, becomes=becomes, what=what))
        return found

    def _areas(self, file: PublicFile) -> list[Told]:
        held = Figures(self._desk).held()
        areas: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for line in file.lines:
            areas.setdefault((line[0], line[1]), []).append(line)
        ranked = sorted(areas, key=lambda area: (("school", "local", "regional", "national").index(area[0]), area[1]))
        return [_of_area(area, areas[area], sum(line not in held for line in areas[area])) for area in ranked]

    def _linked(self, file: PublicFile) -> list[Told]:
        rows = self._caseload.schools()
        mine = {row.school.urn for row in rows}
        # All of England's links come in; a caseload is looked for in those of its own schools alone.
        lines = [line for line in with_way(file.lines) if line[0] in mine or line[1] in mine]
        found = []
        for row in rows:
            urn = row.school.urn
            there = {line[1]: line[2] for line in lines if line[0] == urn and line[5].endswith("before")}
            there |= {line[0]: there.get(line[0], "") for line in lines if line[1] == urn and line[5].endswith("after")}
            known = {one.urn for one in self._links.before(urn)}
            becomes: Becomes = "same" if set(there) == known else "changed" if known else "new"
            named = ", ".join(f"{name or 'a school'} (URN {other})" for other, name in sorted(there.items()))
            what = f"Went before it: {named}." if named else "No school went before it."
            found.append(Told(key=f"school {urn}", name=row.school.name, urn=urn, becomes=becomes, what=what))
        return found

    # -- taking in -----------------------------------------------------------------------------------------------

    def apply(self, preview: PublicPreview, file: PublicFile) -> Changes | None:
        """Keep what the file says, all of it or nothing, and what rules set by it. None where the desk has it already."""
        if preview.known:
            return None
        made = ImportRow(
            id=self._desk.clock.new_id(),
            kind=preview.kind,
            file=preview.file,
            sha256=preview.sha256,
            at=self._desk.clock.stamp(),
            detail={
                "title": preview.title,
                "published": preview.published.isoformat() if preview.published else "",
                "rows": preview.read,
                "kept": preview.kept,
            },
        )
        with self._desk.change("imported public data", preview.sha256, f"{preview.title}: {preview.kept} rows") as db:
            record_import(db, made)
            if preview.kind == "exclusions":
                put_figures(db, made.id, file.lines)
            elif preview.kind == "ofsted":
                put_inspections(db, made.id, file.lines, file.full)
            else:
                put_links(db, made.id, with_way(file.lines))
            by_rules = self._caseload.rules.catch_up(import_id=made.id) if preview.kind == "ofsted" else []
        return Changes(schools=by_rules, by_rules=len(by_rules))

    # -- what is here --------------------------------------------------------------------------------------------

    def sources(self) -> list[SourceLine]:
        """Every file of public data in this desk, the newest import first, and whether it can be taken back."""
        last, seen, lines = self._imports.last(), set(), []
        for source in self._sources.all():
            why = ""
            if source.kind == "gias" and (last is None or last.id != source.id):
                why = "Later imports rest on this register; undo those first."
            elif source.kind in seen and source.kind != "exclusions":
                why = "A newer file of the same kind builds on it; undo that one first."
            lines.append(SourceLine(source=source, can_undo=not why, why_not=why))
            seen.add(source.kind)
        return lines

    def undo(self, source: str) -> Source:
        """Take a file of public data back. Visits and what was copied into them are kept. Raises Refused."""
        line = next((one for one in self.sources() if one.source.id == source), None)
        if line is None:
            raise Refused("That file is not in this desk any more; nothing was changed.")
        if not line.can_undo:
            raise Refused(f"{line.source.file} cannot be undone now. {line.why_not}")
        if line.source.kind == "gias":
            self._caseload.undo_last()
            return line.source
        made = ImportRow(
            id=source, kind=line.source.kind, file=line.source.file, sha256=line.source.sha256, at="", detail={}
        )
        with self._desk.change("undid an import", made.sha256, made.file):
            self._caseload.take_out(made)
        return line.source


def _title(file: PublicFile) -> str:
    if file.kind == "ofsted":
        return title_of(file.above)
    if file.kind == "links":
        return _LINKS
    year, _, term = file.newest.partition("/")
    newest = f"{year.replace('-', '/')}{f', {term} term' if term else ''}"
    return f"{table('exclusions')['shapes'].get(file.shape, file.shape)}, up to {newest}"


def _released(file: PublicFile) -> date | None:
    """When the release came out, where the newest period in the file tells; the time series is a tool of its own."""
    told = (
        table("exclusions")["releases"].get(file.newest)
        if file.kind == "exclusions" and file.shape != "series"
        else None
    )
    return date.fromisoformat(told) if told else None


def _of_inspected(before: Inspected | None, after: Inspected | None) -> tuple[Becomes, str]:
    if after is None:
        return "absent", "Not in the file; what is known of its inspections stays."
    latest = after.latest
    what = f"{latest.headline}. {latest.whose}".strip() if latest else "The file tells of no inspection."
    if after.category:
        what = f"{what} Category of concern: {after.category}."
    if before is None:
        return "new", what
    same = (before.inspections, before.category) == (after.inspections, after.category)
    return ("same" if same else "changed"), what


def _of_area(area: tuple[str, str], lines: list[tuple[str, ...]], new: int) -> Told:
    level, code = area
    years = sorted({line[2].replace("-", "/") for line in lines})
    phases = sorted({"all schools" if line[4] == "all" else line[4] for line in lines})
    groups = len({line[5] for line in lines})
    span = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    counted = "all pupils only" if groups == 1 else f"{groups} groups of pupils"
    fresh = f"; {new:,} of them new" if 0 < new < len(lines) else ""
    return Told(
        key=f"{level} {code}",
        name=lines[-1][7],
        urn=code if level == "school" else "",
        becomes="same" if not new else "new" if new == len(lines) else "changed",
        what=f"{span}; {', '.join(phases)}; {counted}; {len(lines):,} rows{fresh}.",
    )
