"""The whole job by mouse and keyboard: a desk, a caseload, the brief, an autumn visit, its note; and again the next day.

`make test` runs it offscreen, `make outside` on a display.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from tests.gui.hand import Hand

pytestmark = pytest.mark.timeout(240)

PASSPHRASE = "four plain english words"
SCHOOL = "Canalside Community Primary School"
HEAD = {
    "Date of the visit": "6 October 2025", "Start": "08:45", "End": "12:15",
    "Headteacher on the day": "Amara Osei", "Chair of governors": "Tomasz Wiśniewski",
    "Pupils on roll on the day": "409", "Preparation": "1.5", "Writing up": "1.25",
}  # fmt: skip
POINTS = (
    "Pupils learn to read well; most reach the standard in Year 1.",
    "Practice in mathematics differs from class to class.",
    "Three focus areas and two actions are agreed.",
)
CONTEXT = (
    "The roll has fallen for two years, as births in the area have.",
    "The school sees English as its strength, and books bear this out.",
    "Every pupil a fluent reader; attendance of 95%.",
    "That no pupil leaves Year 2 unable to read.",
)
TRENDS = "Phonics rose from 74% to 79% and 83%."
STANDARDS = "Writing improves from draft to draft in every class seen."
GROUP = ("80", "Early and accurately.", "The same curriculum by different routes.", "Strong in English.")
KNOWN = "Provision maps and three case discussions without names."
GAPS = "Short checks find a gap and it is taught within the week."
CURRICULUM = "Geography now starts from the neighbourhood in each year."
IMPLEMENTED = "Plans were alive in four of six lessons."
VOICE = "Pupils feel safe and would like harder mathematics."
ROOF = ("After heavy rain, water comes through the flat roof.", "Reported to the property service on 6 October.")
ACTIONS = (
    "Match every book to the sounds its reader knows | Senior leaders | 14 November",
    "Agree one way of adapting a mathematics lesson | Mathematics leader | half-term",
)
FOCI = (
    ("Early reading in Year 2", "Practice lets some pupils down.", "Match every book.", "Hear six readers in March."),
    ("Adaptive mathematics", "Shortened tasks hold pupils back.", "Agree one approach.", "Visit lessons with leaders."),
    ("Subject leadership", "Plans are new and untested.", "Give leaders time.", "Model a talk with pupils."),
)
ROLLS = ("418", "412", "409")
"""All that is typed in words; the note has to hold it."""
WORDS = (
    SCHOOL, "Amara Osei", "Tomasz Wiśniewski", *POINTS, *CONTEXT, TRENDS, STANDARDS, *GROUP[1:], KNOWN, GAPS, CURRICULUM,
    IMPLEMENTED, VOICE, *ROOF, *(part.strip() for line in ACTIONS for part in line.split("|")[:2]),
    *(words for focus in FOCI for words in focus),
)  # fmt: skip


class Partner:
    """Somebody with a mouse and a keyboard."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.hand = Hand(window)

    @property
    def visit(self):
        """The visit page."""
        return self.window.shell.visit

    def make_desk(self) -> None:
        """Four steps, by Enter."""
        hand = self.hand
        hand.write("Your name", "Robin Marlow")
        hand.enter()
        hand.press("Hackney*")
        hand.press("Continue")
        hand.write("New passphrase", PASSPHRASE)
        hand.enter()
        hand.type(PASSPHRASE)
        hand.enter()
        hand.press("Make my desk")

    def bring_in(self, file: Path) -> None:
        """The allocation."""
        self.hand.name_a_file(file, "Choose a file…")
        self.hand.press("Import 12 schools")
        self.hand.press("See the caseload")

    def open_school(self) -> None:
        """By filtering the caseload."""
        hand = self.hand
        hand.press("Caseload")
        hand.write("Filter the caseload", "canalside")
        hand.point("Schools of the caseload", SCHOOL, twice=True)
        hand.wait(lambda: SCHOOL in told(self.window), "the school")

    def prepare(self) -> None:
        """The brief, and data looked over."""
        self.hand.press("Brief before the next visit")
        self.hand.press("Data reviewed")
        self.hand.wait(lambda: "it stands under “Date and times”" in told(self.window), "the tick kept")
        self.hand.press("Write the visit")

    def section(self, title: str) -> None:
        """A section, by a click on the list; the keyboard stays where it is until a field is clicked."""
        self.hand.point("Sections of the visit", title)
        self.hand.wait(lambda: self.visit.body is not None and self.visit.body.title.text() == title, title)

    def write(self) -> None:
        """All that the form asks for."""
        hand = self.hand
        hand.wait(lambda: self.visit.body is not None, "the visit")
        for write in (self._head, self._people, self._summary, self._context, self._outcomes, self._groups,
                      self._exclusions, self._curriculum, self._concerns, self._actions, self._foci):  # fmt: skip
            write()
        hand.wait(lambda: "Saved " in told(self.window), "the word that it is saved")

    def _head(self) -> None:
        self.section("Date and times")
        for name, words in HEAD.items():
            self.hand.write(name, words)

    def _people(self) -> None:
        hand = self.hand
        self.section("The visit")
        hand.press("Add Headteacher")
        hand.press("Add Chair of governors")
        hand.write("Person 3: role", "Subject leaders (3)")
        hand.write("Document 1: document", "Self-evaluation")
        hand.tab()
        hand.type("19 September 2025")

    def _summary(self) -> None:
        self.section("Summary")
        self.hand.press("What should a busy reader know? Point 1")
        for point in POINTS:
            self.hand.type(point)
            self.hand.enter()

    def _context(self) -> None:
        hand = self.hand
        self.section("Context and priorities")
        hand.press("Where have there been changes since the last visit?: Number of pupils")
        hand.press("How does the school stand, and what has changed?")
        for n, words in enumerate(CONTEXT):
            hand.tab(1 if n else 0)
            hand.type(words)

    def _outcomes(self) -> None:
        self.section("Outcomes")
        self.hand.write("How has performance moved over time?", TRENDS)
        self.hand.write("What are standards like at present?", STANDARDS)

    def _groups(self) -> None:
        hand = self.hand
        self.section("Groups of pupils")
        first, *others = [
            card.accessibleName().partition(": ")[2] for card in self.visit.body.boxes["groups"].editor.stack.cards
        ]
        hand.press(f"{first}: number of pupils, or c")
        for n, words in enumerate(GROUP):
            hand.tab(1 if n else 0)
            hand.type(words)
        for group in others:
            hand.press(f"{group}: Not discussed, key N")
        self._rate("Taken together, how well does the school identify pupils who are vulnerable?", KNOWN)
        hand.write("What is the school doing to close gaps in learning*", GAPS)

    def _rate(self, prompt: str, evidence: str) -> None:
        self.hand.press(f"{prompt}: Secure")
        self.hand.write(f"{prompt} Evidence", evidence)
        self.hand.press(f"{prompt} Where the evidence comes from: Seen")

    def _exclusions(self) -> None:
        hand = self.hand
        self.section("Exclusions")
        hand.press("Since the last visit, has any pupil been suspended*No, key N".partition("*")[0] + "*")
        hand.type("N")
        hand.press("Is any pupil at risk of being excluded now?: No, key N")
        hand.press("Suspensions and permanent exclusions")
        grid = self.visit.body.boxes["exclusions"].editor.grid
        hand.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
        for roll in ROLLS:
            hand.type(roll)
            hand.tab()
        hand.wait(lambda: grid.cells.index(0, 2).data() == ROLLS[2], "the rolls in the grid")

    def _curriculum(self) -> None:
        self.section("Curriculum")
        self.hand.write("What is the school developing in its curriculum, and why?", CURRICULUM)
        self._rate("How far has the planned curriculum reached the classroom?", IMPLEMENTED)
        self.section("Pupils' views")
        self.hand.write("What do pupils say about their school?", VOICE)

    def _concerns(self) -> None:
        hand = self.hand
        self.section("Standing concerns")
        hand.press("Safeguarding: No, key N")
        hand.press("Buildings: Yes, key Y")
        hand.write("Buildings: what it is", ROOF[0])
        hand.tab()
        hand.type(ROOF[1])
        hand.press("Governance: No, key N")
        hand.press("Finance: Not discussed, key D")

    def _actions(self) -> None:
        self.section("Agreed actions")
        self.hand.press("New action*")
        for line in ACTIONS:
            self.hand.type(line)
            self.hand.enter()

    def _foci(self) -> None:
        hand = self.hand
        self.section("Focus areas for the next visits")
        for number, (title, *others) in enumerate(FOCI, 1):
            hand.press(f"Focus {number}, look deeper in: Spring")
            hand.write(f"Focus {number}: focus", title)
            for words in others:
                hand.tab()
                hand.type(words)

    def find_again(self) -> None:
        """Every word, section by section."""
        hand = self.hand
        self.open_school()
        hand.press_tab("Visits")
        hand.point("Visits", "SIP 1: autumn visit", twice=True)
        hand.wait(lambda: self.visit.body is not None, "the visit")
        found = ""
        model = self.visit.columns.sections.model()
        for row in range(model.rowCount()):
            title = str(model.index(row, 0).data())
            self.section(title)
            found += told(self.window) + "\n"
            if title == "Exclusions":
                cells = self.visit.body.boxes["exclusions"].editor.grid.cells
                assert [cells.index(0, n).data() for n in range(3)] == list(ROLLS)
        for words in (*WORDS[1:], GROUP[0], "Headteacher", "Subject leaders (3)", "Self-evaluation"):
            assert words in found, words


