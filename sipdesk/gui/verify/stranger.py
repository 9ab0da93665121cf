"""A certificate that nobody here relies on: how to find out whose it is, and the two ways to rely on it from now on."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sipdesk.gui import tokens
from sipdesk.gui.brief.parts import Card
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.services.trust import Relied, read_trust_bytes, same_words

if TYPE_CHECKING:
    from sipdesk.app import Services

KINDS = "Trust files (*.pem *.crt *.cer);;All files (*)"
_HOW = (
    "The signatures are whole. What this desk cannot know is whether the certificate really is that of {name}. Ring {name} on "
    "a number you had before, not on one that came with the note, and let them read their twelve words to you; they stand "
    "in their settings and on their fingerprint page."
)
_OTHER = "These are not the words of this certificate. If you heard them right, somebody else made the signature: do not rely on it."


class StrangerCard(Card):
    """One certificate."""

    relied = Signal(str)
    """From now on; what to say."""

    def __init__(self, desk: DeskLink, certificate: Relied, ask: AskOpen = ask_open) -> None:
        super().__init__(f"Is this the certificate of {certificate.name}?")
        self._desk = desk
        self._certificate = certificate
        self.ask = ask
        self.say(_HOW.format(name=certificate.name))
        self.words = Field("The twelve words, as you heard them", "In order; capitals and commas do not matter.")
        self.go = button("Rely on this certificate")
        self.file = button("Use a trust file…")
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self.lines.addSpacing(tokens.S1)
        self.lines.addWidget(self.words)
        row = Flow()
        row.addWidget(self.go)
        row.addWidget(self.file)
        self.lines.addLayout(row)
        self.lines.addWidget(self.error)
        self.say(
            f"From then on every note signed with it is relied on, until you take it out in the settings. A trust file "
            f"that {certificate.name} or the authority gave you by hand does the same without a call.",
            "muted",
        )
        self.go.clicked.connect(self._confirm)
        self.words.edit.returnPressed.connect(self._confirm)
        self.file.clicked.connect(self._choose)

    def _confirm(self) -> None:
        if not self.words.text.strip():
            self.words.refuse("Type the twelve words first, as you heard them.")
        elif same_words(self.words.text, self._certificate.words):
            self._rely(self._certificate.pem.encode())
        else:
            self.words.refuse(_OTHER)

    def _choose(self) -> None:
        chosen = self.ask(self, "Choose a trust file", KINDS)
        if chosen:
            self._desk.outside(partial(read_trust_bytes, Path(chosen)), self._rely, self._refused)

    def _rely(self, data: bytes) -> None:
        say(self.error, "")
        self._desk.ask(partial(_rely, data=data), self._done, self._refused)

    def _done(self, new: list[Relied]) -> None:
        self.relied.emit(f"Relied on from now on: {', '.join(one.name for one in new)}.")

    def _refused(self, sentence: str) -> None:
        say(self.error, sentence)


def _rely(services: "Services", data: bytes) -> list[Relied]:
    return services.trust.rely(data)
