"""An editor on a stage of its own: a dressed window, a visit around it, answers of the rehearsal school."""

import itertools
import json
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sipdesk import paths
from sipdesk.domain.action import Action, OpenAction
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.context import VisitContext
from sipdesk.domain.focus import AgreedFocus, Focus
from sipdesk.domain.kinds import read_answer, write_answer
from sipdesk.domain.question import Form
from sipdesk.domain.school import Phase
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.widgets.controls import page
from sipdesk.gui.widgets.focus import FocusRing

FORMS = {Term.AUTUMN: "sip1-autumn", Term.SPRING: "sip2-spring", Term.SUMMER: "sip3-summer"}


def demo(term: Term) -> dict[str, Any]:
    """The rehearsal school's answers of a term."""
    told = json.loads((paths.resources() / "demo" / f"{term}.json").read_text(encoding="utf-8"))
    return dict(told["answers"])


def question(term: Term, question_id: str) -> Any:
    """A question of the shipped form."""
    text = (paths.forms() / "hackney" / "2021-22" / f"{FORMS[term]}.toml").read_text(encoding="utf-8")
    return Form.model_validate(tomllib.loads(text)).question(question_id)


def context(term: Term) -> VisitContext:
    """A visit of that term, with what the autumn agreed."""
    autumn = demo(Term.AUTUMN)
    foci = [
        AgreedFocus(id=f"f{n}", year="2025-26", position=n, focus=Focus.model_validate({"id": f"f{n}", **given}))
        for n, given in enumerate(autumn["focus_areas"], 1)
    ]
    actions = [
        OpenAction(
            action=Action.model_validate({"id": f"a{n}", **given}),
            agreed_on=date(2025, 10, 14),
            agreed_at="Autumn visit",
            rolled=n - 1,
        )
        for n, given in enumerate(autumn["actions"], 1)
    ]
    earlier = actions if term is not Term.AUTUMN else []
    return VisitContext(phase=Phase.PRIMARY, year=AcademicYear(start=2025), term=term, foci=foci, open_actions=earlier)


def answer(term: Term, question_id: str) -> Any:
    """The rehearsal school's answer as the desk keeps it: ids given, every field there."""
    asked, raw = question(term, question_id), json.loads(json.dumps(demo(term)[question_id]))
    if asked.kind in {"focus_areas", "actions"}:
        raw = [{"id": f"given{n}", **item} for n, item in enumerate(raw, 1)]
    if asked.kind in {"deep_dives", "impact_review"}:
        raw = [{**item, "focus_id": f"f{item['focus_id']}"} for item in raw]
    if asked.kind == "action_review":
        raw = [{**item, "action_id": f"a{n}"} for n, item in enumerate(raw, 1)]
    return write_answer(asked.kind, read_answer(asked, raw))


def kept(editor: Editor) -> Any:
    """What the desk would keep of an editor's value; it raises where it would refuse."""
    kind = str(getattr(editor.question, "kind", ""))
    return write_answer(kind, read_answer(editor.question, editor.value()))


class Stage:
    """A window with one editor."""

    def __init__(self, qtbot: QtBot, make: Callable[[Any, Surroundings], Editor], asked: Any, term: Term) -> None:
        self.theme = Theme("light")
        ids = (f"made{n}" for n in itertools.count(1))
        self.editor = make(asked, Surroundings(self.theme, context(term), lambda: next(ids)))
        self.edits = 0
        self.editor.edited.connect(self._count)
        self.window = QWidget()
        page(self.window)
        inside, scroll = QWidget(), QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(inside)
        column.addWidget(self.editor)
        column.addStretch(1)
        scroll.setWidget(inside)
        QVBoxLayout(self.window).addWidget(scroll)
        self.ring = FocusRing(self.window, self.theme)
        self.scroll = scroll
        self.theme.dress(self.window)
        self.theme.changed.connect(lambda: self.theme.dress(self.window))
        self.window.resize(664, 720)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window, timeout=10_000):
            self.window.show()
        self._qtbot = qtbot

    def _count(self) -> None:
        self.edits += 1

    def type(self, text: str, into: QWidget | None = None) -> None:
        """Keys, where the keyboard is."""
        if into is not None:
            into.setFocus()
        for letter in text:
            self._qtbot.keyClicks(here(), letter)

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys, one after the other."""
        for key in keys:
            self._qtbot.keyClick(here(), key, held)

    def paste(self, text: str) -> None:
        """From the clipboard, by its key."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, held=Qt.KeyboardModifier.ControlModifier)


def here() -> QWidget:
    """Where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
