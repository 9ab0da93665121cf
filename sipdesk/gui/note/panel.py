"""One step of a note's way that needs more than a button: the accuracy check, the signatures, the issue, a correction.

Each panel asks the services itself and tells the page what became of it. `steps.PANELS` lists them in the order of the
way; at most those are shown whose `shows` says yes.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.services.overview import NoteView


class Panel(QWidget):
    """Shown below the rows of the steps. Made once for the page, for whatever note it shows."""

    moved = Signal(str, object)
    """The note stands elsewhere now: what to say (may be empty) and the file that was written, a `Path` or None. The page
    reads the note again."""
    failed = Signal(str)
    """Nothing was changed; the sentence says why."""
    visit_wanted = Signal(str)
    """Back to the visit: the question to go to, empty for none."""
    pages = Signal(bytes)
    """Other pages than the note's own, to be read before they go; none for its own again."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.S2)
        self.hide()

    def shows(self, view: NoteView) -> bool:
        """Whether this step is the one to take (or look back on) for a note."""
        raise NotImplementedError

    def show_view(self, view: NoteView) -> None:
        """Another note, or the same in another state; only called where `shows` said yes."""
        raise NotImplementedError

    def clear(self) -> None:
        """Nothing of the last note stays."""
        self.hide()
