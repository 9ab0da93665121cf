"""Is a destination fit for packages? Asked of the place itself, with dummy data. Outside work; it needs no desk."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.clock import Clock
from sipdesk.services import credentials


class Tried(Model):
    """One thing that was tried, in plain words."""

    id: Line
    tried: Line
    finding: Line
    """fine, wrong or not tried."""
    says: Prose = ""


class Diagnosis(Model):
    """What was found out about a destination."""

    place: Line
    steps: list[Tried]
    fit: bool
    left: Line = ""
    """The name of the test file that stays there; empty where none does."""
    kept: bool = False
    """What the person gave is in this device's keyring now. Where it has none, it holds until sipdesk ends."""


class Proof(NamedTuple):
    """What a person gives besides what this device remembers: a token, a file of certificates to trust."""

    token: str = ""
    authorities: Path | None = None


def examine(
    destination: str, proof: Proof, clock: Clock, tell: Callable[[Tried], None] = lambda _step: None
) -> Diagnosis:
    """Try everything; `tell` hears each step when it is done. `BadInput` for what is no destination.

    What a person gave is remembered for that destination once the place is found fit with it.
    """
    from sipdesk.sync import doctor  # noqa: PLC0415 - the window does without it
    from sipdesk.sync.transport import open_transport  # noqa: PLC0415

    known = credentials.with_more(destination, proof.token, proof.authorities)
    name, data = doctor.dummy(clock)
    steps = []
    with open_transport(destination, known) as transport:
        for found in doctor.examine(transport, name, data):
            steps.append(Tried(id=found.id, tried=found.tried, finding=found.finding, says=found.says))
            tell(steps[-1])
        place = transport.describe()
    fit = all(step.finding == "fine" for step in steps)
    kept = fit and bool(proof.token or proof.authorities) and credentials.keep(destination, known)
    put = next(step for step in steps if step.id == "put")
    return Diagnosis(place=place, steps=steps, fit=fit, left=name if put.finding == "fine" else "", kept=kept)
