"""Which establishment of the register one row means, if that is certain."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from sipdesk.domain.allocation import AllocationRow, numbered
from sipdesk.domain.allocation_numbers import read_la_code
from sipdesk.domain.matching_names import also_names, begins_so, closeness, phases_agree, share_a_word, without_asides
from sipdesk.domain.school import RegisterRow, name_key

How = Literal["URN and DfE number", "URN", "DfE number", "name", "the sheet alone"]
_MOST_SHOWN = 6


class Register(Protocol):
    """What matching asks of the register. All of England may be in it, closed schools too."""

    @property
    def empty(self) -> bool:
        """Whether no register has been read into this desk."""

    def by_urn(self, urn: str) -> RegisterRow | None:
        """The establishment with this URN."""

    def by_laestab(self, laestab: str) -> list[RegisterRow]:
        """Every establishment, open or closed, that has these seven digits."""

    def in_authorities(self, la_codes: Sequence[str]) -> list[RegisterRow]:
        """Every establishment of these authorities (three-digit codes), open or closed."""

    def la_code(self, written: str) -> str:
        """The code of an authority written as a code or as its name, in any case; empty for an unknown one."""


@dataclass(frozen=True, slots=True)
class Certain:
    """The row is this school."""

    school: RegisterRow
    how: How
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The row cannot be settled; `why` completes `Row 46, Blossom House: …`."""

    why: str
    candidates: list[RegisterRow] = field(default_factory=list)


Verdict = Certain | Doubtful


def described(school: RegisterRow) -> str:
    """`Colvestone Primary School (URN 100221, 204/2120, closed)`."""
    number = f", {school.la_code}/{school.estab}" if school.laestab else ""
    return f"{school.name} (URN {school.urn}{number}{', closed' if school.closed else ''})"


def _listed(schools: Iterable[RegisterRow]) -> str:
    shown = [described(school) for school in schools]
    more = len(shown) - _MOST_SHOWN
    return numbered(shown[:_MOST_SHOWN]) + (f", and {more} more" if more > 0 else "")


def current(schools: Iterable[RegisterRow]) -> list[RegisterRow]:
    """Those that are open; where none is, those that are to open; never closed ones."""
    living = [school for school in schools if not school.closed]
    return [school for school in living if school.status_code != "4"] or living


class Lookup:
    """The register seen from one caseload: its authorities are asked for once."""

    def __init__(self, register: Register, la_codes: Sequence[str]) -> None:
        self.register = register
        self._default = tuple(la_codes)
        self._schools: dict[tuple[str, ...], list[RegisterRow]] = {}

    def codes(self, row: AllocationRow) -> tuple[str, ...]:
        """The authority the row names, or its section; else the caseload's. Empty when the row names an unknown one."""
        code = self.named(row)
        if code:
            return (code,)
        return () if row.la else self._default

    def named(self, row: AllocationRow) -> str:
        """The code of the authority that the row itself or its section names; empty where it names none."""
        return self._code(row.la or row.section)

    @property
    def home(self) -> tuple[str, ...]:
        """The caseload's own authorities."""
        return self._default

    def _code(self, name: str) -> str:
        if not name:
            return ""
        bare = re.sub(r"(?i)\b(lb|london borough of|royal borough of|city of|council|borough|la)\b", " ", name)
        written = (name, " ".join(bare.split()))
        return next((code for text in written if (code := read_la_code(text) or self.register.la_code(text))), "")

    def schools(self, codes: tuple[str, ...]) -> list[RegisterRow]:
        """Every establishment of these authorities."""
        if codes not in self._schools:
            self._schools[codes] = self.register.in_authorities(codes) if codes else []
        return self._schools[codes]

    def numbered(self, row: AllocationRow) -> list[RegisterRow]:
        """The establishments with the row's DfE number; four digits count within the authority."""
        whole = [row.laestab] if len(row.laestab) == 7 else [c + row.laestab for c in self.codes(row)]
        found = [s for number in whole if len(number) == 7 for s in self.register.by_laestab(number)]
        return found if row.laestab else []

    def successors(self, school: RegisterRow) -> list[RegisterRow]:
        """Open schools with the number or the name of a closed one."""
        key = name_key(school.name)
        same = self.register.by_laestab(school.laestab) if school.laestab else []
        named = [s for s in self.schools((school.la_code,)) if name_key(s.name) == key]
        found = {s.urn: s for s in current([*same, *named]) if s.urn != school.urn}
        return list(found.values())


def identify(row: AllocationRow, lookup: Lookup) -> Verdict:
    """By URN, then DfE number, then name within the authority; whatever disagrees is shown."""
    by_urn = lookup.register.by_urn(row.urn) if row.urn else None
    hits = lookup.numbered(row)
    if by_urn is not None and hits:
        return _both(row, by_urn, hits, lookup)
    if by_urn is not None:
        remarks = _number_unknown(row, by_urn)
        return _checked(row, by_urn, lookup, Certain(by_urn, "URN", remarks))
    if hits:
        return _by_number(row, hits, lookup)
    return _by_name(row, lookup)


def _both(row: AllocationRow, by_urn: RegisterRow, hits: list[RegisterRow], lookup: Lookup) -> Verdict:
    if all(hit.urn != by_urn.urn for hit in hits):
        rivals = current(hits) or hits
        return Doubtful(f"its URN is {described(by_urn)}, but its DfE number is {_listed(rivals)}.", [by_urn, *rivals])
    if by_urn.closed and (heirs := lookup.successors(by_urn)):
        return _replaced(by_urn, heirs)
    remarks = _closed(by_urn)
    if row.name and not share_a_word(row.name, by_urn):
        remarks.append(f"The register calls it {by_urn.name}; URN and DfE number agree.")
    return Certain(by_urn, "URN and DfE number", remarks)


