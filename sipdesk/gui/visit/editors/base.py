"""What every editor of an answer is. The page knows nothing else of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.context import VisitContext
from sipdesk.domain.question import Asked
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Aids


@dataclass(frozen=True)
class Surroundings:
    """What an editor may know: the look, the visit around the question, and how a new thing gets its id."""

    theme: Theme
    context: VisitContext
    new_id: Callable[[], str]
    aids: Aids | None = None
    ask: Callable[[Callable[[Any], Any], Callable[[Any], None], Callable[[str], None]], object] | None = None
    """Asks the desk's services, away from the window's thread; None on a stage without a desk."""
    visit: str = ""


class Editor(QWidget):
    """Edits the answer to one question. Prompt, hint and error stand above and below it and are the page's.

    `value` gives the answer as the plain JSON that `VisitService.save` takes; it never raises. What cannot be an answer
    yet (a date half typed) is given as it was typed, so that the service can refuse it in words and keep it.
    """

    edited = Signal()
    """The person changed something."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__()
        self.question: Asked = question
        self.around = around
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.S2)

    def put(self, answer: Any) -> None:
        """Show an answer (plain JSON; None where there is none) without telling anybody. Keeps the cursor's place."""
        raise NotImplementedError

    def value(self) -> Any:
        """The answer as it stands, as plain JSON values."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """What gets the keyboard when the question is gone to."""
        raise NotImplementedError
