"""The whole job, heard and done by the accessibility tree alone: a desk, a caseload, an autumn visit, its note.

`/usr/bin/python3 journey.py PROGRAM FOLDER ALLOCATION` inside a session bus of its own. Prints what it used, and fails
with what the tree held when something was not there.
"""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pyatspi
from reader import NotThere, Reader, has, told

PASSPHRASE = "four plain english words"
SCHOOL = "Canalside Community Primary School"
HEAD = {
    "Date of the visit": "14 October 2025",
    "Start": "08:45",
    "End": "12:15",
    "Headteacher on the day": "Amara Osei",
    "Pupils on roll on the day": "409",
    "Data reviewed on": "13 October 2025",
    "Preparation": "1.5",
    "Writing up": "1.25",
}
POINTS = (
    "Pupils learn to read well, and most reach the standard by the end of Year 1.",
    "Practice in mathematics differs from class to class.",
)
WORDS = {
    "Context and priorities": {
        "How does the school stand, and what has changed?": "The roll has fallen for two years, as births have.",
        "How does the school judge itself, and does what you saw bear it out?": "English is seen as its strength.",
        "What are the priorities of the development plan?": "- Every pupil a fluent reader\n- Attendance of 95%",
        "What does the school most want to achieve this year?": "That nobody leaves Year 2 unable to read.",
    },
    "Outcomes": {
        "How has performance moved over time?": "Phonics rose from 74% to 79% and 83%.",
        "What are standards like at present?": "Writing improves from draft to draft in every class seen.",
    },
    "Curriculum": {
        "What is the school developing in its curriculum, and why?": "Geography now starts from the neighbourhood.",
    },
    "Pupils' views": {"What do pupils say about their school?": "They would like harder mathematics."},
}
CHANGES = "Where have there been changes since the last visit?"
GROUP = "Looked-after children"
KNOWN = "Taken together, how well does the school identify pupils who are vulnerable?"
GAPS = "What is the school doing to close gaps in learning, for looked-after children among others?"
SINCE = (
    "Since the last visit, has any pupil been suspended or permanently excluded, or has a panel come to its decision?"
)
RISK = "Is any pupil at risk of being excluded now?"
IMPLEMENTED = "How far has the planned curriculum reached the classroom?"
ROLL, SUSPENDED = "On roll: All pupils, 2025/26 to date", "Suspensions: number, 2025/26 to date"
ACTION = "Match every book to the sounds its reader knows"
FOCI = ("Early reading in Year 2", "Adaptive teaching in mathematics", "Subject leadership in geography")
NOTE = "2025-26_autumn_900103"


