"""What a note still lacks, section by section. Enter or a click goes to the field that mends it."""

from itertools import groupby

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from sipdesk.domain.missing import Lack
from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.table import stand_where_selected

_JOINT = " › "
_QUESTION = Qt.ItemDataRole.UserRole


class MissingList(QListWidget):
    """Headings cannot be chosen; what is missing can."""

    wanted = Signal(str)
    """The question to go to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lacks: list[Lack] = []
        self.setProperty("role", "links")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)  # else a line that breaks is cut instead
        self.setAccessibleName("What is missing")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.itemClicked.connect(self._chosen)
        self.itemActivated.connect(self._chosen)
        stand_where_selected(self)
        theme.changed.connect(self._write)

    def put(self, lacks: list[Lack]) -> None:
        """Other gaps."""
        self._lacks = lacks
        self._write()

    def texts(self) -> list[str]:
        """The lines as they stand."""
        return [self.item(n).text() for n in range(self.count())]

    def _write(self) -> None:
        self.clear()
        for section, lacks in groupby(self._lacks, key=lambda lack: lack.words.partition(_JOINT)[0]):
            told = list(lacks)
            if _JOINT in told[0].words:
                self._heading(section)
            for lack in told:
                self._line(lack.words.partition(_JOINT)[2] or lack.words, lack.question)
        self._measure()
        first = next((n for n in range(self.count()) if self.item(n).data(_QUESTION)), None)
        if first is not None:
            self.setCurrentRow(first)

    def _heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFont(self._theme.font(strong=True))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(self._theme.colour("text"))
        self.addItem(item)

    def _line(self, text: str, question: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_QUESTION, question)
        item.setForeground(self._theme.colour("accent"))
        item.setFont(self._theme.font())
        self.addItem(item)

    def _chosen(self, item: QListWidgetItem) -> None:
        question = item.data(_QUESTION)
        if question:
            self.wanted.emit(question)

    def go(self) -> None:
        """To the field of the line one stands on."""
        item = self.currentItem()
        if item is not None:
            self._chosen(item)

    def _measure(self) -> None:
        """Each line as high as its words need at this width, and large enough to hit."""
        inset = 2 * (tokens.S2 + self._theme.palette.rule)
        round_it = 2 * (tokens.S1 + self._theme.palette.rule)  # any less, and Qt draws the first line alone
        width = max(1, self.viewport().width() - inset)
        flags, total = int(Qt.TextFlag.TextWordWrap), 0
        for n in range(self.count()):
            item = self.item(n)
            metrics = QFontMetrics(item.font())
            high = metrics.boundingRect(0, 0, width, 10_000, flags, item.text()).height() + round_it
            item.setSizeHint(QSize(0, max(high, tokens.TARGET + tokens.S1)))
            total += item.sizeHint().height()
        self.setMaximumHeight(total + 2 * (tokens.S1 + tokens.S1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._measure()
