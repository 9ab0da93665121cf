"""What helps whoever types in the fields of a visit: spelling, gentle notices, phrases, clean pasting.

Everything is looked up away from the window's thread after a pause; a key waits for nothing here.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sipdesk.domain.notice import Found, Notices
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.visit.helping import Help
from sipdesk.gui.visit.paste import cleaned
from sipdesk.gui.visit.phrases import PhrasePopup
from sipdesk.gui.visit.spelling import Speller
from sipdesk.services.phrases import Language

Then = Callable[[tuple[set[str], list[Found]]], None]


class VisitAids(QObject):
    """One for a visit page; `open_visit` tells it whose words are right and which schools are others."""

    said = Signal(str)
    """A sentence for the status line."""
    parted = Signal()
    """What was typed until now and what comes next are two steps of undo."""

    def __init__(self, theme: Theme, desk: DeskLink, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._desk = desk
        self._page = parent
        self._helps: list[Help] = []
        self._speller: Speller | None = None
        self._asked_for = False
        self._language = Language()
        self._notices = Notices([])
        self._left: set[str] = set()
        self._visit = ""
        self._phrases: PhrasePopup | None = None
        self._into: Help | None = None
        theme.changed.connect(self._dress)

    # -- the protocol of a field ---------------------------------------------------------------------------------

    def attach(self, field: Prose) -> None:
        """Help in this field from now on."""
        self._helps = [there for there in self._helps if isValid(there)]
        self._helps.append(Help(field, self))

    def cleaned(self, mime: QMimeData) -> str:
        """What is pasted, as paragraphs and `- ` bullets."""
        return cleaned(mime)

    def part(self) -> None:
        """What was typed until now and what comes next are two steps of undo."""
        self.parted.emit()

    # -- the visit -----------------------------------------------------------------------------------------------

    def open_visit(self, visit_id: str) -> None:
        """Another visit: its school's names, its programme's words."""
        self._visit = visit_id
        self._desk.ask(lambda services: services.phrases.language(visit_id), self._told, self.said.emit)

    def _told(self, language: Language) -> None:
        self._language = language
        self._left = set(language.left)
        self._notices = Notices(language.rules, language.other_schools)
        if self._speller is not None:
            self._speller.tell((*language.glossary, *language.own))
        self._look_again()

    def _look_again(self) -> None:
        for there in self._helps:
            if isValid(there):
                there.look_soon()

    def _dress(self) -> None:
        for there in self._helps:
            if isValid(there):
                there.marker.redraw()

    # -- looking things up ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Somebody is about to type: load the speller, once, in the background."""
        if not self._asked_for:
            self._asked_for = True
            speller = Speller()
            self._desk.outside(speller.load, lambda _: self._loaded(speller), self.said.emit)

    def _loaded(self, speller: Speller) -> None:
        speller.tell((*self._language.glossary, *self._language.own))
        self._speller = speller
        self._look_again()

    @property
    def ready(self) -> bool:
        """Whether words are looked up by now."""
        return self._speller is not None

    def look(self, text: str, then: Then, failed: Callable[[str], None]) -> None:
        """Find in a text what nobody knows and what to think about."""
        speller, notices = self._speller, self._notices

        def find() -> tuple[set[str], list[Found]]:
            wrong: set[str] = set()
            found: list[Found] = []
            for line in text.split("\n"):  # in slices: a pattern holds the interpreter until it is through
                if speller is not None:
                    wrong |= speller.wrong(line)
                found += notices.find(line)
            return wrong, found

        self._desk.outside(find, then, failed)

    def may_stand(self, found: list[Found]) -> list[Found]:
        """Notices without those that were left as they are."""
        return [notice for notice in found if notice.key not in self._left]

    def suggest(self, word: str, then: Callable[[list[str]], None]) -> None:
        """Ask what may have been meant."""
        if self._speller is not None:
            self._desk.outside(partial(self._speller.suggest, word), then, self.said.emit)

    # -- the partner's own ---------------------------------------------------------------------------------------

    def add_word(self, word: str) -> None:
        """A word is right from now on."""
        self._language = self._language.model_copy(update={"own": [*self._language.own, word]})
        if self._speller is not None:
            self._speller.tell((*self._language.glossary, *self._language.own))
        self._look_again()
        self._keep(lambda services: services.phrases.add_word(word).remarks[0])

    def leave(self, notice: Found) -> None:
        """A notice is not shown again for these words."""
        self._left.add(notice.key)
        self._look_again()
        self._keep(lambda services: services.phrases.leave(notice.key) and "Left as it is; it is not asked again.")

    def keep_phrase(self, words: str) -> None:
        """Keep words in the phrase bank."""
        kept, there = "Kept as a phrase. Ctrl+P inserts it.", "That phrase is kept already."
        self._keep(lambda services: kept if services.phrases.keep(words) else there)

    def _keep(self, call: "Callable[..., str]") -> None:
        self._desk.ask(call, self.said.emit, self.said.emit)

    # -- phrases -------------------------------------------------------------------------------------------------

    def offer_phrases(self, into: Help) -> None:
        """Open the phrase bank at the caret of a field."""
        if self._phrases is None:
            self._phrases = PhrasePopup(self._page.window(), self.theme, self._desk)
            self._phrases.chosen.connect(self._insert)
            self._phrases.closed.connect(self._closed)
        self._into = into
        self._phrases.open_at(into.below_caret())

    @property
    def phrases(self) -> PhrasePopup | None:
        """The phrase bank, once it was opened."""
        return self._phrases

    def _insert(self, words: str) -> None:
        if self._into is not None and isValid(self._into):
            self._into.insert(words)

    def _closed(self, chose: bool) -> None:
        if not chose and self._into is not None and isValid(self._into):
            self._into.phrases_closed()
