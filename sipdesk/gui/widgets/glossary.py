"""An authority's own words explained where they stand: as the tooltip and the description of a label, or of a table's cell."""

import re
from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QWidget

from sipdesk.domain.rules import Word
from sipdesk.gui.widgets.controls import tip

_OURS = "glossed"
"""A label whose tooltip comes from here, and may be taken away again."""


class Glossary:
    """Words and their meanings. A word with capitals is looked for as it is written, any other in any case."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        told = [one for one in words if one.word.strip() and one.means.strip()]
        # Longer words first: of `Intensive A` and `Intensive` the one that is meant.
        self._words = [(_finder(one.word), one) for one in sorted(told, key=lambda one: -len(one.word))]

    def meaning_of(self, text: str) -> str:
        """The meaning of each of its words that stand in a text, a line each in their order there; empty for none."""
        found: list[tuple[int, Word]] = []
        taken = [False] * len(text)
        for finder, word in self._words:
            for match in finder.finditer(text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = [True] * len(match.group())
                    found.append((match.start(), word))
        found.sort(key=lambda pair: pair[0])
        return "\n".join(dict.fromkeys(f"{word.word}: {word.means}" for _, word in found))

    def gloss(self, part: QWidget) -> None:
        """Explain the words in all labels of a part; a label that has none of them any more loses what it was given here."""
        for label in [part] if isinstance(part, QLabel) else part.findChildren(QLabel):
            meaning = self.meaning_of(label.text())
            if meaning or label.property(_OURS):
                label.setToolTip(tip(meaning))
                label.setAccessibleDescription(meaning)
                label.setProperty(_OURS, bool(meaning))


def _finder(word: str) -> re.Pattern[str]:
    in_any_case = word == word.lower()
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE if in_any_case else re.NOFLAG)
