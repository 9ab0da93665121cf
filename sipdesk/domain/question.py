"""The kinds of question a form may ask. Each is plain data; kinds.py says what its answer looks like."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from sipdesk.domain.attendance import AttendanceAnswer
from sipdesk.domain.base import Identifier, Line, Model, Prose
from sipdesk.domain.calendar import Term
from sipdesk.domain.exclusions import ExclusionsAnswer, Measure, TableAnswer
from sipdesk.domain.school import Governance, Phase


class Condition(Model):
    """When something applies: an empty list means always."""

    phases: list[Phase] = []
    governance: list[Governance] = []

    def holds(self, phase: Phase, governance: Governance) -> bool:
        """True where the school's phase and governance are among those named. What is not known is never ruled out."""
        in_phase = not self.phases or phase in self.phases or phase is Phase.UNKNOWN
        return in_phase and (not self.governance or governance in self.governance or governance is Governance.UNKNOWN)


class Option(Model):
    """One choice of a list or one point of a scale."""

    id: Identifier
    label: Line
    meaning: Line = ""


class Asked(Model):
    """What all questions share."""

    id: Identifier
    prompt: Line
    """What the partner is asked."""
    heading: Line = ""
    """What stands over the answer in the note, whose reader is the head; the prompt where it is left out."""
    hint: Prose = ""
    required: bool = False
    hand_on: bool = False
    """The answer is laid before the partner when the next visit is prepared."""
    when: Condition = Condition()

    @property
    def printed(self) -> str:
        """The words over the answer on paper."""
        return self.heading or self.prompt


class ShortText(Asked):
    """One line."""

    kind: Literal["short_text"] = "short_text"


class LongText(Asked):
    """Paragraphs and bullets."""

    kind: Literal["long_text"] = "long_text"


class Summary(Asked):
    """The few bullets a busy reader sees first."""

    kind: Literal["summary"] = "summary"
    maximum: int = Field(default=5, ge=1, le=10)


class YesNo(Asked):
    """Yes, no or not discussed, with detail."""

    kind: Literal["yes_no"] = "yes_no"
    detail_when: list[Literal["yes", "no"]] = ["yes"]
    """Answers that need a word of detail."""


class Choice(Asked):
    """One of a list, or several."""

    kind: Literal["choice"] = "choice"
    options: list[Option] = Field(min_length=2)
    several: bool = False


class Rating(Asked):
    """A point on a scale, with evidence."""

    kind: Literal["rating"] = "rating"
    scale: list[Option] = Field(min_length=2)


class DateAsked(Asked):
    """A calendar date."""

    kind: Literal["date"] = "date"


class NumberAsked(Asked):
    """A number with its unit."""

    kind: Literal["number"] = "number"
    unit: Line = ""
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False


class PeopleMet(Asked):
    """Who was met, by role."""

    kind: Literal["people_met"] = "people_met"
    suggestions: list[Line] = []


class DocumentsSeen(Asked):
    """Which documents were seen, with their dates."""

    kind: Literal["documents_seen"] = "documents_seen"
    suggestions: list[Line] = []


class Column(Model):
    """A typed column of a table."""

    id: Identifier
    label: Line
    type: Literal["text", "number", "percent", "date", "choice"] = "text"
    options: list[Option] = []


class Row(Model):
    """A fixed row of a table."""

    id: Identifier
    label: Line


class Table(Asked):
    """Typed columns; rows fixed by the form, or free."""

    kind: Literal["table"] = "table"
    columns: list[Column] = Field(min_length=1)
    rows: list[Row] = []


class FocusAreas(Asked):
    """The focus areas agreed for the later visits."""

    kind: Literal["focus_areas"] = "focus_areas"
    minimum: int = Field(default=3, ge=0)
    maximum: int = Field(default=3, ge=1)
    terms: list[Term] = [Term.SPRING, Term.SUMMER]
    activities: list[Line] = []


class Actions(Asked):
    """Actions agreed on this visit."""

    kind: Literal["actions"] = "actions"
    owners: list[Line] = []


class ReviewActions(Asked):
    """What became of the actions agreed before."""

    kind: Literal["action_review"] = "action_review"


class DeepDives(Asked):
    """The foci due on this visit, looked into."""

    kind: Literal["deep_dives"] = "deep_dives"
    activities: list[Line] = []
    scale: list[Option] = Field(min_length=2)


class ImpactReview(Asked):
    """The impact of each focus of the year."""

    kind: Literal["impact_review"] = "impact_review"
    scale: list[Option] = Field(min_length=2)


class Group(Model):
    """A group of pupils."""

    id: Identifier
    label: Line


class ExclusionsGroup(Group):
    """A group of a table of figures, and how it lies in the others."""

    within: str = ""
    """Id of the group it is a part of; empty for all pupils."""
    splits: Line = ""
    """By what it divides that group, such as gender. Groups that divide one group alike do not overlap."""


class ExclusionsRow(Model):
    """One row: a measure of a group, as a number or as a rate. Overall absence has a rate only, which is typed."""

    id: Identifier
    label: Line
    measure: Measure
    shows: Literal["number", "rate"]
    group: Identifier


class ExclusionsColumn(Model):
    """One column: the school in a year (0 is the year of the visit, -1 the one before), or a comparator."""

    id: Identifier
    label: Line = ""
    """Only for comparators; a school column is labelled with its year."""
    source: Literal["school", "comparator"]
    year: int = 0
    to_date: bool = False