class Partner:
    """Somebody who hears the window."""

    def __init__(self, reader: Reader) -> None:
        self.r = reader

    # -- the desk and the caseload -------------------------------------------------------------------------------

    def first_run(self) -> None:
        """Four steps."""
        r = self.r
        r.listen("Step 1 of 4")
        r.write("Your name", "Robin Marlow")
        r.press("Continue")
        r.listen("Step 2 of 4")
        r.choose(told(r.see("Hackney*", "radio button")))
        r.press("Continue")
        r.listen("Step 3 of 4")
        r.write("New passphrase", PASSPHRASE, "password text")
        r.write("The same again", PASSPHRASE, "password text")
        r.press("Continue")
        r.listen("Step 4 of 4")
        r.choose("Import my caseload")
        r.press("Make my desk")

    def bring_in(self, allocation: Path) -> None:
        """The allocation, by the dialogue for files."""
        r = self.r
        r.press("Choose a file…")
        r.write("File name:", str(allocation), "text")
        r.press("Open", "push button")
        r.listen("Nothing is changed yet.")
        r.press("Import 12 schools")
        r.listen("allocation.csv is imported")
        r.press("See the caseload")
        r.listen("12 schools")

    def stand_on(self, words: str, role: str = "table cell") -> None:
        """Select the row that holds these words."""
        node = self.r.see(words, role)
        if not has(node, pyatspi.STATE_SELECTED):
            self.r.act(node, "Toggle")
        self.r.roles.add(role)
        self.r.wait(lambda: has(self.r.see(words, role), pyatspi.STATE_SELECTED), f"“{words}” selected")

    def open_school(self) -> None:
        """From the caseload."""
        self.r.press("Caseload", "check box")
        self.r.write("Filter the caseload", "canalside")
        self.stand_on(SCHOOL)
        self.r.press("Open the school")
        self.r.see("Visits", "page tab")

    # -- the visit -----------------------------------------------------------------------------------------------

    def section(self, title: str) -> None:
        """Open a section of the visit, and hear that it stands there."""
        r = self.r
        r.act(r.see(f"{title},*", "list item"), "Toggle")
        r.wait(lambda: r.find(title, "label"), f"the section {title}")

    def write_visit(self) -> None:
        """All that an autumn note asks for, and one of each kind of editor."""
        self._head()
        self._people()
        self._points()
        for title, fields in WORDS.items():
            self.section(title)
            for prompt, words in fields.items():
                self.r.write(prompt, words)
            getattr(self, "_" + re.sub(r"\W.*", "", title.lower()), lambda: None)()
        self._groups()
        self._exclusions()
        self._concerns()
        self._actions()
        self._foci()
        self.r.listen("Saved ")

    def _head(self) -> None:
        self.section("Date and times")
        for prompt, words in HEAD.items():
            self.r.write(prompt, words)

    def _people(self) -> None:
        self.section("The visit")
        self.r.press("Add Headteacher")
        self.r.write("Person 2: role", "Chair of governors")
        self.r.write("Document 1: document", "Self-evaluation")
        self.r.write("Document 1: dated", "19 September 2025")

    def _points(self) -> None:
        self.section("Summary")
        name = "What should a busy reader know? Point "
        self.r.write(f"{name}1", POINTS[0])
        self.r.press("Add a point")
        self.r.write(f"{name}2", POINTS[1])

    def _context(self) -> None:
        self.r.choose(f"{CHANGES}: Senior leaders")

    def _curriculum(self) -> None:
        self._rate(IMPLEMENTED, "Plans were alive in four of six lessons.")

    def _rate(self, prompt: str, evidence: str) -> None:
        self.r.choose(f"{prompt}: Secure")
        self.r.write(f"{prompt} Evidence", evidence)
        self.r.choose(f"{prompt} Where the evidence comes from: Seen")

    def _groups(self) -> None:
        self.section("Groups of pupils")
        cards = [told(n) for n in self.r.nodes() if n.getRoleName() == "panel" and told(n).startswith("Group ")]
        for card in cards:
            group = card.partition(": ")[2]
            if group == GROUP:
                self.r.write(f"{group}: number of pupils, or c", "c")
                self.r.write(f"{group}: how well they are identified", "Adults know them well.")
                self.r.write(f"{group}: what the school wants for them", "That they belong.")
                self.r.write(f"{group}: what the school does", "Plans are current.")
            else:
                self.r.choose(f"{group}: Not discussed, key N")
        self._rate(KNOWN, "Three case discussions without names.")
        self.r.write(GAPS, "A gap that is found is taught within the week.")

    def _exclusions(self) -> None:
        self.section("Exclusions")
        self.r.choose(f"{SINCE}: No, key N")
        self.r.choose(f"{RISK}: No, key N")
        self._fill(ROLL, "409")
        self._fill(SUSPENDED, "1")

    def _fill(self, cell: str, words: str) -> None:
        """A cell of a grid: chosen, it opens as a field of its name."""
        r = self.r
        r.act(r.see(f"{cell}: *", "table cell"), "Toggle")
        r.write(cell, words, "text")
        r.see(f"{cell}: {words}", "table cell")
        r.roles.add("table cell")

    def _concerns(self) -> None:
        self.section("Standing concerns")
        self.r.choose("Safeguarding: No, key N")
        self.r.choose("Buildings: Yes, key Y")
        self.r.write("Buildings: what it is", "Water comes through the flat roof.")
        self.r.write("Buildings: what was done about it", "Reported to the property service.")
        self.r.choose("Governance: No, key N")
        self.r.choose("Finance: Not discussed, key D")

    def _actions(self) -> None:
        self.section("Agreed actions")
        self.r.write("New action: action, bar, who, bar, by when", f"{ACTION} | Senior leaders | 14 November 2025")
        self.r.press("Add the action")
        self.r.see("Action 1: what is to be done")

    def _foci(self) -> None:
        self.section("Focus areas for the next visits")
        for number, title in enumerate(FOCI, 1):
            focus = f"Focus {number}"
            self.r.write(f"{focus}: focus", title)
            self.r.write(f"{focus}: rationale", f"Why {title.lower()} was chosen.")
            self.r.write(f"{focus}: what the school does", f"What the school does for {title.lower()}.")
            self.r.choose(f"{focus}, look deeper in: Spring")
        self.r.press("More about Focus 1")
        self.r.write("Focus 1: success measure", "Seven of ten reach the standard by June.")
        self.r.choose("Focus 1, half-day plan: Visits to classrooms")

    # -- the note ------------------------------------------------------------------------------------------------

    def send(self, papers: Path) -> Path:
        """The draft for the head, in two presses."""
        r = self.r
        r.press("See the note")
        r.listen("Nothing is missing")
        r.press("Send for accuracy check")
        r.press("Save the draft for the head")
        r.listen("Saved as ")
        found = sorted(file.name for file in papers.glob(f"{NOTE}*"))
        wanted = [f"{NOTE}.eml", f"{NOTE}.pdf", f"{NOTE}_reply.pdf"]
        if found != wanted:
            raise NotThere(f"not {wanted} but {found} are in {papers}")
        return papers / f"{NOTE}.pdf"

    def save_copy(self, where: Path) -> None:
        """A copy, by the dialogue for files."""
        r = self.r
        r.press("Save a copy")
        r.write("File name:", str(where), "text")
        r.press("Save", "push button")
        r.listen(f"Saved as {where.name}")

    # -- after a night -------------------------------------------------------------------------------------------

    def unlock(self) -> None:
        """With the passphrase."""
        self.r.write("Passphrase", PASSPHRASE, "password text")
        self.r.press("Unlock")

    def find_again(self) -> None:
        """Every word that was written."""
        self.open_school()
        self.r.press("Visits", "page tab")
        self.stand_on("SIP 1: autumn visit")
        self.r.press("Open the visit")
        self._hear("Date and times", [words for prompt, words in HEAD.items() if "Pupils" not in prompt])
        self._hear("The visit", ["Headteacher", "Chair of governors", "Self-evaluation", "19 September 2025"])
        self._hear("Summary", POINTS)
        for title, fields in WORDS.items():
            self._hear(title, [line.removeprefix("- ") for words in fields.values() for line in words.splitlines()])
        self._hear("Groups of pupils", ["Adults know them well.", "Three case discussions without names."])
        self._hear("Exclusions", ["409"])
        self._hear("Standing concerns", ["Water comes through the flat roof.", "Reported to the property service."])
        self._hear("Agreed actions", [ACTION, "Senior leaders", "14 Nov"])
        self._hear("Focus areas for the next visits", [*FOCI, "Seven of ten reach the standard by June."])

    def _hear(self, title: str, words: list[str] | tuple[str, ...]) -> None:
        self.section(title)
        for part in words:
            self.r.listen(part)


@contextmanager
def running(reader: Reader, program: list[str]):
    """The program, ended as a desktop ends it."""
    with subprocess.Popen(program) as process:
        try:
            reader.attach()
            yield
        finally:
            process.terminate()
            ended = process.wait(timeout=60)
    if ended:
        raise NotThere(f"the program ended with {ended}")


def main() -> None:
    """The journey."""
    python, folder, allocation = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    program, papers = (
        [python, str(Path(__file__).with_name("in_october.py"))],
        Path(os.environ["XDG_DOCUMENTS_DIR"]) / "sipdesk",
    )
    reader = Reader()
    partner = Partner(reader)
    with running(reader, program):
        partner.first_run()
        partner.bring_in(allocation)
        partner.open_school()
        reader.press(told(reader.see("Write SIP 1: autumn visit*", "push button")))
        partner.write_visit()
        draft = partner.send(papers)
        partner.save_copy(folder / "copy.pdf")
    with running(reader, program):
        partner.unlock()
        partner.find_again()
    sys.stdout.write(f"{draft}\n{folder / 'copy.pdf'}\nroles: {', '.join(sorted(reader.roles))}\n")


if __name__ == "__main__":
    main()
