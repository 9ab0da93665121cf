"""Attendance: the share of sessions missed, and the pupils who miss a tenth of theirs or more, against the pupils there are.

Overall absence is typed as the school's system prints it (sessions missed ÷ possible sessions × 100; attendance is what is
left of 100). Persistent absence is counted in pupils and its rate worked out.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from sipdesk.domain.base import Model
from sipdesk.domain.exclusions import Count, Figure, Mark, Measure, TableAnswer

Percent = Annotated[Decimal, Field(ge=0, le=100)]


class AttendanceCounts(Model):
    """One group of pupils in one period. Never names."""

    absence: Percent | Mark | None = None
    """Sessions missed of every hundred possible."""
    persistent: Count = None
    """Pupils who missed a tenth of their sessions or more."""
    roll: Count = None

    def of(self, measure: Measure) -> Count | Figure:
        """The count or the percentage of one measure."""
        found: Count | Figure = getattr(self, measure.value, None)
        return found


class AttendanceAnswer(TableAnswer):
    """Overall and persistent absence."""

    periods: dict[str, dict[str, AttendanceCounts]] = {}
