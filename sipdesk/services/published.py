"""Published figures: which of them a school may be set beside. Only figures of its own phase are ever given out."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.errors import Refused
from sipdesk.domain.published import Area, Group, Level, Mark, PublicMeasure, Published, Source, Value
from sipdesk.domain.school import Phase, School
from sipdesk.imports.publicwords import table
from sipdesk.store.desk import Desk
from sipdesk.store.links import Links
from sipdesk.store.published import CELLS, Figures, Sources
from sipdesk.store.register import StoredRegister
from sipdesk.store.schools import Schools

_OWN = {
    Phase.PRIMARY: Phase.PRIMARY,
    Phase.SECONDARY: Phase.SECONDARY,
    # The statistics count all-through schools among secondary schools.
    Phase.ALL_THROUGH: Phase.SECONDARY,
    Phase.SPECIAL: Phase.SPECIAL,
    Phase.ALTERNATIVE: Phase.ALTERNATIVE,
}
_DEEMED = {"3": Phase.PRIMARY, "5": Phase.SECONDARY}
"""The register's codes of middle schools."""
_FULL = "full"
_ALL = "all"
"""How figures of all phases together are kept. They are never set beside a school."""


class PublishedService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._figures = Figures(desk)
        self._sources = Sources(desk)
        self._schools = Schools(desk)
        self._register = StoredRegister(desk)
        self._links = Links(desk)

    def groups(self) -> list[Group]:
        """The groups sipdesk knows by name, with the id that a form's group has and `comparators` asks for."""
        return [Group(id=name, label=told["label"]) for name, told in table("exclusions")["groups"].items()]

    def phase_of(self, urn: str) -> Phase | None:
        """The phase under which the statistics count a school; None where they do not, or nobody knows."""
        school = self._schools.school(urn)
        if school is None:
            return None
        if school.phase is Phase.MIDDLE:
            row = self._register.by_urn(urn)
            return _DEEMED.get(row.phase_code) if row else None
        return _OWN.get(school.phase)

    def comparators(
        self, urn: str, *, measure: str, group: str, phase: Phase | str, year: AcademicYear, term: Term | None = None
    ) -> list[Published]:
        """What a school's figure may stand beside: its authority, its region, England, in this order.

        Of each area the newest figure up to the year asked for that is not merely “not available”; `gap` says how many
        years lie between. Whole years only, unless a term is named; then that term only. Empty where nothing of the school's phase is known.
        Raises Refused where another phase than the school's own is asked for.
        """
        found: dict[tuple[str, str], Published] = {}
        for one in self._all(urn, (measure, group, self._own(urn, phase)), term):
            key = (one.area.level.value, one.area.code)
            better = key not in found or (found[key].figure == "x" != one.figure)
            if one.year.start <= year.start and better:
                found[key] = one.model_copy(update={"gap": year.start - one.year.start})
        return list(found.values())

    def trend(self, urn: str, *, measure: str, group: str, phase: Phase | str) -> list[Published]:
        """Every whole year of the school's authority, region and England, oldest first in each area."""
        every = list(self._all(urn, (measure, group, self._own(urn, phase)), None))
        once = {(one.area.level.value, one.area.code, one.year.start): one for one in reversed(every)}
        return sorted(once.values(), key=lambda one: (_RANK[one.area.level], one.area.code, one.year.start))

    def own(self, urn: str, *, measure: str, group: str = "all") -> list[Published]:
        """Figures published of the school itself, those under the URNs it had before among them, newest first."""
        areas = [(Level.SCHOOL.value, each) for each in (urn, *self._links.line(urn))]
        phase = self.phase_of(urn)
        if phase is None:
            return []
        # A file of schools may leave the phase out: it is then told as that of all schools.
        every = [*self._of(areas, (measure, group, phase), None), *self._of(areas, (measure, group, phase), None, _ALL)]
        once = {(one.year.start, one.area.code): one for one in sorted(every, key=lambda one: one.source.id)}
        return sorted(once.values(), key=lambda one: -one.year.start)

    def _own(self, urn: str, phase: Phase | str) -> Phase | None:
        own, asked = self.phase_of(urn), Phase(phase)
        school = self._schools.school(urn)
        if asked is not own and not (school and asked is school.phase):
            what = own.value if own else "not known"
            raise Refused(
                f"Figures of {asked.value} schools are not set beside this school: its phase is {what}. "
                "Only figures of the same phase are comparable."
            )
        return own

    def _all(self, urn: str, what: tuple[str, str, Phase | None], term: Term | None) -> Iterable[Published]:
        school = self._schools.school(urn)
        areas = self._areas(school) if school else []
        found = list(self._of(areas, what, term)) if what[2] else []
        found.sort(key=lambda one: (areas.index((one.area.level.value, one.area.code)), -one.year.start, *_worth(one)))
        return found

    def _areas(self, school: School) -> list[tuple[str, str]]:
        """The authority, the regions it lies in, England."""
        code = school.laestab[:3]
        region = self._figures.region(code)
        wider = table("exclusions")["regions"].get(region, {}).get("within", "")
        regions = [(Level.REGIONAL.value, name) for name in (region, wider) if name]
        return [(Level.LOCAL.value, code), *regions, (Level.NATIONAL.value, "england")]

    def _of(
        self, areas: list[tuple[str, str]], what: tuple[str, str, Phase | None], term: Term | None, stored: str = ""
    ) -> Iterable[Published]:
        measure, group, phase = PublicMeasure(what[0]), what[1], what[2]
        if phase is None:
            return
        sources = {source.id: source for source in self._sources.all()}
        for row in self._figures.of(areas, stored or phase.value, group):
            wanted = row["period"] == (term.value if term else _FULL)
            if wanted and row["source"] in sources and (row[measure.value] or row[f"{measure.value}_rate"]):
                yield _published({**row, "phase": phase.value}, measure, sources[row["source"]])


_RANK = {level: place for place, level in enumerate((Level.SCHOOL, Level.LOCAL, Level.REGIONAL, Level.NATIONAL))}


def _worth(one: Published) -> tuple[int, int, str]:
    """Sorts two files that tell the same: counts before a bare rate, then the one published or imported last."""
    published = one.source.published.toordinal() if one.source.published else 0
    return (0 if one.has_counts else 1, -published, "".join(chr(0x10FFFF - ord(sign)) for sign in one.source.id))


def _published(row: dict[str, Any], measure: PublicMeasure, source: Source) -> Published:
    tokens = dict(zip(CELLS, row["tokens"].split("\x1f"), strict=True)) if row["tokens"] else {}
    names = {"count": measure.value, "roll": "roll", "rate": f"{measure.value}_rate"}
    return Published(
        area=Area(level=Level(row["level"]), code=row["area"], name=row["name"]),
        phase=Phase(row["phase"]),
        phase_label=row["phase_label"],
        year=AcademicYear.parse(row["year"]),
        term=None if row["period"] == _FULL else Term(row["period"]),
        group=Group(id=row["pupils"], label=row["label"]),
        measure=measure,
        count=_value(row[names["count"]]),
        roll=_value(row["roll"]),
        rate=_value(row[names["rate"]]),
        tokens={part: tokens[name] for part, name in names.items() if tokens.get(name)},
        source=source,
    )


def _value(text: str) -> Value:
    if not text:
        return None
    return Decimal(text) if text[0].isdigit() else cast("Mark", text)
