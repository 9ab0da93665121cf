"""The visit that is being written, as the page holds it: what the desk has, what is typed and not yet there, undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from sipdesk.app import Services
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.visit import header
from sipdesk.gui.visit.saver import Saver
from sipdesk.services.sections import HEAD
from sipdesk.services.writing import Place, Standing, Turned, VisitView, Written

Then = Callable[[], None]
Failed = Callable[[str], None]


class Draft(QObject):
    """One for the page; it holds one visit at a time, and the unsaved words of earlier ones until they are saved."""

    opened = Signal()
    written = Signal(object)
    """A Written, after its commit."""
    saved = Signal(str)
    """The time of a commit, of this visit or an earlier one."""
    refused = Signal(str)
    turned = Signal(str, str)
    """`undo` or `redo`, and the field where it happened; empty where there was nothing."""

    def __init__(self, desk: DeskLink) -> None:
        super().__init__()
        self._desk = desk
        self.visit = ""
        self.view: VisitView | None = None
        self.standing: Standing | None = None
        self._answers: dict[str, Any] = {}
        self._savers: list[Saver] = []
        self._saver: Saver | None = None
        self._turning = False

    # -- opening -------------------------------------------------------------------------------------------------

    def load(self, visit: str, failed: Failed) -> Ask:
        """Read a visit; `opened` says when it is here."""
        self.save()
        self.visit = visit
        self.view = self.standing = self._saver = None
        return self._desk.ask(partial(_view, visit_id=visit), self._show, failed)

    def _show(self, view: VisitView) -> None:
        self.visit = view.visit.id
        self._take(view)
        self._saver = self._saver_for(self.visit)
        self.opened.emit()

    def _take(self, view: VisitView) -> None:
        self.view = self.standing = view
        self._answers = dict(view.answers)

    def _saver_for(self, visit: str) -> Saver:
        self._savers = [saver for saver in self._savers if not saver.idle]
        found = next((saver for saver in self._savers if saver.visit == visit), None)
        if found is None:
            found = Saver(visit, self._save)
            found.written.connect(partial(self._written, found))
            found.refused.connect(self.refused)
            self._savers.append(found)
        return found

    # -- reading -------------------------------------------------------------------------------------------------

    @property
    def now(self) -> Standing:
        """How the visit stands."""
        assert self.standing is not None  # noqa: S101  - nothing asks before a visit is opened
        return self.standing

    @property
    def writable(self) -> bool:
        """Whether anything can be written."""
        return self.view is not None and not self.view.read_only

    @property
    def order(self) -> list[str]:
        """The sections, the head first."""
        return [HEAD, *(section.id for section in self.view.sections)] if self.view else []

    def section_of(self, field: str) -> str:
        """The section a field stands in; empty where there is none."""
        if field.startswith(HEAD):
            return HEAD
        sections = self.view.sections if self.view else []
        return next((s.id for s in sections for question in s.questions if question.id == field), "")

    def value(self, field: str) -> Any:
        """What a field shows: what is not saved yet, else what was typed for an answer, else the answer."""
        unsaved = self._saver.unsaved() if self._saver else {}
        if field in unsaved:
            return unsaved[field]
        entry = self.now.unfinished.get(field)
        if entry:
            return entry.raw
        if field.startswith(HEAD):
            return header.values(self.now.visit).get(field.removeprefix(HEAD))
        return self._answers.get(field)

    def why(self, field: str) -> str:
        """Why what stands in a field is no answer; empty where it is one."""
        entry = self.now.unfinished.get(field) if self.standing else None
        return entry.why if entry else ""

    # -- saving --------------------------------------------------------------------------------------------------

    def touch(self, field: str, read: Callable[[], Any]) -> None:
        """A field was edited."""
        if self._saver is not None:
            self._saver.touch(field, read)

    def holds(self, field: str) -> bool:
        """Whether something newer was typed into a field than what was handed over."""
        return self._saver is not None and self._saver.holds(field)

    def gather(self) -> None:
        """Read what was edited: its fields go from the screen."""
        if self._saver is not None:
            self._saver.gather()

    def save(self) -> None:
        """Save now."""
        if self._saver is not None:
            self._saver.save()

    def flush(self, then: Then, failed: Failed) -> None:
        """Save at once; `then` when everything is saved, of this visit and of earlier ones, or `failed` with the reason."""
        waiting = [saver for saver in self._savers if not saver.idle]
        if not waiting:
            then()
            return
        gathering = _Gathering(len(waiting), then, failed)
        for saver in waiting:
            saver.flush(gathering.one, gathering.refused)

    def _save(self, visit: str, fields: dict[str, Any], then: Callable[[Written], None], failed: Failed) -> None:
        head = {name.removeprefix(HEAD): value for name, value in fields.items() if name.startswith(HEAD)}
        answers = {name: value for name, value in fields.items() if not name.startswith(HEAD)}
        self._desk.ask(lambda services: services.writing.write(visit, head, answers), then, failed)

    def _written(self, saver: Saver, written: Written) -> None:
        self.saved.emit(written.at)
        if saver is self._saver:
            self.standing = written
            self._answers.update(written.answers)
            self.written.emit(written)

    def remember(self, place: Place) -> None:
        """Where to go on when the visit is opened again."""
        if self.view is not None and place != self.view.place:
            self.view = self.view.model_copy(update={"place": place})
            visit = self.visit
            self._desk.ask(lambda services: services.writing.remember(visit, place), _nothing, _nothing)

    def part(self) -> None:
        """What was typed until now and what comes next are two steps of undo."""
        if self.writable and self._saver is not None:
            visit = self.visit
            self._saver.hand_over()
            self._desk.ask(lambda services: services.writing.part(visit), _nothing, _nothing)

    # -- undo ----------------------------------------------------------------------------------------------------

    def turn(self, way: str) -> None:
        """`undo` or `redo`, once everything typed is saved."""
        if self.writable and not self._turning and self._saver is not None:
            self._turning = True
            self._saver.flush(partial(self._ask_turn, way, self.visit), self._not_turned)

    def _ask_turn(self, way: str, visit: str) -> None:
        self._desk.ask(partial(_turn, visit_id=visit, way=way), partial(self._turned, way, visit), self._not_turned)

    def _not_turned(self, sentence: str) -> None:
        self._turning = False
        self.refused.emit(sentence)

    def _turned(self, way: str, visit: str, turned: Turned) -> None:
        self._turning = False
        if visit == self.visit and self._saver is not None:
            if turned.field:
                self._take(turned.view)
                self._saver.forget_known()
            self.turned.emit(way, turned.field)


class _Gathering:
    """Several savers that are waited for."""

    def __init__(self, left: int, then: Then, failed: Failed) -> None:
        self._left, self._then, self._failed = left, then, failed
        self._over = False

    def one(self) -> None:
        """One is done."""
        self._left -= 1
        if not self._left and not self._over:
            self._then()

    def refused(self, sentence: str) -> None:
        """One could not save; the first says why."""
        if not self._over:
            self._over = True
            self._failed(sentence)


def _nothing(_given: object) -> None:
    """A place that could not be kept, two steps of undo that are one: no loss."""


def _view(services: Services, visit_id: str) -> VisitView:
    return services.writing.view(visit_id)


def _turn(services: Services, visit_id: str, way: str) -> Turned:
    writing = services.writing
    return writing.undo(visit_id) if way == "undo" else writing.redo(visit_id)
