"""The signing key of a new desk: made beside everything else while the partner looks round, and kept when it is there.

It takes up to a second, so neither the window nor the desk's thread makes it. Should the desk be locked before, nothing is
lost: whoever signs first makes one.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sipdesk.gui.desk import DeskLink

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.services.signing import KeyWanted


def _nothing(_sentence: str) -> None:
    """Who signs first makes the key then, and hears why it cannot be."""


def make_identity(
    desk: DeskLink, then: Callable[[], None] = lambda: None, failed: Callable[[str], None] = _nothing
) -> None:
    """Make the key this desk signs with, where it has none."""

    def wanted(told: "KeyWanted | None") -> None:
        if told is None:
            then()
            return
        from sipdesk.services.signing import make_key  # noqa: PLC0415  - the first page stands without

        desk.outside(partial(make_key, told), keep, failed)

    def keep(made: object) -> None:
        desk.ask(partial(_take, made=made), lambda _: then(), failed)

    desk.ask(_wanted, wanted, failed)


def _wanted(services: "Services") -> "KeyWanted | None":
    return services.signing.key_wanted()


def _take(services: "Services", made: object) -> None:
    services.signing.take_key(made)  # type: ignore[arg-type]  # what `make_key` gave; this room does not know keys
