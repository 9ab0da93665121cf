"""Shared by the tests of what leaves the machine."""

import pytest

from tests.unit.services.central import Authority


@pytest.fixture
def authority(tmp_path, clock) -> Authority:
    """The other side, with a folder that both can reach."""
    return Authority(tmp_path / "central", clock)
