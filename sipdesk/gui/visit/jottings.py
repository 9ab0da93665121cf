"""Jottings beside the section being written: a line, Enter, and it is filed. They leave this machine never."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.changes import Changes
from sipdesk.domain.jotting import Jotting
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.fields import Aids
from sipdesk.gui.visit.jotline import JotLine
from sipdesk.gui.visit.jottingrow import JottingRow
from sipdesk.gui.widgets.controls import announce, button, frame, label, say
from sipdesk.gui.widgets.snug import Snug
from sipdesk.services.jottings import JottingList

_SIGNS = "! action · ? question · ~ evidence · #2 under focus 2 · #word to the section that begins so"
_TEACH = "None under this section yet. Type a line, press Enter: it is filed here with its time.\n! action   ? question   ~ evidence\n#2 focus 2   #word another section"


class JottingsBox(QWidget):
    """For one visit at a time, the open section's first."""

    place_wanted = Signal(object)
    """A Jotting whose words should go into the text."""
    said = Signal(str)

    def __init__(self, theme: Theme, desk: DeskLink, aids: Aids | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._desk = desk
        self._visit = ""
        self._section = ""
        self._told = JottingList(visit="", parts=[])
        self._all = False
        self._newest = False
        """Whether the last line is the one just filed, to be kept in sight while the list finds its height."""
        self._gone: Jotting | None = None
        self._here = ""
        self.rows: list[JottingRow] = []
        self.title = label("Jottings", "caption")
        self.scope = button("All", "quiet", name="Show all jottings of this visit")
        self.law = label(role="muted", wrap=True)
        self.understood = button("Understood", "quiet")
        self.empty = label(role="muted", wrap=True)
        self.entry = JotLine(theme, "Jotting", "One line, then Enter", aids)
        self.entry.setToolTip(_SIGNS)
        self.entry.setAccessibleDescription(_SIGNS)
        self.file = button("File", name="File the jotting")
        self.refusal = label(role="error", wrap=True)
        self.sweep = button("Destroy the rest…", "quiet", name="Destroy all jottings of this visit")
        self.sentence = label(wrap=True)
        self.sure = button("Destroy them", name="Destroy them for good")
        self.keep = button("Keep them", "quiet")
        self.gone = label("Destroyed.", "muted")
        self.back = button("Put back", "quiet", name="Put the jotting back")
        self.pane = Snug(theme, 56)
        self.refusal.hide()
        self._lay_out()
        self._connect()
        self.show_list(self._told)

    def _lay_out(self) -> None:
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        inside.setSpacing(tokens.S2)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        rest = self.pane.column
        rest.setSpacing(tokens.S2)
        rest.addWidget(self.law)
        rest.addWidget(self.understood)
        rest.addWidget(self.empty)
        rest.addLayout(self._list)
        rest.addLayout(_row(self.gone, self.back))
        rest.addWidget(self.sentence)
        rest.addLayout(_row(self.sure, self.keep))
        rest.addLayout(_row(self.sweep))
        rest.addStretch(1)
        inside.addWidget(self.pane)
        line = QHBoxLayout()
        line.setSpacing(tokens.S2)
        line.addWidget(self.entry, 1)
        line.addWidget(self.file, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addLayout(line)
        inside.addWidget(self.refusal)
        top = QHBoxLayout()
        top.setSpacing(tokens.S1)
        top.addWidget(self.title)
        top.addWidget(label("· stay on this machine", "label"))
        top.addStretch(1)
        top.addWidget(self.scope)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.S1)
        outer.addLayout(top)
        outer.addWidget(card, 1)

    def _connect(self) -> None:
        self.entry.filed.connect(self._add)
        self.file.clicked.connect(self._file)
        self.entry.edited.connect(lambda: say(self.refusal, ""))
        self.scope.clicked.connect(self._switch)
        self.understood.clicked.connect(self._understand)
        self.back.clicked.connect(self._put_back)
        self.sweep.clicked.connect(lambda: self._ask_sure(on=True))
        self.keep.clicked.connect(lambda: self._ask_sure(on=False))
        self.sure.clicked.connect(self._destroy_rest)
        self.pane.verticalScrollBar().rangeChanged.connect(self._bring_newest)

    # -- which ---------------------------------------------------------------------------------------------------

    def load(self, visit: str) -> None:
        """The jottings of a visit."""
        if visit != self._visit:
            self._visit, self._gone = visit, None
            self.entry.clear()
            self.show_list(JottingList(visit=visit, parts=[]))
        self._ask(lambda _jottings: None)

    def open_section(self, section: str) -> None:
        """Another section is open."""
        self._section = section
        self._all = self._newest = False
        self._show()

    def _switch(self) -> None:
        self._all = not self._all
        self._newest = False
        self._show()
        if self.scope.isHidden():
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self, told: JottingList) -> None:
        """Other jottings."""
        if told.visit == self._visit:
            self._told = told
            self._show()

    @property
    def _shown(self) -> list[Jotting]:
        return [j for j in self._told.jottings if self._all or j.section == self._section]

    # -- what is on the screen -----------------------------------------------------------------------------------

    def _show(self) -> None:
        had_keyboard = any(row.hasFocus() for row in self.rows)
        place = next((n for n, row in enumerate(self.rows) if row.jotting.id == self._here), 0)
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        titles = {part.id: part.title for part in self._told.parts}
        shown = self._shown
        self.rows = [
            JottingRow(self._theme, j, "" if j.section == self._section else titles.get(j.section, "")) for j in shown
        ]
        for row in self.rows:
            row.offer(self._told.parts)
            self._listen(row)
            self._list.addWidget(row)
            row.show()  # at once: only what is shown can take the keyboard
        self._say_things(len(shown))
        if self.rows:
            ids = [row.jotting.id for row in self.rows]
            now = self.rows[ids.index(self._here) if self._here in ids else min(place, len(ids) - 1)]
            self._take(now)
            if had_keyboard:
                now.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_keyboard:
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pane.updateGeometry()

    def _say_things(self, shown: int) -> None:
        total = len(self._told.jottings)
        self.scope.setText("This section" if self._all else f"All {total}")
        self.scope.setAccessibleName("Show this section’s jottings" if self._all else f"Show all {total} jottings")
        self.scope.setVisible(self._all or total > shown)
        say(self.law, self._told.remark)
        self.understood.setVisible(bool(self._told.remark))
        elsewhere = f"\n{total} under other sections." if total else ""
        say(self.empty, "" if shown else f"{_TEACH}{elsewhere}")
        self.gone.setVisible(self._gone is not None)
        self.back.setVisible(self._gone is not None)
        self._ask_sure(on=False)

    def _listen(self, row: JottingRow) -> None:
        row.placed.connect(self.place_wanted)
        row.waits.connect(lambda j: self._ask(lambda jottings: jottings.place(j.id, "")))
        row.moved.connect(lambda j, to: self._ask(lambda jottings: jottings.move(j.id, to)))
        row.marked.connect(lambda j, to: self._ask(lambda jottings: jottings.mark(j.id, to)))
        row.destroyed.connect(self._destroy)
        row.stepped.connect(self._step)
        row.taken.connect(self._take)

    def _take(self, now: JottingRow) -> None:
        """One of the rows is on the way of Tab; arrows go to the others."""
        self._here = now.jotting.id
        for row in self.rows:
            policy = Qt.FocusPolicy.StrongFocus if row is now else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(policy)

    def _step(self, row: JottingRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self.pane.ensureWidgetVisible(self.rows[place], 0, tokens.S2)

    # -- doing ---------------------------------------------------------------------------------------------------

    def _ask(self, call: Callable[[Any], Any], then: Callable[[], None] | None = None) -> None:
        """Have something done, then show the list as it is."""
        visit = self._visit

        def work(services: Any) -> JottingList:
            call(services.jottings)
            told: JottingList = services.jottings.of(visit)
            return told

        def show(told: JottingList) -> None:
            if told.visit == self._visit:
                if then is not None:
                    then()
                self.show_list(told)

        if visit:
            self._desk.ask(work, show, self._refused)

    def _refused(self, sentence: str) -> None:
        say(self.refusal, sentence)
        announce(self, sentence)

    def _file(self) -> None:
        """The button does what Enter does; the keyboard stays where the next line is typed."""
        self._add()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        line, section, visit = self.entry.text(), self._section, self._visit
        if not line.strip() or not visit:
            return
        known = {jotting.id for jotting in self._told.jottings}
        self.entry.clear()

        def work(services: Any) -> JottingList:
            services.jottings.add(visit, line, section)
            told: JottingList = services.jottings.of(visit)
            return told

        def refused(sentence: str) -> None:
            if not self.entry.text():
                self.entry.put(line)
            self._refused(sentence)

        self._desk.ask(work, lambda told: self._added(told, known), refused)

    def _added(self, told: JottingList, known: set[str]) -> None:
        if told.visit != self._visit:
            return
        new = next((jotting for jotting in told.jottings if jotting.id not in known), None)
        self._gone = None
        if new is not None:
            self._here = new.id
            if new.section != self._section:
                title = next((part.title for part in told.parts if part.id == new.section), "another section")
                self.said.emit(f"Jotted under {title}")
        self.show_list(told)
        self._newest = True
        self.pane.column.activate()
        self._bring_newest()

    def _bring_newest(self, *_range: int) -> None:
        """The line just filed in full: once more as soon as it has its height."""
        if self._newest and self.rows:
            self.pane.ensureWidgetVisible(self.rows[-1], 0, 0)

    def place(self, jotting: Jotting, question: str) -> None:
        """The words of one stand in the answer to a question now."""
        self._ask(lambda jottings: jottings.place(jotting.id, question))

    def _destroy(self, jotting: Jotting) -> None:
        def done() -> None:
            self._gone = jotting
            announce(self, "Destroyed.")

        self._ask(lambda jottings: jottings.destroy(jotting.id), done)

    def _put_back(self) -> None:
        jotting, self._gone = self._gone, None
        if jotting is not None:
            self._here = jotting.id
            self._ask(lambda jottings: jottings.put_back(jotting))
            self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_sure(self, *, on: bool) -> None:
        """Say in one sentence what cannot be undone, before it is done."""
        placed = sum(1 for jotting in self._told.jottings if jotting.placed)
        total = len(self._told.jottings)
        self._newest = False
        copies = f", {placed} of them placed in the text already" if placed else ""
        told = f"{w.count(total, 'jotting')} of this visit go for good{copies}. Backups made before keep them."
        say(self.sentence, told if on else "")
        self.sure.setVisible(on)
        self.keep.setVisible(on)
        self.sweep.setVisible(bool(total) and not on)
        if on:
            announce(self, self.sentence.text())
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._bring_sentence)

    def _bring_sentence(self) -> None:
        for part in (self.sure, self.sentence):
            self.pane.ensureWidgetVisible(part, 0, tokens.S1)

    def _destroy_rest(self) -> None:
        visit = self._visit

        def done() -> None:
            self._gone = None
            self.said.emit("The jottings of this visit are destroyed")

        self._ask(lambda jottings: jottings.destroy_rest(visit), done)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _understand(self) -> None:
        def told(jottings: Any) -> Changes:
            jottings.told()
            return Changes()

        self._ask(told)
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(*widgets: QWidget) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(tokens.S2)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch(1)
    return made
