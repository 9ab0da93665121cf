"""The help: contents and search at the left, the text beside them. Nothing is fetched from anywhere."""

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QFontMetricsF, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout

from sipdesk.gui import tokens
from sipdesk.gui.help.dress import dress, fit_pictures
from sipdesk.gui.help.topics import FIRST, Topic, contents, fitting, folder
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.page import Page, Step

_LIST = 240
_LEAST_LIST = 150
_MEASURE = 660
"""Width of the text at 100 %: about 72 characters would be 470, but the help has tables of keys."""
_ID = Qt.ItemDataRole.UserRole


class HelpPage(Page):
    """One topic at a time. Links lead from one to another; Alt+Left goes back among them."""

    closed = Signal()
    word = "Help"

    def __init__(self, theme: Theme, *, alone: bool = False) -> None:
        super().__init__()
        self.trail = [Step("Help")]
        self._theme = theme
        self._topics = contents()
        self._past: list[str] = []
        self.topic = ""
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the help")
        self.field.setAccessibleName("Search the help")
        self.list = QListWidget()
        self.list.setProperty("role", "contents")
        self.list.setAccessibleName("Contents of the help")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setTabKeyNavigation(False)
        self.none = label(role="muted", wrap=True)
        self.none.hide()
        self.text = QTextBrowser()
        self.text.setProperty("role", "reading")
        self.text.setAccessibleName("Help text")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(folder())])
        self.back = button("Back", name="Back to where I was")
        self._lay_out()
        self.back.setVisible(alone)
        self._connect()
        self._fill(self._topics)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(tokens.S2)
        side.addWidget(self.back)
        side.addWidget(self.field)
        side.addWidget(self.none)
        side.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S4)
        row.setSpacing(tokens.S4)
        row.addLayout(side)
        row.addWidget(self.text, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._open_first)
        self.list.currentItemChanged.connect(self._chosen)
        self.text.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.closed)
        QShortcut(
            QKeySequence.StandardKey.Find, self, self._find, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        escape = QShortcut(QKeySequence("Escape"), self, self.closed.emit)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._theme.changed.connect(self._render)
        self.text.viewport().installEventFilter(self)

    def about(self, word: str) -> str:
        """The topic on a page, by the page's own word; the first one where there is none of its own."""
        asked = word.casefold().replace(" ", "-")
        return asked if any(topic.id == asked for topic in self._topics) else FIRST

    def show_topic(self, topic: str) -> None:
        """Open a topic."""
        name, _, _anchor = topic.partition("#")
        if all(known.id != name for known in self._topics):
            name = FIRST
        if self.field.text() and all(self.list.item(n).data(_ID) != name for n in range(self.list.count())):
            self.field.clear()
        self.topic = name
        self._render()
        for n in range(self.list.count()):
            if self.list.item(n).data(_ID) == name:
                self.list.setCurrentRow(n)

    def arrive(self) -> None:
        """In the text, where the keys scroll."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- contents and search -------------------------------------------------------------------------------------

    def _fill(self, topics: list[Topic]) -> None:
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        for topic in topics:
            item = QListWidgetItem(topic.title)
            item.setData(_ID, topic.id)
            self.list.addItem(item)
            if topic.id == self.topic:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)  # noqa: FBT003
        say(self.none, "" if topics else "Nothing in the help has all of these words. Try fewer.")

    def _search(self, asked: str) -> None:
        self._fill(fitting(self._topics, asked) if asked.strip() else self._topics)

    def _open_first(self) -> None:
        if self.list.count():
            asked = self.field.text()
            self.show_topic(str(self.list.item(0).data(_ID)))
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            word = next(iter(asked.split()), "")
            if word:
                self.text.find(word)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is not None and item.data(_ID) != self.topic:
            self.show_topic(str(item.data(_ID)))

    def _find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _follow(self, link: QUrl) -> None:
        """Links lead within the help alone."""
        if link.scheme() in {"", "file"} and link.path().endswith(".md"):
            self.show_topic(link.fileName().removesuffix(".md"))

    # -- the text ------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        theme = self._theme
        self.list.setFixedWidth(max(_LEAST_LIST, min(theme.px(_LIST), self.width() // 3 or theme.px(_LIST))))
        self.field.setFixedWidth(self.list.width())
        self.none.setFixedWidth(self.list.width())
        if not self.topic:
            return
        text = next(topic.markdown for topic in self._topics if topic.id == self.topic)
        document = self.text.document()
        document.setDefaultFont(theme.font())
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        dress(document, theme)
        self._margin()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _margin(self) -> None:
        """A written column is never wider than can be read."""
        wide = self.text.viewport().width()
        spare = max(0, wide - self._theme.px(_MEASURE) - 2 * tokens.S5)
        frame = self.text.document().rootFrame()
        form = frame.frameFormat()
        if round(form.rightMargin()) != spare + tokens.S4:
            form.setLeftMargin(tokens.S4)
            form.setTopMargin(tokens.S3)
            form.setBottomMargin(tokens.S4)
            form.setRightMargin(spare + tokens.S4)
            frame.setFrameFormat(form)
        fit_pictures(self.text.document(), folder(), max(1, wide - spare - 3 * tokens.S4))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The column follows the window."""
        if event.type() == QEvent.Type.Resize:
            self._margin()
            wide = QFontMetricsF(self._theme.font()).horizontalAdvance("x")
            self.list.setFixedWidth(max(round(20 * wide), min(self._theme.px(_LIST), self.width() // 3)))
            self.field.setFixedWidth(self.list.width())
            self.none.setFixedWidth(self.list.width())
        return super().eventFilter(watched, event)
