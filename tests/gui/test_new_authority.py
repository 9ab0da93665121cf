"""A new authority is a folder of files: the window makes a desk by it, writes its visit, and issues its note in its own words."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.forms.lint import check
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.doubt import DoubtRow
from sipdesk.gui.theme import Theme
from sipdesk.gui.window import Window
from tests.gui.hand import Hand

pytestmark = pytest.mark.timeout(240)

PASSPHRASE = "four plain english words"
SCHOOL = "Marram Bay Primary School"
PROGRAMME = """
authority = "dunmouth"
edition = "2025-26"
name = "Together for schools 2025-26"
valid_from = 2025-09-01
valid_to = 2026-08-31
source = "Together for schools, 2025"
marking = "DUNMOUTH · FOR THE HEAD"
la_codes = ["998"]
reply_working_days = 5
invitation = "Read this note aloud at your next governors' meeting."

[vocabulary]
authority = "Dunmouth"
service = "Dunmouth Schools Team"
role = "Learning companion"
role_short = "Companion"
report = "Record of a conversation"

[[visits]]
id = "harvest"
term = "autumn"
number = 1
title = "Harvest conversation"
purpose = "To hear what grew over the summer."
form = "talk"

[[variants]]
id = "all"
when = {}
visits = ["harvest"]

[[contacts]]
id = "walk"
title = "Learning walk"
form = "talk"

[[facts]]
id = "tide"
label = "The tide has turned"
source = "paper, line 4"

[[categories]]
id = "calm"
name = "Calm water"
meaning = "The school sails by itself."
source = "paper, line 3"
entitlements = [{ id = "talks", label = "Conversations", amount = 1, unit = "visits", draws = ["visit"], source = "paper, line 3" }]
triggers = [{ id = "no-aspect", says = "Nothing calls for help.", aspects_to = 0, source = "paper, line 3" }]

[[categories]]
id = "tow"
name = "Under tow"
meaning = "Another boat helps for a while."
source = "paper, line 4"
entitlements = [{ id = "days", label = "Days with a crew", amount = "to be agreed", unit = "days", draws = ["officer"], source = "paper, line 4" }]
triggers = [{ id = "tide", says = "Where the tide has turned, another boat helps.", facts = ["tide"], automatic = true, source = "paper, line 4" }]
cadences = [{ id = "walk", label = "Learning walk", per = "half-term", kind = "walk", source = "paper, line 5" }]
stays = [{ id = "year", bound = "at most", months = 9, counted_from = "placed", says = "Nobody stays under tow for more than nine months.", source = "paper, line 6" }]

[[recipients]]
role = "Headteacher"
reason = "It was a conversation with you"

[[recipients]]
role = "Chair of governors"
reason = "Dunmouth copies every record of a school under tow"
categories = ["tow"]
"""
FORM = """
form = "talk"
title = "Conversation"
purpose = "To hear what grew over the summer."

[[sections]]
id = "met"
title = "Round the table"

[[sections.questions]]
id = "people_met"
kind = "people_met"
prompt = "Who sat at the table?"
heading = "Round the table were"
required = true
suggestions = ["Headteacher", "Lollipop lady"]

[[sections.questions]]
id = "summary"
kind = "summary"
prompt = "What is it in a nutshell?"
heading = "In a nutshell"
required = true
maximum = 2

[[sections]]
id = "harvest"
title = "What grew"

[[sections.questions]]
id = "grew"
kind = "long_text"
prompt = "What has grown since the summer?"
heading = "Grown since the summer"
required = true

[[sections.questions]]
id = "season"
kind = "choice"
prompt = "Which season is the school in?"
heading = "Season of the school"
options = [{ id = "spring", label = "It sprouts" }, { id = "summer", label = "It blossoms" }]

[[sections]]
id = "next"
title = "What next"

