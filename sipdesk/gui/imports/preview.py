"""What becomes of every row of a file, before anything is changed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.imports.reader import Seen
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.filter import Filter
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import Heading, scrolling_column
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.fates import FateRow, Kind
from sipdesk.services.publicfates import agree

_ALL = "every row"
_QUIET = (Kind.SAME, Kind.OTHERS, Kind.NOBODYS, Kind.NO_SCHOOL)
_TONES = {Kind.DOUBTFUL: "part", Kind.UNREADABLE: "late", Kind.GONE: "part", **dict.fromkeys(_QUIET, "muted")}
_KINDS = list(Kind)
_REMARKS = 3
_PLACE = 1
"""The column that is left out where no row has anything in it."""
_DATE = 520
"""As wide as a date's field with its hint, in pixels of normal text."""


def _what(row: FateRow) -> Cell:
    told = " ".join([row.what, *row.remarks])
    tone = "part" if row.remarks and row.kind is Kind.NEW else _TONES.get(row.kind, "text")
    return Cell(told, row.what.casefold(), tone, says=f"{row.kind.value}: {told}")


_COLUMNS = (
    Column(
        "School, area or words",
        lambda row: words(row.name, strong=row.kind in {Kind.NEW, Kind.CHANGED, Kind.DOUBTFUL}),
        most=400,
    ),
    Column("Row or area", lambda row: Cell(row.place or "—", _number(row.place), "muted")),
    Column("What happens", _what, most=440),
)


def _number(place: str) -> int | None:
    digits = "".join(sign for sign in place.partition("–")[0] if sign.isdigit())
    return int(digits[-6:]) if digits else None


