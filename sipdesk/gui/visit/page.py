"""The visit: its sections, the one being written, and what I know beside it. Everything is saved as it is typed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit import header
from sipdesk.gui.visit.body import SectionBody
from sipdesk.gui.visit.columns import Columns
from sipdesk.gui.visit.draft import Draft, Failed, Then
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.fields import Aids
from sipdesk.gui.visit.sections import Entry
from sipdesk.gui.widgets.controls import announce, say
from sipdesk.gui.widgets.page import Page, Step
from sipdesk.services.sections import HEAD, SectionState
from sipdesk.services.writing import Place, VisitView, Written

_LOOK = 20_000
"""Milliseconds between looks at the clock."""
_END = 1_000_000
_KEPT = "{} Nothing you typed is lost: it stays here, and sipdesk keeps trying to save it."


class VisitPage(Page):
    """Shows one visit at a time."""

    school_opened = Signal(str)
    note_wanted = Signal(str)
    """The visit whose note is to be seen."""
    section_opened = Signal(str)
    """Its id; `visit.` for the head."""
    view_loaded = Signal(object)
    """A VisitView, whenever one was read anew (opened, or something taken back)."""
    saved = Signal(object)
    """A Written, after each commit."""
    word = "Visit"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._home = home
        self.draft = Draft(desk)
        self.aids: Aids | None = None
        self.section = ""
        self.body: SectionBody | None = None
        self._wanted: Place | None = None
        self._told_of: set[str] = set()
        self.columns = Columns(theme)
        self.error = self.columns.error
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.columns)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK)
        self._connect()

    def _connect(self) -> None:
        columns, draft = self.columns, self.draft
        columns.sections.chosen.connect(lambda section: self.open_section(section, enter=False))
        columns.sections.entered.connect(self._enter)
        columns.menu.chosen.connect(self.open_section)
        columns.when.clicked.connect(lambda: self.open_section(HEAD))
        columns.see_note.clicked.connect(lambda: self.note_wanted.emit(self.draft.visit))
        columns.undo.clicked.connect(self.undo)
        columns.redo.clicked.connect(self.redo)
        draft.opened.connect(self._show)
        draft.written.connect(self._written)
        draft.saved.connect(lambda at: self.said.emit(f"Saved {at}"))
        draft.refused.connect(self._refused)
        draft.turned.connect(self._turned)
        self._clock.timeout.connect(self._tell_time)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+PgUp", partial(self._step, -1)),
            ("Ctrl+PgDown", partial(self._step, 1)),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        )
        for sequence, call in keys:
            QShortcut(QKeySequence(sequence), self, call, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    @property
    def wants_room(self) -> bool:
        """Three columns."""
        return True

    @property
    def view(self) -> VisitView | None:
        """The visit that is shown."""
        return self.draft.view

    def put_side(self, widget: QWidget) -> None:
        """What stands at the right of the section; it listens to `view_loaded`, `section_opened` and `saved`."""
        self.columns.put_side(widget)

    def offer_leaf(self, make: Callable[[str], None]) -> None:
        """Show the button “Agreed today…”; it calls with the visit's id once everything typed is saved."""
        self.columns.leaf.clicked.connect(lambda: self.flush(lambda: make(self.draft.visit), self._refused))
        self.columns.leaf.show()

    # -- opening -------------------------------------------------------------------------------------------------

    def load(self, visit_id: str, question: str = "") -> None:
        """A visit, where it was left, or at a question."""
        self._remember()
        self._drop_body()
        asked = self.draft.load(visit_id, self.failed)
        self.section = ""
        self._wanted = Place(field=question) if question else None
        self.columns.clear()
        self.trail = [Step("Caseload", self._home), Step("…")]
        self.asked(asked)

    def _show(self) -> None:
        view = self.view
        assert view is not None  # noqa: S101  - the draft says so once it is there
        school = Step(view.school, partial(self.school_opened.emit, view.visit.urn))
        self.trail = [Step("Caseload", self._home), school, Step(view.visit.title)]
        self.trail_changed.emit()
        say(self.columns.stands, view.read_only)
        place, self._wanted = self._wanted or view.place, None
        self.view_loaded.emit(view)
        self.open_section(self.draft.section_of(place.field) or place.section, place.field, place.cursor)
        self._refresh()
        self._tell_restored(view)
        self._clock.start()

    def _tell_restored(self, view: VisitView) -> None:
        """Once for each visit and start of the program."""
        number = len(view.unfinished)
        if number and not view.read_only and view.visit.id not in self._told_of:
            what = "one entry is" if number == 1 else f"{number} entries are"
            self.said.emit(f"Restored as you left it: {what} not finished yet.")
        self._told_of.add(view.visit.id)

    # -- sections ------------------------------------------------------------------------------------------------

    def open_section(self, section: str, field: str = "", cursor: int = 0, *, enter: bool = True) -> None:
        """Show another section; what was typed in the last one is saved at once."""
        view, draft = self.view, self.draft
        if view is None:
            return
        self._drop_body()
        draft.save()
        found = next((s for s in view.sections if s.id == section), None)
        self.section = found.id if found else HEAD
        around = Surroundings(
            self._theme, draft.now.context, self._desk.app.clock.new_id, self.aids, self._desk.ask, view.visit.id
        )
        body = SectionBody(
            found.title if found else header.TITLE,
            found.hint if found else "\n".join((header.HINT, *view.remarks)),
            around,
        )
        if draft.writable:
            body.ask(found)
            for name, box in body.boxes.items():
                box.put(draft.value(name))
                box.refuse(draft.why(name), at_once=True)
            body.edited.connect(self._edited)
        else:
            body.read(found, view)
        self.body = body
        self.columns.show_body(body)
        self.columns.sections.stand_on(self.section)
        self.columns.menu.set(self.section)
        self.section_opened.emit(self.section)
        if enter:
            self._enter(field, cursor)

    def _drop_body(self) -> None:
        body, self.body = self.body, None
        if body is not None:
            self.draft.gather()
            self.columns.drop_body(body)

    def _step(self, by: int) -> None:
        order = self.draft.order
        if self.section in order and 0 <= order.index(self.section) + by < len(order):
            self.open_section(order[order.index(self.section) + by])

    def _enter(self, field: str = "", cursor: int = 0) -> None:
        if self.body is not None:
            part = self.body.go(field, cursor)
            if part is not None:
                self.columns.bring(part)

    def go_to(self, question: str) -> None:
        """Put the keyboard into a field: a question's id, or `visit.date` and the like."""
        if self.view is None:
            self._wanted = Place(field=question)
        elif self.draft.section_of(question) == self.section:
            self._enter(question)
        else:
            self.open_section(self.draft.section_of(question) or self.section, question)

    def arrive(self) -> None:
        """In the section, once there is one."""
        if self.body is not None and self.body.active is None:
            self._enter()

    # -- where I am ----------------------------------------------------------------------------------------------

    def place(self) -> object:
        """Section, field and cursor."""
        if self.view is None:
            return self._wanted
        field, cursor = self.body.whereabouts() if self.body else ("", 0)
        return Place(section=self.section, field=field, cursor=cursor)

    def restore(self, place: object) -> None:
        """Back to a place; while the visit is being read, once it is there."""
        if isinstance(place, Place):
            self._wanted = place
            if self.view is not None:
                self._wanted = None
                self.open_section(place.section, place.field, place.cursor)

    def _remember(self) -> None:
        place = self.place()
        if isinstance(place, Place):
            self.draft.remember(place)

    # -- saving and undo -----------------------------------------------------------------------------------------

    def _edited(self, field: str) -> None:
        if self.body is not None:
            self.draft.touch(field, self.body.boxes[field].editor.value)

    def _written(self, written: Written) -> None:
        say(self.error, "")
        self._refresh()
        self.saved.emit(written)

    def _refused(self, sentence: str) -> None:
        told = _KEPT.format(sentence)
        if self.error.text() != told:
            announce(self, told)
        say(self.error, told)
        self.said.emit("Not saved yet")

    def flush(self, then: Then, failed: Failed) -> None:
        """Save what is being typed at once; `then` once everything is saved, or `failed` with the reason."""
        self._remember()
        self.draft.flush(then, failed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Gone from the screen: save at once."""
        super().hideEvent(event)
        self._clock.stop()
        self._remember()
        self.draft.save()

    def undo(self) -> None:
        """Take the last change back, wherever in the visit it was."""
        self.draft.turn("undo")

    def redo(self) -> None:
        """Do it again."""
        self.draft.turn("redo")

    def _turned(self, way: str, field: str) -> None:
        if not field or self.view is None:
            self.said.emit(f"There is nothing to {way}")
            return
        self.view_loaded.emit(self.view)
        self._refresh()
        section = self.draft.section_of(field)
        if self.body is not None and field in self.body.boxes:
            if not self.draft.holds(field):  # else something newer was typed since
                self.body.boxes[field].put(self.draft.value(field))
                self.body.boxes[field].refuse(self.draft.why(field), at_once=True)
            self._enter(field, _END)
        elif section:
            self.open_section(section, field, _END)
        self.said.emit("Undone · saved" if way == "undo" else "Done again · saved")

    # -- what stands around the section --------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Marks, times and refusals; the field being typed in is not touched."""
        view, draft = self.view, self.draft
        if view is None:
            return
        states = draft.now.states
        entries = [Entry(HEAD, header.TITLE, states.get(HEAD, SectionState()))]
        entries += [Entry(s.id, s.title, states.get(s.id, SectionState())) for s in view.sections]
        self.columns.show_sections(entries, self.section)
        for made, there in ((self.columns.undo, draft.now.can_undo), (self.columns.redo, draft.now.can_redo)):
            made.setVisible(draft.writable)
            made.setEnabled(there)
        self._tell_time()
        for field, box in (self.body.boxes if self.body else {}).items():
            box.refuse(draft.why(field))

    def _tell_time(self) -> None:
        if self.view is not None:
            visit = self.draft.now.visit
            self.columns.tell_when(visit.title, header.when(visit, self._desk.app.clock.now()))

    def _focus_moved(self, _old: QWidget | None, _new: QWidget | None) -> None:
        for box in self.body.boxes.values() if self.body else ():
            if not box.active:
                box.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns fold where there is no room."""
        super().resizeEvent(event)
        self.columns.fold()
