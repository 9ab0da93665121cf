"""A picture on the screen: drawn elsewhere as SVG, in the colours and the text size in use, and said in words to who cannot see it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout

from sipdesk.domain.chart import Look
from sipdesk.gui import tokens
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import label
from sipdesk.services.pictures import drawn

if TYPE_CHECKING:
    from sipdesk.domain.chart import Chart

_WIDEST = 760
"""A line over the years is no easier to follow on a wider screen."""
_LOW = 96
"""Room kept until it is drawn."""
_SETTLING = 60
"""Milliseconds: while a window is dragged wider nothing is drawn anew."""


class Picture(QLabel):
    """One picture. The keyboard can come to it, so that a page scrolls to it and a screen reader meets it."""

    def __init__(self, desk: DeskLink, theme: Theme, chart: "Chart") -> None:
        super().__init__()
        self.chart = chart
        self.svg = ""
        """As it was drawn last; empty while it is not."""
        self._desk = desk
        self._theme = theme
        self._asked: Ask | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLING)
        self._settling.timeout.connect(self._draw)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.alternative)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        # Its drawing follows its width, never the other way round.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_LOW))
        theme.changed.connect(self._settling.start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another drawing, once it has settled."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._settling.start()

    def drop(self) -> None:
        """It goes from the screen: nobody waits for its drawing."""
        self._settling.stop()
        if self._asked is not None:
            self._asked.drop()

    def _draw(self) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        look = Look(palette.text, palette.muted, palette.line, palette.accent, palette.surface)
        width = min(self.width() / scale, _WIDEST)
        if width < 1:
            return
        self.drop()
        draw = partial(drawn, self.chart, look, width, tokens.BODY - 1)
        self._asked = self._desk.outside(draw, partial(self._show, scale), lambda _sentence: self._show(scale, ""))

    def _show(self, scale: float, svg: str) -> None:
        self.svg = svg
        if not svg:
            # Letters that no picture can be labelled with, or a drawing that failed: the words are all there is.
            self.setWordWrap(True)
            self.setText(self.chart.alternative)
            self.setFixedHeight(max(self.heightForWidth(self.width()), tokens.TARGET))
            return
        renderer, ratio = QSvgRenderer(QByteArray(svg.encode())), self.devicePixelRatioF()
        size = renderer.defaultSize() * scale
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        self.setPixmap(pixmap)
        self.setFixedHeight(size.height())


class PictureCard(QFrame):
    """A picture with what it finds, in words, below it."""

    def __init__(self, desk: DeskLink, theme: Theme, chart: "Chart") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.picture = Picture(desk, theme, chart)
        self.finding = label(chart.finding, "muted", wrap=True)
        self.finding.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S2)
        inside.addWidget(self.picture)
        if chart.kind == "progress":  # says it in the picture itself
            self.finding.setParent(self)
            self.finding.hide()
        else:
            inside.addWidget(self.finding)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """No line of words longer than the eye follows."""
        self.finding.setMaximumWidth(self._theme.px(_WIDEST * 3 // 4))


class Pictures(QVBoxLayout):
    """The pictures of a page, one below the other."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self.cards: list[PictureCard] = []
        self.setSpacing(tokens.S3)

    def put(self, charts: "list[Chart]") -> None:
        """These and no others; those that are there already stay as they are."""
        if [card.picture.chart for card in self.cards] == charts:
            return
        for card in self.cards:
            card.picture.drop()
            card.hide()
            self.removeWidget(card)
            card.deleteLater()
        self.cards = [PictureCard(self._desk, self._theme, chart) for chart in charts]
        for card in self.cards:
            self.addWidget(card)
