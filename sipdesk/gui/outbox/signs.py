"""How the stages of a package and the answers to a request are shown: a mark, a word, a tone. Never the colour alone."""

import datetime as dt

from sipdesk.domain.clock import local
from sipdesk.domain.outbox import ParcelView, Stage
from sipdesk.gui import words as w
from sipdesk.gui.marks import Mark, Sign
from sipdesk.gui.widgets.rows import Cell

STAGES = {
    Stage.ATTENTION: Sign("Needs attention", Mark.OFF, "late", 0),
    Stage.CHECKING: Sign("Checking", Mark.HALF, "part", 1),
    Stage.SENDING: Sign("Sending", Mark.HALF, "part", 2),
    Stage.QUEUED: Sign("Queued", Mark.EMPTY, "part", 3),
    Stage.SEALED: Sign("Sealed", Mark.PAUSED, "muted", 4),
    Stage.DELIVERED: Sign("Delivered", Mark.FULL, "done", 5),
    Stage.RECEIVED: Sign("Received", Mark.TICK, "done", 6),
}
MEANS = {
    Stage.SEALED: "Signed and sealed. It leaves once you issue the note to the head.",
    Stage.QUEUED: "It leaves at the next sync.",
    Stage.SENDING: "It is on its way now.",
    Stage.CHECKING: "The connection broke off. The other side is asked whether it arrived, before anything is sent again.",
    Stage.DELIVERED: "It was read back and is whole. The service’s signed receipt is still to come.",
    Stage.RECEIVED: "The service’s signed receipt is here.",
    Stage.ATTENTION: "It goes no further until somebody acts.",
}
"""Said where the package itself has nothing to say."""
_NEXT = {
    Stage.SEALED: "once issued",
    Stage.QUEUED: "at the next sync",
    Stage.SENDING: "now",
    Stage.CHECKING: "at the next sync",
    Stage.DELIVERED: "its receipt",
    Stage.RECEIVED: "",
    Stage.ATTENTION: "waits for you",
}
ANSWERS = {
    "": Sign("No answer yet", Mark.EMPTY, "muted", 0),
    "acknowledged": Sign("Acknowledged", Mark.HALF, "part", 1),
    "placed": Sign("Placed", Mark.TICK, "done", 2),
    "declined": Sign("Declined", Mark.OFF, "late", 3),
}


def of_sign(sign: Sign) -> Cell:
    """A table's cell with a mark and its word."""
    return Cell(sign.word, sign.order, sign.tone, mark=sign.mark)


def instant(kept: str) -> dt.datetime | None:
    """An instant as the desk keeps it, in London's time; None for none."""
    return local(kept) if kept else None


def when(kept: str, today: dt.date) -> str:
    """`10:42` today, `6 Oct` before."""
    at = instant(kept)
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == today else w.short_day(at.date(), today)


def spoken_when(kept: str, today: dt.date) -> str:
    """`at 10:42`, `on 6 October 2025`."""
    at = instant(kept)
    if at is None:
        return ""
    return f"at {at:%H:%M}" if at.date() == today else f"on {w.day(at.date())}"


def next_step(parcel: ParcelView, today: dt.date) -> str:
    """What comes next and when, in a few words."""
    if parcel.next_try and parcel.stage.under_way:
        return when(parcel.next_try, today)
    return _NEXT[parcel.stage]
