"""A category that an allocation sheet names becomes an entry of the school's history; undoing the import takes it back.

A sheet speaks where its word is another than the last sheet's. What it only repeats stands over no decision made since.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sipdesk.domain.clock import Clock, local
from sipdesk.domain.days import spoken_day
from sipdesk.domain.placement import Placement
from sipdesk.domain.standing import counting
from sipdesk.store.schools import Allocation

SHEET = "Allocation sheet"


class Weighed(NamedTuple):
    """The allocation as it will be kept, whether the sheet's word on the category is new, and what is said of one kept."""

    after: Allocation
    new: bool
    remark: str = ""


class SheetWords:
    """What the last sheet said of each school's category, and what was decided since; for one preview."""

    def __init__(self, placements: Iterable[Placement], undone: Collection[str]) -> None:
        """`undone`: ids of the imports that were taken back; those said nothing."""
        self._placements: dict[tuple[str, str], list[Placement]] = defaultdict(list)
        for one in placements:
            if one.import_id not in undone:
                self._placements[one.urn, one.authority].append(one)

    def weigh(self, had: Allocation | None, after: Allocation, *, named: bool) -> Weighed:
        """`after`: as the sheet alone would have it. `named`: its cell names a category that the programme knows."""
        if had is None or had.status != "mine" or had.authority != after.authority:
            return Weighed(after, bool(after.category or after.category_written))
        if not named and (had.category or not after.category_written):
            return Weighed(after, new=False)
        history = self._placements[after.urn, after.authority]
        sheets = sorted((one for one in history if one.from_sheet), key=lambda one: one.decided_at)
        last: Placement | Allocation | None = sheets[-1] if sheets else None if history else had
        if last is None or _word(last) != _word(after):
            return Weighed(after, new=True)
        if _word(had) == _word(after):
            return Weighed(after, new=False)
        kept = {"category": had.category, "category_written": had.category_written}
        return Weighed(after.model_copy(update=kept), new=False, remark=_kept(after, history))


def _word(said: Placement | Allocation) -> tuple[str, str]:
    """A category by its id; one the programme does not know as it is written."""
    written = said.written if isinstance(said, Placement) else said.category_written
    return (said.category, "" if said.category else written)


def _kept(after: Allocation, history: list[Placement]) -> str:
    """What the sheet says and who decided otherwise."""
    says = f"the sheet says “{after.category_written or after.category}”, as it did before"
    there = counting(history, date.max)
    now = there[-1] if there else None
    if now is None or now.from_sheet:
        back = max((one.taken_back for one in history), default="")
        return f"{says}; you took that back{_on(back)}: kept so"
    name = f"“{now.written or now.category}”" if now.category or now.written else "no category"
    who = "a rule set" if now.automatic else "you decided on"
    return f"{says}; {who} {name}{_on(now.decided_at)}: kept"


def _on(instant: str) -> str:
    return f" on {spoken_day(local(instant).date())}" if instant else ""


def placed_by(after: Allocation, made: tuple[str, str], clock: Clock) -> Placement:
    """What a sheet says of a category, as an entry of the history. `made`: id of the import, and its file."""
    import_id, file = made
    return Placement(
        id=clock.new_id(),
        urn=after.urn,
        authority=after.authority,
        edition="",
        category=after.category,
        written=after.category_written,
        placed_on=clock.today(),
        reason=f"From the sheet {file}",
        decided_at=clock.stamp(),
        decided_by=SHEET,
        import_id=import_id,
    )
