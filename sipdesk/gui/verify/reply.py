"""A head's reply form that was dropped to be checked: whose answer it is, and the way to where it is taken in."""

from collections.abc import Callable

from sipdesk.gui import tokens
from sipdesk.gui.brief.parts import Card
from sipdesk.gui.widgets.controls import abreast, button
from sipdesk.services.replies import Whose

_NOBODYS = (
    "It answers a draft that this desk does not know: it was sent from another desk, or from this one after the backup that was "
    "restored. Nothing was taken from it."
)
_WAITS = "It answers the draft of {said}. Nothing is kept before you have looked it over there."
_DONE = (
    "It answers the draft of {said}, and no answer is waited for there any more. Nothing was taken from it; the note says what "
    "was answered."
)


def reply_card(whose: Whose, take: Callable[[], None]) -> Card:
    """`take`: go to the note, and read the form there."""
    card = Card("A headteacher’s reply to a draft")
    if not whose.visit:
        card.say(_NOBODYS)
        return card
    card.say((_WAITS if whose.waits else _DONE).format(said=whose.said))
    go = button("Take it in at that note" if whose.waits else "Go to that note", "primary" if whose.waits else "")
    go.clicked.connect(take)
    card.lines.addSpacing(tokens.S1)
    card.lines.addWidget(abreast(go))
    return card
