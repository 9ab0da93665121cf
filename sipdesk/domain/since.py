"""A form may speak of the visit before: `{last_visit}` in its words becomes that visit's day."""

import datetime as dt
from typing import Any

from sipdesk.domain.days import spoken_day
from sipdesk.domain.question import Section

LAST_VISIT = "{last_visit}"
_NO_DAY = "the last visit"


def speaks_of_last_visit(sections: list[Section]) -> bool:
    """Whether any words of these sections wait for a day."""
    return any(LAST_VISIT in section.model_dump_json() for section in sections)


def with_last_visit(sections: list[Section], day: dt.date | None) -> list[Section]:
    """The sections with the day in its place, `14 October 2025`; without one, `the last visit`."""
    told = spoken_day(day) if day else _NO_DAY
    return [Section.model_validate(_filled(section.model_dump(mode="python"), told)) for section in sections]


def _filled(value: Any, told: str) -> Any:
    if isinstance(value, str):
        return value.replace(LAST_VISIT, told) if type(value) is str else value
    if isinstance(value, dict):
        return {key: _filled(inner, told) for key, inner in value.items()}
    return [_filled(inner, told) for inner in value] if isinstance(value, list) else value