class FiguresTable(Asked):
    """Counts typed, rates computed, comparators with their labels. What all such tables share."""

    kind: str
    groups: list[ExclusionsGroup] = Field(min_length=1)
    rows: list[ExclusionsRow] = Field(min_length=1)
    columns: list[ExclusionsColumn] = Field(min_length=1)
    chart: bool = False
    """Whether the note shows pictures of the table too, where its figures bear them."""
    addable: list[ExclusionsGroup] = []
    """Groups that whoever fills the table may add to it, each with its numbers and rates."""

    answers: ClassVar[type[TableAnswer]] = TableAnswer
    allowed: ClassVar[tuple[Measure, ...]] = ()
    """What such a table may measure."""
    imported: ClassVar[bool] = True
    """Whether there are files of published figures for it that can be imported."""
    one: ClassVar[str] = "episode"
    """What is counted, one of it."""
    said: ClassVar[dict[str, str]] = {"number": ": number", "rate": ": rate"}
    """How the row of an added group ends."""
    method: ClassVar[str] = ""
    """How the figures are made, for whoever reads them."""

    def with_added(self, added: Sequence[str]) -> Self:
        """The table with the groups that were added to it, in the form's order; one that is not offered is left out."""
        more = [group for group in self.addable if group.id in added]
        if not more:
            return self
        rows = [
            _row_of(group, measure, shows, self.said[shows])
            for measure in self.measures
            for group in more
            for shows in (_SHOWS if measure.counted else _SHOWS[1:])
        ]
        return self.model_copy(update={"groups": [*self.groups, *more], "rows": [*self.rows, *rows], "addable": []})

    @property
    def measures(self) -> list[Measure]:
        """What the rows measure, in their order."""
        return list(dict.fromkeys(row.measure for row in self.rows))

    def parents(self, group: ExclusionsGroup) -> list[ExclusionsGroup]:
        """The groups it is a part of. A form that says nothing of parts is read with care: any group may be a part of
        one that stands before it."""
        if any(other.within for other in self.groups):
            return [other for other in self.groups if other.id == group.within]
        return self.groups[: self.groups.index(group)]


_SHOWS: tuple[Literal["number", "rate"], ...] = ("number", "rate")


def _row_of(group: ExclusionsGroup, measure: Measure, shows: Literal["number", "rate"], ending: str) -> ExclusionsRow:
    label = f"{measure.short}, {group.label}{ending}"
    return ExclusionsRow(
        id=f"{group.id}-{measure.value}-{shows}", label=label, measure=measure, shows=shows, group=group.id
    )


class ExclusionsTable(FiguresTable):
    """Suspensions and permanent exclusions."""

    kind: Literal["exclusions_table"] = "exclusions_table"

    answers: ClassVar[type[TableAnswer]] = ExclusionsAnswer
    allowed: ClassVar[tuple[Measure, ...]] = (Measure.PEX, Measure.SUSPENSION)
    method: ClassVar[str] = "Rates are episodes per 100 pupils on roll at the January census, so a rate may exceed 100."


class AttendanceTable(FiguresTable):
    """Overall and persistent absence."""

    kind: Literal["attendance_table"] = "attendance_table"

    answers: ClassVar[type[TableAnswer]] = AttendanceAnswer
    allowed: ClassVar[tuple[Measure, ...]] = (Measure.ABSENCE, Measure.PERSISTENT)
    imported: ClassVar[bool] = False
    one: ClassVar[str] = "pupil"
    said: ClassVar[dict[str, str]] = {"number": ": pupils", "rate": ", %"}
    method: ClassVar[str] = (
        "Overall absence is the share of possible sessions that were missed, as the school’s register gives it. Persistent "
        "absence is the share of pupils who missed a tenth of their sessions or more."
    )


class GroupReview(Asked):
    """How well groups of pupils are identified, how ambitious the school is for them, what it does."""

    kind: Literal["group_review"] = "group_review"
    groups: list[Group] = Field(min_length=1)


class Concern(Model):
    """One standing concern."""

    id: Identifier
    label: Line
    safeguarding: bool = False
    """Then a `no` and a `yes` are printed in the careful words kept for it."""


class Concerns(Asked):
    """The concerns asked about on every visit."""

    kind: Literal["concerns"] = "concerns"
    items: list[Concern] = Field(min_length=1)


Question = Annotated[
    ShortText | LongText | Summary | YesNo | Choice | Rating | DateAsked | NumberAsked | PeopleMet | DocumentsSeen | Table
    | FocusAreas | Actions | ReviewActions | DeepDives | ImpactReview | ExclusionsTable | AttendanceTable | GroupReview | Concerns,
    Field(discriminator="kind"),
]  # fmt: skip
"""Any question, told apart by `kind`."""


class Section(Model):
    """A part of a visit form with its questions."""

    id: Identifier
    title: Line
    hint: Prose = ""
    when: Condition = Condition()
    questions: list[Question] = Field(min_length=1)


class Form(Model):
    """One visit form, as written in a file of a programme."""

    form: Identifier
    title: Line
    purpose: Prose = ""
    sections: list[Section] = Field(min_length=1)

    def sections_for(self, phase: Phase, governance: Governance) -> list[Section]:
        """The sections and questions that apply to such a school, in order."""
        kept = []
        for section in self.sections:
            if section.when.holds(phase, governance):
                asked = [q for q in section.questions if q.when.holds(phase, governance)]
                if asked:
                    kept.append(section.model_copy(update={"questions": asked}))
        return kept

    def question(self, question_id: str) -> Question | None:
        """A question by id (ids are unique in a form)."""
        return next((q for s in self.sections for q in s.questions if q.id == question_id), None)
