"""F9: while the screen is shared, nothing of the register, of categories, hours or other schools stands on it.

What is safe beside a head stays: the visit, the note, help, settings. A page that can hide its own part says so with a
method `share(on)`; in place of any other a calm page stands, so that nothing is ever shown by being forgotten.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, label
from sipdesk.gui.widgets.page import Page, Step, column

if TYPE_CHECKING:
    from sipdesk.gui.shell import Shell

SAFE = ("visit", "note", "help", "settings", "programme")
"""The shell's pages that never hold what must not be seen. The brief is none of them: it holds clocks, hours and promises."""
PARTLY = ("school",)
"""Pages that stay where they can hide a part themselves."""
_WORDS = (
    "Your caseload, categories, hours and other schools are out of sight until you leave. A visit and its note can be "
    "opened and stay in view: they hold nothing that the school may not see."
)


class CalmPage(Page):
    """What stands in place of a page that must not be seen."""

    left = Signal()
    word = "Screen sharing"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("Screen sharing")]
        self._theme = theme
        self.picture = label()
        self.heading = label("Screen sharing is on", "title", wrap=True)
        self.words = label(_WORDS, "muted", wrap=True)
        self.leave = button("Leave screen sharing (F9)", "primary")
        self.leave.clicked.connect(self.left)
        lines = column(self)
        for widget in (self.picture, self.heading, self.words, self.leave):
            lines.addWidget(widget)
        lines.addStretch(1)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.picture.setPixmap(self._theme.pixmap("screen-share", "accent", 28))
        self.words.setMaximumWidth(self._theme.px(520))

    def arrive(self) -> None:
        """On the way out."""
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)


class Sharing(QObject):
    """The mode itself; belongs to the shell."""

    changed = Signal(bool)

    def __init__(self, shell: "Shell", theme: Theme) -> None:
        super().__init__(shell)
        self.on = False
        self._shell = shell
        self._theme = theme
        self._wanted: Page | None = None
        self.calm = CalmPage(theme)
        self.calm.left.connect(self.toggle)
        self.badge = button("Screen sharing · F9 leaves", "badge", name="Screen sharing is on. Leave it (F9)")
        self.badge.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.badge.clicked.connect(self.toggle)
        self.badge.hide()
        shell.stack.addWidget(self.calm)
        QShortcut(QKeySequence("F9"), shell, self.toggle)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        side = self._theme.px(tokens.ICON - 2)
        self.badge.setIcon(self._theme.icon("screen-share", "part", gap=tokens.S1))
        self.badge.setIconSize(QSize(side + tokens.S1, side))

    def toggle(self) -> None:
        """On, or off again."""
        self.turn(on=not self.on)

    def turn(self, *, on: bool) -> None:
        """On or off, at once."""
        if on == self.on:
            return
        self.on = on
        self.badge.setVisible(on)
        self._shell.status.clear()  # what was said last may name a school
        self.changed.emit(on)
        for page in self._pages():
            _tell(page, on=on)
        if self._wanted is not None:
            self.show(self._wanted)
            self._shell.page.arrive()
            self._shell.page.trail_changed.emit()
            self._shell.titled.emit(self._shell.page.word)
        announce(self._shell, "Screen sharing is on." if on else "Screen sharing is off.")

    def show(self, page: Page) -> None:
        """Show a page, or the calm one in its place."""
        self._wanted = page
        _tell(page, on=self.on)
        self._shell.stack.setCurrentWidget(self.calm if self.on and not self._may_stand(page) else page)

    def _may_stand(self, page: Page) -> bool:
        known = vars(self._shell)
        if any(page is known.get(name) for name in SAFE):
            return True
        return any(page is known.get(name) for name in PARTLY) and hasattr(page, "share")

    def _pages(self) -> list[Page]:
        stack = self._shell.stack
        found = (stack.widget(n) for n in range(stack.count()))
        return [page for page in found if isinstance(page, Page)]


def _tell(page: Page, *, on: bool) -> None:
    share = getattr(page, "share", None)
    if share is not None:
        share(on)
