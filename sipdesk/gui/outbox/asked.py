"""Requests for brokered support, each with what the service says to it."""

from sipdesk.domain.outbox import OutboxView, RequestView
from sipdesk.gui.outbox.pane import Pane
from sipdesk.gui.outbox.signs import ANSWERS, STAGES, of_sign, spoken_when, when
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.rows import Cell, Column, words

_NOTHING = (
    "No request yet. An action that asks your authority to broker support leaves as a request, the same day if you wish, "
    "and what the service answers stands here."
)


class AskedPane(Pane):
    """The requests."""

    word = "Requests"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Requests for support", self._columns())
        self.note = self.can("Show the note", lambda: self.note_opened.emit(self.row.visit))
        self.school = self.can("Show the school", lambda: self.school_opened.emit(self.row.urn))

    def _columns(self) -> list[Column]:
        return [
            Column("Support asked for", lambda row: Cell(_line(row.words), row.words.casefold(), strong=True), most=320),
            Column("School", lambda row: words(row.school), most=240),
            Column("Answer", lambda row: of_sign(ANSWERS[row.outcome])),
            Column("Asked", lambda row: Cell(when(row.asked, self.today) or "—", row.asked or None, "muted"), right=True),
            Column("Answered", lambda row: Cell(when(row.answered, self.today) or "—", row.answered or None, "muted"), right=True),
        ]  # fmt: skip

    def show_view(self, view: OutboxView) -> None:
        """As the desk has it."""
        self.view = view
        self.put(view.requests, _NOTHING)

    def explain(self, row: RequestView) -> None:
        """What was asked, and what is said to it."""
        self.title.setText(_line(row.words))
        sign = ANSWERS[row.outcome]
        answered = f" {spoken_when(row.answered, self.today)}" if row.answered else ""
        self.words.setText(f"{sign.word}{answered}. {row.answer}".strip())
        asked = f"Asked {spoken_when(row.asked, self.today)}" if row.asked else "Not in the outbox yet"
        stage = f"its package: {STAGES[row.stage].word.lower()}" if row.stage else ""
        self.more.setText(" · ".join(filter(None, (row.school, asked, stage))))
        self.note.setVisible(bool(row.visit))
        self.school.setVisible(bool(row.urn))


def _line(text: str) -> str:
    return text.strip().partition("\n")[0].removeprefix("- ")