[[sections.questions]]
id = "actions"
kind = "actions"
prompt = "Who does what?"
heading = "Promises"
required = true
owners = ["Headteacher", "Learning companion"]
"""
SHEET = f"School,URN,Learning companion,Category\n{SCHOOL},999801,Robin Marlow,Under tow\nGorse Hill School,999802,Robin Marlow,Calm water\n"
POINT, GREW = (
    "Reading has taken root in every class.",
    "Nineteen of twenty new readers read a book to a friend in September.",
)
ACTION = "Plant a reading corner in the hall | Headteacher | 14 November 2025"


def told(window: QWidget) -> str:
    """What stands in the window in words."""
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
    plain = [widget.toPlainText() for widget in shown if isinstance(widget, QPlainTextEdit)]
    return "\n".join(plain + [widget.text() for widget in shown if isinstance(widget, QLabel | QLineEdit)])


def words_of(file: Path) -> str:
    """The text of a PDF."""
    with PdfDocument(file) as pdf:
        return " ".join("\n".join(page.get_textpage().get_text_range() for page in pdf).split())


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder of forms with one authority that nobody has heard of, and nothing else of it anywhere."""
    edition = tmp_path / "forms" / "dunmouth" / "2025-26"
    edition.mkdir(parents=True)
    for name, text in (("programme", PROGRAMME), ("talk", FORM)):
        (edition / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path / "forms"


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where papers for the head are put."""
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    return tmp_path / "Documents" / "sipdesk"


@pytest.fixture
def start(
    qapp: QApplication, tmp_path: Path, clock: Clock, forms: Path, papers: Path
) -> Iterator[Callable[[], Window]]:
    """Starts the window where there is no desk yet."""
    assert qapp
    assert papers
    made: list[Window] = []

    def begin() -> Window:
        desk = DeskLink(tmp_path / "desk", Background(), lambda where: App(where, clock, forms))
        window = Window(desk, Theme("light"))
        made.append(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        return window

    yield begin
    for window in made:
        window.close()
        Hand(window).wait(lambda window=window: not window.isVisible(), "the end")
        window.finish()
        window.deleteLater()


def make_desk(hand: Hand, sheet: Path | None) -> None:
    """The four steps, with the new authority among those to choose from; then its allocation, or the rehearsal without one."""
    hand.write("Your name", "Robin Marlow")
    hand.enter()
    hand.press("Dunmouth*")
    hand.press("Continue")
    hand.write("New passphrase", PASSPHRASE)
    hand.enter()
    hand.type(PASSPHRASE)
    hand.enter()
    if sheet is None:
        hand.press("Open the rehearsal school")
    hand.press("Make my desk")
    if sheet is None:
        return
    hand.name_a_file(sheet, "Choose a file…")
    hand.press("Import 2 schools")
    hand.press("See the caseload")


def write_visit(hand: Hand, window: Window) -> None:
    """Section by section, as the new form asks."""
    page = window.shell.visit
    hand.wait(lambda: page.body is not None, "the visit")

    def section(title: str) -> None:
        hand.point("Sections of the visit", title)
        hand.wait(lambda: page.body is not None and page.body.title.text() == title, title)

    section("Date and times")
    hand.write("Date of the visit", "6 October 2025")
    for name, words in (("Start", "09:00"), ("End", "11:30"), ("Headteacher on the day", "Amara Osei")):
        hand.write(name, words)
    section("Round the table")
    hand.press("Add Lollipop lady")
    hand.press("What is it in a nutshell? Point 1")
    hand.type(POINT)
    section("What grew")
    hand.write("What has grown since the summer?", GREW)
    hand.press("Which season is the school in?: It blossoms")
    section("What next")
    hand.press("New action*")
    hand.type(ACTION)
    hand.enter()
    hand.wait(lambda: "Saved " in told(window), "the word that it is saved")


def to_the_head_and_back(hand: Hand, window: Window) -> None:
    """The draft goes out, and the head finds it accurate."""
    stands(hand, window, "Writing")
    hand.press("Send for accuracy check")
    hand.press("Save the draft for the head")
    stands(hand, window, "With head")
    hand.press("Record the head’s answer")
    hand.press("Accurate*")
    hand.press("Keep the answer")
    stands(hand, window, "Checked")


def sign_and_issue(hand: Hand, window: Window) -> None:
    """Both names typed, the note sealed and issued."""
    hand.press("Sign the note…")
    for name, button in (("Robin Marlow", "Sign, then hand over"), ("Amara Osei", "Sign")):
        hand.press("Type the name")
        hand.write("Your name, as your signature", name)
        hand.press(button)
    hand.press("Seal it for good")
    stands(hand, window, "Signed")
    rows = [row for row in window.findChildren(DoubtRow) if row.isVisible()]
    assert [row.words.text() for row in rows if "address" not in row.words.text()] == []  # of the head and the chair
    for row in rows:
        row.tick.click()
        hand.wait(row.why.edit.hasFocus, "the field for why")
        hand.type("They get it on paper.")
    hand.press("Issue")
    hand.press("Issue it")
    stands(hand, window, "Issued")


def stands(hand: Hand, window: Window, state: str) -> None:
    """Until the note stands there and its pages are made."""
    side = window.shell.note.side
    hand.wait(lambda: side.state.text() == state and side.save.isEnabled(), state)


def test_that_the_files_pass_the_check(forms: Path) -> None:
    assert [str(one) for one in check(forms)] == []


def test_that_a_new_authority_written_only_as_files_comes_to_an_issued_note(
    start: Callable[[], Window], tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    window = start()
    hand = Hand(window)
    make_desk(hand, sheet)
    hand.press("Caseload")
    hand.point("Schools of the caseload", SCHOOL, twice=True)
    hand.wait(lambda: SCHOOL in told(window), "the school")
    hand.press("Write Harvest conversation*")
    write_visit(hand, window)
    hand.press("See the note")
    to_the_head_and_back(hand, window)
    sign_and_issue(hand, window)

    hand.name_a_file(tmp_path / "issued.pdf", "Save a copy")
    hand.wait((tmp_path / "issued.pdf").is_file, "the copy")
    text = words_of(tmp_path / "issued.pdf")
    its_own = ("Record of a conversation", "Harvest conversation", "DUNMOUTH · FOR THE HEAD", "Dunmouth Schools Team", "Learning companion",
               "To hear what grew over the summer.", "Lollipop lady", "Grown since the summer",
               "Season of the school: It blossoms", "Promises", "Read this note aloud", "It was a conversation with you",
               "Chair of governors", "Dunmouth copies every record of a school under tow", "Together for schools 2025-26")  # fmt: skip
    for words in (*its_own, POINT, GREW, SCHOOL):
        assert words in text, words
    assert "Under tow" not in text.replace("a school under tow", "")
    rules(window)


def rules(window: Window) -> None:
    """Its rules hold for the school as the sheet placed it, and explain themselves by the lines of its paper."""
    app = window.desk.app
    standing = app.run(lambda: app.services.standing.of_school("999801"))
    assert (standing.name, standing.programme) == ("Under tow", "Together for schools 2025-26")
    assert {one.rule: one.source for one in standing.clocks} == {"year": "paper, line 6", "walk": "paper, line 5"}
    assert [one.amount for one in standing.entitlement] == ["to be agreed"]
    assert json.loads(standing.model_dump_json())["edition"] == "2025-26"


def test_that_the_rehearsal_follows_the_authority_that_is_chosen(start: Callable[[], Window]) -> None:
    window = start()
    hand = Hand(window)
    make_desk(hand, None)
    hand.wait(lambda: "REHEARSAL" in told(window), "the rehearsal")
    hand.press("Caseload")
    hand.point("Schools of the caseload", "Alder Park Primary School", twice=True)
    hand.wait(lambda: "Alder Park Primary School" in told(window), "the school")
    hand.press_tab("Visits")
    hand.point("Visits", "Harvest conversation")
    app = window.desk.app
    standing = app.run(lambda: app.services.standing.of_school("900101"))
    assert (standing.programme, standing.name) == ("Together for schools 2025-26", "Under tow")
    assert standing.placement.reason == "Where the tide has turned, another boat helps."
