"""What the authority's side found in the shared place, and what became of it."""

from typing import Literal

from sipdesk.domain.base import Model
from sipdesk.domain.parcel import ParcelKind

Fate = Literal["taken", "again", "refused", "waiting", "strange", "foreign"]


class Line(Model):
    """One file of the shared place."""

    name: str
    fate: Fate
    """taken: checked and unpacked. again: the same words as a parcel taken before, sealed anew. refused: its sender was
    told why. waiting: not whole yet, or its sender has not said hello. strange: it has the name of a parcel and is none for
    this key. foreign: it is no parcel and was left alone."""
    why: str = ""
    kind: ParcelKind | None = None
    note: str = ""
    revision: int | None = None
    partner: str = ""
    supersedes: str = ""
    folder: str = ""
    """Where it was unpacked."""


class Conflict(Model):
    """Two different papers under the same note and revision; both are kept."""

    note: str
    revision: int
    folders: list[str]


class ReceiveReport(Model):
    """One look at the shared place."""

    authority: str
    inbox: str
    lines: list[Line] = []
    known: int = 0
    """Parcels settled at an earlier look, and passed over."""
    conflicts: list[Conflict] = []
    letters: int = 0
    """Put into the shared place this time, receipts among them."""
    held_back: int = 0
    """Letters that could not be put there; the next look tries again."""
    held_why: str = ""
    """Why, in a sentence, of the last of them."""
    elsewhere: int = 0
    """Papers taken in at an earlier look and unpacked in another inbox: this one was never used, and they do not lie in it."""

    def of(self, *fates: Fate) -> list[Line]:
        """The lines with one of these fates."""
        return [line for line in self.lines if line.fate in fates]
