"""The editor of each kind of question. One registry, found by kind; an architecture test holds it against domain/kinds.py."""

from sipdesk.gui.visit.editors.actions import ActionsEditor
from sipdesk.gui.visit.editors.attendance import AttendanceTableEditor
from sipdesk.gui.visit.editors.base import Editor
from sipdesk.gui.visit.editors.choices import ChoiceEditor, RatingEditor, YesNoEditor
from sipdesk.gui.visit.editors.concerns import ConcernsEditor
from sipdesk.gui.visit.editors.dives import DeepDivesEditor, ImpactReviewEditor
from sipdesk.gui.visit.editors.exclusions import ExclusionsTableEditor
from sipdesk.gui.visit.editors.focus import FocusAreasEditor
from sipdesk.gui.visit.editors.groups import GroupReviewEditor
from sipdesk.gui.visit.editors.lists import DocumentsSeenEditor, PeopleMetEditor
from sipdesk.gui.visit.editors.reviews import ActionReviewEditor
from sipdesk.gui.visit.editors.tables import TableEditor
from sipdesk.gui.visit.editors.words import DateEditor, LongTextEditor, NumberEditor, ShortTextEditor, SummaryEditor

EDITORS: dict[str, type[Editor]] = {
    "short_text": ShortTextEditor,
    "long_text": LongTextEditor,
    "summary": SummaryEditor,
    "yes_no": YesNoEditor,
    "choice": ChoiceEditor,
    "rating": RatingEditor,
    "date": DateEditor,
    "number": NumberEditor,
    "people_met": PeopleMetEditor,
    "documents_seen": DocumentsSeenEditor,
    "table": TableEditor,
    "focus_areas": FocusAreasEditor,
    "actions": ActionsEditor,
    "action_review": ActionReviewEditor,
    "deep_dives": DeepDivesEditor,
    "impact_review": ImpactReviewEditor,
    "exclusions_table": ExclusionsTableEditor,
    "attendance_table": AttendanceTableEditor,
    "group_review": GroupReviewEditor,
    "concerns": ConcernsEditor,
}
