"""The way from inks to a sealed note: what is signed comes from the desk, is signed outside, and is kept by the desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sipdesk.domain.ink import Ink
from sipdesk.gui.desk import DeskLink
from sipdesk.services import signing


@dataclass(frozen=True)
class Given:
    """Who signed, by field; a reviewer with the name."""

    visit: str
    inks: dict[str, Ink] = field(repr=False)
    reviewer: str = ""


class Sealing:
    """One attempt. Until its last step the desk is as it was; nothing of the ink is written anywhere but into the note."""

    def __init__(
        self,
        desk: DeskLink,
        told: Callable[[str], None],
        done: Callable[[str], None],
        failed: Callable[[str, str], None],
    ) -> None:
        """`told` hears how far it is; `done` the visit that is signed; `failed` the visit and why it is not."""
        self._desk = desk
        self._told = told
        self._done = done
        self._failed = failed

    def start(self, given: Given) -> None:
        """Key, record, signatures, seal."""
        self._told("Getting the note ready…")
        self._desk.ask(lambda s: s.signing.key_wanted(), partial(self._key, given), self._fails(given))

    def _fails(self, given: Given) -> Callable[[str], None]:
        return partial(self._failed, given.visit)

    def _key(self, given: Given, wanted: signing.KeyWanted | None) -> None:
        if wanted is None:
            self._prepare(given)
            return
        self._told("Making your signing key, once…")
        self._desk.outside(partial(signing.make_key, wanted), partial(self._take, given), self._fails(given))

    def _take(self, given: Given, made: Any) -> None:
        self._desk.ask(lambda s: s.signing.take_key(made), lambda _: self._prepare(given), self._fails(given))

    def _prepare(self, given: Given) -> None:
        visit, head, reviewer = given.visit, "head" in given.inks, given.reviewer
        self._desk.ask(
            lambda s: s.signing.prepare(visit, head=head, reviewer=reviewer),
            partial(self._sign, given),
            self._fails(given),
        )

    def _sign(self, given: Given, prepared: signing.Prepared) -> None:
        self._told("Signing…")
        inks = given.inks
        make = partial(signing.make, prepared, inks["partner"], inks.get("head"), inks.get("reviewer"))
        self._desk.outside(make, partial(self._keep, given), self._fails(given))

    def _keep(self, given: Given, made: signing.Made) -> None:
        self._told("Sealing…")
        self._desk.ask(lambda s: s.signing.keep(made), lambda _: self._done(given.visit), self._fails(given))
