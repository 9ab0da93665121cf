"""Bringing a file in: choose or drop it, watch it being read, see what every row would do, agree, and undo."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from sipdesk.domain.automatic import set_by_rules
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.changes import Changes
from sipdesk.domain.typed import dated
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.imports.preview import PreviewFace
from sipdesk.gui.imports.reader import Reader, Seen, Wish, take_over
from sipdesk.gui.imports.sources import SourcesFace
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import abreast, announce, button, frame, label, say
from sipdesk.gui.widgets.drops import dropped_file
from sipdesk.gui.widgets.page import Step, scrolling_column
from sipdesk.gui.widgets.private import PrivatePage
from sipdesk.services.publicfates import outcome

_KINDS = "Allocation sheets and public data (*.xlsx *.csv *.tsv *.txt)"
_WHAT = (
    "Your authority’s allocation sheet (Excel or CSV, as it came) makes or changes your caseload. The national register "
    "checks names, numbers and governance; its links, Ofsted’s management information and the Department’s figures on "
    "suspensions and permanent exclusions (CSV) come in the same way. You see what a file would do before anything is "
    "changed, and it can be undone."
)


class ImportPage(PrivatePage):
    """One file at a time."""

    caseload_wanted = Signal()
    changed = Signal()
    """The caseload is another now."""
    word = "Import"

    def __init__(self, desk: DeskLink, theme: Theme, ask: AskOpen = ask_open) -> None:
        super().__init__()
        self._desk = desk
        self.ask = ask
        self.trail = [Step("Caseload", self.caseload_wanted.emit), Step("Import")]
        self.reader = Reader(desk)
        self._wish: Wish | None = None
        self._seen: Seen | None = None
        self.choose = button("Choose a file…", "primary")
        self.cancel = button("Cancel")
        self.count = label(role="muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Reading the file")
        self.told = label("", "section", wrap=True)
        self.after = label(role="muted", wrap=True)
        self.see = button("See the caseload", "primary")
        self.undo = button("Undo this import")
        self.another = button("Import another file")
        self.preview = PreviewFace(self, theme)
        self.sources = SourcesFace(desk, theme)
        self.faces = QStackedWidget()
        self._choosing, self._reading, self._done = self._make_faces()
        for face in (self._choosing, self._reading, self.preview, self._done):
            self.faces.addWidget(face)
        self.error.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, 0)
        outer = QVBoxLayout(self.body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.error)
        outer.addWidget(self.faces, 1)
        self.setAcceptDrops(True)
        self._connect()

    def _make_faces(self) -> tuple[QWidget, QWidget, QWidget]:
        zone = frame("card")
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(tokens.S5, tokens.S6, tokens.S5, tokens.S6)
        inside.setSpacing(tokens.S3)
        for widget in (
            label("Drop the file here, or choose it", "section"),
            label(_WHAT, "muted", wrap=True),
            self.choose,
        ):
            inside.addWidget(widget)
        return (
            _face([label("Import", "title"), zone, self.sources]),
            _face([label("Reading the file", "title"), self.bar, self.count, self.cancel]),
            _face([self.told, self.after, abreast(self.see, self.undo, self.another)]),
        )

    def _connect(self) -> None:
        self.choose.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._cancel)
        self.see.clicked.connect(self.caseload_wanted)
        self.undo.clicked.connect(self._take_back)
        self.sources.failed.connect(self.failed)
        self.sources.changed.connect(self._source_gone)
        self.another.clicked.connect(self.load)
        self.reader.progressed.connect(self._progress)
        self.reader.seen.connect(self._show)
        self.reader.refused.connect(self._refused)
        face = self.preview
        face.partner_chosen.connect(lambda name: self._again(partner=str(name), chosen={}))
        face.term_chosen.connect(self._other_term)
        face.candidate_chosen.connect(self._choose)
        face.choice_undone.connect(self._unchoose)
        face.other_wanted.connect(self.load)
        face.agreed.connect(self._agree)

    # -- reading -------------------------------------------------------------------------------------------------

    def load(self, file: object = None) -> None:
        """Begin with a file (a path, or a `Wish`), or ask for one."""
        self.reader.forget()
        self._seen = None
        say(self.error, "")
        wish = Wish(file) if isinstance(file, Path) else file
        if isinstance(wish, Wish):
            self._read(wish)
        else:
            self.sources.load()
            self._stand(self._choosing)

    def _source_gone(self) -> None:
        self.said.emit("The file was taken back.")
        self.changed.emit()

    def _ask(self) -> None:
        chosen = self.ask(self, "Choose an allocation or a file of public data", _KINDS)
        if chosen:
            self.load(Path(chosen))

    def _read(self, wish: Wish) -> None:
        self._wish = wish
        self.count.setText(f"{wish.name}: beginning…")
        self._stand(self._reading)
        self.reader.read(wish)

    def _again(self, *, partner: str | None = None, chosen: dict[str, str] | None = None) -> None:
        """The same file, looked at otherwise; it is not read again, and the rows stay in view."""
        if self._wish is not None:
            wish = replace(self._wish, chosen=self._wish.chosen if chosen is None else chosen)
            partner = partner if partner is not None else wish.partner
            self._wish = replace(wish, partner=partner or (self._seen.partner if self._seen else ""))
            self.reader.read(self._wish)

    def _other_term(self, term: TermSlot) -> None:
        if self._wish is not None:
            self._read(replace(self._wish, term=term, chosen={}))

    def _choose(self, key: str, urn: str) -> None:
        if self._wish is not None:
            self._again(chosen={**self._wish.chosen, key: urn})

    def _unchoose(self) -> None:
        if self._wish is not None:
            self._again(chosen=dict(list(self._wish.chosen.items())[:-1]))

    def _progress(self, rows: int) -> None:
        if self._wish is not None:
            self.count.setText(f"{self._wish.name}: {rows:,} rows read")

    def _cancel(self) -> None:
        self.load()
        self.said.emit("Reading was cancelled; nothing was changed.")

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        say(self.error, "")
        self.preview.show_seen(seen)
        fresh = self.faces.currentWidget() is not self.preview
        self.faces.setCurrentWidget(self.preview)
        if fresh or not self.preview.isAncestorOf(self.focusWidget() or self):
            self.arrive()

    def _refused(self, sentence: str) -> None:
        """One clear sentence; nothing is lost, so another file can be chosen at once."""
        if self.faces.currentWidget() is self._reading:
            self._stand(self._choosing)
        self.failed(sentence)

    # -- agreeing and undoing ------------------------------------------------------------------------------------

    def _agree(self) -> None:
        if self._seen is not None and self._dated() and self._confirmed():
            self.preview.go.setEnabled(False)
            typed = self.preview.typed.text
            self._desk.ask(partial(take_over, seen=self._seen, typed=typed), self._taken, self._not_taken)

    def _confirmed(self) -> bool:
        """Where many schools would go, a person types how many."""
        seen, field = self._seen, self.preview.typed
        fits = seen is None or not seen.word or field.text.strip() == seen.word
        if not fits and seen is not None:
            field.refuse(
                f"Type {seen.word} if that is right. If not, ask your authority: nothing is changed until then."
            )
        return fits

    def _dated(self) -> bool:
        """Take the publication date a person typed; False where it is none."""
        seen, field = self._seen, self.preview.published
        if seen is None or seen.public is None:
            return True
        typed = field.text.strip()
        on = dated(typed, self._desk.app.clock.today()) if typed else None
        if typed and on is None:
            field.refuse(f"“{typed}” is no date. Write it as 10 July 2025, or leave it empty.")
            return False
        preview = seen.public.preview.model_copy(update={"published": on})
        self._seen = replace(seen, public=replace(seen.public, preview=preview))
        return True

    def _taken(self, made: Changes | None) -> None:
        seen, left_trace = self._seen, made is not None
        if seen is None:
            return
        if made is not None:
            self.told.setText(f"{seen.wish.name} is imported")
            self.after.setText(" ".join(filter(None, [_outcome(seen), set_by_rules(made.by_rules)])))
        else:
            self.told.setText(f"{seen.wish.name} was in the desk already")
            self.after.setText("Nothing was changed by importing it again.")
        self.undo.setVisible(left_trace)  # else it would take back the import before this one
        self._stand(self._done)
        self.said.emit("Imported; it can be undone." if left_trace else "Nothing was changed.")
        announce(self, self.told.text())
        self.reader.forget()
        self.changed.emit()

    def _not_taken(self, sentence: str) -> None:
        self.preview.go.setEnabled(True)
        self.failed(sentence)

    def _take_back(self) -> None:
        self._desk.ask(lambda services: services.caseload.undo_last(), lambda _: self._taken_back(), self.failed)

    def _taken_back(self) -> None:
        self.told.setText("The import is undone")
        self.after.setText("Everything stands as it did before. Visits written since are kept.")
        self.undo.setVisible(False)
        self.see.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit("The import was undone.")
        self.changed.emit()

    # -- the faces -----------------------------------------------------------------------------------------------

    def _stand(self, face: QWidget) -> None:
        self.faces.setCurrentWidget(face)
        self.arrive()

    def arrive(self) -> None:
        """On the next thing to do."""
        now = self.faces.currentWidget()
        if now is self.preview:
            self.preview.arrive()
            return
        target = self.choose if now is self._choosing else self.cancel if now is self._reading else self.see
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin with it."""
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.load(file)


def _outcome(seen: Seen) -> str:
    if seen.public is not None:
        return outcome(seen.public.preview)
    if seen.allocation is None:
        return f"The register is in the desk. {w.count(seen.schools, 'school')} of yours changed with it."
    told = seen.allocation
    moved = len(told.everything) - seen.schools
    parts = [
        f"{w.count(moved, 'school')} went on to this term unchanged" if moved else "",
        f"{len(told.new)} joined your caseload" if told.new else "",
        f"{len(told.changed)} changed" if told.changed else "",
        f"{len(told.gone)} left; their visits are kept" if told.gone else "",
        f"{w.count(len(told.unmatched), 'row')} could not be settled and {w.were(len(told.unmatched))} left out"
        if told.unmatched
        else "",
    ]
    again = f" {told.register_first}" if told.register_first else ""
    return f"For {told.term.spoken}: {', '.join(filter(None, parts))}.{again}"


def _face(widgets: list[QWidget]) -> QWidget:
    made = QWidget()
    lines, _scroll = scrolling_column(made)
    for widget in widgets:
        lines.addWidget(widget)
    lines.addStretch(1)
    return made
