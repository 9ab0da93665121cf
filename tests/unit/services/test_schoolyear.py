"""A school's page: the golden thread, the next visit, actions with their history, hours, figures, the brief and the leaf."""

from datetime import date
from decimal import Decimal

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import AcademicYear, Term, TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.domain.visit import State
from sipdesk.notes.brief import PAGES, brief_document, short
from sipdesk.notes.leaf import leaf_document, status
from sipdesk.notes.nodes import written
from sipdesk.services import demo
from sipdesk.services.brief import brief_name, brief_pages, leaf_name, leaf_pages
from sipdesk.services.casebook import Shown
from sipdesk.store.schools import Allocation, put_allocation
from tests.unit.notes.reading import pages as pages_of


@pytest.fixture
def year(app: App) -> dict[str, str]:
    """The rehearsal's autumn and spring, and a summer visit with a date."""

    def write() -> dict[str, str]:
        visits, made = app.services.visits, {}
        for term in ("autumn", "spring", "summer"):
            made[term] = visits.open_in_term("900101", TermSlot.parse(f"2025-26/{term}"))[0].id
            if term != "summer":
                app.services.files.fill(made[term], demo.answers(f"2025-26/{term}"))
        visits.save(made["summer"], {"date": "2026-06-23", "start": "08:45", "end": "12:15"})
        return made

    return app.run(write)


def test_that_the_thread_tells_each_focus_through_the_visits(app: App, year: dict[str, str]) -> None:
    view = app.run(app.services.schoolyear.year, "900101")
    assert [stage.state for stage in view.stages] == [State.CHECKED, State.CHECKED, State.WRITING]
    assert [[knot.written for knot in strand.knots] for strand in view.strands] == [
        [True, True, False],
        [True, True, False],
        [True, False, False],
    ]
    dive = view.strands[0].knots[1]
    assert (dive.label, dive.lead, dive.tone, dive.visit) == ("Deep dive", "Secure", "done", year["spring"])
    assert view.strands[1].title == "Adaptive teaching in mathematics for pupils with SEND in Years 4 to 6"
    assert view.strands[1].rewordings[0].startswith("Reworded: ")
    assert view.strands[2].knots[1].text == "Due in summer"
    assert view.strands[2].knots[2].text == "Not yet looked at. To be judged on 23 June"


def test_that_an_impact_ends_its_strand(app: App, year: dict[str, str]) -> None:
    app.run(app.services.files.fill, year["summer"], demo.answers("2025-26/summer"))
    knots = [strand.knots[2] for strand in app.run(app.services.schoolyear.year, "900101").strands]
    assert [knot.label for knot in knots] == ["Impact"] * 3
    assert all(knot.written for knot in knots)


def test_that_the_next_visit_is_this_terms_and_is_opened_once(app: App) -> None:
    years = app.services.schoolyear
    view = app.run(years.year, "900101")
    assert view.next is not None
    assert (view.next.term, view.next.visit) == (Term.AUTUMN, "")
    assert view.strands == []
    opened = app.run(years.open_next, "900101")
    assert app.run(years.open_next, "900101") == opened
    assert app.run(years.next_visit, "900101").visit == opened


def test_that_a_school_without_a_number_of_visits_says_why(app: App) -> None:
    view = app.run(app.services.schoolyear.year, "900103")
    assert view.next is None
    assert "not stated" in view.why_empty


@pytest.mark.parametrize(("authority", "told"), [("hackney", ""), ("havering", "agree no focus areas")])
def test_that_a_programme_without_foci_says_so(app: App, authority: str, told: str) -> None:
    def move() -> None:
        with app.services.desk.change("allocated elsewhere", "") as db:
            allocation = Allocation(urn="900101", authority=authority, year="2025-26", term="autumn")
            put_allocation(db, allocation, app.services.desk.clock.stamp(), "")

    app.run(move)
    why = app.run(app.services.schoolyear.year, "900101").why_empty
    assert (told in why) if told else not why


def test_that_actions_keep_their_history_when_closed(app: App, year: dict[str, str]) -> None:
    lines = app.run(app.services.schoolyear.actions, "900101").lines
    assert [line.open for line in lines] == sorted((line.open for line in lines), reverse=True)
    rolled = next(line for line in lines if line.rolled)
    assert rolled.open
    assert rolled.looks[0].visit == year["spring"]
    done = [line for line in lines if not line.open]
    assert done
    assert all(line.outcome is not None and line.outcome.closes for line in done)


def test_that_hours_of_the_visits_stand_in_their_term_and_year(app: App, year: dict[str, str]) -> None:
    def hours(term: Term | None) -> Decimal:
        view = app.run(app.services.ledger.of_school, "900101", Shown(year="2025-26", term=term))
        return sum((line.amount for line in view.lines if line.amount), Decimal(0))

    assert [hours(term) for term in (None, *Term)] == [16, Decimal("6.25"), Decimal("6.25"), Decimal("3.5")]


