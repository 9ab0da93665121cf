"""What is due, on screen."""

from typing import get_args

from sipdesk.gui.today.page import _KINDS
from sipdesk.services.due import Due


def test_that_every_kind_of_due_thing_has_its_word() -> None:
    kinds = get_args(Due.model_fields["kind"].annotation)
    assert set(kinds) == set(_KINDS)
