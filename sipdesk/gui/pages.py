"""The pages the shell makes when they are first gone to, each with the ways that lead on from it. Unlocking waits for none of
them: what a page needs is loaded with it.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipdesk.gui.actions.page import ActionsPage
    from sipdesk.gui.brief.page import BriefPage
    from sipdesk.gui.calendar.page import CalendarPage
    from sipdesk.gui.help.page import HelpPage
    from sipdesk.gui.imports.page import ImportPage
    from sipdesk.gui.note.page import NotePage
    from sipdesk.gui.outbox.page import OutboxPage
    from sipdesk.gui.programme.page import ProgrammePage
    from sipdesk.gui.school.page import SchoolPage
    from sipdesk.gui.settings.page import SettingsPage
    from sipdesk.gui.shell import Shell
    from sipdesk.gui.verify.page import VerifyPage
    from sipdesk.gui.visit.page import VisitPage


def school(shell: "Shell") -> "SchoolPage":
    """A school."""
    from sipdesk.gui.school.page import SchoolPage  # noqa: PLC0415

    page = SchoolPage(shell.desk, shell.theme, shell.go_caseload)
    page.visit_opened.connect(shell.go_visit)
    page.question_opened.connect(shell.go_visit)
    page.note_opened.connect(shell.go_note)
    page.brief_opened.connect(shell.go_brief)
    page.leaf_wanted.connect(shell.papers.make_leaf)
    page.category.programme_wanted.connect(shell.go_programme)
    return page


def note(shell: "Shell") -> "NotePage":
    """A visit's note."""
    from sipdesk.gui.note.page import NotePage, ask_where  # noqa: PLC0415
    from sipdesk.gui.note.service import ServicePanel  # noqa: PLC0415

    page = NotePage(shell.desk, shell.theme, shell.go_caseload, shell.where or ask_where)
    page.school_opened.connect(shell.go_school)
    page.visit_opened.connect(shell.go_visit)
    page.check_wanted.connect(shell.go_verify)
    for panel in page.side.steps.panels:
        panel.moved.connect(lambda *_told: shell.outgoing.stir())
        if isinstance(panel, ServicePanel):
            panel.outbox_wanted.connect(shell.go_outbox)
            panel.changed.connect(shell.outgoing.stir)
    return page


def settings(shell: "Shell") -> "SettingsPage":
    """Settings."""
    from sipdesk.gui.settings.page import SettingsPage  # noqa: PLC0415

    page = SettingsPage(shell.desk, shell.theme, shell.preferences)
    page.left.connect(shell.left)
    page.enrolled.connect(shell.outgoing.stir)
    page.idle_chosen.connect(shell.idle_chosen)
    page.idle_chosen.connect(shell.foot.say_minutes)
    page.help_wanted.connect(shell.go_help)
    page.forms.programme_wanted.connect(shell.go_programme)
    page.check_wanted.connect(shell.go_verify)
    return page


def programme(shell: "Shell") -> "ProgrammePage":
    """What an authority's programme says."""
    from sipdesk.gui.programme.page import ProgrammePage  # noqa: PLC0415

    page = ProgrammePage(shell.desk, shell.theme)
    page.wanted.connect(shell.go_programme)
    return page


def handbook(shell: "Shell") -> "HelpPage":
    """The help."""
    from sipdesk.gui.help.page import HelpPage  # noqa: PLC0415

    page = HelpPage(shell.theme)
    page.closed.connect(shell.go_back)
    return page


def visit(shell: "Shell") -> "VisitPage":
    """Where a visit is written."""
    from sipdesk.gui.visit.page import VisitPage  # noqa: PLC0415
    from sipdesk.gui.visit.side import Beside  # noqa: PLC0415

    page = VisitPage(shell.desk, shell.theme, shell.go_caseload)
    Beside(page, shell.desk, shell.theme)
    page.school_opened.connect(shell.go_school)
    page.note_wanted.connect(shell.go_note)
    page.offer_leaf(shell.papers.make_leaf)
    return page


def brief(shell: "Shell") -> "BriefPage":
    """The brief before a visit."""
    from sipdesk.gui.brief.page import BriefPage  # noqa: PLC0415

    page = BriefPage(shell.desk, shell.theme, shell.go_caseload)
    page.school_opened.connect(shell.go_school)
    page.visit_opened.connect(shell.go_visit)
    return page


def promises(shell: "Shell") -> "ActionsPage":
    """Actions of all schools."""
    from sipdesk.gui.actions.page import ActionsPage  # noqa: PLC0415

    page = ActionsPage(shell.desk, shell.theme)
    page.school_opened.connect(shell.go_school)
    page.visit_opened.connect(shell.go_visit)
    page.counted.connect(partial(shell.rail.count, "Actions"))
    return page


def calendar(shell: "Shell") -> "CalendarPage":
    """The year."""
    from sipdesk.gui.calendar.page import CalendarPage  # noqa: PLC0415

    page = CalendarPage(shell.desk, shell.theme)
    page.visit_opened.connect(shell.go_visit)
    return page


def outbox(shell: "Shell") -> "OutboxPage":
    """What leaves, and what came back."""
    from sipdesk.gui.outbox.page import OutboxPage  # noqa: PLC0415

    page = OutboxPage(shell.desk, shell.theme)
    page.note_opened.connect(shell.go_note)
    page.school_opened.connect(shell.go_school)
    page.caseload_wanted.connect(partial(_look_at, shell))
    page.changed.connect(shell.outgoing.stir)
    shell.outgoing.follow(page)
    return page


def _look_at(shell: "Shell", letter: str, title: str) -> None:
    """What a caseload that came down would do, as with a file."""
    from sipdesk.gui.imports.reader import Wish  # noqa: PLC0415

    shell.go_import(Wish(Path(), letter=letter, title=title))


def imports(shell: "Shell") -> "ImportPage":
    """Files from outside."""
    from sipdesk.gui.imports.page import ImportPage  # noqa: PLC0415

    page = ImportPage(shell.desk, shell.theme)
    page.caseload_wanted.connect(shell.go_caseload)
    page.changed.connect(shell.count)
    page.changed.connect(shell.finder.refresh)
    page.changed.connect(shell.outgoing.refresh)
    return page


def verify(shell: "Shell") -> "VerifyPage":
    """Checking a note that came back."""
    from sipdesk.gui.verify.page import VerifyPage  # noqa: PLC0415

    page = VerifyPage(shell.desk, shell.theme)
    page.reply_wanted.connect(partial(_take_reply, shell))
    return page


def _take_reply(shell: "Shell", visit: str, file: "Path | None") -> None:
    """To the note, and there the head's reply is read."""
    shell.go_note(visit)
    shell.note.take_reply(file)
