"""The shipped Hackney edition: every item its document lists is asked, and its figures stand as they are there."""

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from sipdesk import paths
from sipdesk.domain.exclusions import Measure
from sipdesk.domain.kinds import KINDS
from sipdesk.domain.school import Governance, Phase
from sipdesk.forms.lint import check
from sipdesk.forms.loader import load_programmes

VISITS = {"autumn": "sip1-autumn", "spring": "sip2-spring", "summer": "sip3-summer"}
FORMS = [*VISITS.values(), "contact"]

EVERY_VISIT = {
    "people_met": "people_met", "documents_seen": "documents_seen", "summary": "summary",
    "earlier_actions": "action_review", "groups": "group_review", "exclusions_since": "yes_no",
    "exclusions_detail": "table", "at_risk": "yes_no", "exclusions": "exclusions_table", "concerns": "concerns",
    "actions": "actions", "next_visit": "date",
}  # fmt: skip
"""Discussion areas and prompts that serve each visit, and what any note needs."""

ITEMS = {
    "autumn": {
        "context": "long_text", "changes": "choice", "self_evaluation": "long_text", "key_aims": "long_text",
        "development_priorities": "long_text", "trends": "long_text", "current_standards": "long_text",
        "cohort_differences": "long_text", "learning_gaps": "long_text", "curriculum_development": "long_text",
        "curriculum_implementation": "rating", "pupil_views": "long_text", "pupil_voice": "long_text",
        "focus_areas": "focus_areas",
    },
    "spring": {
        "context": "long_text", "staffing": "long_text", "self_evaluation": "long_text",
        "groups_progress": "long_text", "catch_up": "long_text", "curriculum_impact": "rating",
        "curriculum_comment": "long_text", "staff_development": "long_text", "school_strategy": "long_text",
        "deep_dives": "deep_dives", "quality_of_education": "long_text", "attendance": "attendance_table",
    },
    "summer": {
        "context": "long_text", "next_leadership": "long_text", "next_staffing": "long_text", "targets": "long_text",
        "governance_effectiveness": "rating", "governance_comment": "long_text", "groups_progress": "long_text",
        "catch_up": "long_text", "curriculum_impact": "rating", "staff_development": "long_text",
        "strategic_planning": "long_text", "impact": "impact_review", "priorities_impact": "long_text",
        "attendance": "attendance_table", "behaviour": "rating", "well_being": "long_text", "next_start": "long_text",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def library():
    return load_programmes(paths.forms())


@pytest.fixture(scope="module")
def programme(library):
    return library.programme("hackney", "2021-22")


def _form(library, form_id):
    return library.form("hackney", "2021-22", form_id).form


def _questions(form):
    return {q.id: q for section in form.sections for q in section.questions}


REMARKS = {
    ("hackney/2021-22", "“grade-3” speaks for “Enhanced” too"),
    ("havering/2011", "“satisfactory” speaks for “Category 2” too"),
    ("havering/2011", "leaving “cat-3b” speaks for “Category 2” too"),
    ("havering/2011", "all that “Category 3C” gives is “not stated”"),
    ("havering/2011", "“bi-annually” can be read in two ways"),
    ("hillingdon/2015-18", "“bi-annual” can be read in two ways"),
    ("hillingdon/2020-23", "this one is past its dates"),
    ("hillingdon/2020-23", "all that “Targeted support” gives is “not stated”"),
    ("hillingdon/2020-23", "all that “Intensive support” gives is “not stated”"),
}
"""What the documents leave open or say twice; it stands in the forms as it does there, and is remarked upon."""


def test_that_shipped_forms_have_no_problems_but_what_their_documents_leave_open():
    found = check(paths.forms(), date(2025, 10, 1))
    assert [problem for problem in found if not problem.remark] == []
    told = {(p.file.rpartition("/")[0], words) for p in found for _, words in REMARKS if words in p.expected}
    assert told == REMARKS
    assert len(found) == len(REMARKS)


@pytest.mark.parametrize("term", VISITS)
def test_that_a_visit_asks_for_every_item_of_the_document(library, term):
    kinds = {q.id: q.kind for q in _questions(_form(library, VISITS[term])).values()}
    wanted = EVERY_VISIT | ITEMS[term]
    assert {name: kinds.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("term", VISITS)
def test_that_a_visit_begins_and_ends_in_the_order_of_a_note(library, term):
    ids = [section.id for section in _form(library, VISITS[term]).sections]
    assert ids[:4] == ["visit", "summary", "earlier_actions", "context"]
    assert ids[-3:-1] == ["concerns", "actions"]


@pytest.mark.parametrize("term", VISITS)
def test_that_vulnerable_groups_and_standing_concerns_are_complete(library, term):
    asked = _questions(_form(library, VISITS[term]))
    groups = [group.id for group in asked["groups"].groups]
    assert groups == ["send", "looked_after", "social_worker", "disadvantaged", "tkc", "bcrb"]
    concerns = {item.id: item.safeguarding for item in asked["concerns"].items}
    assert concerns == {"safeguarding": True, "buildings": False, "governance": False, "finance": False}


@pytest.mark.parametrize("term", VISITS)
def test_that_the_exclusions_table_has_the_documents_rows_and_columns(library, term):
    table = _questions(_form(library, VISITS[term]))["exclusions"]
    kinds = [(row.measure, row.shows, row.group) for row in table.rows]
    cells = [("number", "all"), ("rate", "all"), ("rate", "black"), ("rate", "black_caribbean")]
    assert kinds == [(m, shows, group) for m in (Measure.PEX, Measure.SUSPENSION) for shows, group in cells]
    columns = [(c.source, c.year, c.to_date) for c in table.columns]
    assert columns == [("school", -2, False), ("school", -1, False), ("school", 0, True),
                       ("comparator", -2, False), ("comparator", -2, False)]  # fmt: skip
    assert [c.label for c in table.columns[3:]] == ["Hackney", "England"]


@pytest.mark.parametrize("name", FORMS)
def test_that_every_heading_is_short_and_speaks_to_the_head(library, name):
    headings = {q.id: q.heading for q in _questions(_form(library, name)).values()}
    unfit = re.compile(r"\b[Yy]ou|\?|^[^A-Z]|[.:;]$")
    assert {i: h for i, h in headings.items() if not 0 < len(h) <= 60 or unfit.search(h)} == {}


@pytest.mark.parametrize("name", FORMS)
def test_that_the_note_says_nothing_twice_in_its_headings(library, name):
    form = _form(library, name)
    lines = [section.title.casefold() for section in form.sections]
    lines += [q.heading.casefold() for q in _questions(form).values()]
    assert [line for line, count in Counter(lines).items() if count > 1] == []


def test_that_a_question_of_several_forms_keeps_its_heading(library):
    asked = {(q.id, q.heading) for name in FORMS for q in _questions(_form(library, name)).values()}
    differ = [ident for ident, count in Counter(ident for ident, _ in asked).items() if count > 1]
    # In spring about intent and practice, in summer about what was gained and what is left to do.
    assert differ == ["curriculum_comment"]


def test_that_the_rehearsal_names_activities_in_the_forms_words(library):
    offered = set(_questions(_form(library, "sip1-autumn"))["focus_areas"].activities)
    for term in VISITS:
        answers = json.loads((paths.resources() / f"demo/{term}.json").read_text(encoding="utf-8"))["answers"]
        named = [
            text for kind in ("focus_areas", "deep_dives") for f in answers.get(kind, []) for text in f["activities"]
        ]
        assert set(named) <= offered, term


def test_that_no_label_of_a_group_is_an_abbreviation_only_officers_know(library, programme):
    labels = {g.id: g.label for g in programme.groups}
    assert (labels["tkc"], labels["bcrb"]) == ("Turkish, Kurdish and Cypriot pupils", "Black Caribbean pupils")
    for name in VISITS.values():
        assert {g.id: g.label for g in _questions(_form(library, name))["groups"].groups} == labels


def test_that_three_foci_are_agreed_for_spring_and_summer(library):
    asked = _questions(_form(library, "sip1-autumn"))["focus_areas"]
    assert (asked.minimum, asked.maximum) == (3, 3)
    assert [term.value for term in asked.terms] == ["spring", "summer"]
    assert asked.activities == _questions(_form(library, "sip2-spring"))["deep_dives"].activities


def test_that_attendance_stands_beside_exclusions_in_spring_and_summer(library):
    for term in ("spring", "summer"):
        section = next(s for s in _form(library, VISITS[term]).sections if s.id == "attendance_exclusions")
        ids = [q.id for q in section.questions]
        assert ids[0] == "attendance"
        assert ids[-1] == "exclusions"
    assert "attendance" not in _questions(_form(library, "sip1-autumn"))


def test_that_some_questions_follow_phase_and_governance(library):
    summer = _form(library, "sip3-summer")

    def asked(phase, governance):
        return {q.id for s in summer.sections_for(phase, governance) for q in s.questions}

    primary = asked(Phase.PRIMARY, Governance.MAINTAINED)
    secondary = asked(Phase.SECONDARY, Governance.ACADEMY)
    assert primary - secondary == {"early_years", "phonics", "la_governor"}
    assert secondary - primary == {"post_16"}


def test_that_the_forms_use_every_kind_of_question(library):
    used = {q.kind for name in FORMS for q in _questions(_form(library, name)).values()}
    assert used == set(KINDS)


def test_that_each_slot_opens_the_form_of_its_term(programme):
    assert [(s.id, s.term.value, s.form, s.days) for s in programme.visits] == [
        ("sip1", "autumn", "sip1-autumn", Decimal("0.5")),
        ("sip2", "spring", "sip2-spring", Decimal("0.5")),
        ("sip3", "summer", "sip3-summer", Decimal("0.5")),
    ]
    calls = dict.fromkeys(["telephone", "meeting", "email", "video"], "contact")
    supported = {"action-group": "action-group", "review": "review"}
    assert {contact.id: contact.form for contact in programme.contacts} == calls | supported


@pytest.mark.parametrize(
    ("governance", "brokered", "visits"),
    [
        (Governance.MAINTAINED, False, 3),
        (Governance.ACADEMY, False, 2),
        (Governance.FREE, False, 2),
        (Governance.COLLEGE, False, 2),
        (Governance.ACADEMY, True, 3),
        (Governance.INDEPENDENT, False, "not stated"),
        (Governance.INDEPENDENT, True, 3),
        (Governance.OTHER, False, "not stated"),
        (Governance.UNKNOWN, False, 3),
    ],
)
def test_that_governance_decides_how_many_visits_a_year(programme, governance, brokered, visits):
    found = programme.visits_for(Phase.PRIMARY, governance, brokered=brokered)
    assert (found if isinstance(found, str) else len(found)) == visits


@pytest.mark.parametrize(
    ("category", "entitlements"),
    [
        ("core", ["exactly 3 visits per year"]),
        ("focused", ["exactly 14 hours per year", "exactly 1 meetings per term", "exactly 3 visits per year"]),
        ("enhanced", ["exactly 14 hours per term", "exactly 1 meetings per term", "exactly 3 visits per year",
                      "exactly 1 reviews per year"]),
        ("intensive-a", ["at least 14 hours per term", "exactly 1 meetings per term", "exactly 3 visits per year",
                         "exactly 1 reviews per term"]),
        ("intensive-b", ["at least 14 hours per term", "exactly 1 meetings per term", "exactly 3 visits per year",
                         "exactly 1 reviews per term"]),
    ],
)  # fmt: skip
def test_that_a_category_gives_what_the_document_says(programme, category, entitlements):
    given = programme.category(category).entitlements
    counted = [f"{e.bound} {e.amount} {e.unit} per {e.per}" for e in given if e.unit != "access"]
    assert counted == entitlements
    assert [e.amount for e in given if e.unit == "access"] == ([] if category == "core" else ["not stated"])
    assert all(e.source for e in given)


def test_that_what_the_document_leaves_open_stays_open(programme):
    assert programme.reply_working_days == "not stated"
    assert [r.role for r in programme.recipients if r.version == "full"] == ["Headteacher"]
    assert "not which two" in programme.variant_for(Phase.PRIMARY, Governance.ACADEMY).remark