class PreviewFace(QWidget):
    """The table of fates with its tools and the row one stands on told in full."""

    partner_chosen = Signal(object)
    term_chosen = Signal(object)
    candidate_chosen = Signal(str, str)
    """Row and URN."""
    choice_undone = Signal()
    agreed = Signal()
    other_wanted = Signal()

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all: list[FateRow] = []
        self.heading = Heading("")
        self.remarks = label(role="muted", wrap=True)
        self.unclear = label(role="error", wrap=True)
        self.field = Filter(page, "Filter the rows", "Filter by school, row, words…")
        self.kinds = Choice(theme, "Show")
        self.advisers = Choice(theme, "Whose rows")
        self.terms = Choice(theme, "Term")
        self.published = Field(
            "Published on", "As the release says, such as 10 July 2025. Leave it empty where you do not know."
        )
        self.published.hide()
        self.typed = Field("")
        self.typed.hide()
        self.table = Table(theme, "What becomes of every row", _COLUMNS, lambda row: row.key)
        self.table.rows.group(lambda row: (_KINDS.index(row.kind), row.kind.value))
        self.card = frame("card")
        self.detail = label(wrap=True)
        self.more = label(role="muted", wrap=True)
        self._candidates = Flow()
        self.undo = button("Take my last choice back", "quiet")
        self.other = button("Choose another file")
        self.go = button("Import", "primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = Flow(self.field)
        for control in (self.field, self.kinds, self.advisers, self.terms):
            tools.addWidget(control)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        inside.setSpacing(tokens.S2)
        inside.addWidget(self.detail)
        inside.addWidget(self.more)
        inside.addLayout(self._candidates)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S2)
        foot.addWidget(self.undo)
        foot.addStretch(1)
        foot.addWidget(self.other)
        foot.addWidget(self.go)
        rows = QWidget()
        lines, _scroll = scrolling_column(rows)
        lines.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S2)
        for widget in (self.heading, self.unclear, self.remarks):
            lines.addWidget(widget)
        lines.addWidget(self.published)
        lines.addWidget(self.typed)
        lines.addLayout(tools)
        lines.addWidget(self.table, 100)
        lines.addWidget(self.card)
        lines.addStretch(1)
        foot.setContentsMargins(tokens.S5, tokens.S2, tokens.S5, tokens.S4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(rows, 1)
        outer.addLayout(foot)

    def _connect(self) -> None:
        self._theme.changed.connect(self._narrow)
        self._narrow()
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.kinds.chosen.connect(lambda _kind: self._fill())
        self.advisers.chosen.connect(self.partner_chosen)
        self.terms.chosen.connect(self.term_chosen)
        self.table.moved.connect(self._explain)
        self.table.opened.connect(lambda _key: self._to_card())
        self.undo.clicked.connect(self.choice_undone)
        self.other.clicked.connect(self.other_wanted)
        self.go.clicked.connect(self.agreed)

    def _narrow(self) -> None:
        """A date needs no more room than its words."""
        for field in (self.published, self.typed):
            field.setMaximumWidth(self._theme.px(_DATE))

    def show_seen(self, seen: Seen) -> None:
        """What a file would do."""
        self._all = seen.rows
        self.heading.title.setText(seen.wish.name)
        self.heading.line.setText(f"Nothing is changed yet. {seen.sums}")
        say(self.unclear, seen.unclear)
        more = len(seen.remarks) - _REMARKS
        say(self.remarks, " ".join([*seen.remarks[:_REMARKS], f"And {more} more." if more > 0 else ""]).strip())
        self._offer(seen)
        self.published.setVisible(seen.public is not None and not seen.public.preview.known)
        if seen.public is not None:
            self.published.edit.setText(w.day(seen.public.preview.published))
        self._ask_word(seen)
        self.undo.setVisible(bool(seen.wish.chosen))
        self.go.setEnabled(_can(seen))
        self.go.setText(_agree(seen))
        self.go.setAccessibleName(self.go.text())
        self._fill()

    def _ask_word(self, seen: Seen) -> None:
        """Many schools would go: whoever takes it types how many."""
        self.typed.setVisible(bool(seen.word))
        self.typed.edit.clear()
        schools = "1 school" if seen.word == "1" else f"{seen.word} schools"
        asked = f"This takes {schools} out of your caseload, more than one in ten. Type {seen.word} if that is right"
        self.typed.name.setText(asked)
        self.typed.edit.setAccessibleName(asked)

    def _offer(self, seen: Seen) -> None:
        counts = {kind: sum(1 for row in seen.rows if row.kind is kind) for kind in Kind}
        listed = [(f"{kind.value} · {count}", kind) for kind, count in counts.items() if count]
        self.kinds.offer([(f"{_ALL} · {len(seen.rows)}", None), *listed], None)
        self.advisers.setVisible(len(seen.advisers) > 1)
        nobody = [("choose…", "")] if seen.unclear else []
        self.advisers.offer([*nobody, *((name, name) for name in seen.advisers)], "" if seen.unclear else seen.partner)
        self.terms.setVisible(seen.term is not None and not seen.wish.letter)
        if seen.term is not None:
            self.terms.offer([(slot.spoken, slot) for slot in _slots(seen.term)], seen.term)

    def _fill(self) -> None:
        kind = self.kinds.value
        self.table.setColumnHidden(_PLACE, not any(row.place for row in self._all))
        self.table.put([row for row in self._all if kind is None or row.kind is kind])
        self.table.filter(self.field.text())
        for widget in (self.table, self.card):
            widget.setVisible(bool(self.table.rows.shown))
        self._explain(self.table.key)

    def _explain(self, key: str) -> None:
        row: FateRow | None = self.table.rows.row_at(self.table.rows.find(key))
        while self._candidates.count():
            item = self._candidates.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if row is None:
            return
        place = f" ({row.place})" if row.place else ""
        self.detail.setText(f"{row.name or row.kind.value}{place}: {'' if row.fields else row.what}".rstrip(": "))
        told = [f"{one.field}: {one.before or 'nothing'} → {one.after or 'nothing'}" for one in row.fields]
        say(self.more, "\n".join([*told, *row.remarks]))
        for school in row.candidates:
            closed = ", closed" if school.closed else ""
            made = button(
                f"{school.name} · URN {school.urn}{closed}", name=f"It is {school.name}, URN {school.urn}{closed}"
            )
            made.clicked.connect(partial(self._choose, row.key, school.urn))
            self._candidates.addWidget(made)

    def _choose(self, key: str, urn: str, _checked: object = None) -> None:
        self.candidate_chosen.emit(key, urn)

    def _to_card(self) -> None:
        if self._candidates.count():
            widget = self._candidates.itemAt(0).widget()
            if widget is not None:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """On the rows; where it is unclear whose they are, on that question."""
        target: QWidget = self.advisers if self.unclear.text() and self.advisers.isVisibleTo(self) else self.table
        if self.table.isHidden() and target is self.table:
            target = self.other
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _can(seen: Seen) -> bool:
    """Whether there is anything to import."""
    if seen.public is not None:
        return not seen.public.preview.known
    return not seen.unclear and (seen.schools > 0 or seen.register is not None or bool(_moved(seen)))


def _moved(seen: Seen) -> int:
    """How many schools go on to the file's term, and change in nothing else a person would see."""
    return len(seen.allocation.everything) - seen.schools if seen.allocation is not None else 0


def _agree(seen: Seen) -> str:
    if seen.public is not None:
        return agree(seen.public.preview)
    if seen.register is not None:
        return f"Import {seen.register.preview.read:,} establishments"
    if seen.allocation is not None and not seen.schools and _moved(seen):
        return f"Take {w.count(_moved(seen), 'school')} on to {seen.allocation.term.spoken}"
    if seen.allocation is None or not seen.schools:
        return "Nothing to import"
    gone = len(seen.allocation.gone)
    stay = seen.schools - gone
    told = [f"Import {w.count(stay, 'school')}"] if stay else []
    return ", ".join(
        [*told, f"let {gone} go" if stay and gone else f"Let {w.count(gone, 'school')} go" if gone else ""]
    ).rstrip(", ")


def _slots(term: TermSlot) -> list[TermSlot]:
    years: list[AcademicYear] = [term.year.shifted(by) for by in (-1, 0, 1)]
    return [TermSlot(year=year, term=each) for year in years for each in Term]
