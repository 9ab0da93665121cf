"""The real pages of a note: the very bytes that a saved copy holds, shown by QtPdf."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label

_WIDEST = 860
"""Pages fill the room up to this width; wider only tires the eye."""
_STEPS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class Viewer(QWidget):
    """Pages below one another, larger and smaller by key and button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._times = 1.0
        self._buffer: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.count = label(role="status")
        self.smaller = button("", "quiet", name="Smaller pages")
        self.larger = button("", "quiet", name="Larger pages")
        self.waiting = label("Making the pages…", "muted")
        self._lay_out()
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        self.view.pageNavigator().currentPageChanged.connect(self._counted)
        theme.changed.connect(self._dress)
        self._dress()
        self.clear()

    def _lay_out(self) -> None:
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setPageSpacing(tokens.S4)
        self.view.setAccessibleName("Pages of the note")
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bar = frame("bar", "bottom")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(tokens.S4, tokens.S1, tokens.S4, tokens.S1)
        row.addWidget(self.count)
        row.addStretch()
        for pressed in (self.smaller, self.larger):
            row.addWidget(pressed)
        tray = frame("tray")
        inside = QVBoxLayout(tray)
        inside.setContentsMargins(tokens.S1, tokens.S1, tokens.S1, tokens.S1)
        inside.addWidget(self.waiting, 0, Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self.view, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        outer.addWidget(tray, 1)

    def _dress(self) -> None:
        side = self._theme.px(tokens.ICON)
        for pressed, icon in ((self.smaller, "zoom-out"), (self.larger, "zoom-in")):
            _picture(pressed, self._theme, icon, side)
        palette = self.view.palette()
        ground = "line" if self._theme.palette.rule == 1 else "bg"
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, self._theme.colour(ground))
        self.view.setPalette(palette)
        self._fit()

    def clear(self, sentence: str = "Making the pages…") -> None:
        """No pages; say why."""
        self.document.close()
        self.waiting.setText(sentence)
        self.waiting.setVisible(bool(sentence))
        self.view.hide()
        self._bar.hide()

    def show_pages(self, pdf: bytes) -> None:
        """Other pages."""
        held = QBuffer(self)
        held.setData(QByteArray(pdf))
        held.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(held)
        # The document reads from the buffer as long as it shows it: the old one goes only now.
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = held
        self.waiting.hide()
        self.view.show()
        self._bar.show()
        self._fit()
        self.view.verticalScrollBar().setValue(0)
        self._counted(0)

    def _counted(self, page: int) -> None:
        self.count.setText(f"Page {page + 1} of {self.document.pageCount()}")

    def _zoom(self, by: int) -> None:
        nearest = min(range(len(_STEPS)), key=lambda n: abs(_STEPS[n] - self._times))
        place = max(0, min(len(_STEPS) - 1, nearest + by))
        self._times = _STEPS[place]
        self._fit()
        for pressed, end in ((self.smaller, 0), (self.larger, len(_STEPS) - 1)):
            pressed.setEnabled(place != end)

    def _fit(self) -> None:
        if self.document.pageCount() < 1:
            return
        room = min(self.view.viewport().width() - 2 * tokens.S5, _WIDEST)
        dots = self.screen().logicalDotsPerInch() / 72
        wide = self.document.pagePointSize(0).width() * dots
        self.view.setZoomFactor(max(0.1, room / wide * self._times))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def text(self) -> str:
        """The words on the pages, for tests and for reading aloud."""
        pages = range(self.document.pageCount())
        return "\n".join(self.document.getAllText(page).text() for page in pages)


def _picture(pressed: QPushButton, theme: Theme, icon: str, side: int) -> None:
    pressed.setIcon(theme.icon(icon, "text"))
    pressed.setIconSize(QSize(side, side))
    pressed.setToolTip(pressed.accessibleName())