def test_that_figures_stand_side_by_side_and_in_brief_say_what_changed(app: App, year: dict[str, str]) -> None:
    figures = app.run(app.services.schoolyear.exclusions, "900101")
    school = [column.label for column in figures.columns if not column.source]
    assert school == ["2023/24", "2024/25", "2025/26 to 14 Oct", "2025/26 to 10 Mar"]
    row = next(row for row in figures.rows if row.label == "Suspensions: number")
    assert [cell.text for cell in row.cells[:4]] == ["6", "5", "1", "3"]
    rate = next(row for row in figures.rows if row.label == "Suspensions: rate")
    assert rate.cells[3].text == "0.74"
    brief = app.run(app.services.brief.of, year["summer"]).exclusions
    latest = next(row for row in brief.rows if row.label == "Suspensions: number").cells[-1]
    assert (latest.text, latest.before) == ("3", "1")


def test_that_the_brief_fits_two_pages_and_holds_no_category(app: App, year: dict[str, str]) -> None:
    record = app.run(app.services.brief.of, year["summer"])
    pages = pages_of(brief_pages(record))
    assert len(pages) == PAGES
    text = " ".join(pages)
    for words in (
        "BRIEF FOR THE PARTNER",
        "What was agreed",
        "Open actions",
        "Handed on by SIP 2",
        "What the form asks",
    ):
        assert words in text
    assert "Core" not in text
    assert "Bramble" not in text
    assert brief_name(record) == "brief_2026-06-23_900101.pdf"
    assert brief_name(record.model_copy(update={"nameless": True})) == "brief_2026-06-23.pdf"


def test_that_the_whole_brief_leaves_nothing_out(app: App, year: dict[str, str]) -> None:
    record = app.run(app.services.brief.of, year["summer"])
    told = "\n".join(text for node in brief_document(record).nodes for text in written(node))
    assert all(action.text in told for action in record.actions)
    assert all(prompt in told for section in record.prompts for prompt in section.prompts)


def test_that_ticking_data_reviewed_stands_in_the_visit(app: App, year: dict[str, str]) -> None:
    ticked = app.run(lambda: app.services.brief.review_data(year["summer"], done=True))
    assert ticked.data_reviewed_on is not None
    assert app.run(app.services.visits.get, year["summer"]).header.data_reviewed_on == ticked.data_reviewed_on
    assert app.run(lambda: app.services.brief.review_data(year["summer"], done=False)).data_reviewed_on is None


def test_that_the_leaf_is_one_page_that_says_it_is_not_the_note(app: App, year: dict[str, str]) -> None:
    record = app.run(app.services.brief.leaf, year["autumn"])
    assert status(record) == "AGREED TODAY · THIS IS NOT THE NOTE OF VISIT"
    pages = pages_of(leaf_pages(record))
    assert len(pages) == 1
    told = "\n".join(text for node in leaf_document(record).nodes for text in written(node))
    assert all(focus.title in told for focus in record.foci)
    assert [action.owner for action in record.actions] == [
        "Senior leaders",
        "Mathematics leader",
        "Headteacher",
        "Authority's service",
    ]
    assert leaf_name(record) == "2025-26_autumn_900101_agreed.pdf"


def test_that_a_leaf_with_nothing_agreed_is_refused(app: App, year: dict[str, str]) -> None:
    with pytest.raises(Refused, match="Nothing is agreed yet"):
        app.run(app.services.brief.leaf, year["summer"])


def test_that_papers_are_remembered_by_hash_and_documents_by_date(app: App, year: dict[str, str]) -> None:
    app.run(app.services.papers.keep, year["autumn"], "leaf", b"pages")
    view = app.run(app.services.papers.of_school, "900101")
    assert [(line.kind, line.visit) for line in view.made] == [("leaf", year["autumn"])]
    assert {"School development plan", "Self-evaluation"} <= {line.title for line in view.seen}
    assert view.seen[0].visit == year["spring"]


def test_that_words_are_shortened_at_a_sentence_or_a_word() -> None:
    assert short("One two. Three four five.", 12) == "One two. …"
    assert short("Onetwothree four", 13) == "Onetwothree …"
    assert short("Short.", 20) == "Short."


def test_that_a_school_begins_in_the_year_of_its_allocation(app):
    """Last year's sheet, brought in when the new year has begun: the caseload shows that year, and so does the school."""
    with_year = Allocation(urn="900102", authority="hackney", year="2024-25", term="summer")

    def allot():
        with app.services.desk.change("put an allocation in place", "") as db:
            put_allocation(db, with_year, app.services.desk.clock.stamp(), "")

    app.run(allot)
    view = app.run(app.services.schoolyear.year, "900102")
    assert (view.year, view.years) == ("2024-25", ["2025-26", "2024-25"])


def test_that_a_schools_year_goes_by_the_term_dates_that_were_confirmed(app: App) -> None:
    def told() -> tuple[list[str], list[object]]:
        view = app.services.schoolyear.year("900101", "2025-26")
        return view.clocks, [stage.due for stage in view.stages]

    assert app.run(told)[0] == ["Autumn visit is due by 19 December (term dates assumed)"]
    terms = app.run(app.services.agenda.year, AcademicYear(start=2025), "hackney").terms
    autumn = terms[0].model_copy(update={"last": date(2025, 12, 17), "assumed": False})
    app.run(app.services.agenda.set_terms, "hackney", AcademicYear(start=2025), [autumn, *terms[1:]])
    clocks, due = app.run(told)
    assert clocks == ["Autumn visit is due by 17 December"]
    assert due[0] == date(2025, 12, 17)