def told(window: QWidget) -> str:
    """What stands in the window in words."""
    parts: list[str] = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            if isinstance(widget, QPlainTextEdit):
                parts.append(widget.toPlainText())
            elif isinstance(widget, QLabel | QLineEdit):
                parts.append(widget.text())
    return "\n".join(parts)


@pytest.fixture
def start(
    qapp: QApplication, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Window]]:
    """Starts the window on a folder where there is nothing yet."""
    assert qapp
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "papers"))
    open_now: list[Window] = []

    def begin() -> Window:
        window = Window(DeskLink(tmp_path / "desk", Background(), lambda where: App(where, clock)), Theme("light"))
        open_now.append(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        return window

    yield begin
    for window in open_now:
        quit_window(window)


def quit_window(window: Window) -> None:
    """As its cross does."""
    if window.isVisible():
        window.close()
        Hand(window).wait(lambda: not window.isVisible(), "the end")
    window.finish()
    window.deleteLater()


def words_of(file: Path) -> str:
    """The text of a PDF, by somebody else's reader."""
    with PdfDocument(file) as pdf:
        return " ".join("\n".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_that_a_partner_does_the_whole_job_by_mouse_and_keyboard(start: Callable[[], Window], tmp_path: Path) -> None:
    partner = Partner(start())
    partner.make_desk()
    partner.bring_in(paths.resources() / "demo" / "allocation.csv")
    partner.open_school()
    partner.prepare()
    partner.write()
    partner.window.close()
    partner.hand.wait(lambda: not partner.window.isVisible(), "the end")
    partner.window.finish()

    partner = Partner(start())
    hand = partner.hand
    hand.write("Passphrase", PASSPHRASE)
    hand.enter()
    partner.find_again()
    hand.press("See the note")
    hand.name_a_file(tmp_path / "copy.pdf", "Save a copy")
    hand.wait((tmp_path / "copy.pdf").is_file, "the copy")
    text = words_of(tmp_path / "copy.pdf")
    for words in WORDS:
        assert words in text, words

    before = hand.clicks
    hand.press("Send for accuracy check")
    hand.press("Save the draft for the head")
    assert hand.clicks - before == 2, "to the head in two clicks"
    hand.wait(lambda: list((tmp_path / "papers").rglob("2025*.pdf")), "the draft")
