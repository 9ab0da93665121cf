"""The programme: what the authority's document says, chapter by chapter, with a field that keeps only what is looked for.

It holds nothing of any school, so that it stays in view while the screen is shared.
"""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout

from sipdesk.app import Services
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.programme.text import write
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import announce, label, say
from sipdesk.gui.widgets.page import Heading, Page, Step, column, hint
from sipdesk.services.programmepage import Chapter, ProgrammeView, fitting

_LIST = 240
_MEASURE = 660
"""Width of the text at 100 %: it is read as the help is."""
_ID = Qt.ItemDataRole.UserRole
_NONE = "Nothing in the programme has all of these words. Try fewer."
_KEYS = "Ctrl+F looks for words, Esc shows all again · arrows in the contents go from part to part · Alt+Left goes back"


class ProgrammePage(Page):
    """Chapters at the left, the text beside them. Nothing on it can be changed: it is what the files say."""

    word = "Programme"
    wanted = Signal(object)
    """Another edition is to be shown: `anyshire/2025-26`."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.trail = [Step("The programme")]
        self._desk, self._theme = desk, theme
        self._authority: str | None = None
        self._wanted: object = None
        self._begins: dict[str, int] = {}
        self.view: ProgrammeView | None = None
        self.heading = Heading("")
        self.editions = Choice(theme, "Edition")
        self.editions.hide()
        self.heading.add(self.editions)
        self.remark = label(role="doubt", wrap=True)
        self.remark.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Look for words")
        self.field.setAccessibleName("Look for words in the programme")
        self.list = QListWidget()
        self.list.setProperty("role", "contents")
        self.list.setAccessibleName("Parts of the programme")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setTabKeyNavigation(False)
        self.text = QTextBrowser()
        self.text.setProperty("role", "reading")
        self.text.setAccessibleName("What the programme says")
        self.text.setOpenLinks(False)
        self.none = label(role="muted", wrap=True)
        self.none.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(tokens.S2)
        side.addWidget(self.field)
        side.addWidget(self.none)
        side.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(tokens.S4)
        row.addLayout(side)
        row.addWidget(self.text, 1)
        lines = column(self)
        for widget in (self.heading, self.error, self.remark):
            lines.addWidget(widget)
        lines.addLayout(row, 1)
        lines.addWidget(hint(_KEYS))

    def _connect(self) -> None:
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self.arrive)
        self.list.currentItemChanged.connect(self._chosen)
        self.editions.chosen.connect(self.wanted)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Find, self, self._find, context=within)
        QShortcut(QKeySequence("Escape"), self.field, self.field.clear, context=Qt.ShortcutContext.WidgetShortcut)
        self._theme.changed.connect(self._look)
        self.text.viewport().installEventFilter(self)

    # -- loading -------------------------------------------------------------------------------------------------

    def load(self, authority: str = "") -> None:
        """The programme of an authority in its edition of today, or in one that is named (`anyshire/2025-26`); that of the desk
        where none is."""
        if authority != self._authority:
            self._authority, self.view = authority, None
            self.field.clear()
            self._put([])
            self.heading.title.setText("")
            self.heading.line.setText("")
            say(self.remark, "")
        self.asked(self._desk.ask(partial(_read, authority=authority), self._show, self.failed))

    def _show(self, view: ProgrammeView) -> None:
        if view == self.view:
            return
        self.view = view
        self.heading.title.setText(view.name)
        self.heading.line.setText(f"{view.called} · edition {view.edition} · what its document says, in our words")
        say(self.remark, view.remark)
        self.editions.offer([(one.name, one.id) for one in view.editions], view.id)
        self.editions.setVisible(len(view.editions) > 1)
        self._look()

    def arrive(self) -> None:
        """In the text, where the keys scroll."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> object:
        """The chapter one reads."""
        item = self.list.currentItem()
        return item.data(_ID) if item is not None else None

    def restore(self, place: object) -> None:
        """At the chapter I read, as soon as it is there."""
        self._wanted = place

    # -- looking for words ---------------------------------------------------------------------------------------

    def _find(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _look(self, _changed: object = None) -> None:
        if self.view is None:
            return
        typed = self.field.text()
        found = fitting(self.view.chapters, typed)
        self._put(found)
        say(self.none, "" if found else _NONE)
        if typed.strip():
            announce(self.field, w.count(len(found), "part") if found else _NONE)

    def _put(self, chapters: list[Chapter]) -> None:
        stood = self._wanted or self.place()
        self._wanted = None if chapters else self._wanted
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        for chapter in chapters:
            item = QListWidgetItem(chapter.title)
            item.setData(_ID, chapter.id)
            self.list.addItem(item)
            if chapter.id == stood:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and chapters:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)  # noqa: FBT003
        self._begins = write(self.text.document(), chapters, self._theme)
        self._fit()
        self._chosen(self.list.currentItem())

    def _chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        """Read on at a chapter."""
        begins = self._begins.get(str(item.data(_ID))) if item is not None else None
        if begins is None:
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(begins)
        self.text.setTextCursor(cursor)
        top = self.text.document().documentLayout().blockBoundingRect(cursor.block()).top()
        self.text.verticalScrollBar().setValue(max(0, round(top) - tokens.S3))

    # -- the column ----------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """The text is never wider than can be read; the contents leave it room."""
        letter = QFontMetricsF(self._theme.font()).horizontalAdvance("x")
        wide = max(round(20 * letter), min(self._theme.px(_LIST), self.width() // 3))
        for widget in (self.list, self.field, self.none):
            widget.setFixedWidth(wide)
        self._wrap(wide)
        spare = max(0, self.text.viewport().width() - self._theme.px(_MEASURE) - 2 * tokens.S5)
        frame = self.text.document().rootFrame()
        form = frame.frameFormat()
        if round(form.rightMargin()) != spare + tokens.S4:
            form.setLeftMargin(tokens.S4)
            form.setTopMargin(tokens.S3)
            form.setBottomMargin(tokens.S4)
            form.setRightMargin(spare + tokens.S4)
            frame.setFrameFormat(form)

    def _wrap(self, wide: int) -> None:
        """A title longer than the contents are wide takes another line: a list does not do that by itself."""
        metrics, room = QFontMetrics(self._theme.font()), wide - 3 * tokens.S3 - tokens.S1
        for n in range(self.list.count()):
            item = self.list.item(n)
            item.setData(Qt.ItemDataRole.SizeHintRole, None)
            lines = metrics.boundingRect(QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap.value, item.text()).height()
            if lines > metrics.height():
                high = self.list.sizeHintForRow(n) + lines - metrics.height()
                item.setSizeHint(QSize(room, high))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The column follows the window."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)


def _read(services: Services, authority: str) -> ProgrammeView:
    return services.programmepage.view(authority)
