"""What the rules put into the brief: clocks and entitlements. No category, no stay that would give it away, no register."""

import datetime as dt

from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import spoken
from sipdesk.domain.placement import Clock
from sipdesk.services.ledger import LedgerService
from sipdesk.services.standing import StandingService


class BriefRules:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, standing: StandingService, ledger: LedgerService) -> None:
        self._standing = standing
        self._ledger = ledger

    def clocks(self, urn: str, day: dt.date) -> list[str]:
        """What comes round for the school, with when it last did and by when it is due."""
        found = [one for one in self._standing.of_school(urn, day).clocks if one.kind == "cadence" and not one.shared]
        return [f"{one.label}: {one.said}" for one in sorted(found, key=_first_due)]

    def entitlement(self, urn: str, day: dt.date) -> list[str]:
        """Each entitlement in its own unit and period, with what was used of it; the document's word where it has no number."""
        return [_said(one) for one in self._ledger.standing(urn, day)]


def _first_due(one: Clock) -> dt.date:
    return one.due or dt.date.max


def _said(one: TimeStanding) -> str:
    if not one.counts or one.due is None:
        return f"{one.label}: {one.given}"
    used = f"{spoken(one.everybody, one.unit)} used"
    left = f", {spoken(one.left, one.unit)} left" if one.left else ""
    over = f", {spoken(one.over, one.unit)} over" if one.over else ""
    return f"{one.label}: {one.given}; {used}{left}{over}"