def _by_number(row: AllocationRow, hits: list[RegisterRow], lookup: Lookup) -> Verdict:
    living = current(hits) or hits
    if len(living) > 1:
        return Doubtful(f"its DfE number belongs to {_listed(living)}.", living)
    school = living[0]
    remarks = [f"URN {row.urn} is not in the register; found by its DfE number."] if row.urn else []
    return _checked(row, school, lookup, Certain(school, "DfE number", remarks))


def _checked(row: AllocationRow, school: RegisterRow, lookup: Lookup, found: Certain) -> Verdict:
    """One number alone must not contradict the name, nor lead to a school that another has replaced."""
    number = f"URN {row.urn}" if found.how == "URN" else f"DfE number {row.laestab}"
    if row.name and not share_a_word(row.name, school):
        named = _by_name(row, lookup)
        rivals = [named.school] if isinstance(named, Certain) else named.candidates
        instead = f", while its name fits {_listed(rivals)}" if rivals else ""
        return Doubtful(f"its {number} is {described(school)}, a quite different name{instead}.", [school, *rivals])
    if school.closed and (heirs := lookup.successors(school)):
        return _replaced(school, heirs)
    return Certain(school, found.how, [*found.remarks, *_closed(school)])


def _replaced(school: RegisterRow, heirs: list[RegisterRow]) -> Doubtful:
    return Doubtful(
        f"its number is the closed {described(school)}, while {_listed(heirs)} is open now.", [school, *heirs]
    )


def _closed(school: RegisterRow) -> list[str]:
    return ["The register says that this school is closed."] if school.closed else []


def of_another_authority(row: AllocationRow, school: RegisterRow, lookup: Lookup) -> list[str]:
    """What is said where a number leads to a school outside the authority that the row names, or outside the list's."""
    named = lookup.named(row)
    if named and named != school.la_code:
        return [f"The row says {row.la or row.section}, but the register has this school in {school.la_name}."]
    if not named and lookup.home and school.la_code not in lookup.home:
        return [f"The register has this school in {school.la_name}, another authority than the list's."]
    return []


def _number_unknown(row: AllocationRow, school: RegisterRow) -> list[str]:
    if not row.laestab or row.laestab in {school.laestab, school.estab}:
        return []
    known = f"{school.la_code}/{school.estab}" if school.laestab else "none"
    return [f"The row's DfE number {row.laestab} is not in the register, which gives {known}."]


def _numbers_of(row: AllocationRow) -> str:
    """The end of a sentence: why the numbers did not help."""
    if not row.urn and not row.laestab:
        return "the row has neither URN nor DfE number"
    told = [f"URN {row.urn}"] * bool(row.urn) + [f"DfE number {row.laestab}"] * bool(row.laestab)
    return f"its {numbered(told)} {'are' if len(told) > 1 else 'is'} not there either"


def _by_name(row: AllocationRow, lookup: Lookup) -> Verdict:
    codes = lookup.codes(row)
    if not row.name:
        return Doubtful(f"it has no school name, and {_numbers_of(row)}.")
    if not codes:
        whose = f"the register has no authority called “{row.la}”" if row.la else "no authority is known"
        return Doubtful(f"{whose}, so the name alone settles nothing, and {_numbers_of(row)}.")
    schools = lookup.schools(codes)
    for name in dict.fromkeys((row.name, without_asides(row.name))):
        exact = [s for s in schools if name_key(s.name) == name_key(name)]
        if exact:
            return _one_named(row, exact)
    return _nearly_named(row, current(schools))


def _one_named(row: AllocationRow, exact: list[RegisterRow]) -> Verdict:
    living = current(exact)
    if len(living) > 1:
        return Doubtful(f"several schools of the authority have this name: {_listed(living)}.", living)
    if not living:
        return Doubtful(f"the only school of this name is {_listed(exact)}.", exact)
    return Certain(living[0], "name", _found_by_name(row))


def _found_by_name(row: AllocationRow) -> list[str]:
    if not row.urn and not row.laestab:
        return []
    return [f"Found by its name alone: {_numbers_of(row).replace(' either', '')}."]


def _nearly_named(row: AllocationRow, schools: list[RegisterRow]) -> Verdict:
    name = without_asides(row.name) or row.name
    ranked = [(closeness(name, school), school) for school in schools]
    # `Holy Trinity` may be any school with these telling words, though one of them lacks only the word `school`.
    telling = [school for rank, school in ranked if rank > 1]
    begun = [school for rank, school in ranked if rank and begins_so(name, school)]
    # `Mossbourne` is no name where several schools of the authority begin with it.
    telling = [*telling, *(school for school in begun if school not in telling)] if len(begun) > 1 else telling
    candidates = telling or [school for rank, school in ranked if rank == 1]
    if not candidates:
        return Doubtful(f"no school of this name in the authority's part of the register, and {_numbers_of(row)}.")
    school = candidates[0]
    candidates = [*candidates, *(s for s in schools if s not in candidates and also_names(name, school, s))]
    sure = len(candidates) == 1 and phases_agree(row.phase, school) and not row.urn
    if sure:
        return Certain(school, "name", [f"The register calls it {school.name}.", *_found_by_name(row)])
    return Doubtful(f"its name may be {_listed(candidates)}, and {_numbers_of(row)}.", candidates)
