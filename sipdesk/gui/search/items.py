"""What the palette lists: rows under headings, some to go to, some to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from sipdesk.gui import marks
from sipdesk.gui import words as w
from sipdesk.services.search import Found, FoundSchool, FoundVisit, FoundWords

ITEM = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A page or a command that the shell offers. `words` are further names it is found by."""

    name: str
    go: Callable[[], None]
    keys: str = ""
    words: str = ""


@dataclass(frozen=True)
class Item:
    """One row. A heading leads nowhere."""

    title: str
    go: Callable[[], None] | None = None
    aside: str = ""
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """What an answer says around the words that were looked for."""
    mark: marks.Sign | None = None

    @property
    def spoken(self) -> str:
        """For the ear."""
        said = "".join(text for text, _ in self.pieces)
        state = self.mark.word.lower() if self.mark else ""
        return ", ".join(filter(None, (self.title, self.aside, state, said)))


class Ways:
    """Where rows lead."""

    def __init__(self, school: Callable[[str], None], visit: Callable[[str, str], None]) -> None:
        self.school = school
        self.visit = visit


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries in which every word typed begins a word; all of them while nothing is typed."""
    words = typed.casefold().split()
    return [entry for entry in entries if all(_begins(word, f"{entry.name} {entry.words}") for word in words)]


def _begins(word: str, text: str) -> bool:
    return any(part.startswith(word) for part in text.casefold().replace("’", "").split())


def items_of(entries: list[Entry], found: Found | None, ways: Ways) -> list[Item]:
    """The rows in their groups; a group with nothing in it is not named."""
    groups: list[tuple[str, list[Item]]] = []
    if found is not None:
        groups += [
            ("Schools", [_school(school, ways) for school in found.schools]),
            ("Visits", [_visit(visit, ways) for visit in found.visits]),
        ]
    groups.append(("Pages and commands", [Item(entry.name, entry.go, aside=entry.keys) for entry in entries]))
    if found is not None:
        groups.append(("In what was written", [_words(words, ways) for words in found.words]))
    return [item for title, rows in groups if rows for item in (Item(title), *rows)]


def _school(school: FoundSchool, ways: Ways) -> Item:
    aside = f"URN {school.urn}" + (" · has left your caseload" if school.left else "")
    return Item(school.name, lambda: ways.school(school.urn), aside=aside)


def _visit(visit: FoundVisit, ways: Ways) -> Item:
    when = w.day(visit.date) or visit.year.replace("-", "/")
    sign = marks.SIGNS[visit.state.value]
    return Item(f"{visit.school} · {visit.title}", lambda: ways.visit(visit.id, ""), aside=when, mark=sign)


def _words(words: FoundWords, ways: Ways) -> Item:
    title = " · ".join(filter(None, (words.school, words.heading)))
    aside = f"{words.title}, {words.year.replace('-', '/')}"
    return Item(title, lambda: ways.visit(words.visit, words.question), aside=aside, pieces=words.pieces)


class Items(QAbstractListModel):
    """The rows as a model; headings cannot be stood on."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Item] = []

    def put(self, rows: list[Item]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's own."""
        if not index.isValid() or self.rows[index.row()].go is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's own."""
        if not index.isValid():
            return None
        item = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken
        return item if role == ITEM else None
