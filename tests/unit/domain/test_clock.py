"""Ids and instants."""

import uuid
from datetime import UTC, datetime

from sipdesk.domain.clock import Clock, local, stamp


def test_that_ids_are_version_7_sort_by_time_and_repeat_with_the_same_bytes():
    instants = iter(
        [datetime(2025, 10, 7, 9, 0, 0, 1000, tzinfo=UTC), datetime(2025, 10, 7, 9, 0, 0, 2000, tzinfo=UTC)]
    )
    clock = Clock(now=lambda: next(instants), random=lambda size: b"\xff" * size)
    first, second = clock.new_id(), clock.new_id()
    assert uuid.UUID(first).version == 7
    assert uuid.UUID(first).variant == uuid.RFC_4122
    assert first < second
    assert first[13:] == second[13:]


def test_that_a_kept_instant_is_shown_in_london_time():
    assert local(stamp(datetime(2025, 7, 1, 11, 30, tzinfo=UTC))).hour == 12


def test_that_a_thousand_ids_differ():
    clock = Clock()
    assert len({clock.new_id() for _ in range(1000)}) == 1000
