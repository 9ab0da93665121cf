"""The aids in one field: when to look, what the keys and the menu do."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from sipdesk.domain.notice import Found
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.visit.marking import Marker
from sipdesk.gui.visit.notices import NoticeLine

if TYPE_CHECKING:
    from sipdesk.gui.visit.aids import VisitAids

_PAUSE = 500
"""Milliseconds without a key after which a field is looked over."""
_WAITING, _NONE = "Looking for spellings…", "No suggestion"
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Help(QObject):
    """Lives and goes with its field."""

    def __init__(self, field: Prose, aids: "VisitAids") -> None:
        super().__init__(field)
        self.field = field
        self._aids = aids
        self._looked = ""
        self.looking = 0
        """How many answers are still awaited."""
        self._slash = False
        self.menu: QMenu | None = None
        self.marker = Marker(field, aids.theme)
        self.line = NoticeLine(field)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._look)
        field.textChanged.connect(self._timer.start)
        field.cursorPositionChanged.connect(self.marker.release)
        field.installEventFilter(self)
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        field.customContextMenuRequested.connect(self._open_menu)
        self.line.left.connect(aids.leave)

    # -- looking -------------------------------------------------------------------------------------------------

    def look_soon(self) -> None:
        """Look the field over again after a pause."""
        self._timer.start()

    def _look(self) -> None:
        if self.field.isReadOnly() or not self.field.isVisible():
            return
        text = self.field.toPlainText()
        self._looked = text
        self.looking += 1
        self._aids.look(text, self._found, self._not_found)

    def _found(self, result: tuple[set[str], list[Found]]) -> None:
        if not isValid(self) or not isValid(self.field):
            return
        self.looking -= 1
        if self.looking or self.field.toPlainText() != self._looked:
            return  # a newer answer is on its way
        wrong, notices = result
        standing = self._aids.may_stand(notices) if self.field.noticed else []
        self.marker.put(wrong, standing)
        self.line.put(standing)

    def _not_found(self, sentence: str) -> None:
        self.looking = 0
        self._aids.said.emit(sentence)

    # -- keys ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Loads on the first focus; takes the keys of the aids before the page's shortcuts do."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self._aids.begin()
        elif kind == QEvent.Type.Show:
            self._timer.start()
        elif kind == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self.marker.release)
        elif isinstance(event, QKeyEvent) and not self.field.isReadOnly():
            if kind == QEvent.Type.ShortcutOverride and self._key_of(event):
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                return self._pressed(event)
        return super().eventFilter(watched, event)

    def _key_of(self, event: QKeyEvent) -> str:
        if not event.modifiers() & _CONTROL or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return ""
        if event.key() == Qt.Key.Key_P:
            return "keep" if event.modifiers() & _SHIFT else "phrases"
        return "spelling" if event.key() == Qt.Key.Key_Period else ""

    def _pressed(self, event: QKeyEvent) -> bool:
        wish = self._key_of(event)
        if wish:
            {"keep": self.keep, "phrases": self.offer, "spelling": self.offer_spellings}[wish]()
            return True
        if event.text() == "/" and not self.field.textCursor().block().text().strip():
            self._slash = True
            self._aids.offer_phrases(self)
            return True
        return False

    def keep(self) -> None:
        """Keep the selected words as a phrase."""
        self._aids.keep_phrase(self.field.textCursor().selectedText().replace("\u2029", "\n"))

    def offer(self) -> None:
        """Open the phrase bank at the caret."""
        self._slash = False
        self._aids.offer_phrases(self)

    def below_caret(self) -> QPoint:
        """Where on the screen a popup at the caret belongs."""
        return self.field.viewport().mapToGlobal(self.field.cursorRect().bottomLeft()) + QPoint(0, 4)

    def insert(self, words: str) -> None:
        """Words at the caret, a step of undo of their own."""
        self._slash = False
        self.field.paste_words(words)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.ensureCursorVisible()

    def phrases_closed(self) -> None:
        """No phrase was wanted: a slash that was typed is a slash."""
        if self._slash:
            self._slash = False
            self.field.textCursor().insertText("/")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the menu ------------------------------------------------------------------------------------------------

    def offer_spellings(self) -> None:
        """A menu at the word the caret is in, else at the next word nobody knows."""
        place = self.field.textCursor().position()
        notice = self.marker.notice_at(place)
        word = self.marker.word_at(place) or (None if notice else self.marker.next_word(place))
        if word is None and notice is None:
            self._aids.said.emit("No spelling to look at in this text.")
            return
        if word is not None:
            self._select(word)
        menu = QMenu(self.field)
        self._fill(menu, word, notice)
        self._show(menu, self.below_caret())

    def _open_menu(self, at: QPoint) -> None:
        cursor = self.field.cursorForPosition(at)
        keyboard = not self.field.viewport().rect().contains(at)
        place = self.field.textCursor().position() if keyboard else cursor.position()
        menu = self.field.createStandardContextMenu()
        menu.setParent(self.field, menu.windowFlags())
        if not self.field.isReadOnly():
            own = QMenu()
            self._fill(own, self.marker.word_at(place), self.marker.notice_at(place))
            self._phrase_actions(own)
            own.addSeparator()
            for action in own.actions():
                action.setParent(menu)
            menu.insertActions(menu.actions()[0], own.actions())
        self._show(menu, self.field.viewport().mapToGlobal(at))

    def _show(self, menu: QMenu, at: QPoint) -> None:
        self.menu = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _fill(self, menu: QMenu, word: QTextCursor | None, notice: Found | None) -> None:
        if word is not None:
            spelt = word.selectedText()
            waiting = menu.addAction(_WAITING)
            waiting.setEnabled(False)
            menu.addAction(f"Add “{spelt}” to my words").triggered.connect(lambda: self._aids.add_word(spelt))
            menu.addSeparator()
            self._aids.suggest(spelt, lambda found: self._offer(waiting, word, spelt, found))
        if notice is not None:
            menu.addAction(notice.says).setEnabled(False)
            menu.addAction("Leave as it is").triggered.connect(lambda: self._aids.leave(notice))
            menu.addSeparator()

    def _phrase_actions(self, menu: QMenu) -> None:
        keep = menu.addAction("Keep as a phrase\tCtrl+Shift+P")
        keep.setEnabled(self.field.textCursor().hasSelection())
        keep.triggered.connect(self.keep)
        menu.addAction("Insert a phrase…\tCtrl+P").triggered.connect(self.offer)

    def _offer(self, waiting: QAction, word: QTextCursor, spelt: str, found: list[str]) -> None:
        if not isValid(waiting) or not isValid(self.field):
            return
        menu = waiting.parent()
        if not found or not isinstance(menu, QMenu):
            waiting.setText(_NONE)
            return
        actions = [QAction(offered, menu) for offered in found]
        for action in actions:
            action.triggered.connect(lambda _on=False, new=action.text(): self._replace(word, spelt, new))
        menu.insertActions(waiting, actions)
        menu.removeAction(waiting)
        menu.setActiveAction(actions[0])

    def _select(self, word: QTextCursor) -> None:
        self.field.setTextCursor(word)
        self.field.ensureCursorVisible()

    def _replace(self, word: QTextCursor, spelt: str, new: str) -> None:
        if word.selectedText() == spelt:
            self._select(word)
            self.field.textCursor().insertText(new)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
